"""What the page of an inspection on the spot shows: those that are called, and one with all that a phone needs (R7.3, R9.2.4)."""

from typing import Any

import frappe

from contact_center.access import files, permissions, roles
from contact_center.framework import deadlocks
from contact_center.intake import once
from contact_center.regulation.inspections import InspectionStage, Outcome
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import letters, problems

DOCTYPE = "Inspection"
MOST = 50


@frappe.whitelist(methods=["GET"])
def coming() -> list[dict]:
	"""Return the inspections that are called, the soonest first: [{name, number, starts_at, place}]."""
	permissions.check_role(*roles.CONTROLLERS)
	called = {"stage": InspectionStage.CALLED.value}
	fields = ["name", "number", "starts_at", "place"]
	return frappe.get_list(DOCTYPE, called, fields, order_by="starts_at, name", limit_page_length=MOST)


@frappe.whitelist(methods=["GET"])
def opened(inspection: str) -> dict:
	"""Return what the form of one shows. PermissionError for others than operators and supervisors."""
	permissions.check_role(*roles.CONTROLLERS)
	doc = frappe.get_doc(DOCTYPE, inspection)
	doc.check_permission("read")
	shown = ("name", "number", "stage", "outcome", "starts_at", "place", "reason")
	return {
		**{name: doc.get(name) for name in shown},
		"modified": str(doc.modified),
		"about": letters.letter_request(doc.request)["about"].unescape(),
		"members": [{"name": row.name, "title": _title(row)} for row in doc.members],
		"outcomes": [outcome.value for outcome in Outcome],
		"executors": _executors(),
		"files": files.files_of(DOCTYPE, [doc.name]),
	}


@frappe.whitelist(methods=["POST"])
def attach(inspection: str, key: str) -> dict:
	"""Attach the part `file` of a multipart body to a called inspection; return {file, file_name}.

	Sent again with the same `key`, chosen at random for each file, it is stored once. PermissionError for others than
	operators and supervisors, ValidationError for an inspection that is over.
	"""
	permissions.check_role(*roles.CONTROLLERS)
	stage = frappe.db.get_value(DOCTYPE, inspection, "stage")
	if stage != InspectionStage.CALLED.value:
		problems.refuse(Problem(Kind.INSPECTION_IS_OVER, (stage or "",)))
	part = frappe.request.files.get("file") if frappe.request else None
	if not part:
		problems.refuse(Problem(Kind.NO_UPLOAD))
	deadlocks.retry_from_here()
	name = once.key_of(frappe.session.user, key, {"inspection": inspection})
	if name and frappe.db.exists("File", {"name": name, "attached_to_name": inspection}):
		return _named(frappe.get_doc("File", name))
	return _named(_hung(inspection, name, part))


def _hung(inspection: str, name: str | None, part: Any) -> Any:
	file = frappe.new_doc("File")
	file.update({"attached_to_doctype": DOCTYPE, "attached_to_name": inspection, "is_private": 1})
	file.update({"file_name": part.filename, "content": part.stream.read()})
	with deadlocks.lost_races():
		file.insert(set_name=name)
	return file


def _named(file: Any) -> dict:
	return {"file": file.file_url, "file_name": file.file_name}


def _title(row: Any) -> str:
	return ", ".join(filter(None, (row.full_name, row.represents)))


def _executors() -> list[dict]:
	active = {"is_active": 1, "is_group": 0}
	return frappe.get_all("Executor", active, ["name", "title"], order_by="title", limit=0)
