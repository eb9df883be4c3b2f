"""What the form of an inspection shows beside its fields, and what a request or a task shows of its inspections (R7.3)."""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.query_builder import Order

from contact_center.access import files, permissions, roles
from contact_center.access.standing import Reach
from contact_center.control import samples
from contact_center.regulation import inspections as rules
from contact_center.regulation.acts import ASK_FOR_INSPECTION, CALL_INSPECTION
from contact_center.regulation.inspections import InspectionStage, NextStep, Outcome
from contact_center.regulation.stages import DROPPED, Stage

DOCTYPE = "Inspection"
LISTED = ["name", "number", "kind", "stage", "starts_at", "place", "outcome"]


def load(inspection: Document) -> None:
	"""Add {steps, files, may, next_step} to the inspection's answer."""
	if not inspection.is_new() and inspection.has_permission("read"):
		inspection.set_onload("contact_center", shown(inspection))


def shown(inspection: Any) -> dict:
	"""Return {steps: [{step, who, at, note}], files, may: whether its acts are the user's, next_step: what the outcome proposes,
	returns: the version of a closed request that is returned from here; "" otherwise}.
	"""
	may = permissions.has_role(*roles.CONTROLLERS)
	request = frappe.db.get_value("Request", inspection.request, ["stage", "modified"], as_dict=True)
	next_step = _next_step(inspection, request.stage) if may else None
	is_returned = next_step == NextStep.RETURN.value and request.stage == Stage.CLOSED.value
	return {
		"steps": _steps(inspection),
		"files": files.files_of(DOCTYPE, [inspection.name]),
		"may": may,
		"next_step": next_step,
		"returns": str(request.modified) if is_returned else "",
	}


def of_request(request: Any) -> dict:
	"""Return {inspections, may_call_inspection, sampled: whether it waits in a sample} for the form of a request: its inspections, newest first."""
	found = _rows({"request": request.name}) if request.number else []
	has_open = any(row["stage"] == InspectionStage.CALLED.value for row in found)
	may = CALL_INSPECTION.starts_from(request.stage) and permissions.has_role(*roles.CONTROLLERS)
	return {
		"inspections": found,
		"may_call_inspection": may and not has_open,
		"sampled": may and _is_sampled(request),
	}


def _is_sampled(request: Any) -> bool:
	"""Return whether a closed request waits in a sample for its check."""
	is_closed = request.stage == Stage.CLOSED.value
	return is_closed and bool(frappe.db.exists(samples.ROW, samples.waiting(request.name)))


def of_task(task: Any, reach: Reach) -> dict:
	"""Return {inspections, may_ask_inspection} for the form of a task: those to which its executor is called.

	`reach` is the user's.
	"""
	inspection, member = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("Inspection Member")
	query = frappe.qb.from_(member).join(inspection).on(inspection.name == member.parent)
	query = query.where(member.task == task.name).select(*[inspection[field] for field in LISTED])
	found = query.orderby(inspection.creation, order=Order.desc).run(as_dict=True)
	has_open = any(InspectionStage(row["stage"]) in rules.OPEN_STAGES for row in found)
	may = ASK_FOR_INSPECTION.starts_from(task.stage) and not has_open
	own = may and reach.has(task.executor, task.handed_to)
	return {"inspections": found, "may_ask_inspection": own}


def _rows(filters: dict) -> list[dict]:
	return frappe.get_all(DOCTYPE, filters, LISTED, order_by="creation desc")


def _steps(inspection: Any) -> list[dict]:
	people = {"name": ("in", [row.taken_by for row in inspection.steps])}
	names = dict(frappe.get_all("User", people, ["name", "full_name"], as_list=True, order_by="name"))
	return [
		{"step": row.step, "who": names.get(row.taken_by, ""), "at": row.taken_at, "note": row.note or ""}
		for row in inspection.steps
	]


def _next_step(inspection: Any, stage: str) -> str | None:
	if not inspection.outcome:
		return None
	having = {"request": inspection.request, "stage": ("not in", [each.value for each in DROPPED])}
	executors = frappe.get_all("Request Task", having, pluck="executor", order_by="name")
	found = rules.next_step(Outcome(inspection.outcome), inspection.competent or "", executors, Stage(stage))
	return found.value if found else None
