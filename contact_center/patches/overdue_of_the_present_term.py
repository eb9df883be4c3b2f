"""Requests and tasks from before show whether the term in force is broken, beside whether one ever was."""

import frappe

from contact_center.framework import deadlocks
from contact_center.record.writing import open_drafts, write_all

BATCH = 500


def execute() -> None:
	"""Write what follows from the journals of requests whose term was broken, a commit a slice.

	A request whose journal cannot be read stays as it is.
	"""
	last = ""
	while names := _late_after(last):
		_write(names)
		last = names[-1]


@deadlocks.repeated
def _write(names: list[str]) -> None:
	write_all(open_drafts(names, broken={}), touch=False)
	frappe.db.commit()


def _late_after(last: str) -> list[str]:
	return frappe.get_all(
		"Request", {"name": (">", last), "overdue": 1}, pluck="name", order_by="name", limit=BATCH
	)
