"""Who sees what (P1-P7, D1). One condition per doctype serves both the list query and the single document.

Role permissions in the doctypes say what a role may do; here stands which documents of it. An executor's
people see their own tasks and repair events; citizens have no permission on any doctype at all and reach
their requests through the portal alone.
"""

from collections.abc import Set

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.access import roles
from contact_center.regulation.acts import Act

EVERYTHING = ""
NOTHING = "1=0"
ACCOUNT_KEEPERS = roles.CONTROLLERS | {"System Manager"}
OVERSEERS = ACCOUNT_KEEPERS | {roles.MANAGEMENT, roles.ADMINISTRATOR}


def executors_of(user: str) -> list[str]:
	"""Codes of the executors that `user` acts for (P5)."""
	return frappe.get_all(
		"Executor User", filters={"user": user, "parenttype": "Executor"}, pluck="parent", order_by="parent"
	)


def is_own_request(request: str, user: str) -> bool:
	"""Whether `user` is the applicant of the request (P1)."""
	applicant = frappe.db.get_value("Request", request, "applicant")
	return bool(applicant) and user != "Guest" and frappe.db.get_value("Applicant", applicant, "user") == user


def is_citizen(user: str) -> bool:
	"""Whether the account has the portal only."""
	return frappe.get_cached_value("User", user, "user_type") == "Website User"


def check_document(doctype: str, name: str, permission: str = "read") -> Document:
	"""The request or task. PermissionError unless the session's user may read (or write) it, and for other doctypes."""
	if doctype not in ("Request", "Request Task"):
		frappe.throw(_("Not a request or a task."), frappe.PermissionError)
	doc = frappe.get_doc(doctype, name)
	doc.check_permission(permission)
	return doc


def has_role(*wanted: str) -> bool:
	"""Whether the session's user holds one of the roles; Administrator holds all."""
	return frappe.session.user == "Administrator" or not set(wanted).isdisjoint(frappe.get_roles())


def check_role(*allowed: str) -> None:
	"""PermissionError unless the session's user holds one of the roles."""
	if not has_role(*allowed):
		frappe.throw(_("Your role may not do this."), frappe.PermissionError)


def check_may(act: Act) -> None:
	"""PermissionError unless the session's user holds a role that may do the act at all (P1-P4)."""
	check_role(*(role for party in act.by for role in roles.OF_PARTY[party]))


def _oversees(user: str, overseers: Set[str] = OVERSEERS) -> bool:
	return user == "Administrator" or not overseers.isdisjoint(frappe.get_roles(user))


def _executor_condition(doctype: str, user: str | None) -> str:
	user = user or frappe.session.user
	return EVERYTHING if _oversees(user) else _of_executors(doctype, executors_of(user))


def _of_executors(doctype: str, codes: list[str]) -> str:
	if not codes:
		return NOTHING
	return f"(`tab{doctype}`.`executor` in ({', '.join(frappe.db.escape(code) for code in codes)}))"


def _own_tasks(user: str) -> str:
	return f"(select name from `tabRequest Task` where {_of_executors('Request Task', executors_of(user))})"


def _is_own(doc: Document, user: str | None) -> bool:
	"""By the executor that the database holds: the one in `doc` may come from the very request being checked."""
	user = user or frappe.session.user
	if _oversees(user):
		return True
	own = executors_of(user)
	stored = doc.executor if doc.is_new() else frappe.db.get_value(doc.doctype, doc.name, "executor")
	return stored in own and doc.executor in own


def task_conditions(user: str | None = None) -> str:
	"""Condition of the task list for `user`."""
	return _executor_condition("Request Task", user)


def has_task_permission(doc: Document, ptype: str | None = None, user: str | None = None, **kwargs) -> bool:
	"""The same for one task."""
	return _is_own(doc, user)


def repair_event_conditions(user: str | None = None) -> str:
	"""Condition of the repair event list for `user`."""
	return _executor_condition("Repair Event", user)


def has_repair_event_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs
) -> bool:
	"""The same for one repair event (RE4)."""
	return _is_own(doc, user)


def evidence_conditions(user: str | None = None) -> str:
	"""Condition of the evidence list: the framework asks only whether tasks may be read at all."""
	user = user or frappe.session.user
	return EVERYTHING if _oversees(user) else f"(`tabRequest Evidence`.parent in {_own_tasks(user)})"


def user_conditions(user: str | None = None) -> str:
	"""Condition of the user list: most choose among colleagues, the applicants' accounts are not shown (D1)."""
	user = user or frappe.session.user
	if _oversees(user, ACCOUNT_KEEPERS):
		return EVERYTHING
	return f"(`tabUser`.user_type = 'System User' or `tabUser`.name = {frappe.db.escape(user)})"


def user_row_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Condition of the user's child tables, whose lists name their users as well."""
	if _oversees(user or frappe.session.user, ACCOUNT_KEEPERS):
		return EVERYTHING
	staff = "(select name from `tabUser` where user_type = 'System User')"
	return f"(`tab{doctype}`.parenttype != 'User' or `tab{doctype}`.parent in {staff})"


def contact_row_conditions(user: str | None = None) -> str:
	"""Condition of e-mails and phones of Frappe's contacts, one of which each account brings along."""
	return EVERYTHING if _oversees(user or frappe.session.user, ACCOUNT_KEEPERS) else NOTHING


def workflow_action_conditions(user: str | None = None) -> str:
	"""Condition of the list of open workflow actions: those of one's own tasks."""
	user = user or frappe.session.user
	if _oversees(user):
		return EVERYTHING
	action = "`tabWorkflow Action`"
	return f"({action}.reference_doctype != 'Request Task' or {action}.reference_name in {_own_tasks(user)})"


def has_workflow_action_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs
) -> bool:
	"""The same for one of them."""
	if doc.reference_doctype != "Request Task":
		return True
	executor = frappe.db.get_value("Request Task", doc.reference_name, "executor")
	user = user or frappe.session.user
	return _oversees(user) or executor in executors_of(user)
