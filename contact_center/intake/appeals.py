"""An appeal (звернення) arrives: a complaint, a proposal, thanks; kept apart from requests, with a term of its own (R3.3a).

It is written once, in its form, at the operator's desk or in the account. What happens to it after that are the acts of
`appeal_acts.py`: each adds a step, and nothing is rewritten without one.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import frappe
from frappe.model.document import Document

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.framework import plain_text
from contact_center.intake import applicants, numbers, once
from contact_center.policy import appeals as appeal_policy
from contact_center.reading.headlines import headline
from contact_center.record import clock, messages
from contact_center.record.messages import Message
from contact_center.regulation import appeals as rules
from contact_center.regulation.appeals import RECEIVE, AnswerBy, AppealStage, Reach
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

DOCTYPE = "Appeal"
WRITTEN = ("kind", "about", "executor", "person", "text", "answer_by", "request")
"""What an appeal says, and what a correction may change."""
AT_THE_DESK = ("Phone", "In Person", "E-mail")
PROJECTED = (
	*("number", "received_at", "received_utc", "due", "due_utc", "overdue", "assigned_to", "answer"),
	*("answered_at", "answered_late", "passed_to", "passed_at", "passed_text", "passed_email", "signature"),
	*("became_request", "applicant_email", "summary"),
)
"""What the acts write, never who brings a new one."""
_NOBODY = {"owner": "Administrator", "modified_by": "Administrator"}
_acting: ContextVar[bool] = ContextVar("contact_center_appeal_acting", default=False)
_sent: ContextVar[bool] = ContextVar("contact_center_appeal_sent", default=False)


def receive(values: Mapping[str, Any], **where: Any) -> Document:
	"""Insert an appeal of WRITTEN and `where` it comes from: channel, applicant, anonymous, interaction, came_from,
	post_address, filing_key. The caller has asked who may. ValidationError for what cannot be.
	"""
	given = {name: values[name] for name in WRITTEN if values.get(name)}
	token = _sent.set(True)
	try:
		appeal = frappe.get_doc({"doctype": DOCTYPE, **given, **where}).insert(ignore_permissions=True)
	finally:
		_sent.reset(token)
	leave_no_account(appeal)
	return appeal


def leave_no_account(appeal: Document) -> None:
	"""Let what a citizen did bear no account's name: executors read the row of thanks that they are given (D1)."""
	if permissions.is_citizen(frappe.session.user):
		mine = {"parent": appeal.name, "owner": frappe.session.user}
		for doctype, which in ((DOCTYPE, appeal.name), (f"{DOCTYPE} Step", mine)):
			frappe.db.set_value(doctype, which, dict(_NOBODY), update_modified=False)


def first_of(key: str | None) -> str | None:
	"""Return the name of the appeal that was filed with this key."""
	return frappe.db.get_value(DOCTYPE, {"filing_key": key}) if key else None


def check_and_complete(appeal: Document) -> None:
	"""Bring a new appeal into its form, with number, term and who considers it. Refuse every change of one that stands."""
	if _acting.get():
		return
	if not appeal.is_new():
		problems.refuse(Problem(Kind.APPEAL_IS_LASTING), error=frappe.PermissionError)
	if not _sent.get():
		_of_a_form(appeal)
	plain_text.defuse(appeal)
	_check(appeal)
	_complete(appeal)


def _of_a_form(appeal: Document) -> None:
	"""What a form or a program may not bring along."""
	permissions.check_role(*roles.CONTROLLERS)
	appeal.interaction = appeal.came_from = None
	appeal.filing_key = once.key_of_desk_form(appeal)
	if appeal.channel not in AT_THE_DESK:
		problems.refuse(Problem(Kind.NOT_ONE_OF, (appeal.channel or "", *AT_THE_DESK)))


def _check(appeal: Document) -> None:
	if appeal.anonymous:
		appeal.applicant = appeal.post_address = None
	elif not appeal.applicant:
		problems.refuse(Problem(Kind.APPLICANT_NEEDED))
	else:
		applicants.contact_to_file(appeal.applicant)
	check_values(appeal)


