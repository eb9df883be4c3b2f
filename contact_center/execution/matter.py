"""What an executor gets of the request behind a task: its files, never the request itself (P4, D1)."""

import frappe
from frappe import _

from contact_center.access import files, permissions


@frappe.whitelist(methods=["GET"])
def request_files(task: str) -> list[dict]:
	"""Files that the applicant attached, as `files.describe` gives them.

	PermissionError for another's task, and for one that was taken away from the executor.
	"""
	doc = frappe.get_doc("Request Task", task)
	doc.check_permission("read")
	if doc.stage in files.GONE and not frappe.has_permission("Request", "read"):
		frappe.throw(_("You may not see these files."), frappe.PermissionError)
	return files.files_of("Request", [doc.request])


@frappe.whitelist(methods=["GET"])
def own_executors() -> list[dict]:
	"""{name, title} of the executors that the session's user acts for (P5)."""
	codes = permissions.executors_of(frappe.session.user)
	return frappe.get_all(
		"Executor", filters={"name": ("in", codes)}, fields=["name", "title"], order_by="title"
	)
