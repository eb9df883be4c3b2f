"""Correct job times that were written in another time zone.

A new site runs on India's time until its own zone is set. Jobs stamped before that would wait for hours, and letters
and deadlines with them.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe.model.document import Document

NEEDED_BY = (">=15", "<17")


def bring_forward(doc: Document | None = None, method: str | None = None) -> None:
	"""Set future times of scheduled jobs to the present; doc_event of System Settings, also called after a migrate."""
	zone = (doc or frappe.get_single("System Settings")).time_zone
	if not zone:
		return
	now = datetime.now(ZoneInfo(zone)).replace(tzinfo=None)
	jobs = frappe.qb.DocType("Scheduled Job Type")
	for moment in (jobs.creation, jobs.last_execution):
		frappe.qb.update(jobs).set(moment, now).where(moment > now).run()
