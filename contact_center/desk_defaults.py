"""How lists look before anybody sets them up: created where missing, the site's own from then on."""

import json

import frappe

# Doctype -> columns after the subject, of those that the doctype puts into lists.
COLUMNS = {
	"Request": ("status_field", "due", "district"),
	"Request Task": ("status_field", "due", "executor"),
	"Repair Event": ("status_field", "executor", "starts_at", "ends_at"),
	"Applicant": ("phone",),
}


def install() -> None:
	"""Create the List View Settings that the site lacks."""
	for doctype, columns in COLUMNS.items():
		if not frappe.db.exists("List View Settings", doctype):
			_create(doctype, columns)


def _create(doctype: str, columns: tuple[str, ...]) -> None:
	title = frappe.get_meta(doctype).title_field
	fields = [{"fieldname": name, "label": _label(doctype, name)} for name in (title, *columns)]
	doc = frappe.get_doc(
		{
			"doctype": "List View Settings",
			"fields": json.dumps(fields),
			# One more than shown: the hidden column of tags counts.
			"total_fields": str(max(len(fields) + 1, 4)),
			"disable_comment_count": 1,
			"disable_sidebar_stats": 1,
		}
	)
	doc.insert(ignore_permissions=True, set_name=doctype)


def _label(doctype: str, fieldname: str) -> str:
	return "Status" if fieldname == "status_field" else frappe.get_meta(doctype).get_label(fieldname)
