"""Messages to applicants and executors: recipients, moments, contents, and what they leave out (RI1, R8.2.3, R4.6, D1)."""

import email
import email.policy
from dataclasses import astuple
from datetime import timedelta

import frappe
import kit
import pytest
from frappe import _
from frappe.core import utils
from kit import MONDAY

from contact_center import notifications
from contact_center.control import sweep
from contact_center.framework import created_once
from contact_center.patches import letters_to_citizens
from contact_center.reading import request_codes
from contact_center.record import clock, messages
from contact_center.record.messages import Message

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
	"rejected",
	"warned_executor",
	"acceptance_missed",
	"term_broken",
	"escalated_executor",
)
STAGE_AT = {"accepted": "In Progress", "executed": "Awaiting Confirmation"}
"""The stage of the request for which a letter is written, where it is only written for one."""


class Letter:
	"""One queued e-mail: `to`, `subject`, `html`, `text` for readers that show no HTML."""

	def __init__(self, queued):
		message = email.message_from_string(queued.message, policy=email.policy.default)
		self.to = {row.recipient for row in queued.recipients}
		self.subject = str(message["Subject"])
		self.html = message.get_body(("html",)).get_content()
		self.text = message.get_body(("plain",)).get_content()


def letters(doc, event: str) -> list[Letter]:
	"""What the site's Notification documents queue when `event` befell the document."""
	return letters_of([Message(doc.doctype, doc.name, event)])


def letters_of(sent: list[Message]) -> list[Letter]:
	before = frappe.get_all("Email Queue", pluck="name")
	messages.send([astuple(each) for each in sent])
	new = frappe.get_all("Email Queue", {"name": ["not in", before]}, pluck="name", order_by="creation")
	return [Letter(frappe.get_doc("Email Queue", name)) for name in new]


@pytest.fixture
def shipped():
	"""The messages as they are shipped, whatever the site made of them."""
	for values in notifications.shipped().values():
		frappe.delete_doc("Notification", values["name"])
		created_once.forget("Notification", values["name"])
	notifications.install()


@pytest.fixture
def by_mail(mailbox):
	"""Return a request whose applicant is notified by e-mail and has an account."""
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
	known = set(
		frappe.get_all("Notification", {"document_type": "Request Task", "enabled": 1}, pluck="method")
	)
	assert {messages.event_of(kind, who) for kind in ("Warned", "Escalated") for who in audiences} <= known


def test_the_applicant_gets_number_executor_and_deadline(by_mail):
	"""RI1, R5.12: in words of a clerk, with the hour by which the executor accepts."""
	with clock.at(MONDAY):
		[letter] = letters(by_mail, "registered")
	assert letter.to == {kit.email("citizen")}
	assert by_mail.number in letter.subject
	title = frappe.db.get_value("Executor", by_mail.lead_executor, "title")
	for shown in (letter.html, letter.text):
		words = " ".join(shown.split())
		assert title in words and "сьогодні до 10:30" in words and "завтра, 03.03, до 10:00" in words
	# Frappe 15.103 leaves links out of the plain text.
	for shown in (letter.html, *([] if hasattr(utils, "html_to_plain_text") else [letter.text])):
		assert f"/my-requests/{by_mail.name}" in " ".join(shown.split())


def settings_of(**values) -> None:
	frappe.get_doc("Contact Center Settings").update(values).save()


@pytest.mark.parametrize("event", APPLICANT_EVENTS)
def test_a_letter_greets_by_name_and_is_signed_with_the_phone(by_mail, shipped, event):
	"""In HTML and in the plain text beside it."""
	settings_of(city_name="Кривий Ріг", phone="1520")
	frappe.db.set_value("Applicant", by_mail.applicant, {"first_name": "Оксана", "patronymic": "Петрівна"})
	frappe.db.set_value("Request", by_mail.name, {"stage": STAGE_AT.get(event, by_mail.stage)})
	[letter] = letters(by_mail, event)
	for shown in (letter.html, letter.text):
		words = " ".join(shown.replace("<br>", " ").split())
		assert "Добрий день, Оксано Петрівно!" in words
		assert "контакт-центр, Кривий Ріг" in words and "телефон 1520" in words


