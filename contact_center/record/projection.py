"""What a request and its tasks show, computed again from the journal: checked, and repaired where it differs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import frappe
from frappe.utils import get_datetime

from contact_center.execution import follow
from contact_center.record import clock, journal
from contact_center.regulation.facts import RequestFacts, TaskFacts, fold
from contact_center.regulation.stages import Stage
from contact_center.workflows.states import state_for

REQUEST_FIELDS = (
	"stage received_at registered_at accepted_at executed_at accept_by first_due due accepted_late overdue "
	"return_count redirect_count callback_count"
).split()
TASK_FIELDS = (
	"stage accepted_at executed_at accept_by first_due due accepted_late overdue return_count awaits_redirect"
).split()


@dataclass(frozen=True)
class Difference:
	"""A field of a request or task that is not what the journal says."""

	doctype: str
	name: str
	field: str
	stored: Any
	journal: Any


def check(request: str) -> list[Difference]:
	"""Every field of the request and its tasks that differs from the fold of its journal.

	The request's next deadline is the soonest of its tasks', which are no facts: it is compared with them.
	"""
	return list(_differences(request, fold(journal.lines_of(request))))


def repair(request: str) -> list[Difference]:
	"""Write what the journal says; returns what was different. Stage comes with the first state that belongs to it."""
	found = check(request)
	for each in found:
		values = {each.field: each.journal}
		if each.field == "stage":
			values["workflow_state"] = state_for(each.doctype, Stage(each.journal))
		frappe.db.set_value(each.doctype, each.name, values, update_modified=False)
	return found


def _differences(request: str, facts: RequestFacts) -> Iterator[Difference]:
	row = frappe.db.get_value("Request", request, [*REQUEST_FIELDS, "next_deadline"], as_dict=True)
	yield from _compare("Request", request, row, facts, REQUEST_FIELDS)
	fields = ["name", "executor", "next_deadline", *TASK_FIELDS]
	tasks = frappe.get_all("Request Task", filters={"request": request}, fields=fields, order_by="creation")
	soonest = follow.next_deadline(tasks)
	if row.next_deadline != soonest:
		yield Difference("Request", request, "next_deadline", row.next_deadline, soonest)
	for task in _comparable(tasks):
		if task.executor in facts.tasks:
			yield from _compare("Request Task", task.name, task, facts.tasks[task.executor], TASK_FIELDS)


def _comparable(tasks: list) -> list:
	"""The journal tells executors apart, not tasks: one that got the request twice is left out."""
	times = Counter(task.executor for task in tasks)
	return [task for task in tasks if times[task.executor] == 1]


def _compare(
	doctype: str, name: str, row, facts: RequestFacts | TaskFacts, fields: list[str]
) -> Iterator[Difference]:
	for field in fields:
		stored, told = _plain(row[field]), _plain(getattr(facts, field))
		if stored != told:
			yield Difference(doctype, name, field, stored, told)


def _plain(value: Any) -> Any:
	"""Both sides in one shape: naive site time to the second, numbers for flags, names for stages."""
	if isinstance(value, datetime):
		value = clock.to_site(value) if value.tzinfo else get_datetime(value)
		return value.replace(microsecond=0)
	if isinstance(value, Enum):
		return value.value
	return int(value) if isinstance(value, bool) else value
