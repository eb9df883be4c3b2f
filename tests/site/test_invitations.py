"""Letters to the members of an inspection bring an invitation that calendars read (RFC 5545, RFC 5546), once each (R7.3)."""

import json
from datetime import datetime, timedelta, timezone
from email import message_from_string

import frappe
import icalendar
import kit
import pytest

from contact_center.control import inspection_acts
from contact_center.record import clock, messages
from contact_center.words.invitations import Invitation, written

pytest_plugins = ["kit_city"]

OUTSIDE = {"full_name": "Мостова, Ганна; «інженер»", "email": "bridge@example.org", "represents": "Інститут"}
START = datetime(2026, 10, 25, 3, 30, tzinfo=kit.KYIV)
"""An hour that the clock change of October makes twice."""


def invitation(**other) -> Invitation:
	values = {
		"uid": "inspection-1@city.example",
		"sequence": 0,
		"starts": START,
		"lasts": timedelta(hours=1),
		"now": kit.MONDAY,
		"summary": "Комісійне обстеження ОБ-2026-000007",
		"place": "вул. Перевірочна, 12; двір, арка",
		"text": "Прорив труби, вул. Перевірочна, 12\nДві служби сперечаються про те, чия це мережа і хто має її лагодити",
		"organizer": "center@city.example",
		"organizer_name": "Контакт-центр 1520",
		"attendee": "bridge@example.org",
		"attendee_name": OUTSIDE["full_name"],
	}
	return Invitation(**{**values, **other})


def read(content: bytes):
	calendar = icalendar.Calendar.from_ical(content)
	[event] = calendar.walk("VEVENT")
	return calendar, event


def test_the_file_is_folded_escaped_and_read_back():
	content = written(invitation())
	lines = content.split(b"\r\n")
	assert b"\n" not in content.replace(b"\r\n", b"") and all(len(line) <= 75 for line in lines)
	for line in lines:
		line.decode("utf-8")  # no letter is cut in half
	assert (
		rb"LOCATION:\xd0" not in content
		and "LOCATION:вул. Перевірочна\\, 12\\; двір\\, арка".encode() in content
	)
	calendar, event = read(content)
	assert (str(calendar["VERSION"]), str(calendar["METHOD"])) == ("2.0", "REQUEST")
	assert str(event["LOCATION"]) == invitation().place and str(event["DESCRIPTION"]) == invitation().text
	assert str(event["ATTENDEE"]) == "mailto:bridge@example.org"
	assert event["ATTENDEE"].params["CN"] == OUTSIDE["full_name"].replace('"', "'")
	assert str(event["ORGANIZER"]) == "mailto:center@city.example"


def test_the_moment_is_the_citys_across_the_clock_change():
	_calendar, event = read(written(invitation()))
	assert b"DTSTART:20261025T003000Z" in written(invitation())
	assert event.decoded("DTSTART") == START.astimezone(timezone.utc)
	assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=1)


def test_a_cancelled_one_says_so_under_the_same_name():
	calendar, event = read(written(invitation(cancelled=True, sequence=2)))
	assert str(calendar["METHOD"]) == "CANCEL" and str(event["STATUS"]) == "CANCELLED"
	assert (str(event["UID"]), int(event["SEQUENCE"])) == ("inspection-1@city.example", 2)


def sent() -> None:
	"""Send what waits, as the job after the commit does."""
	names = list(frappe.local.contact_center_messages or ())
	messages.forget()
	rows = [frappe.db.get_value(messages.OUTBOX, name, messages.FIELDS) for name in names]
	user = frappe.session.user
	messages.send([row for row in rows if row])
	frappe.db.delete(messages.OUTBOX, {"name": ("in", names or ["-"])})
	frappe.set_user(user)


def letters(inspection) -> dict[str, list]:
	"""Return {address: [(letter, calendar, event)]} of the letters about the inspection, oldest first."""
	about = {"reference_doctype": "Inspection", "reference_name": inspection.name}
	found: dict[str, list] = {}
	for name in frappe.get_all("Email Queue", about, pluck="name", order_by="creation, name"):
		queued = frappe.get_doc("Email Queue", name)
		letter = message_from_string(queued.message)
		[part] = [each for each in letter.walk() if each.get_content_type() == "text/calendar"]
		calendar, event = read(part.get_payload(decode=True))
		assert part.get_param("method") == str(calendar["METHOD"])
		[row] = queued.recipients
		found.setdefault(row.recipient, []).append((letter, calendar, event))
	return found


