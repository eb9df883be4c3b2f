"""Find a document by filters only among those that the user may see, by fields that the user may see.

The framework searches all documents and then checks permission for the one that it found: its answer reveals whether
such a document exists (D1).
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
	"""Return a document by name, or the first that matches the filters. DoesNotExistError if none does."""
	if filters and not name and scope.concerns_us(doctype):
		found = frappe.get_list(
			doctype, filters=frappe.parse_json(filters), pluck="name", limit=1, parent_doctype=parent
		)
		if not found:
			raise frappe.DoesNotExistError
		name = found[0]
	return client.get(doctype, name, filters, parent)
