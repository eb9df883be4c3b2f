"""Applicants who are known already are compared, so that those who may be one person are proposed (R5.2)."""

import frappe

from contact_center.framework import deadlocks
from contact_center.intake import duplicates

BATCH = 500


@deadlocks.repeated
def execute() -> None:
	"""Compare all applicants, in batches by name; each pair is found from both sides and kept once."""
	last, done, total = "", 0, frappe.db.count("Applicant")
	while names := _after(last):
		duplicates.propose(names)
		last, done = names[-1], done + len(names)
		frappe.utils.update_progress_bar("Applicants compared", done - 1, max(total, done))


def _after(last: str) -> list[str]:
	listed = {"order_by": "name", "limit_page_length": BATCH, "pluck": "name"}
	return frappe.get_all("Applicant", {"name": (">", last)}, **listed)
