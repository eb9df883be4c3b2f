"""Look at what a document of ours is given before anything reads it: a value that its field can hold, or a refusal.

REST puts into a field whatever JSON holds. The framework notices at the database or not at all, our rules read a text
where a list came, and all of it ends as an error 500. A number in a text is the text of it, as a form would have sent it.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from math import isfinite
from typing import Any

import frappe
from frappe import _
from frappe.model import table_fields
from frappe.model.base_document import BaseDocument
from frappe.model.document import Document
from frappe.utils import get_datetime

from contact_center.framework import scope, wrapped
from contact_center.reading.visible import is_blank

NEEDED_BY = (">=15", "<17")
LONGEST_WORD = 1_000
"""Signs of what stands in one line of a form. The framework looks for an address in 100 000 signs for minutes before it
asks whether they are too many."""
IN_ONE_LINE = ("Data", "Link", "Dynamic Link", "Select", "Phone", "Read Only")
LONGEST_TEXT = 10_000
"""Signs of what people write in several lines of a form."""
LONGEST_SETTING = 140
"""Signs of a line of the settings, whose table has no columns that would say so."""
PEOPLES_TEXTS = ("Small Text", "Text")
TEXTS = (
	*IN_ONE_LINE,
	"Small Text",
	"Text",
	"Long Text",
	"Text Editor",
	"Code",
	"Markdown Editor",
	"HTML Editor",
)
FILES = ("Attach", "Attach Image")
PATHS = ("/private/files/", "/files/")
"""Of this site: what stands elsewhere can change, or be anything, by the time that somebody opens it."""
MOMENTS = ("Date", "Datetime")
MOMENT = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([ T][\d:.]+(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
EARLIEST = 1000
"""The first year that MariaDB keeps."""
USUAL = (10, 19, 26)
"""Signs of a moment as forms send it; what is written otherwise takes longer to read."""


def apply() -> None:
	"""Wrap the ways in which values come into documents, once a process."""
	for name in ("insert", "_save"):
		method = getattr(Document, name)
		if not wrapped.by_us(method):
			setattr(Document, name, _checking(method))
	if not wrapped.by_us(BaseDocument.extend):
		BaseDocument.extend = _checking_rows(BaseDocument.extend)


def _checking(method: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(method)
	def checked(doc: Document, *args: Any, **kwargs: Any) -> Any:
		if doc.meta.module == scope.MODULE:
			_check_values(doc)
		return method(doc, *args, **kwargs)

	return checked


def _checking_rows(extend: Callable[..., None]) -> Callable[..., None]:
	@wraps(extend)
	def checked(doc: BaseDocument, key: str, value: Any) -> None:
		if not _are_rows(value) and scope.is_ours(doc.doctype):
			_refuse(doc, key)
		extend(doc, key, value)

	return checked


def _are_rows(value: Any) -> bool:
	"""Return whether what came for a table is rows; other code may give them in any other way."""
	if isinstance(value, list | tuple):
		return all(isinstance(row, dict | BaseDocument) for row in value)
	return not isinstance(value, str | bytes | dict | int | float)


def _check_values(doc: Document) -> None:
	"""Raise ValidationError where a field holds what it cannot; a number in a text becomes its text."""
	for df in doc.meta.fields:
		value = doc.get(df.fieldname)
		if value is None or value == "":
			continue
		if df.fieldtype in TEXTS and isinstance(value, int | float) and not isinstance(value, bool):
			value = str(value)
			doc.set(df.fieldname, value)
		if not _fits(value, df.fieldtype):
			_refuse(doc, df.fieldname)
		if df.fieldtype in TEXTS and is_blank(value):
			doc.set(df.fieldname, "")  # what nobody sees fills no field
		elif _is_longer(value, df, doc.meta.issingle) and _is_changed(doc, df.fieldname, value):
			_refuse_long(doc, df.fieldname, LONGEST_SETTING if doc.meta.issingle else LONGEST_TEXT)
	for row in doc.get_all_children():
		_check_values(row)


def _fits(value: Any, fieldtype: str) -> bool:
	if fieldtype in TEXTS and isinstance(value, str | bool):
		return not isinstance(value, bool) and (fieldtype not in IN_ONE_LINE or len(value) <= LONGEST_WORD)
	if fieldtype in MOMENTS:
		return _is_moment(value)
	if fieldtype in FILES:
		return isinstance(value, str) and value.startswith(PATHS)
	if isinstance(value, float):
		return isfinite(value)
	return not isinstance(value, list | dict | tuple) or fieldtype in (*table_fields, "JSON")


def _is_moment(value: Any) -> bool:
	if isinstance(value, date | timedelta):
		return True
	if not (isinstance(value, str) and MOMENT.fullmatch(value)):
		return False
	try:
		return (
			datetime.fromisoformat(value) if len(value) in USUAL else get_datetime(value)
		).year >= EARLIEST
	except Exception:  # of dateutil there is no end of kinds
		return False


def _is_longer(value: Any, df: Any, is_single: bool) -> bool:
	"""Return whether a person has written more than the field takes, in a field that a person writes."""
	if df.read_only or df.permlevel or not isinstance(value, str):
		return False
	if is_single:
		return df.fieldtype == "Data" and len(value) > LONGEST_SETTING
	return df.fieldtype in PEOPLES_TEXTS and len(value) > LONGEST_TEXT


def _is_changed(doc: BaseDocument, field: str, value: str) -> bool:
	"""Return whether something else is stored: what an older record holds is no bar to an act on it."""
	return frappe.db.get_value(doc.doctype, doc.name, field) != value


def _refuse_long(doc: BaseDocument, field: str, most: int) -> None:
	label = _(doc.meta.get_field(field).label, context=doc.doctype)
	frappe.throw(_("{0}: at most {1} characters, please shorten it.").format(label, most))


def _refuse(doc: BaseDocument, field: str) -> None:
	df = doc.meta.get_field(field)
	label = _(df.label, context=doc.doctype) if df and df.label else field
	frappe.throw(_("{0}: this value does not fit the field.").format(label))
