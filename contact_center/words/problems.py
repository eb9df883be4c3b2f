"""Problems in the user's language, and refusals that carry kind and values beside the words."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.utils import format_date, format_datetime

from contact_center.policy import WEEKDAYS, own_fields
from contact_center.regulation.problems import BaseKind, Problem, ProblemError, ProblemKind
from contact_center.words import people_words, problem_texts

_EXECUTORS = (
	ProblemKind.UNKNOWN_EXECUTOR,
	ProblemKind.INACTIVE_EXECUTOR,
	ProblemKind.AMBIGUOUS_LEAD,
	ProblemKind.CHOICE_NOT_ALLOWED,
	ProblemKind.ADDRESS_OF_ANOTHER,
	ProblemKind.HAS_TASK_ALREADY,
	ProblemKind.NOT_BELOW,
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
_FIELDS_OF = {
	ProblemKind.AMOUNT_NOT_POSITIVE: "Request Type",
	ProblemKind.AMOUNT_TOO_GREAT: "Request Type",
	ProblemKind.LONG_FIELD: "Request",
	ProblemKind.FIELDS_EMPTIED: "Request",
	ProblemKind.WAY_NEEDS_CONTACT: "Applicant",
	ProblemKind.NUMBER_NOT_BETWEEN: "Contact Center Settings",
}
"""Kinds with names of fields, by their doctype; a value that names none is shown as it is."""
_TRANSLATED = (
	ProblemKind.UNKNOWN_STATE,
	ProblemKind.IMPOSSIBLE_MOVE,
	ProblemKind.LAST_WORKFLOW,
	ProblemKind.UNKNOWN_OUTCOME,
	ProblemKind.MOVE_NOT_YOURS,
	ProblemKind.STATE_OF_OTHERS,
	ProblemKind.MEMO_DECIDED,
)
_STAGES = (
	*(ProblemKind.INSPECTION_IS_OVER, ProblemKind.INSPECTION_OF_WHAT),
	*(ProblemKind.RETURN_OF_WHAT, ProblemKind.EXTENSION_DECIDED),
)
_OF_APPEALS = (
	*(ProblemKind.ANSWER_HAS_NO_WAY, ProblemKind.APPEAL_DECIDED),
	*(ProblemKind.NOT_TO_PASS_ON, ProblemKind.APPEAL_KIND_TWICE),
)
_PEOPLE = (
	*(ProblemKind.RESPONSIBLE_SEES_ALL, ProblemKind.NO_DEPUTY),
	*(ProblemKind.OWN_DEPUTY, ProblemKind.ABSENT_IS_NO_PERSON),
)
_ABSENCES = (ProblemKind.ABSENCES_OVERLAP, ProblemKind.DEPUTY_IS_ABSENT)
_OF_A_TALK = ("Request", "Applicant", "Consultation", "Interaction")
MOMENT = "dd.MM.yyyy HH:mm"
DAY = "dd.MM.yyyy"


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
	if problem.kind in _WHOLE:
		return _WHOLE[problem.kind](*problem.values) if problem.values else ()
	return tuple(map(_each(problem.kind), problem.values))


def _each(kind: BaseKind) -> Callable[[str], str]:
	"""Return how each value of a problem of this kind is shown."""
	if kind in _FIELDS_OF:
		return partial(_label, _FIELDS_OF[kind])
	return _EACH.get(kind, str)


def _label(doctype: str, value: str) -> str:
	field = frappe.get_meta(doctype).get_field(value)
	return _(field.label) if field else value


def _own_label(value: str) -> str:
	own = own_fields.labels()
	return _(own[value]) if value in own else value


def _any_label(value: str) -> str:
	"""Return the label of a field of a request, an applicant, a consultation or a card; else the name as it is."""
	fields = (frappe.get_meta(doctype).get_field(value) for doctype in _OF_A_TALK)
	found = next(filter(None, fields), None)
	return _(found.label, context=found.parent) if found and found.label else value


def _needed_of_result(value: str) -> str:
	"""Return the label of a task's field, or «докази: Фото» for a kind of evidence."""
	is_field = frappe.get_meta("Request Task").get_field(value)
	return _label("Request Task", value) if is_field else _("evidence: {0}").format(_(value))


