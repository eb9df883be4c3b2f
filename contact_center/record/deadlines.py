"""The next moment at which a task may miss something, computed when its inputs change and stored (DESIGN, Clocks)."""

from datetime import datetime

from frappe.model.document import Document

from contact_center import policy
from contact_center.record import clock
from contact_center.record.journal import Entry
from contact_center.regulation.clocks import Event, TaskClock, events_due, next_deadline
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import Stage
from contact_center.regulation.terms import AlertClock, Deadlines, RequestType

CLOCK_FIELDS = (
	"name creation request executor request_type stage accept_by_utc due_utc accepted_at accepted_late overdue "
	"sent_utc swept_until_utc"
).split()
FLAGS = {Kind.ACCEPTANCE_MISSED: "accepted_late", Kind.TERM_BROKEN: "overdue"}


def task_clock(task) -> TaskClock:
	"""The clock of a task: a document, or a row with CLOCK_FIELDS."""
	return TaskClock(
		stage=Stage(task.stage),
		accept_by=clock.from_utc(task.accept_by_utc),
		due=clock.from_utc(task.due_utc),
		accepted_at=clock.from_site(task.accepted_at),
		accepted_late=bool(task.accepted_late),
		overdue=bool(task.overdue),
		sent_at=clock.from_utc(task.sent_utc),
		swept_until=clock.from_utc(task.swept_until_utc),
		alerts=policy.request_type(task.request_type).alerts,
	)


def first(terms: Deadlines, rtype: RequestType, now: datetime) -> datetime | None:
	"""The next deadline (aware) of a request that is sent out at `now`: that of each of its tasks."""
	sent = TaskClock(
		Stage.REGISTERED, terms.accept_by, terms.due, sent_at=now, swept_until=now, alerts=rtype.alerts
	)
	return next_deadline(sent, now)


def entry_of(task, event: Event) -> Entry:
	"""The journal line of what fell; an alert's names the deadline that it is about."""
	term = "accept_by" if event.clock is AlertClock.ACCEPTANCE else "due"
	return Entry(
		event.kind,
		task=task.name,
		executor=task.executor,
		audience=event.audience and event.audience.value,
		moment=event.moment,
		**{term: event.deadline},
	)


def miss(task: Document) -> list[Entry]:
	"""Flag what the task's clock had missed when it was moved on and no sweep has noticed; the lines that say so (R7.1)."""
	before = task.get_doc_before_save()
	fallen = events_due(task_clock(before), clock.now()) if before else ()
	missed = [event for event in fallen if event.kind in FLAGS]
	for event in missed:
		task.set(FLAGS[event.kind], 1)
	return [entry_of(task, event) for event in missed]


def settle(task: Document) -> None:
	"""Store the next deadline, twice: as site time for people, as UTC for the sweep."""
	after = clock.from_utc(task.swept_until_utc) or clock.now()
	moment = next_deadline(task_clock(task), after)
	task.next_deadline, task.next_deadline_utc = clock.to_site(moment), clock.to_utc(moment)
