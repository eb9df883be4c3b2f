"""How the command prints: tables, a bar while it works, and a forecast."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from contact_center.rehearsal.engine.rehearse import Progress as Report
from contact_center.rehearsal.forecast.calls import Arrivals
from contact_center.rehearsal.telling.texts import Speech
from contact_center.rehearsal.telling.views import weekdays

LONG_FILE = 5_000_000
"""Bytes from which a progress bar is shown."""
WIDTH = 110
"""Characters in a line where nobody watches."""
_STEPS = {"reading": 0.0, "deciding": 0.35, "counting": 0.85}
ROWS = 12


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


def show_forecast(found: dict[str, Any], arrived: Arrivals, channel: str, speech: Speech) -> None:
	"""Print the week as tables, calls and operators by hour; then the storm day and the days that were storms."""
	out, say = console_on(sys.stdout), speech
	_show_basis(out, found, arrived, say)
	if not len(arrived.at):
		out.print(_no_requests(arrived, channel, say))
		return
	out.print(say("forecast_basis", say.number(found["days"]), say.number(len(arrived.at))))
	for note in _notes(found, say):
		out.print(note)
	for name in ("calls", "operators", "staff"):
		out.print(_week(found, f"forecast_{name}", name, say))
	if found["storms"]:
		out.print(_storms(found, say))
		out.print(say("forecast_storm_rule"))


def _show_basis(out: Console, found: dict[str, Any], arrived: Arrivals, say: Speech) -> None:
	"""Print what service is asked for, and which lines do not count."""
	service = found["service"]
	values = (say.decimal(service[name], None) for name in ("within", "handling", "calls"))
	out.print(say("forecast"), style="bold")
	out.print(say("forecast_service", say.share(service["level"]), *values))
	if arrived.refused:
		out.print(_left_out(arrived, say))


def _notes(found: dict[str, Any], say: Speech) -> list[str]:
	"""Return what is not to be relied on: a short history, weekdays that it never saw."""
	days = weekdays(say)
	is_known = {each: found["week"][each][0]["calls"] is not None for each in found["unseen"]}
	alike, unknown = ([days[each] for each in is_known if is_known[each] == known] for known in (True, False))
	return [
		*([say("forecast_short", say.number(found["days"]))] if found["is_short"] else []),
		*([say("forecast_alike", ", ".join(alike))] if alike else []),
		*([say("forecast_unknown", ", ".join(unknown))] if unknown else []),
	]


def _left_out(arrived: Arrivals, say: Speech) -> str:
	reasons = (
		f"{say.problem(kind, ())}: {say.number(count)}" for kind, count in arrived.refused.most_common()
	)
	return say("forecast_refused", say.number(arrived.refused.total()), "; ".join(reasons))


def _no_requests(arrived: Arrivals, channel: str, say: Speech) -> str:
	others = [(name, count) for name, count in arrived.channels.most_common() if count]
	if not others:
		return say("forecast_none")
	there = ", ".join(f"{say(name)} – {say.number(count)}" for name, count in others)
	return say("forecast_channel", say(channel), say.number(arrived.channels.total()), there)


def _week(found: dict[str, Any], title: str, name: str, speech: Speech) -> Table:
	table = titled(speech(title))
	table.add_column(speech("hour"), justify="right")
	for day in weekdays(speech):
		table.add_column(day, justify="right")
	if found["storm"]:
		table.add_column(
			speech("forecast_storm", speech.decimal(found["storms_a_year"], None)), justify="right"
		)
	for hour in range(24):
		cells = [day[hour][name] for day in found["week"]] + (
			[found["storm"][hour][name]] if found["storm"] else []
		)
		if any(cells):
			table.add_row(f"{hour:02}", *(_cell(cell, name, speech) for cell in cells))
	return table


def _cell(cell: float | None, name: str, speech: Speech) -> str:
	if cell is None:
		return speech("no_data")
	return speech.decimal(cell) if name == "calls" else str(cell or "–")


def _storms(found: dict[str, Any], speech: Speech) -> Table:
	table = titled(speech("forecast_storms"))
	for place, name in enumerate(("day", "calls", "busiest_hour", "operators")):
		table.add_column(speech(name), justify="right" if place else "left")
	for row in found["storms"][:ROWS]:
		busiest = row["busiest"]
		table.add_row(
			speech.day(row["day"]), str(row["calls"]), f"{busiest['hour']:02}", str(busiest["operators"])
		)
	return table
