"""What the command prints: short tables that a person reads from top to bottom."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from contact_center.rehearsal import views
from contact_center.rehearsal.faults import Refused
from contact_center.rehearsal.rehearse import Arrivals, Outcome
from contact_center.rehearsal.rehearse import Progress as Told
from contact_center.rehearsal.texts import Speech

LONG_FILE = 5_000_000
"""Bytes from which a progress bar is shown."""
ROWS = 12
NAMED = 15
DAYS = 10
TOTALS = (
	*("refused", "unroutable", "requests", "finished", "accepted_late", "accepted_late_share"),
	*("overdue", "overdue_share", "returns", "redirects", "tasks", "letters"),
)
LETTERS = {"executors": ("letters",)}
WIDTH = 110
"""Characters in a line where nobody watches."""
_STEPS = {"reading": 0.0, "deciding": 0.35, "counting": 0.85}


@contextmanager
def progress(speech: Speech, size: int) -> Iterator[Told]:
	"""A bar on the error stream while files of `size` bytes are worked on; nothing for short ones."""
	if size < LONG_FILE:
		yield lambda _key, _share: None
		return
	columns = (
		TextColumn("{task.description}", markup=False),
		BarColumn(),
		TextColumn("{task.percentage:>3.0f} %", markup=False),
		TimeElapsedColumn(),
	)
	with Progress(*columns, console=_console(sys.stderr), transient=True) as bar:
		task = bar.add_task(speech("reading", ""), total=1.0)
		ends = dict(zip(_STEPS, [*list(_STEPS.values())[1:], 1.0], strict=True))

		def tell(key: str, share: float) -> None:
			done = _STEPS[key] + (ends[key] - _STEPS[key]) * share
			bar.update(task, completed=done, description=speech(key, ""))

		yield tell


def _console(file: TextIO) -> Console:
	"""What a file says is text: square brackets and colons mean nothing."""
	width = None if file.isatty() else WIDTH
	return Console(file=file, width=width, highlight=False, markup=False, emoji=False)


def _titled(title: str) -> Table:
	return Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE, min_width=len(title))


def show(outcome: Outcome, speech: Speech, took: float) -> None:
	"""Print the figures in the order in which they are asked for."""
	out = _console(sys.stdout)
	_Printer(outcome, speech, out).print()
	out.print(speech("took", speech.decimal(took)), style="dim")


class _Printer:
	def __init__(self, outcome: Outcome, speech: Speech, out: Console):
		self.outcome, self.speech, self.out = outcome, speech, out

	def print(self) -> None:
		self._head()
		self._totals()
		if self.outcome.changes is None:
			self._parts()
		else:
			self._parts_beside()
		self._days()
		self._load()
		self._unroutable()
		self._refused("refused_lines", self.outcome.refused)
		self._refused("refused_lines_against", views.newly_refused(self.outcome))
		self._refused("refused_journal", self.outcome.refused_journal)
		if self.outcome.changes is not None:
			self._changes()

	def _head(self) -> None:
		say, order, period = self.speech, self.outcome.order, self.outcome.told["period"]
		self.out.print(say("title"), style="bold")
		self.out.print(f"{order.requests}: {say('replayed' if order.has_journal else 'simulated')}")
		self.out.print(say("period", *(say.moment(period[end]) for end in ("first", "last", "until"))))
		for note in views.notes(self.outcome, say):
			self.out.print(note)
		self.out.print()

	def _totals(self) -> None:
		"""With a second policy, both side by side."""
		sides = views.totals(self.outcome)
		table = self._table("verdict_short", ("", "as_is", "would_be") if len(sides) > 1 else ("", "total"))
		table.add_row(self.speech("lines"), *([self.speech.number(self.outcome.lines)] * len(sides)))
		for name in views.judged(self.outcome, *TOTALS):
			table.add_row(self.speech(name), *(self._value(name, side[name]) for side in sides))
		self.out.print(table)

	def _parts(self) -> None:
		for title, what, part, whole in views.PARTS:
			columns = (whole, "accepted_late", "overdue", "overdue_share", *LETTERS.get(part, ()))
			self._rows(title, what, self.outcome.told[part], views.judged(self.outcome, *columns))

	def _parts_beside(self) -> None:
		sides = self.outcome.told, self.outcome.told_against
		for title, what, part, whole in views.PARTS:
			rows = views.beside(*(side[part] for side in sides), whole)
			if rows:
				self._beside(title, what, whole, rows)

	def _beside(self, title: str, what: str, whole: str, rows: list[dict[str, Any]]) -> None:
		say, names = self.speech, ("overdue", whole)
		counts = [
			heading
			for name in names
			for heading in (f"{say(name)} {say('as_is').lower()}", say("would_be"), say("difference"))
		]
		table = self._table(title, (what, *counts))
		for row in rows[:ROWS]:
			cells = (
				cell
				for now, then in (row[name] for name in names)
				for cell in (say.number(now), say.number(then), say.difference(now, then))
			)
			table.add_row(self._title(row), *cells)
		self.out.print(table)
		self._more(len(rows) - ROWS)

	def _value(self, name: str, value: Any) -> str:
		return self.speech.share(value) if name.endswith("_share") else self.speech.number(value)

	def _table(self, title: str, headings: Sequence[str]) -> Table:
		table = _titled(self.speech(title))
		for place, heading in enumerate(headings):
			table.add_column(self.speech(heading) if heading else "", justify="right" if place else "left")
		return table

	def _rows(self, title: str, what: str, rows: list[dict[str, Any]], columns: Sequence[str]) -> None:
		if not rows:
			return
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

	def _days(self) -> None:
		columns = ("received", "closed", "broken", "letters")
		rows = views.worst_days(self.outcome.told, DAYS)
		if not rows:
			return
		table = self._table("worst_days", ("day", *columns))
		for row in rows:
			table.add_row(self.speech.day(row["day"]), *(self.speech.number(row[name]) for name in columns))
		self.out.print(table)

	def _load(self) -> None:
		rows = views.load_in_short(self.outcome.told)
		if not rows:
			return
		table = self._table("load_short", ("executor", "at_end", "peak", "peak_day"))
		for row in rows:
			title = self._title(row) if row["code"] else self.speech("total")
			counts = (self.speech.number(row[name]) for name in ("at_end", "peak"))
			table.add_row(title, *counts, self.speech.day(row["peak_day"]))
		self.out.print(table)

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
		for name, count in views.changes_by(self.outcome).items():
			if count:
				self.out.print(f"  {self.speech(f'changed_{name}')}: {self.speech.number(count)}")
		if not changes["requests"]:
			return
		in_words = views.Changes(self.outcome, self.speech)
		table = self._table("comparison", ("number", "what"))
		table.columns[1].justify = "left"
		for row in changes["requests"][:NAMED]:
			table.add_row(row["number"], in_words(row["changes"]))
		self.out.print(table)
		self._more(changes["count"] - NAMED)


def show_forecast(found: dict[str, Any], arrived: Arrivals, channel: str, speech: Speech) -> None:
	"""The week as tables, calls and operators by hour; then the storm day and the days that were storms."""
	out, service, say = _console(sys.stdout), found["service"], speech
	out.print(say("forecast"), style="bold")
	values = (say.decimal(service[name], None) for name in ("within", "handling", "calls"))
	out.print(say("forecast_service", say.share(service["level"]), *values))
	if arrived.refused:
		out.print(_left_out(arrived, say))
	if not len(arrived.at):
		out.print(_no_requests(arrived, channel, say))
		return
	out.print(say("forecast_basis", say.number(found["days"]), say.number(len(arrived.at))))
	for title, name in (
		("forecast_calls", "calls"),
		("forecast_operators", "operators"),
		("forecast_staff", "staff"),
	):
		out.print(_week(found, title, name, say))
	if found["storms"]:
		out.print(_storms(found, say))


def _left_out(arrived: Arrivals, say: Speech) -> str:
	reasons = (
		f"{say.reason(kind, ())}: {say.number(count)}" for kind, count in arrived.refused.most_common()
	)
	return say("forecast_refused", say.number(arrived.refused.total()), "; ".join(reasons))


def _no_requests(arrived: Arrivals, channel: str, say: Speech) -> str:
	others = [(name, count) for name, count in arrived.channels.most_common() if count]
	if not others:
		return say("forecast_none")
	there = ", ".join(f"{say(name)} – {say.number(count)}" for name, count in others)
	return say("forecast_channel", say(channel), say.number(arrived.channels.total()), there)


def _week(found: dict[str, Any], title: str, name: str, speech: Speech) -> Table:
	table = _titled(speech(title))
	table.add_column(speech("hour"), justify="right")
	for day in speech("weekdays").split():
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
			table.add_row(
				f"{hour:02}",
				*(speech.decimal(cell) if name == "calls" else str(cell or "–") for cell in cells),
			)
	return table


def _storms(found: dict[str, Any], speech: Speech) -> Table:
	table = _titled(speech("forecast_storms"))
	for place, name in enumerate(("day", "calls", "busiest_hour", "operators")):
		table.add_column(speech(name), justify="right" if place else "left")
	for row in found["storms"][:ROWS]:
		busiest = row["busiest"]
		table.add_row(
			speech.day(row["day"]), str(row["calls"]), f"{busiest['hour']:02}", str(busiest["operators"])
		)
	return table
