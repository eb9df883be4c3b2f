"""Inspections (комісійне обстеження): who competent is, and whether reported work was done, seen on the spot (R7.3, R6.3.4, R9.2.4).

What an inspection is for, where it is, what may be done to it from there, and which act its outcome proposes. The request
stays under control meanwhile and its clocks run: an inspection changes neither.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from contact_center.regulation.moments import is_late
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.stages import EXECUTED, OPEN, Stage

LONGEST_REASON, LONGEST_FINDINGS, LONGEST_PLACE, LONGEST_NAME = 2000, 4000, 200, 140
MOST_MEMBERS = 30
FURTHEST = timedelta(days=180)
LASTS = timedelta(hours=1)
"""How long the members are asked to keep free."""


class _Choice(str, Enum):
	def __str__(self) -> str:
		return str(self.value)


class InspectionKind(_Choice):
	"""What it is for."""

	COMPETENCE = "Competence Dispute"
	WORK = "Reported Work"
	DRAGGING = "Work That Drags On"
	SAMPLE = "Sample"


class InspectionStage(_Choice):
	ASKED = "Asked For"
	CALLED = "Called"
	HELD = "Held"
	CANCELLED = "Cancelled"


class Outcome(_Choice):
	"""What was found on the spot; who is competent is named beside it."""

	COMPETENT = "Competent Executor Found"
	DONE = "Work Done"
	PARTLY = "Work Partly Done"
	NOT_DONE = "Work Not Done"
	NOT_HELD = "Could Not Take Place"


class NextStep(_Choice):
	"""What the outcome proposes; a person decides."""

	REDIRECT = "Redirect"
	KEEP = "Keep"
	RETURN = "Return for Rework"
	CONFIRM = "Ask the Applicant"
	CALL_AGAIN = "Call Again"


class Step(_Choice):
	"""A step on record."""

	ASKED = "Asked For"
	CALLED = "Called"
	MOVED = "Moved"
	HELD = "Held"
	CANCELLED = "Cancelled"


@dataclass(frozen=True)
class Move:
	"""One step: from which stages (None: there is no inspection yet) to which."""

	step: Step
	origins: frozenset[InspectionStage | None]
	target: InspectionStage


_CALLED = frozenset({InspectionStage.CALLED})
ASK = Move(Step.ASKED, frozenset({None}), InspectionStage.ASKED)
CALL = Move(Step.CALLED, frozenset({None, InspectionStage.ASKED}), InspectionStage.CALLED)
MOVE = Move(Step.MOVED, _CALLED, InspectionStage.CALLED)
RECORD = Move(Step.HELD, _CALLED, InspectionStage.HELD)
CALL_OFF = Move(Step.CANCELLED, _CALLED | {InspectionStage.ASKED}, InspectionStage.CANCELLED)
MOVES = (ASK, CALL, MOVE, RECORD, CALL_OFF)

OPEN_STAGES = frozenset({InspectionStage.ASKED, InspectionStage.CALLED})
"""In these a request has one inspection at most."""


def check_move(move: Move, stage: str | None) -> None:
	"""Raise ProblemError where an inspection in `stage` (None: a new one) does not take the step."""
	if (InspectionStage(stage) if stage else None) not in move.origins:
		raise ProblemError(ProblemKind.INSPECTION_IS_OVER, stage or "")


def check_moment(moment: datetime | None, now: datetime) -> datetime:
	"""Return when it takes place (aware). Raise ProblemError for none, one that is over, and one far ahead."""
	if moment is None:
		raise ProblemError(ProblemKind.INSPECTION_WITHOUT_MOMENT)
	if is_late(now, moment) or is_late(moment, now + FURTHEST):
		raise ProblemError(ProblemKind.INSPECTION_MOMENT, str(FURTHEST.days))
	return moment


def check_words(reason: str, place: str) -> None:
	"""Raise ProblemError where it is not said why, or where."""
	if not reason.strip():
		raise ProblemError(ProblemKind.INSPECTION_REASON_NEEDED)
	if not place.strip():
		raise ProblemError(ProblemKind.INSPECTION_PLACE_NEEDED)


def check_record(outcome: Outcome, findings: str, competent: str, is_over: bool) -> None:
	"""Raise ProblemError for a record without findings, without the executor whom it finds competent, or before its moment."""
	if not is_over and outcome is not Outcome.NOT_HELD:
		raise ProblemError(ProblemKind.INSPECTION_TO_COME)
	if not findings.strip():
		raise ProblemError(ProblemKind.FINDINGS_NEEDED)
	if outcome is Outcome.COMPETENT and not competent:
		raise ProblemError(ProblemKind.COMPETENT_NEEDED)


def stage_after(outcome: Outcome) -> InspectionStage:
	"""Return where the inspection is with this outcome: what could not take place is not held."""
	return InspectionStage.CANCELLED if outcome is Outcome.NOT_HELD else InspectionStage.HELD


def next_step(
	outcome: Outcome, competent: str, executors: Collection[str], request: Stage
) -> NextStep | None:
	"""Return the act that the outcome proposes for a request in this stage; None for one that is over.

	`executors` have the request now; `competent` is whom the outcome names.
	"""
	if request not in OPEN | EXECUTED:
		return None
	if outcome is Outcome.NOT_HELD:
		return NextStep.CALL_AGAIN
	if outcome is Outcome.COMPETENT:
		return NextStep.KEEP if competent in executors else NextStep.REDIRECT
	if outcome is Outcome.DONE:
		return NextStep.CONFIRM if request is Stage.AWAITING_CONFIRMATION else NextStep.KEEP
	return NextStep.RETURN if request in EXECUTED else NextStep.KEEP
