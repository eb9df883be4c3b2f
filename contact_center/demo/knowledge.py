"""Write the demo city's clarifications, services and text modules from its CSV files (RI2, RI4)."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import frappe

from contact_center.intake import knowledge

FOLDER = Path(__file__).with_name("answers")
PLACE = ("title", "address", "hours", "phone")


def publish() -> None:
	"""Create what the site lacks, valid so many days from now: some end soon, one has ended. A second call does nothing."""
	for doctype, values in (*_clarifications(), *_services(), *_modules()):
		if not frappe.db.exists(doctype, {"title": values["title"]}):
			frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)


def _clarifications() -> Iterator[tuple[str, dict]]:
	for row in _rows("clarifications.csv"):
		yield knowledge.CLARIFICATION, {"title": row.pop("question"), **_common(row), **row}


def _services() -> Iterator[tuple[str, dict]]:
	for row in _rows("services.csv"):
		documents = [each.partition(" – ") for each in row.pop("documents").split(";")]
		places = [dict(zip(PLACE, line.split("|"), strict=True)) for line in row.pop("places").splitlines()]
		tables = {"documents": [{"title": title, "note": note} for title, _dash, note in documents]}
		yield knowledge.SERVICE, {**_common(row), **row, **tables, "places": places}


def _modules() -> Iterator[tuple[str, dict]]:
	for row in _rows("text_modules.csv"):
		yield "Text Module", {**row, "entries": _entries(row["entries"])}


def _common(row: dict[str, str]) -> dict:
	until = knowledge.today() + timedelta(days=int(row.pop("valid_days")))
	return {"entries": _entries(row.pop("entries")), "valid_until": until}


def _entries(codes: str) -> list[dict]:
	return [{"classifier": code} for code in codes.split(";") if code]


def _rows(name: str) -> Iterator[dict[str, str]]:
	with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
		yield from csv.DictReader(lines)
