"""Work of numpy and polars side by side: they leave the interpreter to others while they count."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

_SHORT_TURN = 0.0002
"""Seconds of plain Python after which another thread gets the interpreter."""


@contextmanager
def short_turns() -> Iterator[None]:
	"""Within, a thread that only calls numpy does not wait long for one that runs plain Python."""
	before = sys.getswitchinterval()
	sys.setswitchinterval(_SHORT_TURN)
	try:
		yield
	finally:
		sys.setswitchinterval(before)


def side_by_side(*calls: Callable[[], Any]) -> list[Any]:
	"""What the calls give, each in a thread of its own; the first error is raised."""
	with ThreadPoolExecutor(len(calls)) as pool:
		return [future.result() for future in [pool.submit(call) for call in calls]]
