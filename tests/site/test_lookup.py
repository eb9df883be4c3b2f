"""The search on top of the desk: it finds what a caller names (R5.2, R5.9)."""

import frappe
import kit
import pytest
from frappe.desk.search import search_link

from contact_center.desk import lookup
from contact_center.intake import applicants

pytest_plugins = ["kit_city", "kit_portal", "kit_rest"]
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


def test_a_person_is_offered_without_the_random_name_of_the_record(rest):
	answer = rest("operator").call("frappe.desk.search.search_link", doctype="Applicant", txt="067 111-00-01")
	[offered] = [row for row in answer.json()["message"] if row["value"] == kit.applicant()]
	assert "Заявниченко" in offered["label"]
	assert kit.applicant() not in offered["description"]
	assert offered["description"].startswith("+380671110001")


@pytest.mark.parametrize("text", ["", "%", "---", "(…)", "' or 1=1 --"])
def test_nonsense_finds_nothing(text):
	assert find(text) == {"requests": [], "applicants": [], "streets": []}


def test_a_street_is_found_on_top_by_its_name():
	assert kit.STREET in find("вулиця Перевірочна")["streets"]
	assert find("1234567")["streets"] == []


@pytest.fixture
def mariana(db):
	"""An applicant whose name is written with the apostrophe of a keyboard; rolled back with the test."""
	values = {"surname": "Дем'янчук", "first_name": "Мар'яна", "phone": "+380671234588"}
	return frappe.get_doc({"doctype": "Applicant", **values}).insert().name


@pytest.mark.parametrize("text", ["Мар’яна", "марʼяна дем’янчук", "ДЕМЯНЧУК", "дем`ян", "Дeм'янчук"])
def test_an_apostrophe_keeps_nobody_from_being_found(mariana, text):
	"""R5.2: however the operator's keyboard writes it, and with a Latin letter in between."""
	assert find(text)["applicants"] == [mariana]
	with kit.acting("operator"):
		rows = lookup.applicants("Applicant", text, "name", 0, 20, None)
	assert [row[0] for row in rows] == [mariana]


@pytest.mark.parametrize("name", ["Дем’янчук Мар’яна", "ДЕМʼЯНЧУК  мар`яна"])
def test_the_same_person_is_not_taken_for_another(mariana, name):
	"""R5.2, D2: one record a person."""
	from contact_center.intake import applicants

	assert applicants.by_contact(name, "067 123 45 88") == mariana
	assert applicants.by_contact("Дем'янчук Марія", "067 123 45 88") != mariana


@pytest.mark.parametrize("person", ["water", "management", "administrator", "citizen"])
def test_the_search_key_of_a_name_is_the_name(rest, person):
	"""D1: who may not read an applicant's name spells it out by no key either."""
	client = rest(person)
	for filters in ([["Applicant", "search_key", "like", "% заявниченко%"]], {}):
		answer = client.get("/api/resource/Applicant", fields=["search_key"], filters=filters)
		assert answer.status_code == 403, answer.text
	answer = client.get(
		"/api/resource/Request",
		fields=["name", "applicant.search_key"],
		filters=[["Request", "applicant.search_key", "like", "% заявниченко%"]],
	)
	assert not answer.ok or "заявниченко" not in answer.text.casefold()
	assert not answer.ok or answer.json()["data"] == []


def test_the_key_of_a_name_goes_with_the_name(mariana):
	"""D2: an applicant who is made anonymous leaves nothing to be found by."""
	doc = frappe.get_doc("Applicant", mariana)
	assert doc.search_key == " демянчук маряна"
	doc.update({"surname": "–", "first_name": None, "search_key": "дописано рукою"}).save()
	assert doc.search_key == ""
	assert find("Дем'янчук")["applicants"] == []


@pytest.mark.parametrize("text", ["перевірочний виконавець 1", "ВИКОНАВЕЦЬ Перевірочний", "kit-water"])
def test_an_executor_is_found_by_its_words_and_its_code(text):
	with kit.acting("operator"):
		rows = lookup.executors("Executor", text, "name", 0, 20, {"is_group": 0})
	assert "KIT-WATER" in [row[0] for row in rows]


@pytest.mark.parametrize("search", ["classifier_entries", "executors", "streets", "applicants"])
def test_a_search_looks_at_the_beginning_of_a_text_without_end(search):
	"""30,000 words kept the server busy for three minutes."""
	text = " ".join(f"щхщю{number}" for number in range(30_000))
	with kit.acting("operator"):
		assert frappe.call(f"contact_center.desk.lookup.{search}", None, text, "name", 0, 20, {}) == []


@pytest.mark.parametrize("text", ["перевірочна справа leak", "KIT-LEAK", "справу перевірочну leaк"])
def test_desk_and_portal_offer_the_same_entries(text):
	"""R5.11: one search; citizens are offered what they may choose."""
	from contact_center.intake import entry_search, finding

	with kit.acting("operator"):
		on_the_desk = [
			row[0]
			for row in lookup.classifier_entries("Classifier", text, "name", 0, 20, entry_search.PUBLIC)
		]
	assert on_the_desk[0] == kit.LEAK
	assert finding.entries(text, finding.CITIZENS) == on_the_desk[: finding.MOST]


