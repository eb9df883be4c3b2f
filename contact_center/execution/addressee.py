"""An executor's address for letters, and the users who act for it (P5, R8.2.3)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from contact_center.access import roles, standing
from contact_center.record import messages
from contact_center.record.messages import Message
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import FINISHED
from contact_center.words import problems

UNFINISHED = ("not in", [stage.value for stage in FINISHED])


def email_of(executor: Document) -> str | None:
	"""Return the executor's official e-mail, else that of its responsible person or another user, else None.

	A user whose account is disabled is passed over, and who sees but what is handed to them. On the days of an absence
	the deputy gets it.
	"""
	people = sorted(
		(row for row in executor.users if not cint(row.only_handed)), key=lambda row: not row.is_responsible
	)
	users = (user for row in people for user in (_deputy_of(executor, row.user), row.user) if user)
	return executor.official_email or next(filter(None, map(_email_of_user, users)), None)


def _deputy_of(executor: Document, user: str) -> str | None:
	today = standing.today()
	away = (row for row in executor.absences if getdate(row.from_date) <= today <= getdate(row.until_date))
	return next((row.deputy for row in away if row.user == user), None)


def _email_of_user(name: str) -> str | None:
	user = frappe.get_cached_value("User", name, ["email", "enabled"], as_dict=True)
	return user.email if user and user.enabled else None


def check_people(executor: Document) -> None:
	"""Refuse a responsible person who would see but what is handed to them: they answer for all of it (P5)."""
	for row in executor.users:
		if cint(row.is_responsible) and cint(row.only_handed):
			problems.refuse(Problem(Kind.RESPONSIBLE_SEES_ALL, (row.user,)))


def warn_without_address(executor: Document) -> None:
	"""Warn who keeps the executor when it has no address for notifications."""
	if not executor.has_permission("write"):
		return
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
	if not executor.has_permission("write"):  # a responsible person, who writes an absence
		return
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
		_write_to(executor.name, email)
	if before:
		note_reach(executor)


def _write_to(executor: str, email: str | None) -> None:
	running = {"executor": executor, "stage": UNFINISHED}
	frappe.db.set_value("Request Task", running, "executor_email", email, update_modified=False)


def note_reach(executor: Document) -> None:
	"""Let supervisors hear once that nobody of an executor in use can be written to; again only after that has changed."""
	in_use = executor.is_active and not cint(executor.is_group)
	unreachable = int(bool(in_use) and not email_of(executor))
	if cint(executor.unreachable) != unreachable:
		frappe.db.set_value("Executor", executor.name, "unreachable", unreachable, update_modified=False)
		if unreachable:
			messages.queue([Message("Executor", executor.name, "unreachable")])


def follow_user(user: Document, method: str | None = None) -> None:
	"""After the save of a User: letters of its executors go to who can still be written to (P5, R8.2.3)."""
	if not user.get_doc_before_save() or not any(map(user.has_value_changed, ("enabled", "email"))):
		return
	frappe.clear_document_cache("User", user.name)
	of_user = {"user": user.name, "parenttype": "Executor"}
	for name in sorted(set(frappe.get_all("Executor User", of_user, pluck="parent"))):
		executor = frappe.get_doc("Executor", name)
		follow_executor(executor)
		_tell_of_leaving(executor, user)


def follow_executor(executor: Document) -> None:
	"""Let running tasks be written to whoever can be written to now."""
	_write_to(executor.name, email_of(executor))
	note_reach(executor)


def _tell_of_leaving(executor: Document, user: Document) -> None:
	"""Tell who disables the account of a responsible person what hangs on it, and who is written to now."""
	is_responsible = any(row.user == user.name and row.is_responsible for row in executor.users)
	if user.enabled or not is_responsible or not executor.is_active:
		return
	count = frappe.db.count("Request Task", {"executor": executor.name, "stage": UNFINISHED})
	text = _("{0} is the responsible person of {1}, which has {2} tasks at work. Name another one there.")
	whom = email_of(executor)
	now = _("Letters go to {0} now.").format(whom) if whom else _("Nobody gets its letters now.")
	frappe.msgprint(
		" ".join([text.format(user.full_name, executor.title, count), now]),
		title=_("A Responsible Person Leaves"),
		indicator="orange",
	)
