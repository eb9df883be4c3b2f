"""The citizen's pages through a real web server: who sees what, and what may be done there (R3.3, R3.4, RE3, D1)."""

import re
from datetime import timedelta

import frappe
import kit
import pytest
from kit import LONG_STREET, MONDAY, STREET
from kit_portal import API, committed, ours, post

from contact_center.control import confirmation
from contact_center.desk import lookup
from contact_center.portal import context, queries, repair_pages
from contact_center.reading import request_codes
from contact_center.record import clock
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import Stage
from contact_center.words import journal_words, request_words

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")

PRIVATE_PAGES = ["/submit-request", "/my-requests", "/my-requests/abc123", "/my-details", "/phone-request"]


@pytest.mark.parametrize("page", PRIVATE_PAGES)
def test_a_guest_is_led_to_sign_in_and_back(guest, page):
	"""R3.3."""
	answer = guest.get(guest.url(page), allow_redirects=False, timeout=60)
	assert answer.status_code == 302
	assert answer.headers["Location"].endswith(f"/login?redirect-to={page}")


@pytest.mark.parametrize("page", ["/", "/home", "/repairs", "/repairs?street=%22%3E%3Cscript%3E", "/login"])
def test_public_pages_open_for_everybody_with_the_phone(guest, page):
	"""RE3; the phone of the centre is on every page."""
	answer = guest.get(guest.url(page), timeout=60)
	assert answer.ok
	assert f"tel:{frappe.db.get_single_value('Contact Center Settings', 'phone')}" in answer.text
	assert '"><script>' not in answer.text


@pytest.mark.parametrize(
	"method",
	["upload", "discard", "submit", "cancel", "confirm", "dispute", "reopen", "supplement", "save_details"],
)
def test_a_guest_can_do_nothing(guest, method):
	"""R3.4: only the account acts, and only by POST."""
	assert post(guest, method, file="x", name="x").status_code == 403


@pytest.mark.parametrize(
	"method",
	[
		"submit",
		"cancel?name=x",
		"confirm?name=x",
		"dispute?name=x",
		"reopen?name=x",
		"supplement?name=x",
		"discard?file=x",
	],
)
def test_a_link_cannot_act(citizen, method):
	"""What changes something is no GET, so no link and no picture can do it."""
	assert citizen.get(citizen.url(API + method), timeout=60).status_code == 403


def test_another_citizens_request_is_not_there(citizen, neighbour, clean):
	"""D1: no page, no act, and no difference from a request that does not exist."""
	request = committed(kit.filed("citizen", description="Таємниця двору номер п'ять"))
	mine, theirs = (
		each.get(each.url(f"/my-requests/{request.name}"), timeout=60) for each in (citizen, neighbour)
	)
	nobodys = neighbour.get(neighbour.url("/my-requests/abcdefghij"), timeout=60)
	assert (mine.status_code, theirs.status_code, nobodys.status_code) == (200, 404, 404)
	assert "Таємниця двору" in mine.text
	assert "Таємниця двору" not in theirs.text + neighbour.get(neighbour.url("/my-requests"), timeout=60).text
	for method in ("cancel", "confirm", "dispute", "reopen", "supplement"):
		# the page left its token
		token = re.search(r'name="csrf_token" value="(\w+)"', theirs.text)[1]
		data = {"name": request.name, "text": "не зроблено", "comment": "ще", "csrf_token": token}
		assert neighbour.post(neighbour.url(API + method), data, timeout=60).status_code == 403
	# the stranger's look did not hide it from its owner
	assert citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).status_code == 200


def test_the_applicant_cancels_what_is_no_longer_needed(citizen, clean):
	"""R3.4: it lies in the archive then."""
	request = committed(kit.filed("citizen"))
	assert post(citizen, "cancel", name=request.name, seen=kit.version(request), reason="Сусід полагодив").ok
	frappe.db.rollback()
	assert (kit.fresh(request).stage, kit.fresh(request).reason) == ("Cancelled", "Сусід полагодив")
	lists = [citizen.get(citizen.url(f"/my-requests?archive={tab}"), timeout=60).text for tab in (0, 1)]
	assert [request.name in page for page in lists] == [False, True]


