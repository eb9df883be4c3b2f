"""Check that a classifier entry leads its requests to executors, when the entry is saved (R5.11)."""

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from contact_center import policy
from contact_center.policy import own_fields
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.regulation.routing import RoutingProblem, unserved
from contact_center.words.problems import clause, refuse, refusing, sentence


def check(entry: Document) -> None:
	"""Raise ValidationError for impossible rows of executors and of required fields."""
	for row in entry.required_fields:
		with refusing(_("Row {0}").format(row.idx)):
			own_fields.check_required(row.field)
	_check_leads(entry)
	_check_executors(entry)


def _check_leads(entry: Document) -> None:
	"""Refuse two leads in one district: no request could be registered there."""
	seen = set()
	for row in entry.executors:
		if row.is_lead and row.district in seen:
			refuse(Problem(ProblemKind.SECOND_LEAD_IN_ROW, (str(row.idx),)))
		if row.is_lead:
			seen.add(row.district)


def _check_executors(entry: Document) -> None:
	seen = set()
	for row in entry.executors:
		if frappe.db.get_value("Executor", row.executor, "is_group", cache=True):
			refuse(Problem(ProblemKind.GROUP_IN_ROW, (str(row.idx),)))
		if (row.executor, row.district or None) in seen:
			refuse(Problem(ProblemKind.EXECUTOR_TWICE, (str(row.idx),)))
		seen.add((row.executor, row.district or None))


def warn_without_executor(entry: Document) -> None:
	"""Warn, after the save, in which districts the requests of an entry in use would find no executor."""
	rule = policy.entry_of(entry)
	if cint(entry.is_group) or not rule.active:
		return
	districts = frappe.get_all("City District", pluck="name", order_by="name") or [None]
	problems = unserved(rule, districts, policy.executors(each.executor for each in rule.routes))
	if problems:
		frappe.msgprint(
			"<br>".join(_in_words(problems, len(districts))),
			title=_("Requests Will Find No Executor"),
			indicator="orange",
		)


def _in_words(problems: Mapping[str | None, RoutingProblem], districts: int) -> list[str]:
	"""Each problem once, with the districts in which it arises unless these are all of the `districts`."""
	where: dict[tuple, list[str | None]] = {}
	for district, each in problems.items():
		values = () if each.kind is ProblemKind.NO_EXECUTOR else each.values
		where.setdefault((each.kind, values), []).append(district)
	return [_sentence(problems[found[0]], found, len(found) == districts) for found in where.values()]


def _sentence(error: RoutingProblem, districts: list[str | None], everywhere: bool) -> str:
	titles = ", ".join(frappe.db.get_value("City District", each, "title") for each in districts if each)
	if error.kind is ProblemKind.NO_EXECUTOR:
		place = _("the whole city") if everywhere else titles
		return _("No executor is named for: {0}. Add one, or let the operator choose.").format(place)
	return sentence(error.problem) if everywhere or not titles else f"{titles}: {clause(error.problem)}."
