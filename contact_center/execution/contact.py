"""The applicant's contact, for the executor of a running task only (D1, D2)."""

import frappe

from contact_center.access import permissions, roles
from contact_center.framework import access_log
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import OPEN, Stage
from contact_center.words import problems


@frappe.whitelist(methods=["POST"])
def applicant_contact(task: str) -> dict:
	"""Return {full_name, phone, email} of the applicant, and log who looked.

	Raise PermissionError for another's task, a task without running work, an anonymous applicant, and for users who are
	neither executors nor operators.
	"""
	permissions.check_role(roles.EXECUTOR, *roles.CONTROLLERS)
	doc = frappe.get_doc("Request Task", task)
	doc.check_permission("read")
	if Stage(doc.stage) not in OPEN:
		problems.refuse(Problem(Kind.CONTACT_CLOSED), error=frappe.PermissionError)
	applicant = None if doc.anonymous else frappe.db.get_value("Request", doc.request, "applicant")
	if not applicant:
		problems.refuse(Problem(Kind.NO_PERSONAL_DATA), error=frappe.PermissionError)
	access_log.record("Request Task", task, "Applicant Contact", applicant)
	return frappe.db.get_value("Applicant", applicant, ["full_name", "phone", "email"], as_dict=True)
