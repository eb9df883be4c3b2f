"""A letter that the framework gave up goes out after all, once: its worker died, or the mail server was dead for long."""

import frappe
import kit
import pytest
from frappe.email import queue
from frappe.utils import add_to_date, now_datetime

from contact_center.record import late_letters, messages
from contact_center.record.messages import OUTBOX

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def letter(db):
	"""A letter to the applicant of a request that was filed."""
	frappe.db.delete("Email Queue", {"status": ("!=", "Sent")})
	request = kit.filed(notify_by="E-mail")
	frappe.db.commit()
	messages.send_kept(frappe.get_all(OUTBOX, {"document_name": request.name}, pluck="name"))
	[name] = frappe.get_all("Email Queue", {"reference_name": request.name}, pluck="name")
	return name


def marked(letter: str, status: str, error: str = "", **age) -> None:
	"""As a try has left it, so long ago."""
	values = {"status": status, "error": error, "retry": 3, "modified": add_to_date(now_datetime(), **age)}
	frappe.db.set_value("Email Queue", letter, values, update_modified=False)
	frappe.db.commit()


def status(letter: str) -> str:
	frappe.db.rollback()
	return frappe.db.get_value("Email Queue", letter, "status")


def test_a_letter_whose_worker_died_over_it_goes_out_once(letter, smtp):
	marked(letter, "Sending", minutes=-10)
	queue.flush()
	assert not smtp.messages  # the framework looks at it no more
	for _minute in range(2):
		late_letters.release()
		queue.flush()
	assert status(letter) == "Sent" and len(smtp.messages) == 1


@pytest.mark.parametrize("minutes", [-2, 0])
def test_a_letter_that_is_being_sent_is_left_alone(letter, minutes):
	marked(letter, "Sending", minutes=minutes)
	late_letters.release()
	assert status(letter) == "Sending"


def test_a_letter_that_a_fast_clock_dated_ahead_is_not_left_for_then(letter):
	marked(letter, "Sending", hours=3)
	late_letters.release()
	assert status(letter) == "Not Sent"


def test_letters_go_out_after_the_mail_server_was_dead_for_long(letter, smtp, monkeypatch):
	"""Four tries find nobody there; the framework gives the letter up."""
	account = frappe.get_last_doc("Email Account", {"default_outgoing": 1})
	with monkeypatch.context() as dead:
		dead.setattr(type(account), "get_smtp_server", refusing(account))
		for _try in range(4):
			queue.flush()
	assert status(letter) == "Error"
	late_letters.release()
	assert status(letter) == "Error"  # the next try in a while
	frappe.db.set_value(
		"Email Queue", letter, "modified", add_to_date(now_datetime(), minutes=-11), update_modified=False
	)
	late_letters.release()
	queue.flush()
	assert status(letter) == "Sent" and len(smtp.messages) == 1


def refusing(account):
	from frappe.email.smtp import SMTPServer

	return lambda self: SMTPServer(server="127.0.0.1", port=9, email_account=account.name)


@pytest.mark.parametrize(
	"error", ["smtplib.SMTPRecipientsRefused: {'x': (550, b'no such user')}", "", "KeyError: 'x'"]
)
def test_a_letter_that_was_refused_stays_so(letter, error):
	marked(letter, "Error", error, hours=-1)
	late_letters.release()
	assert status(letter) == "Error"


def test_after_days_nobody_is_written_to(letter):
	marked(letter, "Error", "ConnectionRefusedError: [Errno 111]", hours=-1)
	frappe.db.set_value(
		"Email Queue", letter, "creation", add_to_date(now_datetime(), days=-4), update_modified=False
	)
	late_letters.release()
	assert status(letter) == "Error"


def test_letters_of_others_stay_as_they_are(letter):
	marked(letter, "Sending", hours=-1)
	frappe.db.set_value("Email Queue", letter, {"reference_doctype": "ToDo"}, update_modified=False)
	late_letters.release()
	assert status(letter) == "Sending"
