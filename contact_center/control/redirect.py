"""Redirect a task to another executor; the journal keeps who had it, since when and why (R6.2.1)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Case
from frappe.utils import cint

from contact_center import policy
from contact_center.access import permissions, roles
from contact_center.control import bell
from contact_center.execution import tasks
from contact_center.execution.tasks import Sent
from contact_center.record import clock
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation.acts import DECLINE, REDIRECT, TASK
from contact_center.regulation.facts import TaskFacts
from contact_center.regulation.lengths import check_length
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.routing import Assignment
from contact_center.regulation.stages import DROPPED, UNDER_CONTROL, Stage
from contact_center.regulation.terms import Deadlines, deadline
from contact_center.words import meanwhile, problems


@frappe.whitelist(methods=["POST"])
def redirect(task: str, executor: str, reason: str, seen: str = "") -> str:
	"""Take the task from its executor and send it to `executor`; return the name of the new task.

	The acceptance term of the new task begins now, its due moment is that of the old one. An executor who has a task of
	the request already may get a declined one: that task is returned, and no new one is made. `seen` is the task's
	`modified` as the operator saw it. Raise PermissionError for users who are no operators, ValidationError where the
	task cannot be redirected so, was changed meanwhile, or was redirected so often that a supervisor decides.
	"""
	permissions.check_may(REDIRECT)
	draft = open_draft(frappe.get_doc("Request Task", task).request)
	old = draft.facts.tasks[task]
	if meanwhile.is_repeated(draft, REDIRECT, seen, reason, task) and (taken := task_of(draft, executor)):
		return taken
	meanwhile.check(draft, REDIRECT, seen, task)
	check(draft, executor, reason)
	_check_not_redirected(old)
	_check_who(draft)
	having = task_of(draft, executor)
	if having and old.stage is not Stage.REJECTED:
		problems.refuse(Problem(Kind.HAS_TASK_ALREADY, (executor,)))
	sent = [] if having else send_on(draft, old, executor)
	redirected = NewLine(REDIRECT.kind, task=task, executor=old.executor, text=reason)
	lines = [redirected, *(each.line for each in sent)]
	draft.add(lines, sent={each.name: each.fields for each in sent}).write()
	return having or sent[0].name


def may_redirect(redirects: int) -> bool:
	"""Return whether the session's user may redirect a request that was redirected so often."""
	return permissions.has_role(roles.SUPERVISOR) or not policy.needs_supervisor(redirects)


def follow_setting() -> None:
	"""Let the supervisors' list show what is theirs by the number of the settings, which has changed."""
	task, request = frappe.qb.DocType(TASK), frappe.qb.DocType("Request")
	most = cint(policy.settings().operator_redirects)
	reached = Case().when(request.redirect_count >= most, 1).else_(0) if most else 0
	query = frappe.qb.update(task).join(request).on(request.name == task.request)
	query.set(task.for_supervisor, reached).where(task.awaits_redirect == 1).run()


def tell_supervisors(task: Document, draft: Draft) -> None:
	"""Notify the supervisors of a declined task that they alone may redirect."""
	declined = any(line.kind is DECLINE.kind for line in draft.lines)
	if declined and policy.needs_supervisor(draft.facts.redirect_count):
		subject = _("To be redirected by a supervisor, request {0}").format(task.number)
		bell.ring(bell.holders_of(roles.SUPERVISOR), TASK, task.name, subject, task.reason or "")


def _check_who(draft: Draft) -> None:
	redirects = draft.facts.redirect_count
	if not may_redirect(redirects):
		problems.refuse(Problem(Kind.SUPERVISOR_REDIRECTS, (str(redirects),)))


def is_under_control(request_stage: Stage | str) -> bool:
	"""Return whether tasks of a request in this stage can be redirected."""
	return Stage(request_stage) in UNDER_CONTROL


def starts_from(task_stage: Stage | str, awaits_redirect: bool) -> bool:
	"""Return whether a task can be redirected: its executor has it, or declined it and nobody has taken over (R7.2)."""
	declined = Stage(task_stage) is Stage.REJECTED
	return REDIRECT.starts_from(task_stage) and (not declined or bool(awaits_redirect))


def check(draft: Draft, executor: str, reason: str) -> None:
	"""ValidationError for a request without control, a reason that is empty or too long, an executor out of use or a group."""
	if not is_under_control(draft.row["stage"]):
		problems.refuse(Problem(Kind.NOT_UNDER_CONTROL))
	if not reason.strip():
		problems.refuse(Problem(Kind.REDIRECT_REASON_NEEDED))
	with problems.refusing():
		check_length("reason", reason)
	found = policy.executors([executor]).get(executor)
	if not found or not found.active or found.is_group:
		problems.refuse(Problem(Kind.EXECUTOR_NEEDED))


def task_of(draft: Draft, executor: str) -> str | None:
	"""Return the name of the task that the executor has now; None without one."""
	own = (
		name
		for name, task in draft.facts.tasks.items()
		if task.executor == executor and task.stage not in DROPPED
	)
	return next(own, None)


def _check_not_redirected(old: TaskFacts) -> None:
	if not starts_from(old.stage, old.awaits_redirect):
		problems.refuse(Problem(Kind.TASK_PASSED_ON))


def send_on(draft: Draft, old: TaskFacts, executor: str) -> list[Sent]:
	"""Return the task of the next executor: to be accepted from now on, due as the old one was (R6.2.1)."""
	request = frappe.get_doc("Request", draft.request, for_update=True)
	rtype = policy.request_type(request.request_type)
	accept_by = deadline(clock.now(), rtype.accept, policy.type_calendar(request.request_type))
	deadlines = Deadlines(accept_by=accept_by, due=old.due)
	return tasks.send(request, [Assignment(executor, old.lead)], deadlines, len(draft.tasks) + 1)
