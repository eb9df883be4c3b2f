"""Put each look at personal data on record that goes through the framework's own doors (D2).

The framework notes who opened a form of some doctypes, and who printed by one of its roads. Of a document that REST
gives, of lists, reports, exports and the other prints nothing stays. What our own methods show they note themselves.
"""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from importlib import import_module
from typing import Any

import frappe
from frappe.desk import query_report
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime

from contact_center.framework import access_log, scope, wrapped

NEEDED_BY = (">=15", "<17")
SHOWN, LISTED, EXPORTED = "Shown", "Listed", "Exported"
REPORTED, PRINTED = "Report Run", "Printed"
METHODS = (SHOWN, LISTED, EXPORTED, REPORTED, PRINTED)
"""The methods of the Access Log's entries."""
NAMES = frozenset(
	"surname first_name patronymic full_name phone other_phones email search_key street building flat ngo_name"
	" registered_residence".split()
)
PERSONAL: dict[str, frozenset[str]] = {
	"Applicant": NAMES,
	"Request": frozenset({"applicant", "applicant_email"}),
	"Interaction": frozenset({"applicant", "phone"}),
	"Appeal": frozenset({"applicant", "applicant_email"}),
	"Block Memo": frozenset({"applicant", "phone"}),
	"Joined Applicant": frozenset({"applicant", "applicant_email"}),
}
"""{doctype: fields that say who somebody is}."""
ONE_LOOK = 10
"""A form that is opened again within so many minutes by the same person is one look."""
OF_THE_DESK = ("frappe.desk.reportview.get", "frappe.desk.reportview.get_list")
OF_PROGRAMS = ("frappe.client.get_list", "frappe.client.get_value")
EXPORTS = (
	"frappe.desk.reportview.export_query",
	"frappe.core.doctype.data_import.data_import.download_template",  # a list's own «Export»
)
REST = re.compile(r"/api/(v1/)?resource/|/api/v2/(document|doctype)/")
LINKED = re.compile(r"\b(?:tabApplicant\w*|applicant)`?\.`?(\w+)")
QUERIES = ("frappe.model.db_query", "frappe.model.qb_query")
"""Where the framework's versions have the class that every list is read by; 16 has both."""


class Personal(Document):
	"""A document that says who somebody is. Every road that hands it to a reader drops first what the reader may not see."""

	def apply_fieldlevel_read_permissions(self) -> None:
		super().apply_fieldlevel_read_permissions()
		self.add_viewed()

	def add_viewed(self, *args: Any, **options: Any) -> None:
		"""Note once that this document was handed to a reader who sees the person: before the answer, which the framework's
		version 16 does after it."""
		if self.meta.track_views and not self.flags.contact_center_viewed and shows_person(self):
			self.flags.contact_center_viewed = True
			access_log.opened(self.doctype, self.name)


def shows_person(doc: Document) -> bool:
	"""Return whether the session's user sees in the document who somebody is: the fields have levels (D1)."""
	return any(doc.get(field) and doc.has_permlevel_access_to(field) for field in PERSONAL[doc.doctype])


def shown(request: Document) -> None:
	"""Note that the form of the request was opened by somebody who sees its applicant there; of ONE_LOOK once."""
	if _is_asked() and shows_person(request):
		_note_once(request.doctype, request.name, SHOWN)


def listed() -> None:
	"""Note that a list or search of our own named applicants to whoever asks; of ONE_LOOK once, for some ask at each key."""
	if _is_asked():
		_note_once("Applicant", None, LISTED)


def _note_once(doctype: str, document: str | None, method: str) -> None:
	since = {"user": frappe.session.user, "modified": (">", add_to_date(now_datetime(), minutes=-ONE_LOOK))}
	same = {"export_from": doctype, "reference_document": document or ("is", "not set"), "method": method}
	if not frappe.db.exists("Access Log", {**since, **same}):
		access_log.note(doctype, document, method)


def printed(doc: Document, method: str | None = None, *args: Any) -> None:
	"""before_print hook of PERSONAL: note the print, whichever road it goes."""
	if _is_asked() and shows_person(doc):
		access_log.note(doc.doctype, doc.name, PRINTED)


def apply() -> None:
	"""Let lists and reports be noted, once a process."""
	for path in QUERIES:
		if module := _module(path):
			_note_lists(module.DatabaseQuery)
	if not wrapped.by_us(query_report.generate_report_result):
		query_report.generate_report_result = _noting_reports(query_report.generate_report_result)


def _module(path: str) -> Any:
	try:
		return import_module(path)
	except ImportError:
		return None


def _note_lists(query: Any) -> None:
	original = query.execute
	if wrapped.by_us(original):
		return

	@wraps(original)
	def execute(self: Any, *args: Any, **kwargs: Any) -> Any:
		rows = original(self, *args, **kwargs)
		if rows and not kwargs.get("ignore_permissions") and (door := _door()):
			_note_list(self.doctype, self.fields, door, kwargs.get("filters"))
		return rows

	query.execute = execute


def _door() -> str | None:
	"""Return by which door of the framework the lists of this call are read: None where it is none of them."""
	if not _is_asked():
		return None
	named = frappe.form_dict.get("cmd") or frappe.local.request.path.partition("/method/")[2]
	if named in (*OF_THE_DESK, *OF_PROGRAMS, *EXPORTS):
		return named
	return "REST" if REST.match(frappe.local.request.path) else None


def _is_asked() -> bool:
	"""Whether somebody asks over HTTP; jobs and commands show nobody anything."""
	return bool(getattr(frappe.local, "request", None)) and scope.is_installed()


def _note_list(doctype: str, fields: Iterable[Any], door: str, filters: Any) -> None:
	"""Note a list that shows people once a call, with what it was filtered by."""
	noted = frappe.local.flags.setdefault("contact_center_lists", set())
	if doctype in noted or not shows_people(doctype, fields, door in OF_THE_DESK):
		return
	noted.add(doctype)
	method = EXPORTED if door in EXPORTS else LISTED
	access_log.note(doctype, None, method, filters=frappe.as_json(filters, indent=None) if filters else None)


def shows_people(doctype: str, fields: Iterable[Any], is_at_desk: bool = False) -> bool:
	"""Return whether the columns of a list say who somebody is.

	Of the desk's own lists only those of applicants and of their columns count: whoever works there reads requests all day,
	and opens one to see whose it is.

	>>> shows_people("Request", ["`tabRequest`.`applicant`"], is_at_desk=True)
	False
	>>> shows_people("Request", ["`tabRequest`.`name`", "applicant.phone as phone"], is_at_desk=True)
	True
	"""
	text = " ".join(map(str, fields or ()))
	if not NAMES.isdisjoint(LINKED.findall(text)):
		return True
	told = PERSONAL.get(doctype, frozenset()) if doctype == "Applicant" or not is_at_desk else frozenset()
	return bool(told) and not (told | {"*"}).isdisjoint(re.findall(r"\w+|\*", text))


def _noting_reports(original: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(original)
	def generate_report_result(report: Any, *args: Any, **kwargs: Any) -> Any:
		found = original(report, *args, **kwargs)
		if report.ref_doctype in PERSONAL and report.name not in access_log.REPORTS and _is_asked():
			access_log.note(report.ref_doctype, None, REPORTED, report_name=report.name)
		return found

	return generate_report_result
