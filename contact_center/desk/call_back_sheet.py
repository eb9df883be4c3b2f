"""The sheet of call-backs (R6.1.5): results that wait for confirmation, by whom one call reaches, and when it is due.

Only operators and supervisors: it shows names and phones (D1). Who opens a caller's requests is on record (D2).
"""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe.query_builder import Order

from contact_center.access import files, permissions, roles
from contact_center.control import call_backs
from contact_center.execution import results
from contact_center.framework import access_log, looks
from contact_center.record import clock
from contact_center.regulation.stages import Stage
from contact_center.words import people_words, request_lines, speech

MOST = 5000
"""So many of the longest waiting are read: who is due first is known only once all are."""
PAGE = 100
METHOD = access_log.CALLED_BACK
"""The method of the Access Log's entries."""
FIELDS = (
	*("name", "number", "title", "modified", "applicant", "street", "building", "flat", "comes_first"),
	*("executed_at", "lead_executor", "result_for_applicant"),
)


@frappe.whitelist(methods=["GET"])
def sheet(length: int = PAGE) -> dict:
	"""Return {callers, all, more, enough}: the first `length` whom to call, those that are due first, of `all` callers.

	`more` says that more than MOST requests wait, of which the newest are not among them.
	A caller is {phone, name, place, is_due, next, taken, neighbours, requests: [{name, number, attempts}]}: all requests
	of one number, to be asked about in one call; `neighbours` counts other callers of the same house. `enough` names the
	attempts and days after which a supervisor may close. PermissionError for others than operators and supervisors.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	rows = _rows()
	shown = _with_attempts(rows[:MOST])
	callers = _callers(shown)
	if callers:
		looks.listed()
	callers.sort(key=lambda each: (not each["is_due"], not each["first"], each["order"]))
	rule = call_backs.call_back_rule()
	return {
		"callers": callers[: max(length, PAGE)],
		"all": len(callers),
		"more": len(rows) > MOST,
		"enough": {"attempts": rule.attempts, "days": rule.days},
	}


@frappe.whitelist(methods=["POST"])
def take(phone: str) -> list[dict]:
	"""Mark that the user rings this number, and return its requests with results, evidence and versions.

	ValidationError where a colleague rings it now; PermissionError for others than operators and supervisors.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	call_backs.take(phone)
	rows = _with_attempts(_rows(phone))
	for name in dict.fromkeys(row.applicant for row in rows):
		access_log.record("Applicant", name, METHOD, "")
	evidence = _evidence([row.name for row in rows])
	return [_asked(row, evidence.get(row.name, [])) for row in rows]


@frappe.whitelist(methods=["POST"])
def release(phone: str) -> None:
	"""Say that the user rings this number no longer. PermissionError for others than operators and supervisors."""
	permissions.check_role(*roles.CONTROLLERS)
	call_backs.release(phone)


@frappe.whitelist(methods=["POST"])
def hold(request: str) -> None:
	"""Mark that the user rings the applicant of this request, from its form; nothing for an anonymous one.

	ValidationError where a colleague rings the number now; PermissionError for others than operators and supervisors.
	"""
	if phone := _phone_of(request):
		call_backs.take(phone)


@frappe.whitelist(methods=["POST"])
def let_go(request: str) -> None:
	"""Say that the user rings the applicant of this request no longer. PermissionError as above."""
	if phone := _phone_of(request):
		call_backs.release(phone)


def _phone_of(request: str) -> str | None:
	permissions.check_role(*roles.CONTROLLERS)
	doc = permissions.check_document("Request", request)
	return doc.applicant and frappe.db.get_value("Applicant", doc.applicant, "phone")


