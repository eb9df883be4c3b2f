"""Clarifications and services at the desk: what a form shows of them, confirming and correcting, sending to a caller."""

import frappe
from frappe import _

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.intake import knowledge, knowledge_letters, knowledge_use, suppliers
from contact_center.regulation.validity import prolonged
from contact_center.words import speech

MAY_ANSWER = (roles.EXECUTOR, *suppliers.WRITERS)


def bring(doc) -> None:
	"""Put beside the document how it stands and what the user may do with it (`onload`)."""
	until = prolonged(knowledge.today(), suppliers.valid_months())
	if doc.doctype == knowledge.CLARIFICATION and not doc.is_new():
		doc.update(knowledge_use.counts(doc.name))
	doc.set_onload(
		"contact_center",
		{
			"validity": knowledge.validity_of(doc),
			"until": speech.date_words(doc.valid_until),
			"would_be_until": speech.date_words(until),
			"may_answer": suppliers.may_answer(doc),
			"url": knowledge.url_of(doc) if knowledge.is_for_citizens(doc) else "",
		},
	)


@frappe.whitelist(methods=["POST"])
def confirm(doctype: str, name: str, seen: str) -> dict:
	"""Confirm that it still holds, in the version that was `seen`; return {until, words}."""
	permissions.check_role(*MAY_ANSWER)
	return _answer(suppliers.confirm(doctype, name, seen))


@frappe.whitelist(methods=["POST"])
def correct(doctype: str, name: str, seen: str, answer: str = "", short_answer: str = "") -> dict:
	"""Write the supplier's own words for the answer, which confirms it too; return {until, words}."""
	permissions.check_role(*MAY_ANSWER)
	return _answer(suppliers.correct(doctype, name, answer, short_answer, seen))


@frappe.whitelist(methods=["POST"])
def not_helped(name: str) -> dict:
	"""Record that the clarification did not help the caller, once a user."""
	permissions.check_role(*roles.CONTROLLERS)
	knowledge_use.mark(name, frappe.session.user, by_operator=True)
	return {"not_helped": knowledge_use.count_marks(name)}


@frappe.whitelist(methods=["POST"])
def send(doctype: str, name: str, applicant: str = "", interaction: str = "") -> dict:
	"""Send it to the applicant, or to that of the card, by e-mail; return {words}. It stays on record with the letters."""
	permissions.check_role(*roles.CONTROLLERS)
	address = knowledge_letters.send(doctype, name, applicant, interaction)
	return {"words": _("Sent to {0}").format(address)}


def _answer(doc) -> dict:
	until = speech.date_words(doc.valid_until)
	return {"until": until, "words": _("Confirmed: it holds until {0}").format(until)}
