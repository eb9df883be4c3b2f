"""A document found by filters is sought among what the user may see and by what it may see.

The framework looks among all documents and asks for the right to read the one that it found: the answer then tells
whether there is one (D1).
"""

from typing import Any

import frappe
from frappe import client

from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
REPLACES = {"frappe.client.get": "get_document"}


@frappe.whitelist()
def get_document(
	doctype: str, name: str | None = None, filters: Any = None, parent: str | None = None
) -> dict:
	"""A document by name, or the first that fits the filters."""
	if filters and not name and scope.concerns_us(doctype):
		found = frappe.get_list(
			doctype, filters=frappe.parse_json(filters), pluck="name", limit=1, parent_doctype=parent
		)
		if not found:
			raise frappe.DoesNotExistError
		name = found[0]
	return client.get(doctype, name, filters, parent)
