"""Hide the "new …" buttons of a workspace from users who may not create, and workspaces from users without a desk."""

import frappe
from frappe import _
from frappe.desk import desktop

from contact_center.access import permissions
from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
OWN = '"frappe.session.user"'
REPLACES = {"frappe.desk.desktop.get_desktop_page": "get_desktop_page"}


@frappe.whitelist()
def get_desktop_page(page: str = "") -> dict:
	"""Return the framework's workspace without the buttons that the user may not use. PermissionError for citizens."""
	if scope.is_our_person() and permissions.is_citizen(frappe.session.user):
		frappe.throw(_("Not permitted"), frappe.PermissionError)
	found = desktop.get_desktop_page(page)
	shortcuts = found.get("shortcuts") or {}
	shortcuts["items"] = [_of_the_user(item) for item in shortcuts.get("items", ()) if _may_follow(item)]
	return found


def _may_follow(shortcut: dict) -> bool:
	"""Return whether the user may create what the shortcut creates, or can have the own documents that it lists."""
	is_new = (shortcut["type"], shortcut["doc_view"]) == ("DocType", "New")
	if not (is_new or _is_of_the_owner(shortcut)) or not scope.concerns_us(shortcut["link_to"]):
		return True
	return frappe.has_permission(shortcut["link_to"], "create")


def _is_of_the_owner(shortcut: dict) -> bool:
	return f'"owner": {OWN}' in (shortcut.get("stats_filter") or "")


def _of_the_user(shortcut: dict) -> dict:
	"""Return the shortcut with the user's name in its filter, which the framework takes as a fixed one."""
	text = shortcut.get("stats_filter") or ""
	if OWN not in text:
		return shortcut
	own = text.replace(OWN, frappe.as_json(frappe.session.user))
	return {**shortcut, "stats_filter": own}
