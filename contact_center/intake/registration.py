"""Registration: type, executors and terms by classifier entry, a number, tasks for the executors (R5.11, R5.12)."""

from collections.abc import Collection, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center import policy
from contact_center.access import files
from contact_center.execution import tasks
from contact_center.intake import numbers
from contact_center.record import clock
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, draft_of
from contact_center.regulation import routing
from contact_center.regulation.acts import RECEIVE, REGISTER
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import DROPPED, Stage
from contact_center.regulation.terms import Deadlines, deadlines
from contact_center.words import problems
from contact_center.workflows.states import past_first_state, state_for

ORAL_CHANNELS = ("Phone", "In Person")


def register_at_once(values: Mapping[str, Any]) -> Document:
	"""Insert and register a request in one step, for calls, imports and the API.

	`values` are fields of Request. The caller has checked permission. Raise ValidationError with what is missing; no
	request is kept then.
	"""
	request = frappe.get_doc({"doctype": "Request", **values})
	request.workflow_state = state_for("Request", Stage.REGISTERED)
	with past_first_state():
		return request.insert(ignore_permissions=True)


def register(request: Document) -> Draft:
	"""Give a request its number, type, deadlines and tasks (R5.11, R5.12).

	Raise ValidationError where the classifier entry does not decide them.
	"""
	_check_agreement(request)
	entry = policy.classifier_entry(_classifier(request))
	assignments = _route(request, entry)
	first = _deadlines(request, entry)
	request.request_type = entry.request_type
	request.number = numbers.next_number(clock.now().year)
	# registered at once, on the phone: the applicant needs no message about the receipt
	received = [] if request.get_doc_before_save() else [NewLine(RECEIVE.kind)]
	registered = NewLine(REGISTER.kind, public=REGISTER.public, accept_by=first.accept_by, due=first.due)
	sent = tasks.send(request, assignments, first)
	lines = [*received, registered, *(each.line for each in sent)]
	return draft_of(request).add(lines, sent={each.name: each.fields for each in sent})


def _deadlines(request: Document, entry: routing.ClassifierEntry) -> Deadlines:
	rtype, calendar = policy.request_type(entry.request_type), policy.type_calendar(entry.request_type)
	return deadlines(rtype, clock.from_utc(request.received_utc), clock.now(), calendar)


def _check_agreement(request: Document) -> None:
	"""Raise ValidationError unless the applicant has agreed to the wording of an oral request (R5.5).

	Without a wording the description is read back. An imported request was agreed in another system.
	"""
	if request.channel in ORAL_CHANNELS and not request.wording_agreed and not request.import_key:
		problems.refuse(Problem(Kind.AGREEMENT_NEEDED))


def _classifier(request: Document) -> str:
	return request.classifier or problems.refuse(Problem(Kind.ENTRY_NEEDED))


def _route(request: Document, entry: routing.ClassifierEntry) -> tuple[routing.Assignment, ...]:
	codes = {route.executor for route in entry.routes} | ({request.chosen_executor} - {None, ""})
	with problems.refusing(title=_("The Request Cannot Be Registered Yet")):
		return routing.route(
			entry,
			request.district or None,
			policy.executors(codes),
			_filled(request, entry.required_fields),
			request.chosen_executor or None,
		)


def check_correction(request: Document) -> None:
	"""Raise ValidationError where a correction empties what the registration required (R5.5, R5.11)."""
	before = request.get_doc_before_save()
	if not before or not before.number:
		return
	if before.wording_agreed and any(map(request.has_value_changed, ("wording", "wording_agreed"))):
		_check_agreement(request)
	entry = policy.classifier_entry(request.classifier)
	if not any(map(request.has_value_changed, (*entry.required_fields, "applicant", "anonymous"))):
		return
	lost = _filled(before, entry.required_fields) - _filled(request, entry.required_fields)
	if lost:
		problems.refuse(Problem(Kind.FIELDS_EMPTIED, tuple(sorted(lost))))


def check_executors(request: Document) -> None:
	"""Raise ValidationError where the corrected address of a registered request belongs to other executors (R5.11)."""
	before = request.get_doc_before_save()
	if not before or not before.number or request.chosen_executor:
		return
	wanted = _executors_in(request.district, request.classifier)
	if wanted == _executors_in(before.district, request.classifier):
		return
	living = {"request": request.name, "stage": ("not in", [stage.value for stage in DROPPED])}
	if not wanted <= set(frappe.get_all("Request Task", living, pluck="executor")):
		problem = Problem(Kind.ADDRESS_OF_ANOTHER, tuple(sorted(wanted)))
		problems.refuse(problem, title=_("Another Executor's Address"))


def _executors_in(district: str | None, classifier: str) -> set[str]:
	entry = policy.classifier_entry(classifier)
	known = policy.executors({route.executor for route in entry.routes})
	try:
		found = routing.route(entry, district or None, known, entry.required_fields)
	except routing.RoutingProblem:
		return set()  # no other executor is known
	return {each.executor for each in found}


def _filled(request: Document, required: Collection[str]) -> set[str]:
	filled = {name for name in required if request.get(name)}
	if "phone" in required and (request.anonymous or _applicant_phone(request)):
		filled.add("phone")
	if "photo" in required and _has_photo(request):
		filled.add("photo")
	return filled


def _applicant_phone(request: Document) -> str | None:
	return request.applicant and frappe.db.get_value("Applicant", request.applicant, "phone")


def _has_photo(request: Document) -> bool:
	return files.has_photo(attached_to_doctype="Request", attached_to_name=request.name)
