"""Hold an act to the version of the document that its user saw.

The framework checks a save against the `modified` that came with it, but it applies a workflow's action to what it
reads from the database then. So the version is kept here until the document is saved.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe.model import workflow
from frappe.model.document import Document
from frappe.utils import cstr

from contact_center.framework import deadlocks, scope

NEEDED_BY = (">=15", "<17")
REPLACES = {
	"frappe.model.workflow.apply_workflow": "apply_workflow",
	"frappe.model.workflow.bulk_workflow_approval": "bulk_workflow_approval",
}


@dataclass(frozen=True)
class _Given:
	"""What a caller named. `latest`: whatever the database has, as for rows ticked in a list."""

	version: str | datetime | None = None
	latest: bool = False


_given: ContextVar[_Given | None] = ContextVar("contact_center_seen", default=None)


@frappe.whitelist()
def apply_workflow(doc: Any = None, action: str = "") -> Document:
	"""Apply the framework's workflow action; to our documents in the version that `doc` names in `modified`.

	PermissionError where no document is named.
	"""
	given = frappe.parse_json(doc)
	if not given:
		raise frappe.PermissionError
	if not scope.is_ours(given.get("doctype")):
		return workflow.apply_workflow(doc, action)
	if done := _done_already(given, action):
		return done
	with _naming(_Given(given.get("modified"))), deadlocks.lost_races():
		return workflow.apply_workflow(doc, action)


def _done_already(given: Any, action: str) -> Document | None:
	"""Return an outdated document to whose user the action is known as done: a double click, or a lost answer.

	Refuse other outdated ones before the framework finds that their state has no such action any more.
	"""
	version, document = given.get("modified"), frappe.get_doc(given["doctype"], given.get("name"))
	document.check_permission()
	if not version or not hasattr(document, "refuse_outdated") or cstr(document.modified) == cstr(version):
		return None
	if document.is_done_since(version, given.get("workflow_state"), action):
		return document
	document.refuse_outdated(version)


@frappe.whitelist()
def bulk_workflow_approval(docnames: str = "", doctype: str = "", action: str = "") -> None:
	"""Apply an action to the rows ticked in a list, which bring no version: each is taken as it is.

	PermissionError where no document is named, and for citizens, who have no lists; portal users of other apps keep
	theirs.
	"""
	if not docnames or scope.has_no_lists(doctype):
		raise frappe.PermissionError
	with _naming(_Given(latest=True)):
		workflow.bulk_workflow_approval(docnames, doctype, action)


@contextmanager
def _naming(given: _Given) -> Iterator[None]:
	token = _given.set(given)
	try:
		yield
	finally:
		_given.reset(token)


def version_of(doc: Document) -> str | datetime | None:
	"""Return the `modified` that the caller of this save saw; None where a caller over the network names none.

	A caller names a text; a datetime was read from the database by the code that saves.
	"""
	given, read = _given.get(), doc._original_modified
	if given and not given.latest:
		return given.version
	return read if given or isinstance(read, str) or not over_the_network() else None


def over_the_network() -> bool:
	"""Return whether a web request is being answered; other code reads what it acts on."""
	return bool(getattr(frappe.local, "request", None))
