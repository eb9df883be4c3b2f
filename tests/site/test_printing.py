"""A request and a task on paper: as PDF, in Ukrainian, for who may read them alone (R7.6)."""

import io
import shutil

import frappe
import pytest
from frappe.utils import pdf
from pypdf import PdfReader

from contact_center.framework import corrections

pytest_plugins = ["kit_city", "kit_rest"]
PRINT = "/api/method/frappe.utils.print_format.download_pdf"


def text_of(answer) -> str:
	"""The words of a PDF answer, line ends aside."""
	assert answer.ok, answer.text
	assert answer.content.startswith(b"%PDF-")
	return " ".join(
		" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split()
	)


@pytest.mark.parametrize(
	("person", "doctype", "name", "words"),
	[
		("operator", "Request", "own", "З підвалу тече вода"),
		("operator", "Request Task", "own_task", "З підвалу тече вода"),
		("water", "Request Task", "own_task", "З підвалу тече вода"),
	],
)
def test_who_may_read_it_prints_it(person, doctype, name, words, rest, world):
	name = getattr(world, name)
	printed = text_of(rest(person).get(PRINT, doctype=doctype, name=name))
	number = frappe.db.get_value(doctype, name, "number")
	assert words in printed
	assert number in printed


@pytest.mark.parametrize(
	("person", "doctype", "name"),
	[
		("roads", "Request Task", "own_task"),
		("water", "Request", "own"),
		("citizen", "Request", "other"),
		("citizen", "Request Task", "own_task"),
		("Guest", "Request", "own"),
	],
)
def test_who_may_not_read_it_prints_nothing(person, doctype, name, rest, world):
	"""D1."""
	assert rest(person).get(PRINT, doctype=doctype, name=getattr(world, name)).status_code == 403


def test_management_prints_no_personal_data(rest, world):
	"""D1: level 2 stays closed on paper."""
	printed = text_of(rest("management").get(PRINT, doctype="Request", name=world.own))
	assert frappe.db.get_value("Applicant", world.applicant, "full_name") not in printed


def test_where_the_program_is_missing_the_cure_is_named(world, monkeypatch):
	corrections.apply()
	monkeypatch.setattr(shutil, "which", lambda name: None)
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(doctype="Request", name=world.own))
	with pytest.raises(frappe.ValidationError, match="apt-get install wkhtmltopdf"):
		pdf.get_pdf("<html></html>")
