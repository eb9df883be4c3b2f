"""Sites from before do not say for how many days similar requests are shown: two weeks, as on new sites."""

import frappe

from contact_center.framework import deadlocks

SETTINGS = "Contact Center Settings"


@deadlocks.repeated
def execute() -> None:
	"""Fill in the default where nothing was ever stored: an administrator's 0 stays."""
	if "similar_days" not in frappe.db.get_singles_dict(SETTINGS):
		default = frappe.get_meta(SETTINGS).get_field("similar_days").default
		frappe.db.set_single_value(SETTINGS, "similar_days", int(default), update_modified=False)
