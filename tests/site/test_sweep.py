"""The sweep: what is missed is noticed without anybody's save, exactly, and once (R7.1, R4.6, R4.7)."""

from collections import Counter
from datetime import timedelta

import frappe
import kit
import pytest
from kit import LEAK, LIFT, MONDAY, POTHOLE, SOS

from contact_center.access import roles
from contact_center.control import sweep
from contact_center.control.redirect import redirect
from contact_center.patches import alerts_in_working_hours
from contact_center.record import checking, clock, messages
from contact_center.record.messages import Message

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def sweep_at(moment) -> None:
	with clock.at(moment):
		while sweep.sweep_batch() == sweep.BATCH:
			pass


def journaled_by_sweep(request) -> list[tuple]:
	"""What the sweep wrote of the request: (kind, audience, moment in site time)."""
	fields = ["kind", "audience", "moment"]
	kinds = ("Acceptance Missed", "Term Broken", "Warned", "Escalated")
	rows = frappe.get_all(
		"Request Journal",
		{"request": request.name, "kind": ("in", kinds)},
		fields,
		order_by="moment_utc, idx",
	)
	return [(row.kind, row.audience, row.moment) for row in rows]


def flags(request) -> tuple[int, int]:
	"""(accepted_late, overdue) of the request, and the same of its task."""
	task = kit.task_of(request)
	found = kit.fresh(request).accepted_late, kit.fresh(request).overdue
	assert (task.accepted_late, task.overdue) == found
	return found


@pytest.mark.parametrize(("after", "late"), [(30 * MINUTE, 0), (30 * MINUTE + SECOND, 1)])
def test_a_missed_acceptance_is_noticed_without_a_save(after, late):
	"""R7.1: at the deadline it is kept, a second later it is missed; the moment on record is the deadline's."""
	with clock.at(MONDAY):
		request = kit.registered()
	modified = kit.fresh(request).modified
	sweep_at(MONDAY + after)
	assert flags(request) == (late, 0)
	assert kit.fresh(request).modified == modified
	missed = ("Acceptance Missed", None, clock.to_site(MONDAY + 30 * MINUTE))
	assert journaled_by_sweep(request).count(missed) == late


@pytest.mark.parametrize(("after", "late"), [(24 * HOUR, 0), (24 * HOUR + SECOND, 1)])
def test_a_broken_term_is_noticed_without_a_save(after, late):
	"""R4.2."""
	with clock.at(MONDAY):
		request = kit.registered()
		kit.accept(kit.task_of(request))
	sweep_at(MONDAY + after)
	assert flags(request) == (0, late)
	assert ("Term Broken", None, clock.to_site(MONDAY + 24 * HOUR)) in journaled_by_sweep(request) or not late


def test_the_screen_shows_when_to_look_next():
	"""The next deadline of a task moves on as deadlines pass, and ends when nothing more can be missed."""
	with clock.at(MONDAY):
		request = kit.registered(classifier=LIFT)
		task = kit.task_of(request)
		assert task.next_deadline == clock.to_site(MONDAY + 90 * MINUTE)  # the warning before acceptance
	sweep_at(MONDAY + 4 * HOUR)  # the head of the executor was told an hour after the term
	assert kit.fresh(task).next_deadline is None and kit.fresh(task).accepted_late == 1
	with clock.at(MONDAY + 5 * HOUR):
		kit.accept(task, "housing")
	assert kit.fresh(task).next_deadline is None


def test_every_alert_sounds_once_and_at_its_minute():
	"""R4.6: the alerts of an SOS that nobody takes up, with a sweep every minute of three hours."""
	with clock.at(MONDAY):
		request = kit.registered(classifier=SOS)
	for minute in range(180):
		sweep_at(MONDAY + minute * MINUTE)

	def at(minutes: int):
		return clock.to_site(MONDAY + minutes * MINUTE)

	assert Counter(journaled_by_sweep(request)) == Counter(
		[
			("Warned", "Executor", at(20)),
			("Acceptance Missed", None, at(30)),
			("Escalated", "Supervisor", at(30)),
			("Escalated", "Executor Head", at(30)),
			("Escalated", "Management", at(45)),
			("Warned", "Executor", at(90)),
			("Warned", "Operator", at(90)),
			("Term Broken", None, at(120)),
			("Escalated", "Supervisor", at(120)),
			("Escalated", "Management", at(120)),
			("Escalated", "Executor Head", at(120)),
		]
	)


