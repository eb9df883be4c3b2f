"""Whom a task is handed to inside its executor, and by whom (P4)."""

from __future__ import annotations

from collections.abc import Collection

from contact_center.regulation.acts import HAND_OVER
from contact_center.regulation.facts import TaskFacts
from contact_center.regulation.problems import ProblemError, ProblemKind


def check_handing(task: TaskFacts, person: str | None, people: Collection[str], *, by_crew: bool) -> None:
	"""Raise ProblemError where the task may not be handed to `person` (None: back to the executor).

	`people` are those of its executor. `by_crew`: who hands it over sees nothing but what is handed to them, and may
	only give it back.
	"""
	if not HAND_OVER.starts_from(task.stage):
		raise ProblemError(ProblemKind.HAND_OVER_OF_NO_WORK)
	if person == task.handed_to:
		raise ProblemError(ProblemKind.HANDED_ALREADY)
	if by_crew and person:
		raise ProblemError(ProblemKind.CREW_GIVES_BACK)
	if person and person not in people:
		raise ProblemError(ProblemKind.NOT_OF_THE_EXECUTOR)
