"""Types that were urgent before the contact waited for the acceptance show it at once from then on (D1)."""

import frappe

from contact_center.framework import deadlocks

URGENT = 2
"""SOS and emergency, as they are shipped; other types show the contact once the task is accepted."""


@deadlocks.repeated
def execute() -> None:
	"""Set what the administrator may change later. A second run changes nothing."""
	urgent = {"urgency": ("<=", URGENT), "contact_at_once": 0}
	frappe.db.set_value("Request Type", urgent, "contact_at_once", 1, update_modified=False)
	frappe.clear_document_cache("Request Type")
