"""Read the repair works that the public page shows: current and coming ones, by street (RE3)."""

import frappe

from contact_center.addresses import streets
from contact_center.record import clock
from contact_center.words import speech

MOST = 100


def public_events(street: str = "") -> dict:
	"""Return {current, coming, known}: open repair events with their addresses, of one street if `street` is given.

	`known` says whether the register has a street of that name. An event past its end stays in `current` until its
	executor closes it (RE2).
	"""
	filters: dict = {"status": "Open"}
	found = _streets(street) if street.strip() else []
	if street.strip():
		filters["name"] = ("in", _events_on(found) or [""])
	rows = frappe.get_all(
		"Repair Event",
		filters=filters,
		fields=[
			*("name", "title", "kind", "starts_at", "ends_at", "description"),
			"executor.title as executor_title",
			"district.title as district_title",
		],
		order_by="`tabRepair Event`.starts_at, `tabRepair Event`.name",
		limit_page_length=MOST,
	)
	addresses = _addresses([row.name for row in rows]) if rows else {}
	now = clock.to_site(clock.now())
	events = [_worded(row, addresses.get(row.name, []), now) for row in rows]
	return {
		"current": [event for event in events if event.starts_at <= now],
		"coming": [event for event in events if event.starts_at > now],
		"known": bool(found),
	}


def _streets(text: str) -> list[str]:
	"""Return the streets called like `text`; a building behind the name is left out: a street is announced as a whole."""
	return list(streets.offered(text.strip(" .,;"), most=20))


def _events_on(names: list[str]) -> list[str]:
	filters = {"street": ("in", names), "parenttype": "Repair Event"}
	return frappe.get_all("Repair Event Address", filters=filters, pluck="parent") if names else []


def _addresses(events: list[str]) -> dict[str, list[str]]:
	rows = frappe.get_all(
		"Repair Event Address",
		filters={"parent": ("in", events), "parenttype": "Repair Event"},
		fields=["parent", "street", "buildings"],
		order_by="parent, idx",
	)
	found: dict[str, list[str]] = {}
	for row in rows:
		found.setdefault(row.parent, []).append(
			", ".join(part for part in (row.street, row.buildings) if part)
		)
	return found


def _worded(row: dict, addresses: list[str], now) -> dict:
	return row.update(
		addresses=addresses,
		starts=speech.moment_words(row.starts_at),
		ends=speech.moment_words(row.ends_at),
		is_emergency=row.kind == "Emergency",
		past_end=row.ends_at < now,
	)
