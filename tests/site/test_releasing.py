"""R7.2 on a real site: several executors with a lead, each with its own task, clock and result; one of them is released."""

from datetime import timedelta

import frappe
import kit
import pytest
from kit import MONDAY, YARD

from contact_center.control import releasing
from contact_center.control.redirect import redirect
from contact_center.record import checking, clock, journal, messages
from contact_center.regulation.problems import ProblemKind as Kind

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = "Двір уже прибрано"
NOT_OPERATORS = ("roads", "housing", "management", "administrator", "citizen", "stranger", "Guest")


def two():
	"""A request with the lead's task (roads) and the other one (housing)."""
	with clock.at(MONDAY):
		request = kit.registered(classifier=YARD)
	return request, kit.task_of(request, "KIT-ROADS"), kit.task_of(request, "KIT-HOUSING")


def release(task, by: str = "operator", reason: str = WHY, seen: str = "") -> None:
	with kit.acting(by):
		releasing.release(task.name, reason, seen or kit.version(task))


def refused_with(kind: Kind) -> bool:
	return frappe.local.response.get("problem", {}).get("kind") == kind.value


def told() -> set[tuple[str, str, str]]:
	return {(each.doctype, each.name, each.event) for each in messages.pending()}


def test_after_the_lead_has_reported_the_release_of_the_other_brings_it_to_confirmation():
	request, lead, other = two()
	kit.report(kit.accept(lead, "roads"), "roads")
	assert kit.fresh(request).stage == "In Progress"
	frappe.local.contact_center_messages = None
	release(other)
	request = kit.fresh(request)
	assert (request.stage, kit.fresh(other).stage) == ("Awaiting Confirmation", "Cancelled")
	assert request.executed_at and request.result_for_applicant
	# the applicant is asked, although nobody has reported just now
	assert ("Request", request.name, "executed") in told()
	assert ("Request Task", other.name, "released") in told()
	assert checking.check(request.name) == []


def test_the_applicant_is_asked_too_where_the_last_of_the_others_declines():
	request, lead, other = two()
	kit.report(kit.accept(lead, "roads"), "roads")
	frappe.local.contact_center_messages = None
	kit.act(other, "Not My Competence", "housing", reason="Не наш двір")
	assert ("Request", request.name, "executed") in told()


def test_nobody_is_asked_while_the_lead_still_works():
	request, lead, other = two()
	kit.accept(lead, "roads")
	frappe.local.contact_center_messages = None
	release(other)
	assert kit.fresh(request).stage == "In Progress"
	assert ("Request", request.name, "executed") not in told()


def test_the_reason_is_plain_words_wherever_it_is_kept():
	request, _lead, other = two()
	release(other, reason=f"<img src=x onerror=alert(1)>{WHY}")
	harmless = f"< img src=x onerror=alert(1)>{WHY}"  # opens no tag
	assert kit.fresh(other).reviewer_comment == harmless
	assert [
		line["text"] for line in journal.timeline("Request", request.name) if line["kind"] == "Released"
	] == [harmless]


def test_the_released_executor_reads_why_and_nothing_that_came_after():
	_request, lead, other = two()
	release(other)
	kit.report(kit.accept(lead, "roads"), "roads")
	with kit.acting("housing"):
		lines = journal.timeline("Request Task", other.name)
	assert (lines[-1]["kind"], lines[-1]["text"]) == ("Released", WHY)
	assert kit.fresh(other).reviewer_comment == WHY


def test_what_it_missed_before_stays_on_record():
	_request, _lead, other = two()
	with clock.at(MONDAY + 3 * HOUR):
		release(other)
	assert kit.fresh(other).accepted_late == 1
	assert [line["kind"] for line in journal.timeline("Request Task", other.name)][-2:] == [
		"Acceptance Missed",
		"Released",
	]
	assert kit.fresh(other).next_deadline is None


