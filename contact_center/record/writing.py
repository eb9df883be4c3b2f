"""The only way to write what a request and its tasks show: journal lines in, rows and messages out.

Whoever acts through a form lets the form's own save carry the draft's values (`draft_of`); everybody else calls
`write`. Locks are taken in one order: requests by name, then their tasks by name, then their journals.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.framework import deadlocks
from contact_center.record import journal, rows
from contact_center.record.draft import Draft, write_all
from contact_center.record.journal import NewLine
from contact_center.record.rows import Values, put_off
from contact_center.regulation.acts import REQUEST, TASK
from contact_center.regulation.facts import JournalError, RequestFacts, fold

__all__ = ["Draft", "draft_of", "open_draft", "open_drafts", "put_off", "write", "write_all"]


def write(request: str, lines: Sequence[NewLine], **fields: Any) -> None:
	"""Journal the lines, let the rows of the request and its tasks follow, queue the messages.

	`fields` are other fields of the request that the act sets. Locks the request. Raises JournalError for a line
	about a task that was never sent, DoesNotExistError for a request that is none.
	"""
	open_draft(request).add(lines, **fields).write()


def open_draft(request: str) -> Draft:
	"""The request as it is now, locked. DoesNotExistError where there is none."""
	for draft in open_drafts([request]):
		return draft
	raise frappe.DoesNotExistError(request)


def draft_of(held: Document) -> Draft:
	"""The draft of the Request or Request Task whose form is being saved; the save itself writes its row."""
	if held.is_new():
		return Draft(held.name, None, {}, RequestFacts(), held)
	draft = open_draft(held.name if held.doctype == REQUEST else held.request)
	draft.held = held
	return draft


def open_drafts(
	requests: Iterable[str], *, locked: bool = True, broken: dict[str, JournalError] | None = None
) -> list[Draft]:
	"""Several requests in three queries, by name; unlocked only to look at them.

	A request whose journal makes no sense goes to `broken` with its error; JournalError where there is no `broken`.
	"""
	if locked:
		deadlocks.retry_from_here()
	names = sorted(set(requests))
	found = rows.select(REQUEST, "name", names, locked)
	tasks: dict[str, dict[str, Values]] = {}
	for task in rows.select(TASK, "request", names, locked):
		tasks.setdefault(task.request, {})[task.name] = task
	lines = journal.lines_of(names, locked=locked) if found else {}
	drafts = []
	for row in found:
		try:
			drafts.append(Draft(row.name, row, tasks.get(row.name, {}), fold(lines[row.name])))
		except JournalError as error:
			if broken is None:
				raise
			broken[row.name] = error
	return drafts
