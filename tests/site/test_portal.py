"""The citizen's pages and their endpoints, through a real web server (R3.3, R3.4, R5.2, RE3, D1)."""

import json
import re
from datetime import timedelta

import pytest

import frappe

from contact_center import clock
from contact_center.intake import filing
from contact_center.portal import context, queries, repairs, words
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import Stage

import kit
from kit import DETAILED, LEAK, LONG_STREET, MONDAY, POTHOLE, STREET

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

API = "/api/method/contact_center.portal.api."
PRIVATE_PAGES = ["/submit-request", "/my-requests", "/my-requests/abc123", "/my-details"]
GOOD = {
	"classifier": LEAK,
	"description": "З підвалу другий день тече вода, двір залито.",
	"street": STREET,
	"building": "12-а",
}


@pytest.fixture
def citizen(as_user):
	return as_user(kit.email("citizen"))


@pytest.fixture
def neighbour(as_user):
	return as_user(kit.email("neighbour"))


def post(session, method: str, **data):
	return session.post(session.url(API + method), data, timeout=60)


def ours(**filters) -> list[str]:
	"""Names of the requests of the two applicants of the tests."""
	return frappe.get_all("Request", {"applicant": ("in", [kit.applicant(), kit.applicant("neighbour")]), **filters}, pluck="name")


@pytest.fixture
def clean():
	"""No request of the applicants from before: they are counted here."""
	names = ours() or ["-"]
	frappe.db.delete("Request Journal", {"request": ("in", names)})
	frappe.db.delete("Request Task", {"request": ("in", names)})
	frappe.db.delete("Request", {"name": ("in", names)})
	frappe.db.commit()


def committed(request):
	frappe.db.commit()
	return request


@pytest.mark.parametrize("page", PRIVATE_PAGES)
def test_a_guest_is_led_to_sign_in_and_back(guest, page):
	"""R3.3."""
	answer = guest.get(guest.url(page), allow_redirects=False, timeout=60)
	assert answer.status_code == 302
	assert answer.headers["Location"].endswith(f"/login?redirect-to={page}")


@pytest.mark.parametrize("page", ["/", "/home", "/repairs", "/repairs?street=%22%3E%3Cscript%3E", "/login"])
def test_public_pages_open_for_everybody_with_the_phone(guest, page):
	"""RE3; the phone of the centre stands on every page."""
	answer = guest.get(guest.url(page), timeout=60)
	assert answer.ok
	assert f"tel:{frappe.db.get_single_value('Contact Center Settings', 'phone')}" in answer.text
	assert '"><script>' not in answer.text


@pytest.mark.parametrize("method", ["upload", "discard", "submit", "cancel", "confirm", "dispute", "save_details"])
def test_a_guest_can_do_nothing(guest, method):
	"""R3.4: only the account acts, and only by POST."""
	assert post(guest, method, file="x", name="x").status_code == 403


@pytest.mark.parametrize("method", ["submit", "cancel?name=x", "confirm?name=x", "dispute?name=x", "discard?file=x"])
def test_a_link_cannot_act(citizen, method):
	"""What changes something is no GET, so no link and no picture can do it."""
	assert citizen.get(citizen.url(API + method), timeout=60).status_code == 403


def test_a_strange_page_cannot_post_for_a_citizen(citizen):
	"""The token of the page is needed once a page was shown."""
	assert "csrf_token" in citizen.get(citizen.url("/submit-request"), timeout=60).text
	assert post(citizen, "submit", **GOOD).json()["exc_type"] == "CSRFTokenError"


def test_filing_brings_the_request_to_moderation_in_the_accounts_name(citizen, clean):
	"""R3.4, R5.9: building in its one spelling, district by the address, told when operators start."""
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
	assert not any(request.get(field) for field in ("number", "request_type", "lead_executor", "chosen_executor", "due", "anonymous"))
	answer = citizen.put(citizen.url(f"/api/resource/Request/{name}"), json={"stage": "Closed"}, timeout=60)
	assert answer.status_code == 403


