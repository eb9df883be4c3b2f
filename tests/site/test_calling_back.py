"""The sheet of call-backs (R6.1.5): whom to ring and when, one operator at a time, and the end without an answer."""

import json
from datetime import timedelta

import frappe
import kit
import pytest

from contact_center import notifications
from contact_center.control import call_backs, confirmation
from contact_center.desk import call_back_sheet
from contact_center.portal import queries
from contact_center.record import clock
from contact_center.regulation.problems import ProblemKind as Kind

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

NOT_OPERATORS = [person for person in kit.PEOPLE if person not in ("operator", "supervisor")]
PHONE = kit.PHONES["citizen"]
AFTERNOON, NEXT_DAY = timedelta(hours=4), timedelta(days=1)


@pytest.fixture(autouse=True)
def marks():
	"""Nobody rings anybody before a test, nor after it."""
	forget = lambda: [frappe.cache.delete(call_backs._key(phone)) for phone in kit.PHONES.values()]  # noqa: E731
	forget()
	yield
	forget()


def call(request, outcome="Not Reached", text="", by="operator", at=kit.MONDAY) -> None:
	with clock.at(at), kit.acting(by):
		confirmation.call_back(request.name, outcome, text, kit.version(request))


def executed(**other):
	with clock.at(kit.MONDAY):
		return kit.executed(**other)


def called_in_vain(**other):
	"""A request whose applicant was called as often as the settings want it."""
	request = executed(**other)
	for later in (timedelta(), AFTERNOON, NEXT_DAY):
		call(request, at=kit.MONDAY + later)
	return request


def close(request, by="supervisor", at=kit.MONDAY + NEXT_DAY, **values) -> None:
	with clock.at(at), kit.acting(by):
		call_backs.close_not_reached(request.name, seen=kit.version(request), **values)


def sheet(by="operator", at=kit.MONDAY) -> dict[str, dict]:
	"""The callers of the sheet, by phone."""
	with clock.at(at), kit.acting(by):
		return {caller["phone"]: caller for caller in call_back_sheet.sheet()["callers"]}


def kind_of(refusal) -> Kind:
	return refusal.value.problem.kind


def test_several_requests_of_a_number_are_one_caller():
	first, second = executed(), executed(building="14")
	caller = sheet()[PHONE]
	assert {row["name"] for row in caller["requests"]} == {first.name, second.name}
	assert caller["is_due"] and not caller["taken"]


def test_callers_of_one_house_know_of_each_other():
	executed(), executed(applicant=kit.applicant("neighbour"))
	assert [caller["neighbours"] for caller in sheet().values()] == [1, 1]


def test_the_next_attempt_is_shown_and_comes_by_the_rule():
	request = executed()
	call(request)
	caller = sheet(at=kit.MONDAY + timedelta(hours=1))[PHONE]
	assert not caller["is_due"] and "13:00" in caller["next"]
	assert caller["requests"][0]["attempts"] == 1
	assert sheet(at=kit.MONDAY + AFTERNOON)[PHONE]["is_due"]


@pytest.mark.parametrize(("outcome", "text"), [("Confirmed", ""), ("Not Confirmed", "тече")])
def test_who_has_answered_is_not_on_the_sheet(outcome, text):
	call(executed(), outcome, text)
	assert PHONE not in sheet()


def test_anonymous_requests_are_not_on_the_sheet():
	kit.executed(anonymous=1, anonymous_warned=1)
	assert sheet() == {}


def test_what_was_returned_and_reported_again_is_called_about_anew():
	request = executed()
	call(request)
	with clock.at(kit.MONDAY + AFTERNOON):
		kit.return_for_rework(request)
		kit.report(kit.task_of(request))
	assert sheet(at=kit.MONDAY + AFTERNOON)[PHONE]["requests"][0]["attempts"] == 0


def test_who_rings_reads_result_and_evidence_and_is_on_record():
	request = executed()
	with kit.acting("operator"):
		(asked,) = call_back_sheet.take(PHONE)
	assert asked["number"] == request.number and "Прорив усунуто" in asked["result"]
	assert asked["seen"] == kit.version(request) and len(asked["evidence"]) == 1
	logged = {
		"reference_document": kit.applicant(),
		"method": call_back_sheet.METHOD,
		"user": kit.email("operator"),
	}
	assert frappe.db.exists("Access Log", logged)


