"""Tasks from before show what their journal says of redirects and new terms, as this version counts them (R7.3, R8.6)."""

import frappe

from contact_center.framework import deadlocks
from contact_center.record.writing import open_drafts, write_all

BATCH = 500


def execute() -> None:
	"""Write what follows from the journals of these requests, a commit a slice: whoever works meanwhile waits for one.

	A request whose journal cannot be read stays as it is.
	"""
	last = ""
	while names := _counted_anew(last):
		_count(names)
		last = names[-1]


@deadlocks.repeated
def _count(names: list[str]) -> None:
	write_all(open_drafts(names, broken={}), touch=False)
	frappe.db.commit()


def _counted_anew(last: str) -> list[str]:
	either = {"redirect_count": (">", 0), "extension_count": (">", 0)}
	return frappe.get_all(
		"Request", {"name": (">", last)}, or_filters=either, pluck="name", order_by="name", limit=BATCH
	)
