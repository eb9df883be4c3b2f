"""Chart source: requests counted by stage, type or classifier group, under names that people know (R9.3)."""

import frappe
from frappe import _

from contact_center.reports import counts


@frappe.whitelist(methods=["GET", "POST"])
def get(filters: str | dict | None = None, **kwargs) -> dict:
	"""{labels, datasets, spelled_out: the axis shows whole names} for frappe's charts.

	PermissionError for whoever may not read requests.
	"""
	frappe.has_permission("Request", throw=True)
	by = (frappe.parse_json(filters) or {}).get("by")
	rows = counts.COUNTS[by if by in counts.COUNTS else "stage"]()
	return {
		"labels": [label for label, _number in rows],
		"spelled_out": True,
		"datasets": [{"name": _("Requests"), "values": [count for _name, count in rows]}],
	}
