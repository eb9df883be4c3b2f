"""Stages: what the code knows of a workflow. States' names and number are the administrator's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum


class Stage(str, Enum):
	MODERATION = "Moderation"
	REGISTERED = "Registered"
	IN_PROGRESS = "In Progress"
	AWAITING_CONFIRMATION = "Awaiting Confirmation"
	REWORK = "Rework"
	CLOSED = "Closed"
	REJECTED = "Rejected"
	CANCELLED = "Cancelled"

	def __str__(self) -> str:
		return self.value


class StageError(ValueError):
	"""A move between two stages that the regulation does not know."""

	def __init__(self, old: Stage, new: Stage):
		super().__init__(f"{old} cannot become {new}")
		self.old = old
		self.new = new


Moves = Mapping[Stage, frozenset[Stage]]

OPEN = frozenset({Stage.REGISTERED, Stage.IN_PROGRESS, Stage.REWORK})
"""Stages in which the execution term runs: work is owed by an executor."""

FINISHED = frozenset({Stage.CLOSED, Stage.REJECTED, Stage.CANCELLED})

DROPPED = frozenset({Stage.REJECTED, Stage.CANCELLED})
"""A task in one of these is no longer part of its request's execution."""

EXECUTED = frozenset({Stage.AWAITING_CONFIRMATION, Stage.CLOSED})

_UNDER_CONTROL = OPEN | {Stage.AWAITING_CONFIRMATION}

# Under control a request follows its tasks, and a redirect or a return can take it from any of these stages
# to any other. It is closed only after confirmation (R7.7) and cancelled while it is unfinished (R3.4).
# A refusal comes before the work is reported: afterwards the applicant confirms or disputes.
REQUEST_MOVES: Moves = {
	Stage.MODERATION: frozenset({Stage.REGISTERED}) | DROPPED,
	Stage.REGISTERED: _UNDER_CONTROL - {Stage.REGISTERED} | DROPPED,
	Stage.IN_PROGRESS: _UNDER_CONTROL - {Stage.IN_PROGRESS} | DROPPED,
	Stage.REWORK: _UNDER_CONTROL - {Stage.REWORK} | DROPPED,
	Stage.AWAITING_CONFIRMATION: OPEN | {Stage.CLOSED, Stage.CANCELLED},
	Stage.CLOSED: frozenset({Stage.REWORK}),
	Stage.REJECTED: frozenset(),
	Stage.CANCELLED: frozenset(),
}

# A task is accepted before it is reported (R7.1); "not my competence" is Rejected (R7.2).
TASK_MOVES: Moves = {
	Stage.MODERATION: frozenset(),
	Stage.REGISTERED: frozenset({Stage.IN_PROGRESS}) | DROPPED,
	Stage.IN_PROGRESS: frozenset({Stage.AWAITING_CONFIRMATION}) | DROPPED,
	Stage.AWAITING_CONFIRMATION: frozenset({Stage.CLOSED, Stage.REWORK, Stage.CANCELLED}),
	Stage.REWORK: frozenset({Stage.IN_PROGRESS, Stage.AWAITING_CONFIRMATION}) | DROPPED,
	Stage.CLOSED: frozenset({Stage.REWORK}),
	Stage.REJECTED: frozenset(),
	Stage.CANCELLED: frozenset(),
}


def check_move(moves: Moves, old: Stage | str, new: Stage | str) -> None:
	"""Raise StageError unless `moves` lets `old` become `new`.

	Staying in a stage is always fine: an administrator may have several states in one stage. A name that is
	no stage raises ValueError.
	"""
	old, new = Stage(old), Stage(new)
	if new != old and new not in moves[old]:
		raise StageError(old, new)


def standing(stage: Stage | str, lead: bool, awaits_redirect: bool) -> Stage:
	"""What a task counts as in its request: what the lead declined is owed still until it is redirected (R7.2).

	Without one of several others the rest go on; without the lead the main part would be done by nobody.
	"""
	return Stage.REGISTERED if lead and awaits_redirect else Stage(stage)


def request_stage(task_stages: Iterable[Stage | str]) -> Stage:
	"""The stage of a registered request as its tasks have it, each by its `standing`.

	Dropped tasks do not count; with none left the operator must redirect, so the request is Registered.
	Never Closed: closing is the operator's own act after the applicant confirmed (R7.7).
	"""
	stages = {Stage(stage) for stage in task_stages} - DROPPED
	if not stages:
		return Stage.REGISTERED
	if stages <= EXECUTED:
		return Stage.AWAITING_CONFIRMATION
	if Stage.REWORK in stages:
		return Stage.REWORK
	if stages & (EXECUTED | {Stage.IN_PROGRESS}):
		return Stage.IN_PROGRESS
	return Stage.REGISTERED
