"""Measure how fast requests are registered, compared with a plain document of the framework (`make benchmark`).

Both are inserted in turns on one site, with a commit after each. The benchmark deletes whatever it creates.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median
from time import perf_counter

import frappe
from frappe.model.document import Document
from frappe.utils.background_jobs import get_queue

from contact_center import policy
from contact_center.intake import applicants, registration
from contact_center.record import clock

MARK = "ZZ-BENCHMARK"
PLAIN = "Contact Center Benchmark"
FIELD_TYPES = (
	"Data",
	"Data",
	"Data",
	"Data",
	"Select",
	"Link",
	"Link",
	"Date",
	"Datetime",
	"Int",
	"Float",
	"Check",
)
OPTIONS = {"Select": "One\nTwo\nThree", "Link": "Request Type"}
NO_QUERY = ("commit", "rollback", "start transaction", "savepoint", "release")


def run(runs: int = 5, documents: int = 200) -> dict[str, float]:
	"""Print and return the medians of `runs`: documents a second of both, their ratio, queries of a registration."""
	with records_in_place() as applicant:
		makers = {"plain": _plain, "registration": partial(registration_of, applicant)}
		_rates(makers, 20)
		rates = [_rates(makers, documents) for _run in range(runs)]
		queries = {name: _queries(make) for name, make in makers.items()}
	result = {name: median(rate[name] for rate in rates) for name in makers}
	result["ratio"] = median(rate["registration"] / rate["plain"] for rate in rates)
	result["queries"] = queries["registration"]
	_print(result, queries["plain"], f"medians of {runs} runs of {documents} documents, a commit each")
	return result


def _print(result: dict[str, float], plain_queries: int, how: str) -> None:
	print(how)
	print(
		f"(a) insert of a plain document of 15 fields: {result['plain']:7.1f} a second, {plain_queries} queries"
	)
	print(
		f"(b) registration with task, journal, messages: {result['registration']:5.1f} a second, "
		f"{result['queries']} queries"
	)
	print(f"ratio b/a: {result['ratio']:.2f}")


def _rates(makers: dict[str, Callable[[], Document]], documents: int) -> dict[str, float]:
	"""Return documents a second of each maker. They take turns, so that other work of the machine slows all alike."""
	spent = dict.fromkeys(makers, 0.0)
	for _number in range(documents):
		for name, make in makers.items():
			start = perf_counter()
			make()
			frappe.db.commit()
			spent[name] += perf_counter() - start
	return {name: documents / seconds for name, seconds in spent.items()}


def _queries(make: Callable[[], Document]) -> int:
	"""Count the statements of one document in a new web request, with bulk inserts and without transaction control."""
	frappe.db.value_cache.clear()
	statements: list[str] = []
	run_sql = frappe.db.sql

	def counting(query, *args, **kwargs):
		statements.append(str(query).lstrip().lower())
		return run_sql(query, *args, **kwargs)

	frappe.db.sql = counting
	try:
		make()
		frappe.db.commit()
	finally:
		del frappe.db.sql
	return sum(not statement.startswith(NO_QUERY) for statement in statements)


def _plain() -> Document:
	values = {
		"data": "Тече покрівля",
		"select": "Two",
		"link": "ordinary",
		"date": "2026-11-22",
		"int": 12,
		"float": 1.5,
	}
	values |= {"datetime": "2026-11-22 14:30:00", "check": 1}
	return frappe.get_doc(
		{
			"doctype": PLAIN,
			**{df.fieldname: values[df.fieldtype.lower()] for df in frappe.get_meta(PLAIN).fields},
		}
	).insert()


def registration_of(applicant: str) -> Document:
	return registration.register_at_once(
		{
			"channel": "Phone",
			"wording_agreed": 1,
			"applicant": applicant,
			"classifier": MARK,
			"street": f"вул. {MARK}",
			"building": "12-А",
			"flat": "5",
			"description": "Тече дах над п’ятою квартирою, вода заливає проводку у під’їзді.",
		}
	)


@contextmanager
def records_in_place() -> Iterator[str]:
	"""Create an address, a classifier entry with its executor, and a plain doctype; yield an applicant; delete all."""
	_clean_up()
	_plain_doctype()
	for values in _records():
		frappe.get_doc(values).insert()
	applicant = applicants.by_contact(MARK, phone="+380564401520")
	frappe.db.commit()
	try:
		yield applicant
	finally:
		_clean_up()


def _records() -> list[dict]:
	route = {"executor": MARK, "is_lead": 1}
	required = [{"field": field} for field in ("street", "building", "description")]
	ranges = [{"district": MARK, "parity": "All"}]
	return [
		{"doctype": "City District", "code": MARK, "title": MARK},
		{"doctype": "City Street", "street_type": "вул.", "street_name": MARK, "ranges": ranges},
		{"doctype": "Executor", "code": MARK, "title": MARK, "kind": "Utility"},
		{
			"doctype": "Classifier",
			"code": MARK,
			"title": MARK,
			"request_type": "ordinary",
			"executors": [route],
			"required_fields": required,
		},
	]


def _plain_doctype() -> None:
	types = [*FIELD_TYPES, *FIELD_TYPES][:15]
	fields = [
		{
			"fieldname": f"field_{number}",
			"label": f"Field {number}",
			"fieldtype": kind,
			"options": OPTIONS.get(kind),
		}
		for number, kind in enumerate(types, 1)
	]
	access = [{"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1}]
	doctype = {
		"name": PLAIN,
		"module": "Contact Center",
		"custom": 1,
		"fields": fields,
		"permissions": access,
	}
	frappe.get_doc({"doctype": "DocType", "autoname": "hash", **doctype}).insert()


def _clean_up() -> None:
	frappe.db.rollback()
	requests = frappe.get_all("Request", filters={"classifier": MARK}, pluck="name") or [""]
	tasks = frappe.get_all("Request Task", filters={"request": ["in", requests]}, pluck="name") or [""]
	_delete_requests(requests, tasks)
	_drop_messages(requests, tasks)
	frappe.db.delete("Applicant", {"surname": MARK})
	for doctype, name in (
		("Classifier", MARK),
		("Executor", MARK),
		("City Street", f"вул. {MARK}"),
		("City District", MARK),
	):
		frappe.delete_doc(doctype, name, force=True, ignore_missing=True)
	frappe.delete_doc("DocType", PLAIN, force=True, ignore_missing=True)
	_reset_series()
	frappe.db.commit()
	frappe.db.sql_ddl(f"drop table if exists `tab{PLAIN}`")


def _reset_series() -> None:
	"""Reset the series, so that the next request gets the number after the last one left (R5.12)."""
	prefix = f"{policy.settings().number_prefix}-{clock.now().year}-"
	last = frappe.get_all(
		"Request", {"number": ["like", f"{prefix}%"]}, pluck="number", order_by="number desc", limit=1
	)
	series = frappe.qb.DocType("Series")
	current = int(last[0].removeprefix(prefix)) if last else 0
	frappe.qb.update(series).set(series.current, current).where(series.name == prefix).run()


def _drop_messages(requests: list[str], tasks: list[str]) -> None:
	"""Remove the queued jobs that would send messages about these requests."""
	ours = {*requests, *tasks}
	for job in get_queue("short").jobs:
		messages = (job.kwargs.get("kwargs") or {}).get("messages") or ()
		if job.kwargs.get("site") == frappe.local.site and any(
			name in ours for _doctype, name, *_rest in messages
		):
			job.delete()


def _delete_requests(requests: list[str], tasks: list[str]) -> None:
	"""Delete the requests of the benchmark by SQL, with all their records; no other code deletes a request."""
	actions = frappe.get_all(
		"Workflow Action", filters={"reference_name": ["in", [*requests, *tasks]]}, pluck="name"
	)
	frappe.db.delete("Workflow Action Permitted Role", {"parent": ["in", actions or [""]]})
	frappe.db.delete("Workflow Action", {"name": ["in", actions or [""]]})
	frappe.db.delete("Request Journal", {"request": ["in", requests]})
	frappe.db.delete("Request Task", {"request": ["in", requests]})
	frappe.db.delete("Request", {"name": ["in", requests]})
