"""The fields that rows of requests and tasks take from the facts of the journal, each defined once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import frappe
from frappe.utils import getdate

from contact_center import policy
from contact_center.record import clock
from contact_center.regulation.facts import RequestFacts, TaskFacts
from contact_center.workflows.states import state_for

Row = Mapping[str, Any]

REQUEST_FIELDS = (
	"stage workflow_state received_at received_utc registered_at registered_utc asked_at accepted_at executed_at closed_at "
	"accept_by first_due due due_utc accepted_late overdue overdue_now return_count redirect_count callback_count joined_count extension_count reopen_count reopened_at lead_executor "
	"next_deadline result_for_applicant rating"
).split()
REPORTED = ("result", "result_unit", "result_person", "result_phone", "result_date")
TASK_FIELDS = (
	"stage workflow_state executor is_lead sent_at sent_utc accepted_at executed_at accept_by accept_by_utc first_due "
	"due due_utc accepted_late overdue overdue_now return_count redirects_before extension_count without_date stage_waits stages_missed extension_asked_at awaits_redirect for_supervisor handed_to next_deadline next_deadline_utc"
).split()


def of_request(
	facts: RequestFacts, row: Row | None, next_deadline: datetime | None, result: str | None
) -> dict[str, Any]:
	"""Return the fields of a Request; `row` is its present row, None for a new one.

	`next_deadline` (aware) is the soonest of its tasks, `result` what they reported.
	"""
	return {
		**_state("Request", facts, row),
		"received_at": clock.to_site(facts.received_at),
		"received_utc": clock.to_utc(facts.received_at),
		"registered_at": clock.to_site(facts.registered_at),
		"registered_utc": clock.to_utc(facts.registered_at),
		"asked_at": clock.to_site(facts.asked_at),
		"accepted_at": clock.to_site(facts.accepted_at),
		"executed_at": clock.to_site(facts.executed_at),
		"closed_at": clock.to_site(facts.ended_at),
		"accept_by": clock.to_site(facts.accept_by),
		"first_due": clock.to_site(facts.first_due),
		"due": clock.to_site(facts.due),
		"due_utc": clock.to_utc(facts.due),
		"accepted_late": int(facts.accepted_late),
		"overdue": int(facts.overdue),
		"overdue_now": int(facts.overdue_now),
		"return_count": facts.return_count,
		"redirect_count": facts.redirect_count,
		"callback_count": facts.callback_count,
		"joined_count": facts.joined_count,
		"extension_count": facts.extension_count,
		"reopen_count": facts.reopen_count,
		"reopened_at": clock.to_site(facts.reopened_at),
		# the former lead stays until another one has it
		"lead_executor": facts.lead_executor or (row and row["lead_executor"]),
		"next_deadline": clock.to_site(next_deadline),
		"result_for_applicant": result,
		"rating": facts.rating or 0,
	}


def of_task(
	facts: TaskFacts, row: Row | None, next_deadline: datetime | None, redirects: int
) -> dict[str, Any]:
	"""Return the fields of a Request Task; `row` is its present row, None for a new one. `next_deadline` is aware.

	`redirects`: how often the request was redirected.
	"""
	return {
		**_state("Request Task", facts, row),
		"executor": facts.executor,
		"is_lead": int(facts.lead),
		"sent_at": clock.to_site(facts.sent_at),
		"sent_utc": clock.to_utc(facts.sent_at),
		"accepted_at": clock.to_site(facts.accepted_at),
		"executed_at": clock.to_site(facts.executed_at),
		"accept_by": clock.to_site(facts.accept_by),
		"accept_by_utc": clock.to_utc(facts.accept_by),
		"first_due": clock.to_site(facts.first_due),
		"due": clock.to_site(facts.due),
		"due_utc": clock.to_utc(facts.due),
		"accepted_late": int(facts.accepted_late),
		"overdue": int(facts.overdue),
		"overdue_now": int(facts.broken_term_on_record),
		"return_count": facts.return_count,
		"extension_count": facts.extension_count,
		"redirects_before": facts.redirects_before,
		"without_date": int(facts.without_date),
		"stage_waits": int(facts.stage_waits),
		"stages_missed": facts.stages_missed,
		"extension_asked_at": clock.to_site(facts.extension_asked_at),
		"awaits_redirect": int(facts.awaits_redirect),
		"for_supervisor": int(facts.awaits_redirect and policy.needs_supervisor(redirects)),
		"handed_to": facts.handed_to,
		"next_deadline": clock.to_site(next_deadline),
		"next_deadline_utc": clock.to_utc(next_deadline),
	}


def _state(doctype: str, facts: RequestFacts | TaskFacts, row: Row | None) -> dict[str, str]:
	"""Return the stage with its first state; a state of the administrator's own stays as long as the stage does."""
	stage = facts.stage.value
	if row and row["stage"] == stage:
		return {"stage": stage, "workflow_state": row["workflow_state"]}
	return {"stage": stage, "workflow_state": state_for(doctype, facts.stage)}


def of_results(reported: Iterable[Row]) -> str:
	"""Return each executor's result under its title, with unit, person, phone and date (R7.5, R8.1.7).

	A row has `executor` and REPORTED; empty values are left out.
	"""
	return "\n\n".join(filter(None, map(_said, reported)))


def _said(row: Row) -> str:
	if not row["result"]:
		return ""
	title = frappe.get_cached_value("Executor", row["executor"], "title")
	day = row["result_date"] and f"{getdate(row['result_date']):%d.%m.%Y}"
	source = (row["result_unit"], row["result_person"], row["result_phone"], day)
	return "\n".join(filter(None, (title, row["result"], ", ".join(filter(None, source)))))


def changes(row: Row, values: Row) -> dict[str, Any]:
	"""Return the fields of `values` that differ from the row."""
	return {field: value for field, value in values.items() if _plain(row.get(field)) != _plain(value)}


def _plain(value: Any) -> Any:
	"""Return the value in comparable form: without fractions of a second, None for an empty text."""
	return value.replace(microsecond=0) if isinstance(value, datetime) else value or None
