"""Tasks from before that run without a day by which anything is to be done stand in their queue (R4.5)."""

import frappe

from contact_center.framework import deadlocks
from contact_center.record.writing import open_drafts, write_all

BATCH = 500
RUNNING = ("In Progress", "Rework")


def execute() -> None:
	"""Write what follows from the journals of requests with such a task, a commit a slice."""
	last = ""
	while names := _dateless_after(last):
		_write(names)
		last = names[-1]


@deadlocks.repeated
def _write(names: list[str]) -> None:
	write_all(open_drafts(names, broken={}), touch=False)
	frappe.db.commit()


def _dateless_after(last: str) -> list[str]:
	of = {"request": (">", last), "stage": ("in", RUNNING), "due_utc": ("is", "not set")}
	return frappe.get_all("Request Task", of, pluck="request", distinct=True, order_by="request", limit=BATCH)
