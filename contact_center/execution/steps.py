"""The steps of a task that are taken in one call: accept, decline, report (R7.1, R7.2, R7.5).

A form saves what was typed and applies an action of the workflow, two saves of the whole document. Here the words and the
step are one save, in the version that its user saw, and the same sent twice is done once: what a phone sends again because
its answer was lost finds its own line in the journal.
"""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.model.workflow import get_transitions, has_approval_access
from frappe.utils import cstr, get_datetime

from contact_center.access import permissions
from contact_center.framework import deadlocks
from contact_center.record import journal
from contact_center.regulation import acts
from contact_center.regulation.acts import TASK, Act
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.regulation.stages import StageError
from contact_center.words import problems
from contact_center.workflows.states import stage_of

MOST_FILES = 50
RESULT = ("result", "result_unit", "result_person", "result_phone", "result_date", "informed_by")
EVIDENCE = ("kind", "file", "note")


def own_task(task: str, act: Act) -> Document:
	"""Return a task of the session's user, who may do the act. PermissionError for others' tasks and other roles."""
	permissions.check_may(act)
	doc = permissions.check_document(TASK, task, "write")
	if not permissions.acts_on(doc):
		problems.refuse(Problem(ProblemKind.ROLE_MAY_NOT), error=frappe.PermissionError)
	return doc


def take(
	task: str,
	act: Act,
	seen: str,
	values: Mapping[str, Any],
	text: str | None = None,
	evidence: Any = None,
) -> None:
	"""Write `values` into the task and do the act, in the version `seen`; nothing where the user has done it since.

	`text` is what the act's journal line says; `evidence` are further rows, [{kind, file, note}]. TimestampMismatchError with what others did meanwhile, ValidationError for
	an act that the task's stage does not allow.
	"""
	doc = own_task(task, act)
	if seen and _is_done(doc, act, seen, text):
		return
	if seen and cstr(doc.modified) != cstr(_moment(seen)):
		doc.refuse_outdated(seen)
	doc.update(values)
	doc.extend("evidence", _new_evidence(doc, evidence))
	doc.workflow_state = _state_after(doc, act)
	doc.modified = seen or doc.modified
	with deadlocks.lost_races():
		doc.save()


def _is_done(doc: Document, act: Act, seen: str, text: str | None) -> bool:
	"""Lock the request as every writer does: of two that are sent at once the second waits here, and finds the first."""
	deadlocks.retry_from_here()
	frappe.db.get_value("Request", doc.request, "name", for_update=True)
	return bool(_moment(seen)) and journal.is_own(doc.request, act.kind, _moment(seen), text, doc.name)


def _moment(seen: str) -> Any:
	try:
		return get_datetime(seen)
	except Exception:  # whatever the framework's reader makes of a text that is no moment
		return None


def _state_after(doc: Document, act: Act) -> str:
	"""Return the state to which the user may bring the task by the act, in the administrator's workflow."""
	for row in get_transitions(doc):
		if _leads(doc, act, row.next_state) and has_approval_access(frappe.session.user, doc, row):
			return row.next_state
	target = act.target.value if act.target else ""
	problems.refuse(Problem(ProblemKind.IMPOSSIBLE_MOVE, (doc.stage, target)))


def _leads(doc: Document, act: Act, state: str) -> bool:
	try:
		return acts.between(TASK, doc.stage, stage_of(TASK, state)) is act
	except StageError:
		return False


def _new_evidence(doc: Document, evidence: Any) -> list[dict]:
	"""Return the rows whose files the task does not show yet. ValidationError for what is no file of the task."""
	given = [row for row in frappe.parse_json(evidence or "[]") if isinstance(row, Mapping)]
	if len(given) > MOST_FILES:
		problems.refuse(Problem(ProblemKind.TOO_MANY_FILES, (str(MOST_FILES),)))
	there = {row.file for row in doc.evidence}
	new = [
		{name: cstr(row.get(name)) for name in EVIDENCE}
		for row in given
		if cstr(row.get("file")) not in there
	]
	_check_files(doc.name, [row["file"] for row in new])
	return new


def _check_files(task: str, wanted: list[str]) -> None:
	own = {"attached_to_doctype": TASK, "attached_to_name": task, "file_url": ("in", wanted)}
	known = set(frappe.get_all("File", own, pluck="file_url")) if wanted else set()
	for each in wanted:
		if each not in known:
			problems.refuse(Problem(ProblemKind.NO_SUCH_DOCUMENT, (each.rsplit("/", 1)[-1],)))
