"""Sort a list by deadline with overdue documents first and documents without a deadline last.

The database sorts an empty value before all others, and the list view sorts by one column. Frappe 15 accepts an
expression to sort by; version 16 refuses it, so there the list sorts by a computed column.
"""

from collections.abc import Iterable
from typing import Any

from contact_center.framework import versions

NEEDED_BY = (">=15", "<17")
BY_EXPRESSION = (">=15", "<16")
MAY_BE_EMPTY = frozenset({"accept_by", "due", "executed_at", "moderate_from", "next_deadline", "received_at"})
LAST = "'9999-12-31 00:00:00'"
FIRST = {"Request": {"due": ()}, "Request Task": {"due": (), "next_deadline": ("overdue_now",)}}
"""{doctype: {deadline: fields to sort by before it, descending}}."""


def extend_bootinfo(bootinfo: Any) -> None:
	"""extend_bootinfo hook: add {doctype: {deadline: {columns, order}}}, which desk_list.js uses for its queries."""
	bootinfo.contact_center_list_order = {
		doctype: {term: _order(doctype, term, first) for term, first in terms.items()}
		for doctype, terms in FIRST.items()
	}


def _order(doctype: str, term: str, first: tuple[str, ...]) -> dict[str, list]:
	return spelled(doctype, (*((field, "desc") for field in first), (term, "asc")))


def spelled(doctype: str, by: Iterable[tuple[str, str]]) -> dict[str, list[Any]]:
	"""Return {columns, order} by which a list sorts by these (field, direction), empty deadlines last."""
	columns: list[Any] = []
	order: list[str] = []
	for field, direction in by:
		column = f"`tab{doctype}`.`{field}`"
		if direction == "desc" or field not in MAY_BE_EMPTY:
			order.append(f"{column} {direction}")
		elif versions.is_needed(BY_EXPRESSION):
			order += [f"{column} is null", f"{column} asc"]
		else:
			columns.append({"IFNULL": [field, LAST], "as": f"{field}_or_last"})
			order.append(f"{field}_or_last asc")
	return {"columns": columns, "order": order}
