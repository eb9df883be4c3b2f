"""Check a result before it goes to confirmation, and find its evidence (R7.5, R7.6, R7.7)."""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, strip_html

from contact_center.access import files
from contact_center.access.files import extension_of
from contact_center.reading.phones import read_phone
from contact_center.record import clock
from contact_center.regulation.evidence import fits, repeats
from contact_center.regulation.facts import Kind
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.words import problems

NEEDED = ("result", "result_unit", "result_person", "result_phone", "result_date", "informed_by")


def check(task: Document, evidence: Collection[str]) -> None:
	"""Raise ValidationError for empty fields of R7.5, missing kinds of evidence, a wrong phone or an impossible date.

	So it does for a text that was returned for rework and has not changed.
	"""
	missing = [name for name in NEEDED if not _is_filled(task.get(name))]
	proven = _proven_kinds(task)
	missing += [kind for kind in evidence if kind not in proven]
	if missing:
		problems.refuse(
			Problem(ProblemKind.INCOMPLETE_RESULT, tuple(missing)), title=_("Result Not Complete")
		)
	_check_sense(task)
	_check_repetition(task)


def _check_repetition(task: Document) -> None:
	"""What was returned for rework is not reported once more as it stood (R6.3.3)."""
	if not task.return_count:
		return
	reported = {"task": task.name, "request": task.request, "kind": Kind.EXECUTED.value}
	returned = frappe.db.get_value(
		"Request Journal", reported, "text", order_by="moment_utc desc, creation desc"
	)
	if repeats(task.result or "", returned or ""):
		problems.refuse(Problem(ProblemKind.RESULT_REPEATED))


def _check_sense(task: Document) -> None:
	"""Raise ValidationError for a wrong phone, and for a date before the sending of the task or after today."""
	phone = (task.result_phone or "").strip()
	if phone:
		with problems.refusing():
			read_phone(phone)
	today = clock.to_site(clock.now()).date()
	if task.result_date and not getdate(task.sent_at) <= getdate(task.result_date) <= today:
		first, last = getdate(task.sent_at).isoformat(), today.isoformat()
		problems.refuse(Problem(ProblemKind.DAY_NOT_BETWEEN, ("result_date", first, last)))


def _proven_kinds(task: Document) -> set[str]:
	"""Return the kinds of evidence that have a fitting file, attached to the task or its request."""
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
	"""Return the former values of what this save changes in a reported result, "" without a change (R7.5).

	Raise ValidationError for a wrong phone or an impossible date.
	"""
	before = task.get_doc_before_save()
	changed = [
		name for name in (*NEEDED, "evidence") if _as_text(task.get(name)) != _as_text(before.get(name))
	]
	if changed:
		_check_sense(task)
	return "; ".join(f"{_(task.meta.get_label(name))}: {_as_text(before.get(name))}" for name in changed)


def _as_text(value) -> str:
	return ", ".join(str(row.file) for row in value) if isinstance(value, list) else str(value or "")


def _is_filled(value) -> bool:
	return bool(strip_html(str(value or "")).strip())


def evidence_files(request: str) -> list[dict]:
	"""Return the evidence of reported tasks, the lead's first. The caller has checked permission for the request."""
	shown = {"request": request, "stage": ("in", files.SHOWN)}
	tasks = frappe.get_all("Request Task", shown, pluck="name", order_by="is_lead desc, creation")
	found = evidence_of(tasks) if tasks else {}
	return [file for task in tasks for file in found.get(task, ())]


def evidence_of(tasks: list[str]) -> dict[str, list[dict]]:
	"""Return evidence by task: `files.describe` of each file, with `kind` and `note`. The caller has checked permission."""
	rows = frappe.get_all(
		"Request Evidence",
		filters={"parent": ("in", tasks), "parenttype": "Request Task"},
		fields=["parent", "kind", "file", "note"],
		order_by="parent, idx",
	)
	attached = {
		(each["attached_to"], each["file_url"]): each for each in files.files_of("Request Task", tasks)
	}
	found: dict[str, list[dict]] = {}
	for row in rows:
		file = attached.get((row.parent, row.file))
		if file:
			found.setdefault(row.parent, []).append({**file, "kind": row.kind, "note": row.note})
	return found
