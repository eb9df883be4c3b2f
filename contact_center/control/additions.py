"""What the applicant adds to a filed request: words and files (R3.4). The office gets it and decides who needs it (D1)."""

from collections.abc import Sequence
from datetime import datetime

import frappe
from frappe import _
from frappe.utils import add_to_date, now_datetime

from contact_center.access import permissions
from contact_center.control import bell
from contact_center.record import journal
from contact_center.record.journal import NewLine
from contact_center.record.writing import open_draft
from contact_center.regulation.acts import REQUEST, SUPPLEMENT
from contact_center.regulation.facts import Kind as LineKind
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import journal_words, problems

MAX_LENGTH = 5_000
MOST_AN_HOUR = 10
REPEAT_MINUTES = 10


def supplement(request: str, user: str, text: str, files: Sequence[str] = ()) -> None:
	"""Journal what the applicant adds, and notify the operators of the request.

	`files` are the names of the files that the applicant has attached. The same words within REPEAT_MINUTES are one
	addition. Raise PermissionError for another's request, ValidationError for a finished one, without words and files,
	for a text longer than MAX_LENGTH, RateLimitExceededError for more than MOST_AN_HOUR.
	"""
	permissions.check_own_request(request, user)
	text = journal_words.with_files((text or "").strip(), files)
	if not text or len(text) > MAX_LENGTH:
		problems.refuse(Problem(Kind.BAD_COMMENT, (str(MAX_LENGTH),)))
	draft = open_draft(request)
	if not SUPPLEMENT.starts_from(draft.row["stage"]):
		problems.refuse(Problem(Kind.FINISHED))
	if journal.is_own(request, SUPPLEMENT.kind, _minutes_ago(REPEAT_MINUTES), text):
		return
	check_rate(request, SUPPLEMENT.kind)
	draft.add([NewLine(SUPPLEMENT.kind, text=text, public=SUPPLEMENT.public)]).write()
	bell.ring(bell.operators_of(request), REQUEST, request, _("The applicant added to the request"), text)


def _minutes_ago(minutes: int) -> datetime:
	return add_to_date(now_datetime(), minutes=-minutes)


def check_rate(request: str, kind: LineKind) -> None:
	"""Refuse more than MOST_AN_HOUR lines of this kind of the applicant's own."""
	own = {"kind": kind.value, "actor": ("is", "not set"), "creation": (">", _minutes_ago(60))}
	if frappe.db.count("Request Journal", {"request": request, **own}) >= MOST_AN_HOUR:
		problem = Problem(Kind.TOO_MANY_ADDITIONS, (str(MOST_AN_HOUR),))
		problems.refuse(problem, error=frappe.RateLimitExceededError)
