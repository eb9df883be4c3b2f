"""«Подати заявку»: what is taken, what is refused and with which words (R3.4, R5.2, R5.9, R5.11)."""

import json
import re
from datetime import timedelta

import frappe
import kit
import pytest
from kit import DETAILED, LEAK, LONG_STREET, POTHOLE, STREET
from kit_files import PDF, upload
from kit_portal import API, GOOD, ours, post

from contact_center.intake import filing
from contact_center.portal import queries
from contact_center.record import clock
from contact_center.regulation.problems import ProblemKind

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")


def test_a_strange_page_cannot_post_for_a_citizen(citizen):
	"""The token of the page is needed."""
	del citizen.headers["X-Frappe-CSRF-Token"]
	assert "csrf_token" in citizen.get(citizen.url("/submit-request"), timeout=60).text
	assert post(citizen, "submit", **GOOD).json()["exc_type"] == "CSRFTokenError"


def test_filing_brings_the_request_to_moderation_in_the_accounts_name(citizen, clean):
	"""R3.4, R5.9: building in its one spelling, district by the address, the start of moderation in the answer."""
	answer = post(citizen, "submit", **GOOD)
	assert answer.ok, answer.text
	request = frappe.get_doc("Request", answer.json()["message"]["name"])
	assert (request.stage, request.channel, request.applicant) == ("Moderation", "Web", kit.applicant())
	assert (request.street, request.building, request.district) == (STREET, "12-А", kit.NORTH)
	assert (request.number, request.registered_at) == (None, None)
	assert answer.json()["message"]["url"] == f"/my-requests/{request.name}"


def test_a_citizen_writes_no_staff_fields(citizen, clean):
	"""P1, DESIGN: they are in no argument list, and REST writes nothing either."""
	staff = {
		"number": "1520-2026-999999",
		"stage": "Closed",
		"workflow_state": "Closed",
		"request_type": "sos",
		"applicant": kit.applicant("neighbour"),
		"lead_executor": "KIT-WATER",
		"chosen_executor": "KIT-WATER",
		"due": "2030-01-01 00:00:00",
		"anonymous": 1,
		"channel": "Phone",
	}
	name = post(citizen, "submit", **GOOD, **staff).json()["message"]["name"]
	frappe.db.rollback()
	request = frappe.get_doc("Request", name)
	assert (request.stage, request.channel, request.applicant) == ("Moderation", "Web", kit.applicant())
	assert not any(
		request.get(field)
		for field in ("number", "request_type", "lead_executor", "chosen_executor", "due", "anonymous")
	)
	answer = citizen.put(citizen.url(f"/api/resource/Request/{name}"), json={"stage": "Closed"}, timeout=60)
	assert answer.status_code == 403


@pytest.mark.parametrize(
	("change", "field", "kind"),
	[
		({"classifier": ""}, "classifier", ProblemKind.MISSING_FIELDS),
		({"classifier": "KIT-SOS"}, "classifier", ProblemKind.UNKNOWN_CODE),
		({"classifier": "KIT-RETIRED"}, "classifier", ProblemKind.UNKNOWN_CODE),
		({"classifier": "немає такого"}, "classifier", ProblemKind.UNKNOWN_CODE),
		({"description": "   "}, "description", ProblemKind.MISSING_FIELDS),
		({"description": "\u200b\u2060\u00a0\u3164" * 5}, "description", ProblemKind.MISSING_FIELDS),
		({"description": "тече"}, "description", ProblemKind.SHORT_TEXT),
		({"description": "ю" * 5001}, "description", ProblemKind.LONG_TEXT),
		({"street": "вул. Вигадана"}, "street", ProblemKind.UNKNOWN_STREET),
		({"street": "", "place": ""}, "street", ProblemKind.MISSING_FIELDS),
		({"building": "за рогом"}, "building", ProblemKind.BAD_BUILDING),
		({"district": "немає такого"}, "district", ProblemKind.UNKNOWN_DISTRICT),
		({"place": "ю" * 141}, "place", ProblemKind.LONG_TEXT),
		({"phone": "нуль шістдесят сім"}, "phone", ProblemKind.BAD_PHONE),
	],
)
def test_a_problem_is_answered_at_its_field_and_nothing_is_kept(citizen, clean, change, field, kind):
	"""R3.4: the applicant reads what to correct, a machine gets the kind."""
	before = kit.counts()
	answer = post(citizen, "submit", **{**GOOD, **change})
	frappe.db.rollback()
	assert answer.status_code == 417
	assert list(answer.json()["field_errors"]) == [field]
	assert {name: each["kind"] for name, each in answer.json()["field_problems"].items()} == {field: kind}
	assert kit.counts() == before


