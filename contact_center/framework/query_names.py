"""Refuse a request in which anything but the name of a column stands for a field, an order, a group or an aggregate.

Frappe 15 writes such names into its queries nearly as they come: a filter by `ifnull((select …),'')` reads any table,
`order_by=(sleep(1))` runs, and of the functions that take names many do not look at them at all. So every parameter
that stands for names is read here, before the framework runs anything, for all users and doctypes: it holds plain
columns or one of the forms that the desk itself sends. What server code asks for is not looked at.

What comes under another parameter's name is held where queries run: see brought_sql.
"""

import json
import re
from collections.abc import Callable, Iterable
from types import NoneType
from typing import Any, NoReturn

import frappe
from frappe import _

from contact_center.framework import versions

LISTS_ARE_SQL = (">=15", "<15.103")  # there a text in a list of filters is a condition as it is

WORD = r"(?!0[xb])\w+"  # 0x41 is a text for the database
COLUMN = rf"(?:(?:`tab[\w -]+`|`\w+`|{WORD})\.)?(?:`\w+`|{WORD})"
AGGREGATE = rf"(?:count|sum|avg|min|max)\(\s*(?:(?:distinct\s+)?{COLUMN}|\*)\s*\)"
ALIAS = r"(?:`[\w :-]+`|'[\w :-]+'|\w+)"
SELECTED = re.compile(
	rf"\s*(?:\*|(?:distinct\s+)?(?:{COLUMN}|{AGGREGATE})(?:\s+as\s+{ALIAS})?)\s*", re.IGNORECASE
)
SORTED = re.compile(rf"\s*(?:{COLUMN}|{AGGREGATE})(?:\s+is\s+null)?(?:\s+(?:asc|desc))?\s*", re.IGNORECASE)
PLAIN = re.compile(rf"\s*{COLUMN}\s*", re.IGNORECASE)
WORDS = re.compile(r"[\w -]*")
OF_DOCUMENTS = re.compile(r"/api/(?:v1/|v2/)?(?:resource|document)/[^/]+(?P<name>/.+)?/?")
AGGREGATES = frozenset({"count", "sum", "avg", "average", "min", "minimum", "max", "maximum"})
COMPARISON = re.compile(
	r"=|!=|>|<|>=|<=|like|not like|ilike|in|not in|is|is not|between|timespan|previous|next"
	r"|(?:not )?(?:ancestors|descendants) of(?: \(inclusive\))?",
	re.IGNORECASE,
)
JOINED = frozenset({"and", "or"})


def check() -> None:
	"""before_request hook: raise PermissionError for a request that brings anything else than names for names."""
	given = frappe.local.form_dict
	if _stores_a_document(given):
		_check_definitions(given)
	else:
		_check_parameters(given)


def _stores_a_document(given: dict[str, Any]) -> bool:
	"""Whether the parameters are a document's own fields, which may be called as the parameters of a query are."""
	request = frappe.local.request
	if "cmd" in given or not (found := OF_DOCUMENTS.fullmatch(request.path)):
		return False
	return request.method in ("PUT", "PATCH") or (request.method == "POST" and not found["name"])


def _check_parameters(given: dict[str, Any]) -> None:
	for name, value in given.items():
		if kind := PARAMETERS.get(name):
			kind(value)
		elif value and (isinstance(value, dict | list) or _holds_a_definition(value)):
			_check_definitions(read(value))


def _holds_a_definition(value: Any) -> bool:
	"""Whether the text of a chart or a card may be in it: most texts are not worth reading as JSON."""
	return isinstance(value, str) and ("based_on" in value or "_json" in value or "\\u" in value)


def _check_definitions(value: Any) -> None:
	"""Check what charts and cards are made of, at any depth: it comes as a document, or as a text of one."""
	if isinstance(value, dict):
		for name, each in value.items():
			if kind := DEFINITIONS.get(name) or (
				name == "based_on" and "document_type" in value and check_names
			):
				kind(each)
			else:
				_check_definitions(each)
	elif isinstance(value, list):
		for each in value:
			_check_definitions(each)
	elif _holds_a_definition(value) and not isinstance(found := read(value), str):
		_check_definitions(found)


