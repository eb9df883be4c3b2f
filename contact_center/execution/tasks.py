"""A task: sent, accepted, declined, reported, corrected (R7, R8.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center import policy
from contact_center.addresses import place
from contact_center.execution import addressee, evidence_checks, results
from contact_center.framework.plain_text import without_markup
from contact_center.record import clock
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, draft_of, write
from contact_center.regulation.acts import (
	ACCEPT,
	COMMENT_ON_TASK,
	CORRECT,
	CORRECT_RESULT,
	DECLINE,
	REPORT,
	SEND,
	Act,
)
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.regulation.routing import Assignment
from contact_center.regulation.stages import OPEN, Stage
from contact_center.regulation.terms import Deadlines
from contact_center.words import problems

CORRECTABLE_FIELDS = (
	*("description", "wording", "wording_agreed", "street", "building", "flat", "place", "district"),
	*("latitude", "longitude", "anonymous", "applicant", "notify_by"),
)
PERSONAL_FIELDS = ("applicant", "notify_by")
"""The journal names these without their former values: not every reader may know them (D1)."""
SENT = [stage.value for stage in (*OPEN, Stage.AWAITING_CONFIRMATION)]


@dataclass(frozen=True)
class Sent:
	"""A task to be sent: its name, its journal line, and the first fields of its row."""

	name: str
	line: NewLine
	fields: dict[str, Any]


def send(
	request: Document, assignments: Iterable[Assignment], deadlines: Deadlines, first_number: int = 1
) -> list[Sent]:
	"""Return a task for each executor, named by the request's number and its own, from `first_number` on.

	Write nothing: the draft that takes the lines writes the rows.
	"""
	fields = {**_shown_to_executor(request), "swept_until_utc": clock.to_utc(clock.now())}
	names = (f"{request.number}-{number}" for number in count(first_number))
	return [_sent(name, each, deadlines, fields) for name, each in zip(names, assignments, strict=False)]


def _sent(name: str, assignment: Assignment, deadlines: Deadlines, fields: dict[str, Any]) -> Sent:
	executor = frappe.get_cached_doc("Executor", assignment.executor)
	addressee.note_reach(executor)
	line = NewLine(
		SEND.kind,
		task=name,
		executor=assignment.executor,
		public=SEND.public,
		lead=assignment.lead,
		accept_by=deadlines.accept_by,
		due=deadlines.due,
	)
	return Sent(name, line, {**fields, "executor_email": addressee.email_of(executor)})


def _shown_to_executor(request: Document) -> dict[str, Any]:
	"""Return the fields of a task that show the request, without markup; the applicant is none of them (D1)."""
	entry_title = frappe.get_cached_value("Classifier", request.classifier, "title")
	fields = {
		"request": request.name,
		"number": request.number,
		"title": f"{request.number} · {entry_title} · {place.short(request)}"[:140],
		"request_type": request.request_type,
		"comes_first": request.comes_first,
		"classifier": request.classifier,
		"wording": request.wording or request.description,
		"address": place.in_one_line(request),
		"coordinates": _coordinates(request),
		"district": request.district,
		"anonymous": request.anonymous,
	}
	# the rows are written past the document's own checks
	return {
		name: without_markup(value) if isinstance(value, str) else value for name, value in fields.items()
	}


def _coordinates(request: Document) -> str:
	"""Return the applicant's position, «47.909800, 33.391700»; empty where it is unknown."""
	if not (request.latitude or request.longitude):
		return ""
	return f"{request.latitude:.6f}, {request.longitude:.6f}"


def correct(request: Document) -> None:
	"""Journal the operator's correction of a registered request, and write it into its unfinished tasks."""
	before = request.get_doc_before_save()
	if not before or not before.number:
		return
	changed = [
		field for field in CORRECTABLE_FIELDS if (request.get(field) or "") != (before.get(field) or "")
	]
	if not changed:
		return
	was = "; ".join(_was(before, field) for field in changed)
	write(request.name, [NewLine(CORRECT.kind, text=_("Corrected: {0}").format(was))])
	running = {"request": request.name, "stage": ["in", SENT]}
	# without `modified`: the executor may be writing a result in an open form
	frappe.db.set_value("Request Task", running, _shown_to_executor(request), update_modified=False)


def _was(before: Document, field: str) -> str:
	"""Return a field's label with its former value, if it had one: «Вулиця (було: вул. Миру)»."""
	label, text = _(before.meta.get_label(field)), before.get_formatted(field)
	if field in PERSONAL_FIELDS or not text:
		return label
	return _("{0} (it was: {1})").format(label, text)


def accept(task: Document) -> Draft:
	"""Accept the task (R7.1); lateness stays on record."""
	return _journaled(task, ACCEPT)


def decline(task: Document) -> Draft:
	"""Decline the task as outside the executor's competence, with a reason (R7.2)."""
	if not (task.reason or "").strip():
		problems.refuse(Problem(ProblemKind.DECLINE_REASON_NEEDED), title=_("Reason Needed"))
	return _journaled(task, DECLINE, text=task.reason)


def report(task: Document) -> Draft:
	"""Report the result with its evidence; the task awaits confirmation then (R7.5, R7.6, R8.1.6)."""
	results.check(task, policy.classifier_entry(task.classifier).evidence)
	evidence_checks.hand_in(task.name, task.request)
	return _journaled(task, REPORT, text=task.result)


def correct_result(task: Document) -> Draft | None:
	"""Journal the former values of a reported result that the operator corrects (R7.5); None without a change."""
	was = results.corrected(task) if task.executed_at else ""
	if not was:
		return None
	evidence_checks.hand_in(task.name, task.request)
	return _journaled(task, CORRECT_RESULT, text=_("The result was corrected. It said: {0}").format(was))


def note_state(task: Document) -> Draft | None:
	"""Journal a change of state within the stage, such as to «Очікує матеріалів»; None without one."""
	if not task.has_value_changed("workflow_state"):
		return None
	return _journaled(task, COMMENT_ON_TASK, text=_("State: {0}").format(_(task.workflow_state)))


def _journaled(task: Document, act: Act, text: str = "") -> Draft:
	line = NewLine(act.kind, task=task.name, executor=task.executor, text=text, public=act.public)
	return draft_of(task).add([line])
