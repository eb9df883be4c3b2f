"""Export a site's policy and history as the files that the rehearsal reads, without applicants (D1, D2).

The policy has the format of `reading.policy_files`, so that an administrator's changes can be rehearsed. The history
has the classifier entry and place of each request, never its applicant or description.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import frappe

from contact_center import policy
from contact_center.reading.ground_cells import written_cell
from contact_center.reading.policy_files import COLUMNS, OPTIONAL
from contact_center.reading.spreadsheets import DELIMITER, ENCODING, harmless
from contact_center.reading.street_names import listed
from contact_center.regulation.facts import Kind
from contact_center.regulation.returns import read_grounds
from contact_center.regulation.terms import Unit

REQUESTS = (
	"number moment channel applicant phone street building flat classifier district description".split()
)
JOURNAL = "request moment kind executor lead due grounds task stage".split()
HAVE_TERM = frozenset(
	kind.value for kind in (Kind.EXTENDED, Kind.TERM_ASKED, Kind.STAGE_PLANNED, Kind.STAGE_AGREED)
)
"""Lines whose day people agreed on or asked for; the rules say all others again."""
WITHHELD = "–"

Row = dict[str, Any]


def export_policy(folder: Path) -> list[Path]:
	"""Write the policy files of the site into `folder`; return their paths."""
	folder.mkdir(parents=True, exist_ok=True)
	return [
		_write(folder / name, (*COLUMNS[name], *OPTIONAL.get(name, ())), rows())
		for name, rows in _POLICY.items()
	]


def export_history(folder: Path) -> list[Path]:
	"""Write requests.csv and journal.csv of all registered requests into `folder`; return their paths."""
	folder.mkdir(parents=True, exist_ok=True)
	return [
		_write(folder / "requests.csv", REQUESTS, _requests()),
		_write(folder / "journal.csv", JOURNAL, _journal()),
	]


def _write(path: Path, columns: Iterable[str], rows: Iterable[Row]) -> Path:
	with path.open("w", encoding=ENCODING, newline="") as target:
		writer = csv.DictWriter(
			target, columns, extrasaction="ignore", lineterminator="\n", delimiter=DELIMITER
		)
		writer.writeheader()
		writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
	return path


def _cell(value: Any) -> Any:
	if isinstance(value, str):
		return harmless(value)
	return "" if value is None else int(value) if isinstance(value, bool) else value


def _docs(doctype: str, order_by: str = "creation") -> Iterator[Any]:
	for name in frappe.get_all(doctype, pluck="name", order_by=order_by):
		yield frappe.get_doc(doctype, name)


def _types() -> Iterator[Row]:
	for doc in _docs("Request Type", "urgency, code"):
		amounts = {name: doc.get(name) or "" for name in ("accept_amount", "done_amount")}
		if doc.done_unit == Unit.NO_FIXED_TERM:
			amounts["done_amount"] = ""
		yield {**doc.as_dict(), **amounts}


def _alerts() -> Iterator[Row]:
	for doc in _docs("Request Type", "urgency, code"):
		yield from ({**row.as_dict(), "request_type": doc.code} for row in doc.alerts)


def _calendar() -> Iterator[Row]:
	calendar = policy.calendar()
	for day in range(7):
		yield from _hours("weekday", day, calendar.week.get(day, ()))
	for date, hours in calendar.exceptions.items():
		yield from _hours("exception", date.isoformat(), hours)


def _hours(kind: str, key: Any, hours: Iterable) -> Iterator[Row]:
	"""Yield a row for each span of hours, one without times for a day off."""
	for start, end in hours or [(None, None)]:
		times = {"from_time": start and f"{start:%H:%M}", "to_time": end and f"{end:%H:%M}"}
		yield {"kind": kind, "key": key, **times, "reason": ""}


def _districts() -> list[Row]:
	return frappe.get_all("City District", ["code", "title"], order_by="creation")


def _executors() -> Iterator[Row]:
	for doc in _docs("Executor", "lft"):
		person = next((row for row in doc.users if row.is_responsible), None)
		yield {
			**doc.as_dict(),
			"parent": doc.parent_executor,
			"email": doc.official_email,
			"active": doc.is_active,
			"responsible_email": person and person.user,
			"responsible_name": person and (person.full_name or person.user),
		}


def _classifier() -> Iterator[Row]:
	for doc in _docs("Classifier", "lft"):
		yield {
			**doc.as_dict(),
			"parent": doc.parent_classifier,
			"public": doc.is_public,
			"active": doc.is_active,
			"where_to_turn": doc.where_to_turn if doc.is_state_body else "",
			"required_fields": ";".join(row.field for row in doc.required_fields),
			"evidence": ";".join(row.kind for row in doc.evidence),
		}


def _routes() -> Iterator[Row]:
	for doc in _docs("Classifier", "lft"):
		for row in doc.executors:
			yield {
				"classifier": doc.code,
				"district": row.district,
				"executor": row.executor,
				"lead": row.is_lead,
			}


def _streets() -> Iterator[Row]:
	for doc in _docs("City Street", "street_name, street_type"):
		for row in doc.ranges:
			yield {
				**row.as_dict(),
				"street_type": doc.street_type,
				"name": doc.street_name,
				"former_names": "; ".join(listed(doc.former_names)),
			}


def _street_types() -> list[Row]:
	return frappe.get_all("Street Type", ["title", "spellings"], order_by="creation, title")


_POLICY = {
	"request_types.csv": _types,
	"request_type_alerts.csv": _alerts,
	"calendar.csv": _calendar,
	"districts.csv": _districts,
	"executors.csv": _executors,
	"classifier.csv": _classifier,
	"routes.csv": _routes,
	"streets.csv": _streets,
	"street_types.csv": _street_types,
}


def _requests() -> Iterator[Row]:
	request = frappe.qb.DocType("Request")
	columns = "number received_utc channel street building flat classifier district".split()
	query = frappe.qb.from_(request).select(*columns).where(request.number != "").orderby(request.number)
	for row in _rows(query):
		yield {**row, "moment": _moment(row.received_utc), "description": WITHHELD}


def _journal() -> Iterator[Row]:
	"""Yield the journal in the order in which it was written."""
	line, request = frappe.qb.DocType("Request Journal"), frappe.qb.DocType("Request")
	query = (
		frappe.qb.from_(line)
		.join(request)
		.on(request.name == line.request)
		.select(request.number, line.moment_utc, line.kind, line.executor, line.is_lead, line.due_utc)
		.select(line.grounds, line.task, line.work_stage)
		.where(request.number != "")
		.orderby(line.creation, line.idx)
	)
	executors, stages = _returned_to(), _Stages()
	for row in _rows(query):
		yield {
			**row,
			"request": row.number,
			"moment": _moment(row.moment_utc),
			"lead": row.is_lead,
			"due": _moment(row.due_utc) if row.kind in HAVE_TERM else None,
			"grounds": _grounds(row.grounds, executors),
			"task": _number(row.task, row.number),
			"stage": stages.number(row.task, row.work_stage),
		}


class _Stages(defaultdict[str, dict[str, int]]):
	"""The stages of each task of long-term work, in the order in which its journal names them."""

	def __init__(self) -> None:
		super().__init__(dict)

	def number(self, task: str | None, stage: str | None) -> int | str:
		"""Return the number of a stage within its task, "" for a line about none."""
		return self[task].setdefault(stage, len(self[task]) + 1) if task and stage else ""


def _number(task: str | None, request: str) -> str:
	"""Return the number of a task within its request, which its name has behind the request's."""
	return task.removeprefix(f"{request}-") if task else ""


def _returned_to() -> dict[str, str]:
	"""Return the executors of the tasks of all requests that were returned for some ground."""
	line, task = frappe.qb.DocType("Request Journal"), frappe.qb.DocType("Request Task")
	query = frappe.qb.from_(line).join(task).on(task.request == line.request)
	query = query.where((line.kind == Kind.RETURNED.value) & (line.grounds != ""))
	return dict(query.select(task.name, task.executor).distinct().run())


def _grounds(text: str | None, executors: dict[str, str]) -> str:
	"""Return the cell of a return's grounds: titles, never a file."""
	return written_cell(
		(mark.ground, dict.fromkeys(executors[task] for task, _file in mark.files if task in executors))
		for mark in read_grounds(text)
	)


def _rows(query) -> Iterator[Any]:
	"""Yield one row at a time: a history does not fit into memory."""
	with frappe.db.unbuffered_cursor():
		yield from query.run(as_dict=True, as_iterator=True)


def _moment(naive_utc) -> str | None:
	return naive_utc and f"{naive_utc.isoformat(timespec='seconds')}+00:00"
