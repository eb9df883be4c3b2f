"""What corrections act on: this app's doctypes, and people who are here for its sake."""

import frappe
from frappe.permissions import AUTOMATIC_ROLES

APP, MODULE, ROLES = "contact_center", "Contact Center", "Contact Center "


def is_installed() -> bool:
	"""A process may serve sites that do without this app."""
	return APP in frappe.get_installed_apps()


def is_ours(doctype: str | None) -> bool:
	"""Whether the doctype is one of this app's."""
	return bool(doctype) and frappe.get_meta(doctype).module == MODULE


def is_our_person(user: str | None = None) -> bool:
	"""Whether the user holds a role of this app, or none of any app, as a guest and a citizen who is no applicant yet."""
	named = set(frappe.get_roles(user)) - set(AUTOMATIC_ROLES)
	return not named or any(role.startswith(ROLES) for role in named)


def concerns_us(*doctypes: str | None) -> bool:
	"""Whether a call about these doctypes, by the session's user, is ours to correct."""
	return any(is_ours(doctype) for doctype in doctypes) or is_our_person()


def check(doctype: str, name: str, permission: str = "read") -> None:
	"""PermissionError unless the session's user has the permission for the document."""
	frappe.get_doc(doctype, name).check_permission(permission)
