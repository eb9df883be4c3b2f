"""Nobody reads a code: lists, groups, refusals and letters say titles and states in Ukrainian (T4)."""

import frappe
import kit
import pytest
from frappe.desk import listview
from kit import LEAK

from contact_center.framework import own_words
from contact_center.framework.grouping import get_group_by_count
from contact_center.record import letter_values

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

SHOWN = (
	"Request",
	"Request Task",
	"Request Journal",
	"Repair Event",
	"Classifier",
	"Applicant",
	"Clarification",
)
NAMED_IN_WORDS = {"City Street", "Refusal Ground", "User", "Workflow State"}
"""Whose names are what people call them, or are translated."""


@pytest.fixture(autouse=True)
def ukrainian(monkeypatch):
	own_words.apply()  # as before every request: a framework without Ukrainian of its own has no other words for states
	monkeypatch.setattr(frappe.local, "lang", "uk")


@pytest.mark.parametrize("doctype", SHOWN)
def test_what_is_linked_is_shown_by_its_title(doctype):
	links = {df.options for df in frappe.get_meta(doctype).fields if df.fieldtype == "Link"} - NAMED_IN_WORDS
	for linked in links:
		meta = frappe.get_meta(linked)
		assert meta.title_field and meta.show_title_field_in_link, linked


@pytest.mark.parametrize(
	"field, code", [("request_type", "emergency"), ("classifier", LEAK), ("lead_executor", "KIT-WATER")]
)
def test_groups_of_a_list_are_named_by_titles(field, code):
	kit.registered()
	linked = frappe.get_meta("Request").get_field(field).options
	counted = listview.get_group_by_count if frappe.__version__ >= "16" else get_group_by_count
	with kit.acting("operator"):
		groups = {group["name"]: group for group in counted("Request", "[]", field)}
	assert groups[code]["title"] == frappe.db.get_value(linked, code, "title")


def test_groups_name_nobody_to_who_may_not_know():
	"""D1: applicants are no groups of an executor's or a manager's."""
	kit.registered()
	with kit.acting("management"), pytest.raises(Exception):
		get_group_by_count("Request", "[]", "applicant")


def test_a_move_that_the_workflow_does_not_have_is_refused_in_words():
	request = kit.registered()
	with kit.acting("operator"):
		request = kit.fresh(request)
		request.workflow_state = "Closed"
		with pytest.raises(frappe.ValidationError) as refused:
			request.save()
	assert "Closed" not in str(refused.value) and frappe._("Closed") in str(refused.value)


def test_an_administrators_letter_prints_what_people_read():
	"""The administrator writes `doc.workflow_state`; conditions compare what is stored."""
	task = kit.task_of(kit.registered())
	letter_values.word(task)
	text = "{{ doc.workflow_state }} · {{ doc.stage | e }} · {{ doc.request_type }} · {{ doc.executor ~ '' }}"
	printed = frappe.render_template(text, {"doc": task})
	rtype = frappe.db.get_value("Request Type", "emergency", "title")
	assert printed == " · ".join(
		[frappe._("Registered"), frappe._("Registered"), rtype, kit.executor_title("KIT-WATER")]
	)
	assert frappe.safe_eval("doc.stage == 'Registered' and doc.executor == 'KIT-WATER'", None, {"doc": task})


def test_a_letter_to_an_executor_prints_no_applicant_by_chance():
	"""D1."""
	request = kit.registered()
	letter_values.word(request)
	printed = frappe.render_template("{{ doc.applicant }} {{ doc.applicant_email }}", {"doc": request})
	assert kit.SURNAMES["citizen"] not in printed