def test_a_sweep_that_slept_for_days_misses_nothing_and_warns_of_nothing_past():
	"""A server that was down over the weekend."""
	with clock.at(MONDAY):
		request = kit.registered()
	sweep_at(MONDAY + timedelta(days=3))
	kinds = Counter(kind for kind, _audience, _moment in journaled_by_sweep(request))
	assert flags(request) == (1, 1)
	assert (kinds["Acceptance Missed"], kinds["Term Broken"], kinds["Warned"]) == (1, 1, 0)
	assert {moment for kind, _audience, moment in journaled_by_sweep(request) if kind == "Term Broken"} == {
		clock.to_site(MONDAY + 24 * HOUR)
	}


def test_an_accepted_task_gets_warnings_about_the_work_only():
	with clock.at(MONDAY):
		request = kit.registered()
		kit.accept(kit.task_of(request))
	sweep_at(MONDAY + 23 * HOUR)
	assert journaled_by_sweep(request) == [
		("Warned", "Executor", clock.to_site(MONDAY + 20 * HOUR)),
		("Warned", "Operator", clock.to_site(MONDAY + 23 * HOUR)),
	]


@pytest.mark.parametrize("end", ["executed", "closed", "cancelled"])
def test_no_clock_runs_for_work_that_is_not_owed(end):
	"""Lateness is the executor's who still has something to do."""
	with clock.at(MONDAY):
		request = kit.registered()
		task = kit.task_of(request)
		if end == "cancelled":
			kit.act(request, "Cancel", "operator", reason="Не треба")
		else:
			kit.report(kit.accept(task))
			if end == "closed":
				kit.confirm_and_close(request)
	sweep_at(MONDAY + timedelta(days=30))
	assert flags(request) == (0, 0) and journaled_by_sweep(request) == []


def test_returned_work_owes_its_term_again():
	"""R6.3.3: without leaving control."""
	with clock.at(MONDAY):
		request = kit.executed()
		kit.return_for_rework(request)
	sweep_at(MONDAY + 25 * HOUR)
	assert flags(request) == (0, 1)


def test_a_saved_form_does_not_wipe_lateness_off():
	"""R7.1: the executor's form was opened before the sweep, which leaves `modified` as it is."""
	with clock.at(MONDAY):
		request = kit.registered()
	opened_task, opened_request = kit.task_of(request), kit.fresh(request)
	sweep_at(MONDAY + 25 * HOUR)
	with kit.acting("operator"):
		opened_request.place = "біля школи"
		opened_request.save()
	with kit.acting("water"):
		opened_task.result_unit = "Дільниця 1"
		opened_task.save()
	assert flags(request) == (1, 1)


def test_two_hours_are_two_hours_in_the_night_of_the_clock_change():
	"""R4.1, R4.7: an SOS of 02:59 on 25 October 2026 is due at the second 03:59, an hour of wall time later than it looks."""
	night = (2026, 10, 25)
	with clock.at(kit.moment(*night, 2, 59)):
		request = kit.registered(classifier=SOS)
	with clock.at(kit.moment(*night, 3, 29)):
		kit.accept(kit.task_of(request))
	for moment, late in (
		(kit.moment(*night, 3, 59, 1), 0),
		(kit.moment(*night, 3, 30, fold=1), 0),
		(kit.moment(*night, 3, 59, fold=1), 0),
		(kit.moment(*night, 3, 59, 1, fold=1), 1),
	):
		sweep_at(moment)
		assert flags(request) == (0, late), moment


def test_the_first_half_past_three_is_not_the_second():
	"""R4.7: accepted by 03:29 of the first pass; at the first 03:30 it is late, and stays so at the second 03:00."""
	night = (2026, 10, 25)
	with clock.at(kit.moment(*night, 2, 59)):
		request = kit.registered(classifier=SOS)
	sweep_at(kit.moment(*night, 3, 29))
	assert flags(request) == (0, 0)
	with clock.at(kit.moment(*night, 3, 0, fold=1)):
		assert kit.accept(kit.task_of(request)).accepted_late == 1
	assert flags(request) == (1, 0)


