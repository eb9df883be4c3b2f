"""Write something wrong into a form and send it as the form does; what is wrong with each kind of field."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import frappe
import kit
from attack_calls import Call, method

SAVE = "frappe.desk.form.save.savedocs"
PORTAL = "contact_center.portal."
BLANK = {"nothing": "", "what nobody sees": " \n\t\u200b\u2060 "}
NO_RECORD = {"a record that is none": "НЕМАЄ-ТАКОГО"}
NO_CHOICE = {"no choice of the list": "Голубом"}
NO_DAY = {"a day that is none": "2026-02-31", "a word for a day": "завтра", "a year too far": "99999-01-01"}
NO_PHONE = {"words for a phone": "подзвоню сам", "a phone too short": "0671", "a phone too long": "0" * 60}
NO_NUMBER = {"a word for a number": "багато", "a number below all": -1, "a number above all": 10**12}
NO_ROWS = {"words for rows": "рядки"}

RUNS = (
	"=73951*96893 {{ 73951*96893 }} {% for x in [1] %}{{ 73951*96893 }}{% endfor %} <script>alert(1)</script>"
)
"""A formula, two templates and a script in one text."""
ONCE_RUN = "7165334243"


def longer(than: int) -> dict[str, str]:
	return {f"more than {than} characters": "я" * (than + 1)}


@dataclass(frozen=True)
class Bad:
	"""One field of one form, and what is written into it."""

	form: str
	person: str
	field: str
	how: str
	value: Any
	doctype: str
	"""Whose form of the desk it is; "" of a page or a dialog."""
	call: Callable[[SimpleNamespace], Call]

	@property
	def name(self) -> str:
		return f"{self.form}: {self.field}, {self.how}"


Table = dict[str, dict[str, Any]]


def _of(form: str, person: str, table: Table, call: Callable, doctype: str = "") -> Iterator[Bad]:
	for field, values in table.items():
		for how, value in values.items():
			sent = partial(call, field=field, value=value)
			yield Bad(form, person, field, how, value, doctype, sent)


def _known(world: SimpleNamespace, arguments: dict[str, Any]) -> dict[str, Any]:
	"""Return the arguments, those that begin with @ taken from the world."""
	return {
		name: getattr(world, each[1:]) if str(each).startswith("@") else each
		for name, each in arguments.items()
	}


def asked(form: str, person: str, path: str, table: Table, /, **others: Any) -> Iterator[Bad]:
	"""A dialog or a page: a method with its arguments; those that begin with @ are of the world."""

	def call(world: SimpleNamespace, field: str, value: Any) -> Call:
		return method(path, **_known(world, {**others, field: value}))

	return _of(form, person, table, call)


def saved(person: str, doctype: str, which: str, table: Table, /, **changed: Any) -> Iterator[Bad]:
	"""A form of the desk that was opened, changed and saved: the whole document goes."""

	def call(world: SimpleNamespace, field: str, value: Any) -> Call:
		with kit.acting(person):
			doc = frappe.get_doc(doctype, getattr(world, which, doctype))
			doc.apply_fieldlevel_read_permissions()
		sent = {**doc.as_dict(convert_dates_to_str=True), **changed, field: value, "__unsaved": 1}
		return method(SAVE, doc=json.dumps(sent, default=str), action="Save")

	return _of(f"form {doctype} {which}".strip(), person, table, call, doctype)


def new(person: str, doctype: str, good: dict[str, Any], table: Table) -> Iterator[Bad]:
	"""A new form of the desk, filled in and saved."""

	def call(world: SimpleNamespace, field: str, value: Any) -> Call:
		head = {"doctype": doctype, "name": f"new-{frappe.scrub(doctype)}-1", "__islocal": 1, "__unsaved": 1}
		return method(SAVE, doc=json.dumps({**head, **_known(world, {**good, field: value})}), action="Save")

	return _of(f"new {doctype}", person, table, call, doctype)


def done(person: str, action: str, doctype: str, which: str, table: Table) -> Iterator[Bad]:
	"""A button of the workflow, pressed with what its form holds."""

	def call(world: SimpleNamespace, field: str, value: Any) -> Call:
		doc = frappe.get_doc(doctype, getattr(world, which)).as_dict(convert_dates_to_str=True)
		sent = json.dumps({**doc, field: value}, default=str)
		return method("frappe.model.workflow.apply_workflow", doc=sent, action=action)

	return _of(f"{action} of {doctype}", person, table, call, doctype)
