"""Who a card's caller is: a known applicant, a new one, or nobody by name (R5.2, R5.7, D2)."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.addresses import streets
from contact_center.intake import applicants, callers, cards
from contact_center.reading.desk_values import ONE_LINE, read_object, read_values
from contact_center.reading.folding import search_key
from contact_center.reading.phones import normal_phone
from contact_center.record import clock
from contact_center.record.messages import JOINED
from contact_center.regulation import applicant_marks
from contact_center.regulation.addresses import parse_place
from contact_center.regulation.lengths import LENGTHS
from contact_center.regulation.problems import Problem, ProblemError
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

WAYS = ("applicant", "new", "anonymous")
NAMES = ("surname", "first_name", "patronymic")
WRITTEN = (
	*(*NAMES, "phone", "other_phones", "email", "street", "building", "flat", "notify_by"),
	*applicant_marks.DETAIL.values(),
)
FLAGS = ("consent", *applicant_marks.FIELD.values())
TEXTS = {
	name: LENGTHS.get(name, ONE_LINE) if name not in ("building", "flat") else ONE_LINE for name in WRITTEN
}
TOLD_BY = ("Phone", "E-mail", "Account")


def identify(name: str, values: str | Mapping[str, Any]) -> None:
	"""Write on an open card who calls, and the consent that was given at this moment.

	`values`: {applicant} of a known one, {new: {…WRITTEN, …FLAGS}}, or {anonymous: 1, warned: 1}; `consent`: 1 with
	the first. ValidationError for anything else; PermissionError for another's card.
	"""
	with problems.refusing():
		given = read_object(values)
		way = _way(given)
	card = cards.open_card(name)
	WAY[way](card, given)


def _way(given: Mapping[str, Any]) -> str:
	named = [way for way in WAYS if given.get(way)]
	if len(named) != 1:
		raise ProblemError(Kind.CALLER_UNKNOWN)
	return named[0]


def _known(card: dict, given: Mapping[str, Any]) -> None:
	with problems.refusing():
		read = read_values(given, {"applicant": ONE_LINE}, ("consent", "anonymous"))
	if not applicants.contact_to_file(read["applicant"]):
		problems.refuse(Problem(Kind.UNKNOWN_APPLICANT))
	_write(card, read["applicant"], read.get("consent"))


def _new(card: dict, given: Mapping[str, Any]) -> None:
	with problems.refusing():
		read_values(
			{name: value for name, value in given.items() if name != "new"}, {}, ("consent", "anonymous")
		)
		read = read_values(read_object(given["new"]), TEXTS, FLAGS)
		_complete(card, read)
	consent = read.pop("consent", 0) or given.get("consent")
	applicant = _same_person(card, read) or frappe.get_doc({"doctype": "Applicant"})
	written = _to_write(applicant, read)
	if any(applicant.get(field) != value for field, value in written.items()):
		applicant.update(written)
		is_new = not applicant.name
		applicant.save()
		if is_new:
			made = filter(None, (card.made_before, card.made_applicant))
			cards.change(card.name, made_applicant=applicant.name, made_before="\n".join(made))
	_write(card, applicant.name, consent, read["phone"] or card.phone)


def _complete(card: dict, read: dict[str, Any]) -> None:
	"""Bring phone and address into their one form. ProblemError for what cannot be."""
	if not read.get("surname"):
		raise ProblemError(Kind.NO_SURNAME)
	read["phone"] = normal_phone(read["phone"]) if read.get("phone") else (card.phone or "")
	read["street"] = streets.named(read["street"]) if read.get("street") else ""
	read["building"], read["flat"] = parse_place(read.get("building"), read.get("flat"))
	read["notify_by"] = read.get("notify_by") or ("Phone" if read["phone"] else "E-mail")
	if read["notify_by"] not in TOLD_BY:
		raise ProblemError(Kind.NOT_ONE_OF, read["notify_by"], *TOLD_BY)


def _to_write(applicant: Document, read: Mapping[str, Any]) -> dict[str, Any]:
	"""Return what is written into the record: of who is known by a name or phone that was merged, what it lacks."""
	written = {field: value for field, value in read.items() if value}
	if not applicant.name or _is_called(applicant, read):
		return written
	return {field: value for field, value in written.items() if not applicant.get(field)}


def _is_called(applicant: Document, read: Mapping[str, Any]) -> bool:
	same_phone = not read["phone"] or applicant.phone == read["phone"]
	return same_phone and applicant.search_key == search_key(_full_name(read))


def _full_name(read: Mapping[str, Any]) -> str:
	return " ".join(filter(None, (read.get(name) for name in NAMES)))


def _same_person(card: dict, read: Mapping[str, Any]) -> Document | None:
	"""Return the person who has this name and phone already: what is sent again makes no second one."""
	contact = {"phone": read["phone"]} if read["phone"] else {"name": card.applicant or ""}
	found = applicants.same_person(_full_name(read), contact)
	return frappe.get_doc("Applicant", found) if found else None


def _write(card: dict, applicant: str, consent: Any, phone: str = "") -> None:
	values: dict[str, Any] = {"applicant": applicant, "anonymous": 0, "anonymous_warned": 0}
	if phone:
		values["phone"] = phone
	if consent:
		applicants.record_consent(applicant)
		values["consent_at"] = clock.to_site(clock.now())
	cards.change(card.name, **values)


def _nobody(card: dict, given: Mapping[str, Any]) -> None:
	"""Forget who called (R5.7): the card keeps neither number nor name, nor does what is typed on it."""
	with problems.refusing():
		read = read_values(given, {"applicant": 0, "new": 0}, ("anonymous", "warned"))
		if not read.get("warned"):
			raise ProblemError(Kind.CALLER_NOT_WARNED)
		if _names_applicant(card.name):
			raise ProblemError(Kind.CARD_NAMES_APPLICANT)
	callers.forget(card)
	cards.change(
		card.name,
		anonymous=1,
		anonymous_warned=1,
		applicant=None,
		made_applicant=None,
		made_before=None,
		phone=None,
		consent_at=None,
		draft=None,
	)


def _names_applicant(card: str) -> bool:
	"""Return whether a request of the card has an applicant, or somebody joined one on it and has not left."""
	here = {"interaction": card}
	return bool(
		frappe.db.exists("Request", {**here, "anonymous": 0})
		or frappe.db.exists("Appeal", {**here, "anonymous": 0})
		or frappe.db.exists(JOINED, {**here, "left_at": ("is", "not set")})
	)


WAY = {"applicant": _known, "new": _new, "anonymous": _nobody}
