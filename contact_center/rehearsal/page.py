"""One page that explains a rehearsal to someone who decides: charts, tables, plain words. Works offline.

Charts are drawn by Apache ECharts (Apache License 2.0, `assets/echarts.LICENSE`), which lies in the page itself.
Every figure also stands in a table, so the page can be read without scripts and on paper.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from contact_center.rehearsal.console import changes_in_words
from contact_center.rehearsal.faults import Refused
from contact_center.rehearsal.rehearse import Outcome
from contact_center.rehearsal.tables_html import Cells, bars, heat, table
from contact_center.rehearsal.texts import Speech

ASSETS = Path(__file__).parent / "assets"
ROWS = 200
GLANCE = 15
CARDS = (
	*("requests", "accepted_late_share", "overdue", "overdue_share", "letters"),
	*("unroutable", "refused", "returns"),
)
BAD = {"overdue", "overdue_share", "letters", "unroutable", "refused"}
LOWER_IS_BETTER = {
	"accepted_late",
	"accepted_late_share",
	"overdue",
	"overdue_share",
	"returns",
	"letters",
	"unroutable",
}
COMPARED = (
	*("requests", "unroutable", "accepted_late", "accepted_late_share", "overdue", "overdue_share"),
	*("returns", "letters"),
)
_WORDS = ("received", "closed", "broken", "overdue", "kept", "total")


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
			"words": words,
			"language": self.say.language,
		}

	def body(self) -> str:
		sections = (
			self._head(),
			self._comparison(),
			self._chart("by_day", "days", self._days()),
			self._chart(
				"by_executor",
				"executors",
				self._ranking("executor", "executors", "tasks", letters=True),
				tall=True,
			),
			self._chart(
				"by_classifier", "classifier", self._ranking("matter", "classifier", "requests"), tall=True
			),
			self._chart("by_district", "districts", self._ranking("district", "districts", "requests")),
			self._chart("by_type", "types", self._ranking("type", "types", "requests")),
			self._chart("load", "load", ""),
			self._hours(),
			self._unroutable(),
			self._refused("refused_lines", self.outcome.refused),
			self._refused("refused_journal", self.outcome.refused_journal),
			self._method(),
		)
		return "\n".join(section for section in sections if section)

	def _head(self) -> str:
		say, period, totals = self.say, self.told["period"], self._totals(self.told)
		how = say("replayed" if self.outcome.order.has_journal else "simulated")
		when = say("period", *(say.moment(period[end]) for end in ("first", "last", "until")))
		verdict = say(
			"verdict",
			*(
				self._value(name, totals[name])
				for name in (
					"requests",
					"accepted_late",
					"accepted_late_share",
					"overdue",
					"overdue_share",
					"letters",
				)
			),
		)
		cards = "".join(
			f"<li{' class=bad' if name in BAD and totals[name] else ''}><b>{self._value(name, totals[name])}</b>"
			f"<small>{escape(say(name))}</small></li>"
			for name in CARDS
		)
		name = escape(self.outcome.order.requests.name)
		return (
			f"<h1>{escape(say('title'))}</h1>\n<p class=soft>{name}: {escape(how)}. {escape(when)}</p>\n"
			f"<p class=verdict>{escape(verdict)}</p>\n<ul class=cards>{cards}</ul>"
		)

	def _totals(self, told: dict[str, Any]) -> dict[str, Any]:
		return {
			**told["totals"],
			"unroutable": told["unroutable"]["count"],
			"refused": len(self.outcome.refused),
		}

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

	def _ranking(self, what: str, name: str, whole: str, letters: bool = False) -> str:
		columns = (
			whole,
			"accepted_late",
			"overdue",
			"overdue_share",
			"returns",
			*(("letters",) if letters else ()),
		)
		rows = [
			[
				row["title"] or row["code"] or self.say("unknown"),
				*(self._value(each, row[each]) for each in columns),
			]
			for row in self.told[name][:ROWS]
		]
		return table([self.say(what), *map(self.say, columns)], rows)

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
		"""The first rows at a glance, the others folded away; `count` of them there are in truth."""
		if not rows:
			return ""
		names, kind = [self.say(each) for each in headings], "words" if words else ""
		folded = f"<details><summary>{escape(self.say('table'))}</summary>{table(names, rows[GLANCE:], kind)}</details>"
		more = self.say("and_more", self.say.number(count - GLANCE)) if count > GLANCE else ""
		return (
			f"<section><h2>{escape(self.say(title))}</h2>{table(names, rows[:GLANCE], kind)}"
			f"<p class=soft>{escape(more)}</p>{folded if len(rows) > GLANCE else ''}</section>"
		)

	def _comparison(self) -> str:
		if self.outcome.changes is None:
			return ""
		now, then = self._totals(self.told), self._totals(self.outcome.told_against)
		rows = [
			[
				self.say(name),
				self._value(name, now[name]),
				self._value(name, then[name]),
				self._change(name, now[name], then[name]),
			]
			for name in COMPARED
		]
		headings = ["", *map(self.say, ("as_is", "would_be", "difference"))]
		changes = self.outcome.changes
		counts = bars(
			[(self.say(f"changed_{name}"), count) for name, count in changes["by"].items() if count], self.say
		)
		named = [
			[row["number"], changes_in_words(row["changes"], self.say)] for row in changes["requests"][:ROWS]
		]
		more = (
			self.say("and_more", self.say.number(changes["count"] - len(named)))
			if changes["count"] > len(named)
			else ""
		)
		shown = table([self.say("number"), self.say("what")], named, "words") if named else ""
		return (
			f"<section><h2>{escape(self.say('comparison'))}</h2>{table(headings, rows)}"
			f"<h3>{escape(self.say('changed', self.say.number(changes['count'])))}</h3>{counts}"
			f"<details><summary>{escape(self.say('named'))}</summary>{shown}<p class=soft>{escape(more)}</p></details></section>"
		)

	def _change(self, name: str, now: float, then: float) -> str | tuple[str, str]:
		if now == then:
			return "0"
		size = abs(then - now)
		said = self.say.points(size) if name.endswith("_share") else self.say.number(size)
		text = ("+" if then > now else "−") + said
		if name not in LOWER_IS_BETTER:
			return text
		return text, "worse" if then > now else "better"

	def _method(self) -> str:
		text = escape(self.say("method_text"))
		if not self.outcome.order.has_journal:
			text += " " + escape(self.say("method_simulated", self.outcome.order.seed))
		return f"<section><h2>{escape(self.say('method'))}</h2><p class=soft>{text}</p></section>"
