"""«Мене це теж стосується»: an applicant joins somebody's request instead of filing it again.

Who has joined is told at each stage, is asked at the end, and may leave. None of them learns who filed it.
"""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_to_date, now_datetime

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.intake import applicants, cards, similar
from contact_center.intake.said import within
from contact_center.record import clock, joined, messages
from contact_center.record.journal import NewLine
from contact_center.record.messages import JOINED, Message, event_of
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation.acts import ANSWER_AS_JOINED, JOIN, LEAVE, Act
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

LONGEST_TEXT = 5000
MOST_ANSWERS = 3
"""About one reported result: each is a line in the journal of somebody else's request."""
ANSWERS = {True: "Confirmed", False: "Disputed"}


def join(
	request: str, applicant: str, *, came_from: str | None = None, interaction: str | None = None
) -> None:
	"""Let the applicant join a request that is not finished; do nothing to who has joined it already.

	`came_from` is the applicant's own request that ends by this, `interaction` the card of the call. No permission check. ValidationError for the
	applicant's own request and for a finished one.
	"""
	draft = _open(request, JOIN)
	if frappe.db.get_value("Request", request, "applicant") == applicant:
		problems.refuse(Problem(Kind.OWN_REQUEST))
	row = joined.row_of(request, applicant, locked=True)
	if row and not row.left_at:
		return
	name = _kept(row, request, applicant, came_from=came_from, interaction=interaction)
	draft.add([NewLine(JOIN.kind)]).write(touch=False)
	messages.queue([Message(JOINED, name, event_of(JOIN.kind.value))])


def _kept(row: Any, request: str, applicant: str, **other: Any) -> str:
	"""Write the row of who joins, anew after a leaving; return its name."""
	contact = applicants.contact_to_file(applicant)
	values = {
		"joined_at": clock.to_site(clock.now()),
		"left_at": None,
		"answer": "",
		"answer_text": "",
		"applicant_email": contact.email,
		"notify_by": contact.notify_by,
		**other,
	}
	if row:
		frappe.db.set_value(JOINED, row.name, values)
		return row.name
	doc = frappe.get_doc({"doctype": JOINED, "request": request, "applicant": applicant, **values})
	doc.insert(ignore_permissions=True)
	_leave_no_name(doc)
	return doc.name


def _leave_no_name(doc: Any) -> None:
	"""What a citizen does bears no account's name (D1)."""
	if permissions.is_citizen(frappe.session.user):
		doc.db_set({"owner": "Administrator", "modified_by": "Administrator"}, update_modified=False)


def leave(request: str, applicant: str) -> None:
	"""Let the applicant leave a request that was joined; do nothing to who has left.

	PermissionError for who has not joined it, whatever it is; ValidationError for a finished one.
	"""
	_check_joined(request, applicant)
	draft = _open(request, LEAVE)
	row = _check_joined(request, applicant, locked=True)
	if row.left_at:
		return
	_note(row.name, left_at=clock.to_site(clock.now()))
	draft.add([NewLine(LEAVE.kind)]).write(touch=False)


def answer_as_joined(request: str, applicant: str, confirmed: bool, text: str = "") -> None:
	"""Record what a joined applicant says of the reported result; the operator sees it before the closing (R7.7).

	Whoever said that it is not done may say later that it is, or say more: both words are kept. PermissionError for who has not joined it, whatever it
	is; ValidationError for a dispute without words, where no result waits for an answer, and for more than MOST_ANSWERS
	about one result.
	"""
	_check_joined(request, applicant)
	text = within(text, LONGEST_TEXT)
	if not confirmed and not text:
		problems.refuse_fields({"text": Problem(Kind.MISSING_FIELDS, ("text",))})
	draft = open_draft(request)
	row = _check_joined(request, applicant, locked=True)
	if row.left_at or not ANSWER_AS_JOINED.starts_from(draft.row["stage"]):
		problems.refuse(Problem(Kind.NOT_AWAITING))
	answer, reported_at = ANSWERS[confirmed], draft.row["executed_at"]
	before = row.answer_text if answer == answer_now(row, reported_at) else None
	if before is not None and (not text or f"\n{text}\n" in f"\n{before}\n"):
		return
	given = _answers_given(row, reported_at) + 1
	values = {
		"answer": answer,
		"answer_text": "\n".join(filter(None, (before, text))),
		"answers_given": given,
	}
	_note(row.name, answered_at=clock.to_site(clock.now()), **values)
	said = ": ".join(filter(None, (_(answer), text)))
	draft.add([NewLine(ANSWER_AS_JOINED.kind, text=said)]).write()


