"""Find the deadlines and alerts of one task that have come, and when to look again; for the sweep (R4.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from contact_center.regulation.facts import Kind
from contact_center.regulation.moments import is_late, late_from, utc
from contact_center.regulation.stages import OPEN, Stage
from contact_center.regulation.terms import Alert, AlertClock, AlertWhen, Audience
from contact_center.regulation.working_calendar import WorkingCalendar


@dataclass(frozen=True)
class TaskClock:
	"""The deadlines of one task that still run; moments are aware.

	`accepted_late` and `overdue`: the journal has this miss already, of the term in force. A term that was over before `sent_at` is not
	this executor's miss. `swept_until` is the `now` of the last sweep, at first the moment of sending, so that no
	alert is given for a time before the task existed; None gives every alert of the past. No alert is given for a
	moment up to `returned_at`, the last return for rework: the clock stood meanwhile (R6.3.5). Warnings of the clocks
	`in_hours` come in the opening hours of `calendar`.
	"""

	stage: Stage
	accept_by: datetime | None = None
	due: datetime | None = None
	accepted_at: datetime | None = None
	accepted_late: bool = False
	overdue: bool = False
	sent_at: datetime | None = None
	swept_until: datetime | None = None
	alerts: tuple[Alert, ...] = ()
	returned_at: datetime | None = None
	calendar: WorkingCalendar | None = None
	in_hours: frozenset[AlertClock] = frozenset()

	@property
	def heard_until(self) -> datetime | None:
		"""Up to when alerts are silent: they sounded before, or their clock stood."""
		return max(filter(None, (self.swept_until, self.returned_at)), key=utc, default=None)


@dataclass(frozen=True)
class Event:
	"""A missed deadline (without audience), a warning before a deadline, or an escalation after it.

	`moment` is when it happened, not when it was noticed. `deadline` and `clock` name the deadline that it is about.
	"""

	kind: Kind
	moment: datetime
	audience: Audience | None
	clock: AlertClock
	deadline: datetime


def events_due(clock: TaskClock, now: datetime) -> tuple[Event, ...]:
	"""Return the events up to `now` (aware) that are not journaled yet, in the order in which they happened.

	A missed deadline is returned however old it is. An alert is returned once, when `swept_until` lies before it; a
	warning is dropped once its deadline is missed. An accepted task has no acceptance events any more, a reported
	one no events at all. Raise ValueError for naive moments.
	"""
	found = [event for event in _possible_events(clock) if _is_due(event, clock.heard_until, now)]
	return tuple(sorted(found, key=_order))


def next_deadline(clock: TaskClock, after: datetime) -> datetime | None:
	"""Return the earliest moment at which `events_due` finds more than it found at `after`; None where it never does.

	The sweep looks at a task when this is `<= now`. A missed deadline that is not journaled yet is returned even if
	it lies before `after`, as with imported requests: the next sweep notices it.
	"""
	ahead = [
		_true_from(event)
		for event in _possible_events(clock)
		if not _was_swept(event, clock.heard_until) and not _was_swept(event, after)
	]
	return min(ahead, key=utc, default=None)


def _possible_events(clock: TaskClock) -> Iterator[Event]:
	for which, deadline, missed, on_record in _running_deadlines(clock):
		if not on_record:
			yield Event(missed, deadline, None, which, deadline)
		for alert in clock.alerts:
			if alert.clock is which:
				kind = Kind.WARNED if alert.when is AlertWhen.BEFORE else Kind.ESCALATED
				yield Event(kind, _moment(clock, alert, deadline), alert.audience, which, deadline)


def _moment(clock: TaskClock, alert: Alert, deadline: datetime) -> datetime:
	if clock.calendar and alert.clock in clock.in_hours:
		return alert.moment_in_hours(deadline, clock.calendar)
	return alert.moment(deadline)


def _running_deadlines(clock: TaskClock) -> Iterator[tuple[AlertClock, datetime, Kind, bool]]:
	if clock.stage not in OPEN:
		return
	if clock.accept_by and not clock.accepted_at:
		yield AlertClock.ACCEPTANCE, clock.accept_by, Kind.ACCEPTANCE_MISSED, clock.accepted_late
	if clock.due:
		sent_after_due = clock.sent_at is not None and is_late(clock.sent_at, clock.due)
		yield AlertClock.EXECUTION, clock.due, Kind.TERM_BROKEN, clock.overdue or sent_after_due


def _true_from(event: Event) -> datetime:
	"""Return the first moment at which the event is true: a deadline is kept up to the end of its second."""
	return event.moment if event.kind is Kind.WARNED else late_from(event.moment)


def _is_due(event: Event, swept_until: datetime | None, now: datetime) -> bool:
	if utc(_true_from(event)) > utc(now) or _was_swept(event, swept_until):
		return False
	return not (event.kind is Kind.WARNED and is_late(now, event.deadline))


def _was_swept(event: Event, until: datetime | None) -> bool:
	"""Return whether an alert came up to `until`. For misses the task has flags instead."""
	return event.audience is not None and until is not None and utc(_true_from(event)) <= utc(until)


def _order(event: Event) -> tuple[datetime, bool]:
	return utc(event.moment), event.audience is not None
