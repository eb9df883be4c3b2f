"""The tables of the page as rows of texts: those of one policy, and those that set two side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from contact_center.rehearsal.engine.rehearse import Outcome
from contact_center.rehearsal.telling import views
from contact_center.rehearsal.telling.texts import Speech

Row = dict[str, Any]
Cell = tuple[str, str]
"""A text and its class."""
ROWS = 200
GLANCE = 15
DAILY = ("received", "closed", "broken", "letters")
COMPARED = (
	*("refused", "unroutable", "routed", "finished", "accepted_late", "accepted_late_share"),
	*("overdue", "overdue_share", "first_broken", "returns", "reopened", "letters"),
)
ALWAYS_COMPARABLE = {"unroutable", "refused"}
LOWER_IS_BETTER = {
	*("accepted_late", "accepted_late_share", "overdue", "overdue_share", "first_broken"),
	*("returns", "letters", "broken", "unroutable", "refused"),
}


@dataclass
class Table:
	"""`kind` is its class; `hidden` says how many rows are below the first ones, `beyond` how many are not here."""

	headings: list[str]
	rows: list[list[Cell]] = field(default_factory=list)
	kind: str = ""
	hidden: str = ""
	beyond: str = ""

	@property
	def first(self) -> list[list[Cell]]:
		"""Return the rows that are seen at a glance."""
		return self.rows[:GLANCE]

	@property
	def rest(self) -> list[list[Cell]]:
		return self.rows[GLANCE:]


class PageTables:
	"""Builds the tables of an outcome."""

	def __init__(self, outcome: Outcome, speech: Speech):
		self.outcome, self.say = outcome, speech
		self.sides = views.sides(outcome)

	def days(self, figures: Row) -> list[Table]:
		names = views.known(self.outcome, *DAILY)
		rows = ((self.say.day(row["day"]), *self._numbers(row, names)) for row in figures["days"])
		return [self._plain(("day", *names), rows)]

	def ranking(self, figures: Row, what: str, part: str, whole: str) -> list[Table]:
		letters = ("reopened", "letters") if part == "executors" else ()
		names = (whole, "accepted_late", "overdue", "overdue_share", "returns", *letters)
		columns = views.known(self.outcome, *names)
		rows = (
			(views.title(row, self.say), *(views.value(each, row[each], self.say) for each in columns))
			for row in figures[part][:ROWS]
		)
		return [self._plain((what, *columns), rows)]

	def load(self, figures: Row) -> list[Table]:
		"""Build the load in short, and every day of it."""
		say, in_short = self.say, views.load_in_short(figures, self.say)
		short = (
			(row["title"], *self._numbers(row, ("at_end", "peak")), say.day(row["peak_day"]))
			for row in in_short
		)
		days = (
			(say.day(day), *(say.number(row["open"][place]) for row in figures["load"]))
			for place, day in enumerate(views.days_of(figures["load"][0]))
		)
		headings = [say("day"), *(row["title"] for row in in_short)]
		return [
			self._plain(("executor", "at_end", "peak", "peak_day"), short),
			Table(headings, _cells(days), "dense"),
		]

	def totals(self) -> Table:
		"""Set the totals of both sides beside each other."""
		now, then = views.totals(self.outcome)
		even = views.comparable(now["routed"], then["routed"])
		rows = [
			[
				(self.say(name), ""),
				*((views.figure(self.outcome, name, side, self.say), "") for side in (now, then)),
				self._change(name, now[name], then[name], even or name in ALWAYS_COMPARABLE),
			]
			for name in views.judged(self.outcome, *COMPARED)
		]
		return Table(["", *map(self.say, ("as_is", "would_be", "difference"))], rows)

	def changes_by(self) -> Table:
		"""Count the requests by what changes for them."""
		counts = views.changes_by(self.outcome).items()
		rows = ((self.say(f"changed_{name}"), self.say.number(count)) for name, count in counts if count)
		return Table(["", self.say("count")], _cells(rows))

	def changed_requests(self) -> Table:
		"""Name the first requests that change, each with what changes."""
		changes, in_words = self.outcome.changes, views.Changes(self.outcome, self.say)
		named = [(row["number"], in_words(row["changes"])) for row in changes["requests"][:ROWS]]
		beyond = self._more(changes["count"] - len(named))
		return Table([self.say("number"), self.say("what")], _cells(named), "words", beyond=beyond)

	def ranking_beside(self, what: str, part: str, whole: str) -> Table:
		"""List where the counts or the broken terms differ."""
		names = ("overdue", whole)
		rows = views.beside(*(side[part] for side in self.sides), *names)
		return self._beside(what, names, views.differing(rows, *names), whole)

	def days_beside(self) -> Table:
		names = ("broken", "letters")
		rows = views.beside(*(side["days"] for side in self.sides), *names, key="day")
		return self._beside("day", names, views.differing(rows, *names))

	def load_beside(self) -> Table:
		names = ("at_end", "peak")
		load = (views.load_in_short(side, self.say) for side in self.sides)
		return self._beside("executor", names, views.beside(*load, *names))

	def _beside(self, what: str, names: Sequence[str], rows: list[Row], whole: str = "") -> Table:
		"""List figures now, then and their difference; `whole` counts what they are figures of."""
		say, headings = self.say, [self.say(what)]
		for name in names:
			headings += [f"{say(name)} {say('as_is').lower()}", say("would_be"), say("difference")]
		cells = [
			[(views.title(row, say), ""), *(cell for name in names for cell in self._pair(name, row, whole))]
			for row in rows[:ROWS]
		]
		return self._counted(Table(headings, cells), len(rows))

	def _pair(self, name: str, row: Row, whole: str) -> list[Cell]:
		even = views.comparable(*(row[whole] if whole else self._routed()))
		now_and_then = [(self.say.number(figure), "") for figure in row[name]]
		return [*now_and_then, self._change(name, *row[name], even)]

	def _routed(self) -> list[int]:
		return [side["totals"]["requests"] for side in self.sides]

	def _change(self, name: str, now: float | None, then: float | None, even: bool) -> Cell:
		"""Mark better or worse only where as many requests can be late."""
		text = self.say.difference(now, then, name.endswith("_share"))
		if not even or now == then or name not in LOWER_IS_BETTER:
			return text, ""
		return text, "worse" if then > now else "better"

	def listed(
		self, headings: Sequence[str], rows: Iterable[Sequence[str]], count: int, kind: str = ""
	) -> Table:
		"""Build a table of the first rows of `count`."""
		return self._counted(self._plain(headings, rows, kind), count)

	def _counted(self, table: Table, count: int) -> Table:
		table.hidden, table.beyond = self._more(count - GLANCE), self._more(count - len(table.rows))
		return table

	def _more(self, count: int) -> str:
		return self.say("and_more", self.say.number(count)) if count > 0 else ""

	def _plain(self, headings: Iterable[str], rows: Iterable[Sequence[str]], kind: str = "") -> Table:
		return Table([*map(self.say, headings)], _cells(rows), kind)

	def _numbers(self, row: Row, names: Iterable[str]) -> list[str]:
		return [self.say.number(row[name]) for name in names]


def _cells(rows: Iterable[Sequence[str]]) -> list[list[Cell]]:
	return [[(text, "") for text in row] for row in rows]
