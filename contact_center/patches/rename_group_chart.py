"""Rename the chart of classifier groups on a site that has it under its former name."""

import frappe

from contact_center.framework import deadlocks

FORMER, NAME = "Matters of the Last 30 Days", "Requests of the Last 30 Days by Group"


@deadlocks.repeated
def execute() -> None:
	"""Rename before the sync: workspaces that show the chart follow, and the sync finds it under its new name."""
	if frappe.db.exists("Dashboard Chart", FORMER) and not frappe.db.exists("Dashboard Chart", NAME):
		frappe.rename_doc("Dashboard Chart", FORMER, NAME, force=True, show_alert=False)
