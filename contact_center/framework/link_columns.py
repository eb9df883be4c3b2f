"""Show of two links to one doctype each its own title: Frappe 16 joins their table once, by the first link.

Its lists then name the first document under both: one of two possible duplicates twice, and the kept applicant as the merged one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from frappe.database import query as queries

from contact_center.framework import wrapped

NEEDED_BY = (">=16", "<17")


def apply() -> None:
	"""Put our columns before the framework's, once a process."""
	link = queries.LinkTableField
	if not wrapped.by_us(link.apply_select):
		link.apply_select = _each_by_its_own_link(link.apply_select)


def _each_by_its_own_link(original: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(original)
	def apply_select(column: Any, query: Any, engine: Any = None) -> Any:
		if engine is None or _joins(column, engine):
			return original(column, query, engine=engine)
		return query.select(_looked_up(column, engine).as_(column.alias or column.fieldname))

	return apply_select


def _joins(column: Any, engine: Any) -> bool:
	"""Return whether the column is of the link by which its table is joined: the first one of the list."""
	links = (each for each in engine.fields if isinstance(each, queries.LinkTableField))
	first = next((each for each in links if each.doctype == column.doctype), column)
	return first.link_fieldname == column.link_fieldname


def _looked_up(column: Any, engine: Any) -> Any:
	"""Return a query of the one value, by the row's key: nothing where the user may not list the document."""
	table, row = frappe.qb.DocType(column.doctype), frappe.qb.DocType(column.parent_doctype)
	found = frappe.qb.from_(table).select(table[column.fieldname])
	found = found.where(table.name == row[column.link_fieldname])
	allowed = engine.apply_permissions and engine.get_permission_conditions(column.doctype, table)
	return found.where(allowed) if allowed else found
