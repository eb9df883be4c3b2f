"""The moderator asks the applicant; until the answer the request waits outside the queue (R3.2, R5.9)."""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _

from contact_center.access import permissions, roles
from contact_center.control import additions, bell
from contact_center.framework.plain_text import without_markup
from contact_center.intake import holds
from contact_center.record import journal
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation.acts import ANSWER, ASK, REQUEST, Act
from contact_center.regulation.lengths import too_long
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import journal_words, meanwhile, problems

LONGEST = 2000


@frappe.whitelist(methods=["POST"])
def ask(request: str, question: str, seen: str = "") -> None:
	"""Ask the applicant of a request in moderation: in the account and by letter; the request waits for the answer.

	`seen` is the request's `modified` as its operator saw it. PermissionError for others than operators and
	supervisors, ValidationError without a question, outside moderation, for an anonymous request, and where a
	colleague holds it.
	"""
	permissions.check_may(ASK)
	doc = permissions.check_document("Request", request, "write")
	text = _words(question, "question", "question")
	draft = open_draft(request)
	if meanwhile.is_repeated(draft, ASK, seen, text):
		return
	holds.check(doc)
	meanwhile.check(draft, ASK, seen)
	_check_stage(draft, ASK)
	if not doc.applicant:
		problems.refuse(Problem(Kind.NOBODY_TO_ASK))
	draft.add([NewLine(ASK.kind, text=text, public=ASK.public)]).write()
	holds.end(request)


@frappe.whitelist(methods=["POST"])
def answer_by_phone(request: str, text: str) -> None:
	"""Record what the applicant answered by phone. PermissionError for others than operators and supervisors."""
	permissions.check_role(*roles.CONTROLLERS)
	permissions.check_document("Request", request, "write")
	_answer(request, _("By phone: {0}").format(_words(text)))


def answer(request: str, user: str, text: str, files: Sequence[str] = ()) -> None:
	"""Record the applicant's answer, which puts the request back into the queue at its old place.

	`files` are the names of what is attached. The same words to the same question are one answer; other words are
	recorded too. PermissionError for another's request, ValidationError without words and files, and where nothing is
	asked, RateLimitExceededError for more answers within an hour than there may be additions.
	"""
	permissions.check_own_request(request, user)
	text = journal_words.with_files((text or "").strip(), files)
	_answer(request, _words(text))


def question(request: str) -> str:
	"""Return what the applicant was asked last. No permission check."""
	return getattr(_last_question(request), "text", "")


def _last_question(request: str) -> Any:
	asked = {"request": request, "kind": ASK.kind.value}
	found = frappe.get_all(
		"Request Journal", asked, ["text", "creation"], order_by="creation desc, idx desc", limit=1
	)
	return next(iter(found), None)


def _answer(request: str, text: str) -> None:
	draft = open_draft(request)
	_check_stage(draft, ANSWER)
	if not draft.facts.asked_at and not draft.facts.answered_at:
		problems.refuse(Problem(Kind.NOTHING_ASKED))
	if not draft.facts.asked_at and _is_repeated(request, text):
		return
	if permissions.is_citizen(frappe.session.user):
		additions.check_rate(request, ANSWER.kind)
	draft.add([NewLine(ANSWER.kind, text=text, public=ANSWER.public)]).write()
	bell.ring(bell.operators_of(request), REQUEST, request, _("The applicant answered"), text)


def _is_repeated(request: str, text: str) -> bool:
	"""Return whether the session's user has answered the last question with these very words: sent twice."""
	asked = _last_question(request)
	return bool(asked) and journal.is_own(request, ANSWER.kind, asked.creation, text)


def _check_stage(draft: Draft, act: Act) -> None:
	if not act.starts_from(draft.row["stage"]):
		problems.refuse(Problem(Kind.NOT_IN_MODERATION))


def _words(text: str, field: str = "text", what: str = "answer") -> str:
	text = without_markup((text or "").strip())
	if not text:
		problems.refuse_fields({field: Problem(Kind.MISSING_FIELDS, (what,))})
	if problem := too_long(text, LONGEST):
		problems.refuse_fields({field: problem})
	return text
