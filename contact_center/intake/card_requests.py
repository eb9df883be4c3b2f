"""Requests of a card: each registered at once, several on one card (R5.5, R5.10, R5.12)."""

from collections.abc import Mapping
from typing import Any

import frappe

from contact_center.intake import cards, once, registration
from contact_center.policy.own_fields import own_fields
from contact_center.reading.desk_values import ONE_LINE, read_object, read_values
from contact_center.record import clock
from contact_center.regulation.lengths import LENGTHS
from contact_center.regulation.problems import Problem, ProblemError
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems, speech

COORDINATES = ("latitude", "longitude")
TEXTS = {
	**dict.fromkeys(("classifier", "chosen_executor", "district", "street", "building", "flat"), ONE_LINE),
	**{name: LENGTHS[name] for name in ("place", "description", "wording")},
	**dict.fromkeys(("notify_by", *COORDINATES), ONE_LINE),
}
FLAGS = ("wording_agreed",)
TOLD_BY = ("Phone", "E-mail", "Account")
LINKS = {
	"classifier": Kind.UNKNOWN_CODE,
	"chosen_executor": Kind.UNKNOWN_EXECUTOR,
	"district": Kind.UNKNOWN_DISTRICT,
}
TARGETS = {"classifier": "Classifier", "chosen_executor": "Executor", "district": "City District"}


def register(name: str, key: str, values: str | Mapping[str, Any]) -> dict:
	"""Register a request of the card's caller; return {request, number, accept_by, due, executors}.

	What is sent again with its key is answered as the first time. ValidationError for what is missing or cannot be, and
	for who is not known yet; nothing is kept then.
	"""
	card = cards.open_card(name)
	mark = _mark(card, key)
	return _answer(once.first_of(mark) or _register(card, mark, values))


def _mark(card: dict, key: str) -> str:
	"""Of who began the card: whoever takes it over sends its draft under the same key."""
	return once.key_of(card.owner, f"{card.name} {key.strip()}") if key.strip() else _no_key()


def _no_key() -> str:
	problems.refuse(Problem(Kind.KEY_NEEDED))


def _register(card: dict, mark: str, values: str | Mapping[str, Any]) -> str:
	if not card.applicant and not card.anonymous:
		problems.refuse(Problem(Kind.CALLER_UNKNOWN))
	with problems.refusing():
		read = _read(values)
	who = {"anonymous": 1, "anonymous_warned": 1} if card.anonymous else {"applicant": card.applicant}
	made = {**read, **who, "channel": card.channel, "interaction": card.name, "filing_key": mark}
	return registration.register_at_once(made).name


def _read(values: str | Mapping[str, Any]) -> dict[str, Any]:
	own = {name: LENGTHS["description"] for name in own_fields()}
	read = read_values(read_object(values), {**TEXTS, **own}, FLAGS)
	for field, kind in LINKS.items():
		if read.get(field) and not frappe.db.exists(TARGETS[field], read[field], cache=True):
			raise ProblemError(kind, read[field])
	if read.get("notify_by") and read["notify_by"] not in TOLD_BY:
		raise ProblemError(Kind.NOT_ONE_OF, read["notify_by"], *TOLD_BY)
	return _numbers({name: value for name, value in read.items() if value not in ("", 0)})


def _numbers(read: dict[str, Any]) -> dict[str, Any]:
	"""Return the values with the coordinates as numbers. ProblemError for what is none."""
	for field in COORDINATES:
		try:
			read |= {field: float(read[field])} if field in read else {}
		except ValueError:
			raise ProblemError(Kind.BAD_VALUE, field) from None
	return read


def _answer(name: str) -> dict:
	request = frappe.db.get_value("Request", name, ["number", "accept_by", "due_utc"], as_dict=True)
	titles = frappe.get_all(
		"Request Task",
		{"request": name},
		["executor.title as title"],
		order_by="`tabRequest Task`.is_lead desc, `tabRequest Task`.name",
	)
	now = clock.now()
	return {
		"request": name,
		"number": request.number,
		"accept_by": speech.until_words(request.accept_by, now),
		"due": speech.until_words(clock.from_utc(request.due_utc), now) or speech.time_left_words(None),
		"executors": [row.title for row in titles],
	}
