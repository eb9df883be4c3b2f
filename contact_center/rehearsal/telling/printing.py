"""How the command prints: tables, and a bar while it works."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from contact_center.rehearsal.engine.rehearse import Progress as Report
from contact_center.rehearsal.telling.texts import Speech

LONG_FILE = 5_000_000
"""Bytes from which a progress bar is shown."""
WIDTH = 110
"""Characters in a line where nobody watches."""
_STEPS = {"reading": 0.0, "deciding": 0.35, "counting": 0.85}


def console_on(file: TextIO) -> Console:
	"""Make a console for which what a file says is text: square brackets and colons mean nothing."""
	width = None if file.isatty() else WIDTH
	return Console(file=file, width=width, highlight=False, markup=False, emoji=False)


def titled(title: str) -> Table:
	return Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE, min_width=len(title))


@contextmanager
def progress(speech: Speech, size: int) -> Iterator[Report]:
	"""Show a bar on the error stream while files of `size` bytes are worked on; nothing for short ones."""
	if size < LONG_FILE:
		yield lambda _key, _share: None
		return
	columns = (
		TextColumn("{task.description}", markup=False),
		BarColumn(),
		TextColumn("{task.percentage:>3.0f} %", markup=False),
		TimeElapsedColumn(),
	)
	with Progress(*columns, console=console_on(sys.stderr), transient=True) as bar:
		task = bar.add_task(speech("reading", ""), total=1.0)
		ends = dict(zip(_STEPS, [*list(_STEPS.values())[1:], 1.0], strict=True))

		def tell(key: str, share: float) -> None:
			done = _STEPS[key] + (ends[key] - _STEPS[key]) * share
			bar.update(task, completed=done, description=speech(key, ""))

		yield tell
