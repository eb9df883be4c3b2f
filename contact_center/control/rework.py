"""Return for rework without leaving control (R6.3.3)."""

from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.access import permissions
from contact_center.control import return_grounds
from contact_center.control.ending import need_reason
from contact_center.framework.plain_text import without_markup
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, draft_of, open_draft
from contact_center.regulation.acts import RETURN_FOR_REWORK
from contact_center.regulation.lengths import check_length
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.returns import ReturnMark, for_task
from contact_center.regulation.stages import Stage
from contact_center.words import meanwhile, problems, return_words


def return_for_rework(request: Document) -> Draft:
	"""Return the work to its executors with grounds and reason; the deadline stays, the return is counted."""
	need_reason(request)
	marks = return_grounds.taken(request)
	request.confirmation = request.applicant_answer = ""
	reason, act = request.reason, RETURN_FOR_REWORK
	draft = draft_of(request).add([NewLine(act.kind, text=reason, public=act.public, grounds=marks)])
	return_grounds.keep_on_record(request, marks)
	_tell_tasks(draft, marks, reason)
	return draft


@frappe.whitelist(methods=["POST"])
def return_closed(request: str, reason: str, grounds: str | list = "", seen: str = "") -> None:
	"""Return a closed request for rework: a check has shown that the work is not done (R9.2.4).

	`grounds` are titles of grounds in use, `seen` is the request's `modified`. No form does it: what is closed cannot be
	edited. PermissionError for others than operators and supervisors, ValidationError for one that is not closed.
	"""
	permissions.check_may(RETURN_FOR_REWORK)
	draft, text = open_draft(request), without_markup((reason or "").strip())
	if meanwhile.is_repeated(draft, RETURN_FOR_REWORK, seen, text):
		return
	meanwhile.check(draft, RETURN_FOR_REWORK, seen)
	marks = _checked(draft, text, grounds)
	act = RETURN_FOR_REWORK
	draft.add([NewLine(act.kind, text=text, public=act.public, grounds=marks)])
	_tell_tasks(draft, marks, text)
	draft.write()
	return_grounds.add_to_record(request, marks)


def _checked(draft: Draft, reason: str, grounds: str | list) -> tuple[ReturnMark, ...]:
	if draft.facts.stage is not Stage.CLOSED:
		problems.refuse(Problem(Kind.RETURN_OF_WHAT, (draft.facts.stage.value,)))
	if not reason:
		problems.refuse(Problem(Kind.REASON_NEEDED))
	with problems.refusing():
		check_length("reason", reason)
		return return_grounds.marks_of_titles(_listed(grounds))


def _listed(grounds: str | list) -> Any:
	try:
		return frappe.parse_json(grounds) if grounds else []
	except ValueError:
		problems.refuse(Problem(Kind.BAD_VALUES))


def _tell_tasks(draft: Draft, marks: tuple[ReturnMark, ...], reason: str) -> None:
	for task in draft.moved():
		told = (return_words.listed(for_task(marks, task)), reason)
		draft.set_fields(task, reviewer_comment="\n".join(filter(None, told)))
