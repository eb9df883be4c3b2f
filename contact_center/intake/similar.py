"""Open requests that may be about the same: shown while one is being written, so that nobody need file it again."""

from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import cint

from contact_center import policy
from contact_center.addresses import streets
from contact_center.intake import callers
from contact_center.record import clock
from contact_center.regulation.addresses import parse_place
from contact_center.regulation.problems import ProblemError
from contact_center.regulation.similar import Likeness, Nearby, ranked
from contact_center.regulation.stages import FINISHED
from contact_center.words import request_words, speech

MOST = 5
MOST_READ = 500
"""So many of the newest in one street are compared."""
FIELDS = "name number title classifier building stage received_at received_utc joined_count".split()


def known_at(street: str, building: str, classifier: str = "") -> dict:
	"""Return {works, similar} of a place, for the desk; both are empty for a street that is none."""
	known = streets.known(street)
	if not known:
		return {"works": [], "similar": []}
	works = callers.works_at([(known, _building(building) or "")])
	return {"works": works, "similar": similar(known, building, classifier)}


def similar(
	street: str | None,
	building: str | None = "",
	classifier: str | None = "",
	*,
	to_citizen: bool = False,
	besides: str | None = None,
	most: int = MOST,
) -> list[dict]:
	"""Return open requests of the last days at the same place and entry, and at the same building, the likest first.

	[{name, number, title, received, stage, count, same}]: `count` is how many it concerns, `same` whether entry and
	place are the same. `street` is the register's name. `to_citizen`: only requests of the same entry, which is public,
	with nothing that their applicants wrote and the stage in words: what else an address complains of is no business
	of who asks. `besides` leaves one out. No permission check.
	"""
	days = cint(policy.settings().similar_days)
	if not street or not days or (to_citizen and not classifier):
		return []
	rows = {row.name: row for row in _open(street, days) if row.name != besides}
	if to_citizen:
		rows = _public({name: row for name, row in rows.items() if row.classifier == classifier})
	found = ranked(classifier or None, _building(building), map(_nearby, rows.values()), most)
	return [_shown(rows[each.name], how, to_citizen) for each, how in found]


def is_offered(request: str, street: str | None, building: str | None, classifier: str | None) -> bool:
	"""Return whether the request is one that a citizen is shown for this place and entry.

	Whatever is newer may have pushed it off the list since.
	"""
	found = similar(street, building, classifier, to_citizen=True, most=MOST_READ)
	return any(each["name"] == request for each in found)


def _open(street: str, days: int) -> list[Any]:
	"""Return the open requests of the street; read by the index of street and receipt, whatever the table holds."""
	request = frappe.qb.DocType("Request")
	query = frappe.qb.from_(request).select(*[request[field] for field in FIELDS])
	query = query.where(request.street == street)
	query = query.where(request.received_at >= clock.to_site(clock.now() - timedelta(days=days)))
	query = query.where(request.stage.notin([stage.value for stage in FINISHED]))
	return query.orderby(request.received_at, order=frappe.qb.desc).limit(MOST_READ).run(as_dict=True)


def _public(rows: dict[str, Any]) -> dict[str, Any]:
	chosen = {
		"name": ("in", list({row.classifier for row in rows.values() if row.classifier})),
		"is_public": 1,
	}
	public = set(frappe.get_all("Classifier", chosen, pluck="name")) if rows else set()
	return {name: row for name, row in rows.items() if row.classifier in public}


def _building(text: str | None) -> str | None:
	try:
		return parse_place(text, None)[0] or None
	except ProblemError:
		return None


def _nearby(row: Any) -> Nearby:
	return Nearby(
		row.name, row.classifier, row.building, clock.from_utc(row.received_utc), row.joined_count + 1
	)


def _shown(row: Any, how: Likeness, to_citizen: bool) -> dict:
	entry = to_citizen and frappe.get_cached_value("Classifier", row.classifier, "title")
	return {
		"name": row.name,
		"number": row.number or "",
		"title": entry or row.title or "",
		"received": speech.moment_words(row.received_at, clock.now()),
		"stage": request_words.stage_of_others(row.stage) if to_citizen else row.stage,
		"count": row.joined_count + 1,
		"same": how is Likeness.SAME,
	}
