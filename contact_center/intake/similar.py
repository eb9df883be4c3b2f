"""What is known at a place while a request is being written: announced works, open requests of its neighbours."""

from datetime import timedelta

import frappe
from frappe.query_builder import Order

from contact_center.addresses import streets
from contact_center.intake import callers
from contact_center.record import clock
from contact_center.regulation.addresses import parse_place
from contact_center.regulation.problems import ProblemError
from contact_center.words import speech

DAYS = 14
MOST = 10
FIELDS = ("name", "number", "title", "stage", "received_at", "classifier")


def known_at(street: str, building: str, classifier: str = "") -> dict:
	"""Return {works, similar} of a place: announced works, and the unfinished requests of its building of DAYS days.

	Those of the same classifier entry come first. Both are empty for a street or a building that is none.
	"""
	known = streets.known(street)
	number = _number(building)
	if not known:
		return {"works": [], "similar": []}
	return {
		"works": callers.works_at([(known, number)]),
		"similar": _similar(known, number, classifier) if number else [],
	}


def _number(building: str) -> str:
	try:
		return parse_place(building, None)[0]
	except ProblemError:
		return ""


def _similar(street: str, building: str, classifier: str) -> list[dict]:
	since = clock.to_site(clock.now() - timedelta(days=DAYS))
	request = frappe.qb.DocType("Request")
	rows = (
		frappe.qb.from_(request)
		.select(*FIELDS)
		.where((request.street == street) & (request.building == building))
		.where((request.received_at >= since) & request.stage.isin(list(callers.UNFINISHED)))
		.orderby(request.received_at, order=Order.desc)
		.limit(MOST * 3)
	).run(as_dict=True)
	rows.sort(key=lambda row: row.classifier != classifier)
	return [_line(row) for row in rows[:MOST]]


def _line(row: dict) -> dict:
	now = clock.now()
	return {
		"name": row.name,
		"number": row.number or "",
		"title": row.title or "",
		"received": speech.moment_words(row.received_at, now),
		"stage": row.stage,
		"classifier": row.classifier or "",
		"count": 1,
	}