@pytest.mark.parametrize(
	("change", "field"),
	[
		({"classifier": ""}, "classifier"),
		({"classifier": "KIT-SOS"}, "classifier"),
		({"classifier": "KIT-RETIRED"}, "classifier"),
		({"classifier": "немає такого"}, "classifier"),
		({"description": "   "}, "description"),
		({"description": "тече"}, "description"),
		({"description": "ю" * 5001}, "description"),
		({"street": "вул. Вигадана"}, "street"),
		({"street": "", "place": ""}, "street"),
		({"building": "за рогом"}, "building"),
		({"district": "немає такого"}, "district"),
		({"place": "ю" * 141}, "place"),
		({"phone": "нуль шістдесят сім"}, "phone"),
	],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(citizen, clean, change, field):
	"""R3.4: the applicant learns what to mend."""
	before = kit.counts()
	answer = post(citizen, "submit", **{**GOOD, **change})
	frappe.db.rollback()
	assert answer.status_code == 417
	assert list(answer.json()["field_errors"]) == [field]
	assert kit.counts() == before


def test_all_that_is_wrong_is_told_at_once(as_user, clean):
	"""R5.2: an account without a record is asked for name, phone and consent too."""
	answer = post(as_user(kit.email("stranger")), "submit", surname="", first_name="")
	expected = ["classifier", "description", "street", "surname", "first_name", "phone", "consent"]
	assert list(answer.json()["field_errors"]) == expected


def test_the_matters_own_required_fields_are_asked_for(citizen, clean):
	"""R5.11: this entry needs building, flat and photo."""
	frappe.db.set_value("Classifier", DETAILED, "is_public", 1)
	frappe.clear_document_cache("Classifier", DETAILED)
	frappe.db.commit()
	try:
		answer = post(citizen, "submit", **{**GOOD, "classifier": DETAILED, "building": ""})
		assert list(answer.json()["field_errors"]) == ["building", "flat", "files"]
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


def test_the_same_request_sent_twice_is_one_request(citizen, clean):
	"""A lost answer, a double tap."""
	first, second = post(citizen, "submit", **GOOD), post(citizen, "submit", **GOOD)
	assert first.json()["message"]["name"] == second.json()["message"]["name"]
	frappe.db.rollback()
	assert len(ours()) == 1


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
	finally:
		frappe.db.set_single_value("Contact Center Settings", "submissions_per_hour", 20)
		frappe.db.commit()


def test_a_matter_that_is_not_in_the_list_goes_to_the_operator(citizen, clean):
	"""R5.9: the operator clears it up."""
	answer = post(citizen, "submit", **{**GOOD, "classifier": "other"})
	assert answer.ok, answer.text
	assert not frappe.db.get_value("Request", answer.json()["message"]["name"], "classifier")


def test_a_street_is_found_by_part_of_its_name(citizen):
	"""R3.4; what has a meaning in the database's patterns is taken as written."""
	find = lambda text: citizen.get(citizen.url(API + "streets"), params={"text": text}, timeout=60).json().get("message")
	assert STREET in [street["name"] for street in find("перевір")]
	assert find("%%%") == find("____") == find("") == []


def test_the_district_follows_from_the_address(citizen):
	"""R5.11: a long street lies in several districts."""
	locate = lambda **address: citizen.get(citizen.url(API + "locate"), params=address, timeout=60).json()["message"]
	assert locate(street=STREET)["district"] == kit.NORTH
	assert locate(street=LONG_STREET, building="7")["district"] == kit.NORTH
	assert locate(street=LONG_STREET, building="8")["district"] == kit.SOUTH
	assert locate(street=LONG_STREET) == locate(street="вул. Вигадана") == {}


def test_another_citizens_request_is_not_there(citizen, neighbour, clean):
	"""D1: no page, no act, and no difference from a request that does not exist."""
	request = committed(kit.filed("citizen", description="Таємниця двору номер п'ять"))
	mine, theirs = (each.get(each.url(f"/my-requests/{request.name}"), timeout=60) for each in (citizen, neighbour))
	nobodys = neighbour.get(neighbour.url("/my-requests/abcdefghij"), timeout=60)
	assert (mine.status_code, theirs.status_code, nobodys.status_code) == (200, 404, 404)
	assert "Таємниця двору" in mine.text
	assert "Таємниця двору" not in theirs.text + neighbour.get(neighbour.url("/my-requests"), timeout=60).text
	for method in ("cancel", "confirm", "dispute"):
		# the page left its token
		token = re.search(r'csrf_token = "(\w+)"', theirs.text)[1]
		data = {"name": request.name, "text": "не зроблено", "csrf_token": token}
		assert neighbour.post(neighbour.url(API + method), data, timeout=60).status_code == 403
	# the stranger's look did not hide it from its owner
	assert citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).status_code == 200


