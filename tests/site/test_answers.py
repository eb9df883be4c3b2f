"""Test what an operator reads out during a call: clarifications and services of an entry (RI2, RI4, R5.3)."""

import frappe
import kit
import pytest
from kit import LEAK, POTHOLE

from contact_center.desk import answers

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def clarification(**fields):
	values = {
		"title": "Коли ввімкнуть воду?",
		"answer": "До вечора.\nДзвоніть диспетчерові.",
		"is_active": 1,
		**fields,
	}
	return frappe.get_doc({"doctype": "Clarification", "entries": [{"classifier": LEAK}], **values}).insert()


def service(**fields):
	values = {
		"title": "Довідка про склад сім’ї",
		"summary": "Видають у день звернення.",
		"documents": [{"title": "Паспорт", "note": "оригінал"}],
		"places": [{"title": "ЦНАП", "address": "пл. Молодіжна, 1", "hours": "8:00–17:00"}],
		"how_much": "безоплатно",
		"is_active": 1,
		**fields,
	}
	return frappe.get_doc(
		{"doctype": "Administrative Service", "entries": [{"classifier": LEAK}], **values}
	).insert()


def test_an_entry_brings_what_answers_it():
	ours, other = clarification(), service()
	clarification(title="Застаріле", valid_until="2020-01-01")
	clarification(title="Не діє", is_active=0)
	with kit.acting("operator"):
		found = answers.of_entry(LEAK)
		assert [(row["kind"], row["name"]) for row in found] == [
			("clarification", ours.name),
			("service", other.name),
		]
		assert answers.of_entry(POTHOLE) == answers.of_entry("") == answers.of_entry("немає такої") == []


def test_an_answer_is_plain_text_to_be_read_out():
	ours, other = clarification(is_public=1).name, service(is_public=0).name
	with kit.acting("operator"):
		said = answers.answer("clarification", ours)
		assert said["text"] == "До вечора.\nДзвоніть диспетчерові."
		assert (said["is_outdated"], said["may_be_sent"]) == (False, True)
	with kit.acting("operator"):
		said = answers.answer("service", other)
	assert said["text"].splitlines() == [
		"Видають у день звернення.",
		f"{frappe._('Documents')}:",
		"• Паспорт – оригінал",
		f"{frappe._('Where')}:",
		"• ЦНАП, пл. Молодіжна, 1, 8:00–17:00",
		f"{frappe._('How much')}: безоплатно",
	]
	assert not said["may_be_sent"]


def test_an_outdated_answer_says_so():
	name = clarification(valid_until="2020-01-01", is_public=1).name
	with kit.acting("operator"):
		said = answers.answer("clarification", name)
	assert (said["is_outdated"], said["may_be_sent"]) == (True, False)


@pytest.mark.parametrize("kind", ["clarification", "service", "User", ""])
def test_what_is_not_there_is_refused_in_words(kind):
	with kit.acting("operator"), pytest.raises(frappe.ValidationError):
		answers.answer(kind, "Administrator")


@pytest.mark.parametrize("person", ["citizen", "water", "management", "administrator"])
def test_answers_at_the_desk_are_for_operators_alone(person):
	name = clarification().name
	with kit.acting(person):
		with pytest.raises(frappe.PermissionError):
			answers.of_entry(LEAK)
		with pytest.raises(frappe.PermissionError):
			answers.answer("clarification", name)