def test_the_applicant_confirms_in_the_account(citizen, clean):
	"""R7.7: the operator closes after it."""
	request = committed(kit.executed())
	page = citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).text
	# R7.5: who did it, and whom to ask about it
	for text in (
		kit.executor_title("KIT-WATER"),
		*(kit.RESULT[f"result{part}"] for part in ("", "_unit", "_person", "_phone")),
	):
		assert text in page
	token = re.search(r'name="csrf_token" value="(\w+)"', page)[1]
	assert post(citizen, "confirm", name=request.name, seen=kit.version(request), csrf_token=token).ok
	frappe.db.rollback()
	assert kit.fresh(request).confirmation == "In Account"
	again = citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).text
	assert 'data-post="confirm"' in page
	assert 'data-post="confirm"' not in again
	with kit.acting("operator"):
		assert kit.act(request, "Close", "operator").stage == "Closed"


def test_the_applicant_disputes_with_a_reason(citizen, clean):
	"""R6.3.3: a ground for rework; without words it is none."""
	request = committed(kit.executed())
	silent = post(citizen, "dispute", name=request.name, text=" ")
	assert (silent.status_code, list(silent.json()["field_errors"])) == (417, ["text"])
	assert post(
		citizen, "dispute", name=request.name, seen=kit.version(request), text="Вода тече <b>далі</b>"
	).ok
	frappe.db.rollback()
	assert kit.fresh(request).applicant_answer == "Disputed"
	assert kit.kinds(request)[-1] == "Disputed"


def test_a_confirmation_withdrawn_by_phone_counts(citizen, clean):
	"""R6.1.5, R6.3.3: the page no longer announces the closing; the repaired work can be confirmed."""
	request = kit.executed()
	with kit.acting("citizen"):
		confirmation.confirm(request.name, kit.email("citizen"))
	with kit.acting("operator"):
		confirmation.call_back(request.name, "Not Confirmed", "знову тече")
	frappe.db.commit()
	page = citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).text
	assert "Ви повідомили, що роботу не виконано" in page and 'data-post="confirm"' in page


def test_the_results_of_two_executors_are_shown_once_each(citizen, clean):
	"""R8.1.7."""
	request = kit.registered(classifier=kit.YARD)
	for executor, person in (("KIT-ROADS", "roads"), ("KIT-HOUSING", "housing")):
		task = kit.accept(kit.task_of(request, executor), by=person)
		kit.report(task, by=person, result=f"Зроблено людьми {person}")
	shown = queries.my_request(kit.email("citizen"), request.name)
	frappe.db.commit()
	page = citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).text
	answers = page.split('class="cc-timeline"')[0]
	assert len(shown["answers"]) == 2
	assert [answers.count(f"Зроблено людьми {person}") for person in ("roads", "housing")] == [1, 1]


def test_the_result_is_shown_once_the_work_is_reported_done(citizen, clean):
	"""R8.1.7: not while the executor still writes it."""
	request = kit.registered()
	task = kit.accept(kit.task_of(request))
	frappe.db.set_value("Request Task", task.name, "result", "Чернетка відповіді")
	frappe.db.commit()

	def page():
		return citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).text

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
	"""The account's applicant, the counts, which of own and joined ones are on the page, their rows: never one a row."""

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
	assert cost() == few <= 4


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


def test_time_left_comes_with_the_exact_moment(clean):
	"""R4.2: 24 hours for an emergency; late is shown as late."""
	with clock.at(MONDAY):
		kit.registered()
	with clock.at(MONDAY + timedelta(hours=21, minutes=50)):
		[row] = queries.my_requests(kit.email("citizen"))["rows"]
	assert (row.late, row.due_words) == (False, "03.03.2026, 10:00")
	assert "2" in row.left and "10" in row.left
	with clock.at(MONDAY + timedelta(days=2)):
		[row] = queries.my_requests(kit.email("citizen"))["rows"]
	assert row.late


