"""Bring the titles of what a report view names with its rows: the framework shows codes and random names there.

The list view asks for each title by a call of its own, the report view for none at all. What comes in `_link_titles`
the desk puts in place of names, in cells and groups alike.
"""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.desk import reportview

from contact_center.framework import export_titles, scope

NEEDED_BY = (">=15", "<17")
REPLACES = {"frappe.desk.reportview.get": "get"}


@frappe.whitelist()
@frappe.read_only()
def get() -> Any:
	"""Return the framework's rows of a list; for a report view of ours the answer has `_link_titles` beside them.

	PermissionError for citizens, who have no lists; portal users of other apps keep theirs.
	"""
	doctype = frappe.form_dict.get("doctype")
	if scope.has_no_lists(doctype):
		raise frappe.PermissionError
	answer = reportview.get()
	if answer and frappe.form_dict.get("view") == "Report" and scope.is_ours(doctype):
		titles = frappe.local.response.setdefault("_link_titles", {})
		for place, key in enumerate(answer["keys"]):
			titles.update(_titles(doctype, key, {row[place] for row in answer["values"] if row[place]}))
	return answer


def _titles(doctype: str, key: str, names: set[Any]) -> dict[str, str]:
	"""{«doctype::name»: title} of the names in one column; workflow states and the like are translated."""
	field = frappe.get_meta(doctype).get_field(key)
	linked = field.options if field and field.fieldtype == "Link" else None
	if linked and frappe.get_meta(linked).translated_doctype:
		return dict(_translated(linked, names))
	target = export_titles.target_of(doctype, key)
	found = export_titles.titles(target, names) if target else {}
	return {f"{target.name}::{name}": title for name, title in found.items()}


def _translated(doctype: str, names: set[Any]) -> Iterator[tuple[str, str]]:
	return ((f"{doctype}::{name}", _(name)) for name in names)
