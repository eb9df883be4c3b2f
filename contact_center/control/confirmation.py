"""The applicant confirms or disputes the result, by call-back or in the account (R6.1.5, R7.7, R6.3.3)."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.access import permissions
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation.acts import CALL_BACK, CONFIRM, DISPUTE, Act
from contact_center.regulation.facts import RATINGS
from contact_center.regulation.lengths import check_length
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import journal_words, meanwhile, problems

OUTCOMES = ("Confirmed", "Not Confirmed", "Not Reached")
NEED_TEXT = frozenset({"Not Confirmed"})
"""Outcomes of a call-back that need the applicant's words: the executor has to know what is not done."""
DISPUTED = "Disputed"
NOT_REACHED = "Not Reached"
ANSWER_FIELDS = {
	"Confirmed": {"applicant_answer": "Confirmed", "confirmation": "By Phone"},
	"Not Confirmed": {"applicant_answer": DISPUTED, "confirmation": ""},
}
"""Fields of the request by outcome of a call-back: the same as if the applicant had answered in the account."""


def check_closing(request: Document) -> None:
	"""Raise ValidationError unless the applicant has confirmed; an anonymous request needs no confirmation (R7.7)."""
	if request.anonymous:
		request.confirmation = "Anonymous Applicant"
	if not request.confirmation:
		problems.refuse(Problem(Kind.CONFIRMATION_NEEDED), title=_("Confirmation Needed"))


@frappe.whitelist(methods=["POST"])
def call_back(request: str, outcome: str, text: str = "", seen: str = "") -> None:
	"""Record one attempt to reach the applicant (R6.1.5); "Confirmed" makes the request ready to close.

	`seen` is the request's `modified` as its operator saw it. Raise PermissionError for users who are no operators,
	ValidationError outside the stage "Awaiting Confirmation" and where somebody decided meanwhile.
	"""
	permissions.check_may(CALL_BACK)
	if outcome not in OUTCOMES:
		problems.refuse(Problem(Kind.UNKNOWN_OUTCOME, OUTCOMES))
	text = (text or "").strip()
	if outcome in NEED_TEXT and not text:
		problems.refuse(Problem(Kind.ANSWER_NEEDED))
	with problems.refusing():
		check_length("reason", text)
	text = ": ".join(filter(None, [_(outcome), text]))
	draft = open_draft(request)
	if meanwhile.is_repeated(draft, CALL_BACK, seen, text):
		return
	check_awaiting(draft, CALL_BACK, seen)
	lines = [NewLine(CALL_BACK.kind, text=text)]
	if outcome == "Confirmed":
		lines.append(NewLine(CONFIRM.kind, public=CONFIRM.public))
	draft.add(lines, **ANSWER_FIELDS.get(outcome, {})).write()


def confirm(request: str, user: str, seen: str = "", rating: int = 0) -> None:
	"""Record that the applicant confirms in the account (R7.7), with a rating of 1 to 5, 0 for none (P1).

	`seen` is the request's `modified` as the applicant saw it, here and below. Raise PermissionError for another's
	request, ValidationError for another rating.
	"""
	if rating and rating not in RATINGS:
		values = (str(rating), *map(str, RATINGS))
		problems.refuse_fields({"rating": Problem(Kind.NOT_ONE_OF, values)})
	answer = {"applicant_answer": "Confirmed", "confirmation": "In Account"}
	_answer(request, user, CONFIRM, seen, answer, journal_words.rating(rating), rating)


def dispute(request: str, user: str, text: str, seen: str = "", files: Sequence[str] = ()) -> None:
	"""Record what the applicant finds not done, a ground for rework (R6.3.3). Raise PermissionError for another's request.

	`files` are the names of the files that the applicant has attached to show it.
	"""
	text = (text or "").strip()
	if not text:
		problems.refuse_fields({"text": Problem(Kind.MISSING_FIELDS, ("text",))})
	text = journal_words.with_files(text[:5000], files)
	_answer(request, user, DISPUTE, seen, {"applicant_answer": DISPUTED, "confirmation": ""}, text)


def _answer(
	request: str,
	user: str,
	act: Act,
	seen: str,
	answer: dict[str, str],
	text: str = "",
	rating: int = 0,
) -> None:
	permissions.check_own_request(request, user)
	draft = open_draft(request)
	if meanwhile.is_repeated(draft, act, seen, text):
		return
	if draft.row["applicant_answer"] == answer["applicant_answer"]:
		return _check_repeated(draft, act, text)
	check_awaiting(draft, act, seen)
	draft.add([NewLine(act.kind, text=text, public=act.public, rating=rating or None)], **answer).write()


def _check_repeated(draft: Draft, act: Act, text: str) -> None:
	"""A double tap is one answer; what is new in a second one is not left unread."""
	if act is DISPUTE and not meanwhile.is_repeated(draft, act, draft.row["creation"], text):
		problems.refuse(Problem(Kind.DISPUTED_ALREADY))


def check_awaiting(draft: Draft, act: Act, seen: str) -> None:
	"""Refuse an act on a result that does not wait for confirmation, or that somebody decided on since `seen`."""
	meanwhile.check(draft, act, seen)
	if not act.starts_from(draft.row["stage"]):
		problems.refuse(Problem(Kind.NOT_AWAITING))
