"""Consultations: what was answered at once, and where somebody was told to turn; no request is made of them (R5.3, R5.4)."""

from collections.abc import Mapping
from typing import Any

import frappe

from contact_center import policy
from contact_center.framework import deadlocks
from contact_center.framework.plain_text import defuse
from contact_center.intake import cards, knowledge, knowledge_use, once
from contact_center.reading.desk_values import ONE_LINE, read_object, read_values
from contact_center.reading.headlines import headline
from contact_center.record import clock
from contact_center.regulation.lengths import LENGTHS
from contact_center.regulation.problems import Problem, ProblemError
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

DOCTYPE = "Consultation"
ANSWERED, STATE_BODY = "Consultation", "State Body"
KINDS = (ANSWERED, STATE_BODY)
TEXTS = {
	"classifier": ONE_LINE,
	"clarification": ONE_LINE,
	"kind": ONE_LINE,
	"text": LENGTHS["description"],
	"where_to_turn": 1_000,
}


def consult(name: str, key: str, values: str | Mapping[str, Any]) -> str:
	"""Record a consultation on an open card; return its name. What is sent again with its key is recorded once.

	`values` are those of TEXTS: an entry of the Classifier, a clarification or a text has to be there. An entry for a
	state body brings where to turn. ValidationError for what cannot be.
	"""
	card = cards.open_card(name)
	if not key.strip():
		problems.refuse(Problem(Kind.KEY_NEEDED))
	mark = once.key_of(card.owner, f"{name} {key.strip()}")
	found = frappe.db.get_value(DOCTYPE, {"filing_key": mark})
	return found or _record(card, mark, values)


def _record(card: dict, mark: str, values: str | Mapping[str, Any]) -> str:
	with problems.refusing():
		read = _complete(read_values(read_object(values), TEXTS))
	times = {"given_at": clock.to_site(clock.now())}
	who = {"interaction": card.name, "operator": card.operator, "filing_key": mark}
	doc = frappe.get_doc({"doctype": DOCTYPE, **read, **times, **who})
	defuse(doc)
	with deadlocks.lost_races():
		return doc.insert(ignore_permissions=True).name


def _complete(read: dict[str, Any]) -> dict[str, Any]:
	if not any(read.get(name) for name in ("classifier", "clarification", "text", "where_to_turn")):
		raise ProblemError(Kind.CONSULTATION_EMPTY)
	entry = _entry(read.get("classifier"))
	if entry and entry.where_to_turn:
		read = {**read, "kind": STATE_BODY, "where_to_turn": read.get("where_to_turn") or entry.where_to_turn}
	read["kind"] = read.get("kind") or ANSWERED
	if read["kind"] not in KINDS:
		raise ProblemError(Kind.NOT_ONE_OF, read["kind"], *KINDS)
	if read["kind"] == STATE_BODY and not read.get("where_to_turn"):
		raise ProblemError(Kind.WHERE_TO_TURN_NEEDED)
	if used := read.get("clarification"):
		read["answer"] = knowledge_use.used(used)
	spoken = read.get("text") or read.get("where_to_turn") or _question(used)
	read["title"] = (entry.title if entry else headline(spoken))[:140]
	return read


def _question(clarification: str | None) -> str:
	return frappe.db.get_value(knowledge.CLARIFICATION, clarification, "title") if clarification else ""


def _entry(code: str | None):
	if not code:
		return None
	if not frappe.db.exists("Classifier", code, cache=True):
		raise ProblemError(Kind.UNKNOWN_CODE, code)
	entry = policy.classifier_entry(code)
	if not entry.active:
		raise ProblemError(Kind.INACTIVE_ENTRY, code)
	return entry


def undo(name: str) -> None:
	"""Take a consultation back within its open card. PermissionError for another's card."""
	card = frappe.db.get_value(DOCTYPE, name, "interaction") if name else None
	if not card:
		problems.refuse(Problem(Kind.NO_CONSULTATION))
	cards.open_card(card)
	frappe.delete_doc(DOCTYPE, name, ignore_permissions=True, delete_permanently=True)
