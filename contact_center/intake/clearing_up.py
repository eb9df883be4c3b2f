"""A call by which the operator clears up what a request means, on the card of that request (R5.9)."""

from typing import Any

import frappe

from contact_center.framework import deadlocks
from contact_center.framework.plain_text import without_markup
from contact_center.intake import cards, once
from contact_center.record import clock
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import FINISHED, Stage
from contact_center.words import problems

ROW = "Clearing-up Call"
CLEARED, NOT_REACHED = "Cleared Up", "Not Reached"
OUTCOMES = (CLEARED, NOT_REACHED)
LONGEST = 2_000
OF_REQUEST = (
	"name",
	"stage",
	"interaction",
	"applicant",
	"anonymous",
	"channel",
	"received_at",
	"received_utc",
)


def record(request: str, outcome: str, text: str = "", key: str = "") -> None:
	"""Add the call to the card; a request without one gets it. What is sent again with its key is recorded once.

	PermissionError for who may not write the request. ValidationError for an unknown outcome, a call without a text, an
	anonymous applicant, a finished request.
	"""
	frappe.get_doc("Request", request).check_permission("write")
	text = without_markup(text.strip())
	_check(outcome, text)
	deadlocks.retry_from_here()
	row = frappe.db.get_value("Request", request, list(OF_REQUEST), as_dict=True, for_update=True)
	if row.anonymous:
		problems.refuse(Problem(Kind.NO_PERSONAL_DATA))
	if Stage(row.stage) in FINISHED:
		problems.refuse(Problem(Kind.FINISHED))
	mark = once.key_of(frappe.session.user, f"{request} {key.strip()}") if key.strip() else None
	if not (mark and frappe.db.exists(ROW, {"filing_key": mark})):
		_add(row, {"outcome": outcome, "text": text, "filing_key": mark})


def _check(outcome: str, text: str) -> None:
	if outcome not in OUTCOMES:
		problems.refuse(Problem(Kind.UNKNOWN_OUTCOME, OUTCOMES))
	if outcome == CLEARED and not text:
		problems.refuse(Problem(Kind.CLEARED_UP_TEXT_NEEDED))
	if len(text) > LONGEST:
		problems.refuse(Problem(Kind.LONG_TEXT, (str(LONGEST),)))


def _add(request: dict, values: dict[str, Any]) -> None:
	card = request.interaction or cards.of_older_request(request)
	place = {"parent": card, "parenttype": cards.DOCTYPE, "parentfield": "calls"}
	made = {"at": clock.to_site(clock.now()), "operator": frappe.session.user, "request": request.name}
	idx = frappe.db.count(ROW, {"parent": card}) + 1
	with deadlocks.lost_races():
		frappe.get_doc({"doctype": ROW, "idx": idx, **place, **made, **values}).db_insert()


def calls_of(card: str | None) -> list[dict]:
	"""Return the calls of a card, the first one first: [{at, operator, outcome, text, request}]."""
	fields = ["at", "operator.full_name as operator", "outcome", "text", "request"]
	order = f"`tab{ROW}`.idx"
	return frappe.get_all(ROW, {"parent": card}, fields, order_by=order) if card else []
