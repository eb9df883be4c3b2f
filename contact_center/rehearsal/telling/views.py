"""What console and page both show, made from the figures of an outcome."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from babel import Locale

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.engine.rehearse import Outcome
from contact_center.rehearsal.engine.repeats import LEAST, TIMES, WITHIN
from contact_center.rehearsal.engine.unknown import unknown_figures
from contact_center.rehearsal.reading.faults import Refused
from contact_center.rehearsal.reading.instants import DAY
from contact_center.rehearsal.reading.orders import DEMO_POLICY, Order
from contact_center.rehearsal.telling.texts import Speech

Row = dict[str, Any]
PARTS = (
	("by_executor", "executor", "executors", "tasks"),
	("by_classifier", "entry", "classifier", "requests"),
	("by_district", "district", "districts", "requests"),
	("by_type", "type", "types", "requests"),
)
"""Title, what a row is, its figures, and what is counted: all of these have rows of the same kind."""
TOLD = ("routed", "accepted_late", "accepted_late_share", "overdue", "overdue_share", "letters", "received")
"""The figures of a verdict, in the order of their places in the text."""
SLIGHT = 0.02
"""Two policies differ slightly where so great a share of the requests has an executor under one of them only."""


def acceptance_known(outcome: Outcome) -> bool:
	"""Return whether any line says when a request was accepted; else nothing can be said of its lateness."""
	return outcome.figures.get("acceptance_known", True)


def unknown(outcome: Outcome) -> set[str]:
	"""Return the figures that the history cannot tell, their shares too."""
	names = outcome.figures["unknown_figures"]
	return {*names, *(f"{name}_share" for name in names)}


def judged(outcome: Outcome, *names: str) -> list[str]:
	"""Return the figures without those of acceptance where nothing is known of it."""
	known = acceptance_known(outcome)
	return [name for name in names if known or not name.startswith("accepted_late")]


def known(outcome: Outcome, *names: str) -> list[str]:
	"""Return those of the figures that the history can tell."""
	hidden = unknown(outcome)
	return [name for name in names if name not in hidden]


def figure(outcome: Outcome, name: str, row: Row, say: Speech) -> str:
	"""Return the figure of a row in words: «unknown» where the history cannot tell it."""
	return say("not_known") if name in unknown(outcome) else value(name, row[name], say)


def sides(outcome: Outcome) -> list[Row]:
	"""Return the figures of the policy, and of the one set against it."""
	return [outcome.figures, *([outcome.figures_against] if outcome.figures_against else [])]


def totals(outcome: Outcome) -> list[Row]:
	"""Return the totals of each side, with what did not get that far; a share of no requests is None."""
	refused = (outcome.refused, *([outcome.refused_against] if outcome.figures_against else []))
	return [_totals(side, len(of)) for side, of in zip(sides(outcome), refused, strict=True)]


def _totals(figures: Row, refused: int) -> Row:
	found, unroutable = figures["totals"], figures["unroutable"]["count"]
	routed = found["requests"]
	shares = {} if routed else {name: None for name in found if name.endswith("_share")}
	more = {"routed": routed, "received": routed + unroutable, "unroutable": unroutable, "refused": refused}
	return {**found, **shares, **more}


def weekdays(say: Speech) -> list[str]:
	"""Return the short names of the days from Monday on."""
	names = Locale(say.language).days["stand-alone"]["abbreviated"]
	return [names[day] for day in range(7)]


def title(row: Row, say: Speech) -> str:
	"""Return the title of a day, of an executor or whatever else a row is about."""
	if "day" in row:
		return say.day(row["day"])
	return row["title"] or row["code"] or say("unknown")


def value(name: str, figure: float | None, say: Speech) -> str:
	return say.share(figure) if name.endswith("_share") else say.number(figure)


def verdicts(outcome: Outcome, say: Speech) -> list[str]:
	"""Word each side in a sentence or two."""
	return [_verdict(outcome, side, say) for side in totals(outcome)]


def _verdict(outcome: Outcome, side: Row, say: Speech) -> str:
	if not side["received"]:
		return say("verdict_nothing", say.number(outcome.lines), say.number(side["refused"]))
	judged = "verdict" if acceptance_known(outcome) else "verdict_without_acceptance"
	if "overdue" in unknown(outcome):
		judged = "verdict_unjudged"
	key = judged if side["routed"] else "verdict_unrouted"
	return say(key, *(figure(outcome, name, side, say) for name in TOLD))


def period(outcome: Outcome, say: Speech) -> str:
	first, last, until = (say.moment(outcome.figures["period"][end]) for end in ("first", "last", "until"))
	return (
		say("period", first, last, until) if outcome.figures["period"]["first"] else say("no_period", until)
	)


def policies(outcome: Outcome, say: Speech) -> str:
	"""Word which two policies are compared; "" for one."""
	order = outcome.order
	if not order.against:
		return ""
	policy, against = (", ".join(map(str, dirs)) for dirs in (order.policy, order.against))
	named = say("policy_demo") if order.policy == (DEMO_POLICY,) else say("policy_of", policy)
	return say("policies", named, against)


def comparable(now: int, then: int) -> bool:
	"""Return whether so many requests or tasks on each side let what became of them be compared."""
	return abs(then - now) <= SLIGHT * max(now, then)


def notes(outcome: Outcome, say: Speech) -> list[str]:
	"""Word what a reader has to know of the data before the figures are believed."""
	ignored = (("ignored", unused_columns(outcome)), ("ignored_journal", outcome.ignored_journal))
	order = outcome.order
	return [
		*_uneven(outcome, say),
		*_untold(outcome, say),
		*([] if acceptance_known(outcome) else [say("acceptance_unknown")]),
		*([say("absent", ", ".join(order.absent))] if order.absent else []),
		*([say("untold")] if order.lacks_ends else []),
		*([say("timeless", say.number(outcome.timeless), _time(order))] if outcome.timeless else []),
		*([say("after_until", say.number(outcome.after_until))] if outcome.after_until else []),
		*([say("unread_files", ", ".join(map(str, outcome.unread_files)))] if outcome.unread_files else []),
		*(say(key, ", ".join(columns)) for key, columns in ignored if columns),
	]


def _time(order: Order) -> str:
	return order.mapping.requests.time


def _untold(outcome: Outcome, say: Speech) -> list[str]:
	"""Name the events that nobody tells, acceptance apart, and the figures that are unknown for it."""
	events = [each for each in outcome.figures["untold_events"] if each != Kind.ACCEPTED]
	names = unknown_figures([Kind(each) for each in events])
	shown = dict.fromkeys(say(name) for name in names if name != "accepted_late" or acceptance_known(outcome))
	return [say("untold_events", ", ".join(events), ", ".join(shown).lower())] if events else []


def _uneven(outcome: Outcome, say: Speech) -> list[str]:
	routed = [side["routed"] for side in totals(outcome)]
	return [] if comparable(routed[0], routed[-1]) else [say("uneven", *map(say.number, routed))]


def unused_columns(outcome: Outcome) -> list[str]:
	"""Return columns of the file of requests that say nothing of a request nor, by the mapping, of the work."""
	used = {name for event in outcome.order.mapping.events for name in event.columns()}
	return [column for column in outcome.ignored if column not in used]


def again(outcome: Outcome, say: Speech) -> list[tuple[str, str, str]]:
	"""Return repeats and bursts in words: what, how many of how many, their share."""
	rows = ((name, outcome.figures[name]) for name in ("repeats", "bursts"))
	return [
		(
			say(name),
			f"{say.number(row['requests'])}\u00a0{say('of_which', say.number(row['of']))}",
			say.share(row["share"]),
		)
		for name, row in rows
		if row["of"]
	]


def again_text(say: Speech) -> str:
	"""Return what a repeat and a burst are, in words."""
	return say("again_text", WITHIN // DAY, LEAST, TIMES)


def greatest_bursts(outcome: Outcome, say: Speech) -> list[tuple[str, ...]]:
	"""Return the greatest bursts: entry, day, requests, and those of a usual day."""
	return [
		(row["title"], say.day(row["day"]), say.number(row["requests"]), say.decimal(row["usual"], None))
		for row in outcome.figures["bursts"]["days"]
	]


def refused_sums(outcome: Outcome, say: Speech) -> list[tuple[str, str, str]]:
	"""Return reason, count and the commonest values of the refused lines, in words; nothing where single lines say it."""
	if all(each.count == 1 for each in outcome.sums):
		return []
	return [
		(
			say.problem(each.reason),
			say.number(each.count),
			", ".join(f"«{text}» – {say.number(count)}" for text, count in each.values),
		)
		for each in outcome.sums
	]


def newly_refused(outcome: Outcome) -> Refused:
	"""Return lines that only the policy set against refuses."""
	before = set(outcome.refused.lines)
	lines = [each for each in (outcome.refused_against or Refused()).lines if each not in before]
	return Refused(lines, Counter(reason for _, reason, _ in lines))


def load_in_short(figures: Row, say: Speech) -> list[Row]:
	"""Return tasks at work at the end of the last day, and the most there ever were, by executor."""
	return [
		{
			"code": row["code"],
			"title": row["title"] if row["code"] else say("total"),
			"at_end": row["open"][-1],
			"peak": max(row["open"]),
			"peak_day": days_of(row)[row["open"].index(max(row["open"]))],
		}
		for row in figures["load"]
	]


def days_of(load: Row) -> list[str]:
	"""Return the days of a load curve."""
	first = date.fromisoformat(load["first"])
	return [(first + timedelta(days=place)).isoformat() for place in range(len(load["open"]))]


def worst_days(figures: Row, count: int) -> list[Row]:
	"""Return days with broken terms, most first."""
	return sorted((row for row in figures["days"] if row["broken"]), key=lambda row: -row["broken"])[:count]


def worst_days_beside(outcome: Outcome, count: int) -> list[Row]:
	"""Return days with broken terms on either side, most first."""
	rows = beside(*(side["days"] for side in sides(outcome)), "broken", "letters", key="day")
	broken = [row for row in rows if any(row["broken"])]
	return sorted(broken, key=lambda row: -max(row["broken"]))[:count]


def beside(now: list[Row], then: list[Row], *names: str, key: str = "code") -> list[Row]:
	"""Pair the rows of either side with their figures as (now, then); what one side does not have is 0 there."""
	found = [{row[key]: row for row in rows} for rows in (now, then)]
	titled = {**found[1], **found[0]}
	return [
		{
			key: each,
			"title": titled[each].get("title", ""),
			**{name: tuple(side.get(each, {}).get(name, 0) for side in found) for name in names},
		}
		for each in dict.fromkeys([*found[0], *found[1]])
	]


def by_difference(rows: list[Row], *names: str) -> list[Row]:
	"""Sort the greatest differences first, the first of the names above all."""

	def weight(row: Row) -> tuple[int, ...]:
		return tuple(abs((row[name][1] or 0) - (row[name][0] or 0)) for name in names)

	return sorted(rows, key=weight, reverse=True)


def differing(rows: list[Row], *names: str) -> list[Row]:
	"""Return those that differ in any of the names, the greatest differences first."""
	found = [row for row in rows if any(row[name][0] != row[name][1] for name in names)]
	return by_difference(found, *names)


def counted(outcome: Outcome) -> tuple[str, ...]:
	"""Return the headings of counts: one, or one for each side."""
	return ("as_is", "would_be") if outcome.figures_against else ("count",)


def unroutable(outcome: Outcome) -> list[Row]:
	"""Return why requests have no executor: kind, names and `counts` of each side; the greatest differences first."""
	found = [
		{(row["kind"], *row["names"]): row["count"] for row in side["unroutable"]["reasons"]}
		for side in sides(outcome)
	]
	rows = [
		{"kind": reason[0], "names": reason[1:], "counts": [side.get(reason, 0) for side in found]}
		for reason in dict.fromkeys(reason for side in found for reason in side)
	]
	return sorted(
		rows, key=lambda row: (abs(row["counts"][-1] - row["counts"][0]), max(row["counts"])), reverse=True
	)


def changes_by(outcome: Outcome) -> dict[str, int]:
	"""Count the requests that change in what, where any does."""
	return {name: outcome.changes["by"][name] for name in known(outcome, *outcome.changes["by"])}


class Changes:
	"""Says what changes for a request: «виконавець: КП «Водоканал» → Металургійна рада; строк: …»."""

	def __init__(self, outcome: Outcome, say: Speech):
		self.outcome, self.say = outcome, say
		sides = (outcome.figures, outcome.figures_against or {})
		rows = [row for side in sides for part in ("executors", "types") for row in side.get(part, ())]
		self.titles = {row["code"]: row["title"] or row["code"] for row in rows}

	def __call__(self, changes: dict[str, list[Any]]) -> str:
		rows = [(name, *changes[name]) for name in known(self.outcome, *changes)]
		return "; ".join(
			f"{self.say(f'change_{name}')}: {self._word(name, before)} → {self._word(name, after)}"
			for name, before, after in rows
		)

	def _word(self, name: str, value: Any) -> str:
		if isinstance(value, bool):
			return self.say("yes" if value else "no")
		if name in ("due", "accept_by"):
			return self.say.moment(value) if value else self.say("no_term")
		if not value or value.startswith("["):
			return self.say("no_executor_yet")
		return " + ".join(self.titles.get(code, code) for code in value.split(" + "))