def test_personal_data_can_be_changed(citizen, clean):
	"""R3.3."""
	try:
		assert post(
			citizen,
			"save_details",
			surname="Новенко",
			first_name="Оксана",
			phone="067 111 00 01",
			notify_by="Phone",
		).ok
		bad = post(citizen, "save_details", surname="Новенко", first_name="Оксана", phone="1")
		assert list(bad.json()["field_errors"]) == ["phone"]
		frappe.db.rollback()
		assert frappe.db.get_value("Applicant", kit.applicant(), ["surname", "notify_by"]) == (
			"Новенко",
			"Phone",
		)
	finally:
		frappe.db.set_value("Applicant", kit.applicant(), {"surname": "Заявниченко", "notify_by": "E-mail"})
		frappe.db.commit()


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_its_words_and_its_colour(stage):
	"""DESIGN: one colour per stage, never colour alone."""
	assert request_words.stage_label(stage.value) and request_words.stage_explanation(stage.value)
	css = frappe.read_file(frappe.get_app_path("contact_center", "public", "css", "portal.css"))
	assert f".{request_words.css(stage.value)} {{" in css


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.WARNED, Kind.ESCALATED)])
def test_every_public_line_of_the_journal_has_its_words(kind):
	"""RI1."""
	assert journal_words.for_applicant(kind.value)


@pytest.fixture
def works():
	"""Repair events now, tomorrow, closed, and past their end but open."""
	hour = timedelta(hours=1)
	now = clock.to_site(clock.now())

	def event(title, start, end, street=STREET, **fields):
		doc = {
			"doctype": "Repair Event",
			"title": title,
			"executor": "KIT-WATER",
			"kind": "Emergency",
			"status": "Open",
		}
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
	"""RE3, RE2: an open event past its end is still shown, and marked."""
	events = repair_pages.public_events()
	assert titles(events, "current") == {"Теперішні перевірочні роботи", "Затягнуті перевірочні роботи"}
	assert titles(events, "coming") == {"Завтрашні перевірочні роботи"}
	assert [event.past_end for event in events["current"] if event.title.startswith("Затягнуті")] == [True]


@pytest.mark.parametrize(
	("street", "current", "coming"),
	[
		*(("Перевірочна", 2, 0), ("Перевірочна, 14-а", 2, 0), ("перевірочна,", 2, 0), ("довгий", 0, 1)),
		*(("немає такої вулиці", 0, 0), ("%", 0, 0)),
	],
)
def test_works_are_found_by_street(works, street, current, coming):
	"""RE3."""
	events = repair_pages.public_events(street)
	assert (len(titles(events, "current")), len(titles(events, "coming"))) == (current, coming)


def test_an_unknown_street_differs_from_one_without_works(guest, works):
	"""RE3: nobody at home without water reads that there are no works because of a misspelt name."""
	there, nowhere = (
		guest.get(guest.url(f"/repairs?street={text}"), timeout=60).text for text in ("Довгий", "Вигадана")
	)
	assert "За цією адресою ремонтних робіт не оголошено" in there
	assert "Вулиці «Вигадана» немає в нашому переліку" in nowhere


