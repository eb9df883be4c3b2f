"""A request follows its tasks: its stage, moments and flags are a projection of theirs."""

import frappe
from frappe.model.document import Document

from contact_center.record import clock
from contact_center.regulation.moments import is_late
from contact_center.regulation.stages import DROPPED, FINISHED, Stage, request_stage, standing

FIELDS = (
	"name stage executor is_lead awaits_redirect accepted_at executed_at accepted_late overdue accept_by due due_utc "
	"next_deadline result"
).split()


def concerns(task: Document) -> bool:
	"""Whether what was changed in the task shows in its request; a draft of the result does not."""
	return bool(task.moved_to()) or (bool(task.executed_at) and task.has_value_changed("result"))


def follow(request_name: str) -> None:
	"""Bring the request to where its tasks are. The row is locked: two executors may report at once."""
	request = frappe.get_doc("Request", request_name, for_update=True)
	if Stage(request.stage) in FINISHED:
		return
	rows = _tasks(request_name)
	stage = request_stage(standing(row.stage, row.is_lead, row.awaits_redirect) for row in rows)
	project(request, rows)
	if stage.value != request.stage:
		# what was said of an earlier result is not said of this one (R7.7, R6.3.3)
		request.confirmation = request.applicant_answer = request.reason = ""
	waits = stage is Stage.AWAITING_CONFIRMATION
	request.executed_at = (request.executed_at or clock.to_site(clock.now())) if waits else None
	request.move(stage)


def project(request: Document, rows: list) -> None:
	"""Set the fields of the request that are sums over its tasks (rows with FIELDS); lateness stays (R7.1)."""
	active = [row for row in rows if Stage(row.stage) not in DROPPED]
	request.accepted_late = int(request.accepted_late or any(row.accepted_late for row in rows))
	request.overdue = int(request.overdue or any(row.overdue or _reported_late(row) for row in rows))
	lead = next((row for row in active if row.is_lead), None)
	if lead and not request.accepted_at:
		request.accept_by = lead.accept_by
	request.accepted_at = request.accepted_at or _accepted_at(active, lead)
	request.next_deadline = next_deadline(rows)
	request.result_for_applicant = "\n\n".join(row.result for row in active if row.executed_at and row.result)
	if active:
		request.lead_executor = (lead or active[0]).executor


def next_deadline(rows: list):
	"""The soonest of the tasks' (rows with `stage`, `next_deadline`), as site time; None where none is ahead."""
	active = [row.next_deadline for row in rows if Stage(row.stage) not in DROPPED]
	return min(filter(None, active), default=None)


def _reported_late(row) -> bool:
	"""Also by who got the task when its term was broken already: the request is late, the executor is not."""
	return bool(row.executed_at) and is_late(clock.from_site(row.executed_at), clock.from_utc(row.due_utc))


def _tasks(request_name: str) -> list:
	"""As they are now: a plain read would show them as they were when the transaction began."""
	filters = {"request": request_name}
	rows = frappe.db.get_values(
		"Request Task", filters, FIELDS, as_dict=True, order_by="creation asc", for_update=True
	)
	return sorted(rows, key=lambda row: not row.is_lead)


def _accepted_at(active: list, lead):
	"""The lead's acceptance; where nobody leads any more, the first of those who go on (R7.2)."""
	moments = [row.accepted_at for row in ([lead] if lead else active) if row.accepted_at]
	return min(moments, default=None)
