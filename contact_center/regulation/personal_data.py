"""When an executor sees who the applicant is (D1), and when somebody looks oftener than usual (D2)."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.regulation.stages import OPEN, Stage

USUAL_DAYS = 28
"""So many days before a day say what is usual."""
FEWEST_DAYS = 5
"""Who has looked on fewer of these days is compared with the days of all."""
FEWEST_LOOKS = 20
"""Fewer looks on a day are never unusual."""
TIMES = 3
"""So many times the usual number are unusual."""


def contact_problem(stage: Stage | str, is_accepted: bool, at_once: bool) -> Problem | None:
	"""Return why the executor of a task does not see its applicant's contact; None where it does.

	The contact is shown while the work runs and is accepted; of a type that shows it `at_once`, from the sending on. A
	task that was accepted and returned for rework counts as accepted.
	"""
	if Stage(stage) not in OPEN:
		return Problem(ProblemKind.CONTACT_CLOSED)
	return None if is_accepted or at_once else Problem(ProblemKind.CONTACT_BEFORE_ACCEPTANCE)


def usual(own: Sequence[int], of_all: Sequence[int]) -> float:
	"""Return how many looks a day are usual: the median of the person's own days with looks, of few such days that of all."""
	days = own if len(own) >= FEWEST_DAYS else of_all
	return float(median(days)) if days else 0.0


def is_unusual(looks: int, usually: float) -> bool:
	"""Return whether so many looks of one person on one day are unusual."""
	return looks >= FEWEST_LOOKS and looks > TIMES * usually