@pytest.fixture
def ukrainian(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")


def whom(text: str) -> dict[str, str]:
	"""Whom each of the test's works concerns, in words, for who asks about `text`."""
	events = repair_pages.public_events(text)
	return {
		event.title.split()[0]: event.whom
		for part in ("current", "coming")
		for event in events[part]
		if "перевірочні" in event.title
	}


def test_each_announcement_says_whom_it_concerns(works, ukrainian):
	"""RE3: works of 1–9 are another building's for who lives in 14-а."""
	mine, another, no_building = (whom(f"Перевірочна{part}") for part in (" буд. 5 кв 3", ", 14-а", ""))
	assert mine["Теперішні"] == "Ваш будинок"
	assert another["Теперішні"] == "Інші будинки вашої вулиці, не ваш"
	assert no_building["Теперішні"].startswith("Окремі будинки вашої вулиці")
	assert repair_pages.public_events("Перевірочна, 5")["certain"]
	assert not repair_pages.public_events("Перевірочна, 14-а")["certain"]


@pytest.mark.parametrize(
	("district", "addresses", "text"),
	[
		("KIT-NORTH", [], "Увесь ваш район"),
		(None, [], "Усе місто"),
		("KIT-NORTH", [{"street": LONG_STREET}], "Інші вулиці вашого району"),
		(None, [{"street": STREET}], "Уся ваша вулиця"),
	],
)
def test_an_outage_of_the_district_or_the_city_is_never_denied(district, addresses, text, ukrainian):
	"""RE3: the street itself need not be announced."""
	district = district and frappe.db.get_value("City Street Range", {"parent": STREET}, "district")
	now = clock.to_site(clock.now())
	event = {
		"doctype": "Repair Event",
		"title": "Аварія перевірочні",
		"executor": "KIT-WATER",
		"kind": "Emergency",
	}
	times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
	frappe.get_doc({**event, **times, "district": district, "addresses": addresses}).insert()
	assert whom("Перевірочна 12")["Аварія"].startswith(text)


def test_similar_streets_are_offered_with_the_building(guest):
	"""RE3: where several streets are like it they are links with the building, never a denial."""
	found = repair_pages.public_events("перевір буд 18")
	assert set(found["similar"]) == {f"{STREET}, 18", f"{LONG_STREET}, 18"} and not found["known"]
	page = guest.get(guest.url("/repairs?street=перевір буд 18"), timeout=60).text
	assert "Виберіть свою" in page and "не оголошено" not in page


def test_works_cost_the_same_for_one_and_for_ten(works):
	"""DESIGN: one query a list, never one a row."""

	def cost() -> int:
		with kit.counting_queries() as seen:
			repair_pages.public_events("Перевірочна, 5")
		return len(seen)

	cost()  # what is cached once is cached now
	few = cost()
	now = clock.to_site(clock.now())
	for number in range(9):
		event = {
			"doctype": "Repair Event",
			"title": f"Ще {number}",
			"executor": "KIT-WATER",
			"kind": "Emergency",
		}
		times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
		frappe.get_doc({**event, **times, "addresses": [{"street": STREET, "buildings": "1–9"}]}).insert()
	assert cost() == few


def test_the_operators_hours_are_in_one_line():
	"""R3.1."""
	assert re.fullmatch(r"[^,]+ \d\d:\d\d–\d\d:\d\d(, [^,]+ \d\d:\d\d–\d\d:\d\d)*", context.hours_words())


@pytest.fixture
def details(citizen):
	"""Save the citizen's details; what they were is put back."""
	fields = ["surname", "first_name", "patronymic", "phone", "notify_by"]
	before = frappe.db.get_value("Applicant", kit.applicant(), fields, as_dict=True)
	whole = {
		"surname": "Заявниченко",
		"first_name": "Оксана",
		"phone": "067 111 00 01",
		"notify_by": "E-mail",
	}
	yield lambda **fields: post(citizen, "save_details", **{**whole, **fields})
	frappe.db.rollback()
	kit.put_back(before)


def stored_details() -> dict:
	frappe.db.rollback()
	fields = ["surname", "first_name", "patronymic", "phone"]
	return frappe.db.get_value("Applicant", kit.applicant(), fields, as_dict=True)


@pytest.mark.parametrize("field", ["surname", "first_name", "phone"])
def test_what_cannot_be_emptied_says_so(details, field):
	"""R3.3: nothing is text to be saved that was not."""
	before = stored_details()
	answer = details(**{field: " "})
	assert (answer.status_code, list(answer.json()["field_errors"])) == (417, [field])
	assert "прибрати не можна" in answer.json()["field_errors"][field]
	assert stored_details() == before


def test_a_patronymic_can_go(details):
	"""R3.3; and one that is not sent stays."""
	assert details(patronymic="Петрівна").ok
	assert stored_details().patronymic == "Петрівна"
	assert details().ok and stored_details().patronymic == "Петрівна"
	assert details(patronymic="").ok
	assert not stored_details().patronymic


REJECTED = {"description": "Зламано лавку в парку. Дуже просимо.", "classifier": None}


def rejected(**fields):
	return committed(
		kit.act(kit.filed("citizen", **fields), "Reject", "operator", reason="Не вказано, де саме")
	)


def test_a_declined_request_is_filled_in_for_a_better_one(citizen, clean):
	"""R3.4: with the reason; nothing that was agreed is copied."""
	request = rejected(latitude=47.91, longitude=33.39)
	page = citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).text
	assert f"/submit-request?again={request.name}" in page
	again = queries.to_file_again(kit.email("citizen"), request.name)
	assert (again["street"], again["description"]) == (request.street, request.description)
	assert not {"latitude", "consent", "wording", "wording_agreed", "number"} & set(again)
	form = citizen.get(citizen.url(f"/submit-request?again={request.name}"), timeout=60)
	assert form.ok and "Не вказано, де саме" in form.text


