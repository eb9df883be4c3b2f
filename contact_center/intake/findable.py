"""What may be found, each kind by its rows with the FIELDS of `entry_search`: entries, clarifications, services (R5.11, RI2, RI4)."""

from collections.abc import Callable, Iterable

import frappe

from contact_center.intake import entry_search, knowledge

OPERATORS, CITIZENS = "operators", "citizens"
ENTRY, CLARIFICATION, SERVICE = "entry", "clarification", "service"


def entries(audience: str) -> list[dict]:
	"""Return the entries that may be chosen, in the order of the Classifier."""
	filters = entry_search.PUBLIC if audience == CITIZENS else {"is_group": 0, "is_active": 1}
	return frappe.get_all("Classifier", filters, entry_search.FIELDS, order_by="lft")


def _answers(doctype: str) -> Callable[[str], list[dict]]:
	def rows(audience: str) -> list[dict]:
		"""Return what is in force, found by the titles of its entries too."""
		fields = ("name", "title", "keywords")
		found = knowledge.in_force(doctype, fields, public=audience == CITIZENS)
		about = knowledge.entry_titles([row.name for row in found])
		return [{**row, "hint": about.get(row.name, ""), "parent_classifier": None} for row in found]

	return rows


FINDERS: dict[str, Callable[[str], Iterable[dict]]] = {
	ENTRY: entries,
	CLARIFICATION: _answers(knowledge.CLARIFICATION),
	SERVICE: _answers(knowledge.SERVICE),
}
"""{kind: rows for an audience}. Of what is found equally well the kind that stands first is offered first."""