def read(value: Any) -> Any:
	"""Return what the text says, as often as it is JSON in JSON; a text that is none as it is."""
	while isinstance(value, str):
		try:
			value = json.loads(value)
		except (ValueError, RecursionError):
			return value
	return value


def check_fields(value: Any) -> None:
	"""Raise PermissionError unless these are columns to select; a list of lists may be filters, as for the framework."""
	value = read(value)
	if isinstance(value, str):
		_all(SELECTED, value.split(","))
	elif isinstance(value, dict):
		check_filters(value)
	elif isinstance(value, list) and value and isinstance(value[0], list):
		check_filters(value)
	elif isinstance(value, list):
		for each in value:
			_check_selected(each)


def _check_selected(each: Any) -> None:
	if isinstance(each, str):
		_all(SELECTED, each.split(","))
	elif not isinstance(each, dict | int | float | NoneType):
		refuse(each)  # version 16 takes objects too, and reads them strictly; version 15 takes none


def check_names(value: Any) -> None:
	"""Raise PermissionError unless these are names of columns, or a document's values by such names."""
	value = read(value)
	if isinstance(value, dict):
		_all(PLAIN, value)
	else:
		check_fields(value)


def check_order(value: Any) -> None:
	"""Raise PermissionError unless it sorts or groups by columns. A saved report holds a group as an object."""
	value = read(value)
	if isinstance(value, dict):
		_check_parameters({**value, "field": value.get("aggregate_on")})
	elif isinstance(value, list):
		_all(SORTED, value)
	elif isinstance(value, str) and value.strip():
		_all(SORTED, value.split(","))


def check_aggregate(value: Any) -> None:
	"""Raise PermissionError unless it is the name of a function that the desk sums up with."""
	if value and str(value).lower() not in AGGREGATES:
		refuse(value)


def check_map(value: Any) -> None:
	"""Raise PermissionError unless it names columns for the parts of a calendar, or columns of doctypes."""
	value = read(value)
	if not isinstance(value, dict):
		check_fields(value)
		return
	for each in value.values():
		if isinstance(each, list):
			_all(PLAIN, each)
		elif isinstance(each, str) and each:
			_all(PLAIN, [each])


def check_filters(value: Any) -> None:
	"""Raise PermissionError unless each filter names a column. A text that is no JSON is the name of a document."""
	value = read(value)
	if isinstance(value, dict):
		_all(PLAIN, value)
	elif isinstance(value, list):
		_check_list(value)


def _check_list(filters: list[Any]) -> None:
	if any(isinstance(each, str) for each in filters):
		_check_texts(filters)
		return
	for each in filters:
		if isinstance(each, dict):
			_all(PLAIN, each)
		elif isinstance(each, list):
			_check_filter(each)


def _check_texts(filters: list[Any]) -> None:
	"""Check a list that holds texts: conditions joined by words, or one condition."""
	if not isinstance(filters[0], str):
		if any(isinstance(each, str) and each.lower() not in JOINED for each in filters):
			refuse(filters)
		_check_list([each for each in filters if not isinstance(each, str)])
		return
	_check_filter(filters)
	if versions.is_needed(LISTS_ARE_SQL):
		_all(PLAIN, [each for each in filters if isinstance(each, str) and not COMPARISON.fullmatch(each)])


def _check_filter(each: list[Any]) -> None:
	"""Check [field, value], [field, comparison, value] or [doctype, field, comparison, value]; or several, joined."""
	if each and isinstance(each[0], list):
		_check_list(each)
		return
	if len(each) < 2:
		refuse(each)
	named = each[:1] if len(each) <= 3 else each[:2]
	if len(each) > 3:
		_all(WORDS, each[:1])
	_all(PLAIN, named[-1:])
	compared = each[len(named)] if len(each) > 2 else None
	if compared and not COMPARISON.fullmatch(str(compared)) and not WORDS.fullmatch(str(compared)):
		refuse(compared)


def _all(form: re.Pattern[str], names: Iterable[Any]) -> None:
	for name in names:
		if not form.fullmatch(str(name or "")) and name not in (None, ""):
			refuse(name)


