"""Frappe 15 counts assignments among all documents, so the list itself is asked for first (D1)."""

from typing import Any

import frappe
from frappe.desk import listview

from contact_center.framework import scope

NEEDED_BY = (">=15", "<16")
REPLACES = {"frappe.desk.listview.get_group_by_count": "get_group_by_count"}


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: Any, field: str) -> list[dict]:
	"""Groups of a list that the user may see."""
	if scope.concerns_us(doctype):
		frappe.get_list(doctype, filters=frappe.parse_json(current_filters), limit=1)
	return listview.get_group_by_count(doctype, current_filters, field)
