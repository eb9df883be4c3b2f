"""An organisation sees, accepts, reports for and passes tasks on to the executors below it; nobody sees upwards (P4)."""

from datetime import timedelta

import frappe
import kit
import pytest
from kit import MONDAY
from kit_rest import is_refused

from contact_center.access import permissions, standing
from contact_center.framework import corrections
from contact_center.record import checking, clock, journal, messages
from contact_center.record.messages import Message

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")
WATER, ROADS, HOUSING = "KIT-WATER", "KIT-ROADS", "KIT-HOUSING"
TASK = "/api/resource/Request Task"


@pytest.fixture
def above():
	"""`idler` answers for an organisation above the water's and the housing's; the roads' stands beside it."""
	return kit.organisation("idler", WATER, HOUSING)


@pytest.fixture
def task(above):
	return kit.task_of(kit.registered())


def sees(person: str, task) -> bool:
	with kit.acting(person):
		listed = task.name in frappe.get_list("Request Task", pluck="name", limit=0)
		assert listed == kit.fresh(task).has_permission("read")
	return listed


def kind(caught) -> str:
	return str(caught.value.problem.kind)


def test_who_sees_whose_tasks(task):
	pothole = kit.task_of(kit.registered(classifier=kit.POTHOLE))
	yard = kit.task_of(kit.registered(classifier=kit.LIFT))
	assert yard.executor == HOUSING
	seen = {
		person: [sees(person, each) for each in (task, yard, pothole)]
		for person in ("idler", "water", "roads", "housing")
	}
	assert seen == {
		"idler": [True, True, False],
		"water": [True, False, False],
		"roads": [False, False, True],
		"housing": [False, True, False],
	}


def test_a_subordinate_sees_nothing_of_what_is_above(above):
	assert permissions.executors_of(kit.email("water")) == [WATER]
	assert permissions.executors_of(kit.email("idler")) == ["KIT-ABOVE", HOUSING, WATER]


def test_a_tree_without_numbers_gives_nothing_below(above):
	"""Deny first: a tree that was never numbered is no right."""
	frappe.db.set_value("Executor", {"name": ("like", "KIT-%")}, {"lft": 0, "rgt": 0})
	assert permissions.executors_of(kit.email("idler")) == ["KIT-ABOVE"]


def test_a_tree_of_three_floors_is_seen_from_the_top(above):
	top = kit.organisation("stranger", above, code="KIT-TOP")
	frappe.get_doc("Executor", above)
	assert set(permissions.executors_of(kit.email("stranger"))) == {top, above, WATER, HOUSING}
	assert top not in permissions.executors_of(kit.email("idler"))


def test_a_crew_of_the_organisation_above_sees_nothing_below(above, task):
	frappe.db.set_value("Executor User", {"parent": above}, {"only_handed": 1, "is_responsible": 0})
	assert not sees("idler", task)


def test_it_accepts_and_reports_and_the_journal_says_on_whose_behalf(task, above):
	task = kit.accept(task, "idler")
	line = frappe.get_last_doc("Request Journal", {"task": task.name, "kind": "Accepted"})
	assert (line.executor, line.actor, line.through) == (WATER, kit.email("idler"), above)
	assert not line.in_place_of
	kit.report(task, "idler")
	assert kit.fresh(task).stage == "Awaiting Confirmation"
	corrections.apply()  # as before every request
	lines = journal.timeline("Request Task", task.name)
	assert {each["through_title"] for each in lines if each["kind"] in ("Accepted", "Executed")} == {
		kit.executor_title(above)
	}


def test_a_task_is_passed_on_inside_the_tree(above):
	with clock.at(MONDAY):
		request = kit.registered()
		old = kit.task_of(request)
	messages.forget()
	with clock.at(MONDAY + timedelta(minutes=10)):
		new = kit.assign_below(old, HOUSING, "idler", "Це їхній будинок")
	old, request = kit.fresh(old), kit.fresh(request)
	assert (old.stage, new.stage, new.executor) == ("Cancelled", "Registered", HOUSING)
	assert (new.due, new.first_due, request.due) == (old.due,) * 3
	assert new.accept_by == clock.to_site(MONDAY + timedelta(minutes=40))
	assert (request.redirect_count, new.redirects_before) == (0, 0)
	assert (request.lead_executor, request.stage) == (HOUSING, "Registered")
	lines = journal.timeline("Request", request.name)
	assert [line["kind"] for line in lines[-2:]] == ["Assigned Below", "Sent"]
	assert lines[-2]["text"] == "Це їхній будинок" and not lines[-2]["is_public"]
	assert Message("Request Task", new.name, "sent") in messages.pending()
	assert Message("Request Task", old.name, "assigned_below") in messages.pending()
	assert not checking.check(request.name)
	assert frappe.db.exists("Notification Log", {"for_user": kit.email("housing"), "document_name": new.name})


def test_an_accepted_task_is_passed_on_and_lateness_stays(above):
	with clock.at(MONDAY):
		request = kit.registered()
	with clock.at(MONDAY + timedelta(hours=1)):
		old = kit.accept(kit.task_of(request))
		new = kit.assign_below(old, HOUSING, "idler")
	assert (kit.fresh(old).accepted_late, new.accepted_late, kit.fresh(request).accepted_late) == (1, 0, 1)


