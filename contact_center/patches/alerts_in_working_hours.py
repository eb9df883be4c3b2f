"""Warnings of day terms come in working hours from this version on: the sweep looks at running tasks accordingly."""

import frappe

from contact_center.framework import deadlocks
from contact_center.record.writing import open_drafts, write_all
from contact_center.regulation.stages import OPEN

BATCH = 500


@deadlocks.repeated
def execute() -> None:
	"""Calculate the next deadline of all running work anew. A second run changes nothing."""
	running = {"stage": ("in", [stage.value for stage in OPEN])}
	requests = sorted(set(frappe.get_all("Request Task", running, pluck="request")))
	for first in range(0, len(requests), BATCH):
		write_all(open_drafts(requests[first : first + BATCH], broken={}), touch=False)
