"""The executor asks for a new term, with a reason, a day and documents (R6.2.2, R8.2.2, R8.6)."""

from datetime import date, datetime

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center import policy
from contact_center.access import permissions, standing
from contact_center.control import bell
from contact_center.intake import said
from contact_center.record import clock
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation import extensions as rules
from contact_center.regulation.acts import ASK_FOR_TERM
from contact_center.regulation.extensions import Wish
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import meanwhile, problems, speech

DOCTYPE = "Extension Request"
LONGEST = 2000
LONGEST_NAME = 140
MOST_DOCUMENTS = 10
ASKED = "Awaiting Decision"


@frappe.whitelist(methods=["POST"])
def ask_for_term(
	task: str,
	reason: str,
	day: str,
	documents: str = "",
	head: str = "",
	responsible: str = "",
	seen: str = "",
) -> str:
	"""Ask the contact centre for a new term of a running task; return the name of the Extension Request.

	`day` is wished, as 2026-12-05; `documents` are the addresses of files of the task, one a line; `head` knows of it and
	`responsible` answers for it, both needed for a further request after a broken term. `seen` is the task's `modified`
	as its executor saw it. The clock goes on meanwhile. PermissionError for others than the task's executor,
	ValidationError for work that does not run, while a request waits, and for an incomplete one.
	"""
	permissions.check_may(ASK_FOR_TERM)
	doc = permissions.check_document("Request Task", task, "write")
	if not permissions.acts_on(doc):
		problems.refuse(Problem(Kind.ROLE_MAY_NOT), error=frappe.PermissionError)
	draft, wish = open_draft(doc.request), _wish(day, reason, head, responsible)
	if meanwhile.is_repeated(draft, ASK_FOR_TERM, seen, _text(wish), task) and (
		found := waiting(task, locked=True)
	):
		return found
	meanwhile.check(draft, ASK_FOR_TERM, seen, task)
	due = _checked(draft, task, wish)
	return _write(draft, task, wish, due, documents_of_task(task, documents))


def may_be_asked(task: Document, reach: standing.Reach) -> bool:
	"""Return whether somebody with this reach may ask for a new term of the task now."""
	running = ASK_FOR_TERM.starts_from(task.stage) and task.due and not task.extension_asked_at
	return bool(running) and reach.has(task.executor, task.handed_to)


def needs_head(task: Document) -> bool:
	"""Return whether a request for a new term of the task has to name the head and a responsible person (R8.6)."""
	due = clock.from_site(task.due)
	return rules.is_after_broken_term(task.extension_count or 0, bool(task.overdue), due, clock.now())


def waiting(task: str, *, locked: bool = False) -> str | None:
	"""Return the Extension Request of the task that waits for its decision; None without one.

	`locked`: the transaction has locked the request, and sees what whoever it waited for has written.
	"""
	last = {"order_by": "creation desc", "for_update": locked}
	return frappe.db.get_value(DOCTYPE, {"task": task, "status": ASKED}, "name", **last)


def due_on(draft: Draft, task: str, day: date) -> datetime:
	"""Return the deadline (aware) of a day that is asked for or agreed. ValidationError for one that is no longer term."""
	calendar = policy.type_calendar(draft.tasks[task]["request_type"])
	with problems.refusing():
		return rules.new_due(draft.facts.tasks[task], day, clock.now(), calendar)


def _checked(draft: Draft, task: str, wish: Wish) -> datetime:
	with problems.refusing():
		rules.check_wish(draft.facts.tasks[task], wish, clock.now())
	return due_on(draft, task, wish.day)


def _write(draft: Draft, task: str, wish: Wish, due: datetime, documents: list[str]) -> str:
	facts = draft.facts.tasks[task]
	values = {
		"title": frappe.db.get_value("Request Task", task, "title"),
		"task": task,
		"executor": facts.executor,
		"asked_at": clock.to_site(clock.now()),
		"asked_by": frappe.session.user,
		"due_before": clock.to_site(facts.due),
		"wished_due": clock.to_site(due),
		"after_broken_term": int(rules.needs_head(facts, clock.now())),
		"reason": wish.reason,
		"head": wish.head,
		"responsible": wish.responsible,
		"documents": "\n".join(documents),
		"status": ASKED,
	}
	line = NewLine(ASK_FOR_TERM.kind, task=task, executor=facts.executor, text=_text(wish), due=due)
	draft.add([line]).write()
	doc = frappe.get_doc({"doctype": DOCTYPE, **values}).insert(ignore_permissions=True)
	subject = _("The executor asks for a new term, request {0}").format(values["title"].split(" · ")[0])
	bell.ring(bell.operators_of(draft.request), DOCTYPE, doc.name, subject, wish.reason)
	return doc.name


def _text(wish: Wish) -> str:
	"""Return «до 5 грудня: причина», with head and responsible person where they are named."""
	parts = [_("Wished until {0}: {1}").format(speech.date_words(wish.day), wish.reason)]
	parts += [_("The head knows: {0}").format(wish.head)] if wish.head else []
	parts += [_("Responsible: {0}").format(wish.responsible)] if wish.responsible else []
	return "\n".join(parts)


def day_of(text: str) -> date:
	"""Return the day. ValidationError for a text that is none."""
	try:
		return date.fromisoformat((text or "").strip())
	except ValueError:
		problems.refuse(Problem(Kind.NOT_A_DATE, (text or "",)))


def _wish(day: str, reason: str, head: str, responsible: str) -> Wish:
	people = (said.within(name, LONGEST_NAME) for name in (head, responsible))
	return Wish(day_of(day), said.within(reason, LONGEST), *people)


def documents_of_task(task: str, addresses: str) -> list[str]:
	"""Return the addresses, each of a file of the task. ValidationError for others, and for too many."""
	wanted = list(dict.fromkeys(filter(None, map(str.strip, (addresses or "").split("\n")))))
	if len(wanted) > MOST_DOCUMENTS:
		problems.refuse(Problem(Kind.TOO_MANY_FILES, (str(MOST_DOCUMENTS),)))
	own = {
		"attached_to_doctype": "Request Task",
		"attached_to_name": task,
		"file_url": ("in", wanted or [""]),
	}
	known = set(frappe.get_all("File", own, pluck="file_url"))
	for each in wanted:
		if each not in known:
			problems.refuse(Problem(Kind.NO_SUCH_DOCUMENT, (each.rsplit("/", 1)[-1],)))
	return wanted
