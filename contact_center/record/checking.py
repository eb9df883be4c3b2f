"""What a request and its tasks show, held against their journal: checked, and repaired where it differs."""

from dataclasses import dataclass
from typing import Any

from contact_center.record.writing import Draft, open_draft, open_drafts
from contact_center.regulation.acts import REQUEST, TASK

# Comes with the stage.
FOLLOWS_STAGE = "workflow_state"


@dataclass(frozen=True)
class Difference:
	"""A field of a request or task that is not what the journal says."""

	doctype: str
	name: str
	field: str
	stored: Any
	journal: Any


def check(request: str) -> list[Difference]:
	"""Every field of the request and its tasks that differs from the fold of its journal; nothing is locked."""
	return [found for draft in open_drafts([request], locked=False) for found in _differences(draft)]


def repair(request: str) -> list[Difference]:
	"""Write what the journal says; returns what was different. Stage comes with the first state that belongs to it."""
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
