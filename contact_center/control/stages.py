"""What a request's move to a new stage needs before the save, and causes after it."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.control import confirmation
from contact_center.execution import follow
from contact_center.intake import registration
from contact_center.record import clock, journal, messages
from contact_center.record.deadlines import FLAGS
from contact_center.record.journal import Entry
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import FINISHED, Stage


def before(request: Document) -> None:
	"""Check and prepare the move; ValidationError with the cure where something is missing."""
	step = BEFORE.get(_step(request))
	if step:
		step(request)
	if Stage(request.stage) in FINISHED and request.moved_to():
		request.closed_at, request.next_deadline = clock.to_site(clock.now()), None


def after(request: Document) -> None:
	"""Effects of the move: tasks follow, the journal gets its line."""
	step = AFTER.get(_step(request))
	if step:
		step(request)


def _step(request: Document) -> Stage | str | None:
	"""The stage moved to; "registration" for the first move out of moderation."""
	moved = request.moved_to()
	if moved is Stage.REGISTERED and request.flags.old_stage in (None, Stage.MODERATION):
		return "registration"
	return moved


def _need_reason(request: Document) -> None:
	if not (request.reason or "").strip():
		frappe.throw(
			_("Write the reason first: the applicant and the executor will read it."),
			title=_("Reason Needed"),
		)


def _need_reason_of_staff(request: Document) -> None:
	if not request.flags.by_system:
		_need_reason(request)
		request.confirmation = request.applicant_answer = ""
		request.return_count = (request.return_count or 0) + 1
		request.executed_at = None


def _received(request: Document) -> None:
	journal.write(request.name, [Entry(Kind.RECEIVED, public=True)])


def _rejected(request: Document) -> None:
	ended = _end_tasks(request, Stage.CANCELLED)
	_tell(request, Entry(Kind.REJECTED, text=request.reason, public=True), ended)


def _cancelled(request: Document) -> None:
	ended = _end_tasks(request, Stage.CANCELLED)
	_tell(request, Entry(Kind.CANCELLED, text=request.reason, public=True), ended)


def _closed(request: Document) -> None:
	_end_tasks(request, Stage.CLOSED)
	journal.write(
		request.name, [Entry(Kind.CLOSED, text=request.confirmation and _(request.confirmation), public=True)]
	)


def _returned(request: Document) -> None:
	if request.flags.by_system:
		return
	returned = _tasks(request, [Stage.AWAITING_CONFIRMATION, Stage.CLOSED])
	for task in returned:
		task.reviewer_comment = request.reason
		task.flags.from_request = True
		task.move(Stage.REWORK)
	request.db_set("next_deadline", follow.next_deadline(returned), update_modified=False)
	_tell(request, Entry(Kind.RETURNED, text=request.reason, public=True), returned)


def _tell(request: Document, entry: Entry, tasks: list[Document]) -> None:
	"""Journal the entry for the request; the executors of `tasks` hear of it too (R8.2.3)."""
	journal.write(request.name, [entry])
	messages.queue_tasks([task.name for task in tasks], entry.kind.value)


def _end_tasks(request: Document, stage: Stage) -> list[Document]:
	wanted = [Stage.AWAITING_CONFIRMATION] if stage is Stage.CLOSED else list(set(Stage) - FINISHED)
	ended = _tasks(request, wanted)
	for task in ended:
		task.flags.from_request = True
		task.move(stage)
	frappe.db.set_value("Request Task", {"request": request.name, "awaits_redirect": 1}, "awaits_redirect", 0)
	_take_lateness(request, ended)
	return ended


def _take_lateness(request: Document, tasks: list[Document]) -> None:
	"""What its tasks had missed when they ended stays on the request too (R7.1)."""
	late = {
		flag: 1 for flag in FLAGS.values() if not request.get(flag) and any(task.get(flag) for task in tasks)
	}
	if late:
		request.db_set(late, update_modified=False)


def _tasks(request: Document, stages: list[Stage]) -> list[Document]:
	"""As they are now: one that was sent while this transaction waited for the request is among them."""
	filters = {"request": request.name, "stage": ("in", [stage.value for stage in stages])}
	names = frappe.db.get_values(
		"Request Task", filters, "name", pluck=True, order_by="creation asc", for_update=True
	)
	return [frappe.get_doc("Request Task", name, for_update=True) for name in names]


BEFORE = {
	"registration": registration.fill,
	Stage.REJECTED: _need_reason,
	Stage.CANCELLED: _need_reason,
	Stage.REWORK: _need_reason_of_staff,
	Stage.CLOSED: confirmation.check_closing,
}
AFTER = {
	Stage.MODERATION: _received,
	"registration": registration.send_out,
	Stage.REJECTED: _rejected,
	Stage.CANCELLED: _cancelled,
	Stage.REWORK: _returned,
	Stage.CLOSED: _closed,
}
