"""Stages of long-term work (R4.5): the executor plans and reports them, the contact centre agrees or refuses."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from contact_center import policy
from contact_center.access import files, permissions, roles, standing
from contact_center.control import bell
from contact_center.control.extension_requests import LONGEST, day_of, documents_of_task
from contact_center.execution import steps
from contact_center.intake.said import within
from contact_center.record import clock, stage_rows
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation import work_stages as rules
from contact_center.regulation.acts import AGREE_STAGE, PLAN_STAGE, REFUSE_STAGE, REPORT_STAGE, TASK, Act
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.work_stages import Plan
from contact_center.words import meanwhile, problems, speech

LONGEST_TITLE = 140


@frappe.whitelist(methods=["POST"])
def plan_stage(task: str, day: str, title: str = "", stage: str = "", seen: str = "") -> None:
	"""Plan a stage of a long-term task, or wish another day for its stage called `stage`.

	A new stage within the days of the settings is agreed by that; any other day waits for the contact centre. `seen` is the
	task's `modified` as its executor saw it, here and below. PermissionError for others than the task's executor,
	ValidationError for work with a fixed term or that does not run, and for a day that is over.
	"""
	draft, executor = _open_own(task, PLAN_STAGE)
	plan = Plan(within(title, LONGEST_TITLE), day_of(day), stage)
	name = plan.title or stage_rows.title_of(stage)
	text = _planned(name, plan.day)
	if meanwhile.is_repeated(draft, PLAN_STAGE, seen, text, task):
		return
	meanwhile.check(draft, PLAN_STAGE, seen, task)
	due = _checked(draft, task, plan)
	key = plan.key or stage_rows.add(task, plan.title, len(draft.facts.tasks[task].work_stages))
	lines = [NewLine(PLAN_STAGE.kind, task=task, executor=executor, text=text, due=due, work_stage=key)]
	if rules.agrees_by_rule(draft.facts.tasks[task], plan, due, clock.now(), _days()):
		lines.append(_agreed(task, executor, key, name, due))
	draft.add(lines).write()
	if len(lines) == 1:
		subject = _("A stage waits for your word, request {0}").format(_number(draft))
		bell.ring(bell.operators_of(draft.request), TASK, task, subject, text)


@frappe.whitelist(methods=["POST"])
def agree_stage(task: str, stage: str, day: str = "", seen: str = "") -> None:
	"""Agree to the day that is wished for a stage, or to another one that `day` names.

	PermissionError for others than operators and supervisors, ValidationError where nothing waits for an answer.
	"""
	permissions.check_may(AGREE_STAGE)
	draft = _open(task)
	name = stage_rows.title_of(stage)
	facts = draft.facts.tasks[task]
	if meanwhile.is_repeated(draft, AGREE_STAGE, seen, None, task) and not _waits(facts, stage):
		return
	meanwhile.check(draft, AGREE_STAGE, seen, task)
	with problems.refusing():
		wished = rules.check_decision(facts, stage)
	due = _due(draft, task, day_of(day)) if day else wished
	draft.add([_agreed(task, facts.executor, stage, name, due)]).write()
	_tell(draft, task, _("The stage is agreed"), _planned(name, clock.to_site(due).date()))


@frappe.whitelist(methods=["POST"])
def refuse_stage(task: str, stage: str, reason: str, seen: str = "") -> None:
	"""Refuse the day that is wished for a stage, with a reason; the day that was agreed before goes on."""
	permissions.check_may(REFUSE_STAGE)
	draft, text = _open(task), within(reason, LONGEST)
	if not text:
		problems.refuse(Problem(Kind.EXTENSION_ANSWER_NEEDED))
	if meanwhile.is_repeated(draft, REFUSE_STAGE, seen, text, task):
		return
	meanwhile.check(draft, REFUSE_STAGE, seen, task)
	facts = draft.facts.tasks[task]
	with problems.refusing():
		rules.check_decision(facts, stage)
	line = NewLine(REFUSE_STAGE.kind, task=task, executor=facts.executor, text=text, work_stage=stage)
	draft.add([line]).write()
	_tell(draft, task, _("The stage is not agreed"), text)


@frappe.whitelist(methods=["POST"])
def report_stage(task: str, stage: str, text: str, documents: str = "", seen: str = "") -> None:
	"""Report a stage as done, with words and files; the applicant reads both. The next stage's day is the next deadline.

	`documents` are the addresses of files of the task, one a line.
	"""
	draft, executor = _open_own(task, REPORT_STAGE)
	text, name = within(text, LONGEST), stage_rows.title_of(stage)
	said = f"{name}: {text}"
	if meanwhile.is_repeated(draft, REPORT_STAGE, seen, said, task):
		return
	meanwhile.check(draft, REPORT_STAGE, seen, task)
	with problems.refusing():
		rules.check_report(draft.facts.tasks[task], stage, text)
	addresses = documents_of_task(task, documents)
	line = NewLine(
		REPORT_STAGE.kind,
		task=task,
		executor=executor,
		text=said,
		public=REPORT_STAGE.public,
		work_stage=stage,
	)
	draft.add([line]).write()
	stage_rows.note_result(stage, text, addresses)


def _agreed(task: str, executor: str, key: str, name: str, due: datetime) -> NewLine:
	text, act = _planned(name, clock.to_site(due).date()), AGREE_STAGE
	return NewLine(
		act.kind, task=task, executor=executor, text=text, due=due, public=act.public, work_stage=key
	)


def _planned(name: str, day: date) -> str:
	return _("{0}: until {1}").format(name, speech.date_words(day))


def _open_own(task: str, act: Act) -> tuple[Draft, str]:
	"""Return the draft of the task's request and its executor. PermissionError for others than its people."""
	doc = steps.own_task(task, act)
	return open_draft(doc.request), doc.executor


