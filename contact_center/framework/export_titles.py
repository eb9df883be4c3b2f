"""An exported list says what the list on the screen says: titles of linked documents instead of random names.

The name of a document that has nothing but a random one is its title too. Who may not read what is linked gets the name,
as on the screen (D1). Frappe 16 counts groups by {"COUNT": column, "as": name} and then fails to export them, because it
reads every field as a text; it gets the text of the earlier versions.
"""

from collections.abc import Collection
from functools import wraps
from typing import Any

import frappe
from frappe.desk import reportview
from frappe.model.meta import Meta

from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")


def apply() -> None:
	"""Put the titles in where the framework has all rows together, once a process."""
	original, field_info = reportview.handle_duration_fieldtype_values, reportview.get_field_info
	if hasattr(original, "contact_center_titles"):
		return

	@wraps(field_info)
	def info(fields: Any, *args: Any, **kwargs: Any) -> list[dict]:
		return field_info(_as_texts(fields), *args, **kwargs)

	@wraps(original)
	def handle(doctype: str, data: list[list], fields: Any) -> list[list]:
		fields = _as_texts(fields)
		data = original(doctype, data, fields)
		if scope.is_installed() and scope.is_ours(doctype):
			_put_titles(doctype, data, fields)
		return data

	handle.contact_center_titles = True
	reportview.handle_duration_fieldtype_values = handle
	reportview.get_field_info = info


def _as_texts(fields: Any) -> list[Any]:
	"""Return the fields with "count(`tabRequest`.`name`) as total" for {"COUNT": "`tabRequest`.`name`", "as": "total"}."""
	return [_counted(field) if isinstance(field, dict) else field for field in fields]


def _counted(field: dict[str, str]) -> str:
	function, column = next(pair for pair in field.items() if pair[0] != "as")
	return f"{function.lower()}({column}) as {field.get('as', function.lower())}"


def _put_titles(doctype: str, data: list[list], fields: Any) -> None:
	"""`data` is a header and rows that begin with their number."""
	for place, field in enumerate(fields, 1):
		target = _target(doctype, field)
		if target:
			found = titles(target, {row[place] for row in data[1:] if row[place]})
			for row in data[1:]:
				row[place] = found.get(row[place], row[place])


def _target(doctype: str, field: Any) -> Meta | None:
	"""Whose titles the column shows; None for a column that names no document, or one by a name that says something."""
	try:
		parent, name = reportview.parse_field(field)
	except (ValueError, AttributeError):  # a count or a sum
		return None
	return target_of(parent or doctype, name)


def target_of(doctype: str, name: str) -> Meta | None:
	"""Return the doctype whose titles a column of `doctype` shows, None as in `_target`."""
	meta = frappe.get_meta(doctype)
	if name == "name":
		return meta if meta.autoname == "hash" and meta.title_field else None
	df = meta.get_field(name)
	linked = frappe.get_meta(df.options) if df and df.fieldtype == "Link" else None
	return linked if linked and linked.show_title_field_in_link and linked.title_field else None


def titles(meta: Meta, names: Collection[str]) -> dict[str, str]:
	"""{name: title} of those that the user may read, in one query."""
	if not names or not frappe.has_permission(meta.name, "read"):
		return {}
	rows = frappe.get_list(
		meta.name,
		filters={"name": ("in", list(names))},
		fields=["name", meta.title_field],
		as_list=True,
		limit_page_length=0,
	)
	return {name: title for name, title in rows if title}
