"""A closed request is opened again: by its applicant in the account, by an operator for who calls (R7.7, R6.3.5)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.control import bell
from contact_center.framework.plain_text import without_markup
from contact_center.record import clock
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation import reopening as rules
from contact_center.regulation.acts import REOPEN, REQUEST, TASK
from contact_center.regulation.lengths import too_long
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import journal_words, meanwhile, problems, speech

LONGEST = 5000


def reopen(request: str, user: str, text: str, seen: str = "", files: Sequence[str] = ()) -> None:
	"""Open the user's own closed request again; its executors get it back with the rest of R6.3.5.

	`seen` is the request's `modified` as its applicant saw it, `files` are the names of what is attached. The same words to
	the same version are one reopening. PermissionError for another's request, ValidationError without words, for one that
	is not closed, and once its days are over.
	"""
	permissions.check_own_request(request, user)
	_reopen(request, journal_words.with_files(_words(text), files), seen)


@frappe.whitelist(methods=["POST"])
def reopen_for(request: str, text: str, seen: str = "") -> None:
	"""Open a closed request again for who calls. PermissionError for others than operators and supervisors."""
	permissions.check_role(*roles.CONTROLLERS)
	permissions.check_document(REQUEST, request, "write")
	_reopen(request, _words(text), seen)


def _reopen(request: str, text: str, seen: str) -> None:
	draft = open_draft(request)
	if meanwhile.is_repeated(draft, REOPEN, seen, text):
		return
	meanwhile.check(draft, REOPEN, seen)
	with problems.refusing():
		rules.check_reopening(draft.row["stage"], draft.facts.closed_at, clock.now(), days(), policy.zone())
	draft.add([NewLine(REOPEN.kind, text=text, public=REOPEN.public)])
	for task in draft.moved():
		draft.set_fields(task, reviewer_comment=text)
	draft.write()
	_tell(draft, text)


def _tell(draft: Draft, text: str) -> None:
	"""Notify the supervisors and the executors' people: it was closed, and is not done."""
	bell.ring(bell.holders_of(roles.SUPERVISOR), REQUEST, draft.request, _("The request is open again"), text)
	tasks = [draft.tasks[name] for name in draft.moved()]
	for task, people in bell.people_of(tasks).items():
		bell.ring(people, TASK, task, _("The request is open again"), text)


def days() -> int:
	"""Return for how many days after its closing a request can be opened again; 0: not at all."""
	return cint(policy.settings().reopening_days)


def may_be_reopened(row: Mapping[str, Any]) -> bool:
	"""Return whether the closed request of a row with {stage, closed_at} can be opened again now."""
	closed_at = clock.from_site(row["closed_at"])
	return rules.may_be_reopened(row["stage"], closed_at, clock.now(), days(), policy.zone())


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
	"""Return a request's line {stage, closed_at, …} with `reopen_until`, a day in words; "" where it may not be opened again."""
	until = open_until(row) if may_be_reopened(row) else None
	return {**row, "reopen_until": speech.date_words(clock.to_site(until))}


def open_until(row: Mapping[str, Any]) -> datetime | None:
	"""Return until when (aware) the request of such a row could be, or could have been, opened again; None for another."""
	if not days() or not REOPEN.starts_from(row["stage"]) or not row["closed_at"]:
		return None
	return rules.open_until(clock.from_site(row["closed_at"]), days(), policy.zone())


def _words(text: str) -> str:
	text = without_markup((text or "").strip())
	if not text:
		problems.refuse_fields({"text": Problem(Kind.MISSING_FIELDS, ("text",))})
	if problem := too_long(text, LONGEST):
		problems.refuse_fields({"text": problem})
	return text
