"""Messages about what the journal recorded, sent by Notification documents after the commit (RI1, R8.2.3).

Each journal line triggers the site's Notification documents whose event is "Method" and whose method is the
line's event, on the Request and on the Request Task it concerns. Texts, recipients and channels are the
administrator's; nothing is sent inside the transaction that caused it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.email.doctype.notification.notification import evaluate_alert

from contact_center.regulation.terms import AlertClock

EVENTS_WITH_AUDIENCE = ("Warned", "Escalated")
SAVEPOINT = "contact_center_message"


def event_of(kind: str, audience: str | None = None) -> str:
	"""The method name that a Notification listens to: "executed", "warned_executor"."""
	event = kind.lower().replace(" ", "_")
	return f"{event}_{audience.lower()}" if kind in EVENTS_WITH_AUDIENCE and audience else event


def queue(lines: Sequence[tuple]) -> None:
	"""Remember what to tell of (request, journal entry) pairs; one job is queued once the transaction is committed."""
	for request, entry in lines:
		event = event_of(entry.kind.value, entry.audience)
		_add("Request", request, event)
		_add("Request Task", entry.task, event, *_clock(entry))


def _clock(entry) -> list[str]:
	"""Which of its two clocks an alert is about: the task may have moved on before the letter is written."""
	which = AlertClock.EXECUTION if entry.due else AlertClock.ACCEPTANCE
	return [which.value] if entry.audience else []


def queue_tasks(names: Sequence[str], kind: str) -> None:
	"""The same for tasks that a journal line about their whole request concerns."""
	for name in names:
		_add("Request Task", name, event_of(kind))


@contextmanager
def quiet(yes: bool = True) -> Iterator[None]:
	"""Of what is journaled inside nobody is told; nothing changes where not `yes`."""
	before = frappe.flags.contact_center_quiet
	frappe.flags.contact_center_quiet = before or yes
	try:
		yield
	finally:
		frappe.flags.contact_center_quiet = before


def _add(doctype: str, name: str | None, event: str, *clock: str) -> None:
	if not name or frappe.flags.contact_center_quiet:
		return
	if not frappe.flags.contact_center_messages:
		frappe.flags.contact_center_messages = []
		frappe.db.after_commit.add(_enqueue)
		frappe.db.after_rollback.add(_forget)
	frappe.flags.contact_center_messages.append((doctype, name, event, *clock))


def _enqueue() -> None:
	"""What was done is committed by now: a queue that cannot be reached must not show it as failed."""
	messages = frappe.flags.contact_center_messages
	_forget()
	try:
		if messages:
			frappe.enqueue("contact_center.record.messages.send", queue="short", messages=messages)
	except Exception:
		title = _("Messages were not sent: {0}").format(len(messages))
		frappe.log_error(title, f"{messages}\n\n{frappe.get_traceback()}")
		frappe.db.commit()


def _forget() -> None:
	frappe.flags.contact_center_messages = None


def send(messages: list[tuple]) -> None:
	"""Job: let the Notification documents act on each (doctype, name, event), an alert's with its clock behind.

	The clock is `doc.alert_clock` in their texts: "Acceptance" or "Execution". One that fails, by its condition
	or text, is logged and stops none of the others.
	"""
	frappe.set_user("Administrator")
	speak_the_site_language()
	for doctype, name, event, *clock in messages:
		listening = _listening(doctype, event)
		if listening and frappe.db.exists(doctype, name):
			for notification in listening:
				_tell(notification, doctype, name, *clock)


def _tell(notification: str, doctype: str, name: str, clock: str | None = None) -> None:
	frappe.db.savepoint(SAVEPOINT)
	try:
		doc = frappe.get_doc(doctype, name)
		doc.alert_clock = clock
		evaluate_alert(doc, notification, "Method")
	except Exception:
		traceback = frappe.get_traceback()
		frappe.db.rollback(save_point=SAVEPOINT)
		frappe.clear_messages()
		frappe.log_error(_("“{0}” was not sent").format(notification), traceback, doctype, name)


def speak_the_site_language() -> None:
	"""Jobs start in English whatever the site speaks: letters and journal lines are in the site's language."""
	frappe.local.lang = frappe.db.get_default("lang") or frappe.local.lang


def _listening(doctype: str, event: str) -> list[str]:
	filters = {"enabled": 1, "document_type": doctype, "event": "Method", "method": event}
	return frappe.get_all("Notification", filters, pluck="name", order_by="creation")
