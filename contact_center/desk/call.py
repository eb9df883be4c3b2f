"""What the operator's desk asks and does while a caller talks: operators and supervisors alone (P2, P3).

The endpoints are thin: the card is in `intake/cards.py`, callers in `intake/callers.py`, consultations in
`intake/consultations.py`. Every change names the card, and a key where something is made: sent twice, it is made once.
"""

import frappe

from contact_center.access import permissions, roles
from contact_center.control import reopening
from contact_center.intake import (
	callers,
	card_appeals,
	card_callers,
	card_requests,
	card_views,
	cards,
	clearing_up,
	consultations,
	similar,
)


@frappe.whitelist(methods=["POST"])
def begin(key: str, phone: str = "", channel: str = "Phone") -> dict:
	"""Begin the card that the desk calls `key`, or find it again; return its view. A later phone is written on it."""
	permissions.check_role(*roles.CONTROLLERS)
	return card_views.view(cards.begin(key, phone, channel))


@frappe.whitelist(methods=["GET"])
def mine() -> dict | None:
	"""Return the view of the user's newest open card with its draft, None without one."""
	permissions.check_role(*roles.CONTROLLERS)
	return card_views.newest()


@frappe.whitelist(methods=["POST"])
def keep(card: str, draft: str) -> None:
	"""Keep what is typed on an open card; the last text wins."""
	permissions.check_role(*roles.CONTROLLERS)
	cards.keep(card, draft)


@frappe.whitelist(methods=["POST"])
def lookup(phone: str) -> dict:
	"""Return {callers, phone, block, requests, cards, works} for a number, the callers alone for a part of it.

	A closed request that may be opened again has `reopen_until`, a day in words.

	By POST: an address with the number in it would stay in the web servers' logs. Who looked is on record (D2).
	"""
	permissions.check_role(*roles.CONTROLLERS)
	found = callers.look_up(phone)
	return {**found, "requests": [reopening.shown(row) for row in found["requests"]]}


@frappe.whitelist(methods=["POST"])
def identify(card: str, values: str | dict) -> dict:
	"""Write who calls on the card: {applicant}, {new: {…}} or {anonymous: 1, warned: 1}, and the consent; return the view."""
	permissions.check_role(*roles.CONTROLLERS)
	card_callers.identify(card, values)
	return card_views.view(card)


@frappe.whitelist(methods=["GET"])
def known_at(street: str, building: str = "", classifier: str = "") -> dict:
	"""Return {works, similar} of a place: announced works and open requests of the last days."""
	permissions.check_role(*roles.CONTROLLERS)
	return similar.known_at(street, building, classifier)


@frappe.whitelist(methods=["POST"])
def register(card: str, key: str, values: str | dict) -> dict:
	"""Register a request of the card's caller; return {request, number, accept_by, due, executors}."""
	permissions.check_role(*roles.CONTROLLERS)
	return card_requests.register(card, key, values)


@frappe.whitelist(methods=["POST"])
def consult(card: str, key: str, values: str | dict) -> dict:
	"""Record a consultation on the card; return {consultation}."""
	permissions.check_role(*roles.CONTROLLERS)
	return {"consultation": consultations.consult(card, key, values)}


@frappe.whitelist(methods=["POST"])
def take_appeal(card: str, key: str, values: str | dict) -> dict:
	"""Take a complaint, a proposal or thanks of the card's caller; return {appeal, number}."""
	permissions.check_role(*roles.CONTROLLERS)
	return card_appeals.take(card, key, values)


@frappe.whitelist(methods=["POST"])
def undo_consultation(consultation: str) -> None:
	"""Take a consultation back within its open card."""
	permissions.check_role(*roles.CONTROLLERS)
	consultations.undo(consultation)


@frappe.whitelist(methods=["POST"])
def end(card: str, note: str = "") -> dict:
	"""End the card. A talk of which nothing came needs a note."""
	permissions.check_role(*roles.CONTROLLERS)
	cards.end(card, note)
	return {"next": None}


@frappe.whitelist(methods=["POST"])
def clear_up(request: str, outcome: str, text: str = "", key: str = "") -> None:
	"""Record a call that cleared up a request on the card of that request (R5.9)."""
	permissions.check_role(*roles.CONTROLLERS)
	clearing_up.record(request, outcome, text, key)
