"""Sort a list by deadline with overdue documents first and documents without a deadline last.

The database sorts an empty value before all others, and the list view sorts by one column. Frappe 15 accepts an
expression to sort by; version 16 refuses it, so there the list sorts by a computed column.
"""

from typing import Any

from contact_center.framework import versions

NEEDED_BY = (">=15", "<17")
BY_EXPRESSION = (">=15", "<16")
LAST = "'9999-12-31 00:00:00'"
FIRST = {"Request": {"due": ()}, "Request Task": {"due": (), "next_deadline": ("overdue",)}}
"""{doctype: {deadline: fields to sort by before it, descending}}."""


def extend_bootinfo(bootinfo: Any) -> None:
	"""extend_bootinfo hook: add {doctype: {deadline: {columns, order}}}, which desk_list.js uses for its queries."""
	bootinfo.contact_center_list_order = {
		doctype: {term: _order(doctype, term, first) for term, first in terms.items()}
		for doctype, terms in FIRST.items()
	}


def _order(doctype: str, term: str, first: tuple[str, ...]) -> dict[str, list]:
	table = f"`tab{doctype}`"
	before = [f"{table}.`{field}` desc" for field in first]
	if versions.is_needed(BY_EXPRESSION):
		return {"columns": [], "order": [*before, f"{table}.`{term}` is null", f"{table}.`{term}` asc"]}
	alias = f"{term}_or_last"
	return {"columns": [{"IFNULL": [term, LAST], "as": alias}], "order": [*before, f"{alias} asc"]}