def test_an_hour_that_does_not_exist_is_not_counted():
	"""R4.7: from 02:30 on 29 March 2026, two hours later the clock shows 05:30."""
	with clock.at(kit.moment(2026, 3, 29, 2, 30)):
		request = kit.registered(classifier=SOS)
		kit.accept(kit.task_of(request))
	sweep_at(kit.moment(2026, 3, 29, 5, 30))
	assert flags(request) == (0, 0)
	sweep_at(kit.moment(2026, 3, 29, 5, 30, 1))
	assert flags(request) == (0, 1)


def test_the_last_second_of_the_last_day_counts():
	"""R4.3: five calendar days end with the day."""
	with clock.at(kit.moment(2026, 3, 2, 23, 59, 59)):
		request = kit.registered(classifier=POTHOLE)
		kit.accept(kit.task_of(request), "roads")
	sweep_at(kit.moment(2026, 3, 7, 23, 59, 59))
	assert flags(request) == (0, 0)
	sweep_at(kit.moment(2026, 3, 8, 0, 0, 0))
	assert flags(request) == (0, 1)


def test_a_sweep_asks_as_often_for_many_as_for_few():
	"""Its queries do not grow with the rows."""

	def queries_for(number: int) -> int:
		with clock.at(MONDAY):
			for _each in range(number):
				kit.registered()
		with clock.at(MONDAY + 31 * MINUTE), kit.counting_queries() as queries:
			sweep.sweep_batch()
		return len(queries)

	queries_for(1)
	few, many = queries_for(2), queries_for(12)
	assert few == many <= 8


def test_batches_take_the_soonest_first_and_all_in_the_end(monkeypatch):
	with clock.at(MONDAY):
		requests = [kit.registered(classifier=entry) for entry in (LEAK, SOS, LEAK)]
	monkeypatch.setattr(sweep, "BATCH", 2)
	with clock.at(MONDAY + timedelta(days=2)):
		while sweep.sweep_batch():
			pass
	assert [flags(request) for request in requests] == [(1, 1)] * 3


def test_it_runs_every_minute():
	assert "contact_center.control.sweep.run" in frappe.get_hooks("scheduler_events")["cron"]["* * * * *"]


def test_a_declined_request_becomes_overdue():
	"""R7.2, R7.1: declined by its sole executor and not redirected, it is owed still."""
	with clock.at(MONDAY):
		request = kit.registered()
		kit.act(kit.task_of(request), "Not My Competence", "water", reason="Мережа не наша")
	due = clock.from_site(kit.fresh(request).due)
	sweep_at(due)
	assert kit.fresh(request).overdue == 0
	sweep_at(due + MINUTE)
	sweep_at(due + HOUR)
	assert (kit.fresh(request).overdue, kit.task_of(request).overdue) == (1, 0)
	assert journaled_by_sweep(request) == [("Term Broken", None, clock.to_site(due))]


def test_misses_of_imported_history_send_no_messages():
	"""R8.2.3: years of old requests cause no storm of letters; later misses are notified."""
	made = clock.now()
	with clock.at(made - timedelta(hours=23)):
		request = kit.registered()
	messages.forget()
	sweep_at(made + SECOND)
	assert flags(request) == (1, 0) and "Acceptance Missed" in kit.kinds(request)
	assert not messages.pending()
	sweep_at(made + 2 * HOUR)
	assert flags(request) == (1, 1)
	task = kit.task_of(request).name
	assert Message("Request Task", task, "term_broken") in messages.pending()


@pytest.fixture
def faulty():
	"""Yield a request whose type has an impossible alert."""
	with clock.at(MONDAY):
		request = kit.registered(classifier=SOS)
	alert = frappe.get_all("Request Type Alert", {"parent": request.request_type}, pluck="name")[0]
	frappe.db.set_value("Request Type Alert", alert, "unit", "Fortnights")
	frappe.clear_document_cache("Request Type", request.request_type)
	yield request
	frappe.db.rollback()
	frappe.clear_document_cache("Request Type", request.request_type)


def test_one_faulty_record_does_not_stop_the_city(faulty, monkeypatch):
	"""R7.1: the others' lateness is noticed, the fault is logged, and the faulty task does not block them."""
	with clock.at(MONDAY):
		request = kit.registered()
	monkeypatch.setattr(sweep, "BATCH", 1)
	logged = frappe.db.count("Error Log")
	with clock.at(MONDAY + 25 * HOUR):
		sweep.sweep_batch()
		sweep.sweep_batch()
	assert flags(request) == (1, 1)
	assert frappe.db.count("Error Log") == logged + 1
	assert frappe.get_last_doc("Error Log").reference_name == kit.task_of(faulty).name
	assert kit.task_of(faulty).next_deadline == clock.to_site(MONDAY + 25 * HOUR + sweep.RETRY_AFTER)


