"""The shipped messages to applicants and executors (RI1, R8.2.3, R4.6) as Notification documents of the site.

One is created once, where the site has no Notification for the same document and event, nor one of the same name; none
is overwritten. Texts, recipients and channels belong to the administrator then; a disabled or deleted Notification
stops its message.

`messages.json` lists them. The text of a message is in the file of its key, such as `request_closed.html`, or of its
`text` where several share one.
"""

import json
from pathlib import Path
from typing import Any

import frappe

from contact_center.framework import created_once

HERE = Path(__file__).parent
COMMON = {"channel": "Email", "event": "Method", "message_type": "HTML", "is_standard": 0, "enabled": 1}


def install() -> None:
	"""Create the messages that the site lacks."""
	names, existing = _present()
	for key, values in shipped().items():
		name, event = values["name"], (values["document_type"], values["method"])
		if created_once.is_new("Notification", name) and name not in names and event not in existing:
			_create(key, values)
		created_once.note("Notification", name)


def shipped() -> dict[str, dict[str, Any]]:
	"""Return {key: {name, subject, document_type, method, recipients, condition?, text?}} of the shipped messages."""
	return json.loads((HERE / "messages.json").read_text(encoding="utf-8"))


def text_of(name: str) -> str:
	"""Return a shipped text: a Jinja template in HTML."""
	return (HERE / f"{name}.html").read_text(encoding="utf-8")


def _present() -> tuple[set[str], set[tuple[str, str]]]:
	rows = frappe.get_all("Notification", fields=["name", "event", "document_type", "method"])
	existing = {(row.document_type, row.method) for row in rows if row.event == "Method"}
	return {row.name for row in rows}, existing


def _create(key: str, values: dict[str, Any]) -> None:
	message = text_of(values.pop("text", key))
	doc = frappe.get_doc({"doctype": "Notification", **COMMON, **values, "message": message})
	doc.insert(ignore_permissions=True)
