"""What the form of a card shows beside its fields: consultations and requests of the talk (R5.3, R5.10)."""

import frappe
from frappe.model.document import Document

from contact_center.desk.forms import KEY

MOST = 50


def load(card: Document) -> None:
	"""Add to the card's answer {consultations, requests} as far as the user may list them."""
	if not card.has_permission("read"):
		return
	card.set_onload(
		KEY,
		{
			"consultations": _of(card, "Consultation", ["name", "title", "kind"]),
			"requests": _of(card, "Request", ["name", "title", "stage", "workflow_state"]),
		},
	)


def _of(card: Document, doctype: str, fields: list[str]) -> list[dict]:
	if not frappe.has_permission(doctype):
		return []
	listed = {"order_by": f"`tab{doctype}`.creation", "limit_page_length": MOST}
	return frappe.get_list(doctype, {"interaction": card.name}, fields, **listed)
