"""What is done to an appeal after its receipt: one function an act, each asks `regulation/appeals.py` and adds a step (R3.3a).

`seen` is the appeal's `modified` as its user saw it: who decides on what was changed meanwhile is refused.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.execution import addressee
from contact_center.framework import deadlocks, plain_text
from contact_center.intake import appeals, moderation, moved_files, said
from contact_center.reading.desk_values import ONE_LINE, read_object, read_values
from contact_center.record import clock, messages
from contact_center.record.messages import Message
from contact_center.regulation import appeals as rules
from contact_center.regulation.appeals import (
	ANSWER,
	ASSIGN,
	CORRECT,
	LONGEST_REASON,
	LONGEST_TEXT,
	PASS_ON,
	TURN_INTO_REQUEST,
	WITHDRAW,
	AppealAct,
	AppealParty,
)
from contact_center.regulation.moments import is_late
from contact_center.regulation.problems import Problem, ProblemError
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import meanwhile, people_words, problems

CONSIDERERS = (roles.SUPERVISOR, roles.OPERATOR, roles.MANAGEMENT)
"""Who may be named to consider an appeal."""
TEXTS = {**dict.fromkeys(appeals.WRITTEN, ONE_LINE), "text": LONGEST_TEXT, "post_address": LONGEST_REASON}


@frappe.whitelist(methods=["POST"])
def assign(appeal: str, user: str, seen: str = "") -> None:
	"""Name who considers the appeal; that person is told. PermissionError for others than supervisors."""
	doc = _open(appeal, ASSIGN)
	if doc.assigned_to == user:
		return
	_check_seen(doc, seen)
	with problems.refusing():
		check_considers(user)
	doc.assigned_to = user
	_write(doc, ASSIGN, people_words.name_of(user), "assigned")


def check_considers(user: str) -> None:
	"""ProblemError for who cannot consider appeals: no account in use, or one of another work."""
	enabled = bool(user) and frappe.get_cached_value("User", user, "enabled")
	if not enabled or set(CONSIDERERS).isdisjoint(frappe.get_roles(user)):
		raise ProblemError(Kind.NO_CONSIDERER, user or "")


@frappe.whitelist(methods=["POST"])
def correct(appeal: str, values: str | dict, seen: str = "") -> None:
	"""Correct what the appeal says: the fields of `values` alone; what was there before stays on record.

	Another kind brings its own term, from the receipt; where that is over, the minute's job marks it and tells.
	PermissionError for others than operators and supervisors.
	"""
	doc = _open(appeal, CORRECT)
	with problems.refusing():
		read = read_values(read_object(values), TEXTS)
	before = {name: doc.get(name) or "" for name in read}
	changed = {name: text for name, text in read.items() if text != before[name]}
	if not changed:
		return
	_check_seen(doc, seen)
	doc.update({name: text or None for name, text in changed.items()})
	plain_text.defuse(doc)
	appeals.check_values(doc)
	if "kind" in changed:
		appeals.follow_term(doc)
		doc.overdue = int(bool(doc.overdue) and is_late(clock.now(), clock.from_utc(doc.due_utc)))
	doc.applicant_email = appeals.letter_address(doc)
	_write(doc, CORRECT, _before(doc, {name: before[name] for name in changed}))


def _before(doc: Document, values: dict[str, str]) -> str:
	"""Word what stood there before; an address is personal, and stays out of what everybody in the office reads."""
	label = {name: _(doc.meta.get_label(name), context="Appeal") for name in values}
	shown = {
		name: _("changed") if name == "post_address" else _shown(name, text) for name, text in values.items()
	}
	return "\n".join(_("{0}, before: {1}").format(label[name], shown[name]) for name in values)


def _shown(name: str, text: str) -> str:
	if name == "executor" and text:
		return frappe.get_cached_value("Executor", text, "title") or text
	if name == "request" and text:
		return frappe.db.get_value("Request", text, "number") or text
	return (_(text, context="Contact Center") if name in ("kind", "about", "answer_by") else text) or "–"


@frappe.whitelist(methods=["POST"])
def answer(appeal: str, text: str = "", seen: str = "") -> None:
	"""Answer the appeal: what was found and what is done. It reaches the applicant where an answer in writing was asked for.

	PermissionError for others than supervisors and whoever considers it; ValidationError without a text.
	"""
	doc = _open(appeal, ANSWER, done=("Answer Given", text))
	if not doc:
		return
	words = said.within(text, LONGEST_TEXT)
	if not words:
		problems.refuse(Problem(Kind.APPEAL_ANSWER_NEEDED))
	_check_seen(doc, seen)
	doc.answer = words
	_note_answered(doc)
	_write(doc, ANSWER, "", "answered")


@frappe.whitelist(methods=["POST"])
def pass_on(
	appeal: str, executor: str = "", text: str = "", signed: bool | int = 0, note: str = "", seen: str = ""
) -> None:
	"""Pass thanks on to whom they name: an executor, who is told and sees them; somebody else as `note` says.

	`text`: the words that are passed on, those of the thanks where it is empty. `signed`: the applicant agreed to be
	named. ValidationError for other kinds, and where nobody is named.
	"""
	doc = _open(appeal, PASS_ON, done=("Passed On", None))
	if not doc:
		return
	_check_seen(doc, seen)
	words = said.within(note, LONGEST_REASON)
	_check_receiver(executor, words)
	doc.update(
		{"passed_text": said.within(text, LONGEST_TEXT) or doc.text, "signature": _signature(doc, signed)}
	)
	if executor:
		doc.passed_to = executor
		doc.passed_email = addressee.email_of(frappe.get_cached_doc("Executor", executor))
	doc.passed_at = clock.to_site(clock.now())
	_note_answered(doc)
	title = frappe.get_cached_value("Executor", executor, "title") if executor else ""
	_write(doc, PASS_ON, ". ".join(filter(None, (title, words))), "passed_on")


def _check_receiver(executor: str, note: str) -> None:
	found = policy.executors([executor]).get(executor) if executor else None
	if executor and not found:
		problems.refuse(Problem(Kind.UNKNOWN_EXECUTOR, (executor,)))
	if found and (not found.active or found.is_group):
		problems.refuse(Problem(Kind.EXECUTOR_NEEDED))
	if not executor and not note:
		problems.refuse(Problem(Kind.THANKS_WITHOUT_RECEIVER))


def _signature(doc: Document, signed: bool | int) -> str | None:
	"""The applicant's name where the applicant agreed to it and consented to the use of personal data (D2)."""
	if not cint(signed) or not doc.applicant:
		return None
	person = frappe.db.get_value("Applicant", doc.applicant, ["full_name", "consent"], as_dict=True)
	if not person.consent:
		problems.refuse(Problem(Kind.CONSENT_NEEDED))
	return person.full_name


