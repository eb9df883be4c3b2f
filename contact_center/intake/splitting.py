"""What a moderator makes of a web request that is no request of its own: two, or a joining of one that is open."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.access import permissions
from contact_center.framework.plain_text import without_markup
from contact_center.intake import holds, joining, once
from contact_center.reading import request_codes
from contact_center.record import joined, journal
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_drafts
from contact_center.regulation.acts import JOIN_TO, SPLIT, Act
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import Stage
from contact_center.words import letters, meanwhile, problems

KEPT = (
	*("applicant", "notify_by", "channel", "street", "building", "flat", "district", "place"),
	*("latitude", "longitude", "interaction", "received_at", "received_utc", "moderate_from"),
)
"""Fields of the second request that are the first one's: who asked when, on which card, and where it is."""


@frappe.whitelist(methods=["POST"])
def split(request: str, description: str, classifier: str = "", seen: str = "") -> dict[str, str]:
	"""Make a second request of the question `description`; return {name, title, code} of it. The applicant is told both.

	It stands in moderation beside the first one, with its receipt, place and card. `seen` is the request's `modified` as
	its operator saw it. PermissionError for others than operators and supervisors, ValidationError without words,
	outside moderation, and where a colleague holds it.
	"""
	permissions.check_may(SPLIT)
	first = permissions.check_document("Request", request, "write")
	words = without_markup((description or "").strip())
	if not words:
		problems.refuse_fields({"description": Problem(Kind.MISSING_FIELDS, ("description",))})
	mark = once.key_of(frappe.session.user, f"split {request} {seen}", {"description": words})
	if known := once.first_of(mark):
		return _named(known)
	[draft] = open_drafts([request])
	_check(first, draft, SPLIT, seen)
	values = {field: first.get(field) for field in KEPT}
	second = frappe.get_doc(
		{"doctype": "Request", **values, "description": words, "classifier": classifier or None}
	)
	second.update({"split_from": request, "filing_key": mark})
	second.insert(ignore_permissions=True)
	text = _("Two questions, two requests: {0} and {1}").format(_words(first), _words(second))
	draft.add([NewLine(SPLIT.kind, text=text, public=True)]).write()
	holds.renew(second.name)
	return _named(second.name)


def _words(request: Any) -> str:
	"""Return what the request is about, and the code by which it is found before it has a number."""
	return _("“{0}” (code {1})").format(_title(request), request_codes.written(request.name))


def _title(request: Any) -> str:
	return letters.letter_title(request.classifier, request.description)


def _named(name: str) -> dict[str, str]:
	row = frappe.db.get_value("Request", name, ["classifier", "description"], as_dict=True)
	return {"name": name, "title": _title(row), "code": request_codes.written(name)}


@frappe.whitelist(methods=["POST"])
def join_to(request: str, into: str, seen: str = "") -> dict[str, str]:
	"""End a request that an open one is about already: its applicant joins that one; return {number} of it.

	Who has joined the request joins the other one too. `seen` is the request's `modified` as its operator saw it.
	PermissionError for others than operators and supervisors, ValidationError outside moderation, for an anonymous
	request, for another that is not registered or has ended, and where a colleague holds it.
	"""
	permissions.check_may(JOIN_TO)
	doc = permissions.check_document("Request", request, "write")
	other = permissions.check_document("Request", into, "read")
	drafts = {draft.request: draft for draft in open_drafts([request, into])}
	reason = _("It is known already: joined to request {0}").format(other.number)
	if _is_joined(doc, into, drafts[request], seen, reason):
		return {"number": other.number}
	_check(doc, drafts[request], JOIN_TO, seen)
	_check_target(request, other)
	people = [
		*frappe.get_all(joined.JOINED, {"request": request, **joined.STILL}, pluck="applicant"),
		doc.applicant,
	]
	for applicant in dict.fromkeys(people):
		if applicant != other.applicant:
			joining.join(into, applicant, came_from=request if applicant == doc.applicant else None)
	line = NewLine(JOIN_TO.kind, text=reason, public=JOIN_TO.public)
	drafts[request].add([line], reason=reason).write()
	holds.end(request)
	return {"number": other.number}


def _is_joined(doc: Document, into: str, draft: Draft, seen: str, reason: str) -> bool:
	"""Return whether it is done already; where both are of one applicant, who joins nothing, only the journal says so.

	A request that ended otherwise was not joined, whoever has joined the other one before.
	"""
	if draft.row["stage"] != Stage.CANCELLED.value or not journal.has_kind(draft.request, JOIN_TO.kind):
		return False
	return joined.has_joined(into, doc.applicant) or meanwhile.is_repeated(draft, JOIN_TO, seen, reason)


def _check(doc: Document, draft: Draft, act: Act, seen: str) -> None:
	holds.check(doc)
	meanwhile.check(draft, act, seen)
	if not act.starts_from(draft.row["stage"]):
		problems.refuse(Problem(Kind.NOT_IN_MODERATION))
	if not doc.applicant:
		problems.refuse(Problem(Kind.NOBODY_TO_ASK))


def _check_target(request: str, other: Any) -> None:
	if request == other.name or not other.number or not joining.JOIN.starts_from(other.stage):
		problems.refuse(Problem(Kind.NOT_TO_JOIN))
