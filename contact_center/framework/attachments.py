"""The framework attaches any file that is here already to any document, for whoever is signed in (D1)."""

import frappe
from frappe.utils import file_manager

from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
REPLACES = {"frappe.utils.file_manager.add_attachments": "add_attachments"}


@frappe.whitelist(methods=["POST"])
def add_attachments(doctype: str, name: str, attachments: str | list) -> list:
	"""Who attaches a file may open it, and may write what it is attached to."""
	if scope.concerns_us(doctype):
		scope.check(doctype, name, "write")
	check_files(attachments)
	return file_manager.add_attachments(doctype, name, attachments)


def check_files(attachments: str | list | None) -> None:
	"""PermissionError for a file of ours, or a person of ours, where the user may not open the file."""
	for each in frappe.parse_json(attachments) or []:
		if isinstance(each, str) and scope.concerns_us(
			frappe.db.get_value("File", each, "attached_to_doctype")
		):
			scope.check("File", each)
