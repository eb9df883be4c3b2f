"""Building, flat, coordinates and phones as people write them, taken or refused alike at every door (R5.2, R5.11)."""

import frappe
import kit
import pytest
from kit_import import imported
from kit_portal import GOOD, ours, post

from contact_center.regulation.lengths import LENGTHS
from contact_center.regulation.problems import ProblemKind

pytest_plugins = ["kit_city", "kit_portal", "kit_import", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

REFUSED = [
	({"building": "12 кв 5", "flat": "7"}, "building", ProblemKind.FLAT_IN_BUILDING),
	({"building": "12 кв"}, "building", ProblemKind.BAD_BUILDING),
	({"flat": "-5"}, "flat", ProblemKind.BAD_FLAT),
	({"flat": "5" * 21}, "flat", ProblemKind.BAD_FLAT),
]
NOWHERE = [("nan", "33.4"), ("47.9", "inf"), ("999", "33.4"), ("47.9", "-181")]


@pytest.mark.parametrize(("change", "field", "kind"), REFUSED)
def test_the_portal_says_at_its_field_what_is_no_place(citizen, clean, change, field, kind):
	answer = post(citizen, "submit", **{**GOOD, **change})
	found = {name: each["kind"] for name, each in answer.json()["field_problems"].items()}
	assert (answer.status_code, found) == (417, {field: kind})
	frappe.db.rollback()
	assert ours() == []


@pytest.mark.parametrize(("change", "field", "kind"), REFUSED)
def test_a_machine_gets_the_same_answer(rest, change, field, kind):
	answer = rest("operator").post("/api/resource/Request", kit.values(**change))
	assert (answer.status_code, answer.json()["problem"]["kind"]) == (417, kind)


@pytest.mark.parametrize(("change", "field", "kind"), REFUSED)
def test_an_import_gets_the_same_answer(load, change, field, kind):
	[result] = load(change)
	assert result.problem.kind is kind


@pytest.mark.parametrize(("latitude", "longitude"), NOWHERE)
def test_a_place_that_is_nowhere_on_earth_is_refused(citizen, clean, rest, latitude, longitude):
	"""Neither an error of the server nor a request without a place."""
	answer = post(citizen, "submit", **GOOD, latitude=latitude, longitude=longitude)
	assert answer.status_code == 417, answer.text
	assert answer.json()["field_problems"]["place"]["kind"] == ProblemKind.BAD_COORDINATES
	answer = rest("operator").post(
		"/api/resource/Request", kit.values(latitude=latitude, longitude=longitude)
	)
	assert (answer.status_code, answer.json()["problem"]["kind"]) == (417, ProblemKind.BAD_COORDINATES)
	frappe.db.rollback()
	assert ours() == []


def test_a_place_on_earth_is_kept(citizen, clean):
	name = post(citizen, "submit", **GOOD, latitude="47.91", longitude="33.39").json()["message"]["name"]
	assert frappe.db.get_value("Request", name, ["latitude", "longitude"]) == (47.91, 33.39)


def test_a_flat_behind_the_building_is_the_flat_at_every_door(citizen, clean, rest, load):
	filed = post(citizen, "submit", **{**GOOD, "building": "12а кв. 5"}).json()["message"]["name"]
	registered = rest("operator").post("/api/resource/Request", kit.values(building="12а кв 5"))
	frappe.db.rollback()
	load({"building": "12а, кв. 5"})
	for name in (filed, registered.json()["data"]["name"], imported({"building": "12а, кв. 5"}).name):
		assert frappe.db.get_value("Request", name, ["building", "flat"]) == ("12-А", "5")


def test_the_district_follows_from_the_leading_number(citizen):
	from kit_portal import API

	for building, district in (("8 кв 5", kit.SOUTH), ("7/к2", kit.NORTH), ("8 літ. Б", kit.SOUTH)):
		address = {"street": kit.LONG_STREET, "building": building}
		found = citizen.get(citizen.url(f"{API}locate"), params=address, timeout=60).json()["message"]
		assert (found["district"], found["street"]) == (district, kit.LONG_STREET)


@pytest.mark.parametrize("phone", ["067 123 45 67; 050 765 43 21", "067 123 45 67 доб. 12"])
def test_a_second_number_is_kept_or_refused_and_never_lost(load, phone):
	"""R5.2: an import keeps the cell; who types is asked for one number."""
	load({"phone": phone})
	person = frappe.get_doc("Applicant", imported({"phone": phone}).applicant)
	assert (person.phone, person.other_phones) == ("+380671234567", phone)
	with kit.acting("operator"), pytest.raises(frappe.ValidationError) as caught:
		frappe.get_doc({"doctype": "Applicant", "surname": "Двономерний", "phone": phone}).insert()
	assert caught.value.problem.kind is ProblemKind.SEVERAL_PHONES_IN_CARD


def test_a_number_of_a_new_operator_is_taken(load):
	line = {"phone": "075 123 45 67"}
	load(line)
	assert frappe.db.get_value("Applicant", imported(line).applicant, "phone") == "+380751234567"


def test_the_table_of_lengths_is_that_of_the_doctypes():
	"""What a file may say at the rehearsal, the site takes."""
	of_text = {"description", "wording", "reason"}
	for field, most in LENGTHS.items():
		df = frappe.get_meta("Request").get_field(field) or frappe.get_meta("Applicant").get_field(field)
		assert df.fieldtype == "Data" or field in of_text, field
		assert (int(df.length or 140) == most) or field in of_text, field


@pytest.mark.parametrize("name", ["Ю" * 140, f"{'Ю' * 60} {'Я' * 60} Іванович"])
def test_a_name_of_the_greatest_length_is_taken_and_a_longer_one_is_not(load, name):
	taken, refused = load(
		{"applicant": name}, {"applicant": name + "Ю" * (141 - len(name)), "description": "Інше"}
	)
	assert not taken.problem and taken.text
	assert refused.problem.kind is ProblemKind.LONG_TEXT


def test_names_that_are_too_long_together_are_refused_at_their_field(as_user, clean):
	person = {"surname": "Ю" * 80, "first_name": "Я" * 80, "phone": "0671110009", "consent": "1"}
	answer = post(as_user(kit.email("stranger")), "submit", **GOOD, **person)
	assert list(answer.json()["field_errors"]) == ["surname"]
