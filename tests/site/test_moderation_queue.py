"""The moderation queue: one takes the next request and holds it, asks the applicant, and decides (R3.1, R3.2, R5.9)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import frappe
import kit
import pytest
from kit import SOS
from kit_portal import committed

from contact_center.control import additions, asking, bell
from contact_center.desk import forms, queues
from contact_center.intake import holds
from contact_center.portal import queries
from contact_center.record import checking, clock, messages

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city", "empty_queue")
QUESTION = "У якому під’їзді тече?"
TAKE = "/api/method/contact_center.intake.holds.take_next"


@pytest.fixture
def empty_queue(db):
	"""What other tests have left in moderation waits for an answer, so that it is in nobody's way."""
	request = frappe.qb.DocType("Request")
	frappe.qb.update(request).set(request.channel, "Phone").where(request.stage == "Moderation").run()
	frappe.db.delete("Moderation Hold")


def taken(by: str = "operator"):
	with kit.acting(by):
		found = holds.take_next()
	return found and found["request"]


def kind_of(caught) -> str:
	return str(caught.value.problem.kind)


# Whose turn it is


def test_the_most_urgent_comes_first_then_what_opens_first():
	late, early, urgent = kit.filed(), kit.filed(), kit.filed()
	for request, hours in ((late, 3), (early, 1), (urgent, 9)):
		moment = clock.to_site(clock.now() + timedelta(hours=hours))
		frappe.db.set_value("Request", request.name, "moderate_from", moment)
	frappe.db.set_value("Request", urgent.name, {"classifier": SOS, "comes_first": 1})
	order = []
	for _each in range(3):
		order.append(taken())
		holds.end(order[-1])
		frappe.db.set_value("Request", order[-1], "channel", "Phone")
	assert order == [urgent.name, early.name, late.name]


def test_an_operator_goes_on_with_the_one_that_is_held():
	first, _second = kit.filed(), kit.filed()
	assert taken() == taken() == first.name


def test_two_operators_never_have_the_same_one():
	first, second = kit.filed(), kit.filed()
	assert (taken("operator"), taken("supervisor")) == (first.name, second.name)
	with kit.acting("administrator"), pytest.raises(frappe.PermissionError):
		holds.take_next()


def test_an_empty_queue_gives_nothing():
	kit.filed()
	taken()
	assert taken("supervisor") is None


def test_a_request_of_the_phone_is_in_no_queue():
	frappe.get_doc({"doctype": "Request", **kit.values(wording_agreed=0)}).insert()
	assert taken() is None


# A hold


def test_a_colleague_reads_who_has_it_and_decides_nothing():
	request = kit.filed()
	taken()
	with kit.acting("supervisor"):
		shown = forms._hold(kit.fresh(request))
		assert (shown["operator"], shown["mine"]) == (
			frappe.db.get_value("User", kit.email("operator"), "full_name"),
			False,
		)
	for step in (
		lambda: kit.act(request, "Reject", "supervisor", reason="ні"),
		lambda: kit.act(request, "Register", "supervisor"),
		lambda: asking_as("supervisor", request),
		lambda: holding_as("supervisor", request),
	):
		with pytest.raises(frappe.ValidationError) as caught:
			step()
		assert kind_of(caught) == "Held by Another"
	assert kit.fresh(request).stage == "Moderation"


def asking_as(person, request):
	with kit.acting(person):
		asking.ask(request.name, QUESTION)


def holding_as(person, request):
	with kit.acting(person):
		holds.take(request.name)


def test_who_holds_it_decides_and_the_hold_ends():
	request = kit.filed()
	taken()
	kit.act(request, "Register", "operator")
	assert not frappe.db.exists("Moderation Hold", request.name)


def test_without_a_hold_everybody_of_the_office_decides():
	request = kit.filed()
	kit.act(request, "Register", "supervisor")
	assert kit.fresh(request).stage == "Registered"


@pytest.mark.parametrize("how", ["given back", "run out"])
def test_what_is_given_back_or_runs_out_is_free(how):
	request = kit.filed()
	taken()
	if how == "given back":
		with kit.acting("operator"):
			holds.release(request.name)
	else:
		past = clock.to_utc(clock.now() - timedelta(seconds=1))
		frappe.db.set_value("Moderation Hold", request.name, "until_utc", past)
	assert taken("supervisor") == request.name
	with kit.acting("operator"):
		assert not forms._hold(kit.fresh(request))["mine"]


def test_a_colleague_cannot_give_it_back():
	request = kit.filed()
	taken()
	with kit.acting("supervisor"):
		holds.release(request.name)
	assert taken("supervisor") is None


def test_a_hold_lasts_ten_minutes_from_the_last_taking():
	request = kit.filed()
	taken()
	left = frappe.db.get_value("Moderation Hold", request.name, "until_utc") - clock.to_utc(clock.now())
	assert timedelta(minutes=9, seconds=50) < left <= timedelta(minutes=10)


