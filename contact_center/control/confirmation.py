"""The applicant's word on the result: by call-back, or in the account; then closing or rework (R6.1.5, R7.7, R6.3.3)."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.record import journal
from contact_center.record.journal import Entry
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import Stage

OUTCOMES = ("Confirmed", "Not Confirmed", "Not Reached")
# What an outcome says of the applicant's mind, as the account would have it.
ANSWERS = {"Confirmed": "Confirmed", "Not Confirmed": "Disputed"}


def check_closing(request: Document) -> None:
	"""R7.7: closed only after the applicant confirmed; an anonymous request after its evidence was checked."""
	if request.anonymous:
		request.confirmation = "Anonymous Applicant"
	if not request.confirmation:
		frappe.throw(
			_("Record a call-back first: a request is closed once the applicant has confirmed the result."),
			title=_("Confirmation Needed"),
		)


@frappe.whitelist(methods=["POST"])
def call_back(request: str, outcome: str, text: str = "") -> None:
	"""Record one attempt to reach the applicant (R6.1.5); "Confirmed" makes the request ready to close.

	PermissionError for others than operators; ValidationError outside "Awaiting Confirmation".
	"""
	permissions.check_role(*roles.CONTROLLERS)
	if outcome not in OUTCOMES:
		frappe.throw(_("Choose an outcome: {0}.").format(", ".join(_(each) for each in OUTCOMES)))
	text = (text or "").strip()
	if outcome == "Not Confirmed" and not text:
		frappe.throw(_("Write what the applicant said: the executor has to know what is not done."))
	doc = _awaiting(request)
	doc.callback_count = (doc.callback_count or 0) + 1
	doc.confirmation = {"Confirmed": "By Phone", "Not Confirmed": ""}.get(outcome, doc.confirmation)
	doc.applicant_answer = ANSWERS.get(outcome, doc.applicant_answer)
	doc.move(Stage.AWAITING_CONFIRMATION)
	entries = [Entry(Kind.CALLED_BACK, text=": ".join(filter(None, [_(outcome), text])))]
	if outcome == "Confirmed":
		entries.append(Entry(Kind.CONFIRMED, public=True))
	journal.write(request, entries)


def applicant_confirms(request: str, user: str) -> None:
	"""The applicant confirms in the account (R7.7); PermissionError for another's request."""
	_answer(request, user, "Confirmed", "In Account", Entry(Kind.CONFIRMED, public=True))


def applicant_disputes(request: str, user: str, text: str) -> None:
	"""The applicant says that it is not done: a ground for rework (R6.3.3). PermissionError for another's request."""
	text = (text or "").strip()
	if not text:
		frappe.throw(_("Write what is not done."))
	_answer(request, user, "Disputed", "", Entry(Kind.DISPUTED, text=text[:5000], public=True))


def _answer(request: str, user: str, answer: str, confirmation: str, entry: Entry) -> None:
	if not permissions.is_own_request(request, user):
		frappe.throw(_("This is not your request."), frappe.PermissionError)
	doc = _awaiting(request)
	if doc.applicant_answer == answer:
		return
	doc.applicant_answer, doc.confirmation = answer, confirmation
	doc.move(Stage.AWAITING_CONFIRMATION)
	journal.write(request, [entry])


def _awaiting(request: str) -> Document:
	doc = frappe.get_doc("Request", request, for_update=True)
	if doc.stage != Stage.AWAITING_CONFIRMATION:
		frappe.throw(_("The result of this request is not waiting for confirmation."))
	return doc
