"""What console and page both show, made from the figures of an outcome."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from contact_center.rehearsal.faults import Refused
from contact_center.rehearsal.rehearse import Outcome
from contact_center.rehearsal.texts import Speech

Row = dict[str, Any]
PARTS = (
	("by_executor", "executor", "executors", "tasks"),
	("by_classifier", "matter", "classifier", "requests"),
	("by_district", "district", "districts", "requests"),
	("by_type", "type", "types", "requests"),
)
"""Title, what a row is, its figures, and what is counted: all of these have rows of the same kind."""


def acceptance_known(outcome: Outcome) -> bool:
	"""Without a single line that says when a request was accepted nothing can be said of its lateness."""
	return outcome.told.get("acceptance_known", True)


def judged(outcome: Outcome, *names: str) -> list[str]:
	"""Those of the figures that the data can tell."""
	known = acceptance_known(outcome)
	return [name for name in names if known or not name.startswith("accepted_late")]


def totals(outcome: Outcome) -> list[Row]:
	"""The totals of each side, with what did not get that far."""
	sides = [(outcome.told, outcome.refused)]
	if outcome.told_against:
		sides.append((outcome.told_against, outcome.refused_against or outcome.refused))
	return [
		{**told["totals"], "unroutable": told["unroutable"]["count"], "refused": len(refused)}
		for told, refused in sides
	]


def notes(outcome: Outcome, say: Speech) -> list[str]:
	"""What a reader has to know of the data before the figures are believed."""
	ignored = (("ignored", unused_columns(outcome)), ("ignored_journal", outcome.ignored_journal))
	return [
		*([] if acceptance_known(outcome) else [say("acceptance_unknown")]),
		*(say(key, ", ".join(columns)) for key, columns in ignored if columns),
	]


def unused_columns(outcome: Outcome) -> list[str]:
	"""Columns of the file of requests that tell neither of a request nor, by the mapping, of the work."""
	used = {name for event in outcome.order.mapping.events for name in event.columns()}
	return [column for column in outcome.ignored if column not in used]


def newly_refused(outcome: Outcome) -> Refused:
	"""Lines that only the policy set against refuses."""
	before = set(outcome.refused.lines)
	lines = [each for each in (outcome.refused_against or Refused()).lines if each not in before]
	return Refused(lines, Counter(reason for _, reason, _ in lines))


def load_in_short(told: Row) -> list[Row]:
	"""Tasks at work at the end of the last day, and the most there ever were, by executor."""
	return [
		{
			"code": row["code"],
			"title": row["title"],
			"at_end": row["open"][-1],
			"peak": max(row["open"]),
			"peak_day": days_of(row)[row["open"].index(max(row["open"]))],
		}
		for row in told["load"]
	]


def days_of(load: Row) -> list[str]:
	"""The days of a load curve."""
	first = date.fromisoformat(load["first"])
	return [(first + timedelta(days=place)).isoformat() for place in range(len(load["open"]))]


def worst_days(told: Row, count: int) -> list[Row]:
	"""Days with broken terms, most first."""
	return sorted((row for row in told["days"] if row["broken"]), key=lambda row: -row["broken"])[:count]


def beside(now: list[Row], then: list[Row], whole: str) -> list[Row]:
	"""Rows that differ in `whole` or in broken terms, both as (now, then), the greatest differences first."""
	sides = [{row["code"]: row for row in rows} for rows in (now, then)]
	rows = [
		{
			"code": code,
			"title": next(side[code]["title"] for side in sides if code in side),
			**{name: tuple(side.get(code, {}).get(name, 0) for side in sides) for name in (whole, "overdue")},
		}
		for code in {**sides[0], **sides[1]}
	]

	def size(row: Row) -> tuple[int, int]:
		return tuple(abs(then - now) for now, then in (row["overdue"], row[whole]))

	return sorted((row for row in rows if any(size(row))), key=size, reverse=True)


def changes_by(outcome: Outcome) -> dict[str, int]:
	"""How many requests change in what, where any does."""
	return {name: outcome.changes["by"][name] for name in judged(outcome, *outcome.changes["by"])}


class Changes:
	"""Says what changes for a request: «виконавець: КП «Водоканал» → Металургійна рада; строк: …»."""

	def __init__(self, outcome: Outcome, say: Speech):
		self.outcome, self.say = outcome, say
		sides = (outcome.told, outcome.told_against or {})
		rows = [row for side in sides for part in ("executors", "types") for row in side.get(part, ())]
		self.titles = {row["code"]: row["title"] or row["code"] for row in rows}

	def __call__(self, changes: dict[str, list[Any]]) -> str:
		told = [(name, *changes[name]) for name in judged(self.outcome, *changes)]
		return "; ".join(
			f"{self.say(f'change_{name}')}: {self._word(name, before)} → {self._word(name, after)}"
			for name, before, after in told
		)

	def _word(self, name: str, value: Any) -> str:
		if isinstance(value, bool):
			return self.say("yes" if value else "no")
		if name in ("due", "accept_by"):
			return self.say.moment(value) if value else self.say("no_term")
		if not value or value.startswith("["):
			return self.say("no_executor_yet")
		return " + ".join(self.titles.get(code, code) for code in value.split(" + "))
