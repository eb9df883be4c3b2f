"""One page that explains a rehearsal to someone who decides: charts, tables, plain words. Works offline.

Charts are drawn by Apache ECharts (Apache License 2.0, `assets/echarts.LICENSE`), which lies in the page itself.
Every figure also stands in a table, so the page can be read without scripts and on paper.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from contact_center.rehearsal import views
from contact_center.rehearsal.faults import Refused
from contact_center.rehearsal.rehearse import Outcome
from contact_center.rehearsal.tables_html import Cells, bars, heat, table
from contact_center.rehearsal.texts import Speech

ASSETS = Path(__file__).parent / "assets"
ROWS = 200
GLANCE = 15
CARDS = (
	*("requests", "accepted_late_share", "overdue", "overdue_share", "letters"),
	*("unroutable", "refused", "returns", "finished"),
)
CARDS_SHOWN = 8
TOLD = ("requests", "accepted_late", "accepted_late_share", "overdue", "overdue_share", "letters")
TALL = ("executors", "classifier")
BAD = {"overdue", "overdue_share", "letters", "unroutable", "refused"}
LOWER_IS_BETTER = {
	"accepted_late",
	"accepted_late_share",
	"overdue",
	"overdue_share",
	"returns",
	"letters",
	"unroutable",
	"refused",
}
COMPARED = (
	*("refused", "unroutable", "requests", "accepted_late", "accepted_late_share", "overdue"),
	*("overdue_share", "returns", "letters"),
)
_WORDS = ("received", "closed", "broken", "overdue", "kept", "total", "would_be")


def build(outcome: Outcome, speech: Speech) -> str:
	"""The whole page as text."""
	parts = {name: (ASSETS / file).read_text(encoding="utf-8") for name, file in _FILES.items()}
	page = _Page(outcome, speech)
	data = json.dumps(page.data(), ensure_ascii=False).replace("</", "<\\/").replace("<!--", "<\\u0021--")
	return Template(parts.pop("page")).substitute(
		lang=speech.language, title=escape(speech("title")), body=page.body(), data=data, **parts
	)


_FILES = {"page": "page.html", "css": "page.css", "js": "page.js", "echarts": "echarts.common.min.js"}


class _Page:
	def __init__(self, outcome: Outcome, speech: Speech):
		self.outcome, self.say, self.told = outcome, speech, outcome.told
		self.sides = views.totals(outcome)

	def data(self) -> dict[str, Any]:
		"""What the charts are drawn from."""
		unnamed = self.say("unknown")
		rows = {
			name: [{**row, "title": row["title"] or row["code"] or unnamed} for row in self.told[name]]
			for name in ("executors", "classifier", "districts", "types")
		}
		words = {word: self.say(word) for word in _WORDS}
		return {
			**rows,
			"days": self.told["days"],
			"load": self.told["load"],
			"against": {name: self._against(name) for name in ("days", "load")},
			"words": words,
			"language": self.say.language,
		}

	def _against(self, name: str) -> list[dict[str, Any]]:
		return self.outcome.told_against[name] if self.outcome.told_against else []

	def body(self) -> str:
		sections = (
			self._head(),
			self._comparison(),
			self._chart("by_day", "days", self._days()),
			*(
				self._chart(title, part, self._ranking(what, part, whole), tall=part in TALL)
				for title, what, part, whole in views.PARTS
			),
			self._chart("load", "load", self._load()),
			self._hours(),
			self._unroutable(),
			self._refused("refused_lines", self.outcome.refused),
			self._refused("refused_lines_against", views.newly_refused(self.outcome)),
			self._refused("refused_journal", self.outcome.refused_journal),
			self._method(),
		)
		return "\n".join(section for section in sections if section)

	def _head(self) -> str:
		say, period, totals = self.say, self.told["period"], self.sides[0]
		how = say("replayed" if self.outcome.order.has_journal else "simulated")
		when = say("period", *(say.moment(period[end]) for end in ("first", "last", "until")))
		known = views.acceptance_known(self.outcome)
		verdict = say(
			"verdict" if known else "verdict_without_acceptance",
			*(self._value(name, totals[name]) for name in TOLD),
		)
		cards = "".join(
			f"<li{' class=bad' if name in BAD and totals[name] else ''}><b>{self._value(name, totals[name])}</b>"
			f"<small>{escape(say(name))}</small></li>"
			for name in views.judged(self.outcome, *CARDS)[:CARDS_SHOWN]
		)
		name = escape(self.outcome.order.requests.name)
		notes = "".join(f"<p>{escape(note)}</p>\n" for note in views.notes(self.outcome, say))
		return (
			f"<h1>{escape(say('title'))}</h1>\n<p class=soft>{name}: {escape(how)}. {escape(when)}</p>\n"
			f"<p class=verdict>{escape(verdict)}</p>\n{notes}<ul class=cards>{cards}</ul>"
		)

	def _value(self, name: str, value: Any) -> str:
		return self.say.share(value) if name.endswith("_share") else self.say.number(value)

	def _chart(self, title: str, name: str, below: str, tall: bool = False) -> str:
		heading = escape(self.say(title))
		kind = "chart tall" if tall else "chart"
		more = f"<details><summary>{escape(self.say('table'))}</summary>{below}</details>" if below else ""
		return f'<section><h2>{heading}</h2>\n<div class="{kind}" id="chart-{name}" role="img" aria-label="{heading}"></div>{more}</section>'

	def _days(self) -> str:
		columns = ("received", "closed", "broken", "letters")
		rows = [
			[self.say.day(row["day"]), *(self.say.number(row[name]) for name in columns)]
			for row in self.told["days"]
		]
		return table([self.say("day"), *map(self.say, columns)], rows)

	def _ranking(self, what: str, part: str, whole: str) -> str:
		letters = ("letters",) if part == "executors" else ()
		columns = views.judged(
			self.outcome, whole, "accepted_late", "overdue", "overdue_share", "returns", *letters
		)
		rows = [
			[self._title(row), *(self._value(each, row[each]) for each in columns)]
			for row in self.told[part][:ROWS]
		]
		return table([self.say(what), *map(self.say, columns)], rows)

	def _title(self, row: dict[str, Any]) -> str:
		return row["title"] or row["code"] or self.say("unknown")

	def _load(self) -> str:
		"""In short, and every day of it."""
		say, load = self.say, self.told["load"]
		if not load:
			return ""
		names = [self._title(row) if row["code"] else say("total") for row in load]
		short = [
			[name, say.number(row["at_end"]), say.number(row["peak"]), say.day(row["peak_day"])]
			for name, row in zip(names, views.load_in_short(self.told), strict=True)
		]
		headings = [say(name) for name in ("executor", "at_end", "peak", "peak_day")]
		days = [
			[say.day(day), *(say.number(row["open"][place]) for row in load)]
			for place, day in enumerate(views.days_of(load[0]))
		]
		return table(headings, short) + table([say("day"), *names], days, "dense")

	def _hours(self) -> str:
		days = self.say("weekdays").split()
		return f"<section><h2>{escape(self.say('by_hour'))}</h2>{heat(days, self.told['hours'])}</section>"

	def _unroutable(self) -> str:
		reasons = self.told["unroutable"]["reasons"]
		rows = [
			[self.say.reason(row["kind"], row["names"]), self.say.number(row["count"])]
			for row in reasons[:ROWS]
		]
		return self._listed("no_route", ("reason", "count"), rows, len(reasons))

	def _refused(self, title: str, refused: Refused) -> str:
		rows = [[str(line), self.say.reason(kind, names)] for line, kind, names in refused.lines[:ROWS]]
		return self._listed(title, ("line", "reason"), rows, len(refused), words=True)

	def _listed(
		self, title: str, headings: tuple[str, ...], rows: Cells, count: int, words: bool = False
	) -> str:
		if not rows:
			return ""
		names = [self.say(each) for each in headings]
		shown = self._at_a_glance(names, rows, count, "words" if words else "")
		return f"<section><h2>{escape(self.say(title))}</h2>{shown}</section>"

	def _at_a_glance(self, headings: Sequence[str], rows: Cells, count: int, kind: str = "") -> str:
		"""The first rows, the others folded away; `count` of them there are in truth."""
		shown = table(headings, rows[:GLANCE], kind)
		if len(rows) <= GLANCE:
			return shown
		more = f"<p class=soft>{self._more(count - len(rows))}</p>" if count > len(rows) else ""
		rest = table(headings, rows[GLANCE:], kind)
		return f"{shown}<details><summary>{self._more(count - GLANCE)}</summary>{rest}{more}</details>"

	def _more(self, count: int) -> str:
		return escape(self.say("and_more", self.say.number(count)))

	def _comparison(self) -> str:
		if self.outcome.changes is None:
			return ""
		say, (now, then) = self.say, self.sides
		rows = [
			[
				say(name),
				self._value(name, now[name]),
				self._value(name, then[name]),
				self._change(name, now[name], then[name]),
			]
			for name in views.judged(self.outcome, *COMPARED)
		]
		headings = ["", *map(say, ("as_is", "would_be", "difference"))]
		counts = [
			(say(f"changed_{name}"), count) for name, count in views.changes_by(self.outcome).items() if count
		]
		heading = escape(say("changed", say.number(self.outcome.changes["count"])))
		return (
			f"<section><h2>{escape(say('comparison'))}</h2>{table(headings, rows)}"
			f"<h3>{heading}</h3>{bars(counts, say)}{self._changed_requests()}{self._parts_beside()}</section>"
		)

	def _changed_requests(self) -> str:
		changes, in_words = self.outcome.changes, views.Changes(self.outcome, self.say)
		named = [[row["number"], in_words(row["changes"])] for row in changes["requests"][:ROWS]]
		if not named:
			return ""
		shown = table([self.say("number"), self.say("what")], named, "words")
		left = changes["count"] - len(named)
		more = f"<p class=soft>{self._more(left)}</p>" if left else ""
		return f"<details><summary>{escape(self.say('named'))}</summary>{shown}{more}</details>"

	def _parts_beside(self) -> str:
		"""Where the counts or the broken terms differ: what is so now, and what would be."""
		told = self.told, self.outcome.told_against
		return "".join(
			f"<h3>{escape(self.say(title))}</h3>{self._beside(what, whole, rows)}"
			for title, what, part, whole in views.PARTS
			if (rows := views.beside(*(side[part] for side in told), whole))
		)

	def _beside(self, what: str, whole: str, rows: list[dict[str, Any]]) -> str:
		say, names = self.say, ("overdue", whole)
		headings = [say(what)]
		for name in names:
			headings += [f"{say(name)} {say('as_is').lower()}", say("would_be"), say("difference")]
		cells = [
			[
				self._title(row),
				*(
					cell
					for name in names
					for cell in (*map(say.number, row[name]), self._change(name, *row[name]))
				),
			]
			for row in rows[:ROWS]
		]
		return self._at_a_glance(headings, cells, len(rows))

	def _change(self, name: str, now: float, then: float) -> str | tuple[str, str]:
		text = self.say.difference(now, then, name.endswith("_share"))
		if now == then or name not in LOWER_IS_BETTER:
			return text
		return text, "worse" if then > now else "better"

	def _method(self) -> str:
		text = escape(self.say("method_text"))
		if not self.outcome.order.has_journal:
			text += " " + escape(self.say("method_simulated", self.outcome.order.seed))
		return f"<section><h2>{escape(self.say('method'))}</h2><p class=soft>{text}</p></section>"
