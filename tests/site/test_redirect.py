"""Redirect to another executor: who had it, since when and why stays on record (R6.2.1, R7.2)."""

from datetime import timedelta

import frappe
import kit
import pytest
from kit import MONDAY

from contact_center.control.redirect import redirect
from contact_center.record import clock, journal

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
NOT_OPERATORS = ("water", "management", "administrator", "citizen", "stranger", "Guest")


def sent_back(request, executor: str = "KIT-ROADS", reason: str = "Не їхня мережа", by: str = "operator"):
	"""The request's task redirected; the new task."""
	with kit.acting(by):
		return frappe.get_doc("Request Task", redirect(kit.task_of(request).name, executor, reason))


def test_a_redirect_keeps_its_trail_and_the_due_moment():
	"""R6.2.1: who had it, since when and why; the new executor accepts within its own half hour."""
	with clock.at(MONDAY):
		request = kit.registered()
		old = kit.task_of(request)
	with clock.at(MONDAY + timedelta(hours=2)):
		new = sent_back(request)
	old, request = kit.fresh(old), kit.fresh(request)
	assert (old.stage, new.stage, new.executor) == ("Cancelled", "Registered", "KIT-ROADS")
	assert new.accept_by == clock.to_site(MONDAY + timedelta(hours=2, minutes=30))
	assert (new.due, new.first_due, request.due) == (old.due,) * 3
	assert (request.redirect_count, request.lead_executor, request.stage) == (1, "KIT-ROADS", "Registered")
	lines = journal.timeline("Request", request.name)
	assert [line["kind"] for line in lines[-2:]] == ["Redirected", "Sent"]
	assert lines[-2]["text"] == "Не їхня мережа"
	assert lines[-2]["executor_title"] != lines[-1]["executor_title"]


def test_a_redirect_does_not_wash_off_lateness():
	"""R7.1."""
	with clock.at(MONDAY):
		request = kit.registered()
	with clock.at(MONDAY + timedelta(hours=1)):
		kit.accept(kit.task_of(request))
		task = sent_back(request)
		kit.accept(task, "roads")
	assert (kit.fresh(request).accepted_late, kit.fresh(task).accepted_late) == (1, 0)


@pytest.mark.parametrize("executor", ["KIT-WATER", "KIT-IDLE", "KIT-NONE", ""])
def test_a_redirect_goes_to_another_active_executor(executor):
	request = kit.registered()
	with pytest.raises(frappe.ValidationError):
		sent_back(request, executor)
	assert kit.fresh(request).redirect_count == 0
	assert frappe.db.count("Request Task", {"request": request.name}) == 1


def test_a_redirect_needs_a_reason():
	with pytest.raises(frappe.ValidationError):
		sent_back(kit.registered(), reason="  ")


@pytest.mark.parametrize("person", NOT_OPERATORS)
def test_only_operators_redirect(person):
	request = kit.registered()
	with pytest.raises(frappe.PermissionError):
		sent_back(request, by=person)
	assert kit.task_of(request).executor == "KIT-WATER"


def test_what_was_redirected_cannot_be_redirected_again():
	"""Two operators at once: the second would leave the request with two leads."""
	request = kit.registered()
	old = kit.task_of(request)
	sent_back(request)
	with kit.acting("operator"), pytest.raises(frappe.ValidationError):
		redirect(old.name, "KIT-HOUSING", "Не їхня мережа")
	assert kit.fresh(request).redirect_count == 1


def test_what_was_declined_is_redirected_once():
	"""R7.2, R6.2.1."""
	request = kit.registered()
	old = kit.act(kit.task_of(request), "Not My Competence", "water", reason="Не наша мережа")
	with kit.acting("operator"):
		redirect(old.name, "KIT-ROADS", "За висновком водоканалу")
		with pytest.raises(frappe.ValidationError):
			redirect(old.name, "KIT-HOUSING", "Ще раз")
	assert frappe.db.count("Request Task", {"request": request.name}) == 2


def test_an_executor_that_declined_may_get_it_back():
	"""R6.2.1: after an inspection it may turn out to be within its competence."""
	request = kit.registered()
	kit.act(kit.task_of(request), "Not My Competence", "water", reason="Не наша мережа")
	sent_back(request)
	task = sent_back(request, "KIT-WATER", "За актом обстеження")
	assert (task.executor, task.stage, kit.fresh(request).lead_executor) == (
		"KIT-WATER",
		"Registered",
		"KIT-WATER",
	)


def test_a_redirect_keeps_what_a_sweep_found_meanwhile():
	"""R7.1: a sweep is committed between the moment the operator's request began and the redirect."""
	request = kit.registered()
	task = kit.task_of(request)
	frappe.db.commit()
	assert kit.fresh(task).overdue == 0
	sweep = kit.new_connection()
	for kind, order in (("Acceptance Missed", 1), ("Term Broken", 2)):
		sweep.sql(
			"""insert into `tabRequest Journal` (name, creation, idx, request, task, executor, kind, moment, moment_utc)
			values (%s, %s, %s, %s, %s, %s, %s, now(), utc_timestamp())""",
			(
				frappe.generate_hash(),
				frappe.utils.now(),
				order,
				request.name,
				task.name,
				task.executor,
				kind,
			),
		)
	sweep.sql("update `tabRequest Task` set accepted_late = 1, overdue = 1 where name = %s", task.name)
	sweep.sql("update `tabRequest` set accepted_late = 1, overdue = 1 where name = %s", request.name)
	sweep.commit()
	sweep.close()
	sent_back(request)
	for doc in (task, request):
		assert (kit.fresh(doc).accepted_late, kit.fresh(doc).overdue) == (1, 1)


def test_what_was_declined_and_redirected_is_not_redirected_again_later():
	"""R6.2.1: also not once the request came back to its first executor."""
	request = kit.registered()
	first = kit.act(kit.task_of(request), "Not My Competence", "water", reason="Не наша мережа")
	sent_back(request)
	again = sent_back(request, "KIT-WATER", "За актом обстеження")
	with kit.acting("operator"), pytest.raises(frappe.ValidationError):
		redirect(first.name, "KIT-HOUSING", "Ще раз")
	assert kit.fresh(again).stage == "Registered"


def test_a_finished_request_is_not_redirected():
	request = kit.executed()
	kit.confirm_and_close(request)
	with pytest.raises(frappe.ValidationError):
		sent_back(request)


def test_a_declined_task_waits_for_its_redirect_and_no_longer():
	"""R7.2: the operators' queue of declined tasks empties by itself."""
	first, second = kit.registered(), kit.registered()
	for request in (first, second):
		kit.act(kit.task_of(request), "Not My Competence", "water", reason="Мережа не наша")
	declined = [kit.task_of(request) for request in (first, second)]
	assert [task.awaits_redirect for task in declined] == [1, 1]
	sent_back(first)
	kit.act(second, "Cancel", "operator", reason="Заявник передумав")
	assert [kit.fresh(task).awaits_redirect for task in declined] == [0, 0]