def prolonged(request, by: str = "operator") -> dict:
	with kit.acting(by):
		return holds.prolong(request.name)


def left(request) -> timedelta:
	return frappe.db.get_value("Moderation Hold", request.name, "until_utc") - clock.to_utc(clock.now())


def test_a_hold_goes_on_while_its_holder_works():
	request = kit.filed()
	taken()
	frappe.db.set_value(
		"Moderation Hold", request.name, "until_utc", clock.to_utc(clock.now() + timedelta(minutes=1))
	)
	answer = prolonged(request)
	assert answer["mine"] and 590 <= answer["seconds"] <= 600
	assert left(request) > timedelta(minutes=9, seconds=50)


def test_a_hold_that_ran_out_goes_on_where_nobody_took_the_request():
	request = kit.filed()
	taken()
	frappe.db.set_value(
		"Moderation Hold", request.name, "until_utc", clock.to_utc(clock.now() - timedelta(minutes=1))
	)
	assert prolonged(request)["mine"] and left(request) > timedelta(minutes=9)


def test_who_lost_a_hold_is_told_who_has_it():
	request = kit.filed()
	taken()
	frappe.db.set_value(
		"Moderation Hold", request.name, "until_utc", clock.to_utc(clock.now() - timedelta(minutes=1))
	)
	taken("supervisor")
	until = left(request)
	answer = prolonged(request)
	name = frappe.db.get_value("User", kit.email("supervisor"), "full_name")
	assert not answer["mine"] and answer["operator"] == name and answer["until"]
	assert abs(left(request) - until) < timedelta(seconds=5), "nothing happens to the colleague's hold"


@pytest.mark.parametrize("how", ["given back", "decided"])
def test_what_is_given_back_or_decided_is_not_held_again(how):
	request = kit.filed()
	taken()
	if how == "given back":
		with kit.acting("operator"):
			holds.release(request.name)
	else:
		kit.act(request, "Register", "operator")
	assert prolonged(request) == {"mine": False}
	assert not frappe.db.exists("Moderation Hold", request.name)


@pytest.mark.parametrize("person", ["citizen", "stranger", "water", "management", "administrator"])
def test_others_prolong_nothing(person):
	request = kit.filed()
	taken()
	with pytest.raises(frappe.PermissionError):
		prolonged(request, person)


def test_what_is_no_longer_in_moderation_is_not_taken():
	request = kit.registered()
	with pytest.raises(frappe.ValidationError) as caught:
		holding_as("operator", request)
	assert kind_of(caught) == "Not in Moderation"


@pytest.mark.parametrize("person", ["citizen", "stranger", "water", "idler", "management", "administrator"])
def test_others_take_nothing(person):
	request = kit.filed()
	for act in (holds.take_next, lambda: holds.take(request.name), lambda: holds.release(request.name)):
		with kit.acting(person), pytest.raises(frappe.PermissionError):
			act()
	assert not frappe.db.exists("Moderation Hold", request.name)


def test_two_operators_who_press_at_once_get_two(as_user):
	waiting = {kit.filed().name for _each in range(4)}
	people = [as_user(kit.email(person)) for person in ("operator", "supervisor")]
	frappe.db.commit()

	def press(session):
		return session.post(session.url(TAKE), timeout=60).json()["message"]["request"]

	with ThreadPoolExecutor(2) as pool:
		got = list(pool.map(press, people))
	assert len(set(got)) == 2 and set(got) <= waiting


def test_one_request_goes_to_one_of_two_who_press_at_once(as_user):
	request = kit.filed()
	people = [as_user(kit.email(person)) for person in ("operator", "supervisor")]
	committed(request)

	def press(session):
		return session.post(session.url(TAKE), timeout=60).json().get("message")

	with ThreadPoolExecutor(2) as pool:
		got = list(pool.map(press, people))
	assert sorted(bool(each) for each in got) == [False, True]


# A question to the applicant


def asked(request=None):
	request = request or kit.filed()
	asking_as("operator", request)
	return kit.fresh(request)


def answered(request, text="У другому"):
	with kit.acting("citizen"):
		asking.answer(request.name, kit.email("citizen"), text)
	return kit.fresh(request)


def test_a_question_takes_the_request_out_of_the_queue_until_the_answer():
	request = asked()
	assert request.asked_at and taken() is None
	assert checking.check(request.name) == []
	request = answered(request)
	assert request.asked_at is None and taken() == request.name
	assert kit.kinds(request)[-2:] == ["Asked", "Answered"]
	assert checking.check(request.name) == []


