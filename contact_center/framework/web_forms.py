"""Tell the web forms and pages that the administrator has made from those that the framework ships."""

import frappe

CONTACT = ("Contact Us Settings", "heading")
"""The settings that fill the framework's page of contacts, and the field that shows that somebody has."""


def is_leftover(name: str) -> bool:
	"""Return whether a web form is one that the framework ships."""
	form = frappe.get_cached_doc("Web Form", name)
	return (
		bool(form.is_standard) and frappe.get_cached_value("Module Def", form.module, "app_name") == "frappe"
	)


def asks_for_own() -> bool:
	"""Return whether the call names a web form that is open and was made for this site."""
	name = frappe.form_dict.get("web_form") or frappe.form_dict.get("web_form_name")
	if not isinstance(name, str) or not frappe.db.exists("Web Form", {"name": name, "published": 1}):
		return False
	return not is_leftover(name)


def has_contact_form() -> bool:
	"""Return whether the administrator has opened the framework's page of contacts."""
	return bool(frappe.db.get_single_value(*CONTACT))
