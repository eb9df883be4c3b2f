"""Return for rework without leaving control (R6.3.3)."""

from frappe.model.document import Document

from contact_center.control.ending import need_reason
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, draft_of
from contact_center.regulation.acts import RETURN_FOR_REWORK


def return_for_rework(request: Document) -> Draft:
	"""Return the work to its executors with the reason; the deadline stays, the return is counted."""
	need_reason(request)
	request.confirmation = request.applicant_answer = ""
	returned = NewLine(RETURN_FOR_REWORK.kind, text=request.reason, public=RETURN_FOR_REWORK.public)
	draft = draft_of(request).add([returned])
	for task in draft.moved():
		draft.set_fields(task, reviewer_comment=request.reason)
	return draft