def test_two_operators_do_not_ring_the_same_person():
	executed()
	with kit.acting("operator"):
		call_back_sheet.take(PHONE)
		call_back_sheet.take(PHONE)  # one's own again
	assert sheet("supervisor")[PHONE]["taken"] and not sheet("operator")[PHONE]["taken"]
	with kit.acting("supervisor"), pytest.raises(frappe.ValidationError) as refusal:
		call_back_sheet.take(PHONE)
	assert kind_of(refusal) is Kind.CALL_TAKEN
	with kit.acting("supervisor"):
		call_back_sheet.release(PHONE)  # not the supervisor's to take away
	with kit.acting("supervisor"), pytest.raises(frappe.ValidationError):
		call_back_sheet.take(PHONE)
	with kit.acting("operator"):
		call_back_sheet.release(PHONE)
	with kit.acting("supervisor"):
		assert call_back_sheet.take(PHONE)


def test_nobody_rings_from_the_form_whom_a_colleague_rings_from_the_sheet():
	request = executed()
	with kit.acting("operator"):
		call_back_sheet.take(PHONE)
		call_back_sheet.hold(request.name)  # one's own
	with kit.acting("supervisor"):
		with pytest.raises(frappe.ValidationError) as refusal:
			call_back_sheet.hold(request.name)
		assert kind_of(refusal) is Kind.CALL_TAKEN
		call_back_sheet.let_go(request.name)  # not the supervisor's to take away
	with kit.acting("operator"):
		call_back_sheet.let_go(request.name)
	with kit.acting("supervisor"):
		call_back_sheet.hold(request.name)
	with kit.acting("operator"), pytest.raises(frappe.ValidationError):
		call_back_sheet.take(PHONE)


def test_whose_request_is_anonymous_nobody_rings():
	request = executed(anonymous=1, anonymous_warned=1)
	for person in ("operator", "supervisor"):
		with kit.acting(person):
			call_back_sheet.hold(request.name)
			call_back_sheet.let_go(request.name)


@pytest.mark.parametrize("person", ["water", "management", "administrator", "citizen", "stranger"])
@pytest.mark.parametrize("method", ["hold", "let_go"])
def test_nobody_else_marks_a_number_by_its_request(person, method):
	request = executed()
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		getattr(call_back_sheet, method)(request.name)


def test_the_sheet_is_paged_and_none_is_cut_off(monkeypatch):
	monkeypatch.setattr(call_back_sheet, "PAGE", 1)
	executed()
	executed(applicant=kit.applicant("neighbour"))
	with kit.acting("operator"), clock.at(kit.MONDAY):
		first, whole = call_back_sheet.sheet(1), call_back_sheet.sheet(2)
	assert (len(first["callers"]), first["all"], first["more"]) == (1, 2, False)
	assert [each["phone"] for each in whole["callers"]][:1] == [first["callers"][0]["phone"]]
	assert len(whole["callers"]) == whole["all"] == 2


def test_a_forgotten_mark_ends_by_itself():
	executed()
	with kit.acting("operator"):
		call_back_sheet.take(PHONE)
	assert 0 < frappe.cache.ttl(call_backs._key(PHONE)) <= 600


def test_the_mark_outlives_the_clearing_of_all_caches():
	executed()
	with kit.acting("operator"):
		call_back_sheet.take(PHONE)
	frappe.clear_cache()
	assert sheet("supervisor")[PHONE]["taken"]


@pytest.mark.parametrize("person", NOT_OPERATORS)
@pytest.mark.parametrize("method", ["sheet", "take", "release"])
def test_the_sheet_is_for_operators_alone(person, method):
	"""D1: it shows phones."""
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		getattr(call_back_sheet, method)(*([] if method == "sheet" else [PHONE]))


def test_the_sheet_asks_as_many_questions_for_many_as_for_one(db):
	def asked() -> int:
		frappe.local.contact_center_now = None
		before = int(db.sql("show session status like 'Com_select'")[0][1])
		sheet()
		return int(db.sql("show session status like 'Com_select'")[0][1]) - before

	executed()
	sheet()
	one = asked()
	for building in ("14", "16", "18"):
		executed(building=building, applicant=kit.applicant("neighbour"))
	assert asked() == one


def test_a_supervisor_closes_after_attempts_on_different_days():
	request = called_in_vain()
	close(request)
	request = kit.fresh(request)
	assert (request.stage, request.confirmation) == ("Closed", "Not Reached")
	assert kit.kinds(request)[-1] == "Not Reached" and kit.fresh(kit.task_of(request)).stage == "Closed"


def test_a_reason_that_is_too_long_is_refused_and_not_cut():
	request = called_in_vain()
	with pytest.raises(frappe.ValidationError):
		close(request, reason="а" * (call_backs.LONGEST + 1))
	close(request, reason="а" * call_backs.LONGEST)
	assert frappe.get_last_doc("Request Journal", {"request": request.name}).text == "а" * call_backs.LONGEST


