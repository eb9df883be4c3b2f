"""Tasks sent before show how often their request was redirected until then, and which of them wait for a supervisor (R7.3)."""

import frappe

from contact_center.framework import deadlocks
from contact_center.record.writing import open_drafts, write_all

BATCH = 500


def execute() -> None:
	"""Write what follows from the journals of redirected requests, a commit a slice: whoever works meanwhile waits for one.

	A request whose journal cannot be read stays as it is.
	"""
	last = ""
	while names := _redirected(last):
		_count(names)
		last = names[-1]


@deadlocks.repeated
def _count(names: list[str]) -> None:
	write_all(open_drafts(names, broken={}), touch=False)
	frappe.db.commit()


def _redirected(last: str) -> list[str]:
	redirected = {"redirect_count": (">", 0), "name": (">", last)}
	return frappe.get_all("Request", redirected, pluck="name", order_by="name", limit=BATCH)
