"""R6.3.5 on a real site: the executor's clock stands while the office checks, and runs again after a return."""

from datetime import timedelta

import frappe
import kit
import pytest
from kit import MONDAY

from contact_center.control import sweep
from contact_center.control.redirect import redirect
from contact_center.patches import give_rest_after_return
from contact_center.policy import policy_records
from contact_center.record import checking, clock, messages

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
WEDNESDAY = MONDAY + 48 * HOUR


def sweep_at(moment) -> None:
	with clock.at(moment):
		while sweep.sweep_batch() == sweep.BATCH:
			pass


def returned():
	"""An emergency of 24 hours, reported an hour after it was registered, returned a day after its term."""
	with clock.at(MONDAY):
		request = kit.registered()
		kit.accept(kit.task_of(request))
	with clock.at(MONDAY + HOUR):
		kit.report(kit.task_of(request))
	with clock.at(WEDNESDAY):
		kit.return_for_rework(request)
	return kit.fresh(request)


def lines(request, *kinds: str) -> list:
	return frappe.get_all(
		"Request Journal", {"request": request.name, "kind": ("in", kinds)}, ["kind", "moment", "is_public", "text"], order_by="creation, idx"
	)  # fmt: skip


BY_CLOCK = ("Term Broken", "Warned", "Escalated")


def test_a_return_after_the_term_breaks_nothing_and_alerts_nobody():
	request = returned()
	task = kit.task_of(request)
	expected = clock.to_site(WEDNESDAY + 23 * HOUR)
	assert (task.due, request.due, request.overdue) == (expected, expected, 0)
	assert request.first_due == clock.to_site(MONDAY + 24 * HOUR)  # R4.8
	frappe.local.contact_center_messages = None
	sweep_at(WEDNESDAY + SECOND)
	assert lines(request, *BY_CLOCK) == [] and messages.pending() == ()


def test_lateness_begins_when_the_rest_ends():
	request = returned()
	sweep_at(WEDNESDAY + 23 * HOUR)
	assert lines(request, "Term Broken") == []
	sweep_at(WEDNESDAY + 23 * HOUR + SECOND)
	[broken] = lines(request, "Term Broken")
	assert broken.moment == clock.to_site(WEDNESDAY + 23 * HOUR) and kit.fresh(request).overdue == 1


def test_the_journal_names_the_new_deadline_to_staff_alone():
	[line] = lines(returned(), "Resumed")
	assert (line.text, line.is_public) == ("05.03.2026, 09:00", 0)


def test_what_rows_show_is_what_the_journal_says():
	assert checking.check(returned().name) == []


def test_r6_2_1_a_reported_task_that_is_redirected_leaves_its_rest_to_the_next_executor():
	with clock.at(MONDAY):
		request = kit.executed()
	with clock.at(WEDNESDAY), kit.acting("operator"):
		task = redirect(kit.task_of(request).name, "KIT-ROADS", "Справа шляховиків")
	assert frappe.db.get_value("Request Task", task, "due") == clock.to_site(WEDNESDAY + 24 * HOUR)
	sweep_at(WEDNESDAY + HOUR)
	assert lines(request, "Term Broken") == []


def test_a_type_may_give_its_whole_term_again():
	doc = frappe.get_doc("Request Type", "emergency")
	doc.rest_kind = "Whole Term"
	with kit.acting("administrator"):
		doc.save()
	assert kit.task_of(returned()).due == clock.to_site(WEDNESDAY + 24 * HOUR)


@pytest.mark.parametrize(
	"bad", [{"rest_amount": 99_999}, {"rest_unit": "No Fixed Term"}, {"rest_kind": "Half"}]
)
def test_a_rest_that_makes_no_sense_is_refused_where_it_is_written(bad):
	doc = frappe.get_doc("Request Type", "emergency")
	doc.update({"rest_unit": "Hours", **bad})
	with kit.acting("administrator"), pytest.raises(frappe.ValidationError):
		doc.save()


@pytest.mark.parametrize("person", ["operator", "supervisor", "water", "management"])
def test_p7_only_an_administrator_sets_the_rest(person):
	doc = frappe.get_doc("Request Type", "emergency")
	doc.rest_amount = 1
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		doc.save()


def test_the_patch_gives_old_types_a_rest_and_old_rework_its_deadline_once():
	"""Before R6.3.5 the journal had no Resumed line, and a type no rest."""
	request = returned()
	frappe.db.delete("Request Journal", {"request": request.name, "kind": "Resumed"})
	frappe.db.set_value("Request Type", "emergency", {"rest_kind": None, "rest_amount": 0, "rest_unit": None})
	frappe.clear_document_cache("Request Type", "emergency")
	checking.repair(request.name)
	assert kit.task_of(request).due == clock.to_site(MONDAY + 24 * HOUR)
	for _again in range(2):
		give_rest_after_return.execute()
		assert kit.task_of(request).due == clock.to_site(WEDNESDAY + 23 * HOUR)
		assert len(lines(request, "Resumed")) == 1
	found = frappe.db.get_value("Request Type", "emergency", ["rest_kind", "rest_amount", "rest_unit"])
	assert found == ("What Was Left", 4, "Hours")


def test_the_patch_leaves_what_an_administrator_chose():
	values = {"rest_kind": "Whole Term", "rest_amount": 0, "rest_unit": "Hours"}
	frappe.db.set_value("Request Type", "emergency", dict(values))
	give_rest_after_return.execute()
	assert frappe.db.get_value("Request Type", "emergency", list(values)) == tuple(values.values())


def test_shipped_types_are_installed_with_their_rest():
	from contact_center.reading.policy_files import load_policy

	for code, rtype in load_policy().types.items():
		doc = frappe.get_doc("Request Type", code)
		assert {
			name: doc.get(name) for name in policy_records.rest_fields(rtype.rest)
		} == policy_records.rest_fields(rtype.rest)
