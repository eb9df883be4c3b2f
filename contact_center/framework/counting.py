"""Count only what the user may read. Frappe 15.44 counts all documents for anybody, applicants by phone too (D1)."""

from typing import Any

import frappe
from frappe import client

from contact_center.framework import scope

NEEDED_BY = (">=15", "<15.103")
REPLACES = {"frappe.client.get_count": "get_count"}


@frappe.whitelist()
def get_count(doctype: str, filters: Any = None, debug: Any = False, cache: Any = False) -> int:
	"""Return how many documents the user may see. Raise PermissionError if the user may see none of the doctype."""
	if not scope.concerns_us(doctype):
		return client.get_count(doctype, filters, debug, cache)
	frappe.has_permission(doctype, throw=True)
	total = f"count(`tab{doctype}`.name) as total"
	return frappe.get_list(doctype, filters=frappe.parse_json(filters), fields=[total], order_by="")[0].total
