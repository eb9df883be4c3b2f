"""Stages: the part of a workflow that the code knows. Names and number of its states are the administrator's."""

from __future__ import annotations

from collections.abc import Iterable
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
	"""A change between two stages that no act makes. `old` is None for a new document."""

	def __init__(self, old: Stage | None, new: Stage):
		super().__init__(f"{old} cannot become {new}")
		self.old = old
		self.new = new


OPEN = frozenset({Stage.REGISTERED, Stage.IN_PROGRESS, Stage.REWORK})
"""Stages in which an executor owes work and the execution term runs."""

FINISHED = frozenset({Stage.CLOSED, Stage.REJECTED, Stage.CANCELLED})

DROPPED = frozenset({Stage.REJECTED, Stage.CANCELLED})
"""Stages of tasks that no longer count for the execution of their request."""

EXECUTED = frozenset({Stage.AWAITING_CONFIRMATION, Stage.CLOSED})

UNDER_CONTROL = OPEN | {Stage.AWAITING_CONFIRMATION}
"""Stages that a registered request takes from its tasks until the work is confirmed."""


def stage_in_request(stage: Stage | str, lead: bool, awaits_redirect: bool) -> Stage:
	"""Return the stage with which a task counts in its request (R7.2).

	A task that the lead executor declined counts as Registered until it is redirected: nobody else does the main
	work. One that another executor declined keeps its stage, and the others go on.
	"""
	return Stage.REGISTERED if lead and awaits_redirect else Stage(stage)


def request_stage(task_stages: Iterable[Stage | str]) -> Stage:
	"""Return the stage of a registered request from those of its tasks, as `stage_in_request` gives them.

	Dropped tasks do not count; without any other the operator must redirect, so the request is Registered. Never
	Closed: the operator closes a request after the applicant has confirmed (R7.7).
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
