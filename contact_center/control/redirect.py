"""Redirect to another executor; the trail of who had it, since when and why stays (R6.2.1)."""

import frappe
from frappe import _

from contact_center import clock, journal, permissions, policy, roles
from contact_center.execution import follow, tasks
from contact_center.journal import Entry
from contact_center.regulation.facts import Kind
from contact_center.regulation.routing import Assignment
from contact_center.regulation.stages import FINISHED, Stage
from contact_center.regulation.terms import Deadlines, deadline


@frappe.whitelist(methods=["POST"])
def redirect(task: str, executor: str, reason: str) -> str:
	"""Take the task from its executor and send it to `executor`; returns the new task's name.

	The new executor accepts within the type's own term from now; the term of the work stays as it is.
	PermissionError for others than operators, ValidationError with the cure.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	old = frappe.get_doc("Request Task", task)
	request = frappe.get_doc("Request", old.request, for_update=True)
	_check(request, executor, reason)
	_check_not_redirected(old)
	_take_away(old)
	new = _send(request, old, executor)
	journal.write(request.name, [_redirected(old, reason), new])
	frappe.db.set_value("Request", request.name, "redirect_count", (request.redirect_count or 0) + 1)
	follow.follow(request.name)
	return new.task


def _check(request, executor: str, reason: str) -> None:
	if Stage(request.stage) in FINISHED or request.stage == Stage.MODERATION:
		frappe.throw(_("Only a request under control can be redirected."))
	if not reason.strip():
		frappe.throw(_("Say why the request is redirected."))
	found = policy.executors([executor]).get(executor)
	if not found or not found.active or found.is_group:
		frappe.throw(_("Choose an active executor."))
	open_for = {"request": request.name, "executor": executor, "stage": ["not in", ["Rejected", "Cancelled"]]}
	if frappe.db.exists("Request Task", open_for):
		frappe.throw(_("This executor already has a task of this request."))


def _check_not_redirected(task) -> None:
	redirected = {"task": task.name, "kind": Kind.REDIRECTED.value}
	if task.stage == Stage.CANCELLED or frappe.db.exists("Request Journal", redirected):
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
	number = frappe.db.count("Request Task", {"request": request.name}) + 1
	return tasks.create(request, Assignment(executor, bool(old.is_lead)), terms, number)


def _redirected(old, reason: str) -> Entry:
	return Entry(Kind.REDIRECTED, task=old.name, executor=old.executor, text=reason)
