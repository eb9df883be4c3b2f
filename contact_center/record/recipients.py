"""Who a letter about a task goes to on the day on which it is written: deputies in the place of the absent (P5, R8.2.3)."""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document

from contact_center.access import standing
from contact_center.access.standing import Person
from contact_center.regulation.acts import TASK


def address(doc: Document) -> None:
	"""Let the fields of a task that a Notification writes to hold today's addresses. The document is not saved then.

	`handed_to` is the e-mail of who has the task, or of their deputy; `responsible_email` are those of the responsible
	persons; `head_email` is the head's, else the executor's own. The last two are kept in no row.
	"""
	if doc.doctype != TASK or not doc.executor:
		return
	people = standing.people_of([doc.executor])
	own = frappe.get_cached_value("Executor", doc.executor, ["official_email", "head_email"], as_dict=True)
	doc.executor_email = own.official_email or _first(people)
	doc.responsible_email = _emails(each for each in people if each.is_responsible)
	doc.head_email = own.head_email or doc.executor_email
	doc.handed_to = _emails(each for each in people if doc.handed_to and each.stands_for == doc.handed_to)


def _first(people: Iterable[Person]) -> str | None:
	"""Return the e-mail of a responsible person, else of another who acts for all of the executor."""
	whole = sorted(
		(each for each in people if not each.only_handed), key=lambda each: not each.is_responsible
	)
	return next((each.email for each in whole), None)


def _emails(people: Iterable[Person]) -> str | None:
	return ",".join(dict.fromkeys(each.email for each in people)) or None
