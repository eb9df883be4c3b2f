"""Hand a task to one person inside its executor, or back to all of them (P4)."""

from collections.abc import Collection, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.access import permissions, roles, standing
from contact_center.control import bell
from contact_center.execution import handed_notes
from contact_center.intake import said
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_draft, open_drafts, write_all
from contact_center.regulation.acts import HAND_OVER, TASK
from contact_center.regulation.handing import check_handing
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import UNDER_CONTROL
from contact_center.words import meanwhile, people_words, problems

LONGEST = 2000
RUNNING = ("in", [stage.value for stage in UNDER_CONTROL])


@frappe.whitelist(methods=["POST"])
def hand_over(task: str, person: str = "", note: str = "", seen: str = "") -> None:
	"""Hand the task to `person`, a user of its executor, or back to the executor where none is named; tell who gets it.

	`note` goes along. `seen` is the task's `modified` as the user saw it. PermissionError for whoever does not act on the
	task, ValidationError for finished work, for a person of another executor, and where who sees but what is handed to
	them hands it on instead of giving it back.
	"""
	permissions.check_may(HAND_OVER)
	doc = permissions.check_document(TASK, task, "write")
	reach = standing.reach_of(frappe.session.user)
	if not reach.has(doc.executor, doc.handed_to):
		problems.refuse(Problem(Kind.ROLE_MAY_NOT), error=frappe.PermissionError)
	draft, people = open_draft(doc.request), _people(doc.executor)
	text = _text(people.get(person, person), said.within(note, LONGEST))
	if meanwhile.is_repeated(draft, HAND_OVER, seen, text, task):
		return
	meanwhile.check(draft, HAND_OVER, seen, task)
	with problems.refusing():
		by_crew = doc.executor not in reach.executors
		check_handing(draft.facts.tasks[task], person or None, people, by_crew=by_crew)
	draft.add([_line(task, doc.executor, person or None, text)]).write()
	_ring(draft, task, text)


@frappe.whitelist(methods=["GET"])
def people(task: str) -> list[dict[str, str]]:
	"""Return to whom the session's user may hand the task over: [{value, label}] of its executor's people.

	PermissionError for whoever does not act for the executor.
	"""
	permissions.check_may(HAND_OVER)
	doc = permissions.check_document(TASK, task)
	if doc.executor not in permissions.executors_of(frappe.session.user):
		problems.refuse(Problem(Kind.ROLE_MAY_NOT), error=frappe.PermissionError)
	found = _people(doc.executor)
	return [{"value": user, "label": name} for user, name in found.items() if user != doc.handed_to]


def of_task(task: Document, standings: Sequence[standing.Standing]) -> dict[str, Any]:
	"""Return what the task's form shows: {handed_to: a name, note, may_hand_over, may_give_back, keeps_sight}; `standings` are
	the user's. Who gives a task back and does not `keep sight` of it sees it no more."""
	reach = standing.reach_by(standings)
	acts = HAND_OVER.starts_from(task.stage) and reach.has(task.executor, task.handed_to)
	hands_on = acts and task.executor in reach.executors
	return {
		"handed_to": people_words.name_of(task.handed_to) if task.handed_to else "",
		"note": handed_notes.of_tasks([task.name]).get(task.name, "") if task.handed_to else "",
		"may_hand_over": hands_on,
		"may_give_back": bool(acts and task.handed_to),
		"keeps_sight": task.executor in reach.executors,
	}


def follow_executor(executor: Document) -> None:
	"""After the save of an Executor: what was handed to who is no longer its person goes back to it, on record."""
	if gone := standing.left_by(executor):
		give_back(gone, _("{0} no longer works for the executor"), executor=executor.name)


def follow_user(user: Document, method: str | None = None) -> None:
	"""After the save of a User: what was handed to who can no longer work on it goes back to the executors, on record."""
	before = user.get_doc_before_save()
	if before and _works(before) and not _works(user):
		give_back([user.name], _("The account of {0} can no longer work on tasks"))


def give_back(people: Collection[str], why: str, **of: str) -> None:
	"""Give what is handed to these people back to its executors; `why` says the reason, with a place for the name."""
	handed = {"handed_to": ("in", sorted(people)), "stage": RUNNING, **of}
	rows = frappe.get_all(TASK, handed, ["name", "request", "executor", "handed_to"], order_by="name")
	drafts = {draft.request: draft for draft in open_drafts({row.request for row in rows})}
	for row in rows:
		text = _text("", why.format(people_words.name_of(row.handed_to)))
		drafts[row.request].add([_line(row.name, row.executor, None, text)])
	write_all(list(drafts.values()))
	for executor in sorted({row.executor for row in rows}):
		_ring_of_many(executor, [row for row in rows if row.executor == executor])


def _works(user: Document) -> bool:
	return bool(user.enabled) and any(row.role == roles.EXECUTOR for row in user.roles)


def _people(executor: str) -> dict[str, str]:
	"""Return {account: name} of who may get a task of the executor: its enabled people with the executor's role."""
	own, user, role = (frappe.qb.DocType(each) for each in ("Executor User", "User", "Has Role"))
	query = frappe.qb.from_(own).join(user).on(user.name == own.user).join(role).on(role.parent == user.name)
	query = query.where((own.parent == executor) & (own.parenttype == "Executor") & (user.enabled == 1))
	query = query.where((role.parenttype == "User") & (role.role == roles.EXECUTOR))
	return dict(query.select(user.name, user.full_name).orderby(own.idx).run())


def _text(name: str, note: str) -> str:
	whom = _("To {0}").format(name) if name else _("Back to the executor")
	return "\n".join(filter(None, (whom, note)))


def _line(task: str, executor: str, person: str | None, text: str) -> NewLine:
	return NewLine(HAND_OVER.kind, task=task, executor=executor, text=text, handed_to=person, of_task=True)


def _ring(draft: Draft, task: str, text: str) -> None:
	"""Tell who has it now: the one person, or all people of the executor."""
	facts = draft.facts.tasks[task]
	people = standing.people_of([facts.executor])
	own = [each.user for each in people if each.stands_for == facts.handed_to]
	number = frappe.db.get_value(TASK, task, "number")
	subject = (
		_("Handed to you, request {0}") if facts.handed_to else _("Given back to the executor, request {0}")
	)
	told = own if facts.handed_to else standing.told_of(people, facts.executor, None)
	bell.ring(told, TASK, task, subject.format(number), text)


def _ring_of_many(executor: str, rows: list) -> None:
	people = standing.told_of(standing.people_of([executor]), executor, None)
	names = ", ".join(row.name for row in rows)
	bell.ring(
		people, "Executor", executor, _("Tasks given back to the executor: {0}").format(len(rows)), names
	)
