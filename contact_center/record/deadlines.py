"""The running deadlines of a recorded task, and the journal lines of what it missed (R4.6, R7.1)."""

from collections.abc import Iterator
from datetime import datetime

from contact_center import policy
from contact_center.record import clock
from contact_center.record.journal import NewLine
from contact_center.regulation.clocks import Event, TaskClock, events_due, next_deadline
from contact_center.regulation.facts import Kind, RequestFacts, TaskFacts
from contact_center.regulation.resuming import resuming_lines
from contact_center.regulation.terms import AlertClock

MISSES = frozenset({Kind.ACCEPTANCE_MISSED, Kind.TERM_BROKEN})


def task_clock(facts: TaskFacts, request_type: str, swept_until: datetime | None) -> TaskClock:
	"""Return the running deadlines of a task; `swept_until` is the naive UTC of its row."""
	rtype = policy.request_type(request_type)
	return TaskClock(
		stage=facts.stage,
		accept_by=facts.accept_by,
		due=facts.due,
		accepted_at=facts.accepted_at,
		accepted_late=facts.accepted_late,
		overdue=facts.broken_term_on_record,
		sent_at=facts.sent_at,
		swept_until=clock.from_utc(swept_until),
		alerts=rtype.alerts,
		returned_at=facts.returned_at,
		calendar=policy.type_calendar(request_type),
		in_hours=rtype.warned_in_hours,
	)


def resuming(facts: RequestFacts, request_type: str) -> list[NewLine]:
	"""The lines by which stopped clocks run again (R6.3.5). ValueError where the request type makes no sense."""
	rtype, calendar = policy.request_type(request_type), policy.type_calendar(request_type)
	return [
		NewLine(
			line.kind,
			task=line.task,
			executor=line.executor,
			text=f"{line.due:%d.%m.%Y, %H:%M}",
			due=line.due,
			moment=line.moment,
			silent=True,
		)
		for line in resuming_lines(facts, rtype, calendar)
	]


def upcoming(running: TaskClock) -> datetime | None:
	"""Return the next moment (aware) at which the sweep has to look at the task; None without one."""
	return next_deadline(running, running.swept_until or clock.now())


def missed(running: TaskClock, now: datetime) -> Iterator[Event]:
	"""Yield the deadlines that the task has missed and that are not journaled yet; no alerts."""
	return (event for event in events_due(running, now) if event.kind in MISSES)


def line_of(task: str, executor: str, event: Event, silent: bool = False) -> NewLine:
	"""Return the journal line of the event, with the deadline that it is about."""
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
