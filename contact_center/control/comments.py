"""Comments on a running request or task (R8.1.3), the reviewer's too (R6.3.4)."""

import frappe
from frappe import _
from frappe.utils import cint

from contact_center.access import permissions
from contact_center.record.journal import NewLine
from contact_center.record.writing import write
from contact_center.regulation.acts import COMMENT, COMMENT_ON_TASK, TASK

MAX_LENGTH = 5_000


@frappe.whitelist(methods=["POST"])
def comment(doctype: str, name: str, text: str, is_public: int = 0) -> None:
	"""Journal a comment on a request (operators) or a task (its executor too); the applicant sees a public one.

	Raise PermissionError for a user who may not write the document, ValidationError for a finished document and for a
	text that is empty or longer than MAX_LENGTH.
	"""
	doc = permissions.check_document(doctype, name, "write")
	act = COMMENT_ON_TASK if doctype == TASK else COMMENT
	permissions.check_may(act)
	if not act.starts_from(doc.stage):
		frappe.throw(_("This is finished: comments are taken while it runs."))
	text = (text or "").strip()
	if not text or len(text) > MAX_LENGTH:
		frappe.throw(_("Write a comment of at most {0} characters.").format(MAX_LENGTH))
	about = {"task": doc.name, "executor": doc.executor} if doctype == TASK else {}
	line = NewLine(act.kind, text=text, public=bool(cint(is_public)), **about)
	write(doc.get("request") or doc.name, [line])
