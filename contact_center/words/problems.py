"""Problems in the user's language, and refusals that carry kind and values beside the words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.utils import format_date

from contact_center.policy import WEEKDAYS, own_fields
from contact_center.regulation.problems import BaseKind, Problem, ProblemError, ProblemKind
from contact_center.words import problem_texts

_EXECUTORS = (
	ProblemKind.UNKNOWN_EXECUTOR,
	ProblemKind.INACTIVE_EXECUTOR,
	ProblemKind.AMBIGUOUS_LEAD,
	ProblemKind.CHOICE_NOT_ALLOWED,
)
_ENTRIES = (
	ProblemKind.ENTRY_IS_GROUP,
	ProblemKind.INACTIVE_ENTRY,
	ProblemKind.NO_REQUEST_TYPE,
	ProblemKind.DISTRICT_NEEDED,
	ProblemKind.NO_EXECUTOR,
)

_STATES = (
	ProblemKind.STATE_WITHOUT_STAGE,
	ProblemKind.STAGE_WITHOUT_STATE,
	ProblemKind.WRONG_FIRST_STATE,
)


def clause(problem: Problem) -> str:
	"""Return the problem in words that may follow a place, as «рядок 7: …»."""
	return problem_texts.worded(Problem(problem.kind, _named(problem)), _)


def sentence(problem: Problem) -> str:
	"""Return the problem as a sentence."""
	return problem_texts.sentence(clause(problem))


def at_field(problem: Problem) -> str:
	"""Return the words beside the field of the citizen's form that has the problem."""
	at_fields = problem_texts.AT_FIELDS
	key = next(
		(each for each in ((problem.kind, *problem.values), (problem.kind,)) if each in at_fields), None
	)
	return _(at_fields[key]) if key else sentence(problem)


def code(problem: Problem) -> dict[str, Any]:
	"""Return the problem for machines: {kind, values}."""
	return {"kind": str(problem.kind), "values": list(problem.values)}


def refuse(
	problem: Problem,
	title: str | None = None,
	error: type[Exception] = frappe.ValidationError,
) -> NoReturn:
	"""Raise `error` with the words of the problem; `problem` of the answer and of the error have its code."""
	frappe.local.response["problem"] = code(problem)
	try:
		frappe.throw(sentence(problem), error, title=title)
	except error as refusal:
		refusal.problem = problem
		raise


def refuse_fields(found: Mapping[str, Problem]) -> None:
	"""Raise ValidationError with every problem at its field; do nothing without problems.

	The answer has `field_errors`, {field: words}, and `field_problems`, {field: {kind, values}}.
	"""
	if not found:
		return
	frappe.local.response["field_errors"] = {name: at_field(each) for name, each in found.items()}
	frappe.local.response["field_problems"] = {name: code(each) for name, each in found.items()}
	frappe.throw(_("Please correct what is marked."))


@contextmanager
def refusing(title: str | None = None) -> Iterator[None]:
	"""Turn a ProblemError inside the block into a refusal."""
	try:
		yield
	except ProblemError as error:
		refuse(error.problem, title)


def _named(problem: Problem) -> tuple[str, ...]:
	"""Return the values with titles, labels and translations instead of codes."""
	if problem.kind in _EXECUTORS:
		return tuple(_title(each, "Executor") for each in problem.values)
	if problem.kind in _ENTRIES:
		return tuple(_title(each, "Classifier", "City District") for each in problem.values)
	if problem.kind is ProblemKind.MISSING_FIELDS:
		own = own_fields.labels()
		return tuple(_(own[each]) if each in own else each for each in problem.values)
	if problem.kind is ProblemKind.SEVERAL_ENTRIES:
		written, *codes = problem.values
		return (written, *(f"{each} {_title(each, 'Classifier')}" for each in codes))
	if problem.kind in _STATES:
		return tuple(map(_as_typed, problem.values))
	if problem.kind is ProblemKind.IMPOSSIBLE_TRANSITION:
		row, action, *stages = problem.values
		return (row, _(action), *map(_as_typed, stages))
	return tuple(_form_value(problem.kind, value) for value in problem.values)


def _form_value(kind: BaseKind, value: str) -> str:
	"""Return a value as the administrator's form shows it."""
	if kind in (ProblemKind.AMOUNT_NOT_POSITIVE, ProblemKind.AMOUNT_TOO_GREAT):
		return value if value.isdigit() else _(frappe.get_meta("Request Type").get_label(value))
	if kind is ProblemKind.DAY_LISTED_TWICE:
		return format_date(value)
	if kind in (ProblemKind.HOURS_OVERLAP, ProblemKind.CLOSES_TOO_EARLY):
		return _(WEEKDAYS[int(value)]) if value.isdigit() else value
	if kind in (ProblemKind.UNKNOWN_STATE, ProblemKind.IMPOSSIBLE_MOVE, ProblemKind.LAST_WORKFLOW):
		return _(value)
	return value


def _as_typed(code: str) -> str:
	"""Return a stage or state as it has to be typed, with its translation: «In Progress (У роботі)»."""
	return code if _(code) == code else f"{code} ({_(code)})"


def _title(code: str, *doctypes: str) -> str:
	titles = (frappe.db.get_value(doctype, code, "title", cache=True) for doctype in doctypes)
	return next(filter(None, titles), code)
