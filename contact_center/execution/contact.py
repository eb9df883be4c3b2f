"""The applicant's contact, for the executor of a running task only (D1, D2)."""

import frappe
from frappe import _

from contact_center.access import permissions, roles
from contact_center.framework import access_log
from contact_center.regulation.stages import OPEN, Stage


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
		frappe.throw(
			_("The applicant's contact is shown while the task is being worked on."), frappe.PermissionError
		)
	applicant = None if doc.anonymous else frappe.db.get_value("Request", doc.request, "applicant")
	if not applicant:
		frappe.throw(_("The applicant left no personal data."), frappe.PermissionError)
	access_log.record("Request Task", task, "Applicant Contact", applicant)
	return frappe.db.get_value("Applicant", applicant, ["full_name", "phone", "email"], as_dict=True)
