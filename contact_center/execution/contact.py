"""The applicant's contact, for the executor of a running task that is accepted, or of an urgent one (D1, D2)."""

import frappe
from frappe.model.document import Document
from frappe.utils import cint

from contact_center.access import permissions, roles, standing
from contact_center.access.standing import Reach
from contact_center.framework import access_log
from contact_center.regulation.personal_data import contact_problem
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems


@frappe.whitelist(methods=["POST"])
def applicant_contact(task: str) -> dict:
	"""Return {full_name, phone, email} of the applicant, and log who looked.

	Raise PermissionError for another's task, a task without running work or not accepted yet, an anonymous applicant, and
	for users who are neither executors nor operators.
	"""
	permissions.check_role(roles.EXECUTOR, *roles.CONTROLLERS)
	doc = frappe.get_doc("Request Task", task)
	doc.check_permission("read")
	if problem := why_not(doc, standing.reach_of(frappe.session.user)):
		problems.refuse(problem, error=frappe.PermissionError)
	applicant = frappe.db.get_value("Request", doc.request, "applicant")
	if not applicant:
		problems.refuse(Problem(Kind.NO_PERSONAL_DATA), error=frappe.PermissionError)
	access_log.note("Request Task", task, access_log.CONTACT, page=applicant)
	return frappe.db.get_value("Applicant", applicant, ["full_name", "phone", "email"], as_dict=True)


def why_not(task: Document, reach: Reach) -> Problem | None:
	"""Return why the session's user, with this reach, does not see the contact of this task now; None where the user does.

	Operators and supervisors do not wait for the executor to accept; management and the administrator, who read all tasks,
	have no need of it.
	"""
	if task.anonymous:
		return Problem(Kind.NO_PERSONAL_DATA)
	controls = permissions.has_role(*roles.CONTROLLERS)
	if not controls and not reach.has(task.executor, task.handed_to):
		return Problem(Kind.ROLE_MAY_NOT)
	return contact_problem(task.stage, bool(task.accepted_at), controls or _at_once(task.request_type))


def _at_once(request_type: str | None) -> bool:
	return bool(
		request_type and cint(frappe.get_cached_value("Request Type", request_type, "contact_at_once"))
	)
