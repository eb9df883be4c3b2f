"""What people write is text: nobody's page takes it for markup, wherever it came in (D1, D2)."""

import re

import frappe
import kit
import pytest
from kit_rest import event_fields

from contact_center.control import comments, confirmation
from contact_center.control.redirect import redirect
from contact_center.framework import plain_text
from contact_center.intake import filing
from contact_center.record import journal

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
TAG = re.compile(r"<[A-Za-z/!?]")
# Frappe's own filter lets a text through that can be read as JSON: one in quotation marks.
SCRIPTS = [
	'<img src=x onerror="alert(1)">',
	'"<img src=x onerror=alert(1)>"',
	"<script>alert(1)</script>",
	"<!--<b>",
]


def with_words(script: str) -> str:
	"""Return the script with a word where a text is required: a tag alone is an empty text."""
	return script if script.startswith('"') else f"Так {script}"


def marked_up(doctype: str, name: str) -> list[tuple[str, str]]:
	"""Texts of a document and its rows that a page would take for markup."""
	document = kit.stored(doctype, name)
	rows = [document, *(row for value in document.values() if isinstance(value, list) for row in value)]
	texts = [(field, text) for row in rows for field, text in row.items() if isinstance(text, str)]
	return [(field, text) for field, text in texts if TAG.search(text)]


def assert_plain(request) -> None:
	names = frappe.get_all("Request Task", {"request": request.name}, pluck="name")
	found = [marked_up("Request", request.name), *(marked_up("Request Task", name) for name in names)]
	assert not any(found), found
	assert not [
		line["text"] for line in journal.timeline("Request", request.name) if TAG.search(line["text"] or "")
	]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_citizens_words(script):
	"""Description, place, name, dispute, reason: read by operators, executors and management."""
	request = kit.filed(
		description=with_words(script),
		surname=with_words(script),
		patronymic=script,
		place=script,
		street=None,
		building=None,
	)
	assert_plain(request)
	assert not marked_up("Applicant", request.applicant)
	assert_plain(kit.act(request, "Register", "operator"))
	filing.withdraw(request.name, kit.email("citizen"), script)
	assert_plain(request)
	done = kit.executed()
	confirmation.dispute(done.name, kit.email("citizen"), script)
	assert_plain(done)


@pytest.mark.parametrize("script", SCRIPTS)
def test_an_executors_words(script):
	"""Result, reason, comment: read by operators and the applicant."""
	request = kit.registered()
	task = kit.accept(kit.task_of(request))
	with kit.acting("water"):
		comments.comment("Request Task", task.name, script, is_public=1)
	words = with_words(script)
	fields = dict.fromkeys(("result", "result_unit", "result_person"), words)
	evidence = [{"kind": "Photo", "file": kit.hung_on(task), "note": script}]
	kit.report(task, **fields, evidence=evidence)
	assert_plain(request)
	event = frappe.get_doc(
		{"doctype": "Repair Event", **event_fields("KIT-WATER"), "title": words, "description": script}
	)
	assert not marked_up("Repair Event", event.insert().name)


@pytest.mark.parametrize("script", SCRIPTS)
def test_an_operators_words(script):
	request = kit.executed()
	with kit.acting("operator"):
		confirmation.call_back(request.name, "Not Reached", script)
		comments.comment("Request", request.name, script)
	kit.return_for_rework(request, script)
	with kit.acting("operator"):
		redirect(kit.task_of(request).name, "KIT-ROADS", script)
	assert_plain(request)


@pytest.mark.parametrize(
	"text", ["тиск 5 < 6 атм", "a<3 & b>2", "«лапки» і 'апостроф'", "вул. Миру & Праці; <>", "{{ 7 * 7 }}"]
)
def test_ordinary_signs_stay_as_they_were_written(text):
	request = kit.registered(description=text)
	with kit.acting("operator"):
		comments.comment("Request", request.name, text)
	assert kit.fresh(request).description == text
	assert kit.task_of(request).wording == text
	assert journal.timeline("Request", request.name)[-1]["text"] == text
	assert plain_text.without_markup(text) == text


def test_a_correction_brings_no_markup_into_a_task():
	"""The task shows titles that administrators write: plain when it is sent, and when the request is corrected."""
	title = frappe.db.get_value("Classifier", kit.LEAK, "title")
	try:
		frappe.db.set_value("Classifier", kit.LEAK, "title", f"{title} {SCRIPTS[0]}")
		frappe.clear_document_cache("Classifier", kit.LEAK)
		request = kit.registered()
		kit.corrected(request, building="14")
		task = kit.task_of(request)
		assert marked_up("Request Task", task.name) == [] and "14" in task.address
	finally:
		frappe.db.rollback()
		frappe.clear_document_cache("Classifier", kit.LEAK)
