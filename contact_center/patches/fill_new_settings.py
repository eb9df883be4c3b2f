"""Sites from before have nothing in the settings that later versions brought; fill in their defaults where nothing is stored."""

import frappe

from contact_center.framework import deadlocks

SETTINGS = "Contact Center Settings"
EVIDENCE = (
	*("least_side", "least_act_side", "least_dpi", "darkest", "brightest", "least_contrast"),
	*("least_sharpness", "far_metres", "early_minutes", "shared_details", "repeated_texts"),
)
BROUGHT = (
	*("block_days", "block_appeal", "call_back_attempts", "call_back_days", "extension_answer_hours"),
	*(f"evidence_{name}" for name in EVIDENCE),
	*("operator_redirects", "route_declines", "route_days", "reopening_days"),
	"executors_begin_at_desk",
	"stage_days",
)


@deadlocks.repeated
def execute() -> None:
	"""Leave what an administrator has stored, an empty text too."""
	stored = frappe.db.get_singles_dict(SETTINGS)
	for name in BROUGHT:
		if name not in stored:
			default = frappe.get_meta(SETTINGS).get_field(name).default
			frappe.db.set_single_value(SETTINGS, name, default, update_modified=False)
