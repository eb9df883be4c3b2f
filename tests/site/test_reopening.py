"""R7.7 on a real site: a closed request is opened again by its applicant, or by an operator for who calls."""

from datetime import timedelta

import frappe
import kit
import pytest
from kit_portal import post

from contact_center.control import reopening
from contact_center.desk import call
from contact_center.execution import task_files
from contact_center.portal import joined_queries, queries
from contact_center.record import checking, clock, messages
from contact_center.regulation.problems import ProblemKind as Kind

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")

CITIZEN = kit.email("citizen")
TEXT = "Після дощу знову тече"
CLOSED_ON = kit.MONDAY + timedelta(hours=5)
LAST = kit.moment(2026, 3, 12, 23, 59, 59)
"""The end of the tenth day after CLOSED_ON."""
OTHERS = ("neighbour", "water", "management", "administrator", "stranger")


def closed(**other):
	with clock.at(kit.MONDAY):
		request = kit.executed(**other)
	with clock.at(CLOSED_ON):
		kit.confirm_and_close(request)
	return kit.fresh(request)


def reopen(request, by="citizen", at=CLOSED_ON + timedelta(days=2), text=TEXT, seen="", **values) -> None:
	with clock.at(at), kit.acting(by):
		reopening.reopen(request.name, kit.email(by), text, seen or kit.version(request), **values)


def reopen_for(request, by="operator", at=CLOSED_ON + timedelta(days=2), text=TEXT, seen="") -> None:
	with clock.at(at), kit.acting(by):
		reopening.reopen_for(request.name, text, seen or kit.version(request))


def refused_with(kind: Kind) -> bool:
	return frappe.local.response.get("problem", {}).get("kind") == kind.value


def lines(request, kind="Reopened"):
	fields = ["text", "is_public", "actor"]
	return frappe.get_all("Request Journal", {"request": request.name, "kind": kind}, fields)


def test_the_applicant_opens_it_again_and_its_executor_has_it_with_the_rest():
	request = closed()
	reopen(request)
	request, task = kit.fresh(request), kit.task_of(request)
	assert (request.stage, request.reopen_count, request.return_count, request.closed_at) == (
		"Rework",
		1,
		0,
		None,
	)
	assert (task.stage, task.reviewer_comment, task.overdue) == ("Rework", TEXT, 0)
	# R6.3.5: a day was the term, none of it was used up before the report
	assert task.due == clock.to_site(CLOSED_ON + timedelta(days=3))
	assert (request.confirmation, request.applicant_answer) == ("", "")
	assert checking.check(request.name) == []


def test_the_confirmation_of_before_stays_on_record():
	request = closed()
	reopen(request)
	kinds = kit.kinds(request)
	assert kinds[-5:] == ["Called Back", "Confirmed", "Closed", "Reopened", "Resumed"]
	assert lines(request) == [{"text": TEXT, "is_public": 1, "actor": None}]


def test_an_operator_opens_it_again_for_who_calls():
	request = closed()
	reopen_for(request)
	assert kit.fresh(request).stage == "Rework"
	assert lines(request) == [{"text": TEXT, "is_public": 1, "actor": kit.email("operator")}]


@pytest.mark.parametrize("way", [reopen, reopen_for])
def test_the_last_second_counts_and_the_next_one_does_not(way):
	request = closed()
	with pytest.raises(frappe.ValidationError, match=r"12\.03\.2026"):
		way(request, at=LAST + timedelta(seconds=1))
	assert refused_with(Kind.REOPENING_OVER) and kit.fresh(request).stage == "Closed"
	way(request, at=LAST)
	assert kit.fresh(request).stage == "Rework"


def test_the_setting_says_how_many_days_and_0_none():
	request = closed()
	frappe.db.set_single_value("Contact Center Settings", "reopening_days", 0)
	frappe.clear_document_cache("Contact Center Settings", "Contact Center Settings")
	try:
		with pytest.raises(frappe.ValidationError):
			reopen(request)
		assert refused_with(Kind.REOPENING_OFF)
	finally:
		frappe.db.rollback()
		frappe.clear_document_cache("Contact Center Settings", "Contact Center Settings")


@pytest.mark.parametrize("person", OTHERS)
def test_nobody_else_opens_it_again(person):
	request = closed()
	with pytest.raises(frappe.PermissionError):
		reopen(request, by=person)
	if person != "operator":
		with pytest.raises(frappe.PermissionError):
			reopen_for(request, by=person)
	assert kit.fresh(request).stage == "Closed" and lines(request) == []


def test_the_applicants_account_has_no_way_by_the_desk():
	with pytest.raises(frappe.PermissionError):
		reopen_for(closed(), by="citizen")


@pytest.mark.parametrize("way", [reopen, reopen_for])
@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_it_needs_words(way, text):
	request = closed()
	with pytest.raises(frappe.ValidationError):
		way(request, text=text)
	assert kit.fresh(request).stage == "Closed"


@pytest.mark.parametrize("action", ["Reject", "Cancel"])
def test_a_rejected_or_cancelled_request_is_never_opened_again(action):
	request = kit.filed() if action == "Reject" else kit.registered()
	kit.act(request, action, "operator", reason="Не за адресою")
	for way in (reopen, reopen_for):
		with pytest.raises(frappe.ValidationError):
			way(request, at=clock.now())
		assert refused_with(Kind.NOT_CLOSED)


def test_a_double_tap_is_one_reopening_and_a_second_person_hears_of_the_first():
	request = closed()
	seen = kit.version(request)
	reopen(request, seen=seen)
	reopen(request, seen=seen)
	assert len(lines(request)) == 1 and kit.fresh(request).reopen_count == 1
	with pytest.raises(frappe.TimestampMismatchError):
		reopen_for(request, seen=seen)
	assert kit.fresh(request).reopen_count == 1


