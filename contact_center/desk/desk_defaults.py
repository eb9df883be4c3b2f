"""How the desk looks before anybody sets it up: created where missing, the site's own from then on."""

import json

import frappe
from frappe import _
from frappe.desk import desktop

from contact_center.access import permissions

# Doctype -> columns after the subject, of those that the doctype puts into lists.
COLUMNS = {
	"Request": ("status_field", "due"),
	"Request Task": ("status_field", "due", "executor"),
	"Repair Event": ("status_field", "executor", "starts_at", "ends_at"),
	"Applicant": ("phone",),
}

MODULE_PROFILE = "Контакт-центр"


def install() -> None:
	"""Create the List View Settings and the Module Profile that the site lacks."""
	for doctype, columns in COLUMNS.items():
		if not frappe.db.exists("List View Settings", doctype):
			_create(doctype, columns)
	if not frappe.db.exists("Module Profile", MODULE_PROFILE):
		_create_module_profile()


def _create_module_profile() -> None:
	"""For clerks: of the desk's workspaces they see those of the contact centre, and no developer's tools."""
	others = frappe.get_all(
		"Module Def", filters={"app_name": ["!=", "contact_center"]}, pluck="name", order_by="name"
	)
	blocked = [{"module": module} for module in others]
	doc = frappe.get_doc(
		{"doctype": "Module Profile", "module_profile_name": MODULE_PROFILE, "block_modules": blocked}
	)
	doc.insert(ignore_permissions=True)


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


@frappe.whitelist()
def get_desktop_page(page: str = "") -> dict:
	"""A workspace as the framework gives it, without the buttons «new …» of who may make none.

	PermissionError for citizens, who have no desk.
	"""
	if permissions.is_citizen(frappe.session.user):
		frappe.throw(_("Not permitted"), frappe.PermissionError)
	found = desktop.get_desktop_page(page)
	shortcuts = found.get("shortcuts") or {}
	shortcuts["items"] = [item for item in shortcuts.get("items", ()) if _may_follow(item)]
	return found


def _may_follow(shortcut: dict) -> bool:
	if (shortcut["type"], shortcut["doc_view"]) != ("DocType", "New"):
		return True
	return frappe.has_permission(shortcut["link_to"], "create")
