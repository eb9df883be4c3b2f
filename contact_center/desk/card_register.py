"""Ask the municipal card register while somebody talks (R5.6): what it answers is offered, and holds up nothing."""

from dataclasses import asdict

import frappe
from frappe import _

from contact_center.access import permissions, roles
from contact_center.addresses import streets
from contact_center.framework import access_log
from contact_center.intake import callers
from contact_center.integrations import card_register
from contact_center.integrations.card_register import Unavailable
from contact_center.reading.card_register import Person
from contact_center.regulation.problems import ProblemError

METHOD = callers.CARD_REGISTER
"""The method of the Access Log's entries."""
SHORTEST, LONGEST = 4, 40


@frappe.whitelist(methods=["POST"])
def find(asked: str) -> dict:
	"""Return {person, note, is_unknown} of a card's number or a whole phone; `person` is what may be taken over, or None.

	`street` of the person is the register of streets' own name, "" where the city has none of that name. `note` says why
	there is nobody, `is_unknown` that the register knows nobody. Never an error: the talk goes on without it.
	PermissionError for others than operators and supervisors.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	asked = asked.strip()[:LONGEST]
	try:
		source = card_register.register()
	except Exception as error:  # whatever another app's function raises
		return _silent(error)
	if source is None or len(asked) < SHORTEST:
		return {"person": None, "note": "" if source else _("No card register is set up.")}
	try:
		person = card_register.find(asked, source)
	except Unavailable as error:
		return _silent(error)
	if person is None:
		note = _("The card register knows nobody by this number.")
		return {"person": None, "note": note, "is_unknown": True}
	access_log.record("Applicant", f"{METHOD} {person.card_number}", METHOD, "")
	return {"person": _offered(person), "note": _("From the card register: check with the caller.")}


def _silent(error: Exception) -> dict:
	frappe.logger("contact_center").warning(f"card register: {error}")
	return {"person": None, "note": _("The card register does not answer. Ask the caller.")}


def _offered(person: Person) -> dict[str, str]:
	try:
		street = streets.named(person.street) if person.street else ""
	except ProblemError:
		street = ""
	return {**asdict(person), "street": street or ""}
