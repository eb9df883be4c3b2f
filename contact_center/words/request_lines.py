"""A request in a line for who talks with a caller: where it stands, and by when something happens."""

from collections.abc import Mapping
from typing import Any

from frappe import _

from contact_center.record import clock
from contact_center.regulation.addresses import bare_flat
from contact_center.regulation.stages import FINISHED, Stage
from contact_center.words import speech

FIELDS = (
	*("name", "number", "title", "stage", "workflow_state", "applicant", "overdue_now"),
	*("moderate_from", "accept_by", "due_utc", "closed_at", "received_at", "modified"),
)
"""Fields of Request from which a line is made."""


def address(street: str | None, building: str | None, flat: str | None) -> str:
	"""Return an address in one line: «вул. Соборності, 12, кв. 5»."""
	words = _("flat {0}").format(bare_flat(flat)) if flat else ""
	return ", ".join(filter(None, (street, building, words)))


def in_words(row: Mapping[str, Any]) -> dict[str, Any]:
	"""Return {name, number, title, stage, state, due, overdue, applicant, closed_at, seen} of a row with FIELDS."""
	return {
		"name": row["name"],
		"number": row["number"] or "",
		"title": row["title"] or "",
		"stage": row["stage"],
		"state": _(row["workflow_state"] or row["stage"]),
		"due": due_words(row),
		"overdue": bool(row["overdue_now"]),
		"applicant": row["applicant"] or "",
		"closed_at": row["closed_at"],
		"seen": str(row["modified"]),
	}


def due_words(row: Mapping[str, Any]) -> str:
	"""Return by when the next thing happens to a request: «сьогодні до 16:30»; when it ended, for a finished one."""
	now, stage = clock.now(), Stage(row["stage"])
	if stage in FINISHED:
		return speech.date_words(row["closed_at"])
	if stage is Stage.MODERATION:
		return _("received {0}", context="a request").format(speech.moment_words(row["received_at"], now))
	if stage is Stage.AWAITING_CONFIRMATION:
		return ""
	deadline = row["accept_by"] if stage is Stage.REGISTERED else clock.from_utc(row["due_utc"])
	return speech.until_words(deadline, now) or _("no fixed term")
