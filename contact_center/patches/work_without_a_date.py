"""Tasks from before that run without a day by which anything is to be done stand in their queue (R4.5)."""

import frappe

from contact_center.record.rewriting import BATCH, rewrite

RUNNING = ("In Progress", "Rework")


def execute() -> None:
	"""Write what follows from the journals of requests with such a task."""
	last = ""
	while names := _dateless_after(last):
		rewrite(names)
		last = names[-1]


def _dateless_after(last: str) -> list[str]:
	of = {"request": (">", last), "stage": ("in", RUNNING), "due_utc": ("is", "not set")}
	return frappe.get_all("Request Task", of, pluck="request", distinct=True, order_by="request", limit=BATCH)
