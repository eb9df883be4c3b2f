"""Let only readers like a document; the framework lets any user, and adds a comment to the document."""

from typing import Any

import frappe
from frappe.desk import like

from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
REPLACES = {"frappe.desk.like.toggle_like": "toggle_like"}


@frappe.whitelist(methods=["POST"])
def toggle_like(doctype: str, name: str, add: Any = False) -> None:
	"""Add or remove a like; the user has to be allowed to read the document."""
	if scope.concerns_us(doctype):
		scope.check(doctype, name)
	like.toggle_like(doctype, name, add)
