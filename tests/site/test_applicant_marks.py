"""NGOs and displaced persons among the applicants: at the desk, in the account, by REST (P1)."""

import frappe
import kit
import pytest

from contact_center.desk import call
from contact_center.portal import api
from contact_center.words import applicant_words

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

NEW = {"surname": "Переїзденко", "first_name": "Ольга", "phone": "067 333 22 11", "consent": 1}
BEFORE = "м. Бахмут, вул. Миру, 5, кв. 7"
FIELDS = ["is_ngo", "ngo_name", "is_displaced", "registered_residence", "street", "building", "flat"]


@pytest.fixture(autouse=True)
def ukrainian(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")


@pytest.fixture
def operator(db):
	with kit.acting("operator"):
		yield


def stored(name: str) -> dict:
	return frappe.db.get_value("Applicant", name, FIELDS, as_dict=True)


def told(values: dict) -> dict:
	card = call.begin("marks-1")["name"]
	return call.identify(card, {"new": {**NEW, **values}})["applicant"]


def test_a_displaced_caller_has_two_addresses(operator):
	caller = told(
		{
			"is_displaced": 1,
			"registered_residence": BEFORE,
			"street": kit.STREET,
			"building": "12",
			"flat": "5",
		}
	)
	found = stored(caller["applicant"])
	assert (found.is_displaced, found.registered_residence, found.street) == (1, BEFORE, kit.STREET)
	assert caller["marks"] == [f"ВПО, зареєстроване місце проживання: {BEFORE}"]
	assert call.lookup(NEW["phone"])["callers"][0]["marks"] == caller["marks"]


def test_an_organisation_is_marked_with_its_name(operator):
	assert told({"is_ngo": "1", "ngo_name": "ГО «Екодозор»"})["marks"] == [
		"громадська організація: ГО «Екодозор»"
	]
	assert told({"is_displaced": 0})["marks"] == ["громадська організація: ГО «Екодозор»"]


@pytest.mark.parametrize(
	("values", "kind"),
	[
		({"is_displaced": "так"}, "Bad Value"),
		({"is_ngo": [1]}, "Bad Value"),
		({"registered_residence": "х" * 141}, "Long Value"),
		({"ngo_name": {"a": 1}}, "Bad Value"),
		({"marks": ["NGO"]}, "Value Not Taken"),
	],
)
def test_bad_marks_are_refused_in_words(values, kind, operator):
	with pytest.raises(frappe.ValidationError) as refused:
		told(values)
	assert str(refused.value.problem.kind) == kind


def test_a_part_of_a_number_tells_no_mark(operator):
	told({"is_displaced": 1, "registered_residence": BEFORE})
	found = call.lookup("0673332")["callers"]
	assert [each["marks"] for each in found] == [[]] and BEFORE not in str(found)


def test_a_detail_goes_with_its_mark(operator):
	doc = frappe.get_doc("Applicant", told({"is_displaced": 1, "registered_residence": BEFORE})["applicant"])
	doc.update({"is_displaced": 0, "ngo_name": "Без позначки"})
	doc.save()
	assert (doc.registered_residence, doc.ngo_name) == (None, None)
	assert applicant_words.marks(doc.as_dict()) == []


@pytest.fixture
def account(db):
	with kit.acting("citizen"):
		yield kit.applicant()


def test_the_account_writes_residence_and_marks_and_takes_them_away(account):
	api.save_details(
		street=kit.STREET, building="12", flat="кв 5", is_displaced="1", registered_residence=f" {BEFORE} "
	)
	found = stored(account)
	assert (found.street, found.building, found.flat) == (kit.STREET, "12", "5")
	assert (found.is_displaced, found.registered_residence, found.is_ngo) == (1, BEFORE, 0)
	api.save_details(surname="Заявниченко")
	assert stored(account) == found
	api.save_details(street="", building="", flat="", is_displaced="0", registered_residence=BEFORE)
	found = stored(account)
	assert (found.street or "", found.is_displaced, found.registered_residence) == ("", 0, None)


@pytest.mark.parametrize(
	("values", "field"),
	[({"street": "вул. Якої Немає"}, "street"), ({"ngo_name": "х" * 141, "is_ngo": "1"}, "ngo_name")],
)
def test_what_cannot_be_taken_is_said_at_its_field(values, field, account):
	with pytest.raises(frappe.ValidationError):
		api.save_details(**values)
	assert list(frappe.local.response["field_errors"]) == [field]


def test_a_request_at_another_place_leaves_the_residence(account):
	api.save_details(street=kit.STREET, building="12")
	kit.filed(street=kit.LONG_STREET, building="7")
	assert (stored(account).street, stored(account).building) == (kit.STREET, "12")


@pytest.mark.parametrize("person", ["water", "management", "administrator", "citizen", "stranger", "Guest"])
def test_the_marks_are_for_operators_and_supervisors(person, rest, city):
	frappe.db.set_value("Applicant", kit.applicant(), {"is_displaced": 1, "registered_residence": BEFORE})
	frappe.db.commit()
	try:
		for path in (f"/api/resource/Applicant/{kit.applicant()}", "/api/resource/Applicant"):
			answer = rest(person).get(path, fields=["*"])
			assert not answer.ok and "Бахмут" not in answer.text
	finally:
		frappe.db.set_value("Applicant", kit.applicant(), {"is_displaced": 0, "registered_residence": None})
		frappe.db.commit()
