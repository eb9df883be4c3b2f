"""The only writer of requests and tasks: takes journal lines, writes rows, queues messages.

An act in a form leaves the values of its draft to the save of the form (`draft_of`); every other act calls `write`.
Locks are taken in one order: requests by name, then their tasks by name, then their journals.
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
	"""Journal the lines, update the rows of the request and its tasks, queue the messages.

	`fields` are other fields of the request. Lock the request. Raise JournalError for a line about a task that was
	never sent, DoesNotExistError for an unknown request.
	"""
	open_draft(request).add(lines, **fields).write()


def open_draft(request: str) -> Draft:
	"""Return the draft of a request, locked. Raise DoesNotExistError for an unknown one."""
	for draft in open_drafts([request]):
		return draft
	frappe.get_doc(REQUEST, request)  # refuses in the framework's words
	raise frappe.DoesNotExistError(request)


def draft_of(held: Document) -> Draft:
	"""Return the draft for the Request or Request Task whose form is being saved; the save writes that row itself."""
	if held.is_new():
		return Draft(held.name, None, {}, RequestFacts(), held)
	draft = open_draft(held.name if held.doctype == REQUEST else held.request)
	draft.held = held
	return draft


def open_drafts(
	requests: Iterable[str], *, locked: bool = True, broken: dict[str, JournalError] | None = None
) -> list[Draft]:
	"""Return the drafts of several requests, sorted by name, in three queries. Without a lock they are only for reading.

	A request whose journal cannot be folded is added to `broken` with its error; without `broken` raise JournalError.
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
			facts = fold(lines[row.name])
			drafts.append(Draft(row.name, row, tasks.get(row.name, {}), facts, newest=lines[row.name].newest))
		except JournalError as error:
			if broken is None:
				raise
			broken[row.name] = error
	return drafts
