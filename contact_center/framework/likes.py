"""The framework lets whoever is signed in like whatever can be named, with a comment that says so."""

from typing import Any

import frappe
from frappe.desk import like

from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
REPLACES = {"frappe.desk.like.toggle_like": "toggle_like"}


@frappe.whitelist(methods=["POST"])
def toggle_like(doctype: str, name: str, add: Any = False) -> None:
	"""A like is for who may read the document."""
	if scope.concerns_us(doctype):
		scope.check(doctype, name)
	like.toggle_like(doctype, name, add)
