"""One of several executors is released: its part is not needed, the others go on (R7.2)."""

from __future__ import annotations

from contact_center.regulation.facts import RequestFacts
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.stages import DROPPED, UNDER_CONTROL, Stage


def check_release(facts: RequestFacts, name: str) -> None:
	"""Raise ProblemError for the task of the lead, of the only executor, and for one that is nobody's any more."""
	task = facts.tasks[name]
	if facts.stage not in UNDER_CONTROL:
		raise ProblemError(ProblemKind.NOT_UNDER_CONTROL)
	if task.stage in DROPPED and not task.awaits_redirect:
		raise ProblemError(ProblemKind.TASK_PASSED_ON)
	if task.lead:
		raise ProblemError(ProblemKind.LEAD_NOT_RELEASED)
	if not any(other.stage not in DROPPED for other in facts.tasks.values() if other is not task):
		raise ProblemError(ProblemKind.LAST_NOT_RELEASED)


def may_be_released(
	lead: bool, stage: Stage | str, awaits_redirect: bool, request_stage: Stage | str, others: int
) -> bool:
	"""Return whether a task of these values of its row can be released; `others` work on the request besides."""
	is_held = Stage(stage) not in DROPPED or bool(awaits_redirect)
	return is_held and not lead and others > 0 and Stage(request_stage) in UNDER_CONTROL
