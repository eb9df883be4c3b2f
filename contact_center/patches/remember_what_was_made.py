"""What earlier versions made, so that it goes with the app: all that they noted but what the framework itself ships."""

import frappe

from contact_center import workflows
from contact_center.desk import desk_defaults
from contact_center.framework import created_once, deadlocks

OF_THE_FRAMEWORK = {"Approve", "Reject", "Review", "Pending", "Approved", "Rejected"}


@deadlocks.repeated
def execute() -> None:
	"""Note it; a second run notes the same."""
	made = {
		"Module Profile": [desk_defaults.MODULE_PROFILE],
		"Workflow Action Master": workflows.ACTIONS,
		"Workflow State": workflows.shipped_states(),
	}
	for doctype, names in made.items():
		there = frappe.get_all(doctype, {"name": ("in", list(names))}, pluck="name")
		created_once.note_made(doctype, *(set(there) - OF_THE_FRAMEWORK))