def test_the_applicant_cancels_what_is_no_longer_needed(citizen, clean):
	"""R3.4: it lies in the archive then."""
	request = committed(kit.filed("citizen"))
	assert post(citizen, "cancel", name=request.name, reason="Сусід полагодив").ok
	frappe.db.rollback()
	assert (kit.fresh(request).stage, kit.fresh(request).reason) == ("Cancelled", "Сусід полагодив")
	lists = [citizen.get(citizen.url(f"/my-requests?archive={tab}"), timeout=60).text for tab in (0, 1)]
	assert [request.name in page for page in lists] == [False, True]


def test_the_applicant_confirms_in_the_account(citizen, clean):
	"""R7.7: the operator closes after it."""
	request = committed(kit.executed())
	page = citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).text
	assert kit.RESULT["result"] in page
	token = re.search(r'csrf_token = "(\w+)"', page)[1]
	assert post(citizen, "confirm", name=request.name, csrf_token=token).ok
	frappe.db.rollback()
	assert kit.fresh(request).confirmation == "In Account"
	again = citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).text
	assert 'data-post="confirm"' in page
	assert 'data-post="confirm"' not in again
	with kit.acting("operator"):
		assert kit.act(request, "Close", "operator").stage == "Closed"


def test_the_applicant_disputes_and_says_why(citizen, clean):
	"""R6.3.3: a ground for rework; without words it is none."""
	request = committed(kit.executed())
	silent = post(citizen, "dispute", name=request.name, text=" ")
	assert (silent.status_code, list(silent.json()["field_errors"])) == (417, ["text"])
	assert post(citizen, "dispute", name=request.name, text="Вода тече <b>далі</b>").ok
	frappe.db.rollback()
	assert kit.fresh(request).applicant_answer == "Disputed"
	assert kit.kinds(request)[-1] == "Disputed"


def test_the_result_is_shown_once_the_work_is_reported_done(citizen, clean):
	"""R8.1.7: not while the executor still writes it."""
	request = kit.registered()
	task = kit.accept(kit.task_of(request))
	frappe.db.set_value("Request Task", task.name, "result", "Чернетка відповіді")
	frappe.db.commit()
	page = lambda: citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).text
	assert "Чернетка відповіді" not in page()
	committed(kit.report(task))
	assert kit.RESULT["result"] in page()


def test_what_people_write_is_shown_and_never_run(citizen, clean):
	"""Whoever wrote it: the applicant, the operator, the executor."""
	request = kit.executed(description="звичайний текст", place="біля школи")
	evil = "<img src=x onerror=alert(1)>"
	for doctype, name, fields in (
		("Request", request.name, ("description", "wording", "place", "result_for_applicant", "reason")),
		("Request Task", kit.task_of(request).name, ("result", "result_unit")),
	):
		frappe.db.set_value(doctype, name, dict.fromkeys(fields, evil))
	frappe.db.set_value("Request Journal", {"request": request.name, "is_public": 1}, "text", evil)
	frappe.db.commit()
	for page in (f"/my-requests/{request.name}", "/my-requests"):
		text = citizen.get(citizen.url(page), timeout=60).text
		assert evil not in text
		assert "&lt;img src=x onerror=alert(1)&gt;" in text


def test_the_list_costs_the_same_for_one_request_and_for_ten(clean):
	"""DESIGN: one query a list, never one a row."""

	def cost() -> int:
		with kit.counting_queries() as seen:
			assert queries.my_requests(kit.email("citizen"))["rows"]
		return len(seen)

	kit.filed("citizen")
	cost()  # what is cached once is cached now
	few = cost()
	for number in range(9):
		kit.filed("citizen", description=f"Ще одна заявка {number}")
	assert len(queries.my_requests(kit.email("citizen"))["rows"]) == 10
	assert cost() == few <= 3


def test_a_long_list_comes_in_pages_the_newest_first(clean):
	"""R3.4."""
	for day in range(12):
		with clock.at(MONDAY + timedelta(days=day)):
			kit.filed("citizen", description=f"Заявка дня {day}")
	pages = [queries.my_requests(kit.email("citizen"), page=number) for number in (1, 2)]
	assert [len(page["rows"]) for page in pages] == [10, 2]
	moments = [row.received_at for page in pages for row in page["rows"]]
	assert moments == sorted(moments, reverse=True)
	assert queries.my_requests(kit.email("citizen"), page=99)["page"] == 2


def test_time_left_is_said_with_its_exact_moment(clean):
	"""R4.2: 24 hours for an emergency; late is said as late."""
	with clock.at(MONDAY):
		kit.registered()
	with clock.at(MONDAY + timedelta(hours=21, minutes=50)):
		[row] = queries.my_requests(kit.email("citizen"))["rows"]
	assert (row.late, row.due_words) == (False, "03.03.2026 10:00")
	assert "2" in row.left and "10" in row.left
	with clock.at(MONDAY + timedelta(days=2)):
		[row] = queries.my_requests(kit.email("citizen"))["rows"]
	assert row.late


