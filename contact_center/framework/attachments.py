"""Check permissions before a stored file is attached to a document; the framework checks none (D1)."""

import frappe
from frappe.utils import file_manager

from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
REPLACES = {"frappe.utils.file_manager.add_attachments": "add_attachments"}


@frappe.whitelist(methods=["POST"])
def add_attachments(doctype: str, name: str, attachments: str | list) -> list:
	"""Attach files that the user may open to a document that the user may write."""
	if scope.concerns_us(doctype):
		scope.check(doctype, name, "write")
	check_files(attachments)
	return file_manager.add_attachments(doctype, name, attachments)


def check_files(attachments: str | list | None) -> None:
	"""Raise PermissionError for a file that the user may not open, if the file or the user concerns this app."""
	for each in frappe.parse_json(attachments) or []:
		if isinstance(each, str) and scope.concerns_us(
			frappe.db.get_value("File", each, "attached_to_doctype")
		):
			scope.check("File", each)