def answer_now(row: Any, reported_at: Any) -> str:
	"""Return the answer about the present result; "" where there is none yet."""
	return row.answer if row.answer and _is_about(row, reported_at) else ""


def _is_about(row: Any, reported_at: Any) -> bool:
	return bool(row.answered_at and reported_at and row.answered_at >= reported_at)


def _answers_given(row: Any, reported_at: Any) -> int:
	"""Return how many answers about the present result there are, leavings between them or not; refuse one too many."""
	given = row.answers_given if _is_about(row, reported_at) else 0
	if given >= MOST_ANSWERS:
		problems.refuse(Problem(Kind.ANSWERED_OFTEN, (str(given),)))
	return given


def check_may_join(request: str, applicant: str | None, place: Mapping[str, str]) -> None:
	"""Refuse a citizen's joining of what is not offered at `place` {street, building, classifier}, and more within an hour
	than may be filed.

	Who has joined reads on: a name that was guessed or passed on opens no request.
	"""
	if not similar.is_offered(request, **place):
		problems.refuse(Problem(Kind.NOT_TO_JOIN), error=frappe.PermissionError)
	since = add_to_date(now_datetime(), hours=-1)
	made = frappe.db.count(JOINED, {"applicant": applicant, "joined_at": (">", since)}) if applicant else 0
	if made >= policy.settings().submissions_per_hour:
		problem = Problem(Kind.TOO_MANY_REQUESTS, (str(made), policy.settings().phone or ""))
		problems.refuse(problem, error=frappe.RateLimitExceededError)


@frappe.whitelist(methods=["POST"])
def join_for(request: str, applicant: str, interaction: str = "") -> dict[str, Any]:
	"""Let a caller join, at the desk and on the card `interaction`; return {number, count}.

	PermissionError for others than operators and supervisors and for another's card; ValidationError for an ended card and
	for one whose caller is somebody else.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	permissions.check_document("Request", request, "write")
	frappe.get_doc("Applicant", applicant).check_permission("read")
	if interaction:
		_check_caller(interaction, applicant)
	join(request, applicant, interaction=interaction or None)
	number, others = frappe.db.get_value("Request", request, ["number", "joined_count"])
	return {"number": number or "", "count": others + 1}


def _check_caller(card: str, applicant: str) -> None:
	if cards.open_card(card).applicant != applicant:
		problems.refuse(Problem(Kind.CALLER_UNKNOWN))


def _open(request: str, act: Act) -> Draft:
	draft = open_draft(request)
	if not act.starts_from(draft.row["stage"]):
		problems.refuse(Problem(Kind.FINISHED))
	return draft


def _check_joined(request: str, applicant: str, *, locked: bool = False) -> Any:
	"""Return the row of who has joined; refuse others before the request is locked, or known to exist."""
	row = joined.row_of(request, applicant, locked=locked)
	return row or problems.refuse(Problem(Kind.NOT_YOUR_REQUEST), error=frappe.PermissionError)


def _note(name: str, **values: Any) -> None:
	"""Write into the row of a joined applicant, whose account's name it does not bear."""
	frappe.db.set_value(JOINED, name, values, update_modified=False)