def test_all_problems_are_answered_at_once(as_user, clean):
	"""R5.2: an account without a record is asked for name, phone and consent too."""
	answer = post(as_user(kit.email("stranger")), "submit", surname="", first_name="")
	expected = ["classifier", "description", "street", "surname", "first_name", "phone", "consent"]
	assert list(answer.json()["field_errors"]) == expected


def test_the_entrys_own_required_fields_are_asked_for(citizen, clean):
	"""R5.11: this entry needs building, flat and photo."""
	frappe.db.set_value("Classifier", DETAILED, "is_public", 1)
	frappe.clear_document_cache("Classifier", DETAILED)
	frappe.db.commit()
	try:
		answer = post(citizen, "submit", **{**GOOD, "classifier": DETAILED, "building": ""})
		assert list(answer.json()["field_errors"]) == ["building", "flat", "files"]
		document = upload(citizen, "акт.pdf", PDF).json()["message"]["name"]
		fields = {**GOOD, "classifier": DETAILED, "flat": "5", "files": json.dumps([document])}
		assert list(post(citizen, "submit", **fields).json()["field_errors"]) == ["files"]
	finally:
		frappe.db.set_value("Classifier", DETAILED, "is_public", 0)
		frappe.clear_document_cache("Classifier", DETAILED)
		frappe.db.commit()


def test_the_first_request_makes_the_applicants_record_with_consent(as_user, clean):
	"""R5.2: consent is recorded with its time."""
	stranger = as_user(kit.email("stranger"))
	person = {"surname": "Дем'яненко", "first_name": "Ганна", "phone": "(067) 111-00-09", "consent": "1"}
	try:
		answer = post(stranger, "submit", **GOOD, **person)
		assert answer.ok, answer.text
		record = frappe.get_doc("Applicant", {"user": kit.email("stranger")})
		assert (record.full_name, record.phone, record.consent) == ("Дем'яненко Ганна", "+380671110009", 1)
		assert record.consent_at
	finally:
		name = frappe.db.get_value("Applicant", {"user": kit.email("stranger")})
		frappe.db.delete("Request", {"applicant": name or "-"})
		frappe.db.delete("Applicant", {"user": kit.email("stranger")})
		frappe.db.commit()


def test_old_words_of_the_record_that_no_form_shows_refuse_no_filing(citizen, clean):
	"""Cards of old systems hold «сусідка» for a phone and «б/н» for a building: the citizen cannot correct the first."""
	mine, old = kit.applicant(), {"other_phones": "сусідка", "building": "б/н"}
	before = frappe.db.get_value("Applicant", mine, list(old), as_dict=True)
	frappe.db.set_value("Applicant", mine, old)
	frappe.db.commit()
	try:
		answer = post(citizen, "submit", **GOOD)
		assert answer.ok, answer.text
		frappe.db.rollback()
		assert frappe.db.get_value("Applicant", mine, ["other_phones", "building"]) == ("сусідка", "б/н")
	finally:
		frappe.db.set_value("Applicant", mine, before)
		frappe.db.commit()


def test_the_same_request_sent_twice_is_one_request(citizen, clean):
	"""A lost answer, a double tap."""
	first, second = post(citizen, "submit", **GOOD), post(citizen, "submit", **GOOD)
	assert first.json()["message"]["name"] == second.json()["message"]["name"]
	frappe.db.rollback()
	assert len(ours()) == 1


def test_the_same_words_about_another_place_are_another_request(citizen, clean):
	"""R3.4: «Не горить ліхтар» next door, or under an entry of its own, is no repetition."""
	others = [{}, {"building": "14"}, {"flat": "7"}, {"place": "біля школи"}, {"classifier": POTHOLE}]
	answers = [post(citizen, "submit", **{**GOOD, **other}) for other in others]
	assert all(answer.ok for answer in answers), [answer.text for answer in answers]
	assert len({answer.json()["message"]["name"] for answer in answers}) == len(others)


def test_what_was_cancelled_may_be_filed_again_at_once(citizen, clean):
	"""R3.4."""
	first = post(citizen, "submit", **GOOD).json()["message"]["name"]
	assert post(citizen, "cancel", name=first, seen=kit.version(frappe.get_doc("Request", first))).ok
	assert post(citizen, "submit", **GOOD).json()["message"]["name"] != first


