"""Check the permission for a list before its groups are counted: Frappe 15 counts assignments of all documents (D1).

It names the groups of linked records by their codes too, where version 16 has their titles.
"""

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
	groups = listview.get_group_by_count(doctype, current_filters, field)
	return _titled(doctype, field, groups) if scope.is_ours(doctype) else groups


def _titled(doctype: str, field: str, groups: list[dict]) -> list[dict]:
	"""Return the groups with the titles of their records that the user may read."""
	df = frappe.get_meta(doctype).get_field(field)
	linked = frappe.get_meta(df.options) if df and df.fieldtype == "Link" else None
	if not linked or not linked.title_field or not linked.show_title_field_in_link:
		return groups
	names = [group["name"] for group in groups if group["name"]]
	if not names or not frappe.has_permission(linked.name, "read"):
		return groups
	fields = ["name", linked.title_field]
	rows = frappe.get_list(linked.name, {"name": ("in", names)}, fields, as_list=True, limit_page_length=0)
	titles = dict(rows)
	return [{**group, "title": titles.get(group["name"])} for group in groups]
