"""What a result has to say before it is sent on to confirmation (R7.5, R7.6, R7.7)."""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html

from contact_center.files import extension_of
from contact_center.regulation.evidence import fits

NEEDED = ("result", "result_unit", "result_person", "result_phone", "result_date", "informed_by")


def check(task: Document, evidence: Collection[str]) -> None:
	"""ValidationError naming every field of R7.5 that is empty and every evidence that the classifier asks for."""
	missing = [_(task.meta.get_label(name)) for name in NEEDED if not _said(task.get(name))]
	given = _given(task)
	missing += [_("evidence: {0}").format(_(kind)) for kind in evidence if kind not in given]
	if missing:
		frappe.throw(
			_("The result is not complete. Fill in: {0}.").format(", ".join(missing)),
			title=_("Result Not Complete"),
		)


def _given(task: Document) -> set[str]:
	"""Kinds of evidence behind which a file stands: one of the task or its request, and fit for the kind."""
	names = frappe.get_all(
		"File",
		filters={
			"attached_to_doctype": ("in", ("Request Task", "Request")),
			"attached_to_name": ("in", (task.name, task.request)),
			"file_url": ("in", [row.file for row in task.evidence if row.file] or [""]),
		},
		pluck="file_url",
	)
	return {row.kind for row in task.evidence if row.file in names and fits(row.kind, extension_of(row.file))}


def corrected(task: Document) -> str:
	"""What this save changes of a reported result, as it was before; "" where nothing (R7.5)."""
	before = task.get_doc_before_save()
	changed = [
		name for name in (*NEEDED, "evidence") if _as_text(task.get(name)) != _as_text(before.get(name))
	]
	return "; ".join(f"{_(task.meta.get_label(name))}: {_as_text(before.get(name))}" for name in changed)


def _as_text(value) -> str:
	return ", ".join(str(row.file) for row in value) if isinstance(value, list) else str(value or "")


def _said(value) -> bool:
	return bool(strip_html(str(value or "")).strip())
