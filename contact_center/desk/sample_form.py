"""What the form of a sample shows beside its fields: its requests, and the share of each executor (R9.2.4)."""

from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.control import samples
from contact_center.regulation.acts import CALL_INSPECTION
from contact_center.regulation.inspections import InspectionStage
from contact_center.regulation.samples import Result
from contact_center.regulation.stages import Stage

FIELDS = ["name", "title", "stage", "modified"]


def load(sample: Document) -> None:
	"""Add {requests, executors, may_check} to the sample's answer."""
	if not sample.is_new() and sample.has_permission("read"):
		sample.set_onload("contact_center", shown(sample))


def shown(sample: Any) -> dict:
	"""Return {requests: the rows with title and what may be done, executors: `samples.by_executor`, may_check}."""
	may = permissions.has_role(*roles.CONTROLLERS)
	names = ("in", [row.request for row in sample.requests] or ["-"])
	found = {row.name: row for row in frappe.get_all("Request", {"name": names}, FIELDS, order_by="name")}
	titles, running = _titles(sample), _running(sample)
	return {
		"requests": [
			_row(row, found[row.request], titles, may, row.inspection in running)
			for row in sample.requests
			if row.request in found
		],
		"executors": samples.by_executor(sample),
		"may_check": may,
	}


def _row(row: Any, request: Any, titles: dict[str, str], may: bool, is_running: bool) -> dict:
	shown = ("name", "request", "number", "result", "note", "inspection")
	return {
		**{name: row.get(name) for name in shown},
		"title": request.title,
		"seen": str(request.modified),
		"executor": titles.get(row.executor, ""),
		"may_return": may and row.result == "Not Passed" and request.stage == Stage.CLOSED.value,
		"may_inspect": may
		and row.result in ("", None, Result.UNCLEAR.value)
		and not is_running
		and CALL_INSPECTION.starts_from(request.stage),
	}


def _running(sample: Any) -> set[str]:
	"""Return the inspections of the sample that are still called: one that was called off is called anew."""
	named = [row.inspection for row in sample.requests if row.inspection]
	called = {"name": ("in", named), "stage": InspectionStage.CALLED.value}
	return set(frappe.get_all("Inspection", called, pluck="name", order_by="name")) if named else set()


def _titles(sample: Any) -> dict[str, str]:
	codes = ("in", list({row.executor for row in sample.requests if row.executor}) or ["-"])
	return dict(frappe.get_all("Executor", {"name": codes}, ["name", "title"], as_list=True, order_by="name"))