def test_one_broken_journal_does_not_stop_the_city(monkeypatch):
	"""R7.1: a line about a task that was never sent, by whatever hand: logged, and the others are noticed."""
	with clock.at(MONDAY):
		broken, request = kit.registered(classifier=SOS), kit.registered()
	frappe.db.delete("Request Journal", {"request": broken.name, "kind": "Sent"})
	task = kit.task_of(broken)
	line = {"name": frappe.generate_hash(), "request": broken.name, "task": task.name, "kind": "Accepted"}
	moment = {"moment": task.sent_at, "moment_utc": task.sent_utc}
	frappe.get_doc({"doctype": "Request Journal", **line, **moment}).db_insert()
	monkeypatch.setattr(sweep, "BATCH", 1)
	with clock.at(MONDAY + 25 * HOUR):
		sweep.sweep_batch()
		sweep.sweep_batch()
	assert flags(request) == (1, 1)
	assert frappe.get_last_doc("Error Log").reference_name == broken.name
	assert kit.task_of(broken).next_deadline == clock.to_site(MONDAY + 25 * HOUR + sweep.RETRY_AFTER)


def test_an_overdue_request_whose_journal_cannot_be_read_is_logged_once_an_hour():
	with clock.at(MONDAY):
		broken = kit.registered(classifier=SOS)
	frappe.db.delete("Request Journal", {"request": broken.name, "kind": "Sent"})
	task = kit.task_of(broken)
	line = {"name": frappe.generate_hash(), "request": broken.name, "task": task.name, "kind": "Accepted"}
	moment = {"moment": task.sent_at, "moment_utc": task.sent_utc}
	frappe.get_doc({"doctype": "Request Journal", **line, **moment}).db_insert()
	about = {"reference_doctype": "Request", "reference_name": broken.name}
	for minute in range(3):
		with clock.at(MONDAY + 25 * HOUR + timedelta(minutes=minute)):
			sweep.sweep_batch()
	assert frappe.db.count("Error Log", about) == 1


def test_a_task_without_journal_does_not_block_the_others(monkeypatch):
	"""R7.1: a row that came past the journal, by whatever hand, is logged and put off."""
	with clock.at(MONDAY):
		stray, request = kit.registered(classifier=SOS), kit.registered()
	frappe.db.delete("Request Journal", {"request": stray.name, "task": ("is", "set")})
	monkeypatch.setattr(sweep, "BATCH", 1)
	with clock.at(MONDAY + 25 * HOUR):
		sweep.sweep_batch()
		sweep.sweep_batch()
	assert flags(request) == (1, 1)
	assert frappe.get_last_doc("Error Log").reference_name == kit.task_of(stray).name


def test_a_request_stays_overdue_after_a_redirect_and_the_new_task_is_not():
	"""R7.1: declined by its sole executor, late, then redirected; the new executor got it when the term was over."""
	with clock.at(MONDAY):
		request = kit.registered()
		kit.act(kit.task_of(request), "Not My Competence", "water", reason="Мережа не наша")
	sweep_at(MONDAY + 25 * HOUR)
	with clock.at(MONDAY + 26 * HOUR), kit.acting("operator"):
		new = frappe.get_doc("Request Task", redirect(kit.task_of(request).name, "KIT-ROADS", "Їхня мережа"))
	sweep_at(MONDAY + 27 * HOUR)
	with clock.at(MONDAY + 28 * HOUR):
		kit.report(kit.accept(new, "roads"), "roads")
	assert (kit.fresh(request).overdue, kit.fresh(new).overdue) == (1, 0)
	assert checking.check(request.name) == []


def test_work_that_no_sweep_saw_is_late_all_the_same():
	"""R7.1: sent on after its term and reported within the same minute."""
	with clock.at(MONDAY):
		request = kit.registered()
	with clock.at(MONDAY + 25 * HOUR):
		with kit.acting("operator"):
			new = frappe.get_doc(
				"Request Task", redirect(kit.task_of(request).name, "KIT-ROADS", "Їхня мережа")
			)
		kit.report(kit.accept(new, "roads"), "roads")
	assert (kit.fresh(request).overdue, kit.fresh(new).overdue) == (1, 0)
	assert checking.check(request.name) == []


