"""Applicants who are known already are compared, so that those who may be one person are proposed (R5.2)."""

import frappe

from contact_center.framework import deadlocks
from contact_center.intake import duplicates

BATCH = 500


def execute() -> None:
	"""Compare all applicants, in batches by name, a commit each; each pair is found from both sides and kept once.

	The index of the houses is made before: what the migration adds at its end comes too late, and each batch would read the
	whole table for each of its applicants.
	"""
	frappe.db.add_index("Applicant", ["street", "building"])
	last, done, total = "", 0, frappe.db.count("Applicant")
	while names := _after(last):
		_compare(names)
		last, done = names[-1], done + len(names)
		frappe.utils.update_progress_bar("Applicants compared", done - 1, max(total, done))


@deadlocks.repeated
def _compare(names: list[str]) -> None:
	duplicates.propose(names)
	frappe.db.commit()


def _after(last: str) -> list[str]:
	listed = {"order_by": "name", "limit_page_length": BATCH, "pluck": "name"}
	return frappe.get_all("Applicant", {"name": (">", last)}, **listed)
