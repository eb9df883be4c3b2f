"""A request arrives: moment, applicant, and when its moderation begins (R3.1, R3.2, R5.7)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center import policy
from contact_center.addresses import place
from contact_center.intake import applicants, registration, urgency
from contact_center.reading.headlines import headline
from contact_center.reading.visible import is_blank
from contact_center.record import clock
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, draft_of
from contact_center.regulation.acts import RECEIVE
from contact_center.regulation.lengths import LENGTHS
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

OF_APPLICANT = ("applicant", "notify_by", "applicant_email")
LASTING = ("classifier", "chosen_executor", "channel")
_came_before: ContextVar[bool] = ContextVar("contact_center_request_came_before", default=False)


def receive(request: Document) -> Draft:
	"""Journal that a request came in for moderation (R3.2, R3.4)."""
	moment, is_split = clock.from_utc(request.received_utc), bool(request.split_from)
	return draft_of(request).add(
		[NewLine(RECEIVE.kind, moment=moment, public=RECEIVE.public, silent=is_split)]
	)


def stamp(request: Document) -> None:
	"""Set when a new request came and when its moderation begins: a web request waits for working hours (R3.2).

	What was split from another came with it; what was an appeal came when the appeal did, and is moderated from now.
	"""
	if request.split_from:
		return
	now = clock.now()
	if not _came_before.get():
		request.received_at, request.received_utc = clock.to_site(now), clock.to_utc(now)
	from_web = request.channel == "Web"
	request.moderate_from = clock.to_site(policy.calendar().next_opening(now) if from_web else now)


@contextmanager
def received_before() -> Iterator[None]:
	"""Let new requests keep, inside the block, the moment of receipt that its caller has given them."""
	token = _came_before.set(True)
	try:
		yield
	finally:
		_came_before.reset(token)


def check_and_complete(request: Document) -> None:
	"""Check texts, classifier entry, applicant and address at every save, and complete what follows from them."""
	_check_texts(request)
	_check_routing(request)
	_check_identity(request)
	place.tidy(request)
	if not request.number or any(map(request.has_value_changed, place.FIELDS)):
		place.fill_district(request)
		registration.check_executors(request)
	registration.check_correction(request)
	_complete_applicant(request)
	if not request.number:
		request.comes_first = urgency.comes_first(request.classifier)


def _check_texts(request: Document) -> None:
	for field in ("description", "wording", "reason"):
		if len(request.get(field) or "") > LENGTHS[field]:
			problems.refuse(Problem(Kind.LONG_FIELD, (field, str(LENGTHS[field]))))
	if is_blank(request.description or ""):
		problems.refuse(Problem(Kind.NO_TEXT))


def _check_routing(request: Document) -> None:
	"""Refuse to change LASTING fields after registration: type, executors and terms followed from them (R5.11)."""
	before = request.get_doc_before_save()
	if not before or not before.number:
		return
	if any((request.get(field) or "") != (before.get(field) or "") for field in LASTING):
		problems.refuse(Problem(Kind.ROUTE_IS_LASTING))


def _check_identity(request: Document) -> None:
	"""Refuse another applicant for a web request: the account that filed it follows it there (R3.4)."""
	before = request.get_doc_before_save()
	if not before or not before.applicant or before.channel != "Web":
		return
	if request.anonymous:
		problems.refuse(Problem(Kind.APPLICANT_FOLLOWS))
	if request.applicant != before.applicant:
		problems.refuse(Problem(Kind.REQUEST_OF_ACCOUNT))


def _complete_applicant(request: Document) -> None:
	if request.anonymous:
		if not request.anonymous_warned and not request.import_key:
			problems.refuse(Problem(Kind.CALLER_NOT_WARNED))
		request.applicant = request.applicant_email = None
		return
	if not request.applicant:
		problems.refuse(Problem(Kind.APPLICANT_NEEDED), title=_("Applicant Needed"))
	if request.is_new() or any(request.has_value_changed(field) for field in OF_APPLICANT):
		contact = applicants.contact_to_file(request.applicant)
		request.notify_by = request.notify_by or contact.get("notify_by")
		request.applicant_email = contact.get("email")


def title(request: Document) -> str:
	"""Return number, classifier entry and address in one line, by which people recognise a request."""
	entry = request.classifier and frappe.get_cached_value("Classifier", request.classifier, "title")
	parts = (request.number, entry or headline(request.description), place.short(request))
	return " · ".join(part for part in parts if part)[:140]
