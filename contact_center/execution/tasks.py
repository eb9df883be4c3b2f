"""An executor's part of a request: sent, accepted, declined, reported (R7, R8.1)."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center import policy
from contact_center.addresses import place
from contact_center.execution import addressee, results
from contact_center.record import clock, deadlines, journal, messages
from contact_center.record.journal import Entry
from contact_center.regulation.facts import Kind
from contact_center.regulation.routing import Assignment
from contact_center.regulation.stages import OPEN, Stage
from contact_center.regulation.terms import Deadlines
from contact_center.workflows.states import state_for

MATTER_FIELDS = (
	*("description", "wording", "wording_agreed", "street", "building", "flat", "place", "district"),
	*("latitude", "longitude", "anonymous", "applicant", "notify_by"),
)
# Of these the journal says that they changed, and not what they said: not everybody who reads it may know (D1).
PERSONAL_FIELDS = ("applicant", "notify_by")
SENT = [stage.value for stage in (*OPEN, Stage.AWAITING_CONFIRMATION)]


def create(request: Document, assignment: Assignment, terms: Deadlines, number: int) -> Entry:
	"""Insert the task and return the journal line that sends it. Its name is the request's number with its own."""
	now = clock.now()
	task = frappe.get_doc(
		{
			"doctype": "Request Task",
			"workflow_state": state_for("Request Task", Stage.REGISTERED),
			"executor": assignment.executor,
			"is_lead": int(assignment.lead),
			"executor_email": addressee.email_of(frappe.get_cached_doc("Executor", assignment.executor)),
			"sent_at": clock.to_site(now),
			"sent_utc": clock.to_utc(now),
			"accept_by": clock.to_site(terms.accept_by),
			"accept_by_utc": clock.to_utc(terms.accept_by),
			"due": clock.to_site(terms.due),
			"first_due": clock.to_site(terms.due),
			"due_utc": clock.to_utc(terms.due),
			"swept_until_utc": clock.to_utc(now),
			**_matter(request),
		}
	)
	task.flags.update(by_system=True, ignore_links=True)
	task.insert(ignore_permissions=True, set_name=f"{request.number}-{number}")
	return Entry(
		Kind.SENT,
		task=task.name,
		executor=task.executor,
		public=True,
		lead=assignment.lead,
		accept_by=terms.accept_by,
		due=terms.due,
	)


def _matter(request: Document) -> dict:
	"""What an executor sees of the request: never who the applicant is (D1)."""
	what = frappe.get_cached_value("Classifier", request.classifier, "title")
	return {
		"request": request.name,
		"number": request.number,
		"title": f"{request.number} · {what} · {place.short(request)}"[:140],
		"request_type": request.request_type,
		"classifier": request.classifier,
		"wording": request.wording or request.description,
		"address": place.spoken(request),
		"coordinates": _coordinates(request),
		"district": request.district,
		"anonymous": request.anonymous,
	}


def _coordinates(request: Document) -> str:
	"""Where the applicant stood: «47.909800, 33.391700»; empty where it is not known."""
	if not (request.latitude or request.longitude):
		return ""
	return f"{request.latitude:.6f}, {request.longitude:.6f}"


def correct(request: Document) -> None:
	"""What the operator corrects on a registered request is on record and reaches the tasks that still run."""
	before = request.get_doc_before_save()
	if not before or not before.number:
		return
	changed = [field for field in MATTER_FIELDS if (request.get(field) or "") != (before.get(field) or "")]
	if not changed:
		return
	was = "; ".join(_was(before, field) for field in changed)
	journal.write(request.name, [Entry(Kind.COMMENTED, text=_("Corrected: {0}").format(was))])
	running = {"request": request.name, "stage": ["in", SENT]}
	# `modified` stays: the executor may have a result half written in an open form
	frappe.db.set_value("Request Task", running, _matter(request), update_modified=False)


def _was(before: Document, field: str) -> str:
	"""«Вулиця (було: вул. Миру)»: what a field is called, and what it said where it said something."""
	label, said = _(before.meta.get_label(field)), before.get_formatted(field)
	if field in PERSONAL_FIELDS or not said:
		return label
	return _("{0} (it was: {1})").format(label, said)


def settle(task: Document) -> None:
	"""Before the save: what the move to a new stage means for the task itself, and its next deadline."""
	task.flags.missed = []
	if task.moved_to() and not task.is_new():
		task.flags.missed = deadlines.miss(task)
		STEPS.get(task.moved_to(), lambda _: None)(task)
	deadlines.settle(task)


def _accepted(task: Document) -> None:
	task.accepted_at = task.accepted_at or clock.to_site(clock.now())


def _reported(task: Document) -> None:
	results.check(task, policy.classifier_entry(task.classifier).evidence)
	task.executed_at = clock.to_site(clock.now())


def _declined(task: Document) -> None:
	if not (task.reason or "").strip():
		frappe.throw(_("Say in “Reason” why this is not your competence."), title=_("Reason Needed"))
	task.awaits_redirect = 1


def _returned(task: Document) -> None:
	task.executed_at = None
	task.return_count = (task.return_count or 0) + 1


STEPS = {
	Stage.IN_PROGRESS: _accepted,
	Stage.AWAITING_CONFIRMATION: _reported,
	Stage.REJECTED: _declined,
	Stage.REWORK: _returned,
}


def announce(task: Document) -> None:
	"""After the save: journal what the executor did. Moves made by the system are journaled by whoever made them."""
	with messages.quiet():  # its clock has stopped: nobody is to be alarmed by it any more
		journal.write(task.request, task.flags.missed)
	entry = None if task.flags.by_system else _entry(task)
	if entry:
		journal.write(task.request, [entry])


def _entry(task: Document) -> Entry | None:
	moved = task.moved_to()
	about = {"task": task.name, "executor": task.executor}
	if moved is Stage.IN_PROGRESS:
		return Entry(Kind.ACCEPTED, public=True, **about)
	if moved is Stage.AWAITING_CONFIRMATION:
		return Entry(Kind.EXECUTED, text=task.result, public=True, **about)
	if moved is Stage.REJECTED:
		return Entry(Kind.NOT_COMPETENT, text=task.reason, **about)
	corrected = moved is None and task.executed_at and results.corrected(task)
	if corrected:
		return Entry(
			Kind.COMMENTED, text=_("The result was corrected. It said: {0}").format(corrected), **about
		)
	if moved is None and task.has_value_changed("workflow_state"):
		return Entry(Kind.COMMENTED, text=_("State: {0}").format(_(task.workflow_state)), **about)
	return None
