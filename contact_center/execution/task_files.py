"""What an executor gets of the request behind a task: its files, never the request itself (P4, D1)."""

import frappe
from frappe.model.document import Document

from contact_center.access import files


def request_files(task: Document) -> list[dict]:
	"""Files that the applicant attached, as `files.describe` gives them. The caller has checked permission for the task.

	None of a task that was taken away from the executor.
	"""
	if task.stage in files.GONE and not frappe.has_permission("Request", "read"):
		return []
	return files.files_of("Request", [task.request])
