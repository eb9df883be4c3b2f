"""Check permission before a title is returned; the framework gives any, even an applicant's name, to anyone (D1)."""

import frappe
from frappe.desk import search

from contact_center.access import permissions
from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
REPLACES = {"frappe.desk.search.get_link_title": "get_link_title"}


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str | None:
	"""Return the document's title if the user may read or select it, else `docname`, which the form shows then.

	PermissionError for citizens, who have no forms.
	"""
	if not scope.concerns_us(doctype):
		return search.get_link_title(doctype, docname)
	if permissions.is_citizen(frappe.session.user):
		raise frappe.PermissionError
	known = frappe.db.exists(doctype, docname)
	if known and any(frappe.has_permission(doctype, each, docname) for each in ("read", "select")):
		return search.get_link_title(doctype, docname)
	return docname
