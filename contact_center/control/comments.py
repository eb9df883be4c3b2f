"""Comments on a running request or task (R8.1.3), the reviewer's too (R6.3.4).

An executor's comment reaches the operators of the request, an operator's comment the executors who work on it; one for the
office alone the colleagues who had to do with the request, one that is public the applicant, by a message. What executors
read does not name the applicant (D1).
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, cint, now_datetime

from contact_center.access import permissions, roles
from contact_center.control import bell
from contact_center.intake import once
from contact_center.reading.named_people import calls, names
from contact_center.record import journal
from contact_center.record.journal import NewLine
from contact_center.record.writing import open_draft
from contact_center.regulation.acts import COMMENT, COMMENT_ON_TASK, REQUEST, TASK
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import UNDER_CONTROL
from contact_center.regulation.terms import Audience
from contact_center.words import problems

MAX_LENGTH = 5_000
REPEAT_SECONDS = 60
"""The same words of the same person within so many seconds are one comment, where no form's key tells two apart."""
RUNNING = ("in", [stage.value for stage in UNDER_CONTROL])


@frappe.whitelist(methods=["POST"])
def comment(
	doctype: str, name: str, text: str, is_public: int = 0, for_executors: int = 1, key: str = ""
) -> None:
	"""Journal a comment on a request (operators) or a task (its executor too), and notify whom it concerns.

	`key` is the form's own, made at random: sent again with it, the same words are one comment, and two forms with equal
	words are two. The applicant sees a public one, the executors one on the request unless `for_executors` is 0. Raise
	PermissionError for a user who may not write the document, ValidationError for a finished document, for a text that
	is empty or longer than MAX_LENGTH, and where executors would read who the applicant is.
	"""
	doc = permissions.check_document(doctype, name, "write")
	act = COMMENT_ON_TASK if doctype == TASK else COMMENT
	permissions.check_may(act)
	if not act.starts_from(doc.stage):
		problems.refuse(Problem(Kind.NO_LONGER_COMMENTED))
	text = (text or "").strip()
	if not text or len(text) > MAX_LENGTH:
		problems.refuse(Problem(Kind.BAD_COMMENT, (str(MAX_LENGTH),)))
	tasks = [doc] if doctype == TASK else _running_tasks(doc.name) if cint(for_executors) else []
	if tasks and permissions.has_role(*roles.CONTROLLERS):
		_check_names_nobody(doc.get("request") or doc.name, text)
	mark = once.key_of(frappe.session.user, key, {"document": doc.name, "text": text}) or ""
	if _write(doc, text, bool(cint(is_public)), bool(tasks), mark):
		_ring(doc, text, tasks)


def _write(doc: Document, text: str, public: bool, to_executors: bool, mark: str) -> bool:
	"""Journal the comment; return whether it is new: sent twice, as when the answer was lost, it is one."""
	draft = open_draft(doc.get("request") or doc.name)
	task = doc.name if doc.doctype == TASK else None
	if _is_repeated(draft.request, text, task, mark):
		return False
	if task:
		line = NewLine(
			COMMENT_ON_TASK.kind, text=text, public=public, task=task, executor=doc.executor, name=mark
		)
	else:
		audience = Audience.EXECUTOR.value if to_executors else None
		line = NewLine(COMMENT.kind, text=text, public=public, audience=audience, name=mark)
	draft.add([line]).write()
	return True


def _is_repeated(request: str, text: str, task: str | None, mark: str) -> bool:
	if mark:
		return journal.is_written(request, COMMENT.kind, mark)
	since = add_to_date(now_datetime(), seconds=-REPEAT_SECONDS)
	return journal.is_own(request, COMMENT.kind, since, text, task)


def _check_names_nobody(request: str, text: str) -> None:
	"""ValidationError where an operator's comment for executors names the applicant, by surname or by phone (D1)."""
	applicant = frappe.db.get_value("Request", request, "applicant")
	person = applicant and frappe.db.get_value("Applicant", applicant, ["surname", "phone"], as_dict=True)
	if person and (names(person.surname, text) or calls(person.phone, text)):
		problems.refuse(Problem(Kind.COMMENT_NAMES_APPLICANT))


def _ring(doc: Document, text: str, tasks: list[Document]) -> None:
	if doc.doctype == TASK and not permissions.has_role(*roles.CONTROLLERS):
		subject = _("Comment of the executor, request {0}").format(doc.number)
		return bell.ring(bell.operators_of(doc.request), REQUEST, doc.request, subject, text)
	if not tasks:  # for the office: it may name the applicant, and the bell does not repeat it
		subject = _("A comment for the office, request {0}").format(doc.number or doc.title)
		return bell.ring(bell.operators_of(doc.name), REQUEST, doc.name, subject, "")
	people = bell.people_of(tasks)
	for task in tasks:
		subject = _("Comment of the operator, request {0}").format(task.number)
		bell.ring(people[task.name], TASK, task.name, subject, text)


def _running_tasks(request: str) -> list[Document]:
	return frappe.get_all(
		TASK,
		{"request": request, "stage": RUNNING},
		["name", "executor", "number", "handed_to"],
		order_by="name",
	)
