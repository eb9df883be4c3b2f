"""Refuse to search, sort or group by a field that the user may not read (D1).

Frappe 15 removes such fields from an answer, but not from its conditions: a user who counts requests by "e-mail
begins with" can find an applicant's address letter by letter. Hooks get a doctype and a user, never the conditions.
Lists, reports, exports, cards, charts, link fields and REST all use DatabaseQuery, so two of its methods run our
check first, for this app's doctypes. Frappe 16 checks this itself, and takes no filter written in SQL.
"""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import frappe
from frappe import _
from frappe.boot import get_additional_filters_from_hooks
from frappe.model.db_query import DatabaseQuery
from frappe.utils.data import get_filter

from contact_center.framework import scope, wrapped

NEEDED_BY = (">=15", "<16")
PLAIN_COLUMN = re.compile(r"(`?[\w ]+`?\.)?`?\w+`?( as `?\w+`?)?", re.IGNORECASE)


def apply() -> None:
	"""Wrap the two methods of DatabaseQuery, once a process."""
	_check_first("build_filter_conditions", _check_filters)
	_check_first("apply_fieldlevel_read_permissions", _check_columns)


def _check_first(name: str, check: Callable[..., None]) -> None:
	original = getattr(DatabaseQuery, name)
	if wrapped.by_us(original):
		return

	@wraps(original)
	def checked(query: DatabaseQuery, *args: Any, **kwargs: Any) -> Any:
		if not query.flags.ignore_permissions and scope.is_installed():
			check(query, *args, **kwargs)
		return original(query, *args, **kwargs)

	setattr(DatabaseQuery, name, checked)


def _check_filters(
	query: DatabaseQuery, filters: Any, conditions: list | None = None, ignore_permissions: bool | None = None
) -> None:
	"""Raise PermissionError for a filter by a field that the user may not read, or one written in SQL."""
	if ignore_permissions or not scope.concerns_us(query.doctype):
		return
	for each in [filters] if isinstance(filters, dict) else filters:
		if isinstance(each, str):
			frappe.throw(_("A filter names a field, a comparison and a value."), frappe.PermissionError)
		asked = get_filter(query.doctype, each, get_additional_filters_from_hooks())
		_refuse(_words(asked.fieldname) & _hidden(query, asked.doctype))


def _check_columns(query: DatabaseQuery) -> None:
	"""Check order, group and computed columns likewise; the framework itself drops a plain column."""
	doctypes = {query.doctype, *(link.doctype for link in query.link_tables)}
	hidden = set().union(*(_hidden(query, doctype) for doctype in doctypes))
	if hidden:  # most lists hide nothing
		computed = [field for field in query.fields if not PLAIN_COLUMN.fullmatch(field.strip())]
		_refuse(hidden & _words(str(query.order_by), str(query.group_by), *computed))


def _words(*texts: str) -> set[str]:
	return {word.lower() for text in texts for word in re.findall(r"\w+", text)}


def _hidden(query: DatabaseQuery, doctype: str) -> set[str]:
	return hidden(doctype, query.user, getattr(query, "parent_doctype", None) or query.doctype)


def hidden(doctype: str, user: str, parent: str | None = None) -> set[str]:
	"""Return the names of the fields of a doctype of ours whose level the user may not read."""
	meta = frappe.get_meta(doctype)
	if meta.module != scope.MODULE:
		return set()
	levels = meta.get_permlevel_access("read", parent or doctype, user=user)
	return {df.fieldname for df in meta.get_high_permlevel_fields() if df.permlevel not in levels}


def has_levels(doctype: str) -> bool:
	"""Return whether somebody may be allowed to read a document and not all its fields."""
	return bool(frappe.get_meta(doctype).get_high_permlevel_fields())


def _refuse(fields: Iterable[str]) -> None:
	if fields:
		named = ", ".join(sorted(fields))
		frappe.throw(_("You may not search, sort or group by: {0}.").format(named), frappe.PermissionError)
