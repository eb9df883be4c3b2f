"""A new term by agreement, on a reasoned request (R6.2.2, R8.2.2, R8.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contact_center.regulation.facts import TaskFacts
from contact_center.regulation.moments import at_wall, is_late
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.stages import Stage
from contact_center.regulation.terms import LONGEST
from contact_center.regulation.working_calendar import WorkingCalendar

RUNNING = frozenset({Stage.IN_PROGRESS, Stage.REWORK})
"""Only work that was taken up, and is not reported, has a term that can be longer."""


@dataclass(frozen=True)
class Wish:
	"""What an executor asks for: until which day, and why. `head` knows of it, `responsible` answers for the new term."""

	day: date
	reason: str
	head: str = ""
	responsible: str = ""


def needs_head(task: TaskFacts, now: datetime) -> bool:
	"""Return whether the head has to know of it: a further request, after the term was broken (R8.6)."""
	return is_after_broken_term(task.extension_count, task.overdue, task.due, now)


def is_after_broken_term(extension_count: int, is_overdue: bool, due: datetime | None, now: datetime) -> bool:
	"""Return the same of what a row shows; moments are aware."""
	return extension_count > 0 and (is_overdue or is_late(now, due))


def check_wish(task: TaskFacts, wish: Wish, now: datetime) -> None:
	"""Raise ProblemError for a task that has no running term, for a request that waits already, and for an incomplete one."""
	if task.stage not in RUNNING:
		raise ProblemError(ProblemKind.EXTENSION_OF_NO_WORK)
	if not task.due:
		raise ProblemError(ProblemKind.EXTENSION_WITHOUT_TERM)
	if task.extension_asked_at:
		raise ProblemError(ProblemKind.EXTENSION_ASKED_ALREADY)
	if not wish.reason.strip():
		raise ProblemError(ProblemKind.EXTENSION_REASON_NEEDED)
	if needs_head(task, now) and not (wish.head.strip() and wish.responsible.strip()):
		raise ProblemError(ProblemKind.EXTENSION_NEEDS_HEAD)


def new_due(task: TaskFacts, day: date, now: datetime, calendar: WorkingCalendar) -> datetime:
	"""Return the deadline of `day` (aware, in the calendar's zone): at the clock at which the present one ends.

	Raise ProblemError for a day that makes the term no longer, is over, or lies beyond the longest term.
	"""
	if not task.due:
		raise ProblemError(ProblemKind.EXTENSION_WITHOUT_TERM)
	present, today = task.due.astimezone(calendar.zone), now.astimezone(calendar.zone).date()
	soonest = today + timedelta(days=is_late(now, at_wall(today, present.time(), calendar.zone)))
	least, most = max(present.date() + timedelta(days=1), soonest), today + LONGEST
	found = at_wall(min(day, most), present.time(), calendar.zone)
	if not least <= day <= most:
		raise ProblemError(ProblemKind.EXTENSION_DAY, least.isoformat(), most.isoformat())
	return found