def _rows(phone: str | None = None) -> list[Any]:
	"""Return the requests that wait for their applicants' answers, the longest waiting first; one query."""
	request, person = frappe.qb.DocType("Request"), frappe.qb.DocType("Applicant")
	query = (
		frappe.qb.from_(request)
		.join(person)
		.on(person.name == request.applicant)
		.select(*[request[field] for field in FIELDS], person.full_name, person.phone)
		.where(request.stage == Stage.AWAITING_CONFIRMATION.value)
		.where((request.confirmation == "") | request.confirmation.isnull())
		.where((request.applicant_answer == "") | request.applicant_answer.isnull())
		.where(person.phone != "")
		.orderby(request.comes_first, order=Order.desc)
		.orderby(request.executed_at)
		.orderby(request.name)
		.limit(MOST + 1)
	)
	query = query.where(person.phone == phone) if phone else query
	return query.run(as_dict=True)


def _with_attempts(rows: list[Any]) -> list[Any]:
	attempts = call_backs.attempts_of({row.name: row.executed_at for row in rows})
	rule = call_backs.call_back_rule()
	for row in rows:
		row.attempts = attempts[row.name]
		row.next = call_backs.next_of(row.attempts, row.executed_at)
		row.is_enough = rule.is_enough(row.attempts)
	return rows


def _callers(rows: Iterable[Any]) -> list[dict]:
	"""Return one entry a number; the earliest of its requests' next moments is the caller's: one call asks about all."""
	by_phone: dict[str, list[Any]] = {}
	for row in rows:
		by_phone.setdefault(row.phone, []).append(row)
	marks = call_backs.taken(by_phone)
	houses: dict[tuple[str, str], set[str]] = {}
	for phone, mine in by_phone.items():
		for row in mine:
			if row.street and row.building:
				houses.setdefault((row.street, row.building), set()).add(phone)
	return [_caller(phone, mine, marks.get(phone, ""), houses) for phone, mine in by_phone.items()]


def _caller(phone: str, rows: list[Any], mark: str, houses: dict[tuple[str, str], set[str]]) -> dict:
	now = clock.now()
	moments = [row.next for row in rows if row.next]
	at = min(moments, default=None)
	near = {other for row in rows for other in houses.get((row.street, row.building), ())} - {phone}
	return {
		"phone": phone,
		"name": ", ".join(dict.fromkeys(row.full_name for row in rows)),
		"place": request_lines.address(rows[0].street, rows[0].building, None),
		"is_due": bool(at and at <= now),
		"next": speech.start_words(at, now) if at and at > now else "",
		"order": str(clock.to_utc(at)) if at else "9",
		"first": any(row.comes_first for row in rows),
		"is_enough": any(row.is_enough for row in rows),
		"taken": _colleague(mark),
		"neighbours": len(near),
		"requests": [{"name": row.name, "number": row.number, "attempts": len(row.attempts)} for row in rows],
	}


def _colleague(user: str) -> str:
	if user in ("", frappe.session.user):
		return ""
	return people_words.name_of(user)


def _evidence(requests: list[str]) -> dict[str, list[dict]]:
	"""Return the evidence of the reported tasks, by request."""
	tasks = frappe.get_all(
		"Request Task",
		{"request": ("in", requests or [""]), "stage": ("in", files.SHOWN)},
		["name", "request"],
		order_by="is_lead desc, creation",
	)
	found = results.evidence_of([task.name for task in tasks]) if tasks else {}
	by_request: dict[str, list[dict]] = {}
	for task in tasks:
		by_request.setdefault(task.request, []).extend(found.get(task.name, ()))
	return by_request


def _asked(row: Any, evidence: list[dict]) -> dict:
	"""Return what the operator asks about: {name, seen, number, title, executor, result, evidence, attempts, may_close}."""
	executor = row.lead_executor and frappe.get_cached_value("Executor", row.lead_executor, "title")
	return {
		"name": row.name,
		"seen": str(row.modified),
		"number": row.number,
		"title": row.title,
		"applicant": row.full_name,
		"executor": executor or "",
		"executed": speech.moment_words(row.executed_at),
		"result": row.result_for_applicant or "",
		"evidence": [{"title": each["file_name"], "url": each["url"]} for each in evidence],
		"attempts": [speech.moment_words(each) for each in row.attempts],
		"next": speech.moment_words(row.next) if row.next and row.next > clock.now() else "",
		"may_close": row.is_enough and permissions.has_role(roles.SUPERVISOR),
	}
