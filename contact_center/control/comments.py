"""Comments on the current state while a request runs (R8.1.3) and of the reviewer (R6.3.4)."""

import frappe
from frappe import _
from frappe.utils import cint

from contact_center import journal, permissions, roles
from contact_center.journal import Entry
from contact_center.regulation.facts import Kind

MAX_LENGTH = 5_000


@frappe.whitelist(methods=["POST"])
def comment(doctype: str, name: str, text: str, is_public: int = 0) -> None:
	"""Journal a comment on a request (operators) or on a task (its executor too); public ones the applicant sees.

	PermissionError for whoever may not write the document, ValidationError for an empty or endless text.
	"""
	permissions.check_read(doctype, name)
	permissions.check_role(*roles.CONTROLLERS, roles.EXECUTOR)
	text = (text or "").strip()
	if not text or len(text) > MAX_LENGTH:
		frappe.throw(_("Write a comment of at most {0} characters.").format(MAX_LENGTH))
	journal.write(*_line(doctype, name, text, bool(cint(is_public))))


def _line(doctype: str, name: str, text: str, public: bool) -> tuple[str, list[Entry]]:
	if doctype == "Request":
		return name, [Entry(Kind.COMMENTED, text=text, public=public)]
	request, executor = frappe.db.get_value("Request Task", name, ["request", "executor"])
	return request, [Entry(Kind.COMMENTED, task=name, executor=executor, text=text, public=public)]
