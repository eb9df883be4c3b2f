"""The tables of the page: those of one policy, and those that set two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from contact_center.rehearsal.engine.rehearse import Outcome
from contact_center.rehearsal.telling import views
from contact_center.rehearsal.telling.tables_html import Cell, Cells, bars, table
from contact_center.rehearsal.telling.texts import Speech

Row = dict[str, Any]
ROWS = 200
GLANCE = 15
DAILY = ("received", "closed", "broken", "letters")
COMPARED = (
	*("refused", "unroutable", "routed", "finished", "accepted_late", "accepted_late_share"),
	*("overdue", "overdue_share", "returns", "letters"),
)
ALWAYS_COMPARABLE = {"unroutable", "refused"}
LOWER_IS_BETTER = {
	*("accepted_late", "accepted_late_share", "overdue", "overdue_share"),
	*("returns", "letters", "broken", "unroutable", "refused"),
}


class PageTables:
	def __init__(self, outcome: Outcome, speech: Speech):
		self.outcome, self.say = outcome, speech
		self.sides = views.sides(outcome)

	def days(self, told: Row) -> str:
		rows = [
			[self.say.day(row["day"]), *(self.say.number(row[name]) for name in DAILY)]
			for row in told["days"]
		]
		return table([self.say("day"), *map(self.say, DAILY)], rows)

	def ranking(self, told: Row, what: str, part: str, whole: str) -> str:
		letters = ("letters",) if part == "executors" else ()
		columns = views.judged(
			self.outcome, whole, "accepted_late", "overdue", "overdue_share", "returns", *letters
		)
		rows = [
			[views.title(row, self.say), *(views.value(each, row[each], self.say) for each in columns)]
			for row in told[part][:ROWS]
		]
		return table([self.say(what), *map(self.say, columns)], rows)

	def load(self, told: Row) -> str:
		"""In short, and every day of it."""
		say, in_short = self.say, views.load_in_short(told, self.say)
		short = [
			[row["title"], say.number(row["at_end"]), say.number(row["peak"]), say.day(row["peak_day"])]
			for row in in_short
		]
		headings = [say(name) for name in ("executor", "at_end", "peak", "peak_day")]
		days = [
			[say.day(day), *(say.number(row["open"][place]) for row in told["load"])]
			for place, day in enumerate(views.days_of(told["load"][0]))
		]
		names = [row["title"] for row in in_short]
		return table(headings, short) + table([say("day"), *names], days, "dense")

	def comparison(self) -> str:
		"""The totals of both sides, and what changes for how many requests."""
		say, changes = self.say, self.outcome.changes
		counts = [
			(say(f"changed_{name}"), count) for name, count in views.changes_by(self.outcome).items() if count
		]
		heading = escape(say("changed", say.number(changes["count"])))
		return f"{self._totals()}<h3>{heading}</h3>{bars(counts, say)}{self._changed_requests()}"

	def _totals(self) -> str:
		now, then = views.totals(self.outcome)
		even = views.comparable(now["routed"], then["routed"])
		rows = [
			[
				self.say(name),
				*(views.value(name, side[name], self.say) for side in (now, then)),
				self._change(name, now[name], then[name], even or name in ALWAYS_COMPARABLE),
			]
			for name in views.judged(self.outcome, *COMPARED)
		]
		return table(["", *map(self.say, ("as_is", "would_be", "difference"))], rows)

	def _changed_requests(self) -> str:
		changes, in_words = self.outcome.changes, views.Changes(self.outcome, self.say)
		named = [[row["number"], in_words(row["changes"])] for row in changes["requests"][:ROWS]]
		if not named:
			return ""
		shown = table([self.say("number"), self.say("what")], named, "words")
		left = changes["count"] - len(named)
		more = f"<p class=soft>{self._more(left)}</p>" if left else ""
		return f"<details><summary>{escape(self.say('named'))}</summary>{shown}{more}</details>"

	def ranking_beside(self, what: str, part: str, whole: str) -> str:
		"""Where the counts or the broken terms differ."""
		names = ("overdue", whole)
		rows = views.beside(*(side[part] for side in self.sides), *names)
		return self._beside(what, names, views.differing(rows, *names), whole)

	def days_beside(self) -> str:
		names = ("broken", "letters")
		rows = views.beside(*(side["days"] for side in self.sides), *names, key="day")
		return self._beside("day", names, views.differing(rows, *names))

	def load_beside(self) -> str:
		names = ("at_end", "peak")
		load = (views.load_in_short(side, self.say) for side in self.sides)
		return self._beside("executor", names, views.beside(*load, *names))

	def _beside(self, what: str, names: Sequence[str], rows: list[Row], whole: str = "") -> str:
		"""Figures now, then and their difference; `whole` counts what they are figures of."""
		if not rows:
			return ""
		say, headings = self.say, [self.say(what)]
		for name in names:
			headings += [f"{say(name)} {say('as_is').lower()}", say("would_be"), say("difference")]
		cells = [
			[views.title(row, say), *(cell for name in names for cell in self._pair(name, row, whole))]
			for row in rows[:ROWS]
		]
		return self.at_a_glance(headings, cells, len(rows))

	def _pair(self, name: str, row: Row, whole: str) -> list[Cell]:
		even = views.comparable(*(row[whole] if whole else self._routed()))
		return [*map(self.say.number, row[name]), self._change(name, *row[name], even)]

	def _routed(self) -> list[int]:
		return [side["totals"]["requests"] for side in self.sides]

	def _change(self, name: str, now: float | None, then: float | None, even: bool) -> Cell:
		"""Better or worse only where as many requests can be late."""
		text = self.say.difference(now, then, name.endswith("_share"))
		if not even or now == then or name not in LOWER_IS_BETTER:
			return text
		return text, "worse" if then > now else "better"

	def at_a_glance(self, headings: Sequence[str], rows: Cells, count: int, kind: str = "") -> str:
		"""The first rows, the others folded away; `count` of them there are in truth."""
		shown = table(headings, rows[:GLANCE], kind)
		if len(rows) <= GLANCE:
			return shown
		more = f"<p class=soft>{self._more(count - len(rows))}</p>" if count > len(rows) else ""
		rest = table(headings, rows[GLANCE:], kind)
		return f"{shown}<details><summary>{self._more(count - GLANCE)}</summary>{rest}{more}</details>"

	def _more(self, count: int) -> str:
		return escape(self.say("and_more", self.say.number(count)))
