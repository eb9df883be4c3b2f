"""What an applicant's data were before a correction stays on record, whatever door the correction came by (D2)."""

import json

import frappe
import kit
import pytest

from contact_center.desk import applicant_form, call
from contact_center.desk.forms import KEY
from contact_center.intake import callers, cards, corrections
from contact_center.portal import api

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

NEW = {"surname": "Колишенко", "first_name": "Ірина", "phone": "067 444 22 11", "consent": 1}


@pytest.fixture(autouse=True)
def ukrainian(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")


@pytest.fixture
def known(db):
	"""An applicant that an operator has written down."""
	with kit.acting("operator"):
		values = {**NEW, "email": "kit-kolyshenko@example.com", "street": kit.STREET, "building": "12"}
		yield frappe.get_doc({"doctype": "Applicant", "notify_by": "Phone", **values}).insert().name


def earlier(name: str) -> list[tuple[str, str]]:
	return [(each["field"], each["value"]) for each in corrections.of_applicant(name)]


def test_the_form_keeps_what_was_and_who_corrected_it_when(known):
	doc = frappe.get_doc("Applicant", known)
	doc.update({"surname": "Новішенко", "phone": "067 444 99 99", "email": "", "street": kit.LONG_STREET})
	doc.save()
	doc.onload()
	shown = doc.get("__onload")[KEY]["earlier"]
	assert [(each["field"], each["label"], each["value"]) for each in shown] == [
		("surname", "Прізвище", "Колишенко"),
		("phone", "Телефон", "+380674442211"),
		("email", "Електронна пошта", "kit-kolyshenko@example.com"),
		("street", "Вулиця", kit.STREET),
	]
	version = frappe.get_last_doc("Version", {"docname": known})
	assert {(each["who"], each["until"]) for each in shown} == {
		(frappe.db.get_value("User", kit.email("operator"), "full_name"), str(version.creation))
	}


def test_what_was_empty_or_is_no_personal_data_is_no_earlier_value(known):
	doc = frappe.get_doc("Applicant", known)
	doc.update({"patronymic": "Петрівна", "consent": 0})
	doc.save()
	assert earlier(known) == []


def test_the_newest_correction_comes_first_and_marks_are_said_in_words(known):
	doc = frappe.get_doc("Applicant", known)
	for values in (
		{"is_displaced": 1, "notify_by": "Account"},
		{"is_displaced": 0, "flat": "7"},
		{"flat": "8"},
	):
		doc.update(values)
		doc.save()
	said = [(each["field"], each["value"]) for each in corrections.of_applicant(known)]
	assert said == [("flat", "7"), ("is_displaced", "Так"), ("notify_by", "Телефон")]


def test_the_card_keeps_it_too(known):
	card = call.begin("corrected")["name"]
	call.identify(card, {"new": {**NEW, "building": "14"}})
	assert earlier(known) == [("building", "12")]


def test_the_account_keeps_it_too(db):
	with kit.acting("citizen"):
		api.save_details(phone="067 111 77 77", first_name="Оксанка")
		found = corrections.of_applicant(kit.applicant())
	assert [(each["field"], each["value"], each["who"]) for each in found[:2]] == [
		("first_name", "Оксана", "сам заявник, в особистому кабінеті"),
		("phone", kit.PHONES["citizen"], "сам заявник, в особистому кабінеті"),
	]


def test_one_query_for_the_history_whatever_its_length(known):
	doc = frappe.get_doc("Applicant", known)
	for flat in "123456":
		doc.flat = flat
		doc.save()
	corrections.of_applicant(known)
	with kit.counting_queries() as asked:
		assert len(corrections.of_applicant(known)) == 5
	assert len(asked) <= 3, asked


def test_rest_keeps_it_and_only_the_office_reads_it(rest, city):
	name = kit.applicant("neighbour")
	doc = kit.fresh(frappe.get_doc("Applicant", name))
	try:
		answer = rest("operator").put(f"/api/resource/Applicant/{name}", {"building": "99"})
		assert answer.ok
		assert rest("operator").put(f"/api/resource/Applicant/{name}", {"building": "98"}).ok
		frappe.db.rollback()
		for person in ("operator", "supervisor"):
			answer = rest(person).post(
				"/api/method/frappe.desk.form.load.getdoc", {"doctype": "Applicant", "name": name}
			)
			brought = answer.json()["docs"][0]["__onload"][KEY]["earlier"]
			assert [(each["field"], each["value"]) for each in brought] == [("building", "99")]
		frappe.db.rollback()
		seen = {
			"reference_doctype": "Applicant",
			"reference_name": name,
			"viewed_by": kit.email("supervisor"),
		}
		assert frappe.db.exists("View Log", seen)
		for person in (
			"water",
			"management",
			"administrator",
			"sysadmin",
			"citizen",
			"neighbour",
			"stranger",
		):
			for path, sent in (
				("/api/method/frappe.desk.form.load.getdoc", {"doctype": "Applicant", "name": name}),
				(
					"/api/method/frappe.client.get_list",
					{
						"doctype": "Version",
						"fields": json.dumps(["data"]),
						"filters": json.dumps({"docname": name}),
						"limit_page_length": 0,
					},
				),
			):
				answer = rest(person).post(path, sent)
				assert "99" not in answer.text or not answer.ok, (person, answer.text[:300])
	finally:
		frappe.db.rollback()
		kit.put_back({"building": doc.building}, "neighbour")
		frappe.db.delete("Version", {"docname": name})
		frappe.db.commit()


def test_it_goes_with_the_applicant(known):
	"""D2, R5.7: who is forgotten leaves no earlier phone."""
	card = call.begin("forgotten", phone="067 555 11 22")["name"]
	made = call.identify(card, {"new": {**NEW, "phone": "067 555 11 22", "surname": "Забутенко"}})[
		"applicant"
	]["applicant"]
	call.identify(card, {"new": {**NEW, "phone": "067 555 11 22", "surname": "Забутенко", "flat": "9"}})
	doc = frappe.get_doc("Applicant", made)
	doc.phone = "067 555 33 44"
	doc.save()
	assert earlier(made)
	callers.forget(cards.own(card))
	assert not frappe.db.exists("Version", {"ref_doctype": "Applicant", "docname": made})


def test_nothing_is_brought_to_who_is_not_of_the_office(known):
	doc = frappe.get_doc("Applicant", known)
	with kit.acting("management"):
		applicant_form.load(doc)
	assert not doc.get("__onload")
