"""Answers that an operator reads out during a call: clarifications and services, by what the call is about (RI2, RI4)."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.intake import knowledge
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.regulation.validity import Validity
from contact_center.words import problems

DOCTYPES = {"clarification": knowledge.CLARIFICATION, "service": knowledge.SERVICE}
MOST_OFFERED = 5


@frappe.whitelist(methods=["GET"])
def of_entry(classifier: str) -> list[dict]:
	"""Return [{kind, name, title}] of what is in force and answers an entry of the Classifier."""
	permissions.check_role(*roles.CONTROLLERS)
	rows = (
		frappe.get_all("Related Entry", {"classifier": classifier}, ["parent", "parenttype"])
		if classifier
		else []
	)
	found = []
	for kind, doctype in DOCTYPES.items():
		names = [row.parent for row in rows if row.parenttype == doctype]
		listed = knowledge.in_force(doctype, ("name", "title"), name=("in", names)) if names else []
		found += [{"kind": kind, **row} for row in listed]
	return found[:MOST_OFFERED]


@frappe.whitelist(methods=["GET"])
def answer(kind: str, name: str) -> dict:
	"""Return {kind, doctype, name, title, text, is_outdated, may_be_sent}; `text` is plain. Refuses what is not there."""
	permissions.check_role(*roles.CONTROLLERS)
	doctype = DOCTYPES.get(kind)
	if not doctype or not frappe.db.exists(doctype, name):
		problems.refuse(Problem(ProblemKind.ANSWER_GONE))
	doc = frappe.get_doc(doctype, name)
	doc.check_permission()
	return {
		"kind": kind,
		"doctype": doctype,
		"name": doc.name,
		"title": doc.title,
		"text": _spoken(doc),
		"is_outdated": knowledge.validity_of(doc) is Validity.OVER,
		"may_be_sent": knowledge.is_for_citizens(doc),
	}


def _spoken(doc: Document) -> str:
	if doc.doctype == knowledge.CLARIFICATION:
		return doc.answer or ""
	terms = ((_("How long"), doc.how_long), (_("How much"), doc.how_much))
	return "\n".join(
		(
			*filter(None, (doc.summary,)),
			*(line for label, lines in knowledge.lists_of_service(doc) for line in _listed(label, lines)),
			*(f"{label}: {text}" for label, text in terms if text),
		)
	)


def _listed(label: str, lines: list[str]) -> tuple[str, ...]:
	return (f"{label}:", *(f"• {line}" for line in lines)) if lines else ()
