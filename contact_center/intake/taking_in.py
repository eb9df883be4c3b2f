"""A request filed by phone is taken into an account, by its number and a code sent to the contact on its applicant's card (P1).

Nobody learns from an answer whether there is such a request, whose it is or what its contact is: the letter is written by a
job, and one answer is given to all. Who has proved by the code to read the letters of the card is its applicant:

- an account without an applicant of its own gets this one, with all that it filed;
- where the account has its own applicant, that becomes the applicant of the request, and of the others of the same card that
  were filed by phone and whose messages go to the very address that was proved. The rest stays with the card.

Each step is a comment on the applicant's record, with the account's name, which operators and supervisors alone read.
"""

from collections.abc import Sequence

import frappe
from frappe import _

from contact_center.framework import limits, strangers
from contact_center.intake import applicants, numbers, one_time_codes
from contact_center.integrations import code_senders
from contact_center.record import clock
from contact_center.record.joined import STILL
from contact_center.record.journal import NewLine
from contact_center.record.messages import JOINED
from contact_center.record.writing import Draft, open_drafts, write_all
from contact_center.regulation.acts import LEAVE, TAKE_IN
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

AN_HOUR, A_DAY = 3, 6
"""Codes to one contact, whoever asks for them."""
MOST_MOVED = 100
CONTACT = {code_senders.EMAIL: "email", code_senders.SMS: "phone"}


def send_code(number: str, user: str, way: str, lang: str = "") -> None:
	"""Job: send a code to the contact on the card of this request's applicant, where there is one and it may be done."""
	frappe.local.lang = lang or frappe.local.lang
	found = _open(number)
	contact = found and found[CONTACT[way]]
	if not contact or not _may_send(contact):
		return
	code = one_time_codes.make(user, found.name, way, (found.applicant, contact))
	if code_senders.send(
		way, contact, _("A code for request {0}").format(found.number), _letter(code, found)
	):
		_note(found.applicant, _("A code for request {0} was sent for the account {1}."), found.number, user)


def _open(number: str) -> frappe._dict | None:
	"""Return {name, number, applicant, email, phone} of a request that may be taken into an account.

	Never of an anonymous one, of one that was filed in an account, nor of one whose applicant has an account.
	"""
	request, person = frappe.qb.DocType("Request"), frappe.qb.DocType("Applicant")
	query = frappe.qb.from_(request).join(person).on(person.name == request.applicant)
	query = query.select(request.name, request.number, request.applicant, person.email, person.phone)
	query = query.where(request.number.isin(numbers.meant(number)))
	query = query.where((request.anonymous == 0) & (request.channel != "Web"))
	query = query.where(person.user.isnull() | (person.user == ""))
	return next(iter(query.run(as_dict=True)), None)


def _may_send(contact: str) -> bool:
	"""Count a code to this contact, however it is spelled, and return whether it may be sent."""
	one = strangers.canonical(contact) if "@" in contact else contact
	within_hour = limits.count("code_to", one) <= AN_HOUR
	return within_hour and limits.count("code_to_a_day", one, within=limits.DAY) <= A_DAY


def _letter(code: str, found: frappe._dict) -> list[str]:
	return [
		_("Your code: {0}. It holds for {1} minutes.").format(code, one_time_codes.MINUTES),
		_("With it request {0} comes into the account of who has asked for it on our site.").format(
			found.number
		),
		_(
			"If that was not you, give the code to nobody: without it nobody sees the request. We never ask for it."
		),
	]


def take_in(number: str, user: str, code: str) -> str:
	"""Take the request into the account, and return its name. Sent again, it is done once.

	ValidationError at the field `code`, the same whether there is such a request, a code for it, or neither.
	"""
	if mine := _mine(number, user):
		return mine
	found = _open(number)
	thing = found.name if found else number
	way = one_time_codes.way_of(user, thing)
	bound = (found.applicant, found[CONTACT[way]] or "") if found and way else ("", "")
	if not one_time_codes.is_right(user, thing, bound, code) or not found:
		_refuse()
	own = applicants.of_user(user)
	card = applicants.contact_to_file(own) if own else frappe._dict()
	drafts = open_drafts(_moved(found, own, way))
	if not _is_still(found, way) or not one_time_codes.use_up(user, thing):
		_refuse()
	if own:
		_give(found, own, card.email, user, drafts)
	else:
		_join(found, user, drafts)
	return found.name


def _refuse() -> None:
	problems.refuse_fields({"code": Problem(Kind.WRONG_CODE, (str(one_time_codes.MINUTES),))})


def _mine(number: str, user: str) -> str | None:
	applicant = applicants.of_user(user)
	mine = {"number": ("in", numbers.meant(number)), "applicant": applicant}
	return applicant and frappe.db.get_value("Request", mine)


def _moved(found: frappe._dict, own: str | None, way: str) -> list[str]:
	"""Return the requests whose applicant changes; the one that was named where the account gets its applicant."""
	if way != code_senders.EMAIL or not own:
		return [found.name]
	same = {
		"applicant": found.applicant,
		"applicant_email": found.email,
		"channel": ("!=", "Web"),
		"anonymous": 0,
	}
	others = frappe.get_all("Request", same, pluck="name", order_by="received_at desc", limit=MOST_MOVED)
	return [found.name, *others]


def _is_still(found: frappe._dict, way: str) -> bool:
	"""Return whether the request, now locked, has its applicant, and that its contact and no account."""
	if frappe.db.get_value("Request", found.name, "applicant", for_update=True) != found.applicant:
		return False
	field = CONTACT[way]
	card = frappe.db.get_value("Applicant", found.applicant, ["user", field], for_update=True, as_dict=True)
	return bool(card) and not card.user and card[field] == found[field]


def _line() -> NewLine:
	text = _("By a code sent to the contact of the request.")
	return NewLine(TAKE_IN.kind, text=text, public=TAKE_IN.public)


def _give(found: frappe._dict, own: str, email: str | None, user: str, drafts: Sequence[Draft]) -> None:
	"""Make the account's own applicant, whose record is locked, that of the requests."""
	_move([draft.add([_line()], applicant=own, applicant_email=email) for draft in drafts], own)
	write_all(drafts)
	_note_taken([found.applicant, own], user, drafts)


def _join(found: frappe._dict, user: str, drafts: Sequence[Draft]) -> None:
	"""Make the request's applicant the account's."""
	applicants.join_with_account(found.applicant, user)
	write_all([draft.add([_line()]) for draft in drafts])
	_note_taken([found.applicant], user, drafts)


def _note_taken(people: Sequence[str], user: str, drafts: Sequence[Draft]) -> None:
	shown = ", ".join(draft.request for draft in drafts)
	for applicant in people:
		_note(applicant, _("Taken into the account {0} by a code: {1}."), user, shown)


def _move(drafts: Sequence[Draft], own: str) -> None:
	"""Let who has joined one of these requests leave it: it is that person's own now."""
	mine = {"request": ("in", [draft.request for draft in drafts]), "applicant": own, **STILL}
	left = set(frappe.get_all(JOINED, mine, pluck="request"))
	if left:
		frappe.db.set_value(JOINED, mine, "left_at", clock.to_site(clock.now()), update_modified=False)
	for draft in drafts:
		if draft.request in left:
			draft.add([NewLine(LEAVE.kind)])


def _note(applicant: str, text: str, *values: str) -> None:
	"""Put the step on record beside the applicant."""
	note = {"comment_type": "Info", "reference_doctype": "Applicant", "reference_name": applicant}
	frappe.get_doc({"doctype": "Comment", **note, "content": text.format(*values)}).insert(
		ignore_permissions=True
	)
