"""One page that explains a rehearsal to someone who decides: charts, tables, plain words. Works offline.

Charts are drawn by Apache ECharts (Apache License 2.0, `assets/echarts.LICENSE`), which lies in the page itself.
Every figure also stands in a table, so the page can be read without scripts and on paper. `templates/` has the
markup; whatever a file says is escaped there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from contact_center.rehearsal.engine.rehearse import Outcome
from contact_center.rehearsal.reading.faults import Refused
from contact_center.rehearsal.telling import execution, views
from contact_center.rehearsal.telling.page_tables import ROWS, PageTables, Row, Table
from contact_center.rehearsal.telling.texts import Speech

ASSETS = Path(__file__).parent / "assets"
TEMPLATES = Path(__file__).parent / "templates"
DRAWN = 15
"""Rows of a chart."""
CARDS = (
	*("routed", "accepted_late_share", "overdue", "overdue_share", "letters"),
	*("unroutable", "refused", "returns", "finished"),
)
CARDS_SHOWN = 8
TALL = ("executors", "classifier")
BAD = {"overdue", "overdue_share", "letters", "unroutable", "refused"}
DARK = 0.55
"""The share of the greatest count from which a cell of the week is too dark for dark ink."""
_WORDS = ("received", "closed", "broken", "overdue", "kept", "total", "as_is", "would_be")
_FILES = {"css": "page.css", "js": "page.js", "echarts": "echarts.common.min.js"}


def build(outcome: Outcome, speech: Speech) -> str:
	"""Build the whole page as text."""
	files = {name: Markup((ASSETS / file).read_text(encoding="utf-8")) for name, file in _FILES.items()}
	page = _Page(outcome, speech)
	return (
		_environment().get_template("page.html").render(say=speech, data=page.data(), **page.parts(), **files)
	)


def _environment() -> Environment:
	found = Environment(
		loader=FileSystemLoader(TEMPLATES),
		autoescape=True,
		undefined=StrictUndefined,
		trim_blocks=True,
		lstrip_blocks=True,
	)
	found.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
	return found


class _Page:
	"""What the template shows of an outcome."""

	def __init__(self, outcome: Outcome, speech: Speech):
		self.outcome, self.say, self.figures = outcome, speech, outcome.figures
		self.sides = views.sides(outcome)
		self.tables = PageTables(outcome, speech)

	def data(self) -> Row:
		"""Return what the charts are drawn from."""
		against = self.outcome.figures_against
		return {
			"parts": {part: self._drawn(part, whole) for _title, _what, part, whole in views.PARTS},
			"days": self.figures["days"],
			"load": self.figures["load"],
			"against": {name: against[name] if against else [] for name in ("days", "load")},
			"compared": against is not None,
			"unknown": sorted(views.unknown(self.outcome)),
			"words": {word: self.say(word) for word in _WORDS},
			"language": self.say.language,
		}

	def _drawn(self, part: str, whole: str) -> list[Row]:
		"""Return the bars: for each side what is broken, and of how many."""
		names, count = ("overdue", whole), len(self.sides)
		rows = views.beside(self.sides[0][part], self.sides[-1][part], *names)
		return [
			{
				"title": views.title(row, self.say),
				"overdue": row["overdue"][:count],
				"whole": row[whole][:count],
			}
			for row in views.by_difference(rows, *names)[:DRAWN]
		]

	def parts(self) -> dict[str, Any]:
		"""Return the values of the template beside the data of its charts."""
		return {
			"basis": self._basis(),
			"verdicts": self._verdicts(),
			"notes": views.notes(self.outcome, self.say),
			"cards": self._cards(),
			"comparison": self._comparison(),
			"charts": list(self._charts()),
			"hours": _shaded(views.weekdays(self.say), self.figures["hours"]),
			"again": self._again(),
			"lists": list(self._lists()),
			"method": self._method(),
		}

	def _basis(self) -> list[str]:
		how = self.say("replayed" if self.outcome.order.has_journal else "simulated")
		name, when = self.outcome.order.requests.name, views.period(self.outcome, self.say)
		return [*filter(None, (f"{name}: {how}. {when}", views.policies(self.outcome, self.say)))]

	def _verdicts(self) -> list[tuple[str, str]]:
		"""Return each side's verdict; of two each with the side's name."""
		verdicts = views.verdicts(self.outcome, self.say)
		names = [self.say(name) for name in ("as_is", "would_be")] if len(verdicts) > 1 else [""]
		return list(zip(names, verdicts, strict=True))

	def _cards(self) -> list[Row]:
		"""Return the cards of one policy: the figures of two stand in a table."""
		[totals, *against] = views.totals(self.outcome)
		if against or not totals["received"]:
			return []
		return [
			{
				"figure": views.figure(self.outcome, name, totals, self.say),
				"label": self.say(name),
				"is_bad": bool(name in BAD and totals[name]),
			}
			for name in views.judged(self.outcome, *CARDS)[:CARDS_SHOWN]
		]

	def _comparison(self) -> dict[str, Any] | None:
		"""Return the totals of both sides, and what changes for how many requests."""
		if not self.outcome.changes:
			return None
		return {
			"totals": self.tables.totals(),
			"heading": self.say("changed", self.say.number(self.outcome.changes["count"])),
			"counts": self.tables.changes_by(),
			"named": self.tables.changed_requests(),
		}

	def _charts(self) -> Iterator[dict[str, Any]]:
		tables = self.tables
		yield from self._chart("by_day", "days", tables.days, tables.days_beside)
		for part in views.PARTS:
			yield from self._ranking(*part)
		yield from self._chart("load", "load", tables.load, tables.load_beside)

	def _ranking(self, title: str, what: str, part: str, whole: str) -> Iterator[dict[str, Any]]:
		return self._chart(
			title,
			part,
			lambda figures: self.tables.ranking(figures, what, part, whole),
			lambda: self.tables.ranking_beside(what, part, whole),
		)

	def _chart(
		self, title: str, name: str, folded: Callable[[Row], list[Table]], beside: Callable[[], Table]
	) -> Iterator[dict[str, Any]]:
		"""Yield a chart of each side, what differs between them, and the figures of each, folded away."""
		if not any(side[name] for side in self.sides):
			return
		two = len(self.sides) > 1
		labels = [f"table_{side}" for side in ("as_is", "would_be")] if two else ["table"]
		yield {
			"heading": self.say(title),
			"name": name,
			"is_tall": name in TALL,
			"beside": beside() if two else None,
			"sides": [
				{"label": self.say(label), "tables": folded(side), "kind": "side" if two else ""}
				for label, side in zip(labels, self.sides, strict=True)
				if side[name]
			],
		}

	def _lists(self) -> Iterator[dict[str, Any]]:
		"""Yield how the work went, and what is left out, by reason or line by line."""
		for title, headings, rows in execution.tables(self.outcome, self.say):
			kind = "words" if headings[1] == "ground" else ""
			table = self.tables.listed(headings, rows[:ROWS], len(rows), kind)
			yield {"heading": self.say(title), "table": table}
		yield {"heading": self.say("no_route"), "table": self._unroutable()}
		sums = views.refused_sums(self.outcome, self.say)
		table = self.tables.listed(("reason", "count", "commonest"), sums, len(sums))
		yield {"heading": self.say("refused_sums"), "table": table}
		for title, refused in (
			("refused_lines", self.outcome.refused),
			("refused_lines_against", views.newly_refused(self.outcome)),
			("refused_journal", self.outcome.refused_journal),
		):
			yield {"heading": self.say(title), "table": self._refused(refused)}

	def _again(self) -> dict[str, Any] | None:
		"""Return repeats and bursts, None where there is no request."""
		counts, bursts = views.again(self.outcome, self.say), views.greatest_bursts(self.outcome, self.say)
		if not counts:
			return None
		headings = ("entry", "day", "requests", "usual")
		return {
			"counts": self.tables.listed(("what_again", "requests", "share"), counts, len(counts)),
			"text": views.again_text(self.say),
			"bursts": self.tables.listed(headings, bursts, len(bursts)),
		}

	def _unroutable(self) -> Table:
		say, reasons = self.say, views.unroutable(self.outcome)
		rows = [
			(say.problem(row["kind"], row["names"]), *map(say.number, row["counts"]))
			for row in reasons[:ROWS]
		]
		return self.tables.listed(("reason", *views.counted(self.outcome)), rows, len(reasons))

	def _refused(self, refused: Refused) -> Table:
		rows = [(str(line), self.say.problem(kind, names)) for line, kind, names in refused.lines[:ROWS]]
		return self.tables.listed(("line", "reason"), rows, len(refused), "words")

	def _method(self) -> str:
		text = self.say("method_text")
		if not self.outcome.order.has_journal:
			text += " " + self.say("method_simulated", self.outcome.order.seed)
		return text


def _shaded(days: list[str], counts: list[list[int]]) -> list[tuple[str, list[dict[str, str]]]]:
	"""Shade counts by weekday and hour, the more the darker; nothing where there are none."""
	top = max(map(max, counts))
	return (
		[(day, [_shade(count, top) for count in row]) for day, row in zip(days, counts, strict=True)]
		if top
		else []
	)


def _shade(count: int, top: int) -> dict[str, str]:
	share = count / top
	text = f"{count // 1000}k" if count >= 10_000 else str(count or "")
	return {"text": text, "shade": f"{share:.2f}", "ink": "#fff" if share > DARK else "#1c2733"}