@pytest.fixture
def mailbox(city, db):
	"""An outgoing account, should the site have none."""
	if not frappe.db.exists("Email Account", {"default_outgoing": 1, "enable_outgoing": 1}):
		values = {"email_account_name": "KIT", "email_id": "kit@example.com", "smtp_server": "127.0.0.1"}
		flags = {"enable_outgoing": 1, "default_outgoing": 1, "no_smtp_authentication": 1}
		account = frappe.get_doc({"doctype": "Email Account", **values, **flags})
		account.flags.ignore_validate = True
		account.insert(ignore_permissions=True)
		frappe.cache.delete_value("outgoing_email_account")
		frappe.local.outgoing_email_account = {}


@pytest.fixture
def called(mailbox):
	request = kit.registered(description="Заявниченко Оксана, кв. 17, тел. 067 111 00 01")
	inspection = kit.call_inspection(
		request, members=json.dumps([{"user": kit.email("supervisor")}, OUTSIDE]), applicant_invited=1
	)
	sent()
	return inspection


def test_each_member_gets_one_letter_with_an_invitation(called):
	found = letters(called)
	assert {address: len(each) for address, each in found.items()} == {
		"kit-water@example.com": 1,
		kit.email("supervisor"): 1,
		"bridge@example.org": 1,
	}
	_letter, calendar, event = found["bridge@example.org"][0]
	assert str(calendar["METHOD"]) == "REQUEST" and int(event["SEQUENCE"]) == 0
	assert clock.to_site(event.decoded("DTSTART")) == called.starts_at
	assert str(event["ATTENDEE"]) == "mailto:bridge@example.org", "of the others it says nothing"


def test_nothing_of_the_applicant_goes_out(called):
	"""D1: neither in the text nor in the invitation."""
	names = frappe.get_all("Email Queue", {"reference_name": called.name}, pluck="name")
	assert len(names) == 3
	for name in names:
		letter = message_from_string(frappe.db.get_value("Email Queue", name, "message"))
		text = " ".join(
			part.get_payload(decode=True).decode() for part in letter.walk() if not part.is_multipart()
		)
		assert called.number in text and "вул. Перевірочна" in text.replace("\r\n ", "")
		for secret in ("Заявниченк", "Оксан", "кв. 17", "067 111", "+38067111", kit.email("citizen")):
			assert secret not in text


def test_a_move_raises_the_sequence_and_a_calling_off_cancels(called):
	for name, values in (
		("move_inspection", {"starts_at": str(called.starts_at + timedelta(days=1)), "reason": "Злива"}),
		("call_off_inspection", {"reason": "Вже не треба"}),
	):
		with kit.acting("operator"):
			getattr(inspection_acts, name)(called.name, **values)
		sent()
	found = letters(called)["bridge@example.org"]
	assert [str(calendar["METHOD"]) for _letter, calendar, _event in found] == [
		"REQUEST",
		"REQUEST",
		"CANCEL",
	]
	assert [int(event["SEQUENCE"]) for _letter, _calendar, event in found] == [0, 1, 2]
	assert len({str(event["UID"]) for _letter, _calendar, event in found}) == 1
	assert clock.to_site(found[1][2].decoded("DTSTART")) == called.starts_at + timedelta(days=1)


def test_the_applicant_is_invited_by_a_letter_of_the_request(called):
	about = {"reference_doctype": "Request", "reference_name": called.request}
	letters_to = frappe.get_all("Email Queue Recipient", {"recipient": kit.email("citizen")}, pluck="parent")
	subjects = [
		str(frappe.db.get_value("Email Queue", name, "message"))
		for name in frappe.get_all(
			"Email Queue", {**about, "name": ("in", letters_to or ["-"])}, pluck="name"
		)
	]
	assert len(subjects) >= 1


def test_other_letters_are_left_as_they_are(mailbox):
	before = frappe.db.count("Email Queue")
	frappe.sendmail(
		recipients=["bridge@example.org"], subject="Вітаємо", message="<p>Добрий день</p>", delayed=True
	)
	assert frappe.db.count("Email Queue") == before + 1
	assert "text/calendar" not in frappe.get_last_doc("Email Queue").message
