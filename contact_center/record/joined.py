"""Those whom a request concerns too: who they are, what they answered, and which of its events they are told (RI1).

Each has a row of Joined Applicant and gets messages about that row: none of them sees another, or who filed it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from contact_center.record.messages import JOINED, NOTIFIED_TOO, Message, event_of
from contact_center.regulation.facts import Kind, RequestFacts
from contact_center.regulation.stages import Stage

ONCE_IN = {Kind.ACCEPTED: Stage.IN_PROGRESS, Kind.EXECUTED: Stage.AWAITING_CONFIRMATION}
"""Of several executors each accepts and reports: people hear of it when the request gets there."""
STILL = {"left_at": ("is", "not set")}


def messages_of(drafts: Iterable[Any]) -> Iterator[Message]:
	"""Yield the messages to the joined about the new lines of drafts; one query where somebody has joined."""
	events = {draft.request: list(_events(draft)) for draft in drafts if draft.facts.joined_count}
	requests = [request for request, found in events.items() if found]
	rows = (
		frappe.get_all(
			JOINED, {"request": ("in", requests), **STILL}, ["name", "request"], order_by="joined_at, name"
		)
		if requests
		else []
	)
	for row in rows:
		yield from (Message(JOINED, row.name, event) for event in events[row.request])


def _events(draft: Any) -> Iterator[str]:
	for line in draft.lines:
		if not (line.silent or line.of_task) and _is_told(line.kind, draft.facts):
			yield event_of(line.kind.value, line.audience)
	if draft.comes_to_confirmation():
		yield event_of(Kind.EXECUTED.value)


def _is_told(kind: Kind, facts: RequestFacts) -> bool:
	return kind in NOTIFIED_TOO and facts.stage is ONCE_IN.get(kind, facts.stage)


def row_of(request: str, applicant: str | None, *, locked: bool = False) -> Any:
	"""Return the row of who has joined the request, and may have left it: {name, left_at, answer, …}; None without one."""
	if not applicant:
		return None
	one = {"request": request, "applicant": applicant}
	fields = ["name", "left_at", "answer", "answer_text", "answered_at", "answers_given"]
	return frappe.db.get_value(JOINED, one, fields, as_dict=True, for_update=locked)


def has_joined(request: str, applicant: str | None) -> bool:
	"""Return whether the applicant has joined the request and not left it."""
	row = row_of(request, applicant)
	return bool(row) and not row.left_at


def answers(request: str, reported_at: Any) -> dict[str, int]:
	"""Return {confirmed, disputed, joined}: what the joined say of the result that was reported at this moment.

	An answer about an earlier result, which was returned for rework, does not count.
	"""
	table = frappe.qb.DocType(JOINED)
	query = frappe.qb.from_(table).select(table.answer, Count(table.name))
	query = query.where((table.request == request) & table.left_at.isnull()).groupby(table.answer)
	joined = sum(count for _answer, count in query.run())
	now = dict(query.where(table.answered_at >= reported_at).run()) if reported_at else {}
	return {"confirmed": now.get("Confirmed", 0), "disputed": now.get("Disputed", 0), "joined": joined}
