"""Comments on the current state while a request runs (R8.1.3) and of the reviewer (R6.3.4)."""

import frappe
from frappe import _
from frappe.utils import cint

from contact_center.access import permissions, roles
from contact_center.record import journal
from contact_center.record.journal import Entry
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import FINISHED, Stage

MAX_LENGTH = 5_000


@frappe.whitelist(methods=["POST"])
def comment(doctype: str, name: str, text: str, is_public: int = 0) -> None:
	"""Journal a comment on a request (operators) or on a task (its executor too); public ones the applicant sees.

	PermissionError for whoever may not write the document, ValidationError once it is finished and for an empty
	or endless text.
	"""
	doc = permissions.check_document(doctype, name, "write")
	permissions.check_role(*roles.CONTROLLERS, roles.EXECUTOR)
	if Stage(doc.stage) in FINISHED:
		frappe.throw(_("This is finished: comments are taken while it runs."))
	text = (text or "").strip()
	if not text or len(text) > MAX_LENGTH:
		frappe.throw(_("Write a comment of at most {0} characters.").format(MAX_LENGTH))
	about = {"task": doc.name, "executor": doc.executor} if doctype == "Request Task" else {}
	entry = Entry(Kind.COMMENTED, text=text, public=bool(cint(is_public)), **about)
	journal.write(doc.get("request") or doc.name, [entry])
