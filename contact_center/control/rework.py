"""Return for rework without leaving control (R6.3.3)."""

from frappe.model.document import Document

from contact_center.control import return_grounds
from contact_center.control.ending import need_reason
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, draft_of
from contact_center.regulation.acts import RETURN_FOR_REWORK
from contact_center.regulation.returns import for_task
from contact_center.words import return_words


def return_for_rework(request: Document) -> Draft:
	"""Return the work to its executors with grounds and reason; the deadline stays, the return is counted."""
	need_reason(request)
	marks = return_grounds.taken(request)
	request.confirmation = request.applicant_answer = ""
	reason, act = request.reason, RETURN_FOR_REWORK
	draft = draft_of(request).add([NewLine(act.kind, text=reason, public=act.public, grounds=marks)])
	return_grounds.keep_on_record(request, marks)
	for task in draft.moved():
		told = (return_words.listed(for_task(marks, task)), reason)
		draft.set_fields(task, reviewer_comment="\n".join(filter(None, told)))
	return draft
