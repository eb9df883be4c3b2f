"""Decide whether a correction applies: to this app's doctypes, and to users who have only its roles."""

import frappe

from contact_center import policy
from contact_center.access import permissions

APP, MODULE = "contact_center", "Contact Center"


def is_installed() -> bool:
	"""Return whether the site has this app: a process may serve sites without it."""
	return APP in frappe.get_installed_apps()


def stands_alone() -> bool:
	"""Return whether the site has no other app."""
	return set(frappe.get_installed_apps()) <= {"frappe", APP}


def owns(part: str) -> bool:
	"""Return whether a part of the site (`site_choices.PARTS`) is the centre's: the administrator's word, or no other app."""
	if not is_installed():
		return False
	chosen = policy.settings().get(part)
	return chosen == "Yes" or (not chosen and stands_alone())


def owns_website() -> bool:
	"""Return whether sign-in, account and error pages are the portal's."""
	return owns("owns_website")


def is_ours(doctype: str | None) -> bool:
	"""Return whether the doctype belongs to this app."""
	return bool(doctype) and frappe.get_meta(doctype).module == MODULE


def is_our_person(user: str | None = None) -> bool:
	"""Return whether the user has a role of this app, or no role at all, as a guest or a newly registered citizen."""
	return permissions.is_person_of_ours(user)


def concerns_us(*doctypes: str | None) -> bool:
	"""Return whether a call about these doctypes by the session's user is to be corrected."""
	return any(is_ours(doctype) for doctype in doctypes) or is_our_person()


def has_no_lists(doctype: str | None) -> bool:
	"""Return whether a list is refused to the session's user: any to our citizens, ours to every portal user."""
	return permissions.is_citizen(frappe.session.user) and (is_our_person() or is_ours(doctype))


def check(doctype: str, name: str, permission: str = "read") -> None:
	"""Raise PermissionError unless the session's user has the permission for the document."""
	frappe.get_doc(doctype, name).check_permission(permission)