def test_another_and_an_accepted_request_fill_nothing_in(neighbour, clean):
	"""D1."""
	request, accepted = rejected(), committed(kit.registered())
	assert queries.to_file_again(kit.email("neighbour"), request.name) == {}
	assert queries.to_file_again("Guest", request.name) == {}
	assert queries.to_file_again(kit.email("citizen"), accepted.name) == {}
	page = neighbour.get(neighbour.url(f"/submit-request?again={request.name}"), timeout=60)
	assert page.ok and request.description not in page.text


def test_a_matter_in_no_list_has_its_words_for_a_title(clean):
	"""R3.4."""
	kit.filed("citizen", **REJECTED)
	[row] = queries.my_requests(kit.email("citizen"))["rows"]
	assert row.heading == "Зламано лавку в парку"


def test_the_thanks_have_an_address_of_their_own(citizen, clean):
	"""R3.4: the code to write down, by when it is looked at, what to do meanwhile; a reload sends nothing again."""
	request = committed(kit.filed("citizen"))
	for _load in range(2):
		page = citizen.get(citizen.url(f"/my-requests/{request.name}/filed"), timeout=60)
		assert page.ok and request_codes.written(request.name) in page.text
	assert "Що робити тим часом" in page.text and 'href="tel:112"' in page.text
	assert len(ours()) == 1


@pytest.mark.parametrize(
	("hour", "minute", "starts", "done_by"),
	[
		(10, 0, "", "today until 17:30"),
		(17, 10, "", "tomorrow, 03.03, until 17:30"),
		(20, 0, "Tuesday", "tomorrow, 03.03, until"),
	],
)
def test_it_names_the_moment_of_the_moderation(clean, monkeypatch, hour, minute, starts, done_by):
	"""R3.1, R3.2: by the working calendar; who files the last minutes of a day waits for the next one."""
	monkeypatch.setattr(frappe.local, "lang", "en")
	with clock.at(MONDAY.replace(hour=hour, minute=minute)):
		request = kit.filed("citizen")
		shown = queries.filed(kit.email("citizen"), request.name)
	assert shown["starts"].startswith(starts) and bool(shown["starts"]) == bool(starts)
	assert done_by in shown["done_by"]


def test_anothers_thanks_are_not_there(guest, neighbour, clean):
	"""D1."""
	request = committed(kit.filed("citizen"))
	page = neighbour.get(neighbour.url(f"/my-requests/{request.name}/filed"), timeout=60)
	assert page.status_code == 404 and request_codes.written(request.name) not in page.text
	answer = guest.get(guest.url(f"/my-requests/{request.name}/filed"), allow_redirects=False, timeout=60)
	assert answer.status_code == 302


def test_the_operator_finds_a_request_by_its_code(clean):
	"""R5.9: who calls about a request without a number names the code."""
	request = kit.filed("citizen")
	with kit.acting("operator"):
		assert lookup.find(request_codes.written(request.name))["requests"] == [request.name]
	with kit.acting("citizen"), pytest.raises(frappe.PermissionError):
		lookup.find(request_codes.written(request.name))


def test_a_late_request_says_how_late_and_by_when_it_was_due(citizen, clean):
	with clock.at(MONDAY):
		request = committed(kit.registered())
	page = citizen.get(citizen.url(f"/my-requests/{request.name}"), timeout=60).text
	words = " ".join(re.sub("<[^>]+>", " ", page).split()).replace(" ,", ",")
	assert re.search(r"прострочено на \d+ \w+, строк був до 03\.03\.2026, 10:00", words)
