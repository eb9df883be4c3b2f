"""Make files of requests for the tests of the import: a good line, changed as a test needs."""

import csv
import io
import unicodedata

import frappe
import kit
import pytest

from contact_center.imports import importing, request_files
from contact_center.imports.importing import Outcome
from contact_center.reading.line_keys import line_key
from contact_center.reading.request_lines import CHANNELS
from contact_center.record import clock

COLUMNS = "moment channel applicant phone email street building flat classifier description".split()
GOOD = {
	"moment": "2026-03-02 10:00",
	"channel": "Phone",
	"applicant": "Перевірченко Іван Петрович",
	"phone": "067 111 00 77",
	"street": kit.STREET,
	"building": "12а",
	"classifier": kit.LEAK,
	"description": "З підвалу тече вода",
}
MEGABYTE = 1024 * 1024


@pytest.fixture
def english(city, db):
	"""Set English, in which the tests compare reasons, and 22.11.2026 as today."""
	before, frappe.local.lang = frappe.local.lang, "en"
	with clock.at(kit.moment(2026, 11, 22, 12)):
		yield
	frappe.local.lang = before


def import_file(path, **how):
	"""Import a file; return the results."""
	return importing.import_lines(request_files.read(request_files.open_sheet(path)), **how)


@pytest.fixture
def load(tmp_path, english):
	"""Return `load(lines or bytes, …)`, which imports them as a file and gives the results; nothing is committed."""

	def load(*content, **how):
		path = tmp_path / "requests.csv"
		path.write_bytes(content[0] if isinstance(content[0], bytes) else text(*content).encode())
		return list(import_file(path, commit=lambda: None, **how))

	return load


def text(*lines: dict, columns=COLUMNS, delimiter=",") -> str:
	out = io.StringIO()
	writer = csv.writer(out, delimiter=delimiter)
	writer.writerow(columns)
	writer.writerows([{**GOOD, **line}.get(column, "") for column in columns] for line in lines)
	return out.getvalue()


def imported(line: dict):
	"""Return the request of an imported line."""
	cells = {
		column: unicodedata.normalize("NFC", str({**GOOD, **line}.get(column, ""))).strip()
		for column in COLUMNS
	}
	return frappe.get_doc("Request", {"import_key": line_key(cells, CHANNELS)})


def outcomes(results) -> list[tuple[int, Outcome]]:
	return [(result.line, result.outcome) for result in results]
