"""Compare the rows of a request and its tasks with their journal, and repair what differs."""

from dataclasses import dataclass
from typing import Any

from contact_center.record.writing import Draft, open_draft, open_drafts
from contact_center.regulation.acts import REQUEST, TASK

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
