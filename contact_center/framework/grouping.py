"""Check the permission for a list before its groups are counted: Frappe 15 counts assignments of all documents (D1)."""

from typing import Any

import frappe
from frappe.desk import listview

from contact_center.framework import scope

NEEDED_BY = (">=15", "<16")
REPLACES = {"frappe.desk.listview.get_group_by_count": "get_group_by_count"}


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: Any, field: str) -> list[dict]:
	"""Return the framework's groups of a list. PermissionError if the user may not read the list."""
	if scope.concerns_us(doctype):
		frappe.get_list(doctype, filters=frappe.parse_json(current_filters), limit=1)
	return listview.get_group_by_count(doctype, current_filters, field)
