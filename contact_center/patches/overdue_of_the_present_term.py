"""Requests and tasks from before show whether the term in force is broken, beside whether one ever was."""

import frappe

from contact_center.record.rewriting import BATCH, rewrite


def execute() -> None:
	"""Write what follows from the journals of requests whose term was broken."""
	last = ""
	while names := _late_after(last):
		rewrite(names)
		last = names[-1]


def _late_after(last: str) -> list[str]:
	return frappe.get_all(
		"Request", {"name": (">", last), "overdue": 1}, pluck="name", order_by="name", limit=BATCH
	)
