"""Check who may write a letter in the site's name, or move one to another document; the framework lets any user."""

from typing import Any

import frappe
import frappe.email
from frappe.core.doctype.communication import email

from contact_center.access import permissions, roles
from contact_center.framework import attachments, scope, staff_doors

NEEDED_BY = (">=15", "<17")
REPLACES = {
	"frappe.core.doctype.communication.email.make": "make_communication",
	"frappe.email.relink": "relink",
}
WRITERS = (*roles.CONTROLLERS, roles.ADMINISTRATOR, "System Manager")


@frappe.whitelist(methods=["POST"])
def make_communication(**kwargs: Any) -> dict:
	"""Write a letter, in the contact centre's name only for WRITERS; letters about other apps' documents as before.

	People at work write about a document alone, for which the framework asks for the right to e-mail.
	"""
	doctype = kwargs.get("doctype")
	if scope.is_installed() and staff_doors.is_at_work() and not (doctype and kwargs.get("name")):
		raise frappe.PermissionError
	if scope.is_ours(doctype) or (not doctype and scope.is_our_person()):
		permissions.check_role(*WRITERS)
	attachments.check_files(kwargs.get("attachments"))
	return email.make(**kwargs)


@frappe.whitelist(methods=["POST"])
def relink(name: str, reference_doctype: str | None = None, reference_name: str | None = None) -> None:
	"""Move a letter to another document; the user has to be allowed to write both."""
	if scope.concerns_us(reference_doctype, frappe.db.get_value("Communication", name, "reference_doctype")):
		scope.check("Communication", name, "write")
		scope.check(reference_doctype, reference_name, "write")
	frappe.email.relink(name, reference_doctype, reference_name)
