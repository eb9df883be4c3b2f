"""The contact centre decides about a new term: agrees, agrees to another day, refuses; what waits too long is escalated (R6.2.2, R8.6)."""

from datetime import date, datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from contact_center import policy
from contact_center.access import files, permissions, roles
from contact_center.control import bell, extension_requests
from contact_center.control.extension_requests import ASKED, DOCTYPE, LONGEST
from contact_center.framework import deadlocks
from contact_center.intake import said
from contact_center.record import clock
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation.acts import EXTEND, REFUSE_TERM, Act
from contact_center.regulation.facts import is_of_request
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import meanwhile, problems, speech

AGREED, OTHER_DAY, REFUSED = "Agreed", "Agreed to Another Day", "Refused"
BATCH = 500


@frappe.whitelist(methods=["POST"])
def extend(request: str, day: str = "", answer: str = "", seen: str = "") -> None:
	"""Agree to a new term: to the day that was wished, or to another one that `day` names.

	`request` is the Extension Request, `seen` its task's `modified` as the operator saw it. PermissionError for others
	than operators and supervisors, ValidationError where it was decided already and for a day that is no longer term.
	"""
	permissions.check_may(EXTEND)
	wish, draft, text = _open(request, answer)
	wished = clock.from_site(wish.wished_due)
	agreed = extension_requests.day_of(day) if day else wished.date()
	if _is_agreed(draft, wish.task, agreed, text, seen):
		return
	_check_waiting(wish, draft, EXTEND, seen)
	due = extension_requests.due_on(draft, wish.task, agreed)
	status = AGREED if due == wished else OTHER_DAY
	public = EXTEND.public and is_of_request(draft.facts, wish.task)
	line = _line(EXTEND, wish, _words(due, text), due=due, public=public)
	_decide(draft, wish, line, status, text, clock.to_site(due))


def _is_agreed(draft: Draft, task: str, day: date, answer: str, seen: str) -> bool:
	"""Return whether the user has agreed to this very day, in these words, since `seen`: another answer is no repeat."""
	due = clock.to_site(draft.facts.tasks[task].due)
	if not due or due.date() != day:
		return False
	return meanwhile.is_repeated(draft, EXTEND, seen, _words(clock.from_site(due), answer), task)


def _words(due: datetime, answer: str) -> str:
	until = _("New term: until {0}").format(speech.moment_words(clock.to_site(due)))
	return "\n".join(filter(None, (until, answer)))


@frappe.whitelist(methods=["POST"])
def refuse_term(request: str, reason: str, seen: str = "") -> None:
	"""Refuse a new term with a reason, which the executor reads; the present one goes on."""
	permissions.check_may(REFUSE_TERM)
	wish, draft, text = _open(request, reason)
	if not text:
		problems.refuse(Problem(Kind.EXTENSION_ANSWER_NEEDED))
	if meanwhile.is_repeated(draft, REFUSE_TERM, seen, text, wish.task):
		return
	_check_waiting(wish, draft, REFUSE_TERM, seen)
	_decide(draft, wish, _line(REFUSE_TERM, wish, text), REFUSED, text)


def _open(request: str, text: str) -> tuple[Any, Draft, str]:
	wish = frappe.get_doc(DOCTYPE, request)
	draft = open_draft(frappe.db.get_value("Request Task", wish.task, "request"))
	return wish, draft, said.within(text, LONGEST)


def _check_waiting(wish: Any, draft: Draft, act: Act, seen: str) -> None:
	meanwhile.check(draft, act, seen, wish.task)
	status = frappe.db.get_value(DOCTYPE, wish.name, "status", for_update=True)
	if status != ASKED or not draft.facts.tasks[wish.task].extension_asked_at:
		problems.refuse(Problem(Kind.EXTENSION_DECIDED, (status,)))


def _line(act: Act, wish: Any, text: str, due: datetime | None = None, public: bool = False) -> NewLine:
	of_task = act.public and not public  # of one of several executors: it is no new term of the request
	return NewLine(
		act.kind, task=wish.task, executor=wish.executor, text=text, due=due, public=public, of_task=of_task
	)


def _decide(
	draft: Draft, wish: Any, line: NewLine, status: str, answer: str, agreed: datetime | None = None
) -> None:
	draft.add([line]).write()
	decided = {"decided_at": clock.to_site(clock.now()), "decided_by": frappe.session.user}
	frappe.db.set_value(
		DOCTYPE, wish.name, {**decided, "status": status, "answer": answer, "agreed_due": agreed}
	)
	task = frappe.db.get_value("Request Task", wish.task, ["name", "executor", "handed_to"], as_dict=True)
	bell.ring(
		bell.people_of([task])[task.name],
		"Request Task",
		wish.task,
		_("New term: {0}").format(_(status)),
		answer or line.text,
	)


def shown(wish: Any) -> dict:
	"""Return what its form shows beside the fields: {documents, task_modified, may_decide}. The caller may read it."""
	task = frappe.db.get_value("Request Task", wish.task, ["modified", "extension_asked_at"], as_dict=True)
	waits = wish.status == ASKED and bool(task and task.extension_asked_at)
	return {
		"documents": documents_of(wish),
		"task_modified": str(task.modified) if task else "",
		"may_decide": waits and permissions.has_role(*roles.CONTROLLERS),
	}


def documents_of(wish: Any) -> list[dict]:
	"""Return the files that came with it, as `files.describe` gives them."""
	wanted = (wish.documents or "").split("\n")
	return [each for each in files.files_of("Request Task", [wish.task]) if each["file_url"] in wanted]


def of_task(task: Any) -> dict | None:
	"""Return the request for a new term that waits at the task, for its form; None without one."""
	name = extension_requests.waiting(task.name) if task.extension_asked_at else None
	if not name:
		return None
	wish = frappe.get_doc(DOCTYPE, name)
	fields = ("name", "wished_due", "due_before", "reason", "head", "responsible", "asked_at")
	found = {field: wish.get(field) for field in fields}
	may_decide = permissions.has_role(*roles.CONTROLLERS)
	return {**found, "documents": documents_of(wish), "may_decide": may_decide}


def escalate() -> None:
	"""Every hour: notify the supervisors of what waits longer than the working hours of the settings, once each."""
	hours = cint(policy.settings().extension_answer_hours)
	if not hours:
		return
	calendar, now = policy.calendar(), clock.now()
	rows = frappe.get_all(
		DOCTYPE,
		{"status": ASKED, "escalated_at": ("is", "not set")},
		["name", "title", "asked_at", "reason"],
		order_by="asked_at",
		limit=BATCH,
	)
	late = [
		row for row in rows if calendar.worked(clock.from_site(row.asked_at), now) >= timedelta(hours=hours)
	]
	_tell(late, now)


@deadlocks.repeated
def _tell(rows: list, now: datetime) -> None:
	if rows:
		waits = _("A request for a new term waits: {0}")
		rings = [bell.Ring(row.name, waits.format(row.title), row.reason) for row in rows]
		bell.ring_all(bell.holders_of(roles.SUPERVISOR), DOCTYPE, rings)
		names = ("in", [row.name for row in rows])
		frappe.db.set_value(
			DOCTYPE, {"name": names}, "escalated_at", clock.to_site(now), update_modified=False
		)
		frappe.db.commit()
