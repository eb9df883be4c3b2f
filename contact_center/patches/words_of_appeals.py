"""The kind «Thanks» and the stage «Answered» have names that the framework's own strings do not share."""

import frappe

from contact_center.framework import deadlocks

RENAMED = (
	("Appeal", "kind", "Thanks", "Gratitude"),
	("Appeal Term", "kind", "Thanks", "Gratitude"),
	("Appeal", "stage", "Answered", "Answer Given"),
	("Appeal Step", "step", "Answered", "Answer Given"),
)


@deadlocks.repeated
def execute() -> None:
	"""Rename what is stored, without touching who changed a row last."""
	for doctype, field, before, after in RENAMED:
		frappe.db.set_value(doctype, {field: before}, field, after, update_modified=False)
	frappe.clear_document_cache("Contact Center Settings", "Contact Center Settings")
