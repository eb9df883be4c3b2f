"""The search on top of the desk: what a caller names is found as it is said (R5.2, R5.9)."""

import frappe
import kit
import pytest

from contact_center.desk import lookup

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def find(text: str, by: str = "operator") -> dict:
	with kit.acting(by):
		return lookup.find(text)


def test_a_request_is_found_by_its_number_and_by_the_end_of_it():
	request = kit.registered()
	short = str(int(request.number.rsplit("-", 1)[1]))
	assert find(request.number)["requests"] == find(f" {short} ")["requests"] == [request.name]


@pytest.mark.parametrize("text", ["067 111-00-01", "Заявниченко", "kit-citizen@example.com"])
def test_a_person_is_found_by_phone_name_or_mail(text):
	assert kit.applicant() in find(text)["applicants"]


@pytest.mark.parametrize("text", ["", "%", "' or 1=1 --"])
def test_nonsense_finds_nothing(text):
	assert find(text) == {"requests": [], "applicants": []}


@pytest.mark.parametrize("person", ["water", "management", "citizen", "Guest"])
def test_only_operators_find_people(person):
	"""D1."""
	with pytest.raises(frappe.PermissionError):
		frappe.set_user("Guest") if person == "Guest" else frappe.set_user(kit.email(person))
		lookup.find("Заявниченко")


def test_who_is_told_by_phone_has_one():
	"""RI1, R5.2."""
	with kit.acting("operator"), pytest.raises(frappe.ValidationError):
		frappe.get_doc({"doctype": "Applicant", "surname": "Безтелефонний", "notify_by": "Phone"}).insert()


def test_the_operator_hears_that_a_phone_is_known_and_a_citizen_does_not():
	"""D1: another's name is nothing for who types a phone into an account."""
	phone = "+380671234599"
	with kit.acting("operator"):
		frappe.get_doc({"doctype": "Applicant", "surname": "Перший", "phone": phone}).insert()
		frappe.clear_messages()
		frappe.get_doc({"doctype": "Applicant", "surname": "Другий", "phone": phone}).insert()
	assert "Перший" in str(frappe.message_log)
	frappe.clear_messages()
	account = {"doctype": "Applicant", "surname": "Третя", "phone": phone, "user": kit.email("water")}
	frappe.get_doc(account).insert(ignore_permissions=True)
	assert "Перший" not in str(frappe.message_log)
