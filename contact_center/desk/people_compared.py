"""Applicants beside each other, for who decides whether they are one person. Who looked is on record (D2)."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.query_builder.functions import Count

from contact_center.framework import access_log
from contact_center.intake import callers
from contact_center.words import speech

LOOKED_AT = callers.COMPARED
"""The method of the Access Log's entries."""


def beside_each_other(names: Sequence[str]) -> list[dict]:
	"""Return [{applicant, full_name, account, lines: [{label, value}]}] in the order of `names`. The caller has checked the role."""
	people = {each["applicant"]: each for each in callers.by_names(names)}
	access_log.record_all("Applicant", names, LOOKED_AT)
	requests, added = _counted("Request", names), dict(_since(names))
	return [_shown(people[name], requests.get(name, 0), added.get(name)) for name in names if name in people]


def _shown(person: dict, requests: int, added: object) -> dict:
	lines = {
		_("Phone"): person["phone"],
		_("Other Phones"): person["other_phones"],
		_("E-mail"): person["email"],
		_("Residence"): person["residence"],
		_("Marks"): "; ".join(person["marks"]),
		_("Portal Account"): _("has an account") if person["account"] else "",
		_("Requests"): str(requests),
		_("Known Since"): speech.date_words(added) if added else "",
	}
	shown = {field: person[field] for field in ("applicant", "full_name", "account")}
	return {**shown, "requests": requests, "lines": [{"label": a, "value": b} for a, b in lines.items()]}


def _counted(doctype: str, names: Sequence[str]) -> dict[str, int]:
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.applicant, Count(table.name))
	return dict(query.where(table.applicant.isin(list(names))).groupby(table.applicant).run())


def _since(names: Sequence[str]) -> list:
	listed = {"name": ("in", list(names))}
	return frappe.get_all("Applicant", listed, ["name", "creation"], as_list=True, order_by="name")