def _weekday(value: str) -> str:
	return _(WEEKDAYS[int(value)]) if value.isdigit() else value


def _as_typed(code: str) -> str:
	"""Return a stage or state as it has to be typed, with its translation: «In Progress (У роботі)»."""
	return code if _(code) == code else f"{code} ({_(code)})"


def _title(*doctypes: str) -> Callable[[str], str]:
	"""Return a function that gives the title of a record of one of the doctypes, by its code."""

	def title(code: str) -> str:
		titles = (frappe.db.get_value(doctype, code, "title", cache=True) for doctype in doctypes)
		return next(filter(None, titles), code)

	return title


def _with_entries(written: str, *codes: str) -> tuple[str, ...]:
	title = _title("Classifier")
	return (written, *(f"{each} {title(each)}" for each in codes))


def _transition(row: str, action: str, *stages: str) -> tuple[str, ...]:
	return (row, _(action), *map(_as_typed, stages))


def _between(field: str, *days: str) -> tuple[str, ...]:
	return (_label("Request Task", field), *(format_date(day, DAY) for day in days))


def _absent(user: str, *days: str) -> tuple[str, ...]:
	return (people_words.name_of(user), *(format_date(day, DAY) for day in days))


def _blocked(until: str, ground: str, *where: str) -> tuple[str, ...]:
	return (format_datetime(until, MOMENT), _(ground), *where)


_EACH: dict[BaseKind, Callable[[str], str]] = {
	**dict.fromkeys(_EXECUTORS, _title("Executor")),
	**dict.fromkeys(_ENTRIES, _title("Classifier", "City District")),
	**dict.fromkeys(_STATES, _as_typed),
	**dict.fromkeys(_TRANSLATED, lambda value: _(value)),
	**dict.fromkeys(_STAGES, lambda value: value and _(value, context="Contact Center")),
	**dict.fromkeys(_PEOPLE, lambda value: people_words.name_of(value)),
	ProblemKind.MISSING_FIELDS: _own_label,
	**dict.fromkeys((ProblemKind.BAD_VALUE, ProblemKind.LONG_VALUE, ProblemKind.VALUE_NOT_TAKEN), _any_label),
	**dict.fromkeys(_OF_APPEALS, lambda value: _(value, context="Appeal")),
	ProblemKind.APPEAL_FIELD_NEEDED: lambda value: _(
		frappe.get_meta("Appeal").get_label(value), context="Appeal"
	),
	ProblemKind.INCOMPLETE_RESULT: _needed_of_result,
	ProblemKind.DAY_LISTED_TWICE: format_date,
	**dict.fromkeys(
		(ProblemKind.REOPENING_OVER, ProblemKind.STAGE_DAY), partial(format_date, format_string=DAY)
	),
	ProblemKind.HOURS_OVERLAP: _weekday,
	ProblemKind.CLOSES_TOO_EARLY: _weekday,
	ProblemKind.ANNOUNCED_LATE: lambda value: format_datetime(value, MOMENT),
	ProblemKind.BLOCKED_ALREADY: lambda value: format_datetime(value, MOMENT),
}
"""How each value of a kind is shown; others are shown as they are."""
_WHOLE: dict[BaseKind, Callable[..., tuple[str, ...]]] = {
	ProblemKind.SEVERAL_ENTRIES: _with_entries,
	ProblemKind.ENTRY_OF_STATE_BODY: lambda code, *words: (_title("Classifier")(code), *words),
	ProblemKind.IMPOSSIBLE_TRANSITION: _transition,
	ProblemKind.DAY_NOT_BETWEEN: _between,
	ProblemKind.NUMBER_BLOCKED: _blocked,
	**dict.fromkeys(_ABSENCES, _absent),
}
"""Kinds whose values are shown each in another way."""
