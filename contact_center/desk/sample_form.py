"""What the form of a sample shows beside its fields: its requests, and the share of each executor (R9.2.4)."""

from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.control import samples
from contact_center.regulation.acts import CALL_INSPECTION
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
	titles = _titles(sample)
	return {
		"requests": [
			_row(row, found[row.request], titles, may) for row in sample.requests if row.request in found
		],
		"executors": samples.by_executor(sample),
		"may_check": may,
	}


def _row(row: Any, request: Any, titles: dict[str, str], may: bool) -> dict:
	shown = ("name", "request", "number", "result", "note", "inspection")
	return {
		**{name: row.get(name) for name in shown},
		"title": request.title,
		"seen": str(request.modified),
		"executor": titles.get(row.executor, ""),
		"may_return": may and row.result == "Not Passed" and request.stage == Stage.CLOSED.value,
		"may_inspect": may
		and not row.result
		and not row.inspection
		and CALL_INSPECTION.starts_from(request.stage),
	}


def _titles(sample: Any) -> dict[str, str]:
	codes = ("in", list({row.executor for row in sample.requests if row.executor}) or ["-"])
	return dict(frappe.get_all("Executor", {"name": codes}, ["name", "title"], as_list=True, order_by="name"))
