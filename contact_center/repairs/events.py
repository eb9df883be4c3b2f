"""Repair events: planned ones are announced a day ahead, emergencies when they happen; closed at the end (RE1, RE2)."""

from datetime import timedelta

from frappe.model.document import Document
from frappe.utils import get_datetime

from contact_center.framework import plain_text
from contact_center.record import clock
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

OPEN, CLOSED, CANCELLED = "Open", "Closed", "Cancelled"
COLORS = {CLOSED: "green", CANCELLED: "darkgrey"}
"""Indicator colours of finished events; the colour of an open one depends on its end."""
NOTICE = timedelta(hours=24)
LEEWAY = timedelta(minutes=10)
"""An emergency may start so far ahead: clocks differ, and a crew may still be on its way."""


def check_and_complete(event: Document) -> None:
	"""Raise ValidationError for an announcement later than RE1 allows, and for an end before the start."""
	plain_text.defuse(event)
	if not (event.starts_at and event.ends_at):
		return  # the framework asks for both after this
	if get_datetime(event.ends_at) <= get_datetime(event.starts_at):
		problems.refuse(Problem(Kind.ENDS_BEFORE_START))
	if event.is_new() or any(map(event.has_value_changed, ("starts_at", "kind"))):
		_check_start(event)
	_drop_seconds(event)
	event.closed_at = (event.closed_at or clock.to_site(clock.now())) if event.status == CLOSED else None


def _drop_seconds(event: Document) -> None:
	"""Announce whole minutes: a form that shows no seconds would take them for a change as soon as it is opened."""
	for moment in ("starts_at", "ends_at"):
		event.set(moment, get_datetime(event.get(moment)).replace(second=0, microsecond=0))


def _check_start(event: Document) -> None:
	starts = get_datetime(event.starts_at)
	earliest = clock.to_site(clock.now() + NOTICE)
	if event.kind == "Planned" and starts < earliest:
		problems.refuse(Problem(Kind.ANNOUNCED_LATE, (earliest.isoformat(" ", "minutes"),)))
	if event.kind == "Emergency" and starts > clock.to_site(clock.now() + LEEWAY):
		problems.refuse(Problem(Kind.EMERGENCY_AHEAD))
