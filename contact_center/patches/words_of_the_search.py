"""The search of the Classifier has the site's own list of people's words from this version on."""

import frappe

from contact_center.framework import deadlocks
from contact_center.policy.policy_records import shipped_search_words

SETTINGS, FIELD = "Contact Center Settings", "search_words"


@deadlocks.repeated
def execute() -> None:
	"""Fill the list where the settings never had one; one that was emptied stays empty."""
	if not frappe.db.get_value("Singles", {"doctype": SETTINGS, "field": FIELD}, "field", order_by=None):
		frappe.db.set_single_value(SETTINGS, FIELD, shipped_search_words())