def check_values(appeal: Document) -> None:
	"""Refuse an appeal with what is wrong first of its fields; forget whom it is not about."""
	appeal.text, appeal.person = (appeal.text or "").strip(), (appeal.person or "").strip()
	if appeal.about != rules.About.EXECUTOR.value:
		appeal.executor = None
	found = rules.problems_of({name: appeal.get(name) or "" for name in WRITTEN}, reach_of(appeal))
	if found:
		problems.refuse(next(iter(found.values())))
	appeal.summary = headline(appeal.text)


def reach_of(appeal: Document) -> Reach:
	"""Return by which ways an answer in writing reaches the applicant."""
	fields = ["email", "user", "street"]
	person = appeal.applicant and frappe.db.get_value("Applicant", appeal.applicant, fields, as_dict=True)
	if not person:
		return Reach()
	address = bool((appeal.post_address or "").strip() or person.street)
	return Reach(named=True, email=bool(person.email), account=bool(person.user), address=address)


def _complete(appeal: Document) -> None:
	for name in PROJECTED:
		if name != "summary":
			appeal.set(name, None)
	now, rule = clock.now(), appeal_policy.rule_of(appeal.kind)
	appeal.stage, appeal.number = AppealStage.CONSIDERED.value, numbers.next_appeal_number(now.year)
	received = _received(appeal) or now
	appeal.received_at, appeal.received_utc = clock.to_site(received), clock.to_utc(received)
	follow_term(appeal)
	appeal.assigned_to = rule.assigned_to or None
	appeal.applicant_email = letter_address(appeal)
	appeal.overdue = appeal.answered_late = 0
	appeal.set("steps", [])
	add_step(appeal, RECEIVE.step)


def _received(appeal: Document) -> datetime | None:
	"""Return when the request was received that became this appeal; the term runs from there."""
	request = appeal.came_from
	return clock.from_utc(frappe.db.get_value("Request", request, "received_utc")) if request else None


def follow_term(appeal: Document) -> None:
	"""Reckon by when the appeal is answered: the term of its kind, from its receipt, by the working calendar."""
	received, rule = clock.from_utc(appeal.received_utc), appeal_policy.rule_of(appeal.kind)
	due = rules.due_of(received, rule.term, policy.calendar())
	appeal.due, appeal.due_utc = clock.to_site(due), clock.to_utc(due)


def letter_address(appeal: Document) -> str | None:
	"""Return where letters about the appeal go: nowhere for whom wants neither an answer by e-mail nor letters (R8.1.7)."""
	if not appeal.applicant:
		return None
	person = frappe.db.get_value("Applicant", appeal.applicant, ["email", "notify_by"], as_dict=True)
	wanted = appeal.answer_by == AnswerBy.EMAIL.value or person.notify_by == "E-mail"
	return person.email if wanted else None


def add_step(appeal: Document, step: str, note: str = "", by: str | None = None) -> None:
	"""Put a step on record; the caller saves."""
	whose = "" if permissions.is_citizen(frappe.session.user) else frappe.session.user
	taken = {"taken_by": by or whose or None, "taken_at": clock.to_site(clock.now())}
	appeal.append("steps", {"step": step, "note": note, **taken})


def tell_of_receipt(appeal: Document) -> None:
	"""After the insert: the applicant hears of the number, and who considers the appeal that there is one."""
	events = ["received", *(["assigned"] if appeal.assigned_to else [])]
	messages.queue([Message(DOCTYPE, appeal.name, event) for event in events])


def forbid_deletion(appeal: Document) -> None:
	"""Refuse to delete an appeal, whoever asks."""
	problems.refuse(Problem(Kind.APPEAL_IS_LASTING), error=frappe.PermissionError)


@contextmanager
def acting() -> Iterator[None]:
	"""Let appeals be written inside the block, whose caller has checked the act."""
	token = _acting.set(True)
	try:
		yield
	finally:
		_acting.reset(token)