def refuse(name: Any) -> NoReturn:
	"""Raise PermissionError that shows what no name is."""
	shown = frappe.utils.escape_html(str(name)[:100])
	frappe.throw(_("A query may name fields only, not “{0}”.").format(shown), frappe.PermissionError)


_FIELDS = (
	"fields",
	"filter_fields",
	"searchfield",
	"field",
	"parent_field",
	"pluck",
	"aggregate_on_field",
	"fields_to_fetch",
)
_NAMES = (
	"fieldname",
	"field_name",
	"sort_field",
	"sort_order",
	"sort_key",
	"workflow_state_field",
	"docfield",
)
_LINKED = ("link_fieldname", "workflow_state_fieldname", "from_date_field", "to_date_field")
_OF_GOALS = (
	*("goal_value_field", "goal_total_field", "goal_history_field"),
	*("goal_doctype_link", "goal_field", "date_field"),
)
_FILTERS = ("filters", "or_filters", "current_filters", "applied_filters", "extra_filters", "export_filters")
DEFINITIONS: dict[str, Callable[[Any], None]] = {
	**dict.fromkeys(("aggregate_function_based_on", "value_based_on", "group_by_based_on"), check_names),
	**dict.fromkeys(("filters_json", "dynamic_filters_json"), check_filters),
}
"""{a field of a chart or a card: what it may be}, wherever in a request it comes."""
PARAMETERS: dict[str, Callable[[Any], None]] = {
	**DEFINITIONS,
	**dict.fromkeys(_FIELDS, check_fields),
	**dict.fromkeys((*_NAMES, *_LINKED, *_OF_GOALS), check_names),
	**dict.fromkeys(_FILTERS, check_filters),
	**dict.fromkeys(("order_by", "group_by"), check_order),
	**dict.fromkeys(("aggregate_function", "aggregation"), check_aggregate),
	**dict.fromkeys(("field_map", "export_fields", "select_columns"), check_map),
	**dict.fromkeys(("args", "arg"), lambda value: _check_parameters(_as_parameters(value))),
}
"""{parameter of a request: what it may be}."""


def _as_parameters(value: Any) -> dict[str, Any]:
	found = read(value)
	return found if isinstance(found, dict) else {"": found}


def check_report(value: Any) -> None:
	"""Raise PermissionError unless a saved report names columns: {fields: [[field, doctype]], sort_by, filters …}."""
	saved = read(value)
	if not isinstance(saved, dict):
		return
	check_filters(saved.get("filters"))
	check_order(saved.get("order_by"))
	for column in [*(saved.get("fields") or []), *(saved.get("columns") or [])]:
		if not isinstance(
			column, dict
		):  # a column of a script's report: the script asks the database, not the name
			name, *doctype = column if isinstance(column, list) else [column]
			_all(PLAIN, [name])
			_all(WORDS, doctype)
	_all(DOCTYPES_COLUMN, [saved.get(name) for name in ("sort_by", "sort_by_next")])
	check_names(saved.get("sort_order"))
	check_names(saved.get("sort_order_next"))
	check_order(saved.get("group_by"))


DOCTYPES_COLUMN = re.compile(rf"(?:[\w -]+\.)?{WORD}", re.IGNORECASE)
STORED: dict[str, dict[str, Callable[[Any], None]]] = {
	"Auto Email Report": {
		"filters": check_filters,
		**dict.fromkeys(("from_date_field", "to_date_field"), check_names),
	},
	"Calendar View": dict.fromkeys(("start_date_field", "end_date_field", "subject_field"), check_names),
	"Dashboard Chart": {**DEFINITIONS, "based_on": check_names},
	"Kanban Board": {"field_name": check_names, "filters": check_filters},
	"Number Card": DEFINITIONS,
	"Report": {"json": check_report},
}
"""{doctype: {field that queries are made of later: what it may be}}."""


def check_stored(doc: Any, event: str | None = None) -> None:
	"""doc_event before_validate of STORED: raise PermissionError for a definition that names anything but columns.

	It is looked at however it was brought: whole, field by field, from a file. What a migration or a job stores is not.
	"""
	if getattr(frappe.local, "request", None):
		for name, kind in STORED[doc.doctype].items():
			kind(doc.get(name))
