"""What hangs on a record of the policy: one table for executors, entries, types, calendars, districts and streets.

A record is taken out of use, becomes a group or is deleted only when nothing in use needs it any more: else a request
would be taken in that nobody can register, or a task would run that nobody has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint

from contact_center.regulation.stages import FINISHED, Stage

SHOWN = 5
"""So many records are named one by one; all are counted."""
UNFINISHED = ("not in", [stage.value for stage in FINISHED])


TITLED = ("Request", "Clarification", "Administrative Service")
"""Their names are random."""


class Change(str, Enum):
	"""What is done to a record."""

	RETIRE = "Retire"
	GROUP = "Group"
	DELETE = "Delete"


EVERY = frozenset(Change)
_DELETE = frozenset({Change.DELETE})


@dataclass(frozen=True)
class Reference:
	"""Where a record is named: `field` of the `doctype` rows that `where` finds.

	`use` is the key of its words (`words/reference_words.py`). `owner` is the doctype whose rows a child table's are;
	`active` tells that only an owner in use counts. `changes` are those that it forbids.
	"""

	use: str
	doctype: str
	field: str
	where: dict[str, Any]
	owner: str | None = None
	active: bool = False
	changes: frozenset[Change] = EVERY


def _in_moderation(use: str, field: str) -> Reference:
	"""Requests whose registration would fail."""
	return Reference(use, "Request", field, {"stage": Stage.MODERATION.value})


REFERENCES: dict[str, tuple[Reference, ...]] = {
	"Executor": (
		Reference("tasks", "Request Task", "executor", {"stage": UNFINISHED}),
		Reference("routes", "Classifier Executor", "executor", {}, owner="Classifier", active=True),
		_in_moderation("moderated", "chosen_executor"),
		Reference("answers", "Clarification", "supplier", {"is_active": 1}),
		Reference("services", "Administrative Service", "supplier", {"is_active": 1}),
	),
	"Classifier": (_in_moderation("moderated", "classifier"),),
	"Request Type": (
		Reference("entries", "Classifier", "request_type", {}, changes=_DELETE),
		Reference("requests", "Request", "request_type", {"stage": UNFINISHED}, changes=_DELETE),
	),
	"Working Calendar": (
		Reference("types", "Request Type", "working_calendar", {}, changes=_DELETE),
		Reference("settings", "Singles", "value", {"doctype": "Contact Center Settings", "field": "working_calendar"}),
	),
	"City District": (
		Reference("routes", "Classifier Executor", "district", {}, owner="Classifier"),
		Reference("ranges", "City Street Range", "district", {}, owner="City Street"),
		Reference("requests", "Request", "district", {"stage": UNFINISHED}),
	),
	"City Street": (
		Reference("requests", "Request", "street", {"stage": UNFINISHED}),
		Reference("repairs", "Repair Event Address", "street", {}, owner="Repair Event"),
	),
}  # fmt: skip


@dataclass(frozen=True)
class Use:
	"""How many records need it, and the names of the first of them, titles of requests."""

	key: str
	count: int
	names: tuple[str, ...]


def change_of(doc: Document) -> Change | None:
	"""What the save in hand does to the record, of what may break others; None for anything else."""
	before = doc.get_doc_before_save()
	if not before:
		return None
	if cint(doc.get("is_group")) and not cint(before.get("is_group")):
		return Change.GROUP
	if "is_active" in doc.as_dict() and cint(before.get("is_active")) and not cint(doc.get("is_active")):
		return Change.RETIRE
	return None


def uses(doctype: str, name: str, change: Change) -> list[Use]:
	"""What needs the record and forbids the change, in the order of REFERENCES."""
	found = (_use(each, name) for each in REFERENCES[doctype] if change in each.changes)
	return [use for use in found if use.count]


def _use(reference: Reference, name: str) -> Use:
	names = _names(reference, name)
	return Use(reference.use, len(names), tuple(names[:SHOWN]))


def _names(reference: Reference, name: str) -> list[str]:
	filters = {reference.field: name, **reference.where}
	if reference.doctype == "Singles":
		return [name] if frappe.db.get_single_value(filters["doctype"], filters["field"]) == name else []
	if not reference.owner:
		shown = "title" if reference.doctype in TITLED else "name"
		return frappe.get_all(reference.doctype, filters, pluck=shown, order_by="name")
	filters["parenttype"] = reference.owner
	owners = sorted(set(frappe.get_all(reference.doctype, filters, pluck="parent")))
	return list(_active(reference.owner, owners)) if reference.active else owners


def _active(doctype: str, names: Iterable[str]) -> Iterator[str]:
	wanted = {"name": ("in", list(names)), "is_active": 1}
	return iter(frappe.get_all(doctype, wanted, pluck="name", order_by="name") if names else ())
