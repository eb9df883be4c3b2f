"""An executor's address for letters, and the users who act for it (P5, R8.2.3)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from contact_center.access import roles
from contact_center.regulation.stages import FINISHED

UNFINISHED = ("not in", [stage.value for stage in FINISHED])


def email_of(executor: Document) -> str | None:
	"""Return the executor's official e-mail, else that of its responsible person or another user, else None."""
	people = sorted(executor.users, key=lambda row: not row.is_responsible)
	return executor.official_email or next(filter(None, map(_email_of_user, people)), None)


def _email_of_user(row: Document) -> str | None:
	return frappe.get_cached_value("User", row.user, "email")


def warn_without_address(executor: Document) -> None:
	"""Warn when the executor has no address for notifications."""
	if executor.is_active and not cint(executor.is_group) and not email_of(executor):
		frappe.msgprint(
			_("{0} will not hear of its requests: give its official e-mail, or a responsible person.").format(
				executor.title
			),
			title=_("No Address for Letters"),
			indicator="orange",
		)


def warn_about_users(executor: Document) -> None:
	"""Warn when a user of the executor would see no task, or the tasks of another executor too.

	Both are allowed: the role may be given later, and one person may act for a department and its enterprise.
	"""
	warnings = [text for row in executor.users for text in _user_warnings(row.user, executor)]
	if executor.is_active and warnings:
		frappe.msgprint(
			"<br>".join(warnings), title=_("Check the People of the Executor"), indicator="orange"
		)


def _user_warnings(user: str, executor: Document) -> list[str]:
	texts = []
	if roles.EXECUTOR not in frappe.get_roles(user):
		texts.append(_("{0} has no role “{1}” and will not see the tasks.").format(user, _(roles.EXECUTOR)))
	others = frappe.get_all(
		"Executor User",
		{"user": user, "parenttype": "Executor", "parent": ("!=", executor.name)},
		pluck="parent",
	)
	active = (
		frappe.get_all("Executor", {"name": ("in", others), "is_active": 1}, pluck="title") if others else []
	)
	if active:
		texts.append(_("{0} also acts for: {1}.").format(user, ", ".join(active)))
	return texts


def update_running_tasks(executor: Document) -> None:
	"""Write a changed address into the unfinished tasks, after the save."""
	before, email = executor.get_doc_before_save(), email_of(executor)
	if before and email_of(before) != email:
		running = {"executor": executor.name, "stage": UNFINISHED}
		frappe.db.set_value("Request Task", running, "executor_email", email, update_modified=False)
