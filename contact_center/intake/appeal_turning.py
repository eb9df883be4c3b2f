"""A web request that is a complaint, a proposal or thanks becomes an appeal (R3.3a): the request ends, and says what it became."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.access import permissions
from contact_center.framework.plain_text import without_markup
from contact_center.intake import appeals, holds, moved_files
from contact_center.record.journal import NewLine
from contact_center.record.writing import open_draft
from contact_center.regulation.acts import TURN_INTO_APPEAL
from contact_center.regulation.appeals import AnswerBy
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import meanwhile, problems


@frappe.whitelist(methods=["POST"])
def turn_into_appeal(
	request: str, kind: str, about: str = "", executor: str = "", person: str = "", seen: str = ""
) -> dict[str, str]:
	"""Make an appeal of a request in moderation; return {name, number} of it. It keeps words, applicant, card and files.

	The journal of the request names the appeal, and no figure of received requests counts it. `seen` is the request's `modified` as its operator saw it.
	PermissionError for others than operators and supervisors, ValidationError outside moderation, where a colleague holds
	it, and for what an appeal cannot be. Done a second time, it answers with the same appeal.
	"""
	permissions.check_may(TURN_INTO_APPEAL)
	doc = permissions.check_document("Request", request, "write")
	draft = open_draft(request)
	if made := frappe.db.get_value(appeals.DOCTYPE, {"came_from": request}, ["name", "number"], as_dict=True):
		return dict(made)
	holds.check(doc)
	meanwhile.check(draft, TURN_INTO_APPEAL, seen)
	if not TURN_INTO_APPEAL.starts_from(draft.row["stage"]):
		problems.refuse(Problem(Kind.NOT_IN_MODERATION))
	said = {"kind": kind, "about": about, "executor": executor, "person": without_markup(person)}
	appeal = _made_of(doc, said)
	moved_files.to_appeal(request, appeal.name)
	reason = _("It goes on as an appeal, number {0}").format(appeal.number)
	line = NewLine(TURN_INTO_APPEAL.kind, text=reason, public=TURN_INTO_APPEAL.public)
	draft.add([line], reason=reason).write()
	frappe.db.set_value("Request", request, "became_appeal", 1, update_modified=False)
	holds.end(request)
	return {"name": appeal.name, "number": appeal.number}


def _made_of(request: Document, said: dict[str, str]) -> Document:
	kept = {name: request.get(name) for name in ("channel", "applicant", "anonymous", "interaction")}
	written = {"text": request.description, **{name: value for name, value in said.items() if value}}
	written["answer_by"] = _way_to(request.applicant)
	return appeals.receive(written, **kept, came_from=request.name)


def _way_to(applicant: str | None) -> str:
	"""Return how the answer reaches an applicant who was never asked: in the account, else by e-mail, where there is one."""
	person = applicant and frappe.db.get_value("Applicant", applicant, ["user", "email"], as_dict=True)
	if not person:
		return ""
	return (person.user and AnswerBy.ACCOUNT.value) or (person.email and AnswerBy.EMAIL.value) or ""