def test_a_letter_about_a_request_without_a_number_names_its_matter_and_code(by_mail, shipped):
	"""The code is the one of the page of thanks; a matter in no list is called by the applicant's words."""
	words = "Собаки бігають зграєю <b>біля школи</b>. Діти бояться."
	frappe.db.set_value("Request", by_mail.name, {"classifier": None, "description": words})
	[letter] = letters(by_mail, "received")
	assert request_codes.written(by_mail.name) in letter.html
	assert "Собаки бігають зграєю" in letter.text and "Діти бояться" not in letter.text
	assert "<b>біля" not in letter.html


def test_a_name_with_markup_is_no_markup_in_a_letter(by_mail, shipped):
	frappe.db.set_value("Applicant", by_mail.applicant, {"first_name": "<b>Оксана</b>", "patronymic": ""})
	[letter] = letters(by_mail, "registered")
	assert "<b>Оксана" not in letter.html


def test_letters_that_the_site_changed_stay_and_others_get_the_new_text(shipped, monkeypatch):
	own, untouched = (notifications.shipped()[key]["name"] for key in ("request_closed", "request_rejected"))
	former = "<p>Вашу заявку відхилено.</p>"
	digest = letters_to_citizens._digest(former)
	monkeypatch.setattr(
		letters_to_citizens, "FORMER", {"request_closed": {digest}, "request_rejected": {digest}}
	)
	frappe.db.set_value("Notification", own, "message", "<p>Наш власний текст</p>")
	frappe.db.set_value("Notification", untouched, "message", former)
	for _run in range(2):
		letters_to_citizens.execute()
		assert frappe.db.get_value("Notification", own, "message") == "<p>Наш власний текст</p>"
		text = frappe.db.get_value("Notification", untouched, "message")
		assert text.split() == notifications.text_of("request_rejected").split()


def test_the_texts_of_now_are_not_among_the_former_ones():
	for key, former in letters_to_citizens.FORMER.items():
		assert letters_to_citizens._digest(notifications.text_of(key)) not in former


def test_the_executor_gets_entry_address_and_terms(by_mail):
	"""R8.2.3: number, classifier entry, address, accept by, done by, and the way to the task."""
	task = kit.task_of(by_mail)
	[letter] = letters(task, "sent")
	assert letter.to == {task.executor_email}
	for words in (
		by_mail.number,
		task.address,
		"02.03.2026, 10:30",
		"03.03.2026, 10:00",
		frappe.utils.get_url_to_form("Request Task", task.name),
	):
		assert words in letter.html


def test_messages_to_executors_have_nothing_of_the_applicant(by_mail):
	"""D1."""
	task, person = kit.task_of(by_mail), frappe.get_doc("Applicant", by_mail.applicant)
	for event in EXECUTOR_EVENTS:
		for letter in letters(task, event):
			for secret in (person.full_name, person.surname, person.phone, person.email):
				assert not secret or secret not in letter.html + letter.subject


@pytest.mark.parametrize("way", ["Phone", "Account"])
def test_no_mail_to_whom_it_was_not_the_chosen_way(mailbox, way):
	"""RI1: notified in the way chosen on the card."""
	assert letters(kit.registered(notify_by=way), "registered") == []


def test_the_applicants_own_way_is_taken_over_where_the_card_names_none(mailbox):
	"""RI1, R8.1.7: what a citizen chose in the account holds for a call too, and for a machine's request."""
	by_mail = kit.registered()
	assert kit.fresh(by_mail).notify_by == "E-mail"
	assert [letter.to for letter in letters(by_mail, "registered")] == [{kit.email("citizen")}]
	frappe.db.set_value("Applicant", kit.applicant(), "notify_by", "Account")
	assert kit.fresh(kit.registered()).notify_by == "Account"


def test_an_anonymous_applicant_gets_no_mail(mailbox):
	"""R5.7, D1: nor one who asks for it only after the request was registered in the own name."""
	request = kit.registered(notify_by="E-mail")
	assert letters(request, "registered")
	with kit.acting("operator"):
		request = kit.fresh(request)
		request.update({"anonymous": 1, "anonymous_warned": 1})
		request.save()
	at_once = kit.registered(anonymous=1, anonymous_warned=1, applicant=kit.applicant(), notify_by="E-mail")
	for event in APPLICANT_EVENTS:
		assert letters(kit.fresh(request), event) == letters(kit.fresh(at_once), event) == []


