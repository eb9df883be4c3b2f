"""Who a letter about a task goes to on the day on which it is written: deputies in the place of the absent (P5, R8.2.3)."""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document

from contact_center.access import standing
from contact_center.access.standing import Person
from contact_center.regulation.acts import TASK


def address(doc: Document) -> None:
	"""Let the fields of a task that a Notification writes to hold today's addresses. The document is not saved then.

	`handed_to` is the e-mail of who has the task, or of their deputy.
	"""
	if doc.doctype != TASK or not doc.executor:
		return
	people = standing.people_of([doc.executor])
	official = frappe.get_cached_value("Executor", doc.executor, "official_email")
	doc.executor_email = official or _first(people)
	doc.handed_to = _emails(each for each in people if doc.handed_to and each.stands_for == doc.handed_to)


def _first(people: Iterable[Person]) -> str | None:
	"""Return the e-mail of a responsible person, else of another who acts for all of the executor."""
	whole = sorted(
		(each for each in people if not each.only_handed), key=lambda each: not each.is_responsible
	)
	return next((each.email for each in whole), None)


def _emails(people: Iterable[Person]) -> str | None:
	return ",".join(dict.fromkeys(each.email for each in people)) or None
