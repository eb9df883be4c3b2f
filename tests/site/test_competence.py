"""A dispute over competence: the third redirect is a supervisor's, a pattern proposes another route (R7.2, R7.3)."""

from datetime import timedelta

import frappe
import kit
import pytest

from contact_center.control import route_proposals
from contact_center.control.redirect import redirect
from contact_center.desk import forms
from contact_center.patches import count_earlier_redirects
from contact_center.record import checking, clock
from contact_center.regulation.problems import ProblemKind

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

PROPOSAL = "Route Proposal"
WAY = ("KIT-ROADS", "KIT-HOUSING", "KIT-WATER")


def redirected(request, executor: str, by: str = "operator"):
	with kit.acting(by):
		return frappe.get_doc("Request Task", redirect(kit.task_of(request).name, executor, f"До {executor}"))


def twice_redirected():
	request = kit.registered()
	for executor in WAY[:2]:
		redirected(request, executor)
	return request


def brought(doc, person: str) -> dict:
	with kit.acting(person):
		doc = kit.fresh(doc)
		(forms.load_request if doc.doctype == "Request" else forms.load_task)(doc)
	return doc.get_onload("contact_center")


def supervisors_list() -> list[str]:
	"""What the shortcut of the workspace shows."""
	shortcut = {"parent": "Contact Center", "label": "To Be Redirected by a Supervisor"}
	shown = frappe.parse_json(frappe.db.get_value("Workspace Shortcut", shortcut, "stats_filter"))
	return frappe.get_list("Request Task", shown, pluck="name")


# The third redirect


def test_the_third_redirect_is_a_supervisors():
	request = twice_redirected()
	with pytest.raises(frappe.ValidationError) as refused:
		redirected(request, WAY[2])
	assert (refused.value.problem.kind, refused.value.problem.values) == (
		ProblemKind.SUPERVISOR_REDIRECTS,
		("2",),
	)
	assert kit.fresh(request).redirect_count == 2
	task = redirected(request, WAY[2], "supervisor")
	assert (task.executor, task.redirects_before, kit.fresh(request).redirect_count) == (WAY[2], 3, 3)
	assert checking.check(request.name) == []


def test_the_number_is_the_administrators(db):
	request = twice_redirected()
	db.set_single_value("Contact Center Settings", "operator_redirects", 0)
	frappe.clear_document_cache("Contact Center Settings", "Contact Center Settings")
	try:
		assert redirected(request, WAY[2]).executor == WAY[2]
	finally:
		db.set_single_value("Contact Center Settings", "operator_redirects", 2)
		frappe.clear_document_cache("Contact Center Settings", "Contact Center Settings")


def test_what_is_declined_after_two_redirects_goes_to_the_supervisors_by_itself():
	request = twice_redirected()
	task = kit.task_of(request)
	kit.act(task, "Not My Competence", "housing", reason="І не наше")
	mine = {"document_type": "Request Task", "document_name": task.name, "for_user": kit.email("supervisor")}
	assert frappe.db.count("Notification Log", mine) == 1
	with kit.acting("supervisor"):
		assert task.name in supervisors_list()
	assert (
		not brought(request, "operator")["may_redirect"]
		and not brought(task, "operator")["may_be_redirected"]
	)
	assert brought(request, "supervisor")["may_redirect"] and brought(task, "supervisor")["may_be_redirected"]


def test_the_list_follows_the_rule_where_another_task_was_redirected():
	request = kit.registered(classifier=kit.YARD)
	declined = kit.task_of(request, "KIT-HOUSING")
	kit.act(declined, "Not My Competence", "housing", reason="Не наше")
	assert declined.name not in supervisors_list()
	task = kit.task_of(request, "KIT-ROADS")
	for executor in ("KIT-WATER", "KIT-ROADS"):
		with kit.acting("operator"):
			task = frappe.get_doc("Request Task", redirect(task.name, executor, f"До {executor}"))
	assert declined.name in supervisors_list() and not brought(declined, "operator")["may_be_redirected"]
	assert checking.check(request.name) == []


def test_the_list_follows_the_number_of_the_administrator():
	request = twice_redirected()
	task = kit.task_of(request)
	kit.act(task, "Not My Competence", "housing", reason="І не наше")
	with kit.acting("administrator"):
		for most, listed in ((3, False), (2, True), (0, False), (1, True), (2, True)):
			frappe.get_doc("Contact Center Settings").update({"operator_redirects": most}).save()
			assert (task.name in supervisors_list()) is listed, most
			assert checking.check(request.name) == []


def test_tasks_from_before_are_counted(monkeypatch):
	committed = []
	monkeypatch.setattr(frappe.db, "commit", lambda: committed.append(1))
	monkeypatch.setattr(count_earlier_redirects, "BATCH", 1)
	request = twice_redirected()
	twice_redirected()
	kit.act(kit.task_of(request), "Not My Competence", "housing", reason="І не наше")
	frappe.db.set_value(
		"Request Task", {"request": request.name}, {"redirects_before": 0, "for_supervisor": 0}
	)
	assert checking.check(request.name)
	before = kit.fresh(request).modified
	count_earlier_redirects.execute()
	assert checking.check(request.name) == [] and kit.fresh(request).modified == before
	assert kit.task_of(request, "KIT-HOUSING").redirects_before == 2
	assert len(committed) == frappe.db.count("Request", {"redirect_count": (">", 0)}) > 1


