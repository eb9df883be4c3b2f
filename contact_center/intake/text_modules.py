"""Text modules for wordings and answers: checked when saved, offered by entry, filled in from a document."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from contact_center import policy
from contact_center.addresses import place
from contact_center.framework import plain_text
from contact_center.reading import text_modules
from contact_center.words import problems, speech

MODULE = "Text Module"
FIELDS = ["name", "title", "shortcut", "text"]
MOST = 200


def check(doc: Document) -> None:
	"""Refuse a place that nothing fills in."""
	plain_text.defuse(doc)
	doc.shortcut = (doc.shortcut or "").strip()
	with problems.refusing():
		text_modules.check(doc.text)


def offered(purpose: str, entry: str = "") -> list[dict]:
	"""Return FIELDS of the modules in use for the purpose: those of the entry first, then those that are for all."""
	rows = frappe.get_all(
		MODULE, {"purpose": purpose, "is_active": 1}, FIELDS, order_by="title, name", limit_page_length=MOST
	)
	entries: dict[str, set[str]] = {row.name: set() for row in rows}
	of_ours = {"parenttype": MODULE, "parent": ("in", list(entries) or ["-"])}
	for row in frappe.get_all("Related Entry", of_ours, ["parent", "classifier"]):
		entries[row.parent].add(row.classifier)
	fitting = [row for row in rows if not entries[row.name] or entry in entries[row.name]]
	return sorted(fitting, key=lambda row: not entries[row.name])


def fill(module: Mapping[str, Any], values: Mapping[str, str | None]) -> str:
	"""Return the text of a module with its places filled in."""
	return text_modules.fill(module["text"], values)


def values_of(doc: Document | Mapping[str, Any], *, with_name: bool) -> dict[str, str]:
	"""Return what fills the places, of a request, a task or what is typed into a new one; the name only `with_name` (D1)."""
	entry, district = doc.get("classifier"), doc.get("district")
	return {
		"address": doc.get("address") or place.short(doc),
		"number": doc.get("number") or "",
		"executor": _title("Executor", doc.get("executor") or doc.get("lead_executor")),
		"due": speech.moment_words(doc.get("due")),
		"name": _full_name(doc.get("applicant")) if with_name else "",
		"entry": _title("Classifier", entry),
		"district": _title("City District", district),
		"phone": policy.settings().phone or "",
	}


def _title(doctype: str, name: str | None) -> str:
	return (frappe.db.get_value(doctype, name, "title", cache=True) or "") if name else ""


def _full_name(applicant: str | None) -> str:
	return (frappe.db.get_value("Applicant", applicant, "full_name") or "") if applicant else ""
