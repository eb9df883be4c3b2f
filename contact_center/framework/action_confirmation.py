"""Let every user of a workflow read whether its actions ask for a confirmation.

Version 16 reads that setting from the Workflow at each press of an action, with the permissions of the user who
presses. Only a System Manager may read workflows, so the button does nothing for everybody else.
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
	"""Answer as the framework's get_value, but give this one field of our workflows to readers of their documents."""
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