def test_an_account_files_so_many_requests_an_hour_and_no_more(citizen, clean):
	"""Contact Center Settings; whatever address the calls pretend to come from."""
	frappe.db.set_single_value("Contact Center Settings", "submissions_per_hour", 2)
	frappe.db.commit()
	try:
		answers = [
			citizen.post(
				citizen.url(API + "submit"),
				{**GOOD, "description": f"Заявка номер {number}, тече вода"},
				headers={"X-Forwarded-For": f"10.0.0.{number}"},
				timeout=60,
			)
			for number in range(3)
		]
		assert [answer.status_code for answer in answers] == [200, 200, 429]
		assert answers[-1].json()["problem"]["kind"] == "Too Many Requests"
	finally:
		frappe.db.set_single_value("Contact Center Settings", "submissions_per_hour", 20)
		frappe.db.commit()


def test_the_reason_of_a_cancellation_is_refused_when_it_is_too_long_and_not_cut(citizen, clean):
	request = kit.filed()
	frappe.db.commit()
	answer = post(citizen, "cancel", name=request.name, reason="й" * 1001)
	assert answer.status_code == 417 and set(answer.json()["field_errors"]) == {"reason"}
	assert post(citizen, "cancel", name=request.name, seen=kit.version(request), reason="й" * 1000).ok


def test_a_new_session_goes_on_where_the_old_one_ended(citizen, guest):
	"""R3.4: a page that was opened before signing in anew gets its token again; a guest gets none."""
	address = f"{API}token"
	token = citizen.get(citizen.url(address), timeout=60).json()["message"]
	assert token and token == citizen.get(citizen.url(address), timeout=60).json()["message"]
	assert guest.get(guest.url(address), timeout=60).status_code == 403


def test_a_question_that_is_not_in_the_list_goes_to_the_operator(citizen, clean):
	"""R5.9: the operator clears it up."""
	answer = post(citizen, "submit", **{**GOOD, "classifier": "other"})
	assert answer.ok, answer.text
	assert not frappe.db.get_value("Request", answer.json()["message"]["name"], "classifier")


def test_a_street_is_found_by_part_of_its_name(citizen):
	"""R3.4; what has a meaning in the database's patterns is taken as written."""

	def find(text):
		return (
			citizen.get(citizen.url(API + "streets"), params={"text": text}, timeout=60).json().get("message")
		)

	assert STREET in [street["name"] for street in find("перевір")]
	assert find("%%%") == find("____") == find("") == []


def test_the_district_follows_from_the_address(citizen):
	"""R5.11: a long street lies in several districts."""

	def locate(**address):
		return citizen.get(citizen.url(API + "locate"), params=address, timeout=60).json()["message"]

	assert locate(street=STREET)["district"] == kit.NORTH
	assert locate(street=LONG_STREET, building="7")["district"] == kit.NORTH
	assert locate(street=LONG_STREET, building="8")["district"] == kit.SOUTH
	assert locate(street=LONG_STREET) == locate(street="") == {}


def test_an_unknown_street_is_said_at_once(citizen):
	"""R3.4: with those that may be meant, before anything is sent."""

	def problem(street):
		address = {"street": street}
		return citizen.get(citizen.url(API + "locate"), params=address, timeout=60).json()["message"][
			"problem"
		]

	assert problem("вул. Вигадана")["kind"] == "Unknown Street"
	assert "Такої вулиці немає" in problem("вул. Вигадана")["text"]
	assert STREET in problem("перевірочн")["values"]


ODD = [
	({"building": "9999"}, "Great Building", "9999"),
	({"latitude": "50.45", "longitude": "30.52"}, "Far Position", "351 км на північний захід"),
]


@pytest.mark.parametrize(("fields", "kind", "words"), ODD)
def test_an_odd_place_is_asked_about_and_not_refused(citizen, clean, city_on_the_map, fields, kind, words):
	"""R3.4: nothing is filed until the citizen says that it is right; then it is."""
	asked = post(citizen, "submit", **{**GOOD, **fields}).json()["message"]["asks"]
	assert [each["kind"] for each in asked] == [kind] and words in asked[0]["text"]
	frappe.db.rollback()
	assert ours() == []
	assert post(citizen, "submit", **{**GOOD, **fields}, sure=kind).json()["message"]["name"] in filed_now()


def filed_now() -> list[str]:
	frappe.db.rollback()
	return ours()


def test_an_answer_to_one_question_is_none_to_another(citizen, clean, city_on_the_map):
	fields = {**GOOD, **ODD[0][0], **ODD[1][0]}
	asked = post(citizen, "submit", **fields, sure="Great Building").json()["message"]["asks"]
	assert [each["kind"] for each in asked] == ["Far Position"]


def test_a_place_in_the_city_is_not_asked_about(citizen, clean, city_on_the_map):
	assert post(citizen, "submit", **GOOD, latitude="47.95", longitude="33.40").json()["message"]["name"]