def test_closing_twice_is_closing_once():
	request = called_in_vain()
	seen = kit.version(request)
	with clock.at(kit.MONDAY + NEXT_DAY), kit.acting("supervisor"):
		for _click in range(2):
			call_backs.close_not_reached(request.name, seen=seen)
	assert kit.kinds(request).count("Not Reached") == 1


@pytest.mark.parametrize("person", [*NOT_OPERATORS, "operator"])
def test_nobody_but_a_supervisor_closes_without_an_answer(person):
	request = called_in_vain()
	with pytest.raises(frappe.PermissionError):
		close(request, person)
	assert kit.fresh(request).stage == "Awaiting Confirmation"


@pytest.mark.parametrize(
	"laters", [(), (timedelta(), NEXT_DAY), (timedelta(), AFTERNOON, timedelta(hours=8))]
)
def test_too_few_attempts_or_days_do_not_close(laters):
	request = executed()
	for later in laters:
		call(request, at=kit.MONDAY + later)
	with pytest.raises(frappe.ValidationError) as refusal:
		close(request)
	assert kind_of(refusal) is Kind.CALLS_TOO_FEW and kit.fresh(request).stage == "Awaiting Confirmation"


@pytest.mark.parametrize(("outcome", "text"), [("Confirmed", ""), ("Not Confirmed", "тече")])
def test_who_has_answered_was_reached(outcome, text):
	request = called_in_vain()
	call(request, outcome, text, at=kit.MONDAY + NEXT_DAY)
	with pytest.raises(frappe.ValidationError) as refusal:
		close(request)
	assert kind_of(refusal) is Kind.APPLICANT_ANSWERED


def test_a_request_at_work_is_not_closed_so():
	with pytest.raises(frappe.ValidationError) as refusal:
		close(kit.registered())
	assert kind_of(refusal) is Kind.NOT_AWAITING


def test_what_happened_meanwhile_is_read_first():
	request = called_in_vain()
	seen = kit.version(request)
	with clock.at(kit.MONDAY + NEXT_DAY + timedelta(minutes=1)):
		call(request, "Not Reached", by="operator", at=kit.MONDAY + NEXT_DAY + timedelta(minutes=1))
	frappe.db.set_value("Request", request.name, "modified", "2026-03-09 10:00:00", update_modified=False)
	with kit.acting("supervisor"), pytest.raises(frappe.TimestampMismatchError):
		call_backs.close_not_reached(request.name, seen=seen)


def test_a_form_cannot_say_that_nobody_was_reached():
	"""The field is nobody's to write: the operator's «Close» still wants a confirmation."""
	request = called_in_vain()
	with pytest.raises(frappe.ValidationError):
		kit.act(request, "Close", "operator", confirmation="Not Reached")
	assert kit.fresh(request).stage == "Awaiting Confirmation"


def test_the_settings_name_attempts_and_days(db):
	db.set_single_value("Contact Center Settings", {"call_back_attempts": 1, "call_back_days": 1})
	request = executed()
	call(request)
	close(request)
	assert kit.fresh(request).stage == "Closed"


def test_the_applicant_reads_that_nobody_was_reached():
	request = called_in_vain()
	close(request, reason="тричі не взяв слухавки")
	shown = queries.my_request(kit.email("citizen"), request.name)
	assert shown.badge == frappe._("Closed without your answer", context="stage")
	assert "could not reach you" in shown.explanation
	assert shown.steps[-1]["label"] == frappe._("Closed without your answer", context="step")
	assert "слухавки" not in json.dumps(shown.timeline, default=str)
	assert shown.timeline[-1]["kind"] == "Not Reached" or shown.timeline[0]["kind"] == "Not Reached"


def test_a_letter_of_its_own_tells_it():
	shipped = notifications.shipped()
	assert shipped["request_not_reached"]["method"] == "not_reached"
	assert "не додзвонилися" in notifications.text_of("request_not_reached")
	assert frappe.db.exists("Notification", {"document_type": "Request", "method": "not_reached"})


def test_the_cards_count_it_apart():
	from frappe.desk.doctype.number_card.number_card import get_result

	def counted(name: str) -> int:
		card = frappe.get_doc("Number Card", name)
		return get_result(card.as_json(), card.filters_json)

	names = ("Closed This Month", "Closed Without an Answer This Month")
	before = [counted(name) for name in names]
	request = kit.executed()
	frappe.db.set_single_value("Contact Center Settings", {"call_back_attempts": 1, "call_back_days": 1})
	with kit.acting("operator"):
		confirmation.call_back(request.name, "Not Reached", "", kit.version(request))
	with kit.acting("supervisor"):
		call_backs.close_not_reached(request.name, seen=kit.version(request))
	assert [counted(name) for name in names] == [before[0], before[1] + 1]
