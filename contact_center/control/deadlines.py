"""The next moment at which a task may miss something, computed when its inputs change and stored (DESIGN, Clocks)."""

from frappe.model.document import Document

from contact_center import clock, policy
from contact_center.regulation.clocks import TaskClock, next_deadline
from contact_center.regulation.stages import Stage

CLOCK_FIELDS = (
	"name request executor request_type stage accept_by_utc due_utc accepted_at accepted_late overdue swept_until_utc"
).split()


def task_clock(task) -> TaskClock:
	"""The clock of a task: a document, or a row with CLOCK_FIELDS."""
	return TaskClock(
		stage=Stage(task.stage),
		accept_by=clock.from_utc(task.accept_by_utc),
		due=clock.from_utc(task.due_utc),
		accepted_at=clock.from_site(task.accepted_at),
		accepted_late=bool(task.accepted_late),
		overdue=bool(task.overdue),
		swept_until=clock.from_utc(task.swept_until_utc),
		alerts=policy.request_type(task.request_type).alerts,
	)


def settle(task: Document) -> None:
	"""Store the next deadline, twice: as site time for people, as UTC for the sweep."""
	after = clock.from_utc(task.swept_until_utc) or clock.now()
	moment = next_deadline(task_clock(task), after)
	task.next_deadline, task.next_deadline_utc = clock.to_site(moment), clock.to_utc(moment)
