"""Every difference between Frappe v15 and v16, in one place."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.query_builder import Case


def bulk_update(doctype: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
	"""Update many documents in one statement: {name: {field: value}}, the same fields in each; `modified` stays."""
	if not rows:
		return
	if hasattr(frappe.db, "bulk_update"):
		frappe.db.bulk_update(doctype, rows, update_modified=False)
	else:
		_update_by_case(doctype, rows)


def _update_by_case(doctype: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.update(table).where(table.name.isin(list(rows)))
	for field in next(iter(rows.values())):
		case = Case()
		for name, values in rows.items():
			case = case.when(table.name == name, values[field])
		query = query.set(table[field], case.else_(table[field]))
	query.run()


def count_readable(doctype: str, filters: Any = None) -> int:
	"""How many documents of the doctype the session's user may see, counted in SQL. PermissionError where none."""
	frappe.has_permission(doctype, throw=True)
	if frappe.__version__.startswith("15."):
		field = f"count(`tab{doctype}`.name) as total"
	else:
		field = {"COUNT": "name", "as": "total"}
	return frappe.get_list(doctype, filters=filters, fields=[field], order_by="")[0].total
