"""Stages of long-term work (R4.5): no fixed day for the whole, a day for each stage; without a next one it is warned of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contact_center.regulation.facts import TaskFacts
from contact_center.regulation.moments import END_OF_DAY, at_wall, utc
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.stages import Stage
from contact_center.regulation.terms import LONGEST, RequestType, Unit
from contact_center.regulation.working_calendar import WorkingCalendar

RUNNING = frozenset({Stage.IN_PROGRESS, Stage.REWORK})
"""Stages are planned and reported while the work runs."""
MOST = 50
"""So many stages one task may have."""


@dataclass(frozen=True)
class Plan:
	"""What an executor proposes: a new stage, or for the one called `key` another day."""

	title: str
	day: date
	key: str = ""


def runs_by_stages(rtype: RequestType) -> bool:
	"""Return whether work of this type has no day by which it is wholly done (R4.5)."""
	return rtype.done.unit is Unit.NO_FIXED_TERM


def check_plan(task: TaskFacts, rtype: RequestType, plan: Plan) -> None:
	"""Raise ProblemError for work that has a term of its own or does not run, and for a stage that is done or is not there."""
	if not runs_by_stages(rtype):
		raise ProblemError(ProblemKind.STAGES_OF_A_FIXED_TERM)
	if task.stage not in RUNNING:
		raise ProblemError(ProblemKind.STAGES_OF_NO_WORK)
	if plan.key:
		check_open(task, plan.key)
	elif not plan.title.strip():
		raise ProblemError(ProblemKind.STAGE_NAME_NEEDED)
	elif len(task.work_stages) >= MOST:
		raise ProblemError(ProblemKind.TOO_MANY_STAGES, str(MOST))


def check_open(task: TaskFacts, key: str) -> None:
	"""Raise ProblemError for a stage that the task has not, or that is done."""
	if key not in task.work_stages or task.work_stages[key].done_at:
		raise ProblemError(ProblemKind.STAGE_GONE)


def check_report(task: TaskFacts, key: str, text: str) -> None:
	"""Raise ProblemError for a stage that cannot be reported: work that does not run, not agreed, done already, no words."""
	if task.stage not in RUNNING:
		raise ProblemError(ProblemKind.STAGES_OF_NO_WORK)
	check_open(task, key)
	if not task.work_stages[key].due:
		raise ProblemError(ProblemKind.STAGE_NOT_AGREED)
	if not text.strip():
		raise ProblemError(ProblemKind.STAGE_RESULT_NEEDED)


def check_decision(task: TaskFacts, key: str) -> datetime:
	"""Return the moment that waits for the contact centre's word. Raise ProblemError where none does."""
	check_open(task, key)
	wished = task.work_stages[key].wished
	if not wished or task.stage not in RUNNING:
		raise ProblemError(ProblemKind.STAGE_DECIDED)
	return wished


def due_on(day: date, now: datetime, calendar: WorkingCalendar) -> datetime:
	"""Return the deadline (aware, in the calendar's zone) of a stage: the end of its day. ProblemError for a day that is over."""
	today = now.astimezone(calendar.zone).date()
	if not today <= day <= today + LONGEST:
		raise ProblemError(ProblemKind.STAGE_DAY, today.isoformat(), (today + LONGEST).isoformat())
	return at_wall(day, END_OF_DAY, calendar.zone)


def agrees_by_rule(task: TaskFacts, plan: Plan, due: datetime, now: datetime, days: int) -> bool:
	"""Return whether a planned day needs nobody's word: a new stage, no further ahead than `days` (0: never)."""
	return (
		not plan.key
		and days > 0
		and utc(due) <= utc(now) + timedelta(days=days + 1)
		and bool(task.accepted_at)
	)