def test_a_question_ends_the_hold_and_the_answer_rings():
	request = kit.filed()
	taken()
	asked(request)
	assert not frappe.db.exists("Moderation Hold", request.name)
	answered(request)
	with kit.acting("operator"):
		assert bell.unread("Request", [request.name]) == [request.name]


def test_the_list_of_what_waits_is_a_queue_of_its_own():
	names = [queue.name for queue in queues.QUEUES]
	assert names[:2] == ["moderation", "asked"]
	row = queues.for_desk()["queues"][1]
	assert row["when"]["asked_at"] == ["is", "set"] and row["calls"]


def test_the_applicant_is_written_to_and_reads_the_question():
	request = kit.filed()
	messages.forget()
	asked(request)
	assert "asked" in [each.event for each in messages.pending()]
	frappe.db.delete("Email Queue")
	messages.send([("Request", request.name, "asked", "")])
	assert frappe.get_all("Email Queue Recipient", {"recipient": kit.email("citizen")}, limit=1)
	page = queries.my_request(kit.email("citizen"), request.name)
	assert (page["question"], page["can_supplement"]) == (QUESTION, False)
	[row] = [row for row in queries.my_requests(kit.email("citizen"))["rows"] if row.name == request.name]
	assert row.badge == "Чекаємо на вашу відповідь"


def test_asked_twice_by_a_double_click_is_asked_once():
	request = kit.filed()
	seen = kit.version(request)
	with kit.acting("operator"):
		asking.ask(request.name, QUESTION, seen)
		asking.ask(request.name, QUESTION, seen)
	assert kit.kinds(request).count("Asked") == 1


def test_an_answer_by_phone_is_recorded_too():
	request = asked()
	with kit.acting("supervisor"):
		asking.answer_by_phone(request.name, "У третьому")
	line = frappe.get_last_doc("Request Journal", {"request": request.name, "kind": "Answered"})
	assert "У третьому" in line.text and line.actor == kit.email("supervisor")


def answers(request) -> list[str]:
	lines = {"request": request.name, "kind": "Answered"}
	return frappe.get_all("Request Journal", lines, pluck="text", order_by="creation, idx")


def test_another_answer_is_recorded_too_and_the_same_one_once():
	request = asked()
	for text in ("У другому", "У другому", "Ні, у третьому", "У другому"):
		request = answered(request, text)
	assert answers(request) == ["У другому", "Ні, у третьому"]
	assert request.asked_at is None and checking.check(request.name) == []


def test_who_answered_by_phone_answers_in_the_account_too():
	request = asked()
	with kit.acting("supervisor"):
		for _click in range(2):
			asking.answer_by_phone(request.name, "У третьому")
	answered(request, "У третьому, код 15")
	assert answers(request)[1:] == ["У третьому, код 15"]


def test_the_same_words_to_another_question_are_another_answer():
	request = answered(asked(), "так")
	answered(asked(request), "так")
	assert answers(request) == ["так", "так"]


def test_nobody_answers_on_end():
	request = asked()
	with pytest.raises(frappe.RateLimitExceededError):
		for number in range(additions.MOST_AN_HOUR + 1):
			answered(request, f"у під’їзді {number}")
	assert len(answers(request)) == additions.MOST_AN_HOUR


@pytest.mark.parametrize(
	"how, kind",
	[("registered", "Not in Moderation"), ("nothing asked", "Nothing Asked")],
)
def test_nobody_answers_what_is_not_asked(how, kind):
	request = kit.registered() if how == "registered" else kit.filed()
	with pytest.raises(frappe.ValidationError) as caught:
		answered(request)
	assert kind_of(caught) == kind


def test_a_registered_request_is_asked_nothing():
	with pytest.raises(frappe.ValidationError) as caught:
		asking_as("operator", kit.registered())
	assert kind_of(caught) == "Not in Moderation"


def test_another_citizen_answers_nothing():
	request = asked()
	with kit.acting("neighbour"), pytest.raises(frappe.PermissionError):
		asking.answer(request.name, kit.email("neighbour"), "моє")


@pytest.mark.parametrize("person", ["citizen", "water", "management", "administrator", "idler"])
def test_others_ask_nothing(person):
	request = kit.filed()
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		asking.ask(request.name, QUESTION)
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		asking.answer_by_phone(request.name, "так")


def test_the_answer_in_the_account(citizen):
	request = committed(asked())
	page = citizen.get(citizen.url(f"/my-requests/{request.name}")).text
	assert QUESTION in page
	url = citizen.url("/api/method/contact_center.portal.api.answer")
	assert citizen.post(url, {"name": request.name, "text": ""}, timeout=60).status_code == 417
	assert citizen.post(url, {"name": request.name, "text": "У другому"}, timeout=60).ok
	assert citizen.post(url, {"name": request.name, "text": "У другому"}, timeout=60).ok
	frappe.db.rollback()
	assert kit.kinds(request).count("Answered") == 1
