"""A Notification that listens to something that never happens is refused where it is written (RI1)."""

from difflib import get_close_matches

import frappe
from frappe import _
from frappe.model.base_document import get_controller
from frappe.model.document import Document

from contact_center.record.messages import EVENTS, known_events
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.words.problems import refuse

MODULE = "Contact Center"
OF_EVERY_DOCUMENT = frozenset(
	"before_insert after_insert before_validate validate before_save on_update on_change on_trash after_delete".split()
)
"""What the framework itself tells of any document."""


def check_method(notification: Document, method: str | None = None) -> None:
	"""ValidationError for event "Method" of one of our documents with a method that nothing ever calls.

	The refusal offers the events of the document, those that are spelt alike first.
	"""
	doctype = notification.document_type
	if notification.event != "Method" or frappe.get_cached_value("DocType", doctype, "module") != MODULE:
		return
	written = notification.method = (notification.method or "").strip()
	known = known_events(doctype)
	if written in known or written in OF_EVERY_DOCUMENT or _is_called(doctype, written):
		return
	alike = get_close_matches(written, known, n=4)
	offered = (*alike, *(each for each in known if each not in alike))
	refuse(Problem(ProblemKind.UNKNOWN_EVENT, (written, *offered)), _("Nothing Happens by This Name"))


def _is_called(doctype: str, method: str) -> bool:
	"""Whether the document has a method of this name; of those with events of their own only these are called."""
	return doctype not in EVENTS and callable(getattr(get_controller(doctype), method or "-", None))
