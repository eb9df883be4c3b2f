"""Whether a workflow's actions are asked for once more.

Version 16 asks the Workflow for that at every press of an action, as the person who presses, and only a System
Manager may read workflows: nobody else's press does anything.
"""

from typing import Any

import frappe
from frappe import client
from frappe.utils import get_safe_filters

from contact_center.framework import scope

NEEDED_BY = (">=16", "<17")
REPLACES = {"frappe.client.get_value": "get_value"}
FIELD = "enable_action_confirmation"


@frappe.whitelist()
def get_value(
	doctype: str,
	fieldname: str | list = "name",
	filters: Any = None,
	as_dict: Any = True,
	debug: Any = False,
	parent: str | None = None,
) -> Any:
	"""The framework's get_value; this one field of the workflow of our documents, for who may read those."""
	asked = get_safe_filters(filters)
	document_type = asked.get("document_type") if isinstance(asked, dict) else None
	if (doctype, fieldname) == ("Workflow", FIELD) and _reads(document_type):
		return {
			FIELD: frappe.db.get_value("Workflow", {"document_type": document_type, "is_active": 1}, FIELD)
		}
	return client.get_value(doctype, fieldname, filters, as_dict, debug, parent)


def _reads(doctype: Any) -> bool:
	return (
		isinstance(doctype, str) and scope.is_ours(doctype) and bool(frappe.has_permission(doctype, "read"))
	)
