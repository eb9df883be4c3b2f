"""Update many documents in one statement, which Frappe can do itself from version 15.103."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.query_builder import Case

from contact_center.framework import versions

NEEDED_BY = (">=15", "<15.103")


def bulk_update(doctype: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
	"""Update many documents in one statement. `rows`: {name: {field: value}} with equal fields; `modified` stays."""
	if not rows:
		return
	if versions.is_needed(NEEDED_BY):
		_update_by_case(doctype, rows)
	else:
		frappe.db.bulk_update(doctype, rows, update_modified=False)


def _update_by_case(doctype: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.update(table).where(table.name.isin(list(rows)))
	for field in next(iter(rows.values())):
		case = Case()
		for name, values in rows.items():
			case = case.when(table.name == name, values[field])
		query = query.set(table[field], case.else_(table[field]))
	query.run()
