"""A list by a term starts with what is overdue and ends with what has no term.

The database puts nothing before everything, and the list view sorts by a column alone. Frappe 15 lets a list be
sorted by an expression, which version 16 refuses; there a function among the columns is sorted by instead.
"""

from typing import Any

from contact_center.framework import versions

NEEDED_BY = (">=15", "<17")
BY_EXPRESSION = (">=15", "<16")
LAST = "'9999-12-31 00:00:00'"
FIRST = {"Request": {"due": ()}, "Request Task": {"due": (), "next_deadline": ("overdue",)}}
"""What each list sorts by before the term, greatest first."""


def extend_bootinfo(bootinfo: Any) -> None:
	"""extend_bootinfo hook: {doctype: {term: {columns, order}}}, which desk_list.js asks for with a list."""
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
