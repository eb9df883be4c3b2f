"""Texts of ours are no formulas in a spreadsheet, whichever way they leave (reports, lists, data export, e-mail).

The framework writes what people wrote into CSV and Excel as it stands: «=HYPERLINK(…)» of a citizen runs on the
operator's computer. All its ways out meet in four writers, which know no doctype; so the doors, which do, say what
goes out, and the writers make it harmless where it is ours. At a door that is not known here it is for people of ours.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

import frappe
from frappe.core.doctype.data_export import exporter
from frappe.core.doctype.data_import.exporter import Exporter
from frappe.core.doctype.data_import.importer import Importer
from frappe.core.doctype.prepared_report.prepared_report import PreparedReport
from frappe.desk import query_report, reportview
from frappe.desk import utils as desk_utils
from frappe.email.doctype.auto_email_report import auto_email_report
from frappe.utils import csvutils, xlsxutils

from contact_center.framework import scope, wrapped
from contact_center.reading.spreadsheets import harmless

NEEDED_BY = (">=15", "<17")
REPLACES = {
	"frappe.desk.reportview.export_query": "export_list",
	"frappe.desk.query_report.export_query": "export_report",
	"frappe.core.doctype.data_export.exporter.export_data": "export_data",
}
_ours: ContextVar[bool | None] = ContextVar("contact_center_exports_ours", default=None)


@frappe.whitelist()
def export_list() -> None:
	"""Send a list or report view as a file. PermissionError without the right to export."""
	doctype = frappe.form_dict.get("doctype")
	_check_may_export(doctype)
	with going_out(doctype):
		reportview.export_query()


@frappe.whitelist()
def export_report() -> None:
	"""Send a report as a file. PermissionError without the right to export, or without a report."""
	doctype = _of_report(frappe.form_dict.get("report_name"))
	_check_may_export(doctype)
	with going_out(doctype):
		query_report.export_query()


@frappe.whitelist()
def export_data(**kwargs: Any) -> None:
	"""Send documents as a file that can be imported. PermissionError without the right to export."""
	doctype = kwargs.get("doctype")
	doctype = frappe.parse_json(doctype) if str(doctype).startswith("[") else doctype
	doctype = doctype[0] if isinstance(doctype, list) else doctype
	_check_may_export(kwargs.get("parent_doctype") or doctype)
	with going_out(doctype):
		frappe.call(exporter.export_data, **kwargs)


def _check_may_export(doctype: str | None) -> None:
	"""Refuse before anything is done: the framework logs an access that it then refuses, and fails without a doctype."""
	if not scope.is_installed() or not scope.concerns_us(doctype):
		return
	if not doctype:
		raise frappe.PermissionError
	frappe.permissions.can_export(doctype, raise_exception=True)


@contextmanager
def going_out(doctype: str | None) -> Iterator[None]:
	"""Make harmless what is written inside, where the doctype or the user is ours."""
	token = _ours.set(scope.is_installed() and scope.concerns_us(doctype))
	try:
		yield
	finally:
		_ours.reset(token)


def _of_report(name: str | None) -> str | None:
	return frappe.db.get_value("Report", name, "ref_doctype") if name else None


def apply() -> None:
	"""Put doors and writers in place, once a process."""
	if wrapped.by_us(desk_utils.get_csv_bytes):
		return
	_at_doors()
	desk_utils.get_csv_bytes = _of_rows(desk_utils.get_csv_bytes)
	xlsxutils.make_xlsx = auto_email_report.make_xlsx = _of_rows(xlsxutils.make_xlsx)
	csvutils.UnicodeWriter.writerow = _of_row(csvutils.UnicodeWriter.writerow)


def _at_doors() -> None:
	"""Those that nobody calls over HTTP: the work of a background job, and what classes do."""
	_door(Exporter, "build_response", lambda export: export.doctype)
	_door(Importer, "export_errored_rows", lambda importer: importer.doctype)
	_door(Importer, "export_import_log", lambda importer: importer.doctype)
	_door(auto_email_report.AutoEmailReport, "get_report_content", lambda email: _of_report(email.report))
	PreparedReport.get_prepared_data = _of_prepared(PreparedReport.get_prepared_data)
	if hasattr(reportview, "_export_query"):
		_door(reportview, "_export_query", lambda params: params.get("doctype"))
	if hasattr(query_report, "_export_query"):
		_door(query_report, "_export_query", lambda params: _of_report(params.get("report_name")))


def _door(owner: Any, name: str, doctype_of: Callable[[Any], str | None]) -> None:
	original = getattr(owner, name)

	@wraps(original)
	def door(first: Any, *args: Any, **kwargs: Any) -> Any:
		with going_out(doctype_of(first)):
			return original(first, *args, **kwargs)

	setattr(owner, name, door)


def _of_prepared(read: Callable[..., Any]) -> Callable[..., Any]:
	"""A prepared report is asked for its data with a name of a file when it leaves as one, since 15.103 as CSV."""

	@wraps(read)
	def reading(report: PreparedReport, with_file_name: bool = False) -> Any:
		found = read(report, with_file_name)
		if not with_file_name or not found or not scope.concerns_us(_of_report(report.report_name)):
			return found
		content, name = found
		data = json.loads(content)
		data["result"] = [_cells(row) for row in data.get("result") or []]
		return json.dumps(data).encode(), name

	return reading


def _cells(row: Any) -> Any:
	if isinstance(row, dict):
		return dict(zip(row, _row(row.values()), strict=True))
	return _row(row) if isinstance(row, list) else row


def _of_rows(write: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(write)
	def writing(data: Iterable[Iterable], *args: Any, **kwargs: Any) -> Any:
		if _is_to_be_harmless():
			data = [_row(row) for row in data]
		return write(data, *args, **kwargs)

	return writing


def _of_row(write: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(write)
	def writing(writer: csvutils.UnicodeWriter, row: Iterable) -> Any:
		return write(writer, _row(row) if _is_to_be_harmless() else row)

	return writing


def _is_to_be_harmless() -> bool:
	known = _ours.get()
	return known if known is not None else scope.is_installed() and scope.is_our_person()


def _row(row: Iterable) -> list:
	"""As `make_xlsx` will write it: what it makes of markup may be a formula too."""
	return [harmless(xlsxutils.handle_html(cell)) if isinstance(cell, str) else cell for cell in row]
