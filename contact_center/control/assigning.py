"""An organisation passes a task on to an executor below it: no operator decides, and no redirect is counted (P4).

The trail stays as with a redirect (R6.2.1): who had it, since when and why.
"""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.access import permissions, standing
from contact_center.access.standing import Standing
from contact_center.control import bell, redirect
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation.acts import ASSIGN_BELOW, TASK
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import meanwhile, problems


@frappe.whitelist(methods=["POST"])
def assign_below(task: str, executor: str, reason: str, seen: str = "") -> str:
	"""Pass the task on to `executor`, in the tree of an organisation that the user acts for; return the new task's name.

	The new task is to be accepted from now on and due as the old one was. `seen` is the task's `modified` as the user saw
	it. PermissionError for whoever does not act on the task, ValidationError for an executor that is not below the user's
	organisation, out of use, a group, or has a task of the request already, and for work that does not run.
	"""
	permissions.check_may(ASSIGN_BELOW)
	doc = permissions.check_document(TASK, task, "write")
	standings = standing.standings_of(frappe.session.user)
	if doc.executor not in standing.reach_by(standings).executors:
		problems.refuse(Problem(Kind.ROLE_MAY_NOT), error=frappe.PermissionError)
	draft = open_draft(doc.request)
	if meanwhile.is_repeated(draft, ASSIGN_BELOW, seen, reason, task) and (
		taken := redirect.task_of(draft, executor)
	):
		return taken
	meanwhile.check(draft, ASSIGN_BELOW, seen, task)
	_check(draft, task, executor, reason, standings)
	return _pass_on(draft, task, executor, reason)


def below(task: Document, standings: Sequence[Standing]) -> list[dict[str, str]]:
	"""Return the executors that the task may be passed on to by somebody with these standings: [{value, label}]."""
	codes = standing.below(standings, task.executor) if ASSIGN_BELOW.starts_from(task.stage) else []
	wanted = {"name": ("in", codes), "is_active": 1, "is_group": 0}
	fields = ["name as value", "title as label"]
	return frappe.get_all("Executor", wanted, fields, order_by="title") if codes else []


def _check(draft: Draft, task: str, executor: str, reason: str, standings: Sequence[Standing]) -> None:
	old = draft.facts.tasks[task]
	if not ASSIGN_BELOW.starts_from(old.stage):
		problems.refuse(Problem(Kind.TASK_PASSED_ON))
	redirect.check(draft, executor, reason)
	if executor not in standing.below(standings, old.executor):
		problems.refuse(Problem(Kind.NOT_BELOW, (executor,)))
	if redirect.task_of(draft, executor):
		problems.refuse(Problem(Kind.HAS_TASK_ALREADY, (executor,)))


def _pass_on(draft: Draft, task: str, executor: str, reason: str) -> str:
	old = draft.facts.tasks[task]
	[sent] = redirect.send_on(draft, old, executor)
	passed = NewLine(ASSIGN_BELOW.kind, task=task, executor=old.executor, text=reason, of_task=True)
	draft.add([passed, sent.line], sent={sent.name: sent.fields}).write()
	people = standing.told_of(standing.people_of([executor]), executor, None)
	subject = _("Assigned by the organisation above, request {0}").format(sent.fields["number"])
	bell.ring(people, TASK, sent.name, subject, reason)
	return sent.name
