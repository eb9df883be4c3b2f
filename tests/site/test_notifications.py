"""Messages to applicants and executors: who hears what, when, and what stays unsaid (RI1, R8.2.3, R4.6, D1)."""

import email
import email.policy
from datetime import timedelta

import frappe
import kit
import pytest
from kit import MONDAY

from contact_center import clock, notifications, notify

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

APPLICANT_EVENTS = (
	"received",
	"registered",
	"accepted",
	"executed",
	"returned",
	"closed",
	"rejected",
	"cancelled",
)
EXECUTOR_EVENTS = (
	"sent",
	"returned",
	"redirected",
	"cancelled",
	"warned_executor",
	"acceptance_missed",
	"term_broken",
)


class Letter:
	"""One queued e-mail: `to`, `subject`, `html`."""

	def __init__(self, queued):
		message = email.message_from_string(queued.message, policy=email.policy.default)
		self.to = {row.recipient for row in queued.recipients}
		self.subject = str(message["Subject"])
		self.html = message.get_body(("html",)).get_content()


def letters(doc, event: str) -> list[Letter]:
	"""What the site's Notification documents queue when `event` befell the document."""
	before = frappe.get_all("Email Queue", pluck="name")
	notify.send([(doc.doctype, doc.name, event)])
	new = frappe.get_all("Email Queue", {"name": ["not in", before]}, pluck="name", order_by="creation")
	return [Letter(frappe.get_doc("Email Queue", name)) for name in new]


@pytest.fixture
def mailbox():
	"""An outgoing account, should the site have none."""
	if not frappe.db.exists("Email Account", {"default_outgoing": 1, "enable_outgoing": 1}):
		account = frappe.get_doc(
			{
				"doctype": "Email Account",
				"email_account_name": "KIT",
				"email_id": "kit@example.com",
				"enable_outgoing": 1,
				"default_outgoing": 1,
				"smtp_server": "127.0.0.1",
				"no_smtp_authentication": 1,
			}
		)
		account.flags.ignore_validate = True
		account.insert(ignore_permissions=True)
		frappe.cache.delete_value("outgoing_email_account")
		frappe.local.outgoing_email_account = {}


@pytest.fixture
def by_mail(mailbox):
	"""A request whose applicant is told by e-mail, and has an account."""
	with clock.at(MONDAY):
		return kit.fresh(kit.registered(notify_by="E-mail"))


@pytest.mark.parametrize("event", APPLICANT_EVENTS)
def test_there_is_a_message_to_the_applicant_for_each_change(event):
	"""RI1."""
	assert frappe.db.exists(
		"Notification", {"document_type": "Request", "event": "Method", "method": event, "enabled": 1}
	)


@pytest.mark.parametrize("event", EXECUTOR_EVENTS)
def test_there_is_a_message_to_the_executor_for_each_change(event):
	"""R8.2.3, R4.6."""
	filters = {"document_type": "Request Task", "event": "Method", "method": event, "enabled": 1}
	assert frappe.db.exists("Notification", filters)


def test_every_alert_of_the_request_types_reaches_somebody():
	"""R4.6: whom an administrator may choose in a request type, a message is there for."""
	audiences = frappe.get_meta("Request Type Alert").get_field("audience").options.split("\n")
	told = set(frappe.get_all("Notification", {"document_type": "Request Task"}, pluck="method"))
	assert {f"escalated_{who.lower()}" for who in audiences if who != "Executor"} <= told
	assert {"warned_executor", "warned_operator"} <= told


def test_the_applicant_hears_number_executor_and_term(by_mail):
	"""RI1, R5.12: in words of a clerk, with the hour by which the executor accepts."""
	[letter] = letters(by_mail, "registered")
	assert letter.to == {kit.email("citizen")}
	assert by_mail.number in letter.subject
	title = frappe.db.get_value("Executor", by_mail.lead_executor, "title")
	assert title in letter.html and "до 10:30" in letter.html and "03.03.2026 10:00" in letter.html
	assert f"/my-requests/{by_mail.name}" in letter.html


def test_the_executor_hears_matter_address_and_terms(by_mail):
	"""R8.2.3: number, matter, address, accept by, done by, and the way to the task."""
	task = kit.task_of(by_mail)
	[letter] = letters(task, "sent")
	assert letter.to == {task.executor_email}
	for said in (
		by_mail.number,
		task.address,
		"02.03.2026 10:30",
		"03.03.2026 10:00",
		f"/app/request-task/{task.name}",
	):
		assert said in letter.html


def test_messages_to_executors_tell_nothing_of_the_applicant(by_mail):
	"""D1."""
	task, person = kit.task_of(by_mail), frappe.get_doc("Applicant", by_mail.applicant)
	for event in EXECUTOR_EVENTS:
		for letter in letters(task, event):
			for secret in (person.full_name, person.surname, person.phone, person.email):
				assert not secret or secret not in letter.html + letter.subject


@pytest.mark.parametrize("way", ["Phone", "Account"])
def test_no_mail_to_whom_it_was_not_the_chosen_way(mailbox, way):
	"""RI1: told in the way chosen on the card."""
	assert letters(kit.registered(notify_by=way), "registered") == []


def test_an_anonymous_applicant_gets_no_mail(mailbox):
	"""R5.7, D1."""
	request = kit.registered(anonymous=1, anonymous_warned=1)
	for event in APPLICANT_EVENTS:
		assert letters(request, event) == []


def test_the_applicant_is_asked_to_confirm_only_when_all_is_done(mailbox):
	"""R8.1.6, R8.1.7: not while another executor is still at work."""
	request = kit.registered(classifier=kit.YARD, notify_by="E-mail")
	kit.report(kit.accept(kit.task_of(request, "KIT-ROADS"), by="roads"), by="roads")
	assert letters(kit.fresh(request), "executed") == []
	kit.report(kit.accept(kit.task_of(request, "KIT-HOUSING"), by="housing"), by="housing")
	[letter] = letters(kit.fresh(request), "executed")
	assert kit.RESULT["result"] in letter.html


def test_what_people_write_is_shown_and_never_run(by_mail):
	"""Text of people is text in a letter too."""
	by_mail.db_set("reason", "<script>alert(1)</script> & <b>так</b>")
	[letter] = letters(by_mail, "cancelled")
	assert "<script>" not in letter.html and "&lt;script&gt;" in letter.html


def test_a_term_is_said_with_what_is_left_of_it(by_mail):
	"""R4.6: «лишилося 10 хв»."""
	with clock.at(MONDAY + timedelta(minutes=20)):
		[letter] = letters(kit.task_of(by_mail), "warned_executor")
	assert "лишилося 10 хв" in letter.html


def test_an_edited_message_is_kept():
	"""The messages belong to the site's administrator: a migrate changes none, and brings none back by its old name."""
	name = frappe.db.get_value("Notification", {"document_type": "Request", "method": "closed"})
	doc = frappe.get_doc("Notification", name)
	doc.update({"subject": "Готово", "enabled": 0})
	doc.save()
	before = frappe.db.count("Notification")
	notifications.install()
	assert frappe.db.count("Notification") == before
	assert frappe.db.get_value("Notification", name, ["subject", "enabled"]) == ("Готово", 0)


@pytest.mark.parametrize("key", notifications.shipped())
def test_a_lost_message_comes_back(key):
	"""Created where missing."""
	values = notifications.shipped()[key]
	filters = {"document_type": values["document_type"], "method": values["method"]}
	frappe.db.delete("Notification", filters)
	notifications.install()
	assert frappe.db.get_value("Notification", filters, "is_standard") == 0
