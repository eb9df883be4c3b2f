"""Letters go to people with an enabled account alone; where none is left, supervisors hear of it once (P5, R8.2.3)."""

import frappe
import kit
import pytest

from contact_center.execution import addressee
from contact_center.patches import write_to_enabled_people
from contact_center.record import messages
from contact_center.record.messages import Message

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
WATER = "KIT-WATER"
LOST = Message("Executor", WATER, "unreachable")


@pytest.fixture
def people():
	"""The executor has no official address: its responsible person is written to, else its other one."""
	executor = frappe.get_doc("Executor", WATER)
	executor.official_email = ""
	executor.append("users", {"user": kit.email("idler")})
	executor.save()
	messages.forget()
	return executor


def enable(person: str, enabled: int) -> None:
	user = frappe.get_doc("User", kit.email(person))
	user.enabled = enabled
	user.save()


def lost() -> int:
	return messages.pending().count(LOST)


def test_whose_account_is_disabled_is_not_written_to(people):
	request = kit.registered()
	assert kit.task_of(request).executor_email == kit.email("water")
	enable("water", 0)
	assert kit.task_of(request).executor_email == kit.email("idler")
	assert kit.task_of(kit.registered()).executor_email == kit.email("idler")
	enable("water", 1)
	assert kit.task_of(request).executor_email == kit.email("water")


def test_supervisors_hear_once_that_nobody_is_left(people):
	request = kit.registered()
	enable("water", 0)
	assert lost() == 0
	enable("idler", 0)
	assert lost() == 1 and not kit.task_of(request).executor_email
	kit.registered()
	people.reload()
	people.save()
	assert lost() == 1


def test_supervisors_hear_again_of_the_next_time(people):
	for enabled in (0, 1, 0):
		enable("water", enabled)
		enable("idler", enabled)
	assert lost() == 2


def test_an_official_address_is_written_to_whoever_left():
	request = kit.registered()
	enable("water", 0)
	assert kit.task_of(request).executor_email == "kit-water@example.com" and lost() == 0


def test_who_disables_a_responsible_person_reads_what_hangs_on_it(people, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "en")
	kit.registered()
	frappe.clear_messages()
	enable("water", 0)
	warnings = " ".join(each["message"] for each in frappe.get_message_log())
	assert people.title in warnings and "tasks at work" in warnings and kit.email("idler") in warnings


def test_a_message_to_supervisors_is_shipped():
	found = {"document_type": "Executor", "method": "unreachable", "enabled": 1}
	assert frappe.db.exists("Notification", found)


def test_the_patch_corrects_running_tasks_once(people):
	request = kit.registered()
	frappe.db.set_value("User", kit.email("water"), "enabled", 0)
	frappe.clear_document_cache("User", kit.email("water"))
	for _again in range(2):
		write_to_enabled_people.execute()
		assert kit.task_of(request).executor_email == kit.email("idler")
	assert addressee.email_of(frappe.get_doc("Executor", WATER)) == kit.email("idler")
