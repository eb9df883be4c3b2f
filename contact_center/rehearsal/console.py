"""What the command prints: short tables that a person reads from top to bottom."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from contact_center.rehearsal.faults import Refused
from contact_center.rehearsal.rehearse import Outcome
from contact_center.rehearsal.rehearse import Progress as Told
from contact_center.rehearsal.texts import Speech

LONG_FILE = 5_000_000
"""Bytes from which a progress bar is shown."""
ROWS = 12
NAMED = 15
TOTALS = (
	*("requests", "finished", "accepted_late", "accepted_late_share", "overdue", "overdue_share"),
	*("returns", "redirects", "tasks", "letters"),
)
_STEPS = {"reading": 0.0, "deciding": 0.35, "counting": 0.85}


@contextmanager
def progress(speech: Speech, size: int) -> Iterator[Told]:
	"""A bar on the error stream while files of `size` bytes are worked on; nothing for short ones."""
	if size < LONG_FILE:
		yield lambda _key, _share: None
		return
	columns = (
		TextColumn("{task.description}"),
		BarColumn(),
		TextColumn("{task.percentage:>3.0f} %"),
		TimeElapsedColumn(),
	)
	with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
		task = bar.add_task(speech("reading", ""), total=1.0)
		ends = dict(zip(_STEPS, [*list(_STEPS.values())[1:], 1.0], strict=True))

		def tell(key: str, share: float) -> None:
			done = _STEPS[key] + (ends[key] - _STEPS[key]) * share
			bar.update(task, completed=done, description=speech(key, ""))

		yield tell


def show(outcome: Outcome, speech: Speech, took: float) -> None:
	"""Print the figures in the order in which they are asked for."""
	out = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
	_Printer(outcome, speech, out).print()
	out.print(speech("took", f"{took:.1f}"), style="dim")


class _Printer:
	def __init__(self, outcome: Outcome, speech: Speech, out: Console):
		self.outcome, self.speech, self.out = outcome, speech, out

	def print(self) -> None:
		told, say = self.outcome.told, self.speech
		self.out.print(say("title"), style="bold")
		self.out.print(
			f"{self.outcome.order.requests}: {say('replayed' if self.outcome.order.has_journal else 'simulated')}"
		)
		period = told["period"]
		self.out.print(say("period", *(say.moment(period[end]) for end in ("first", "last", "until"))))
		self.out.print()
		self._totals()
		self._rows(
			"by_executor",
			"executor",
			told["executors"],
			("tasks", "accepted_late", "overdue", "overdue_share", "letters"),
		)
		columns = ("requests", "accepted_late", "overdue", "overdue_share")
		self._rows("by_classifier", "matter", told["classifier"], columns)
		self._rows("by_district", "district", told["districts"], columns)
		self._rows("by_type", "type", told["types"], columns)
		self._unroutable()
		self._refused("refused_lines", self.outcome.refused)
		self._refused("refused_journal", self.outcome.refused_journal)
		if self.outcome.changes is not None:
			self._changes()

	def _totals(self) -> None:
		"""With a second policy, both side by side."""
		against = self.outcome.told_against
		headings = ("", "as_is", "would_be") if against else ("", "total")
		table = self._table("verdict_short", headings)
		sides = [self.outcome.told] + ([against] if against else [])
		table.add_row(self.speech("lines"), *([self.speech.number(self.outcome.lines)] * len(sides)))
		table.add_row(self.speech("refused"), *([self.speech.number(len(self.outcome.refused))] * len(sides)))
		table.add_row(
			self.speech("unroutable"), *(self.speech.number(side["unroutable"]["count"]) for side in sides)
		)
		for name in TOTALS:
			table.add_row(self.speech(name), *(self._value(name, side["totals"][name]) for side in sides))
		self.out.print(table)

	def _value(self, name: str, value: Any) -> str:
		return self.speech.share(value) if name.endswith("_share") else self.speech.number(value)

	def _table(self, title: str, headings: tuple[str, ...]) -> Table:
		table = Table(title=self.speech(title), title_justify="left", title_style="bold", box=box.SIMPLE)
		for place, heading in enumerate(headings):
			table.add_column(self.speech(heading) if heading else "", justify="right" if place else "left")
		return table

	def _rows(self, title: str, what: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
		table = self._table(title, (what, *columns))
		for row in rows[:ROWS]:
			table.add_row(self._title(row), *(self._value(name, row[name]) for name in columns))
		self.out.print(table)
		self._more(len(rows) - ROWS)

	def _title(self, row: dict[str, Any]) -> str:
		return row["title"] or row["code"] or self.speech("unknown")

	def _more(self, count: int) -> None:
		if count > 0:
			self.out.print(self.speech("and_more", self.speech.number(count)), style="dim")

	def _unroutable(self) -> None:
		reasons = self.outcome.told["unroutable"]["reasons"]
		if not reasons:
			return
		table = self._table("no_route", ("reason", "count"))
		for row in reasons[:ROWS]:
			table.add_row(self.speech.reason(row["kind"], row["names"]), self.speech.number(row["count"]))
		self.out.print(table)
		self._more(len(reasons) - ROWS)

	def _refused(self, title: str, refused: Refused) -> None:
		if not len(refused):
			return
		table = self._table(title, ("line", "reason"))
		table.columns[0].justify, table.columns[1].justify = "right", "left"
		for line, kind, names in refused.lines[:NAMED]:
			table.add_row(str(line), self.speech.reason(kind, names))
		self.out.print(table)
		self._more(len(refused) - NAMED)

	def _changes(self) -> None:
		changes = self.outcome.changes
		self.out.print(self.speech("changed", self.speech.number(changes["count"])), style="bold")
		for name, count in changes["by"].items():
			if count:
				self.out.print(f"  {self.speech(f'changed_{name}')}: {self.speech.number(count)}")
		if not changes["requests"]:
			return
		table = self._table("comparison", ("number", "what"))
		table.columns[1].justify = "left"
		for row in changes["requests"][:NAMED]:
			table.add_row(row["number"], changes_in_words(row["changes"], self.speech))
		self.out.print(table)
		self._more(changes["count"] - NAMED)


def show_forecast(found: dict[str, Any], requests: int, speech: Speech) -> None:
	"""The week as two tables, calls and operators by hour; then the storm day and the days that were storms."""
	out = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
	out.print(speech("forecast"), style="bold")
	service = found["service"]
	values = (
		speech.share(service["level"]),
		*(f"{service[name]:g}" for name in ("within", "handling", "calls")),
	)
	out.print(speech("forecast_service", *values))
	if not requests:
		out.print(speech("forecast_none"))
		return
	out.print(speech("forecast_basis", found["days"], speech.number(requests)))
	for title, name in (
		("forecast_calls", "calls"),
		("forecast_operators", "operators"),
		("forecast_staff", "staff"),
	):
		out.print(_week(found, title, name, speech))
	if found["storms"]:
		out.print(_storms(found, speech))


def _week(found: dict[str, Any], title: str, name: str, speech: Speech) -> Table:
	table = Table(title=speech(title), title_justify="left", title_style="bold", box=box.SIMPLE)
	table.add_column(speech("hour"), justify="right")
	for day in speech("weekdays").split():
		table.add_column(day, justify="right")
	if found["storm"]:
		table.add_column(speech("forecast_storm", f"{found['storms_a_year']:g}"), justify="right")
	for hour in range(24):
		cells = [day[hour][name] for day in found["week"]] + (
			[found["storm"][hour][name]] if found["storm"] else []
		)
		if any(cells):
			table.add_row(
				f"{hour:02}", *(f"{cell:.1f}" if name == "calls" else str(cell or "–") for cell in cells)
			)
	return table


def _storms(found: dict[str, Any], speech: Speech) -> Table:
	table = Table(title=speech("forecast_storms"), title_justify="left", title_style="bold", box=box.SIMPLE)
	for place, name in enumerate(("day", "calls", "busiest_hour", "operators")):
		table.add_column(speech(name), justify="right" if place else "left")
	for row in found["storms"][:ROWS]:
		busiest = row["busiest"]
		table.add_row(
			speech.day(row["day"]), str(row["calls"]), f"{busiest['hour']:02}", str(busiest["operators"])
		)
	return table


def changes_in_words(changes: dict[str, list[Any]], speech: Speech) -> str:
	"""«інший виконавець: KP-VODOKANAL → RVK-MET; інший строк: …»"""
	return "; ".join(
		f"{speech(f'changed_{name}')}: {_word(name, before, speech)} → {_word(name, after, speech)}"
		for name, (before, after) in changes.items()
	)


def _word(name: str, value: Any, speech: Speech) -> str:
	if isinstance(value, bool):
		return speech("yes" if value else "no")
	if name == "due":
		return speech.moment(value) if value else speech("no_term")
	if not value or value.startswith("["):
		return speech("no_executor_yet")
	return value
