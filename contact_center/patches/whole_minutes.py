"""A form whose times show no seconds takes those of a repair event for a change as soon as it is opened."""

import frappe

from contact_center.framework import deadlocks

MOMENTS = ("starts_at", "ends_at")


@deadlocks.repeated
def execute() -> None:
	for event in frappe.get_all("Repair Event", fields=["name", *MOMENTS]):
		whole = {moment: event[moment].replace(second=0, microsecond=0) for moment in MOMENTS}
		if any(whole[moment] != event[moment] for moment in MOMENTS):
			frappe.db.set_value("Repair Event", event.name, whole, update_modified=False)
