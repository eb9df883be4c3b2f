"""By when appeals of a kind are answered and who considers them, as the settings say (R3.3a)."""

from dataclasses import dataclass

import frappe
from frappe.model.document import Document
from frappe.utils import cint

from contact_center import policy
from contact_center.regulation.appeals import AppealKind, check_terms
from contact_center.regulation.terms import DayEnd, Term, Unit

SETTINGS = "Contact Center Settings"
PREFIX = "ЗВ"
SHIPPED = (
	# kind, answered within, unit. The law lets an answer take a month; who complains waits for half of it.
	(AppealKind.COMPLAINT, 15, Unit.CALENDAR_DAYS),
	(AppealKind.PROPOSAL, 30, Unit.CALENDAR_DAYS),
	(AppealKind.GRATITUDE, 5, Unit.WORKING_DAYS),
)


@dataclass(frozen=True)
class AppealRule:
	"""The term of a kind, None where none is set; who considers it, empty where a supervisor names somebody."""

	term: Term | None = None
	assigned_to: str = ""


def rule_of(kind: str) -> AppealRule:
	"""Return the rule of a kind of appeal; an empty one where the settings have none."""
	rows = policy.settings().get("appeal_terms") or []
	row = next((each for each in rows if each.kind == kind), None)
	return AppealRule(term_of(row), row.assigned_to or "") if row else AppealRule()


def term_of(row: Document) -> Term:
	"""Return the term of a row. Raise ProblemError for an amount below one, ValueError for an unknown unit."""
	return Term(cint(row.amount), Unit(row.unit), DayEnd.END_OF_DAY, bool(cint(row.rolls_off)))


def number_prefix() -> str:
	"""Return what the numbers of appeals begin with."""
	return policy.settings().get("appeal_prefix") or PREFIX


def check(settings: Document) -> None:
	"""Raise ProblemError for two terms of one kind, and for a term that makes no sense."""
	rows = settings.appeal_terms
	check_terms([row.kind for row in rows], [term_of(row) for row in rows])


def fill(settings: Document) -> None:
	"""Give settings without terms the shipped ones; the caller saves."""
	if not settings.appeal_terms:
		for kind, amount, unit in SHIPPED:
			row = {"kind": kind.value, "amount": amount, "unit": unit.value, "rolls_off": 1}
			settings.append("appeal_terms", row)


def fill_stored() -> None:
	"""Give the site's settings what appeals brought, unless something is stored there."""
	stored = frappe.db.get_singles_dict(SETTINGS)
	for name in ("appeal_prefix", "appeals_per_hour"):
		if name not in stored:
			default = frappe.get_meta(SETTINGS).get_field(name).default
			frappe.db.set_single_value(SETTINGS, name, default, update_modified=False)
	settings = frappe.get_doc(SETTINGS)
	if not settings.appeal_terms:
		fill(settings)
		for row in settings.appeal_terms:
			row.db_insert()
		frappe.clear_document_cache(SETTINGS, SETTINGS)
