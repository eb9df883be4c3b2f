"""Which documents a user may see (P1-P7, D1); the role permissions of a doctype decide what may be done to them.

One condition per doctype serves both the list query and the single document. Users of an executor see its tasks and
repair events. Citizens have no permission on any doctype and reach their requests through the portal only.
"""

from collections.abc import Iterable, Set

import frappe
from frappe.model.document import Document
from frappe.permissions import AUTOMATIC_ROLES

from contact_center.access import roles, standing
from contact_center.access.refusals import refuse
from contact_center.regulation.acts import Act
from contact_center.regulation.problems import ProblemKind as Kind

EVERYTHING = ""
NOTHING = "1=0"
ACCOUNT_KEEPERS = roles.CONTROLLERS | {"System Manager"}
CITIZENS = (
	"select parent from `tabHas Role` where parenttype = 'User' "
	f"group by parent having sum(role = '{roles.APPLICANT}') > 0 "
	f"and sum(left(role, {len(roles.PREFIX)}) != '{roles.PREFIX}') = 0"
)
"""The accounts of applicants who are nothing else on the site."""
KNOWLEDGE = ("Clarification", "Administrative Service")
OVERSEERS = ACCOUNT_KEEPERS | {roles.MANAGEMENT, roles.ADMINISTRATOR}

OFFICE_KEEPS_BESIDE = frozenset({"Appeal", "Inspection"})
"""Of these an executor may see a document, but none of the comments and files that the office keeps beside it."""
_READING = (None, "read", "select", "print")


def executors_of(user: str) -> list[str]:
	"""Return the codes of the executors that `user` acts for, as their person, a deputy, or from above (P4, P5).

	Who sees of an executor what is handed to them alone does not act for it.
	"""
	return list(standing.reach_of(user).executors)


def may_act(user: str) -> bool:
	"""Return whether the account is enabled and has the executor's role."""
	return bool(frappe.get_cached_value("User", user, "enabled")) and roles.EXECUTOR in frappe.get_roles(user)


def acts_on(task: Document, user: str | None = None) -> bool:
	"""Return whether `user` acts for the executor of the task, or has it handed to them."""
	return standing.reach_of(user or frappe.session.user).has(task.executor, task.handed_to)


def is_own_request(request: str, user: str) -> bool:
	"""Return whether `user` is the applicant of the request (P1)."""
	applicant = frappe.db.get_value("Request", request, "applicant")
	return bool(applicant) and user != "Guest" and frappe.db.get_value("Applicant", applicant, "user") == user


def check_own_request(request: str, user: str) -> None:
	"""Raise PermissionError unless `user` is the applicant of the request (P1)."""
	if not is_own_request(request, user):
		refuse(Kind.NOT_YOUR_REQUEST, error=frappe.PermissionError)


def is_citizen(user: str) -> bool:
	"""Return whether the account can use the portal only."""
	return frappe.get_cached_value("User", user, "user_type") == "Website User"


def is_staff(user: str) -> bool:
	"""Return whether the account works at the desk."""
	return user != "Guest" and frappe.get_cached_value("User", user, "user_type") == "System User"


def named_roles(user: str | None = None) -> set[str]:
	"""Return the roles that somebody gave the user, without those that everybody has."""
	return set(frappe.get_roles(user)) - set(AUTOMATIC_ROLES)


def is_person_of_ours(user: str | None = None) -> bool:
	"""Return whether the user has a role of this app, or no role at all, as a guest or a newly registered citizen."""
	named = named_roles(user)
	return not named or any(role.startswith(roles.PREFIX) for role in named)


def check_document(doctype: str, name: str, permission: str = "read") -> Document:
	"""Return the request or task. Raise PermissionError without `permission` for it, and for other doctypes."""
	if doctype not in ("Request", "Request Task"):
		refuse(Kind.NEITHER_REQUEST_NOR_TASK, error=frappe.PermissionError)
	doc = frappe.get_doc(doctype, name)
	doc.check_permission(permission)
	return doc