def test_what_is_declined_first_is_the_operators():
	task = kit.task_of(kit.registered())
	kit.act(task, "Not My Competence", "water", reason="Не наше")
	assert not frappe.db.count(
		"Notification Log", {"document_type": "Request Task", "document_name": task.name}
	)


def test_the_form_says_who_had_it_how_long(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")
	with clock.at(kit.MONDAY):
		request = kit.registered()
	with clock.at(kit.MONDAY + timedelta(hours=3)):
		redirected(request, WAY[0])
	with clock.at(kit.MONDAY + timedelta(days=2, hours=3)):
		held = {task["executor"]: task["held"] for task in brought(request, "operator")["tasks"]}
	assert held == {"KIT-WATER": "мав 3 год, передано далі", "KIT-ROADS": "має 2 дні"}


# A pattern


def declined(count: int, **other):
	for _number in range(count):
		kit.act(kit.task_of(kit.registered(**other)), "Not My Competence", "water", reason="Не наша мережа")


def of_leak() -> list:
	return frappe.get_all(PROPOSAL, {"classifier": kit.LEAK}, ["*"], order_by="declines desc")


def test_what_is_declined_again_and_again_proposes_another_route():
	declined(2)
	route_proposals.propose()
	assert of_leak() == []
	declined(1)
	route_proposals.propose()
	[found] = of_leak()
	assert (found.executor, found.street, found.declines, found.status) == (
		"KIT-WATER",
		kit.STREET,
		3,
		"Open",
	)
	assert found.title.startswith(kit.STREET)
	mine = {"document_type": PROPOSAL, "document_name": found.name, "for_user": kit.email("administrator")}
	assert frappe.db.count("Notification Log", mine) == 1
	declined(1)
	route_proposals.propose()
	[found] = of_leak()
	assert found.declines == 4 and frappe.db.count("Notification Log", mine) == 1


def test_a_district_is_proposed_where_several_streets_of_it_are_declined():
	declined(2)
	declined(1, street=kit.LONG_STREET, building="11")
	route_proposals.propose()
	[found] = of_leak()
	assert (found.street, found.district, found.declines) == (None, kit.NORTH, 3)


def test_what_lies_too_far_back_is_no_pattern():
	with clock.at(clock.now() - timedelta(days=200)):
		declined(3)
	route_proposals.propose()
	assert of_leak() == []


def test_a_proposal_is_dismissed_on_record_and_comes_up_again_when_it_goes_on():
	declined(3)
	route_proposals.propose()
	[found] = of_leak()
	with kit.acting("administrator"):
		with pytest.raises(frappe.ValidationError):
			route_proposals.dismiss(found.name, " ")
		with pytest.raises(frappe.ValidationError) as refused:
			route_proposals.dismiss(found.name, "а" * 1001)
		assert refused.value.problem.kind == ProblemKind.LONG_TEXT
		route_proposals.dismiss(found.name, "Мережа їхня за договором")
	[kept] = of_leak()
	assert (kept.status, kept.reason) == ("Dismissed", "Мережа їхня за договором")
	assert kept.dismissed_by == kit.email("administrator") and kept.dismissed_at
	with clock.at(clock.now() + timedelta(minutes=1)):
		declined(2)
		route_proposals.propose()
		assert of_leak()[0].status == "Dismissed"
		declined(1)
		route_proposals.propose()
	assert (of_leak()[0].status, of_leak()[0].declines) == ("Open", 6)


def test_what_was_dismissed_long_ago_comes_up_by_what_was_declined_since():
	now = clock.now()
	with clock.at(now - timedelta(days=60)):
		declined(5)
		route_proposals.propose()
		with kit.acting("administrator"):
			route_proposals.dismiss(of_leak()[0].name, "Мережа їхня за договором")
	days = frappe.db.get_single_value("Contact Center Settings", "route_days")
	with clock.at(now - timedelta(days=59) + timedelta(days=days)):
		declined(3)
		route_proposals.propose()
		assert (of_leak()[0].status, of_leak()[0].declines) == ("Open", 3)


def test_what_is_no_longer_declined_so_often_is_looked_at_no_more():
	days = frappe.db.get_single_value("Contact Center Settings", "route_days")
	declined(3)
	route_proposals.propose()
	[found] = of_leak()
	with clock.at(clock.now() + timedelta(days=days + 1)):
		declined(1)
		route_proposals.propose()
		assert of_leak()[0].status == "Ceased"
		declined(2)
		route_proposals.propose()
		assert [(row.name, row.status) for row in of_leak()] == [(found.name, "Open")]


@pytest.mark.parametrize("person", ["operator", "supervisor", "water", "management", "citizen"])
def test_only_the_administrator_dismisses(person):
	declined(3)
	route_proposals.propose()
	[found] = of_leak()
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		route_proposals.dismiss(found.name, "Ні")


def test_patterns_are_found_in_so_many_queries(db):
	"""Two queries find them; each new one is written once."""
	declined(3)
	route_proposals.propose()
	with kit.counting_queries() as seen:
		route_proposals.propose()
	assert len([query for query in seen if "tabRequest Journal" in query]) == 2
