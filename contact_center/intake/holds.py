"""Taking the next request of the moderation queue: whoever takes one holds it, and nobody else decides on it (R3.2).

A hold ends with what is decided, when its operator gives the request back, or MINUTES after it was last renewed.
"""

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.access import permissions, roles
from contact_center.framework import deadlocks
from contact_center.record import clock
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import Stage
from contact_center.words import people_words, problems, speech

DOCTYPE = "Moderation Hold"
MINUTES = 10
TRIED = 10
"""So many of the first free ones are tried: each may be taken by somebody else in the same moment."""


@frappe.whitelist(methods=["POST"])
def take_next() -> dict | None:
	"""Hold the first free request of the moderation queue for the session's user; return {request, until}.

	Whoever holds one already gets that one. None where all are held or wait for their applicants. PermissionError for
	others than operators and supervisors.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	deadlocks.retry_from_here()
	me, now = frappe.session.user, _now()
	mine = _held_by(me, now)
	if mine:
		return _answer(mine, renew(mine))
	for request in _free(now):
		until = renew(request)
		if until:
			return _answer(request, until)
	return None


@frappe.whitelist(methods=["POST"])
def take(request: str) -> dict:
	"""Hold this request. ValidationError of the kind "Held by Another" where a colleague does, "Not in Moderation" else."""
	permissions.check_role(*roles.CONTROLLERS)
	doc = permissions.check_document("Request", request, "write")
	if doc.stage != Stage.MODERATION.value:
		problems.refuse(Problem(Kind.NOT_IN_MODERATION))
	deadlocks.retry_from_here()
	until = renew(request)
	if not until:
		check(doc)
	return _answer(request, until)


@frappe.whitelist(methods=["POST"])
def prolong(request: str) -> dict:
	"""Hold the request on while its holder works on the opened form; return {mine, until, seconds} as `hold_of` does.

	{mine: False, operator, until} where a colleague holds it now, {mine: False} where nobody does: it was given back, or
	decided. A hold that has run out goes on if nobody has taken the request.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	deadlocks.retry_from_here()
	doc = permissions.check_document("Request", request, "write")
	if doc.stage == Stage.MODERATION.value and _operator(request):
		renew(request)
		return hold_of(request) or {"mine": False}
	return {"mine": False}


@frappe.whitelist(methods=["POST"])
def release(request: str) -> None:
	"""Give the request back to the queue; nothing happens to a colleague's hold."""
	permissions.check_role(*roles.CONTROLLERS)
	end(request, frappe.session.user)


def end(request: str, operator: str | None = None) -> None:
	"""End the hold of a request, or that of one operator alone."""
	frappe.db.delete(DOCTYPE, {"name": request, **({"operator": operator} if operator else {})})


def renew(request: str) -> datetime | None:
	"""Hold the request for MINUTES from now on; return until when (naive UTC), None where a colleague holds it.

	One statement takes a free one, so that of two who want it in the same moment one gets it.
	"""
	me, now = frappe.session.user, _now()
	until = now + timedelta(minutes=MINUTES)
	stamp = frappe.utils.now()
	frappe.db.sql(
		f"""insert into `tab{DOCTYPE}` (name, creation, modified, owner, modified_by, operator, until_utc)
		values (%(request)s, %(stamp)s, %(stamp)s, %(me)s, %(me)s, %(me)s, %(until)s)
		on duplicate key update
			operator = if(operator = %(me)s or until_utc <= %(now)s, %(me)s, operator),
			until_utc = if(operator = %(me)s, %(until)s, until_utc)""",
		{"request": request, "stamp": stamp, "me": me, "now": now, "until": until},
	)
	return until if _operator(request, locked=True) == me else None


def _operator(request: str, *, locked: bool = False) -> str | None:
	return frappe.db.get_value(DOCTYPE, request, "operator", for_update=locked)


def _held_by(operator: str, now: datetime) -> str | None:
	hold, request = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("Request")
	query = frappe.qb.from_(hold).join(request).on(request.name == hold.name).select(hold.name)
	query = query.where((hold.operator == operator) & (hold.until_utc > now))
	query = query.where((request.stage == Stage.MODERATION.value) & request.asked_at.isnull())
	return next(iter(query.orderby(hold.until_utc).limit(1).run(pluck=True)), None)


def _free(now: datetime) -> list[str]:
	"""Return the first requests of the queue that nobody holds, in its order: the most urgent type first (R3.2)."""
	return frappe.db.sql(
		f"""select r.name from tabRequest r left join `tab{DOCTYPE}` h on h.name = r.name and h.until_utc > %(now)s
		where r.stage = %(stage)s and r.channel = 'Web' and r.asked_at is null and h.name is null
		order by r.comes_first desc, r.moderate_from, r.received_at, r.creation, r.name limit %(most)s""",
		{"now": now, "stage": Stage.MODERATION.value, "most": TRIED},
		pluck=True,
	)


def check(request: Document) -> None:
	"""Refuse a decision on a request that a colleague holds, and name who and until when."""
	held = hold_of(request.name)
	if held and not held["mine"]:
		problems.refuse(Problem(Kind.HELD_BY_ANOTHER, (held["operator"], held["until"])))


def check_save(request: Document) -> None:
	"""Refuse to save a request of the moderation queue that a colleague holds."""
	before = request.get_doc_before_save()
	if before and before.stage == Stage.MODERATION.value:
		check(request)


def end_with(request: Document) -> None:
	"""End the hold of a request whose moderation has ended."""
	before = request.get_doc_before_save()
	if before and before.stage == Stage.MODERATION.value != request.stage:
		end(request.name)


def hold_of(request: str) -> dict[str, Any] | None:
	"""Return {operator: full name, until: in words, seconds: left, mine} of a hold that has not ended; None without one."""
	row = frappe.db.get_value(DOCTYPE, request, ["operator", "until_utc"], as_dict=True)
	if not row or row.until_utc <= _now():
		return None
	until = speech.moment_words(clock.from_utc(row.until_utc), clock.now())
	left = int((row.until_utc - _now()).total_seconds())
	mine = row.operator == frappe.session.user
	return {"operator": people_words.name_of(row.operator), "until": until, "seconds": left, "mine": mine}


def held(now: datetime) -> list[dict[str, Any]]:
	"""Return the holds that have not ended, the first to end first: [{request, title, operator_name, until}]."""
	hold, request, user = map(frappe.qb.DocType, (DOCTYPE, "Request", "User"))
	query = frappe.qb.from_(hold).join(request).on(request.name == hold.name)
	query = query.left_join(user).on(user.name == hold.operator)
	query = query.select(
		hold.name.as_("request"), request.title, user.full_name.as_("operator_name"), hold.until_utc
	)
	query = query.where((hold.until_utc > clock.to_utc(now)) & (request.stage == Stage.MODERATION.value))
	rows = query.orderby(hold.until_utc).run(as_dict=True)
	return [
		{
			**row,
			"until": speech.moment_words(clock.from_utc(row.pop("until_utc")), now),
			"title": row.title or "",
		}
		for row in rows
	]


def _answer(request: str, until: datetime | None) -> dict:
	return {"request": request, "until": speech.moment_words(clock.from_utc(until), clock.now())}


def _now() -> datetime:
	return clock.to_utc(clock.now())
