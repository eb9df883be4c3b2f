"""Sites from before have no largest number of a building: from this version on odd ones are asked about (R3.4)."""

import frappe

from contact_center.framework import deadlocks

SETTINGS = "Contact Center Settings"


@deadlocks.repeated
def execute() -> None:
	"""Fill in the default where nothing was ever stored: an administrator's 0 stays."""
	if "largest_building" not in frappe.db.get_singles_dict(SETTINGS):
		default = frappe.get_meta(SETTINGS).get_field("largest_building").default
		frappe.db.set_single_value(SETTINGS, "largest_building", int(default), update_modified=False)
