"""Messages about journal lines, sent by the site's Notification documents after the commit (RI1, R8.2.3).

A journal line triggers the Notification documents with event "Method" whose method is the line's event, on the Request
and on the Request Task that the line is about. The administrator decides about texts, recipients and channels. Nothing
is sent inside the transaction that caused it.

The transaction writes what is to be sent into the outbox, the table of Outgoing Message. A job empties it after the
commit; what the job did not reach, because it was never queued or died, a job of the next minute sends. A row is removed
in the transaction that queues its letters: each goes out once.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.email.doctype.notification.notification import evaluate_alert
from frappe.utils import now_datetime

from contact_center.framework import deadlocks
from contact_center.record import letter_values, recipients, rows
from contact_center.regulation.acts import ACTS, BY_CLOCK, REQUEST, TASK, Party
from contact_center.regulation.facts import Kind
from contact_center.regulation.terms import Audience

EVENTS_WITH_AUDIENCE = ("Warned", "Escalated")
FOR_APPLICANT = "commented_for_applicant"
"""Besides «commented»: the office or an executor wrote a comment that the applicant sees (R8.1.3)."""
SAVEPOINT, WHOLE = "contact_center_message", "contact_center_messages"
OUTBOX = "Outgoing Message"
JOINED = "Joined Applicant"
FIELDS = ("document_type", "document_name", "event", "alert_clock")
"""Of the outbox, in the order of Message."""
COLUMNS = ("name", "creation", "modified", "owner", "modified_by", "idx", *FIELDS)
LATE = timedelta(minutes=1)
BATCH = 500
PAUSE_AFTER = timedelta(seconds=45)
"""Time in which what is late is sent; the next minute goes on."""
_quiet: ContextVar[bool] = ContextVar("contact_center_quiet", default=False)


@dataclass(frozen=True)
class Message:
	"""An event of a document, for the Notification documents that listen to `event`.

	`clock`: the deadline that an alert is about, "Acceptance" or "Execution", for the task may have changed before the
	letter is written; of an inspection the row of the member whom the letter goes to. Empty for other events.
	"""

	doctype: str
	name: str
	event: str
	clock: str = ""


def event_of(kind: str, audience: str | None = None) -> str:
	"""Return the method name that a Notification listens to: "executed", "warned_executor"."""
	event = kind.lower().replace(" ", "_")
	whom = (audience or "").lower().replace(" ", "_")
	return f"{event}_{whom}" if kind in EVENTS_WITH_AUDIENCE and whom else event


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
OF_THE_APPLICANT_ALONE = frozenset({Kind.ASKED, Kind.SPLIT})
"""What the office and the applicant clear up between them: nobody who has joined is told."""
NOTIFIED_TOO = frozenset(
	act.kind
	for act in ACTS
	if act.public and Party.APPLICANT in act.notifies and act.kind not in OF_THE_APPLICANT_ALONE
)
"""Of what is done to a request everybody is told who has joined it."""
_OF_JOINED = [kind for kind in Kind if kind is Kind.JOINED or kind in NOTIFIED_TOO]
EVENTS: dict[str, tuple[str, ...]] = {
	REQUEST: (*_events(Kind), FOR_APPLICANT),
	TASK: _events(_OF_TASKS),
	JOINED: _events(_OF_JOINED),
	"Executor": ("unreachable",),
	"Inspection": ("called", "moved", "cancelled"),
	"Appeal": ("received", "assigned", "answered", "passed_on", "term_broken", "became_request"),
	**dict.fromkeys(("Clarification", "Administrative Service"), ("outdating",)),
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
	"""Write the messages into the outbox; after the commit one job is queued for all of them."""
	if not messages or is_quiet():
		return
	if not pending():
		frappe.local.contact_center_messages = {}
		frappe.db.after_commit.add(_enqueue)
		frappe.db.after_rollback.add(forget)
	kept = {frappe.generate_hash(length=16): message for message in messages}
	stamp, user = frappe.utils.now(), "Administrator"  # whose act it was is in the journal
	rows.insert(
		OUTBOX,
		COLUMNS,
		[
			(name, stamp, stamp, user, user, idx, *astuple(each))
			for idx, (name, each) in enumerate(kept.items())
		],
	)
	frappe.local.contact_center_messages.update(kept)


def pending() -> tuple[Message, ...]:
	"""Return the messages that this transaction has caused so far, in their order."""
	return tuple((getattr(frappe.local, "contact_center_messages", None) or {}).values())


def forget() -> None:
	"""Drop the messages that this transaction has caused so far."""
	frappe.local.contact_center_messages = None


def _enqueue() -> None:
	"""Queue the job. The act is committed by now: an unreachable queue delays its messages, and fails nothing."""
	names = list(frappe.local.contact_center_messages or ())
	forget()
	try:
		if names:
			frappe.enqueue("contact_center.record.messages.send_kept", queue="short", names=names)
	except Exception:
		frappe.logger("contact_center").warning(
			"%s messages wait for the next minute", len(names), exc_info=True
		)


def send_late() -> None:
	"""Every minute: send what the jobs did not, the oldest first. What a clock that jumped dates ahead is late too."""
	now = now_datetime()
	late = [["creation", "<", now - LATE], ["creation", ">", now + LATE]]
	while names := frappe.get_all(
		OUTBOX, or_filters=late, pluck="name", order_by="creation, idx", limit=BATCH
	):
		send_kept(names, until=now + PAUSE_AFTER)
		if now_datetime() > now + PAUSE_AFTER:
			break


def send_kept(names: Sequence[str], until: datetime | None = None) -> None:
	"""Job: send these messages of the outbox, unless another job has; stop at `until` (naive site time)."""
	_drop_unheard(names)
	for name in names:
		if until and now_datetime() > until:
			break
		_send_one(name)


@deadlocks.repeated
def _drop_unheard(names: Sequence[str]) -> None:
	"""Remove what no Notification listens to, in one statement."""
	heard = frappe.get_all(
		"Notification", {"enabled": 1, "event": "Method"}, ["document_type", "method"], as_list=True
	)
	outbox = frappe.qb.DocType(OUTBOX)
	query = frappe.qb.from_(outbox).delete().where(outbox.name.isin(list(names)))
	for doctype, event in set(heard):
		query = query.where((outbox.document_type != doctype) | (outbox.event != event))
	query.run()
	frappe.db.commit()


@deadlocks.repeated
def _send_one(name: str) -> None:
	"""Send one message and remove it, in one transaction; nothing where another job has it."""
	row = frappe.db.get_value(OUTBOX, name, FIELDS, for_update=True)
	if row:
		frappe.db.savepoint(WHOLE)
		send([row])
		_check_is_open()
		frappe.db.delete(OUTBOX, {"name": name})
	frappe.db.commit()


def _check_is_open() -> None:
	"""Raise QueryDeadlockError where the database has ended the transaction: the framework logs that and goes on."""
	try:
		frappe.db.release_savepoint(WHOLE)
	except Exception as error:
		raise frappe.QueryDeadlockError from error


def send(messages: Sequence[Sequence[str]]) -> None:
	"""Run the Notification documents of each message, given as the fields of Message.

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
		recipients.address(doc)
		letter_values.word(doc)
		evaluate_alert(doc, notification, "Method")
	except Exception as error:
		if deadlocks.is_deadlock(error):
			raise
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