def test_the_executor_and_the_supervisor_are_told():
	request = closed()
	frappe.local.contact_center_messages = None
	reopen(request)
	told = {(each.doctype, each.event) for each in messages.pending()}
	assert told == {("Request", "reopened"), ("Request Task", "reopened")}
	rung = {"document_name": ("in", [request.name, kit.task_of(request).name])}
	users = frappe.get_all("Notification Log", rung, pluck="for_user")
	assert {kit.email("supervisor"), kit.email("water")} <= set(users)


def test_the_executors_journal_has_it():
	from contact_center.record import journal

	request = closed()
	reopen(request)
	with kit.acting("water"):
		found = journal.timeline("Request Task", kit.task_of(request).name)
	assert [line["text"] for line in found if line["kind"] == "Reopened"] == [TEXT]


def test_it_is_closed_again_after_a_new_result_and_may_be_opened_again_from_then_on():
	request = closed()
	reopen(request)
	again = CLOSED_ON + timedelta(days=3)
	with clock.at(again):
		kit.report(kit.task_of(request), result="Покрівлю перекрито наново")
		kit.confirm_and_close(request)
	reopen(request, at=again + timedelta(days=10), text="І знову тече")
	assert kit.fresh(request).reopen_count == 2


def test_figures_of_the_closed_do_not_count_it_while_it_is_open_again():
	request = closed()
	counted = {"stage": "Closed", "name": request.name, "closed_at": ("is", "set")}
	assert frappe.db.count("Request", counted) == 1
	reopen(request)
	assert frappe.db.count("Request", counted) == 0
	assert frappe.db.count("Request", {"name": request.name, "reopened_at": ("is", "set")}) == 1


def shown_at(request, moment) -> dict:
	with clock.at(moment):
		return queries.my_request(CITIZEN, request.name)


def test_the_page_says_until_when_and_afterwards_what_to_do_instead():
	request = closed()
	now = shown_at(request, LAST)
	assert (now["can_reopen"], now["reopen_until"], now["can_file_again"]) == (True, "12.03.2026", False)
	after = shown_at(request, LAST + timedelta(seconds=1))
	assert (after["can_reopen"], after["reopen_until"], after["can_file_again"]) == (
		False,
		"12.03.2026",
		True,
	)
	frappe.db.set_value("Request", request.name, "reason", "Яму не засипано", update_modified=False)
	again = queries.to_file_again(CITIZEN, request.name)
	assert (again["description"], again["reason"]) == (request.description, "")
	assert queries.to_file_again(kit.email("neighbour"), request.name) == {}


def test_who_has_joined_reads_that_it_is_open_again_and_none_of_its_applicants_words():
	from contact_center.intake import joining

	with clock.at(kit.MONDAY):
		request = kit.executed()
	joining.join(request.name, kit.applicant("neighbour"))
	with clock.at(CLOSED_ON):
		kit.confirm_and_close(request)
	frappe.local.contact_center_messages = None
	reopen(request)
	assert ("Joined Applicant", "reopened") in {(each.doctype, each.event) for each in messages.pending()}
	page = joined_queries.joined_request(kit.email("neighbour"), request.name)
	assert page["stage"] == "Rework" and TEXT not in str(page)
	with pytest.raises(frappe.PermissionError):
		reopen(request, by="neighbour")


def test_the_desk_offers_it_beside_the_callers_closed_request():
	request = closed()
	with clock.at(LAST), kit.acting("operator"):
		rows = {row["name"]: row for row in call.lookup(kit.PHONES["citizen"])["requests"]}
	assert rows[request.name]["reopen_until"] == "12.03.2026"
	reopen_for(request, seen=rows[request.name]["seen"])
	with clock.at(LAST), kit.acting("operator"):
		rows = {row["name"]: row for row in call.lookup(kit.PHONES["citizen"])["requests"]}
	assert rows[request.name]["reopen_until"] == ""


def test_the_form_offers_it_to_operators_while_its_days_last():
	request = closed()
	for moment, person, expected in (
		(LAST, "operator", "12.03.2026"),
		(LAST, "management", ""),
		(LAST + timedelta(seconds=1), "supervisor", ""),
	):
		with clock.at(moment), kit.acting(person):
			doc = kit.fresh(request)
			doc.run_method("onload")
			assert doc.get_onload("contact_center")["reopen_until"] == expected


def test_over_the_network_with_a_photo_that_the_executor_sees(citizen, neighbour, setting, db):
	with clock.at(clock.now()):
		request = kit.executed()
		kit.confirm_and_close(request)
	frappe.db.commit()
	url = citizen.url("/api/method/contact_center.portal.api.upload")
	photo = citizen.post(url, files={"file": ("яма.png", kit.PNG)}, timeout=60).json()["message"]["name"]
	values = {"name": request.name, "seen": kit.version(request), "text": TEXT}
	assert post(neighbour, "reopen", **values).status_code == 403
	assert post(citizen, "reopen", **{**values, "text": " "}).status_code == 417
	assert post(citizen, "reopen", **values, files=f'["{photo}"]').ok
	assert post(citizen, "reopen", **values, files=f'["{photo}"]').ok
	frappe.db.rollback()
	assert kit.fresh(request).reopen_count == 1
	with kit.acting("water"):
		shown = task_files.request_files(kit.task_of(request))
	assert "яма.png" in str(shown)
	[line] = lines(request)
	assert "яма.png" in line.text
