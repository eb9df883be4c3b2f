"""Why a result is returned for rework: grounds that the administrator keeps, ticked, on record, counted (R6.3.3)."""

import json
from collections.abc import Sequence
from pathlib import Path

import frappe
from frappe.model.document import Document

from contact_center.control import confirmation
from contact_center.framework import created_once
from contact_center.record import clock
from contact_center.regulation.acts import RETURN_FOR_REWORK, Act
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.returns import ReturnMark, marks_of
from contact_center.words import problems

DOCTYPE = "Return Ground"
SHIPPED = Path(__file__).with_name("return_grounds.json")


def install() -> None:
	"""Create the shipped grounds, each once on a site."""
	for title, values in json.loads(SHIPPED.read_text(encoding="utf-8")).items():
		created_once.create({"doctype": DOCTYPE, "title": title, **values}, title)


def for_desk() -> list[dict]:
	"""Return the grounds in use, [{title, text, is_for_disputes}], for the dialog of a return."""
	return frappe.get_all(
		DOCTYPE, {"is_active": 1}, ["title", "text", "is_for_disputes"], order_by="is_for_disputes, title"
	)


def keep(request: Document, act: Act | None) -> None:
	"""Keep what was ticked for a return alone: whatever else is done to the request takes it away."""
	if act and act is not RETURN_FOR_REWORK:
		request.set("return_grounds", [])


def taken(request: Document) -> tuple[ReturnMark, ...]:
	"""Return what was ticked for this return. ValidationError for one that may not be.

	One is needed where the site uses any, and the applicant has not disputed the result.
	"""
	grounds = for_desk()
	ticked = [
		(row.ground, (row.files or "").split("\n") if row.files else ()) for row in request.return_grounds
	]
	disputed = request.applicant_answer == confirmation.DISPUTED
	of_disputes = next((each.title for each in grounds if each.is_for_disputes), None)
	with problems.refusing():
		return marks_of(
			ticked,
			{each.title for each in grounds},
			_evidence(request.name),
			of_disputes if disputed else None,
			disputed,
		)


def marks_of_titles(titles: Sequence[str]) -> tuple[ReturnMark, ...]:
	"""Return the marks of these grounds, each about no file. ProblemError without one while the site uses any."""
	if not isinstance(titles, list) or not all(isinstance(each, str) for each in titles):
		raise ProblemError(ProblemKind.BAD_VALUES)
	return marks_of([(each, ()) for each in titles], {each.title for each in for_desk()}, {})


def add_to_record(request: str, marks: tuple[ReturnMark, ...]) -> None:
	"""Add the grounds to the returns of a request that no form holds."""
	place = {"parent": request, "parenttype": "Request", "parentfield": "returned_for"}
	count = frappe.db.count("Return Mark", place)
	for number, mark in enumerate(marks, count + 1):
		row = {"doctype": "Return Mark", **place, "idx": number, "ground": mark.ground}
		frappe.get_doc({**row, "moment": clock.to_site(clock.now())}).db_insert()


def _evidence(request: str) -> dict[str, list[str]]:
	"""Return the tasks of each file of the request's results, by its address."""
	task, row = frappe.qb.DocType("Request Task"), frappe.qb.DocType("Request Evidence")
	query = frappe.qb.from_(row).join(task).on(task.name == row.parent).select(row.file, task.name)
	query = query.where((task.request == request) & (row.parenttype == "Request Task")).orderby(task.name)
	found: dict[str, list[str]] = {}
	for address, name in query.run():
		found.setdefault(address, []).append(name)
	return found


def keep_on_record(request: Document, marks: tuple[ReturnMark, ...]) -> None:
	"""Move what was ticked to the request's returns: there it is counted, and found by a filter of the list."""
	request.set("return_grounds", [])
	for mark in marks:
		files = "\n".join(dict.fromkeys(address for _task, address in mark.files))
		request.append(
			"returned_for", {"ground": mark.ground, "files": files, "moment": clock.to_site(clock.now())}
		)
