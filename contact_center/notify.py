"""Messages about what the journal recorded, sent by Notification documents after the commit (RI1, R8.2.3).

Each journal line triggers the site's Notification documents whose event is "Method" and whose method is the
line's event, on the Request and on the Request Task it concerns. Texts, recipients and channels are the
administrator's; nothing is sent inside the transaction that caused it.
"""

from collections.abc import Sequence

import frappe

EVENTS_WITH_AUDIENCE = ("Warned", "Escalated")


def event_of(kind: str, audience: str | None = None) -> str:
	"""The method name that a Notification listens to: "executed", "warned_executor"."""
	event = kind.lower().replace(" ", "_")
	return f"{event}_{audience.lower()}" if kind in EVENTS_WITH_AUDIENCE and audience else event


def queue(lines: Sequence[tuple]) -> None:
	"""Remember what to tell of (request, journal entry) pairs; one job is queued once the transaction is committed."""
	for request, entry in lines:
		event = event_of(entry.kind.value, entry.audience)
		_add("Request", request, event)
		_add("Request Task", entry.task, event)


def queue_tasks(names: Sequence[str], kind: str) -> None:
	"""The same for tasks that a journal line about their whole request concerns."""
	for name in names:
		_add("Request Task", name, event_of(kind))


def _add(doctype: str, name: str | None, event: str) -> None:
	if not name or frappe.flags.contact_center_quiet:
		return
	if not frappe.flags.contact_center_messages:
		frappe.flags.contact_center_messages = []
		frappe.db.after_commit.add(_enqueue)
		frappe.db.after_rollback.add(_forget)
	frappe.flags.contact_center_messages.append((doctype, name, event))


def _enqueue() -> None:
	messages = frappe.flags.contact_center_messages
	_forget()
	if messages:
		frappe.enqueue("contact_center.notify.send", queue="short", messages=messages)


def _forget() -> None:
	frappe.flags.contact_center_messages = None


def send(messages: list[tuple[str, str, str]]) -> None:
	"""Job: let the Notification documents act on each (doctype, name, event)."""
	frappe.set_user("Administrator")
	speak_the_site_language()
	for doctype, name, event in messages:
		if _listens(doctype, event) and frappe.db.exists(doctype, name):
			frappe.get_doc(doctype, name).run_notifications(event)


def speak_the_site_language() -> None:
	"""Jobs start in English whatever the site speaks: letters and journal lines are in the site's language."""
	frappe.local.lang = frappe.db.get_default("lang") or frappe.local.lang


def _listens(doctype: str, event: str) -> bool:
	filters = {"enabled": 1, "document_type": doctype, "event": "Method", "method": event}
	return bool(frappe.db.exists("Notification", filters))