def has_role(*wanted: str) -> bool:
	"""Return whether the session's user has one of the roles; Administrator has all."""
	return frappe.session.user == "Administrator" or not set(wanted).isdisjoint(frappe.get_roles())


def check_role(*allowed: str) -> None:
	"""Raise PermissionError unless the session's user has one of the roles."""
	if not has_role(*allowed):
		refuse(Kind.ROLE_MAY_NOT, error=frappe.PermissionError)


def check_may(act: Act) -> None:
	"""Raise PermissionError unless the session's user has a role that may do the act (P1-P4)."""
	check_role(*(role for party in act.by for role in roles.OF_PARTY[party]))


def _oversees(user: str, overseers: Set[str] = OVERSEERS) -> bool:
	return user == "Administrator" or not overseers.isdisjoint(frappe.get_roles(user))


def _executor_condition(doctype: str, user: str | None, field: str = "executor") -> str:
	user = user or frappe.session.user
	return EVERYTHING if _oversees(user) else _of_executors(doctype, executors_of(user), field)


def _of_executors(doctype: str, codes: list[str], field: str = "executor") -> str:
	if not codes:
		return NOTHING
	return f"(`tab{doctype}`.`{field}` in ({_listed(codes)}))"


def own_tasks(user: str) -> str:
	"""Return the SQL of the names of the tasks that an executor's user sees."""
	return f"(select name from `tabRequest Task` where {_reached_tasks(user)})"


def _reached_tasks(user: str) -> str:
	reach = standing.reach_of(user)
	of_crews = [
		f"(`tabRequest Task`.executor = {frappe.db.escape(executor)} and `tabRequest Task`.handed_to in ({_listed(people)}))"
		for executor, people in reach.crews.items()
	]
	if not of_crews:
		return _of_executors("Request Task", list(reach.executors))
	whole = [_of_executors("Request Task", list(reach.executors))] if reach.executors else []
	return f"({' or '.join([*whole, *of_crews])})"


def _listed(values: Iterable[str]) -> str:
	return ", ".join(map(frappe.db.escape, values))


def _is_own(doc: Document, user: str | None, field: str = "executor") -> bool:
	"""Return whether the user acts for the executor in the database and in `doc`: the latter may be forged."""
	user = user or frappe.session.user
	if _oversees(user):
		return True
	own = executors_of(user)
	stored = doc.get(field) if doc.is_new() else frappe.db.get_value(doc.doctype, doc.name, field)
	return stored in own and doc.get(field) in own


def task_conditions(user: str | None = None) -> str:
	"""Return the SQL condition of the task list for `user`."""
	user = user or frappe.session.user
	return EVERYTHING if _oversees(user) else _reached_tasks(user)


def own_tasks_condition(user: str) -> str:
	"""Return the SQL condition of the tasks that `user` acts on as an executor's person, whatever else the user may see."""
	return _reached_tasks(user)


def has_task_permission(doc: Document, ptype: str | None = None, user: str | None = None, **kwargs) -> bool:
	"""Return whether `user` may see the task, by its row in the database and by `doc`: the latter may be forged."""
	user = user or frappe.session.user
	if _oversees(user):
		return True
	stored = doc if doc.is_new() else _stored_task(doc.name)
	return bool(stored) and _reaches(user, stored, doc)


def _stored_task(name: str | None) -> Document | None:
	return frappe.db.get_value("Request Task", name, ["executor", "handed_to"], as_dict=True)


def _reaches(user: str, *tasks: Document) -> bool:
	reach = standing.reach_of(user)
	return all(reach.has(task.get("executor"), task.get("handed_to")) for task in tasks)


def extension_conditions(user: str | None = None) -> str:
	"""Return the SQL condition of the requests for a new term: an executor sees those of the tasks that it sees (R8.6)."""
	user = user or frappe.session.user
	return EVERYTHING if _oversees(user) else f"(`tabExtension Request`.task in {own_tasks(user)})"