def test_a_position_is_said_in_words(citizen, guest, city_on_the_map):
	"""R3.4: useful without a map; for who is signed in alone."""
	place = {"latitude": "50.45", "longitude": "30.52"}
	found = citizen.get(citizen.url(API + "where"), params=place, timeout=60).json()["message"]
	assert found["words"] == "351 км на північний захід від центру міста" and found["question"]
	near = {"latitude": "47.911", "longitude": "33.392"}
	found = citizen.get(citizen.url(API + "where"), params=near, timeout=60).json()["message"]
	assert found == {"words": "у центрі міста", "question": ""}
	bad = {"latitude": "nan", "longitude": "500"}
	assert not citizen.get(citizen.url(API + "where"), params=bad, timeout=60).ok
	assert guest.get(guest.url(API + "where"), params=place, timeout=60).status_code == 403


def test_the_form_names_works_that_are_announced_at_the_address(citizen, clean):
	"""RE3: by the same rule as the page of works."""
	now = clock.to_site(clock.now())
	event = {
		"doctype": "Repair Event",
		"title": "Порив водогону",
		"executor": "KIT-WATER",
		"kind": "Emergency",
	}
	times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
	rows = [{"street": STREET, "buildings": "1–9"}]
	made = frappe.get_doc({**event, **times, "addresses": rows}).insert()
	frappe.db.commit()
	try:
		for building, whom in (("5", ["Ваш будинок"]), ("14", None)):
			address = {"street": STREET, "building": building}
			found = citizen.get(citizen.url(API + "locate"), params=address, timeout=60).json()["message"]
			assert [work["whom"] for work in found.get("works", ())] == (whom or [])
	finally:
		made.delete()
		frappe.db.commit()


def test_only_what_citizens_may_choose_is_offered():
	"""R5.11: entries in use that are public, in their groups."""
	offered = {entry["name"] for group in queries.public_entries() for entry in group["entries"]}
	assert {LEAK, POTHOLE} <= offered
	assert offered.isdisjoint({"KIT-SOS", "KIT-GROUP", "KIT-RETIRED", "KIT-UNTYPED"})


def test_a_list_of_files_that_is_none_is_refused(citizen, clean):
	for files in ("{", '"x"', json.dumps(["x"] * 200)):
		assert post(citizen, "submit", **GOOD, files=files).status_code == 417


def test_filing_needs_an_account():
	"""R3.3."""
	with pytest.raises(frappe.PermissionError):
		filing.file_from_portal("Guest", GOOD)


@pytest.mark.parametrize("code", ["KIT-SOS", "KIT-GROUP", "KIT-RETIRED", "KIT-NOWHERE"])
def test_an_entry_that_citizens_may_not_choose_is_refused_at_its_field(code):
	"""R5.11: past the form's own checks too."""
	with kit.acting("citizen"), pytest.raises(frappe.ValidationError):
		filing.file_from_portal(frappe.session.user, {**GOOD, "classifier": code})
	assert frappe.local.response["field_problems"]["classifier"] == {"kind": "Unknown Code", "values": [code]}


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_who_files_at_the_desk_is_led_there(as_user, clean, person):
	"""R5.2: an account has one applicant, the next caller would replace the last."""
	session = as_user(kit.email(person))
	before = kit.counts()
	for method, values in (("submit", GOOD), ("save_details", {"surname": "Інша", "first_name": "Особа"})):
		assert post(session, method, **values).status_code == 403
	frappe.db.rollback()
	assert kit.counts() == before and not frappe.db.exists("Applicant", {"user": kit.email(person)})
	page = session.get(session.url("/submit-request"), timeout=60).text
	assert "request-form" not in page and re.search(r'href="[^"]*/(app|desk)/request/new', page)
	assert "details-form" not in session.get(session.url("/my-details"), timeout=60).text


def test_people_of_an_executor_file_for_themselves(as_user, clean):
	"""The desk lets them file nothing: on the portal they are citizens."""
	session = as_user(kit.email("management"))
	assert "request-form" in session.get(session.url("/submit-request"), timeout=60).text


@pytest.mark.parametrize(
	("method", "values", "status", "kind"),
	[
		("upload", {}, 417, "No Upload"),
		("submit", {**GOOD, "files": "[["}, 417, "Bad List of Files"),
		("submit", {**GOOD, "files": '["unknown"]'}, 417, "File Gone"),
		("confirm", {"name": "unknown"}, 403, "Not Your Request"),
	],
)
def test_a_refusal_carries_the_kind_of_its_problem(citizen, clean, method, values, status, kind):
	answer = post(citizen, method, **values)
	assert (answer.status_code, answer.json()["problem"]["kind"]) == (status, kind)
