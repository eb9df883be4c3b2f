"""Problems in the user's language, and refusals that carry the problem beside its words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import frappe
from frappe import _

from contact_center.regulation.problems import Problem, ProblemError, ProblemKind
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


def clause(problem: Problem) -> str:
	"""What is wrong, to follow the place that it speaks of: «рядок 7: …» (R5.11)."""
	return problem_texts.worded(Problem(problem.kind, _named(problem)), _)


def sentence(problem: Problem) -> str:
	"""What is wrong and what to do, as a message of its own."""
	return problem_texts.sentence(clause(problem))


def at_field(problem: Problem) -> str:
	"""What is wrong with a field of the citizen's form, said beside that field."""
	at_fields = problem_texts.AT_FIELDS
	key = next(
		(each for each in ((problem.kind, *problem.values), (problem.kind,)) if each in at_fields), None
	)
	return _(at_fields[key]) if key else sentence(problem)


def code(problem: Problem) -> dict[str, Any]:
	"""{kind, values}: the problem for machines."""
	return {"kind": str(problem.kind), "values": list(problem.values)}


def refuse(problem: Problem, title: str | None = None) -> NoReturn:
	"""ValidationError with the words; the answer, and the error itself, carry the problem."""
	frappe.local.response["problem"] = code(problem)
	try:
		frappe.throw(sentence(problem), title=title)
	except frappe.ValidationError as refusal:
		refusal.problem = problem
		raise


def refuse_fields(found: Mapping[str, Problem]) -> None:
	"""ValidationError with every problem at its field; nothing happens where there is none.

	The answer has `field_errors`, {field: words}, and `field_problems`, {field: {kind, values}}.
	"""
	if not found:
		return
	frappe.local.response["field_errors"] = {name: at_field(each) for name, each in found.items()}
	frappe.local.response["field_problems"] = {name: code(each) for name, each in found.items()}
	frappe.throw(_("Please correct what is marked."))


@contextmanager
def refusing(title: str | None = None) -> Iterator[None]:
	"""Refuse what a rule finds wrong inside the block."""
	try:
		yield
	except ProblemError as error:
		refuse(error.problem, title)


def _named(problem: Problem) -> tuple[str, ...]:
	"""The values with the titles of executors, entries and districts instead of their codes."""
	if problem.kind in _EXECUTORS:
		return tuple(_title(each, "Executor") for each in problem.values)
	if problem.kind in _ENTRIES:
		return tuple(_title(each, "Classifier", "City District") for each in problem.values)
	if problem.kind is ProblemKind.SEVERAL_ENTRIES:
		written, *codes = problem.values
		return (written, *(f"{each} {_title(each, 'Classifier')}" for each in codes))
	return problem.values


def _title(code: str, *doctypes: str) -> str:
	titles = (frappe.db.get_value(doctype, code, "title", cache=True) for doctype in doctypes)
	return next(filter(None, titles), code)
