"""What was found about evidence, beside it in the forms of request and task; operators and supervisors alone see it (R6.3.3)."""

import json
from collections.abc import Iterable

import frappe
from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.execution import results
from contact_center.execution.evidence_checks import CHECK, CHECKED
from contact_center.words import evidence_words

FIELDS = ["name", "task", "request", "state", "findings"]


def of_task(task: Document) -> list[dict]:
	"""Return the evidence of a reported task with what was found (`with_checks`); none for others than the office."""
	if not task.executed_at or not permissions.has_role(*roles.CONTROLLERS):
		return []
	return results.evidence_of([task.name]).get(task.name, [])


def checks(tasks: Iterable[str]) -> dict[str, dict]:
	"""Return {file or task: {state, findings: [{text, request, number}]}}; nothing for others than the office.

	Two queries, however many files there are.
	"""
	named = list(tasks)
	if not named or not permissions.has_role(*roles.CONTROLLERS):
		return {}
	rows = frappe.get_list(CHECK, {"task": ("in", named)}, FIELDS, order_by="creation", limit_page_length=0)
	return _told(rows)


def load_check(check: Document) -> None:
	"""Put the sentences of a check beside it (`onload`)."""
	if check.has_permission("read"):
		check.set_onload("contact_center", _told([check])[check.name])


def _told(rows: list) -> dict[str, dict]:
	found = {row.name: json.loads(row.findings or "[]") for row in rows}
	requests = {
		evidence_words.request_of(kind, values) for each in found.values() for kind, *values in each
	} - {None}
	numbers = _numbers(requests)
	return {
		row.name: {
			"state": row.state or CHECKED,
			"findings": [_finding(kind, values, row.request, numbers) for kind, *values in found[row.name]],
		}
		for row in rows
	}


def _numbers(requests: set[str | None]) -> dict[str, str]:
	"""Return the numbers of those of the requests that the reader may read."""
	if not requests or not frappe.has_permission("Request"):
		return {}
	rows = frappe.get_list(
		"Request",
		{"name": ("in", sorted(map(str, requests)))},
		["name", "number"],
		limit_page_length=0,
		order_by="name",
	)
	return {row.name: row.number or row.name for row in rows}


def _finding(kind: str, values: list[str], own: str, numbers: dict[str, str]) -> dict:
	request = evidence_words.request_of(kind, values)
	number = numbers.get(request or "") if request != own else None
	text = evidence_words.sentence(kind, values, own, numbers)
	return {"text": text, "request": request if number else None, "number": number}