@pytest.mark.parametrize("way", ["declined", "redirected", "cancelled"])
def test_a_task_that_ends_late_is_late_before_any_sweep(way):
	"""R7.1: between two sweeps, or while none ran, nobody slips away from a term; nobody is alarmed any more either."""
	with clock.at(MONDAY):
		request = kit.registered()
		task = kit.task_of(request)
	messages.forget()
	with clock.at(MONDAY + 25 * HOUR):
		if way == "declined":
			kit.act(task, "Not My Competence", "water", reason="Мережа не наша")
		elif way == "redirected":
			with kit.acting("operator"):
				redirect(task.name, "KIT-ROADS", "Їхня мережа")
		else:
			kit.act(request, "Cancel", "operator", reason="Помилковий виклик")
	assert (kit.fresh(task).accepted_late, kit.fresh(task).overdue) == (1, 1)
	assert (kit.fresh(request).accepted_late, kit.fresh(request).overdue) == (1, 1)
	assert [kind for kind, _audience, _moment in journaled_by_sweep(request)] == [
		"Acceptance Missed",
		"Term Broken",
	]
	events = [each.event for each in messages.pending()]
	assert "term_broken" not in events and "acceptance_missed" not in events
	assert checking.check(request.name) == []


def test_work_taken_up_again_was_accepted_in_time_all_the_same():
	"""R7.1, R6.3.3: an administrator's transition may lead from rework back into work."""
	workflow = frappe.get_doc("Workflow", {"document_type": "Request Task", "is_active": 1})
	move = {"state": "Rework", "action": "Accept", "next_state": "In Progress"}
	workflow.append("transitions", {**move, "allowed": roles.EXECUTOR, "allow_self_approval": 1})
	workflow.save()
	with clock.at(MONDAY):
		request = kit.registered()
		task = kit.report(kit.accept(kit.task_of(request)))
		kit.return_for_rework(request)
	with clock.at(MONDAY + HOUR):
		kit.act(task, "Accept", "water")
	assert flags(request) == (0, 0)
	frappe.db.rollback()
	frappe.clear_cache(doctype="Request Task")


def test_the_queue_of_registered_requests_goes_by_the_next_deadline():
	"""What the operators' list is sorted by moves on with the sweep, and comes back with a return."""
	with clock.at(MONDAY):
		request = kit.registered(classifier=SOS)

	def shown():
		assert checking.check(request.name) == []
		return kit.fresh(request).next_deadline

	assert shown() == kit.task_of(request).next_deadline == clock.to_site(MONDAY + 20 * MINUTE)
	sweep_at(MONDAY + 20 * MINUTE)
	assert shown() == kit.task_of(request).next_deadline == clock.to_site(MONDAY + 30 * MINUTE + SECOND)
	with clock.at(MONDAY + 25 * MINUTE):
		kit.report(kit.accept(kit.task_of(request)))
		assert shown() is None
		kit.return_for_rework(kit.fresh(request))
	assert shown() == kit.task_of(request).next_deadline == clock.to_site(MONDAY + 90 * MINUTE)
	frappe.db.set_value("Request", request.name, "next_deadline", None)
	assert [each.field for each in checking.check(request.name)] == ["next_deadline"]
	checking.repair(request.name)
	assert shown()


def test_a_site_of_an_earlier_version_looks_at_running_work_when_it_is_due(monkeypatch):
	"""R9.2: its rows have the moments of warnings as they were counted before; the patch runs as often as it likes."""
	monkeypatch.setattr(alerts_in_working_hours, "BATCH", 1)
	request = kit.registered()
	task = kit.task_of(request)
	for doctype, name in (("Request", request.name), ("Request Task", task.name)):
		values = {"next_deadline": "2031-01-01 10:00:00"}
		if doctype == "Request Task":
			values["next_deadline_utc"] = "2031-01-01 08:00:00"
		frappe.db.set_value(doctype, name, values, update_modified=False)
	assert {each.field for each in checking.check(request.name)} == {"next_deadline", "next_deadline_utc"}
	for _again in range(2):
		alerts_in_working_hours.execute()
		assert checking.check(request.name) == []
	assert kit.task_of(request).modified == task.modified
