"""An appeal on the card of a talk: its caller complains, proposes or thanks (R3.3a)."""

from collections.abc import Mapping
from typing import Any

import frappe

from contact_center.framework import deadlocks
from contact_center.intake import appeal_acts, appeals, cards, once
from contact_center.reading.desk_values import read_object, read_values
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

TEXTS = {name: most for name, most in appeal_acts.TEXTS.items() if name != "request"}


def take(name: str, key: str, values: str | Mapping[str, Any]) -> dict[str, str]:
	"""Take an appeal of an open card's caller; return {appeal, number}. What is sent again with its key is taken once.

	ValidationError for what cannot be, and while nobody knows who calls; PermissionError for another's card.
	"""
	card = cards.open_card(name)
	if not key.strip():
		problems.refuse(Problem(Kind.KEY_NEEDED))
	mark = once.key_of(card.owner, f"appeal {name} {key.strip()}")
	with problems.refusing():
		read = read_values(read_object(values), TEXTS)
	made = appeals.first_of(mark) or _take(card, mark, read)
	return {"appeal": made, "number": frappe.db.get_value(appeals.DOCTYPE, made, "number")}


def _take(card: dict, mark: str, read: Mapping[str, Any]) -> str:
	whose = {"anonymous": 1} if card.anonymous else {"applicant": card.applicant}
	where = {"channel": card.channel, "interaction": card.name, "filing_key": mark}
	address = read.get("post_address") or None
	with deadlocks.lost_races():
		return appeals.receive(read, **whose, **where, post_address=address).name