def has_extension_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs
) -> bool:
	"""Return whether `user` may see the request for a new term: as the task that it is about, and nobody else's."""
	user = user or frappe.session.user
	if _oversees(user):
		return True
	task = frappe.db.get_value(doc.doctype, doc.name, "task")
	stored = _stored_task(task) if task and task == doc.task else None
	return bool(stored) and _reaches(user, stored)


def inspection_conditions(user: str | None = None) -> str:
	"""Return the SQL condition of inspections: who is called to one sees it, by an executor or by account (R7.3)."""
	user = user or frappe.session.user
	called = f"select parent from `tabInspection Member` where {_called(user)}"
	return EVERYTHING if _oversees(user) else f"(`tabInspection`.name in ({called}))"


def has_inspection_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs
) -> bool:
	"""Return whether `user` may see the inspection, as it is stored."""
	user = user or frappe.session.user
	return _oversees(user) or (ptype in _READING and is_called(doc.name, user))


def is_called(inspection: str, user: str) -> bool:
	"""Return whether `user` is called to the inspection, for an executor or by account."""
	rows = frappe.get_all(
		"Inspection Member", {"parent": inspection}, ["executor", "user"], parent_doctype="Inspection"
	)
	own = executors_of(user)
	return any(row.user == user or (row.executor and row.executor in own) for row in rows)


def inspection_row_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the SQL condition of members and steps of inspections: whoever is called sees them."""
	user = user or frappe.session.user
	called = f"select parent from `tabInspection Member` where {_called(user)}"
	return (
		EVERYTHING
		if _oversees(user)
		else f"(`tab{doctype}`.parent in (select parent from ({called}) called))"
	)


def _called(user: str) -> str:
	mine = f"`tabInspection Member`.user = {frappe.db.escape(user)}"
	return f"({mine} or {_of_executors('Inspection Member', executors_of(user))})"


def repair_event_conditions(user: str | None = None) -> str:
	"""Return the SQL condition of the repair event list for `user`."""
	return _executor_condition("Repair Event", user)


def has_repair_event_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs
) -> bool:
	"""Return whether `user` may see the repair event (RE4)."""
	return _is_own(doc, user)


def applicant_conditions(user: str | None = None) -> str:
	"""Return the SQL condition of lists and searches of applicants: one that was merged is found as the kept one."""
	return "(ifnull(`tabApplicant`.merged_into, '') = '')"


def office_conditions(user: str | None = None) -> str:
	"""Return the SQL condition of what the office keeps of talks: cards, their calls, consultations (D1)."""
	return EVERYTHING if _oversees(user or frappe.session.user) else NOTHING


def has_office_permission(doc: Document, ptype: str | None = None, user: str | None = None, **kwargs) -> bool:
	"""Return whether `user` may see the card or the consultation."""
	return _oversees(user or frappe.session.user)


def absence_conditions(user: str | None = None) -> str:
	"""Return the SQL condition of absences of executors' people: the office knows who is there, the administrator writes it."""
	return EVERYTHING if sees_absences(user) else NOTHING


def sees_absences(user: str | None = None) -> bool:
	"""Return whether `user` reads who of any executor is absent, and why. Executors' own people ask `control.absences`."""
	return _oversees(user or frappe.session.user, ACCOUNT_KEEPERS | {roles.ADMINISTRATOR})


def appeal_conditions(user: str | None = None) -> str:
	"""Return the SQL condition of appeals: an executor sees the thanks that were passed on to it, and no other (R3.3a, D1)."""
	user = user or frappe.session.user
	if _oversees(user):
		return EVERYTHING
	passed = "`tabAppeal`.kind = 'Gratitude' and `tabAppeal`.stage = 'Passed On'"
	return f"({passed} and {_of_executors('Appeal', executors_of(user), 'passed_to')})"


def has_appeal_permission(doc: Document, ptype: str | None = None, user: str | None = None, **kwargs) -> bool:
	"""Return whether `user` may see the appeal, as it is stored: of a complaint its executor never does."""
	user = user or frappe.session.user
	if _oversees(user):
		return True
	stored = frappe.db.get_value(doc.doctype, doc.name, ["kind", "stage", "passed_to"], as_dict=True)
	passed = bool(stored) and (stored.kind, stored.stage) == ("Gratitude", "Passed On")
	return passed and ptype in _READING and stored.passed_to in executors_of(user)