def test_the_applicant_is_asked_to_confirm_only_when_all_is_done(mailbox):
	"""R8.1.6, R8.1.7: not while another executor is still at work."""
	request = kit.registered(classifier=kit.YARD, notify_by="E-mail")
	kit.report(kit.accept(kit.task_of(request, "KIT-ROADS"), by="roads"), by="roads")
	assert letters(kit.fresh(request), "executed") == []
	kit.report(kit.accept(kit.task_of(request, "KIT-HOUSING"), by="housing"), by="housing")
	[letter] = letters(kit.fresh(request), "executed")
	assert kit.RESULT["result"] in letter.html


@pytest.mark.parametrize("end", [False, True])
def test_letters_go_to_the_address_as_it_is_now(by_mail, end):
	"""RI1, R8.2.3: a slip in an address is mended while the request runs; what is over stays as it was."""
	task = kit.task_of(by_mail)
	before = by_mail.applicant_email, task.executor_email
	if end:
		kit.act(by_mail, "Cancel", "operator", reason="Не треба")
	person = frappe.get_doc("Applicant", by_mail.applicant)
	person.email = "kit-right@example.com"
	person.save()
	executor = frappe.get_doc("Executor", task.executor)
	executor.official_email = "kit-water-right@example.com"
	executor.save()
	after = kit.fresh(by_mail).applicant_email, kit.fresh(task).executor_email
	assert after == (before if end else ("kit-right@example.com", "kit-water-right@example.com"))


def test_an_executor_without_an_address_is_written_to_at_its_responsible_persons(mailbox):
	"""P5, R8.2.3."""
	executor = frappe.get_doc("Executor", "KIT-WATER")
	executor.append("users", {"user": kit.email("roads")})
	executor.append("users", {"user": kit.email("housing"), "is_responsible": 1})
	executor.users = executor.users[1:]
	executor.official_email = ""
	executor.save()
	assert _("No Address for Letters") not in [each.get("title") for each in frappe.get_message_log()]
	[letter] = letters(kit.task_of(kit.registered()), "sent")
	assert letter.to == {kit.email("housing")}
	frappe.clear_document_cache("Executor", "KIT-WATER")


def test_saving_an_executor_without_address_warns():
	executor = frappe.get_doc("Executor", "KIT-WATER")
	executor.update({"official_email": "", "users": []})
	executor.save()
	assert executor.title in str(frappe.get_message_log())
	frappe.clear_document_cache("Executor", "KIT-WATER")


def test_what_people_write_is_shown_and_never_run(by_mail):
	"""Text of people is text in a letter too."""
	by_mail.db_set("reason", "<script>alert(1)</script> & <b>так</b>")
	[letter] = letters(by_mail, "cancelled")
	assert "<script>" not in letter.html and "&lt;script&gt;" in letter.html


def test_a_deadline_comes_with_the_time_left(by_mail):
	"""R4.6: «лишилося 10 хв»."""
	with clock.at(MONDAY + timedelta(minutes=20)):
		[letter] = letters(kit.task_of(by_mail), "warned_executor")
	assert "лишилося 10 хв" in letter.html


@pytest.mark.parametrize(
	("after", "words"),
	[(timedelta(minutes=90), "Взяти в роботу до"), (timedelta(hours=3), "Взяти в роботу слід було до")],
)
def test_an_alert_is_about_the_term_that_it_sounded_for(mailbox, shipped, after, words):
	"""R4.6: the executor accepted before the letter was written, and this work has no fixed day."""
	made = clock.now()
	request = kit.registered(classifier=kit.LIFT)
	with clock.at(made + after):
		sweep.sweep_batch()
		task = kit.accept(kit.task_of(request), "housing")
	alerts = [each for each in messages.pending() if each.event.startswith(("warn", "escal"))]
	found = letters_of([each for each in alerts if each.name == task.name])
	assert found
	for letter in found:
		assert words in letter.html and "без визначеного строку" not in letter.html


def test_an_alert_about_the_work_names_it_though_the_task_is_not_accepted(mailbox, shipped):
	"""R4.6: the executor is late with both, and this one is about the work."""
	made = clock.now()
	task = kit.task_of(kit.registered(classifier=kit.SOS))
	with clock.at(made + timedelta(hours=2, seconds=1)):
		sweep.sweep_batch()
	message = Message("Request Task", task.name, "escalated_management", "Execution")
	assert message in messages.pending()
	[letter] = letters_of([message])
	assert "Виконати слід було до" in letter.html