def test_a_guest_searches_no_entries(guest, citizen):
	from kit_portal import API

	assert guest.get(guest.url(f"{API}entries?text=leak"), timeout=60).status_code == 403
	found = citizen.get(citizen.url(f"{API}entries"), params={"text": "KIT-LEAK"}, timeout=60).json()[
		"message"
	]
	assert found[0] == kit.LEAK
	assert "KIT-SOS" not in citizen.get(citizen.url(f"{API}entries"), timeout=60).text


@pytest.mark.parametrize("text", ["_", "__", "%", "_ %"])
def test_signs_of_a_pattern_find_nobody(text):
	"""D1: a list of everybody is no answer to a sign."""
	filters = applicants.wanted(text)
	assert frappe.get_all("Applicant", filters) == []


def test_who_searches_on_end_is_told_to_wait(citizen, monkeypatch):
	from contact_center.portal import api, guards

	frappe.set_user(kit.email("neighbour"))
	monkeypatch.setattr(guards, "SEARCHES_A_MINUTE", 2)
	assert [api.entries("leak")[0] for _each in range(2)] == [kit.LEAK] * 2
	with pytest.raises(frappe.RateLimitExceededError):
		api.streets("Перевірочна")


@pytest.mark.parametrize("person", ["water", "management", "citizen", "Guest"])
def test_only_operators_find_people(person):
	"""D1."""
	with pytest.raises(frappe.PermissionError):
		frappe.set_user("Guest") if person == "Guest" else frappe.set_user(kit.email(person))
		lookup.find("Заявниченко")


def test_notification_by_phone_needs_a_phone():
	"""RI1, R5.2."""
	with kit.acting("operator"), pytest.raises(frappe.ValidationError):
		frappe.get_doc({"doctype": "Applicant", "surname": "Безтелефонний", "notify_by": "Phone"}).insert()


def test_the_operator_is_warned_of_a_known_phone_and_a_citizen_is_not():
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


@pytest.mark.parametrize(
	("search", "doctype", "name"),
	[
		(lookup.applicants, "Applicant", lambda: kit.applicant()),
		(lookup.streets, "City Street", lambda: kit.STREET),
		(lookup.classifier_entries, "Classifier", lambda: kit.LEAK),
		(lookup.executors, "Executor", lambda: "KIT-WATER"),
	],
)
def test_what_was_chosen_is_found_by_its_name(search, doctype, name):
	"""Frappe 16 empties a link whose search does not find the name that was chosen."""
	with kit.acting("operator"):
		assert search(doctype, name(), "name", 0, 20, {})[0][0] == name()
		assert name() not in [row[0] for row in search(doctype, name(), "name", 0, 20, {"name": "KIT-OTHER"})]


@pytest.mark.parametrize("person", ["water", "management"])
def test_who_may_not_see_applicants_finds_none_by_the_name_of_the_record(person):
	"""D1."""
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		lookup.applicants("Applicant", kit.applicant(), "name", 0, 20, None)


def offered(doctype: str, text: str, by: str, **filters) -> list[str]:
	"""The names that a link field offers, by the framework's own search."""
	with kit.acting(by):
		return [row["value"] for row in search_link(doctype, text, filters=filters or None, page_length=20)]


def test_a_link_offers_requests_and_tasks_by_number_whatever_became_of_them():
	request = kit.registered()
	task = kit.task_of(request)
	frappe.db.set_value("Request Task", task.name, "stage", "Closed")
	short = str(int(request.number.rsplit("-", 1)[1]))
	for text in (request.number, short, request.number[:-1]):
		assert request.name in offered("Request", text, "operator")
		assert task.name in offered("Request Task", text, "operator")
		assert task.name in offered("Request Task", text, "water")
		assert task.name not in offered("Request Task", text, "roads")


def test_a_link_offers_by_words_what_is_not_over():
	"""In any order; all that was ever done would be read through at each key."""
	request = kit.registered()
	task = kit.task_of(request)
	words = " ".join(reversed(task.title.split(" · ")[1].split()))
	assert task.name in offered("Request Task", words, "water")
	assert request.name in offered("Request", words, "operator")
	assert offered("Request Task", f"{words} ґґґ", "water") == []
	frappe.db.set_value("Request Task", task.name, "stage", "Closed")
	assert task.name not in offered("Request Task", words, "water")


def test_a_link_keeps_to_its_filters_and_to_what_one_may_see():
	request, other = kit.registered(), kit.registered()
	assert offered("Request", request.number, "operator", name=other.name) == []
	assert offered("Request", request.name, "operator") == [request.name]
	with kit.acting("water"), pytest.raises(frappe.PermissionError):
		lookup.requests("Request", request.number, "name", 0, 20, None)
