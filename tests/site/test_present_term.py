"""R4.8: lists say «overdue» of the term in force; a term that was broken before is a filter of its own, and both are counted."""

from datetime import timedelta

import frappe
import kit
import pytest
from kit import MONDAY

from contact_center.control import sweep
from contact_center.desk import queues
from contact_center.patches import overdue_of_the_present_term
from contact_center.record import checking, clock

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
LATE = MONDAY + DAY + HOUR
FIELDS = ("overdue", "overdue_now")


def sweep_at(moment) -> None:
	with clock.at(moment):
		while sweep.sweep_batch() == sweep.BATCH:
			pass


def late():
	"""An emergency of 24 hours whose term is broken."""
	with clock.at(MONDAY):
		request = kit.registered()
		kit.accept(kit.task_of(request))
	sweep_at(LATE)
	return request


def extended(request):
	with clock.at(LATE):
		kit.extend(kit.ask_for_term(kit.task_of(request)))
	return request


def marks(request) -> list[tuple[int, int]]:
	return [tuple(kit.fresh(doc).get(field) for field in FIELDS) for doc in (request, kit.task_of(request))]


def listed(name: str, request) -> bool:
	"""Return whether the queue of this name has the request or its task."""
	queue = next(each for each in queues.QUEUES if each.name == name)
	names = (request.name, kit.task_of(request).name)
	return bool(frappe.get_all(queue.doctype, {**queue.when, "name": ("in", names)}))


def test_both_lists_say_it_once_the_term_is_broken():
	request = late()
	assert marks(request) == [(1, 1), (1, 1)]
	assert listed("overdue requests", request) and listed("overdue tasks", request)


def test_an_agreed_term_takes_it_from_the_lists_and_the_breach_stays_countable():
	request = extended(late())
	assert marks(request) == [(1, 0), (1, 0)]
	assert not listed("overdue requests", request) and not listed("overdue tasks", request)
	assert frappe.db.count("Request", {"name": request.name, "overdue": 1}) == 1
	assert kit.fresh(request).first_due < kit.fresh(request).due
	assert checking.check(request.name) == []


def test_the_agreed_term_is_overdue_from_the_second_after_it():
	request = extended(late())
	due = clock.from_site(kit.task_of(request).due)
	sweep_at(due)
	assert marks(request) == [(1, 0), (1, 0)]
	sweep_at(due + SECOND)
	assert marks(request) == [(1, 1), (1, 1)]
	assert kit.kinds(request).count("Term Broken") == 2


def test_a_return_gives_a_rest_that_is_not_overdue_until_it_ends():
	request = late()
	with clock.at(LATE):
		kit.report(kit.task_of(request))
	assert marks(request) == [(1, 1), (1, 1)]
	with clock.at(LATE + DAY):
		kit.return_for_rework(request)
	assert marks(request) == [(1, 0), (1, 0)]
	due = clock.from_site(kit.task_of(request).due)
	sweep_at(due + SECOND)
	assert marks(request) == [(1, 1), (1, 1)]


def test_an_extended_request_that_its_executor_declines_is_overdue_again_by_its_new_term():
	request = extended(late())
	with clock.at(LATE):
		kit.act(kit.task_of(request), "Not My Competence", "water", reason="Не наша мережа")
	assert marks(request)[0] == (1, 0)
	due = clock.from_site(kit.fresh(request).due)
	sweep_at(due + SECOND)
	assert marks(request)[0] == (1, 1)
	before = len(kit.kinds(request))
	sweep_at(due + HOUR)
	assert len(kit.kinds(request)) == before


def test_an_update_fills_what_requests_of_before_show():
	broken, agreed = late(), extended(late())
	for doctype in ("Request", "Request Task"):
		frappe.db.set_value(doctype, {"name": ("like", "%")}, "overdue_now", 0, update_modified=False)
	frappe.db.commit()
	overdue_of_the_present_term.execute()
	assert (marks(broken), marks(agreed)) == ([(1, 1), (1, 1)], [(1, 0), (1, 0)])


def test_the_form_and_the_callers_line_say_it_of_the_present_term():
	from contact_center.desk import call

	request = extended(late())
	with clock.at(LATE), kit.acting("operator"):
		rows = {row["name"]: row for row in call.lookup(kit.PHONES["citizen"])["requests"]}
		doc = kit.fresh(request)
		doc.run_method("onload")
	assert rows[request.name]["overdue"] is False
	assert [task["overdue_now"] for task in doc.get_onload("contact_center")["tasks"]] == [0]
