"""What names an applicant: one table for merging two of them and for giving back exactly what moved (R5.2, D2)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import frappe

from contact_center.intake.phone_rows import DOCTYPE as PHONES

APPLICANT = "Applicant"


class Naming(NamedTuple):
	"""A field with the name of an applicant; `beside` is the field with the doctype, where it may name others too."""

	doctype: str
	field: str
	beside: str = ""

	@property
	def key(self) -> str:
		return f"{self.doctype}.{self.field}"


REQUESTS = Naming("Request", "applicant")
CARDS = Naming("Interaction", "applicant")
APPEALS = Naming("Appeal", "applicant")
NAMINGS = (
	REQUESTS,
	CARDS,
	APPEALS,
	Naming("Block Memo", "applicant"),
	Naming(PHONES, "applicant"),
	Naming(APPLICANT, "merged_into"),
	Naming("File", "attached_to_name", "attached_to_doctype"),
	Naming("Communication", "reference_name", "reference_doctype"),
	Naming("Communication Link", "link_name", "link_doctype"),
	Naming("Comment", "reference_name", "reference_doctype"),
)
"""What moves as it is. Consultations and calls belong to their card and go with it; so does what belongs to a request
or an appeal. Who
joined a request is in `merged_joins`. What stays: who looked at whom (Access Log, View Log) and the history of changes."""


IN_AN_ACCOUNT = (REQUESTS, CARDS, APPEALS)


def named(applicant: str) -> dict[str, list[str]]:
	"""Return {key: locked rows that name the applicant} of NAMINGS, without those where there are none."""
	found = {each.key: _names(each, applicant) for each in NAMINGS}
	return {key: names for key, names in found.items() if names}


def counts(applicant: str) -> dict[str, int]:
	"""Return {doctype: how many rows name the applicant}, each by its index, without a lock."""
	return {each.doctype: frappe.db.count(each.doctype, _which(each, applicant)) for each in NAMINGS}


def filed_since(applicant: str, since: Any) -> dict[str, list[str]]:
	"""Return {key: locked rows} of what was filed in the applicant's account since then."""
	web = " and channel = 'Web' and creation >= %s"
	return {each.key: _names(each, applicant, web, since) for each in IN_AN_ACCOUNT}


def _names(naming: Naming, applicant: str, also: str = "", *values: Any) -> list[str]:
	beside = f" and `{naming.beside}` = '{APPLICANT}'" if naming.beside else ""
	select = f"select name from `tab{naming.doctype}` where `{naming.field}` = %s{beside}{also} order by name for update"
	return [name for (name,) in frappe.db.sql(select, (applicant, *values))]


def _which(naming: Naming, applicant: str) -> dict[str, Any]:
	return {naming.field: applicant} | ({naming.beside: APPLICANT} if naming.beside else {})


def give(moved: dict[str, list[str]], source: str, target: str) -> None:
	"""Write `target` into the rows that still name `source`, a statement a table; their versions stay."""
	for naming, names in _of(moved):
		which = {"name": ("in", names), naming.field: source}
		frappe.db.set_value(naming.doctype, which, naming.field, target, update_modified=False)


def _of(moved: dict[str, list[str]]) -> Iterator[tuple[Naming, list[str]]]:
	return ((each, moved[each.key]) for each in NAMINGS if moved.get(each.key))
