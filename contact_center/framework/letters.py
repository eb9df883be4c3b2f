"""The framework lets whoever is signed in write letters in the site's name, and move any letter to any document."""

from typing import Any

import frappe
import frappe.email
from frappe.core.doctype.communication import email

from contact_center.access import permissions, roles
from contact_center.framework import attachments, scope

NEEDED_BY = (">=15", "<17")
REPLACES = {
	"frappe.core.doctype.communication.email.make": "make_communication",
	"frappe.email.relink": "relink",
}
WRITERS = (*roles.CONTROLLERS, roles.ADMINISTRATOR, "System Manager")


@frappe.whitelist(methods=["POST"])
def make_communication(**kwargs: Any) -> dict:
	"""Letters in the contact centre's name are its own people's to write; about others' documents others decide."""
	doctype = kwargs.get("doctype")
	if scope.is_ours(doctype) or (not doctype and scope.is_our_person()):
		permissions.check_role(*WRITERS)
	attachments.check_files(kwargs.get("attachments"))
	return email.make(**kwargs)


@frappe.whitelist(methods=["POST"])
def relink(name: str, reference_doctype: str | None = None, reference_name: str | None = None) -> None:
	"""A letter is moved to another document by who may write both."""
	if scope.concerns_us(reference_doctype, frappe.db.get_value("Communication", name, "reference_doctype")):
		scope.check("Communication", name, "write")
		scope.check(reference_doctype, reference_name, "write")
	frappe.email.relink(name, reference_doctype, reference_name)
