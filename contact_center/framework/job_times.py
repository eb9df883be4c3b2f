"""No job waits for an hour that another time zone wrote down.

A new site keeps India's time until its own zone is set; jobs that it stamped then would stand still for hours, and
with them letters and deadlines.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe.model.document import Document

NEEDED_BY = (">=15", "<17")


def bring_forward(doc: Document | None = None, method: str | None = None) -> None:
	"""doc_event of System Settings, and after a migrate: a job's moments that are still to come are now."""
	zone = (doc or frappe.get_single("System Settings")).time_zone
	if not zone:
		return
	now = datetime.now(ZoneInfo(zone)).replace(tzinfo=None)
	jobs = frappe.qb.DocType("Scheduled Job Type")
	for moment in (jobs.creation, jobs.last_execution):
		frappe.qb.update(jobs).set(moment, now).where(moment > now).run()