def test_a_wish_for_a_new_term_lapses_with_the_release():
	_request, _lead, other = two()
	with clock.at(MONDAY + HOUR):
		kit.accept(other, "housing")
		wish = kit.ask_for_term(other, by="housing")
		release(other)
	assert frappe.db.get_value("Extension Request", wish, "status") == "Lapsed"


def test_a_declined_task_is_released_instead_of_redirected():
	_request, _lead, other = two()
	kit.act(other, "Not My Competence", "housing", reason="Не наш двір")
	release(kit.fresh(other))
	assert (kit.fresh(other).awaits_redirect, kit.fresh(other).stage) == (0, "Rejected")


@pytest.mark.parametrize("person", NOT_OPERATORS)
def test_operators_and_supervisors_alone_release(person):
	_request, _lead, other = two()
	with pytest.raises(frappe.PermissionError):
		release(other, by=person)
	assert kit.fresh(other).stage == "Registered"


def test_a_supervisor_may_too():
	_request, _lead, other = two()
	release(other, by="supervisor")
	assert kit.fresh(other).stage == "Cancelled"


def test_neither_the_lead_nor_the_only_one_is_released():
	_request, lead, _other = two()
	with pytest.raises(frappe.ValidationError):
		release(lead)
	assert refused_with(Kind.LEAD_NOT_RELEASED)
	with pytest.raises(frappe.ValidationError):
		release(kit.task_of(kit.registered()))
	assert refused_with(Kind.LEAD_NOT_RELEASED)


def test_it_needs_a_reason_and_is_done_once():
	_request, _lead, other = two()
	with pytest.raises(frappe.ValidationError):
		release(other, reason="  ")
	assert refused_with(Kind.RELEASE_REASON_NEEDED)
	seen = kit.version(other)
	release(other, seen=seen)
	release(other, seen=seen)
	assert kit.kinds(frappe.get_doc("Request", other.request)).count("Released") == 1
	with pytest.raises(frappe.ValidationError):
		release(other, reason="Ще раз")
	assert refused_with(Kind.TASK_PASSED_ON)


def test_each_of_several_has_its_own_clock_and_lateness():
	request, lead, other = two()
	with clock.at(MONDAY + HOUR):
		kit.accept(lead, "roads")
	with clock.at(MONDAY + 3 * HOUR):
		kit.accept(other, "housing")
	assert (kit.fresh(lead).accepted_late, kit.fresh(other).accepted_late) == (0, 1)
	with clock.at(MONDAY + 16 * DAY):
		kit.report(other, "housing")
	with clock.at(MONDAY + 14 * DAY):
		kit.report(lead, "roads")
	assert (kit.fresh(lead).overdue, kit.fresh(other).overdue, kit.fresh(request).overdue) == (0, 1, 1)


def test_the_leads_new_term_is_the_requests_and_the_others_keep_theirs():
	request, lead, other = two()
	with clock.at(MONDAY + HOUR):
		kit.accept(lead, "roads")
		kit.extend(kit.ask_for_term(lead, by="roads"))
	assert kit.fresh(request).due == kit.fresh(lead).due > kit.fresh(other).due


def test_a_redirected_lead_leads_on_with_the_others_untouched():
	request, lead, other = two()
	kit.report(kit.accept(other, "housing"), "housing")
	with kit.acting("operator"):
		new = frappe.get_doc(
			"Request Task", redirect(lead.name, "KIT-WATER", "Прорив, а не яма", kit.version(lead))
		)
	assert (new.is_lead, kit.fresh(other).stage, kit.fresh(request).stage) == (
		1,
		"Awaiting Confirmation",
		"In Progress",
	)
	kit.report(kit.accept(new), result="Прорив усунуто, яму засипано")
	assert kit.fresh(request).stage == "Awaiting Confirmation"


def test_the_form_offers_it_where_it_is_possible():
	_request, lead, other = two()
	for task, person, expected in (
		(lead, "operator", False),
		(other, "operator", True),
		(other, "housing", False),
	):
		with kit.acting(person):
			doc = kit.fresh(task)
			doc.run_method("onload")
			assert doc.get_onload("contact_center")["may_be_released"] is expected
