"""Letters to an executor went to its address alone: they go to whom the task is handed to and who answers for it as well (P4, P5)."""

import frappe

from contact_center import notifications
from contact_center.framework import deadlocks

WAS = "executor_email"


@deadlocks.repeated
def execute() -> None:
	"""Add the further recipients to those shipped messages whose recipients nobody has changed; a second run changes nothing."""
	for values in notifications.shipped().values():
		fields = [row.get("receiver_by_document_field") for row in values["recipients"]]
		if fields[0] == WAS and fields[1:] and frappe.db.exists("Notification", values["name"]):
			_add(frappe.get_doc("Notification", values["name"]), fields[1:])


def _add(message, fields: list[str]) -> None:
	others = ("receiver_by_role", "cc", "bcc", "condition")
	is_changed = [row.receiver_by_document_field for row in message.recipients] != [WAS]
	if is_changed or any(message.recipients[0].get(field) for field in others):
		return
	for field in fields:
		message.append("recipients", {"receiver_by_document_field": field})
	message.save(ignore_permissions=True)
