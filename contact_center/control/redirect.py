"""Redirect to another executor; the trail of who had it, since when and why stays (R6.2.1)."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.execution import follow, tasks
from contact_center.record import clock, journal
from contact_center.record.journal import Entry
from contact_center.regulation.facts import Kind
from contact_center.regulation.routing import Assignment
from contact_center.regulation.stages import DROPPED, FINISHED, Stage
from contact_center.regulation.terms import Deadlines, deadline


@frappe.whitelist(methods=["POST"])
def redirect(task: str, executor: str, reason: str) -> str:
	"""Take the task from its executor and send it to `executor`; returns the name of that one's task.

	The new executor accepts within the type's own term from now; the term of the work stays as it is. What was
	declined may go to who has a part of the request already, and is done with that part then.
	PermissionError for others than operators, ValidationError with the cure.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	request, old = _locked(task)
	_check(request, executor, reason)
	_check_not_redirected(old)
	having = _task_of(request, executor)
	if having and old.stage != Stage.REJECTED:
		frappe.throw(_("This executor already has a task of this request."))
	_take_away(old)
	sent = [] if having else [_send(request, old, executor)]
	journal.write(request.name, [_redirected(old, reason), *sent])
	frappe.db.set_value("Request", request.name, "redirect_count", (request.redirect_count or 0) + 1)
	follow.follow(request.name)
	return having or sent[0].task


def _locked(task: str) -> tuple[Document, Document]:
	"""The request, then its task, as they are now: what a sweep finds meanwhile is not overwritten (R7.1)."""
	request = frappe.get_doc("Request", frappe.get_doc("Request Task", task).request, for_update=True)
	return request, frappe.get_doc("Request Task", task, for_update=True)


def _check(request, executor: str, reason: str) -> None:
	if Stage(request.stage) in FINISHED or request.stage == Stage.MODERATION:
		frappe.throw(_("Only a request under control can be redirected."))
	if not reason.strip():
		frappe.throw(_("Say why the request is redirected."))
	found = policy.executors([executor]).get(executor)
	if not found or not found.active or found.is_group:
		frappe.throw(_("Choose an active executor."))


def _task_of(request, executor: str) -> str | None:
	living = ["not in", [stage.value for stage in DROPPED]]
	return frappe.db.get_value(
		"Request Task", {"request": request.name, "executor": executor, "stage": living}
	)


def _check_not_redirected(task) -> None:
	if Stage(task.stage) in DROPPED and not task.awaits_redirect:
		frappe.throw(_("This task is no longer its executor's: redirect the one that is."))


def _take_away(task) -> None:
	if Stage(task.stage) not in FINISHED:
		task.flags.from_request = True  # the request follows once the new task is there
		task.move(Stage.CANCELLED)
	frappe.db.set_value("Request Task", task.name, "awaits_redirect", 0)


def _send(request, old, executor: str) -> Entry:
	rtype = policy.request_type(request.request_type)
	accept_by = deadline(clock.now(), rtype.accept, policy.type_calendar(request.request_type))
	terms = Deadlines(accept_by=accept_by, due=clock.from_utc(old.due_utc))
	# what it declined before waits for nobody once it has the request again
	declined = {"request": request.name, "executor": executor, "awaits_redirect": 1}
	frappe.db.set_value("Request Task", declined, "awaits_redirect", 0)
	number = frappe.db.count("Request Task", {"request": request.name}) + 1
	return tasks.create(request, Assignment(executor, bool(old.is_lead)), terms, number)


def _redirected(old, reason: str) -> Entry:
	return Entry(Kind.REDIRECTED, task=old.name, executor=old.executor, text=reason)
