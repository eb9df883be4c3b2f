"""Create the desk's default settings once; the site may change or delete them from then on."""

import json

import frappe

from contact_center.framework import created_once

# {doctype: columns after the subject, chosen from the fields that the doctype shows in lists}
COLUMNS = {
	"Request": ("status_field", "due", "request_type", "lead_executor", "district"),
	"Request Task": ("status_field", "due", "executor", "request_type", "district"),
	"Repair Event": ("status_field", "executor", "starts_at", "ends_at"),
	"Applicant": ("phone",),
	"Block Memo": ("status_field", "ground"),
	"Appeal": ("status_field", "summary", "due", "assigned_to"),
	"Route Proposal": ("status_field", "executor", "declines", "last_declined_at"),
	"Inspection Sample": ("status_field", "checked", "failed", "failed_share"),
	"Inspection": ("status_field", "kind", "starts_at", "place"),
	"Extension Request": ("status_field", "executor", "wished_due", "asked_at"),
	"Phone Block": ("status_field", "ground", "blocked_at", "until"),
	"Applicant Merge": ("merged", "status_field"),
	"Possible Duplicate": ("other", "reasons", "status_field"),
	"Interaction": ("status_field", "applicant", "channel", "operator"),
	"Consultation": ("status_field", "given_at", "operator"),
}

FORMER_COLUMNS = {"Request": ("status_field", "due"), "Request Task": ("status_field", "due", "executor")}
"""Those of earlier versions: where a list has exactly these, nobody chose them."""

MODULE_PROFILE = "Контакт-центр"


def install() -> None:
	"""Create the List View Settings and the Module Profile, each once on a site."""
	for doctype, columns in COLUMNS.items():
		if _is_wanted("List View Settings", doctype):
			_create(doctype, columns)
		created_once.note("List View Settings", doctype)
	if _is_wanted("Module Profile", MODULE_PROFILE):
		_create_module_profile()
	else:
		created_once.note("Module Profile", MODULE_PROFILE)


def _is_wanted(doctype: str, name: str) -> bool:
	return created_once.is_new(doctype, name) and not frappe.db.exists(doctype, name)


def renew_columns() -> None:
	"""Renew the columns of lists that still have those of an earlier version."""
	for doctype, former in FORMER_COLUMNS.items():
		shown = frappe.db.get_value("List View Settings", doctype, "fields") or "[]"
		title = frappe.get_meta(doctype).title_field
		if [field["fieldname"] for field in json.loads(shown)] == [title, *former]:
			frappe.delete_doc("List View Settings", doctype, force=True, ignore_permissions=True)
			created_once.forget("List View Settings", doctype)
	install()


def _create_module_profile() -> None:
	"""Create the profile that shows clerks the contact centre's workspaces and no other module."""
	others = frappe.get_all(
		"Module Def", filters={"app_name": ["!=", "contact_center"]}, pluck="name", order_by="name"
	)
	blocked = [{"module": module} for module in others]
	values = {"module_profile_name": MODULE_PROFILE, "block_modules": blocked}
	created_once.make({"doctype": "Module Profile", **values}, MODULE_PROFILE)


def _create(doctype: str, columns: tuple[str, ...]) -> None:
	title = frappe.get_meta(doctype).title_field
	fields = [{"fieldname": name, "label": _label(doctype, name)} for name in (title, *columns)]
	doc = frappe.get_doc(
		{
			"doctype": "List View Settings",
			"fields": json.dumps(fields),
			# One more than the shown columns: the framework counts its hidden column of tags too.
			"total_fields": str(max(len(fields) + 1, 4)),
			"disable_comment_count": 1,
			"disable_sidebar_stats": 1,
		}
	)
	doc.insert(ignore_permissions=True, set_name=doctype)


def _label(doctype: str, fieldname: str) -> str:
	return "Status" if fieldname == "status_field" else frappe.get_meta(doctype).get_label(fieldname)
