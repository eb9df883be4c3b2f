"""Tasks from before show what their journal says of redirects and new terms, as this version counts them (R7.3, R8.6)."""

import frappe

from contact_center.record.rewriting import BATCH, rewrite


def execute() -> None:
	"""Write what follows from the journals of these requests."""
	last = ""
	while names := _counted_anew(last):
		rewrite(names)
		last = names[-1]


def _counted_anew(last: str) -> list[str]:
	either = {"redirect_count": (">", 0), "extension_count": (">", 0)}
	return frappe.get_all(
		"Request", {"name": (">", last)}, or_filters=either, pluck="name", order_by="name", limit=BATCH
	)
