"""Messages about journal lines, sent by the site's Notification documents after the commit (RI1, R8.2.3).

A journal line triggers the Notification documents with event "Method" whose method is the line's event, on the Request
and on the Request Task that the line is about. The administrator decides about texts, recipients and channels. Nothing
is sent inside the transaction that caused it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import astuple, dataclass

import frappe
from frappe import _
from frappe.email.doctype.notification.notification import evaluate_alert

from contact_center.record import letter_values
from contact_center.regulation.acts import ACTS, BY_CLOCK, REQUEST, TASK, Party
from contact_center.regulation.facts import Kind
from contact_center.regulation.terms import Audience

EVENTS_WITH_AUDIENCE = ("Warned", "Escalated")
SAVEPOINT = "contact_center_message"
_quiet: ContextVar[bool] = ContextVar("contact_center_quiet", default=False)


@dataclass(frozen=True)
class Message:
	"""An event of a document, for the Notification documents that listen to `event`.

	`clock`: the deadline that an alert is about, "Acceptance" or "Execution", for the task may have changed before the
	letter is written. Empty for other events.
	"""

	doctype: str
	name: str
	event: str
	clock: str = ""


def event_of(kind: str, audience: str | None = None) -> str:
	"""Return the method name that a Notification listens to: "executed", "warned_executor"."""
	event = kind.lower().replace(" ", "_")
	return f"{event}_{audience.lower()}" if kind in EVENTS_WITH_AUDIENCE and audience else event


def _events(kinds: Iterable[Kind]) -> tuple[str, ...]:
	names = [str(kind) for kind in kinds if kind is not Kind.RESUMED]  # nobody is told of it
	audiences = [str(audience) for audience in Audience]
	return tuple(
		event for name in names for event in dict.fromkeys(event_of(name, each) for each in audiences)
	)


_OF_TASKS = [
	kind
	for kind in Kind
	if kind in BY_CLOCK
	or any(act.kind is kind and (act.document == TASK or Party.EXECUTOR in act.notifies) for act in ACTS)
]
EVENTS: dict[str, tuple[str, ...]] = {
	REQUEST: _events(Kind),
	TASK: _events(_OF_TASKS),
	"Executor": ("unreachable",),
}
"""The events that befall a document, by doctype: what a Notification with event "Method" can listen to."""


def known_events(doctype: str) -> tuple[str, ...]:
	"""The events of the documents of a doctype; none for most."""
	return EVENTS.get(doctype, ())


@contextmanager
def quiet(yes: bool = True) -> Iterator[None]:
	"""Suppress the messages about lines journaled inside the block; do nothing where `yes` is false."""
	token = _quiet.set(_quiet.get() or yes)
	try:
		yield
	finally:
		_quiet.reset(token)


def is_quiet() -> bool:
	"""Return whether messages are suppressed now."""
	return _quiet.get()


def queue(messages: Sequence[Message]) -> None:
	"""Keep the messages; after the commit one job is queued for all of them."""
	if not messages or is_quiet():
		return
	if not pending():
		frappe.local.contact_center_messages = []
		frappe.db.after_commit.add(_enqueue)
		frappe.db.after_rollback.add(forget)
	frappe.local.contact_center_messages.extend(messages)


def pending() -> tuple[Message, ...]:
	"""Return the messages that this transaction has caused so far, in their order."""
	return tuple(getattr(frappe.local, "contact_center_messages", None) or ())


def forget() -> None:
	"""Drop the messages that this transaction has caused so far."""
	frappe.local.contact_center_messages = None


def _enqueue() -> None:
	"""Queue the job. The act is committed by now: log an unreachable queue instead of failing the request."""
	messages = [astuple(message) for message in pending()]
	forget()
	try:
		if messages:
			frappe.enqueue("contact_center.record.messages.send", queue="short", messages=messages)
	except Exception:
		title = _("Messages were not sent: {0}").format(len(messages))
		frappe.log_error(title, f"{messages}\n\n{frappe.get_traceback()}")
		frappe.db.commit()


def send(messages: Sequence[Sequence[str]]) -> None:
	"""Job: run the Notification documents of each message, given as the fields of Message.

	Their texts find the clock of an alert in `doc.alert_clock`. A message that fails, by its condition or text, is
	logged; the others are sent.
	"""
	frappe.set_user("Administrator")
	use_site_language()
	for message in (Message(*fields) for fields in messages):
		listening = _listening(message)
		if listening and frappe.db.exists(message.doctype, message.name):
			for notification in listening:
				_notify(notification, message)


def _notify(notification: str, message: Message) -> None:
	frappe.db.savepoint(SAVEPOINT)
	try:
		doc = frappe.get_doc(message.doctype, message.name)
		doc.alert_clock = message.clock or None
		letter_values.word(doc)
		evaluate_alert(doc, notification, "Method")
	except Exception:
		traceback = frappe.get_traceback()
		frappe.db.rollback(save_point=SAVEPOINT)
		frappe.clear_messages()
		frappe.log_error(
			_("“{0}” was not sent").format(notification), traceback, message.doctype, message.name
		)


def use_site_language() -> None:
	"""Set the site's language for letters and journal lines: jobs start in English."""
	frappe.local.lang = frappe.db.get_default("lang") or frappe.local.lang


def _listening(message: Message) -> list[str]:
	filters = {
		"enabled": 1,
		"document_type": message.doctype,
		"event": "Method",
		"method": message.event,
	}
	return frappe.get_all("Notification", filters, pluck="name", order_by="creation")
