"""Calls about results that wait for confirmation (R6.1.5): whom to ring, when next, who rings now, and how it ends unreached."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import frappe

from contact_center import policy
from contact_center.access import permissions
from contact_center.control import confirmation
from contact_center.intake import said
from contact_center.record import clock
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation.acts import CALL_BACK, CLOSE_NOT_REACHED
from contact_center.regulation.call_backs import CallBackRule, next_attempt
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.working_calendar import CalendarError
from contact_center.words import meanwhile, people_words, problems, speech

TAKEN_FOR = timedelta(minutes=10)
LONGEST = 1000


@frappe.whitelist(methods=["POST"])
def close_not_reached(request: str, reason: str = "", seen: str = "") -> None:
	"""Close a request whose applicant was called in vain as often, and on as many days, as the settings name (R6.1.5).

	`seen` is the request's `modified` as its supervisor saw it. PermissionError for others than supervisors,
	ValidationError where the applicant has answered, was called too few times, or somebody decided meanwhile.
	"""
	permissions.check_may(CLOSE_NOT_REACHED)
	draft, reason = open_draft(request), said.within(reason, LONGEST)
	if meanwhile.is_repeated(draft, CLOSE_NOT_REACHED, seen, reason):
		return
	confirmation.check_awaiting(draft, CLOSE_NOT_REACHED, seen)
	_check_in_vain(draft)
	line = NewLine(CLOSE_NOT_REACHED.kind, text=reason, public=CLOSE_NOT_REACHED.public)
	draft.add([line], confirmation=confirmation.NOT_REACHED).write()


def _check_in_vain(draft: Draft) -> None:
	if draft.row["confirmation"] or draft.row["applicant_answer"]:
		problems.refuse(Problem(Kind.APPLICANT_ANSWERED))
	rule = call_back_rule()
	attempts = attempts_of({draft.request: draft.row["executed_at"]})[draft.request]
	if not rule.is_enough(attempts):
		problems.refuse(Problem(Kind.CALLS_TOO_FEW, (str(rule.attempts), str(rule.days))))


def call_back_rule() -> CallBackRule:
	"""Return how often, and on how many days, an applicant is called before nobody need be called again."""
	settings = policy.settings()
	return CallBackRule(settings.call_back_attempts or 1, settings.call_back_days or 1)


def attempts_of(executed: Mapping[str, datetime | None]) -> dict[str, list[datetime]]:
	"""Return when the applicants were called since the work was reported (site time), by request; one query."""
	found: dict[str, list[datetime]] = {name: [] for name in executed}
	rows = frappe.get_all(
		"Request Journal",
		{"request": ("in", list(executed) or [""]), "kind": CALL_BACK.kind.value},
		["request", "moment_utc"],
		order_by="moment_utc",
	)
	for row in rows:
		moment, since = clock.from_utc(row.moment_utc), clock.from_site(executed[row.request])
		if since is None or moment >= since:
			found[row.request].append(moment)
	return found


def next_of(attempts: list[datetime], executed_at: datetime | None) -> datetime | None:
	"""Return when the applicant is to be called next; None where the calendar never opens."""
	try:
		return next_attempt(attempts, clock.from_site(executed_at) or clock.now(), policy.calendar())
	except CalendarError:
		return None


def take(phone: str) -> None:
	"""Mark that the session's user rings this number, for TAKEN_FOR. ValidationError where a colleague does (R6.1.5)."""
	key, until = _key(phone), clock.now() + TAKEN_FOR
	mark = f"{frappe.session.user}|{clock.to_site(until)}"
	seconds = int(TAKEN_FOR.total_seconds())
	if frappe.cache.set(key, mark, nx=True, ex=seconds):
		return
	who, _bar, taken_until = _mark_of(frappe.cache.get(key))
	if who and who != frappe.session.user:
		name = people_words.name_of(who)
		problems.refuse(Problem(Kind.CALL_TAKEN, (name, speech.moment_words(taken_until, clock.now()))))
	frappe.cache.set(key, mark, ex=seconds)


def release(phone: str) -> None:
	"""Take the mark away, if it is the session's user's."""
	if _mark_of(frappe.cache.get(_key(phone)))[0] == frappe.session.user:
		frappe.cache.delete(_key(phone))


def taken(phones: Iterable[str]) -> dict[str, str]:
	"""Return {number: the colleague's account who rings it now}; one question for all."""
	named = list(dict.fromkeys(phones))
	marks = frappe.cache.mget([_key(phone) for phone in named]) if named else []
	return {phone: _mark_of(mark)[0] for phone, mark in zip(named, marks, strict=True) if mark}


def _key(phone: str) -> bytes | str:
	return frappe.cache.make_key(f"contact_center_call_back:{phone}")


def _mark_of(mark: bytes | None) -> tuple[str, str, str]:
	return (mark or b"").decode().partition("|")
