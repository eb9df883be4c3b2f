"""A request and a task on paper: as PDF, in Ukrainian, for who may read them alone (R7.6)."""

import io
import shutil

import frappe
import pytest
from frappe.utils import pdf
from pypdf import PdfReader

from contact_center.framework import corrections, printing

pytest_plugins = ["kit_city", "kit_rest"]
PRINT = "/api/method/frappe.utils.print_format.download_pdf"


def text_of(answer) -> str:
	"""The words of a PDF answer, line ends aside. Skip where the server has no program that makes one."""
	if not shutil.which(printing.ENGINE):
		assert answer.status_code == 417 and f"apt-get install {printing.ENGINE}" in answer.text
		pytest.skip(f"{printing.ENGINE} is not installed: there is no PDF to read")
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


REPORT = "/api/method/frappe.utils.print_format.report_to_pdf"


@pytest.mark.parametrize("person", ["citizen", "Guest"])
def test_who_has_the_portal_only_prints_no_page_of_ones_own(person, rest):
	assert rest(person).post(REPORT, {"html": "<p>Звіт</p>"}).status_code == 403


@pytest.mark.parametrize(
	"part",
	[
		"<iframe src='{0}'></iframe>",
		"<object data='{0}' type='text/html'></object>",
		"<embed src='{0}'>",
		"<meta http-equiv='refresh' content='0;url={0}'>",
		"<meta name='pdfkit-cover' content='{0}'>",
		"<link rel='stylesheet' href='{0}'>",
		"<img src='{0}'>",
		"<base href='{0}'><img src='assets/x.png'>",
		"<style>@import '{0}';</style>",
		"<p style=\"background: url('{0}')\">x</p>",
		"<svg><image xlink:href='{0}'/></svg>",
	],
)
@pytest.mark.parametrize("address", ["http://127.0.0.1:1/tajne", "file:///etc/tajne", "/assets/../api/tajne"])
def test_a_reports_page_reaches_nothing_but_styles_and_pictures_of_the_site(part, address):
	"""The server sees what the person does not: its own services, its own files."""
	left = printing.of_this_site(f"<p>Звіт</p>{part.format(address)}")
	assert "Звіт" in left and "tajne" not in left


def test_a_report_is_printed_with_its_styles_and_its_emblem(rest):
	page = "<link rel='stylesheet' href='/assets/frappe/a.css'><img src='/files/a.png'><p>Звіт міста</p>"
	assert printing.of_this_site(page).count("a.") == 2
	page = "<p>Звіт міста</p><img><img src='http://127.0.0.1:1/x.png'>"
	assert "Звіт міста" in text_of(rest("operator").post(REPORT, {"html": page}))


def test_where_the_program_is_missing_the_cure_is_named(world, monkeypatch):
	corrections.apply()
	monkeypatch.setattr(shutil, "which", lambda name: None)
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(doctype="Request", name=world.own))
	with pytest.raises(frappe.ValidationError, match="apt-get install wkhtmltopdf"):
		pdf.get_pdf("<html></html>")
