"""Before a deadline whoever works on it is reminded, after it the responsible person and the head (R4.6, R7.1, P5)."""

from collections.abc import Iterator
from datetime import timedelta

import frappe
import kit
import pytest

from contact_center import notifications
from contact_center.access import standing
from contact_center.control import sweep
from contact_center.framework import created_once
from contact_center.patches import write_to_who_has_the_task
from contact_center.record import clock, messages, recipients
from contact_center.record.messages import Message

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
WATER = "KIT-WATER"
HEAD, OFFICIAL = "kit-head@example.com", "kit-office@example.com"


@pytest.fixture(autouse=True)
def executor() -> Iterator[object]:
	"""The water's: an official address, a head, `water` answers for it, `idler` is of its crew."""
	doc = frappe.get_doc("Executor", WATER)
	doc.update({"official_email": OFFICIAL, "head_email": HEAD})
	doc.append("users", {"user": kit.email("idler"), "only_handed": 1})
	doc.save()
	yield doc
	frappe.db.rollback()
	frappe.clear_document_cache("Executor", WATER)


@pytest.fixture
def shipped() -> None:
	for values in notifications.shipped().values():
		frappe.delete_doc("Notification", values["name"])
		created_once.forget("Notification", values["name"])
	notifications.install()


def told(task, event: str) -> set[str]:
	"""Return whom the site's messages about this event of the task are written to today."""
	doc = kit.fresh(task)
	recipients.address(doc)
	names = frappe.get_all(
		"Notification", {"document_type": "Request Task", "method": event, "enabled": 1}, pluck="name"
	)
	found: set[str] = set()
	for name in names:
		to, cc, bcc = frappe.get_doc("Notification", name).get_list_of_recipients(doc, {"doc": doc})
		found |= {*to, *cc, *bcc}
	return found


def swept(*minutes: int) -> tuple[object, list[str]]:
	"""Register an SOS now, sweep so many minutes after; return its task and the events that followed.

	Of what lies before the row was made nobody is told: the moments are not those of another year.
	"""
	made = clock.now()
	task = kit.task_of(kit.registered(classifier=kit.SOS))
	messages.forget()
	for each in minutes:
		with clock.at(made + timedelta(minutes=each, seconds=1)):
			sweep.sweep_batch()
	return task, [each.event for each in messages.pending() if each.name == task.name]


def test_before_the_executor_and_after_its_head_hear_of_the_acceptance(shipped):
	_task, events = swept(20)
	assert events == ["warned_executor"]
	_task, events = swept(20, 30)
	assert {"warned_executor", "acceptance_missed", "escalated_executor_head"} <= set(events)


def test_a_warning_goes_to_the_executor_and_to_who_has_the_task(shipped):
	task, _events = swept()
	assert told(task, "warned_executor") == {OFFICIAL}
	kit.hand_over(task, "idler")
	assert told(task, "warned_executor") == {OFFICIAL, kit.email("idler")}


def test_what_is_missed_goes_to_the_responsible_person_too(shipped):
	task, _events = swept()
	kit.hand_over(task, "idler")
	for event in ("acceptance_missed", "term_broken"):
		assert told(task, event) == {OFFICIAL, kit.email("water"), kit.email("idler")}


def test_the_head_is_written_to_at_the_own_address_or_the_executors(shipped, executor):
	task, _events = swept()
	assert told(task, "escalated_executor_head") == {HEAD}
	executor.reload()
	executor.head_email = ""
	executor.save()
	assert told(task, "escalated_executor_head") == {OFFICIAL}


def test_the_letter_to_the_head_names_executor_and_deadline(shipped):
	task, _events = swept()
	doc = kit.fresh(task)
	doc.alert_clock = "Acceptance"
	name = frappe.db.get_value("Notification", {"method": "escalated_executor_head"})
	text = frappe.render_template(frappe.get_doc("Notification", name).message, {"doc": doc})
	assert frappe.db.get_value("Executor", WATER, "title") in text and "Взяти в роботу слід було до" in text
	assert "None" not in text


def test_a_deputy_is_reminded_in_the_place_of_the_absent(shipped, executor):
	executor.reload()
	today = str(standing.today())
	for user, deputy in (("water", "roads"), ("idler", "housing")):
		row = {"user": kit.email(user), "deputy": kit.email(deputy), "from_date": today, "until_date": today}
		executor.append("absences", row)
	executor.official_email = ""
	executor.save()
	task, _events = swept()
	kit.hand_over(task, "idler")
	assert told(task, "warned_executor") == {kit.email("roads"), kit.email("housing")}
	assert told(task, "acceptance_missed") == {kit.email("roads"), kit.email("housing")}
	assert told(task, "escalated_responsible_person") == {kit.email("roads")}


def test_lateness_is_recorded_and_never_rewritten(shipped):
	made = clock.now()
	task, _events = swept(30)
	with clock.at(made + timedelta(minutes=31)):
		kit.accept(task)
	kit.hand_over(task, "idler")
	kit.hand_over(task, None, by="idler")
	request = frappe.get_doc("Request", task.request)
	assert (kit.fresh(task).accepted_late, request.accepted_late) == (1, 1)
	assert kit.kinds(request).count("Acceptance Missed") == 1
	with clock.at(made + timedelta(minutes=40)):
		sweep.sweep_batch()
	assert kit.kinds(request).count("Acceptance Missed") == 1


def test_the_administrator_chooses_who_is_told_when(shipped):
	"""R4.6, P7: a row of the type, no code."""
	doc = frappe.get_doc("Request Type", "sos")
	row = {
		"clock": "Acceptance",
		"amount": 5,
		"unit": "Minutes",
		"when": "Before",
		"audience": "Responsible Person",
	}
	doc.append("alerts", row)
	doc.save()
	task, events = swept(25)
	assert "warned_responsible_person" in events
	assert told(task, "warned_responsible_person") == {kit.email("water")}
	frappe.clear_document_cache("Request Type", "sos")


def test_every_choice_of_a_type_reaches_somebody():
	options = frappe.get_meta("Request Type Alert").get_field("audience").options.split("\n")
	assert options == [
		"Executor",
		"Operator",
		"Supervisor",
		"Management",
		"Responsible Person",
		"Executor Head",
	]
	assert messages.event_of("Escalated", "Executor Head") == "escalated_executor_head"
	assert Message("Request Task", "x", "escalated_executor_head").event in messages.EVENTS["Request Task"]


def test_who_has_a_task_gets_each_letter_about_it_from_then_on(shipped):
	"""Once it is sent on it is nobody's yet; before that the executor's address and who has it are both told (P4)."""
	to_executor = {
		key: [row.get("receiver_by_document_field") for row in values["recipients"]]
		for key, values in notifications.shipped().items()
		if values["document_type"] == "Request Task"
	}
	alone = {
		key for key, fields in to_executor.items() if "executor_email" in fields and "handed_to" not in fields
	}
	assert alone == {"task_sent"}


def test_the_patch_adds_to_what_nobody_changed_and_once(shipped):
	name, own = (notifications.shipped()[key]["name"] for key in ("task_warned_executor", "task_returned"))
	for each in (name, own):
		doc = frappe.get_doc("Notification", each)
		doc.recipients = doc.recipients[:1]
		if each == own:
			doc.append("recipients", {"receiver_by_role": "Contact Center Supervisor"})
		doc.save()
	for _again in range(2):
		write_to_who_has_the_task.execute()

	def fields(each: str) -> list[str]:
		return [row.receiver_by_document_field for row in frappe.get_doc("Notification", each).recipients]

	assert fields(name) == ["executor_email", "handed_to"] and fields(own) == ["executor_email", None]
