"""A request ends: rejected, cancelled, or closed after the applicant has confirmed (R5.8, R7.7)."""

from frappe import _
from frappe.model.document import Document

from contact_center.control import confirmation
from contact_center.intake import refusal_grounds
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, draft_of
from contact_center.regulation.acts import CANCEL, CLOSE, REJECT, Act
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems


def reject(request: Document) -> Draft:
	"""Reject the request with a reason and its ground; its executors get a message to stop."""
	refusal_grounds.need_ground(request)
	return _ended(request, REJECT)


def cancel(request: Document) -> Draft:
	"""Cancel the request with a reason; its executors get a message to stop."""
	return _ended(request, CANCEL)


def close(request: Document) -> Draft:
	"""Close the request once its applicant has confirmed the result (R7.7)."""
	confirmation.check_closing(request)
	text = _(request.confirmation) if request.confirmation else ""
	return draft_of(request).add([NewLine(CLOSE.kind, text=text, public=CLOSE.public)])


def need_reason(request: Document) -> None:
	"""Raise ValidationError unless the request has a reason for the act."""
	if not (request.reason or "").strip():
		problems.refuse(Problem(Kind.REASON_NEEDED), title=_("Reason Needed"))


def _ended(request: Document, act: Act) -> Draft:
	need_reason(request)
	return draft_of(request).add([NewLine(act.kind, text=request.reason, public=act.public)])