def sees_beside(doctype: str | None, user: str | None = None) -> bool:
	"""Return whether who may read a document of the doctype sees the comments and files beside it as well (D1)."""
	return doctype not in OFFICE_KEEPS_BESIDE or _oversees(user or frappe.session.user)


def knowledge_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the SQL condition of clarifications and services: an executor sees those that it answers for (RI2, RI4)."""
	return _executor_condition(doctype or "", user, "supplier")


def has_knowledge_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs
) -> bool:
	"""Return whether `user` may see the clarification or service."""
	return _is_own(doc, user, "supplier")


def knowledge_row_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the SQL condition of the rows of clarifications, services and text modules: an executor sees its own's."""
	user = user or frappe.session.user
	if _oversees(user):
		return EVERYTHING
	own = executors_of(user)
	of_own = (
		f"select name from `tab{each}` where {_of_executors(each, own, 'supplier')}" for each in KNOWLEDGE
	)
	return f"(`tab{doctype}`.parent in ({' union '.join(of_own)}))"


def check_supplies(doc: Document) -> None:
	"""Raise PermissionError unless the session's user acts for the executor that answers for the document."""
	stored = frappe.db.get_value(doc.doctype, doc.name, "supplier")
	if not has_role(roles.EXECUTOR) or stored not in executors_of(frappe.session.user):
		refuse(Kind.NOT_YOUR_ANSWER, error=frappe.PermissionError)


def task_row_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the SQL condition of the rows of tasks: the framework checks only whether tasks may be read at all."""
	user = user or frappe.session.user
	return EVERYTHING if _oversees(user) else f"(`tab{doctype}`.parent in {own_tasks(user)})"


def user_conditions(user: str | None = None) -> str:
	"""Return the SQL condition of the user list: it shows colleagues, and applicants' accounts to few roles (D1).

	Who works with other apps alone sees every account but those that have roles of ours only and no desk.
	"""
	user = user or frappe.session.user
	if _oversees(user, ACCOUNT_KEEPERS):
		return EVERYTHING
	if not is_person_of_ours(user):
		return f"(`tabUser`.name not in ({CITIZENS}))"
	return f"(`tabUser`.user_type = 'System User' or `tabUser`.name = {frappe.db.escape(user)})"


def user_row_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the SQL condition of the user's child tables, whose lists name their users as well."""
	if _oversees(user or frappe.session.user, ACCOUNT_KEEPERS):
		return EVERYTHING
	if not is_person_of_ours(user or frappe.session.user):
		return f"(`tab{doctype}`.parenttype != 'User' or `tab{doctype}`.parent not in ({CITIZENS}))"
	staff = "(select name from `tabUser` where user_type = 'System User')"
	return f"(`tab{doctype}`.parenttype != 'User' or `tab{doctype}`.parent in {staff})"


def contact_row_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Return the SQL condition of e-mails and phones in Frappe's contacts, which each account has."""
	user = user or frappe.session.user
	if _oversees(user, ACCOUNT_KEEPERS):
		return EVERYTHING
	if is_person_of_ours(user):
		return NOTHING
	return f"(`tab{doctype}`.parent not in (select name from `tabContact` where user in ({CITIZENS})))"


def workflow_action_conditions(user: str | None = None) -> str:
	"""Return the SQL condition of the list of open workflow actions: an executor sees those of its tasks."""
	user = user or frappe.session.user
	if _oversees(user):
		return EVERYTHING
	action = "`tabWorkflow Action`"
	return f"({action}.reference_doctype != 'Request Task' or {action}.reference_name in {own_tasks(user)})"


def has_workflow_action_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs
) -> bool:
	"""Return whether `user` may see the workflow action."""
	if doc.reference_doctype != "Request Task":
		return True
	user = user or frappe.session.user
	if _oversees(user):
		return True
	task = _stored_task(doc.reference_name)
	return bool(task) and _reaches(user, task)
