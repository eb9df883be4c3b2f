"""Announced works: those that are open, and of them those that concern a place (RE2, RE3)."""

from collections import defaultdict
from collections.abc import Collection

import frappe

from contact_center.reading.announced_buildings import read_buildings
from contact_center.regulation.coverage import NEAREST, Announced, Asked, nearest, reach

MOST_SHOWN = 100
MOST_OPEN = 1000
"""So many open works at most are looked through for a place."""
FIELDS = (
	*("name", "title", "kind", "starts_at", "ends_at", "description", "district"),
	"executor.title as executor_title",
	"district.title as district_title",
)


def open_works(most: int = MOST_SHOWN) -> list[dict]:
	"""Return the open repair events, the earliest first: FIELDS and `rows`, their addresses as {street, buildings}."""
	events = frappe.get_all(
		"Repair Event",
		filters={"status": "Open"},
		fields=list(FIELDS),
		order_by="`tabRepair Event`.starts_at, `tabRepair Event`.name",
		limit_page_length=most,
	)
	rows = _rows([event.name for event in events]) if events else {}
	return [event.update(rows=rows.get(event.name, [])) for event in events]


def _rows(events: list[str]) -> dict[str, list[dict]]:
	found: dict[str, list[dict]] = defaultdict(list)
	for row in frappe.get_all(
		"Repair Event Address",
		filters={"parent": ("in", events), "parenttype": "Repair Event"},
		fields=["parent", "street", "buildings"],
		order_by="parent, idx",
	):
		found[row.parent].append(row)
	return found


def works_at(place: Asked) -> list[dict]:
	"""Return the open works that concern `place` or its neighbours, the nearest first; `reach` says whom each concerns."""
	return works_at_any([place])


def works_at_any(places: Collection[Asked]) -> list[dict]:
	"""Return the same for several places: `reach` says whom each concerns of them, at the nearest place."""
	found = []
	for work in open_works(MOST_OPEN):
		works = _announced(work)
		if reached := list(filter(None, (reach(works, place) for place in places))):
			found.append(work.update(reach=nearest(reached)))
	return sorted(found, key=lambda work: NEAREST.index(work.reach))


def _announced(work: dict) -> Announced:
	return Announced(work.district, tuple((row.street, read_buildings(row.buildings)) for row in work.rows))