def test_operators_are_notified_of_a_declined_task(mailbox):
	"""R7.2: whose it is not, why, and whom it proposes."""
	task = kit.act(
		kit.task_of(kit.registered()),
		"Not My Competence",
		"water",
		reason="Мережа не на балансі",
		proposed_executor="KIT-HOUSING",
	)
	assert Message("Request Task", task.name, "not_competent") in messages.pending()
	[letter] = letters(task, "not_competent")
	proposed = frappe.db.get_value("Executor", "KIT-HOUSING", "title")
	assert kit.email("operator") in letter.to and task.executor_email not in letter.to
	assert "Мережа не на балансі" in letter.html and proposed in letter.html


@pytest.mark.parametrize("condition", ["doc.no_such_thing.at_all", "1 / 0", "не вираз"])
def test_one_bad_message_loses_no_other(by_mail, condition):
	"""RI1, R8.2.3: an administrator's slip in a condition is logged; all other letters go out."""
	doc = {"doctype": "Notification", "name": "KIT", "channel": "Email", "event": "Method", "enabled": 1}
	recipients = [{"receiver_by_document_field": "executor_email"}]
	bad = {**doc, "document_type": "Request Task", "method": "sent", "subject": "х", "message": "х"}
	frappe.get_doc({**bad, "recipients": recipients}).insert()
	frappe.db.set_value("Notification", "KIT", "condition", condition)
	frappe.clear_cache(doctype="Request Task")
	task = kit.task_of(by_mail)
	logged = frappe.db.count("Error Log", {"reference_name": task.name})
	found = letters_of(
		[Message("Request Task", task.name, "sent"), Message("Request", by_mail.name, "registered")]
	)
	assert sorted(each for letter in found for each in letter.to) == sorted(
		[task.executor_email, kit.email("citizen")]
	)
	assert frappe.db.count("Error Log", {"reference_name": task.name}) == logged + 1


def test_a_message_that_listens_to_something_else_now_is_left_alone():
	"""An administrator changed its event; the next migrate goes through and brings nothing of the same name."""
	name = notifications.shipped()["task_sent"]["name"]
	frappe.db.set_value("Notification", name, {"event": "Value Change", "value_changed": "stage"})
	notifications.install()
	assert frappe.db.get_value("Notification", name, "event") == "Value Change"


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
def test_a_message_is_created_once(key):
	"""A newer version's is created; what the site has deleted stays so."""
	values = notifications.shipped()[key]
	filters = {"document_type": values["document_type"], "method": values["method"]}
	frappe.db.delete("Notification", filters)
	notifications.install()
	assert not frappe.db.exists("Notification", filters)
	created_once.forget("Notification", values["name"])
	notifications.install()
	assert frappe.db.get_value("Notification", filters, "is_standard") == 0


def message_about(doctype: str, event: str, method: str):
	"""Return a Notification document that is not inserted yet."""
	return frappe.get_doc(
		{
			"doctype": "Notification",
			"name": "KIT",
			"document_type": doctype,
			"event": event,
			"method": method,
			"subject": "Х",
			"message": "Х",
			"channel": "Email",
			"recipients": [{"receiver_by_role": "System Manager"}],
		}
	)


@pytest.mark.parametrize(
	("doctype", "method", "offered"),
	[
		("Request", "registred", "registered"),
		("Request", "closed_", "closed"),
		("Request Task", "warned_executer", "warned_executor"),
		("Request Task", "received", "sent"),
		("Request Task", "resumed", "sent"),
		("Executor", "unreachble", "unreachable"),
		("Repair Event", "finished", None),
		("Request", "", "registered"),
	],
)
def test_a_message_about_what_never_happens_is_refused_with_what_does(doctype, method, offered):
	doc = message_about(doctype, "Method", method)
	with pytest.raises(frappe.ValidationError) as refused:
		doc.insert()
	if method:
		assert str(refused.value.problem.kind) == "Unknown Event"
		assert offered is None or offered in refused.value.problem.values[1:]


@pytest.mark.parametrize(
	("doctype", "event", "method"),
	[
		("Request", "Method", " closed "),
		("Request Task", "Method", "escalated_management"),
		("Repair Event", "Method", "on_update"),
		("ToDo", "Method", "whatever_the_site_calls"),
		("Request", "Save", ""),
	],
)
def test_a_message_about_what_happens_is_taken(doctype, event, method):
	doc = message_about(doctype, event, method)
	assert doc.insert().name


def test_every_shipped_message_listens_to_something_that_happens():
	for values in notifications.shipped().values():
		assert values["method"] in messages.known_events(values["document_type"])
