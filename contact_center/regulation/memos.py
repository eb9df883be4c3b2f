"""The way of a memo about a caller, from its writing to the number's block (R5.8): who takes which step, from where.

Each step belongs to another person: an operator writes, a supervisor decides, an administrator blocks and lifts. Whoever
wrote a memo does not decide on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from contact_center.regulation.problems import ProblemError, ProblemKind

MOST_DAYS = 365
"""The longest block; the number's owner may be another person by then."""


class MemoStage(str, Enum):
	"""Where a memo is. The last step that was taken names it."""

	WRITTEN = "Awaiting Approval"
	APPROVED = "Approved"
	DECLINED = "Declined"
	BLOCKED = "Number Blocked"
	LIFTED = "Block Lifted"

	def __str__(self) -> str:
		return self.value


class MemoParty(str, Enum):
	"""Who takes a step."""

	OPERATOR = "operator"
	SUPERVISOR = "supervisor"
	ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class MemoStep:
	"""One step: from which stages, to which, by whom; `reasoned`: it needs a reason; `by_another`: than the writer."""

	name: str
	origins: frozenset[MemoStage | None]
	target: MemoStage
	by: frozenset[MemoParty]
	reasoned: bool = False
	by_another: bool = False


_CONTROLLERS = frozenset({MemoParty.OPERATOR, MemoParty.SUPERVISOR})
_SUPERVISOR = frozenset({MemoParty.SUPERVISOR})
_ADMINISTRATOR = frozenset({MemoParty.ADMINISTRATOR})
_UNDECIDED = frozenset({MemoStage.WRITTEN})

WRITE = MemoStep("write", frozenset({None}), MemoStage.WRITTEN, _CONTROLLERS)
APPROVE = MemoStep("approve", _UNDECIDED, MemoStage.APPROVED, _SUPERVISOR, by_another=True)
# An approval may be taken back until the number is blocked.
DECLINE = MemoStep(
	"decline",
	_UNDECIDED | {MemoStage.APPROVED},
	MemoStage.DECLINED,
	_SUPERVISOR,
	reasoned=True,
	by_another=True,
)
BLOCK = MemoStep("block", frozenset({MemoStage.APPROVED}), MemoStage.BLOCKED, _ADMINISTRATOR, by_another=True)
LIFT = MemoStep("lift", frozenset({MemoStage.BLOCKED}), MemoStage.LIFTED, _ADMINISTRATOR, reasoned=True)

STEPS = (WRITE, APPROVE, DECLINE, BLOCK, LIFT)


def check_step(step: MemoStep, stage: str, is_writer: bool, reason: str) -> None:
	"""Raise ProblemError where the step may not be taken from `stage`, needs a reason, or is its writer's own."""
	if MemoStage(stage) not in step.origins:
		raise ProblemError(ProblemKind.MEMO_DECIDED, stage)
	if step.by_another and is_writer:
		raise ProblemError(ProblemKind.OWN_MEMO)
	if step.reasoned and not reason.strip():
		raise ProblemError(ProblemKind.MEMO_REASON_NEEDED)


def block_end(start: datetime, days: int) -> datetime:
	"""Return when a block of so many days ends: at the same minute of the city's clock, the next whole one.

	`start` is aware, in the city's zone. Raise ProblemError for less than a day and for more than MOST_DAYS.
	"""
	if not 1 <= days <= MOST_DAYS:
		raise ProblemError(ProblemKind.BLOCK_DAYS, "1", str(MOST_DAYS))
	end = start + timedelta(days=days)
	return end.replace(second=0, microsecond=0) + timedelta(minutes=bool(end.second or end.microsecond))