def _open(task: str) -> Draft:
	return open_draft(permissions.check_document(TASK, task).request)


def _number(draft: Draft) -> str:
	return frappe.db.get_value("Request", draft.request, "number") or ""


def _waits(facts: Any, stage: str) -> bool:
	return stage in facts.work_stages and bool(facts.work_stages[stage].wished)


def _checked(draft: Draft, task: str, plan: Plan) -> datetime:
	with problems.refusing():
		rules.check_plan(
			draft.facts.tasks[task], policy.request_type(draft.tasks[task]["request_type"]), plan
		)
	return _due(draft, task, plan.day)


def _due(draft: Draft, task: str, day: date) -> datetime:
	calendar = policy.type_calendar(draft.tasks[task]["request_type"])
	with problems.refusing():
		return rules.due_on(day, clock.now(), calendar)


def _days() -> int:
	return cint(policy.settings().stage_days)


def _tell(draft: Draft, task: str, subject: str, text: str) -> None:
	for people in bell.people_of([draft.tasks[task]]).values():
		bell.ring(people, TASK, task, subject, text)


def for_form(task: Any, reach: standing.Reach) -> dict[str, bool]:
	"""Return {may_plan, may_decide}: whether the user, who has this reach, may plan stages of the task, or decide about one now."""
	rtype = task.request_type and policy.request_type(task.request_type)
	runs = bool(rtype) and PLAN_STAGE.starts_from(task.stage) and rules.runs_by_stages(rtype)
	waits = any(row.wished and not row.done_at for row in task.work_stages)
	return {
		"may_plan": runs and reach.has(task.executor, task.handed_to),
		"may_decide": runs and waits and permissions.has_role(*roles.CONTROLLERS),
	}


def of_request(request: str) -> list[dict]:
	"""Return the agreed stages of the request's work with their files, for its applicant. The caller has checked whose it is.

	[{title, executor, due, first_due, done_at, result, files}], what is to be done first first; `executor` is a title, and
	is empty where all stages are of one.
	"""
	task, stage = frappe.qb.DocType(TASK), frappe.qb.DocType(stage_rows.DOCTYPE)
	fields = ("parent", "title", "due", "first_due", "done_at", "result", "files")
	query = frappe.qb.from_(stage).join(task).on(task.name == stage.parent)
	query = query.select(*[stage[field] for field in fields], task.executor).orderby(stage.due, stage.idx)
	query = query.where((task.request == request) & task.stage.notin(files.GONE) & stage.due.isnotnull())
	rows = query.run(as_dict=True)
	named = {url for row in rows for url in (row.files or "").split("\n") if url and row.done_at}
	known = (
		{each["file_url"]: each for each in files.files_of(TASK, sorted({row.parent for row in rows}))}
		if named
		else {}
	)
	several = len({row.executor for row in rows}) > 1
	titles = (
		{code: each.title for code, each in policy.executors({row.executor for row in rows}).items()}
		if several
		else {}
	)
	return [
		{
			**row,
			"executor": titles.get(row.executor, ""),
			"files": [known[url] for url in (row.files or "").split("\n") if url in known],
		}
		for row in rows
	]


REMINDED_AT_ONCE = 500


def remind() -> None:
	"""Every week: notify the people of executors of long-term work that has no next day (R4.5)."""
	last = ""
	while rows := _without_date_after(last):
		_remind(rows)
		last = rows[-1].name


def _without_date_after(last: str) -> list[Any]:
	fields, after = ["name", "number", "executor", "handed_to"], {"without_date": 1, "name": (">", last)}
	return frappe.get_all(TASK, after, fields, order_by="name", limit=REMINDED_AT_ONCE)


def _remind(rows: list[Any]) -> None:
	"""Notify of these tasks, those of the same people together."""
	people, rings = bell.people_of(rows), defaultdict[tuple[str, ...], list[bell.Ring]](list)
	text = _("The work has no next day: it stays under control.")
	for row in rows:
		subject = _("Plan the next stage, request {0}").format(row.number)
		rings[tuple(people.get(row.name, ()))].append(bell.Ring(row.name, subject, text))
	for users, each in rings.items():
		bell.ring_all(users, TASK, each)
