"""Make the site write to strangers: at most one letter an address and hour, whatever form asks for it."""

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from attack_arena import Arena
from attack_tally import Tally
from frappe.utils.background_jobs import execute_job, get_queue

ROUNDS = 4
EACH = 3


def control(arena: Arena, tally: Tally) -> None:
	"""The first letter to somebody who signs up is seen."""
	address = "kit-newcomer@example.com"
	path, arguments = ways()[0]
	with mail_server():
		requests.post(arena.base + path, addressed(arguments, address), timeout=60)
		tally.seen(letters_to(address) == 1, "one letter to who signs up")
	remove(address)


@contextmanager
def mail_server() -> Iterator[None]:
	"""Take the letters that the jobs send at once, and keep none."""
	port = frappe.db.get_value("Email Account", {"default_outgoing": 1}, "smtp_port")
	server = Controller(Sink(), hostname="127.0.0.1", port=int(port))
	server.start()
	try:
		yield
	finally:
		server.stop()


def attack(arena: Arena, tally: Tally) -> None:
	with mail_server():
		try_all(arena, tally)


def try_all(arena: Arena, tally: Tally) -> None:
	for way, (path, arguments) in enumerate(ways()):
		for number in range(ROUNDS):
			address = f"kit-stranger-{way}-{number}@example.com"
			for turn in range(EACH):
				forged = {"X-Forwarded-For": f"10.{way}.{number}.{turn}"}
				asked = addressed(arguments, address)
				answer = requests.post(arena.base + path, asked, headers=forged, timeout=60)
				tally.expect(answer.status_code < 500, f"{path} answers {answer.status_code}")
			sent = letters_to(address)
			most = 1 if "user.user" in path else 0
			tally.expect(sent <= most, f"{path}: {sent} letters to a made-up address after {EACH} tries")
			remove(address)


def addressed(arguments: dict[str, str], address: str) -> dict[str, str]:
	return {key: value.replace("ADDRESS", address) for key, value in arguments.items()}


def ways() -> list[tuple[str, dict]]:
	"""Return the forms by which a guest names an address."""
	call = "/api/method/"
	return [
		(
			call + "frappe.core.doctype.user.user.sign_up",
			{"email": "ADDRESS", "full_name": "Новосел", "redirect_to": ""},
		),
		(call + "frappe.core.doctype.user.user.reset_password", {"user": "ADDRESS"}),
		(call + "frappe.www.login.send_login_link", {"email": "ADDRESS"}),
		(call + "frappe.www.contact.send_message", {"sender": "ADDRESS", "message": "x", "subject": "x"}),
		(
			call + "frappe.email.doctype.newsletter.newsletter.subscribe",
			{"email": "ADDRESS", "email_group": "Website"},
		),
		(call + "frappe.email.doctype.newsletter.newsletter.confirm_subscription", {"email": "ADDRESS"}),
		(
			call
			+ "frappe.website.doctype.personal_data_deletion_request.personal_data_deletion_request.confirm_deletion",
			{"email": "ADDRESS", "name": "x", "host_name": "x"},
		),
		(
			call + "frappe.core.doctype.communication.email.make",
			{"recipients": "ADDRESS", "subject": "x", "content": "x", "send_email": "1"},
		),
		(call + "frappe.integrations.doctype.social_login_key.social_login_key.x", {"email": "ADDRESS"}),
		(
			call + "frappe.website.doctype.web_form.web_form.accept",
			{"web_form": "request-data", "data": '{"email": "ADDRESS"}'},
		),
	]


def letters_to(address: str) -> int:
	"""Count the letters to the address, sent or waiting, after all jobs that may write one have run."""
	for name in ("short", "default", "long"):
		for job in get_queue(name).jobs:
			if address in str(job.kwargs):
				contextvars.Context().run(execute_job, **job.kwargs)
				job.delete()
	frappe.db.rollback()
	return frappe.db.count("Email Queue Recipient", {"recipient": address})


def remove(address: str) -> None:
	for name in frappe.get_all("User", {"name": address}, pluck="name"):
		frappe.delete_doc("User", name, force=True)
	frappe.db.delete("Email Queue Recipient", {"recipient": address})
	frappe.db.commit()
