"""Who looked at personal data, when, at which request (D2): entries of the Access Log and the View Log.

The caller has checked that the user is a supervisor. Entries name documents, never people.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe

from contact_center.framework import access_log, looks
from contact_center.regulation.personal_data import USUAL_DAYS, is_unusual, usual
from contact_center.words import look_words

MOST = 2000
MOST_BESIDE = 20
"""So many looks are shown beside a document."""
MOST_REQUESTS = 200
METHODS = (
	*looks.METHODS,
	*(access_log.CONTACT, access_log.LOOKED_UP, access_log.COMPARED),
	*(access_log.CARD_REGISTER, access_log.CALLED_BACK),
)
OF_EXECUTORS = "Request Task"
DOCTYPES = (*looks.PERSONAL, OF_EXECUTORS)
ACCESS = """
	select user, creation as moment, export_from as doctype, reference_document as document, method, report_name as report
	from `tabAccess Log` where export_from in %(doctypes)s and method in %(methods)s"""
VIEWS = f"""
	select viewed_by as user, creation as moment, reference_doctype as doctype, reference_name as document,
		'{look_words.FORM_OPENED}' as method, null as report
	from `tabView Log` where reference_doctype in %(doctypes)s"""
NAMED = {"doctypes": DOCTYPES, "methods": METHODS}
IN_PERIOD = " and creation >= %(since)s and creation < %(until)s"
COUNTED_ACCESS = f"""
	select user, date(creation) as day, count(*) as looks from `tabAccess Log`
	where export_from in %(doctypes)s and method in %(methods)s{IN_PERIOD} group by user, date(creation)"""
COUNTED_VIEWS = f"""
	select viewed_by as user, date(creation) as day, count(*) as looks from `tabView Log`
	where reference_doctype in %(doctypes)s{IN_PERIOD} group by viewed_by, date(creation)"""
"""Read by an index alone."""


@dataclass(frozen=True)
class Asked:
	"""Whose looks in which days, both of them whole; `executor`: at its tasks alone."""

	since: date
	until: date
	user: str | None = None
	executor: str | None = None


def looks_of(asked: Asked) -> list[dict]:
	"""Return the newest MOST looks, one more where there are more:
	[{user, who, moment, what, doctype, document, number, request, executor, day}]."""
	of_user = {"Access Log": " and user = %(user)s", "View Log": " and viewed_by = %(user)s"}
	access = ACCESS + IN_PERIOD + (of_user["Access Log"] if asked.user else "")
	views = VIEWS + IN_PERIOD + (of_user["View Log"] if asked.user else "")
	if asked.executor:
		tasks = "select name from `tabRequest Task` where executor = %(executor)s"
		access += f" and export_from = '{OF_EXECUTORS}' and reference_document in ({tasks})"
		views += " and 1 = 0"
	rows = _read(f"{access} union all {views} order by moment desc, document limit {MOST + 1}", asked)
	return _in_words(rows)


def _read(query: str, asked: Asked, **more: Any) -> list[dict]:
	period = {"since": asked.since, "until": asked.until + timedelta(days=1)}
	values = {**NAMED, **period, "user": asked.user, "executor": asked.executor, **more}
	return frappe.db.sql(query, values, as_dict=True)


def days_of(asked: Asked) -> dict[tuple[str, date], dict]:
	"""Return {(user, day): {looks, usually, is_unusual}} of all people; whoever is asked for, others' days tell what is usual."""
	before = Asked(asked.since - timedelta(days=USUAL_DAYS), asked.until)
	counted = _counted(before)
	own, of_all = _by_user(counted), [(day, count) for (_user, day), count in counted.items()]
	asked_for = sorted({day for _user, day in counted if day >= asked.since})
	before_day = {day: _before(day, of_all) for day in asked_for}  # once a day, not once a person
	return {
		(user, day): _judged(count, _before(day, own[user]), before_day[day])
		for (user, day), count in counted.items()
		if day in before_day and asked.user in (None, "", user)
	}


