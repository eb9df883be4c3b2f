"""How a request ends: rejected, cancelled, or closed on the applicant's word (R5.8, R7.7)."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.control import confirmation
from contact_center.record.journal import Entry
from contact_center.record.writing import Draft, draft_of
from contact_center.regulation.facts import Kind


def reject(request: Document) -> Draft:
	"""Decline the request with a reason; whoever works on it already is told to stop."""
	return _ended(request, Kind.REJECTED)


def cancel(request: Document) -> Draft:
	"""Cancel the request with a reason; whoever works on it already is told to stop."""
	return _ended(request, Kind.CANCELLED)


def close(request: Document) -> Draft:
	"""Close the request once its applicant has confirmed the result (R7.7)."""
	confirmation.check_closing(request)
	text = _(request.confirmation) if request.confirmation else ""
	return draft_of(request).add([Entry(Kind.CLOSED, text=text, public=True)])


def need_reason(request: Document) -> None:
	"""ValidationError where the request names no reason for what is about to happen to it."""
	if not (request.reason or "").strip():
		frappe.throw(
			_("Write the reason first: the applicant and the executor will read it."),
			title=_("Reason Needed"),
		)


def _ended(request: Document, kind: Kind) -> Draft:
	need_reason(request)
	return draft_of(request).add([Entry(kind, text=request.reason, public=True)])
