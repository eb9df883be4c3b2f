"""Who answers for a clarification or a service is reminded before it ends, and says with one click that it still holds."""

from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.execution import addressee
from contact_center.framework import deadlocks
from contact_center.framework.plain_text import without_markup
from contact_center.intake import knowledge
from contact_center.record import clock, messages
from contact_center.record.messages import Message
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.validity import prolonged
from contact_center.words import meanwhile, problems

EVENT = "outdating"
WRITERS = (roles.SUPERVISOR, roles.ADMINISTRATOR, "System Manager")
"""Who writes all of it by the form anyway."""


def remind() -> int:
	"""Every day: mark what ends soon, and write to those who answer for it, once for each last day; return how many."""
	return sum(_remind_of(doctype) for doctype in knowledge.KNOWLEDGE)


@deadlocks.repeated
def _remind_of(doctype: str) -> int:
	rows = _due(doctype)
	for row in rows:
		values = {"reminded_for": row.valid_until, "supplier_email": "\n".join(addresses(row))}
		frappe.db.set_value(doctype, row.name, {**values, "awaits_confirmation": 1}, update_modified=False)
	messages.queue([Message(doctype, row.name, EVENT) for row in rows])
	frappe.db.commit()
	return len(rows)


def _due(doctype: str) -> list[dict]:
	"""Return what ends soon or has ended, and whose last day nobody was reminded of."""
	table = frappe.qb.DocType(doctype)
	last = knowledge.today() + timedelta(days=knowledge.reminder_days())
	query = frappe.qb.from_(table).select(table.name, table.supplier, table.responsible_person)
	query = query.select(table.valid_until).where((table.is_active == 1) & (table.valid_until <= last))
	unsaid = table.reminded_for.isnull() | (table.reminded_for != table.valid_until)
	return query.where(unsaid).orderby(table.valid_until, table.name).run(as_dict=True)


def addresses(row: Document | dict) -> list[str]:
	"""Return whom a reminder goes to: the named person and the executor's responsible ones, else the executor's address."""
	executor = frappe.get_cached_doc("Executor", row.get("supplier")) if row.get("supplier") else None
	people = [each.user for each in executor.users if each.is_responsible] if executor else []
	users = filter(None, dict.fromkeys([row.get("responsible_person"), *people]))
	found = [user.email for name in users if (user := _enabled(name))]
	return found or list(filter(None, [executor and addressee.email_of(executor)]))


def _enabled(user: str) -> dict | None:
	found = frappe.get_cached_value("User", user, ["email", "enabled"], as_dict=True)
	return found if found and found.enabled and found.email else None


def valid_months() -> int:
	"""Return how long the word holds that an answer is right."""
	return cint(policy.settings().get("valid_months")) or knowledge.VALID_MONTHS


def confirm(doctype: str, name: str, seen: str) -> Document:
	"""Record that the answer, as its supplier saw it, still holds: for so many months from today. Said twice, it is once."""
	doc = _own(doctype, name)
	if _is_mine_already(doc):
		return doc
	_check_seen(doc, seen)
	return _confirmed(doc)


def correct(doctype: str, name: str, answer: str, short_answer: str, seen: str) -> Document:
	"""Write the supplier's own words for the answer, which confirms it."""
	doc, text = _own(doctype, name), without_markup(answer).strip()
	_check_seen(doc, seen)
	if not text:
		problems.refuse(Problem(Kind.ANSWER_EMPTY))
	if doctype == knowledge.CLARIFICATION:
		doc.update({"answer": text, "short_answer": without_markup(short_answer).strip()})
	else:
		doc.summary = text
	return _confirmed(doc)


def may_answer(doc: Document) -> bool:
	"""Return whether the session's user may confirm it: who answers for it, and who writes it anyway."""
	supplies = permissions.has_role(roles.EXECUTOR) and doc.supplier in permissions.executors_of(
		frappe.session.user
	)
	return bool(supplies or permissions.has_role(*WRITERS))


def _own(doctype: str, name: str) -> Document:
	"""Return the document under lock; PermissionError where the session's user does not answer for it."""
	if doctype not in knowledge.KNOWLEDGE or not frappe.db.exists(doctype, name):
		problems.refuse(Problem(Kind.NOT_YOUR_ANSWER), error=frappe.PermissionError)
	doc = frappe.get_doc(doctype, name, for_update=True)
	if not permissions.has_role(*WRITERS):
		permissions.check_supplies(doc)
	return doc


def _is_mine_already(doc: Document) -> bool:
	"""Whether the user has confirmed it today: a double click, or the first answer was lost."""
	at = doc.confirmed_at and getdate(doc.confirmed_at)
	return at == knowledge.today() and doc.confirmed_by == frappe.session.user and not doc.awaits_confirmation


def _check_seen(doc: Document, seen: str) -> None:
	if cstr(doc.modified) != cstr(seen):
		meanwhile.refuse_touched(doc)


def _confirmed(doc: Document) -> Document:
	doc.valid_until = prolonged(knowledge.today(), valid_months())
	doc.confirmed_at, doc.confirmed_by = clock.to_site(clock.now()), frappe.session.user
	doc.flags.ignore_permissions = True  # who answers for it was asked above; the rest of it is the office's
	return doc.save()