def _counted(asked: Asked) -> dict[tuple[str, date], int]:
	found: Counter[tuple[str, date]] = Counter()
	for query in (COUNTED_ACCESS, COUNTED_VIEWS):
		found.update({(row.user, row.day): row.looks for row in _read(query, asked)})
	return found


def _by_user(counted: Mapping[tuple[str, date], int]) -> dict[str, list[tuple[date, int]]]:
	found: dict[str, list[tuple[date, int]]] = defaultdict(list)
	for (user, day), count in counted.items():
		found[user].append((day, count))
	return found


def _judged(looks_: int, own: list[int], of_all: list[int]) -> dict:
	usually = usual(own, of_all)
	return {"looks": looks_, "usually": usually, "is_unusual": is_unusual(looks_, usually)}


def _before(day: date, counts: Iterable[tuple[date, int]]) -> list[int]:
	first = day - timedelta(days=USUAL_DAYS)
	return [count for each, count in counts if first <= each < day]


def at_request(request: str) -> list[dict]:
	"""Return the newest looks at the applicant of this request: by its form, its tasks, its prints."""
	tasks = frappe.get_all("Request Task", {"request": request}, pluck="name", order_by="name")
	return _beside([request, *tasks])


def at_applicant(applicant: str, *merged: str, most: int = MOST_BESIDE) -> list[dict]:
	"""Return the newest looks at this applicant, and at records `merged` into it, by whatever of it was opened: the record,
	its requests, their tasks."""
	people = [applicant, *merged]
	newest = {"order_by": "creation desc", "limit_page_length": MOST_REQUESTS}
	requests = frappe.get_all("Request", {"applicant": ("in", people)}, pluck="name", **newest)
	of_them = {"request": ("in", requests)}
	tasks = frappe.get_all("Request Task", of_them, pluck="name", order_by="name") if requests else []
	return _beside([*people, *requests, *tasks], most)


def _beside(documents: Collection[str], most: int = MOST_BESIDE) -> list[dict]:
	"""The log has an index of the documents that it names; its rows are read by it alone."""
	query = (
		f"{ACCESS} and reference_document in %(documents)s union all {VIEWS} and reference_name in %(documents)s"
		f" order by moment desc, document limit {most}"
	)
	return _in_words(frappe.db.sql(query, {**NAMED, "documents": list(documents)}, as_dict=True))


def _in_words(rows: list[dict]) -> list[dict]:
	people = _titles("User", {row.user for row in rows}, "full_name")
	tasks = _tasks({row.document for row in rows if row.doctype == OF_EXECUTORS and row.document})
	executors = _titles("Executor", {task.executor for task in tasks.values()}, "title")
	requests = {row.document for row in rows if row.doctype == "Request" and row.document}
	numbers = _titles("Request", requests | {task.request for task in tasks.values()}, "number")
	for row in rows:
		task = tasks.get(row.document) or frappe._dict()
		row.request = task.request or (row.document if row.doctype == "Request" else None)
		row.number = numbers.get(row.request) or ""
		row.executor = executors.get(task.executor, "")
		row.who = people.get(row.user) or row.user
		row.what = look_words.what(row.doctype, row.method, row.report)
		row.day = row.moment.date()
	return rows


def _titles(doctype: str, names: Collection[str], field: str) -> dict[str, str]:
	if not names:
		return {}
	listed = {"name": ("in", list(names))}
	return dict(frappe.get_all(doctype, listed, ["name", field], as_list=True, order_by="name"))


def _tasks(names: Collection[str]) -> dict[str, dict]:
	if not names:
		return {}
	listed, fields = {"name": ("in", list(names))}, ["name", "request", "executor"]
	return {row.name: row for row in frappe.get_all(OF_EXECUTORS, listed, fields, order_by="name")}