def test_the_trail_says_who_had_it(above):
	from contact_center.desk import forms

	request = kit.registered()
	kit.assign_below(kit.task_of(request), HOUSING, "idler")
	with kit.acting("operator"):
		forms.load_request(request := kit.fresh(request))
	held = {each["executor"]: each["held"] for each in request.get_onload(forms.KEY)["tasks"]}
	assert set(held) == {WATER, HOUSING} and all(held.values())


def test_the_form_offers_what_is_below(task, above):
	from contact_center.control import assigning

	def offered(person: str) -> list[str]:
		return [each["value"] for each in assigning.below(task, standing.standings_of(kit.email(person)))]

	assert offered("idler") == [HOUSING]
	assert offered("water") == offered("roads") == offered("operator") == []


@pytest.mark.parametrize(
	("executor", "problem"),
	[(ROADS, "Not Below"), (WATER, "Not Below"), ("KIT-ABOVE", "Executor Needed"), ("", "Executor Needed")],
)
def test_nothing_leaves_the_tree(executor, problem, task):
	with pytest.raises(frappe.ValidationError) as caught:
		kit.assign_below(task, executor, "idler")
	assert kind(caught) == problem and kit.fresh(task).stage == "Registered"


def test_an_executor_out_of_use_gets_nothing(task):
	frappe.db.set_value("Executor", HOUSING, "is_active", 0)
	frappe.clear_document_cache("Executor", HOUSING)
	with pytest.raises(frappe.ValidationError):
		kit.assign_below(task, HOUSING, "idler")
	frappe.clear_document_cache("Executor", HOUSING)


@pytest.mark.parametrize(
	"person", ["water", "housing", "roads", "operator", "supervisor", "management", "citizen"]
)
def test_nobody_else_passes_it_on(person, task):
	with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
		kit.assign_below(task, HOUSING, person)
	assert kit.fresh(task).stage == "Registered"


def test_a_reason_is_needed(task):
	with pytest.raises(frappe.ValidationError) as caught:
		kit.assign_below(task, HOUSING, "idler", "  ")
	assert kind(caught) == "Reason to Redirect Needed"


def test_work_that_is_reported_is_not_passed_on(above):
	task = kit.task_of(kit.executed())
	with pytest.raises(frappe.ValidationError) as caught:
		kit.assign_below(task, HOUSING, "idler")
	assert kind(caught) == "Task Passed On"


def test_a_double_click_is_one(task):
	seen = kit.version(task)
	first = kit.assign_below(task, HOUSING, "idler", seen=seen)
	assert kit.assign_below(task, HOUSING, "idler", seen=seen).name == first.name
	assert frappe.db.count("Request Task", {"request": task.request}) == 2


def test_an_organisation_hands_over_inside_its_subordinate(task):
	executor = frappe.get_doc("Executor", WATER)
	executor.append("users", {"user": kit.email("roads"), "only_handed": 1})
	executor.save()
	kit.hand_over(task, "roads", by="idler")
	assert sees("roads", task)


def test_tasks_still_go_to_no_group(above):
	from contact_center.control.redirect import redirect

	task = kit.task_of(kit.registered())
	with kit.acting("operator"), pytest.raises(frappe.ValidationError) as caught:
		redirect(task.name, above, "Нехай розберуться")
	assert kind(caught) == "Executor Needed"


@pytest.fixture
def committed(world):
	"""The organisation above, committed for the web server, and taken away after."""
	code = kit.organisation("idler", WATER, HOUSING)
	task = kit.task_of(kit.registered())
	frappe.db.commit()
	yield task
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for each in (WATER, HOUSING):
		executor = frappe.get_doc("Executor", each)
		executor.parent_executor = ""
		executor.save()
	frappe.delete_doc("Executor", code, force=True)
	frappe.db.commit()


def test_over_rest_each_sees_and_passes_on_what_is_theirs(rest, committed):
	def names(person: str) -> set[str]:
		rows = rest(person).get(TASK, fields=["executor"], limit_page_length="0").json()["data"]
		return {row["executor"] for row in rows}

	assert names("idler") == {WATER} and names("water") == {WATER} and names("roads") == {ROADS}
	method = "contact_center.control.assigning.assign_below"
	asked = {"task": committed.name, "executor": HOUSING, "reason": "Ближче", "seen": kit.version(committed)}
	for person in ("water", "roads", "housing", "operator", "citizen", "Guest"):
		answer = rest(person).call(method, **asked)
		assert not answer.ok, (person, answer.text)
	unnamed = rest("idler").call(method, **{**asked, "seen": ""})
	assert unnamed.status_code == 417 and unnamed.json()["problem"]["kind"] == "Version Not Named"
	outside = rest("idler").call(method, **{**asked, "executor": ROADS})
	assert outside.status_code == 417 and outside.json()["problem"]["kind"] == "Not Below"
	assert is_refused(rest("idler").get(f"/api/method/{method}", **asked))
	done = rest("idler").call(method, **asked)
	assert done.ok, done.text
	frappe.db.rollback()
	assert frappe.db.get_value("Request Task", done.json()["message"], "executor") == HOUSING