@frappe.whitelist(methods=["POST"])
def withdraw(appeal: str, reason: str = "", seen: str = "") -> None:
	"""Record that the applicant takes the appeal back, with the reason. PermissionError for others than the office."""
	doc = _open(appeal, WITHDRAW, done=("Withdrawn", reason))
	if not doc:
		return
	words = said.within(reason, LONGEST_REASON)
	if not words:
		problems.refuse(Problem(Kind.REASON_NEEDED))
	_check_seen(doc, seen)
	_write(doc, WITHDRAW, words)


def withdraw_own(appeal: str, reason: str = "") -> None:
	"""Take back an appeal of the account's owner, as the portal has checked; nothing happens to one that is taken back."""
	deadlocks.retry_from_here()
	doc = frappe.get_doc(appeals.DOCTYPE, appeal, for_update=True)
	if doc.stage == WITHDRAW.target:
		return
	with problems.refusing():
		rules.check_act(WITHDRAW, doc.kind, doc.stage)
	_write(doc, WITHDRAW, said.within(reason, LONGEST_REASON))
	appeals.leave_no_account(doc)


@frappe.whitelist(methods=["POST"])
def turn_into_request(appeal: str, seen: str = "") -> dict[str, str]:
	"""Make a request in moderation of an appeal that asks for work; return {request}. It keeps who asked, when and how.

	PermissionError for others than operators and supervisors. Done a second time, it answers with the same request.
	"""
	doc = _open(appeal, TURN_INTO_REQUEST, done=("Became a Request", None))
	if not doc:
		return {"request": frappe.db.get_value(appeals.DOCTYPE, appeal, "became_request")}
	_check_seen(doc, seen)
	doc.became_request = _request_of(doc).name
	moved_files.to_request(appeal, doc.became_request)
	_write(doc, TURN_INTO_REQUEST, "", "became_request")
	return {"request": doc.became_request}


def _request_of(doc: Document) -> Document:
	"""Insert a request of the appeal's words; it was received when the appeal was."""
	same = ("channel", "applicant", "anonymous", "interaction", "received_at", "received_utc")
	kept = {name: doc.get(name) for name in same}
	kept |= {"description": doc.text, "anonymous_warned": doc.anonymous}
	request = frappe.get_doc({"doctype": "Request", **kept})
	with moderation.received_before():
		return request.insert(ignore_permissions=True)


def parties_of(doc: Document) -> frozenset[AppealParty]:
	"""Return what the session's user is to this appeal."""
	found = {
		AppealParty.OPERATOR: permissions.has_role(roles.OPERATOR),
		AppealParty.SUPERVISOR: permissions.has_role(roles.SUPERVISOR),
		AppealParty.ASSIGNED: doc.assigned_to == frappe.session.user and permissions.has_role(*CONSIDERERS),
	}
	return frozenset(party for party, is_one in found.items() if is_one)


def _open(name: str, act: AppealAct, done: tuple[str, str | None] | None = None) -> Any:
	"""Return the locked appeal; None where the user has done this already, a second click. Refuse who may not."""
	permissions.check_role(*CONSIDERERS)
	deadlocks.retry_from_here()
	doc = frappe.get_doc(appeals.DOCTYPE, name, for_update=True)
	if not act.by & parties_of(doc):
		problems.refuse(Problem(Kind.ROLE_MAY_NOT), error=frappe.PermissionError)
	if done and _is_repeated(doc, *done):
		return None
	with problems.refusing():
		rules.check_act(act, doc.kind, doc.stage)
	return doc


def _is_repeated(doc: Document, step: str, words: str | None) -> bool:
	last = doc.steps[-1]
	if (last.step, last.taken_by) != (step, frappe.session.user):
		return False
	written, most = (doc.answer, LONGEST_TEXT) if step == ANSWER.step else (last.note, LONGEST_REASON)
	return words is None or said.within(words, most) == (written or "")


def _check_seen(doc: Document, seen: str) -> None:
	if cstr(doc.modified) != cstr(seen):
		meanwhile.refuse_touched(doc)


def _note_answered(doc: Document) -> None:
	"""Note when the appeal was answered, and whether its term was broken by then; what was taken back was not answered."""
	now = clock.now()
	doc.answered_at = clock.to_site(now)
	doc.answered_late = int(is_late(now, clock.from_utc(doc.due_utc)))


def _write(doc: Document, act: AppealAct, note: str = "", event: str = "") -> None:
	if act.target:
		doc.stage, doc.overdue = act.target.value, 0
	appeals.add_step(doc, act.step, note)
	with appeals.acting():
		doc.save(ignore_permissions=True)
	if event:
		messages.queue([Message(appeals.DOCTYPE, doc.name, event)])
