"""Compare the rows of a request and its tasks with their journal, repair what differs, and name what a journal lacks."""

from dataclasses import dataclass
from typing import Any

from contact_center.record import journal
from contact_center.record.writing import Draft, open_draft, open_drafts
from contact_center.regulation.acts import REQUEST, TASK
from contact_center.regulation.facts import JournalError, Kind, RequestFacts, advance

FOLLOWS_STAGE = "workflow_state"
"""Changes together with the stage: no difference of its own."""


@dataclass(frozen=True)
class Difference:
	"""A field of a request or task that differs from the fold of the journal."""

	doctype: str
	name: str
	field: str
	stored: Any
	journal: Any


@dataclass(frozen=True)
class Gap:
	"""A line that the journal lacks, as its other lines or the rows show: of a task, where it is a task's."""

	kind: Kind
	task: str = ""


def examine(request: str) -> tuple[list[Gap], list[Difference]]:
	"""Return what the journal lacks; where it is whole, what differs from it. Lock nothing.

	Of a journal with gaps no fields follow: a repair by it would lose what the rows still show.
	"""
	broken: dict[str, JournalError] = {}
	for draft in open_drafts([request], locked=False, broken=broken):
		lacking = _gaps(draft)
		return lacking, [] if lacking else _differences(draft)
	return _unsent(request) if broken else [], []


def _gaps(draft: Draft) -> list[Gap]:
	facts, row = draft.facts, draft.row or {}
	if row.get("registered_at") and not facts.registered_at:
		return [Gap(Kind.REGISTERED)]
	if not facts.received_at:
		return [Gap(Kind.RECEIVED)]
	return [Gap(Kind.SENT, task) for task in draft.tasks if task not in facts.tasks]


def _unsent(request: str) -> list[Gap]:
	"""Return a gap for each task that lines are about and that none has sent."""
	facts, found = RequestFacts(), {}
	for line in journal.lines_of([request])[request]:
		try:
			advance(facts, line)
		except JournalError:
			found[line.about or ""] = Gap(Kind.SENT, line.about or "")
	return [*found.values()]


def check(request: str) -> list[Difference]:
	"""Return every field of the request and its tasks that differs from the fold of its journal. Lock nothing."""
	return [found for draft in open_drafts([request], locked=False) for found in _differences(draft)]


def repair(request: str) -> list[Difference]:
	"""Write what follows from the journal; return what was different. A new stage gets its first state."""
	draft = open_draft(request)
	found = _differences(draft)
	draft.write(touch=False)
	return found


def _differences(draft: Draft) -> list[Difference]:
	return [
		Difference(doctype, name, field, draft.shown(doctype)[name][field], value)
		for doctype in (REQUEST, TASK)
		for name, values in draft.changes(doctype).items()
		for field, value in values.items()
		if field != FOLLOWS_STAGE
	]
