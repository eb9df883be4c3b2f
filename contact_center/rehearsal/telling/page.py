"""One page that explains a rehearsal to someone who decides: charts, tables, plain words. Works offline.

Charts are drawn by Apache ECharts (Apache License 2.0, `assets/echarts.LICENSE`), which lies in the page itself.
Every figure also stands in a table, so the page can be read without scripts and on paper.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from contact_center.rehearsal.engine.rehearse import Outcome
from contact_center.rehearsal.reading.faults import Refused
from contact_center.rehearsal.telling import views
from contact_center.rehearsal.telling.page_tables import PageTables
from contact_center.rehearsal.telling.tables_html import Cells, heat
from contact_center.rehearsal.telling.texts import Speech

ASSETS = Path(__file__).parent / "assets"
ROWS = 200
DRAWN = 15
"""Rows of a chart."""
CARDS = (
	*("routed", "accepted_late_share", "overdue", "overdue_share", "letters"),
	*("unroutable", "refused", "returns", "finished"),
)
CARDS_SHOWN = 8
TALL = ("executors", "classifier")
BAD = {"overdue", "overdue_share", "letters", "unroutable", "refused"}
_WORDS = ("received", "closed", "broken", "overdue", "kept", "total", "as_is", "would_be")


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
		self.sides = views.sides(outcome)
		self.tables = PageTables(outcome, speech)

	def data(self) -> dict[str, Any]:
		"""What the charts are drawn from."""
		against = self.outcome.told_against
		return {
			"parts": {part: self._drawn(part, whole) for _title, _what, part, whole in views.PARTS},
			"days": self.told["days"],
			"load": self.told["load"],
			"against": {name: against[name] if against else [] for name in ("days", "load")},
			"compared": against is not None,
			"words": {word: self.say(word) for word in _WORDS},
			"language": self.say.language,
		}

	def _drawn(self, part: str, whole: str) -> list[dict[str, Any]]:
		"""Bars: for each side what is broken, and of how many."""
		names = ("overdue", whole)
		rows = views.beside(self.sides[0][part], self.sides[-1][part], *names)
		return [
			{
				"title": views.title(row, self.say),
				**{
					name: row[key][: len(self.sides)]
					for name, key in zip(("overdue", "whole"), names, strict=True)
				},
			}
			for row in views.by_difference(rows, *names)[:DRAWN]
		]

	def body(self) -> str:
		tables = self.tables
		sections = (
			self._head(),
			self._comparison(),
			self._charted("by_day", "days", tables.days, tables.days_beside),
			*(self._part(*part) for part in views.PARTS),
			self._charted("load", "load", tables.load, tables.load_beside),
			self._hours(),
			self._unroutable(),
			self._refused("refused_lines", self.outcome.refused),
			self._refused("refused_lines_against", views.newly_refused(self.outcome)),
			self._refused("refused_journal", self.outcome.refused_journal),
			self._method(),
		)
		return "\n".join(section for section in sections if section)

	def _head(self) -> str:
		say = self.say
		how = say("replayed" if self.outcome.order.has_journal else "simulated")
		name, when = self.outcome.order.requests.name, views.period(self.outcome, say)
		basis = filter(None, (f"{name}: {how}. {when}", views.policies(self.outcome, say)))
		named = "".join(f"<p class=soft>{escape(each)}</p>\n" for each in basis)
		notes = "".join(f"<p>{escape(note)}</p>\n" for note in views.notes(self.outcome, say))
		return f"<h1>{escape(say('title'))}</h1>\n{named}{self._verdicts()}\n{notes}{self._cards()}"

	def _verdicts(self) -> str:
		verdicts = [escape(verdict) for verdict in views.verdicts(self.outcome, self.say)]
		if len(verdicts) > 1:
			names = (escape(self.say(name)) for name in ("as_is", "would_be"))
			verdicts = [f"<b>{name}.</b> {verdict}" for name, verdict in zip(names, verdicts, strict=True)]
		return "\n".join(f"<p class=verdict>{verdict}</p>" for verdict in verdicts)

	def _cards(self) -> str:
		"""Of one policy: two stand in a table."""
		[totals, *against] = views.totals(self.outcome)
		if against or not totals["received"]:
			return ""
		cards = "".join(
			f"<li{' class=bad' if name in BAD and totals[name] else ''}><b>{views.value(name, totals[name], self.say)}</b>"
			f"<small>{escape(self.say(name))}</small></li>"
			for name in views.judged(self.outcome, *CARDS)[:CARDS_SHOWN]
		)
		return f"<ul class=cards>{cards}</ul>"

	def _comparison(self) -> str:
		return self._section("comparison", self.tables.comparison()) if self.outcome.changes else ""

	def _part(self, title: str, what: str, part: str, whole: str) -> str:
		return self._charted(
			title,
			part,
			lambda told: self.tables.ranking(told, what, part, whole),
			lambda: self.tables.ranking_beside(what, part, whole),
		)

	def _charted(
		self, title: str, name: str, folded: Callable[[dict[str, Any]], str], beside: Callable[[], str]
	) -> str:
		"""A chart of each side, what differs between them, and the figures of each, folded away."""
		if not any(side[name] for side in self.sides):
			return ""
		kind, heading = "chart tall" if name in TALL else "chart", escape(self.say(title))
		chart = f'<div class="{kind}" id="chart-{name}" role="img" aria-label="{heading}"></div>'
		two = len(self.sides) > 1
		labels = [f"table_{side}" for side in ("as_is", "would_be")] if two else ["table"]
		tables = "".join(
			f"<details{' class=side' if two else ''}><summary>{escape(self.say(label))}</summary>{folded(side)}</details>"
			for label, side in zip(labels, self.sides, strict=True)
			if side[name]
		)
		return self._section(title, f"{chart}{beside() if two else ''}{tables}")

	def _section(self, title: str, content: str) -> str:
		return f"<section><h2>{escape(self.say(title))}</h2>\n{content}</section>"

	def _hours(self) -> str:
		hours = self.told["hours"]
		if not any(map(any, hours)):
			return ""
		return self._section("by_hour", heat(self.say("weekdays").split(), hours))

	def _unroutable(self) -> str:
		say, reasons = self.say, views.unroutable(self.outcome)
		rows = [
			[say.reason(row["kind"], row["names"]), *map(say.number, row["counts"])] for row in reasons[:ROWS]
		]
		return self._listed("no_route", ("reason", *views.counted(self.outcome)), rows, len(reasons))

	def _refused(self, title: str, refused: Refused) -> str:
		rows = [[str(line), self.say.reason(kind, names)] for line, kind, names in refused.lines[:ROWS]]
		return self._listed(title, ("line", "reason"), rows, len(refused), "words")

	def _listed(self, title: str, headings: tuple[str, ...], rows: Cells, count: int, kind: str = "") -> str:
		if not rows:
			return ""
		return self._section(title, self.tables.at_a_glance([*map(self.say, headings)], rows, count, kind))

	def _method(self) -> str:
		text = self.say("method_text")
		if not self.outcome.order.has_journal:
			text += " " + self.say("method_simulated", self.outcome.order.seed)
		return self._section("method", f"<p class=soft>{escape(text)}</p>")
