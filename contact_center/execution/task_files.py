"""The applicant's files that an executor sees with a task; the request itself it does not see (P4, D1)."""

import frappe
from frappe.model.document import Document

from contact_center.access import files


def request_files(task: Document) -> list[dict]:
	"""Return the files of the task's request, as `files.describe` gives them. The caller has checked permission for the task.

	Return none for an executor whose task was declined, cancelled or redirected.
	"""
	if task.stage in files.GONE and not frappe.has_permission("Request", "read"):
		return []
	return files.files_of("Request", [task.request])
