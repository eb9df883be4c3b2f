"""Types of streets become records, and every name that is searched gets its key in the one spelling (R5.2, R5.11)."""

import frappe
from frappe.query_builder import Case

from contact_center.framework import deadlocks
from contact_center.policy import policy_records
from contact_center.reading.folding import search_key
from contact_center.reading.street_names import SHIPPED_TYPES

BATCH = 1000
NAMES = {
	"City Street": ("street_name", "former_names"),
	"Executor": ("code", "title", "short_title"),
	"Applicant": ("full_name",),
}


@deadlocks.repeated
def execute() -> None:
	"""Create the shipped types of streets and those that the site's streets have; fill the search keys."""
	used = frappe.get_all("City Street", pluck="street_type", distinct=True, order_by="street_type")
	policy_records.install_street_types({**dict.fromkeys(used, ""), **SHIPPED_TYPES})
	for doctype, fields in NAMES.items():
		_fill(doctype, fields)


def _fill(doctype: str, fields: tuple[str, ...]) -> None:
	"""Fill the keys that are not there yet, in batches: a million applicants do not fit into memory."""
	without = {"search_key": ("is", "not set")}
	last = ""
	while rows := frappe.get_all(
		doctype,
		{**without, "name": (">", last)},
		["name", *fields],
		order_by="name",
		limit_page_length=BATCH,
	):
		_write(doctype, {row.name: search_key(*(row[field] for field in fields)) for row in rows})
		last = rows[-1].name


def _write(doctype: str, keys: dict[str, str]) -> None:
	"""Write the keys in one statement."""
	table, key = frappe.qb.DocType(doctype), Case()
	for name, text in keys.items():
		key = key.when(table.name == name, text)
	frappe.qb.update(table).set(table.search_key, key).where(table.name.isin(list(keys))).run()
