"""What the command prints: short tables that a person reads from top to bottom."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from contact_center.rehearsal.engine.rehearse import Outcome
from contact_center.rehearsal.reading.faults import Refused
from contact_center.rehearsal.telling import execution, views
from contact_center.rehearsal.telling.forecast import show_forecast
from contact_center.rehearsal.telling.printing import console_on, progress, titled
from contact_center.rehearsal.telling.texts import Speech

__all__ = ["progress", "show", "show_forecast"]

ROWS = 12
NAMED = 15
DAYS = 10
TOTALS = (
	*("refused", "unroutable", "routed", "finished", "accepted_late", "accepted_late_share"),
	*("overdue", "overdue_share", "first_broken", "returns", "reopened"),
	*("redirects", "supervisor_redirects"),
	*("terms_asked", "extensions", "terms_other_day", "terms_refused", "terms_waiting", "tasks", "letters"),
)
WHERE_ANY = {
	*("first_broken", "reopened", "supervisor_redirects"),
	*("terms_asked", "terms_other_day", "terms_refused", "terms_waiting"),
}
"""Rows that say nothing where there is nothing of the kind."""
LETTERS = {"executors": ("letters",)}


def show(outcome: Outcome, speech: Speech, took: float) -> None:
	"""Print the figures in the order in which they are asked for."""
	out = console_on(sys.stdout)
	_Printer(outcome, speech, out).print()
	out.print(speech("took", speech.decimal(took)), style="dim")


class _Printer:
	def __init__(self, outcome: Outcome, speech: Speech, out: Console):
		self.outcome, self.speech, self.out = outcome, speech, out

	def print(self) -> None:
		self._head()
		self._totals()
		if self.outcome.changes is None:
			self._one_policy()
		else:
			self._two_policies()
		self._execution()
		self._again()
		self._unroutable()
		self._refused_sums()
		self._refused("refused_lines", self.outcome.refused)
		self._refused("refused_lines_against", views.newly_refused(self.outcome))
		self._refused("refused_journal", self.outcome.refused_journal)
		if self.outcome.changes is not None:
			self._changes()

	def _head(self) -> None:
		say, order = self.speech, self.outcome.order
		self.out.print(say("title"), style="bold")
		self.out.print(f"{order.requests}: {say('replayed' if order.has_journal else 'simulated')}")
		self.out.print(views.period(self.outcome, say))
		for note in filter(None, (views.policies(self.outcome, say), *views.notes(self.outcome, say))):
			self.out.print(note)
		self.out.print()

	def _totals(self) -> None:
		"""Print the totals; with a second policy, both side by side."""
		sides = views.totals(self.outcome)
		table = self._table("verdict_short", ("", "as_is", "would_be") if len(sides) > 1 else ("", "total"))
		table.add_row(self.speech("lines"), *([self.speech.number(self.outcome.lines)] * len(sides)))
		for name in views.judged(self.outcome, *TOTALS):
			if name in WHERE_ANY and not any(side[name] for side in sides):
				continue
			figures = (views.figure(self.outcome, name, side, self.speech) for side in sides)
			table.add_row(self.speech(name), *figures)
		self.out.print(table)

	def _one_policy(self) -> None:
		for title, what, part, whole in views.PARTS:
			columns = (whole, "accepted_late", "overdue", "overdue_share", *LETTERS.get(part, ()))
			self._rows(title, what, self.outcome.figures[part], views.known(self.outcome, *columns))
		self._days()
		self._load()

	def _two_policies(self) -> None:
		for title, what, part, whole in views.PARTS:
			names = ("overdue", whole)
			rows = views.beside(*(side[part] for side in views.sides(self.outcome)), *names)
			self._beside(title, what, names, views.differing(rows, *names))
		self._beside("worst_days", "day", ("broken", "letters"), views.worst_days_beside(self.outcome, DAYS))
		load = (views.load_in_short(side, self.speech) for side in views.sides(self.outcome))
		self._beside("load_short", "executor", ("at_end", "peak"), views.beside(*load, "at_end", "peak"))

	def _beside(self, title: str, what: str, names: Sequence[str], rows: list[dict[str, Any]]) -> None:
		if not rows:
			return
		table = self._table(
			title, (what, *(heading for name in names for heading in self._pair_headings(name)))
		)
		for row in rows[:ROWS]:
			table.add_row(self._title(row), *(cell for name in names for cell in self._pair(*row[name])))
		self.out.print(table)
		self._more(len(rows) - ROWS)

	def _pair_headings(self, name: str) -> tuple[str, str, str]:
		say = self.speech
		return f"{say(name)} {say('as_is').lower()}", say("would_be"), say("difference")

	def _pair(self, now: int, then: int) -> tuple[str, str, str]:
		say = self.speech
		return say.number(now), say.number(then), say.difference(now, then)

	def _table(self, title: str, headings: Sequence[str]) -> Table:
		table = titled(self.speech(title))
		for place, heading in enumerate(headings):
			table.add_column(self.speech(heading) if heading else "", justify="right" if place else "left")
		return table

	def _rows(self, title: str, what: str, rows: list[dict[str, Any]], columns: Sequence[str]) -> None:
		if not rows:
			return
		table = self._table(title, (what, *columns))
		for row in rows[:ROWS]:
			table.add_row(self._title(row), *(views.value(name, row[name], self.speech) for name in columns))
		self.out.print(table)
		self._more(len(rows) - ROWS)

	def _title(self, row: dict[str, Any]) -> str:
		return views.title(row, self.speech)

	def _more(self, count: int) -> None:
		if count > 0:
			self.out.print(self.speech("and_more", self.speech.number(count)), style="dim")

	def _days(self) -> None:
		columns = views.known(self.outcome, "received", "closed", "broken", "letters")
		self._rows("worst_days", "day", views.worst_days(self.outcome.figures, DAYS), columns)

	def _load(self) -> None:
		rows = views.load_in_short(self.outcome.figures, self.speech)
		if not rows:
			return
		table = self._table("load_short", ("executor", "at_end", "peak", "peak_day"))
		for row in rows:
			counts = (self.speech.number(row[name]) for name in ("at_end", "peak"))
			table.add_row(self._title(row), *counts, self.speech.day(row["peak_day"]))
		self.out.print(table)

	def _unroutable(self) -> None:
		reasons = views.unroutable(self.outcome)
		if not reasons:
			return
		table = self._table("no_route", ("reason", *views.counted(self.outcome)))
		for row in reasons[:ROWS]:
			table.add_row(
				self.speech.problem(row["kind"], row["names"]), *map(self.speech.number, row["counts"])
			)
		self.out.print(table)
		self._more(len(reasons) - ROWS)

	def _execution(self) -> None:
		for title, headings, rows in execution.tables(self.outcome, self.speech):
			table = self._table(title, headings)
			if "ground" in headings:
				table.columns[headings.index("ground")].justify = "left"
			for row in rows[:ROWS]:
				table.add_row(*row)
			self.out.print(table)
			self._more(len(rows) - ROWS)

	def _again(self) -> None:
		rows = views.again(self.outcome, self.speech)
		if not rows:
			return
		table = self._table("again", ("", "requests", "share"))
		for row in rows:
			table.add_row(*row)
		self.out.print(table)
		self.out.print(views.again_text(self.speech), style="dim")
		self.out.print()

	def _refused_sums(self) -> None:
		rows = views.refused_sums(self.outcome, self.speech)
		if not rows:
			return
		table = self._table("refused_sums", ("reason", "count", "commonest"))
		table.columns[2].justify = "left"
		for row in rows[:ROWS]:
			table.add_row(*row)
		self.out.print(table)
		self._more(len(rows) - ROWS)

	def _refused(self, title: str, refused: Refused) -> None:
		if not len(refused):
			return
		table = self._table(title, ("line", "reason"))
		table.columns[0].justify, table.columns[1].justify = "right", "left"
		for line, kind, names in refused.lines[:NAMED]:
			table.add_row(str(line), self.speech.problem(kind, names))
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
