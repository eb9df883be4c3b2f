"""The clocks of a task as the record has it, and the journal lines of what they let fall (R4.6, R7.1)."""

from collections.abc import Iterator
from datetime import datetime

from contact_center import policy
from contact_center.record import clock
from contact_center.record.journal import NewLine
from contact_center.regulation.clocks import Event, TaskClock, events_due, next_deadline
from contact_center.regulation.facts import Kind, TaskFacts
from contact_center.regulation.terms import AlertClock

MISSES = frozenset({Kind.ACCEPTANCE_MISSED, Kind.TERM_BROKEN})


def task_clock(facts: TaskFacts, request_type: str, swept_until: datetime | None) -> TaskClock:
	"""The running clocks of a task; `swept_until` (naive UTC) as its row has it."""
	return TaskClock(
		stage=facts.stage,
		accept_by=facts.accept_by,
		due=facts.due,
		accepted_at=facts.accepted_at,
		accepted_late=facts.accepted_late,
		overdue=facts.overdue,
		sent_at=facts.sent_at,
		swept_until=clock.from_utc(swept_until),
		alerts=policy.request_type(request_type).alerts,
	)


def upcoming(running: TaskClock) -> datetime | None:
	"""The next moment (aware) at which the task may miss something; None where nothing is ahead."""
	return next_deadline(running, running.swept_until or clock.now())


def missed(running: TaskClock, now: datetime) -> Iterator[Event]:
	"""What the task has missed and no sweep has noticed; its alerts are left out."""
	return (event for event in events_due(running, now) if event.kind in MISSES)


def line_of(task: str, executor: str, event: Event, silent: bool = False) -> NewLine:
	"""The journal line of what fell; an alert's names the deadline that it is about."""
	field = "accept_by" if event.clock is AlertClock.ACCEPTANCE else "due"
	return NewLine(
		event.kind,
		task=task,
		executor=executor,
		audience=event.audience and event.audience.value,
		moment=event.moment,
		silent=silent,
		**{field: event.deadline},
	)