def test_only_what_citizens_may_choose_is_offered():
	"""R5.11: leaves in use that are public, in their groups."""
	offered = {leaf["name"] for group in queries.public_matters() for leaf in group["leaves"]}
	assert {LEAK, POTHOLE} <= offered
	assert offered.isdisjoint({"KIT-SOS", "KIT-GROUP", "KIT-RETIRED", "KIT-UNTYPED"})


def test_personal_data_can_be_changed(citizen, clean):
	"""R3.3."""
	try:
		assert post(citizen, "save_details", surname="Новенко", first_name="Оксана", phone="067 111 00 01", notify_by="Phone").ok
		bad = post(citizen, "save_details", surname="Новенко", first_name="Оксана", phone="1")
		assert list(bad.json()["field_errors"]) == ["phone"]
		frappe.db.rollback()
		assert frappe.db.get_value("Applicant", kit.applicant(), ["surname", "notify_by"]) == ("Новенко", "Phone")
	finally:
		frappe.db.set_value("Applicant", kit.applicant(), {"surname": "Заявниченко", "notify_by": "E-mail"})
		frappe.db.commit()


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_its_words_and_its_colour(stage):
	"""DESIGN: one colour per stage, never colour alone."""
	assert words.stage_label(stage.value) and words.stage_says(stage.value)
	css = frappe.read_file(frappe.get_app_path("contact_center", "public", "css", "portal.css"))
	assert f".{words.css(stage.value)} {{" in css


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.WARNED, Kind.ESCALATED)])
def test_every_public_line_of_the_journal_has_its_words(kind):
	"""RI1."""
	assert words.journal_label(kind.value)


@pytest.fixture
def works():
	"""Repair events now, tomorrow, closed, and past their end but open."""
	hour = timedelta(hours=1)
	now = clock.to_site(clock.now())

	def event(title, start, end, street=STREET, **fields):
		doc = {"doctype": "Repair Event", "title": title, "executor": "KIT-WATER", "kind": "Emergency", "status": "Open"}
		rows = [{"street": street, "buildings": "1–9"}]
		times = {"starts_at": now + start * hour, "ends_at": now + end * hour}
		return frappe.get_doc({**doc, **times, "addresses": rows, **fields}).insert()

	event("Теперішні перевірочні роботи", -1, 2)
	event("Завтрашні перевірочні роботи", 30, 40, LONG_STREET, kind="Planned")
	event("Затягнуті перевірочні роботи", -9, -1)
	frappe.db.set_value("Repair Event", event("Скінчені перевірочні роботи", -5, 1).name, "status", "Closed")


def titles(events: dict, part: str) -> set[str]:
	return {event.title for event in events[part] if "перевірочні" in event.title}


def test_everybody_sees_the_works_of_now_and_to_come(works):
	"""RE3; RE2: what is past its end and open is still there and said so."""
	events = repairs.public_events()
	assert titles(events, "current") == {"Теперішні перевірочні роботи", "Затягнуті перевірочні роботи"}
	assert titles(events, "coming") == {"Завтрашні перевірочні роботи"}
	assert [event.past_end for event in events["current"] if event.title.startswith("Затягнуті")] == [True]


@pytest.mark.parametrize(
	("street", "current", "coming"),
	[("Перевірочна", 2, 0), ("довгий", 0, 1), ("немає такої вулиці", 0, 0), ("%", 0, 0)],
)
def test_works_are_found_by_street(works, street, current, coming):
	"""RE3."""
	events = repairs.public_events(street)
	assert (len(titles(events, "current")), len(titles(events, "coming"))) == (current, coming)


def test_the_operators_hours_are_said_in_one_line():
	"""R3.1."""
	assert re.fullmatch(r"[^,]+ \d\d:\d\d–\d\d:\d\d(, [^,]+ \d\d:\d\d–\d\d:\d\d)*", context.hours_words())


def test_a_list_of_files_that_is_none_is_refused(citizen, clean):
	for files in ("{", '"x"', json.dumps(["x"] * 200)):
		assert post(citizen, "submit", **GOOD, files=files).status_code == 417


def test_filing_needs_an_account():
	"""R3.3."""
	with pytest.raises(frappe.PermissionError):
		filing.file_from_portal("Guest", GOOD)
