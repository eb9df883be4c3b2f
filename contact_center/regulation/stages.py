"""Stages: what the code knows of a workflow. States' names and number are the administrator's."""

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
	"""A move between two stages that no act makes. `old` is None for a new document."""

	def __init__(self, old: Stage | None, new: Stage):
		super().__init__(f"{old} cannot become {new}")
		self.old = old
		self.new = new


OPEN = frozenset({Stage.REGISTERED, Stage.IN_PROGRESS, Stage.REWORK})
"""Stages in which the execution term runs: work is owed by an executor."""

FINISHED = frozenset({Stage.CLOSED, Stage.REJECTED, Stage.CANCELLED})

DROPPED = frozenset({Stage.REJECTED, Stage.CANCELLED})
"""A task in one of these is no longer part of its request's execution."""

EXECUTED = frozenset({Stage.AWAITING_CONFIRMATION, Stage.CLOSED})

UNDER_CONTROL = OPEN | {Stage.AWAITING_CONFIRMATION}
"""A registered request whose work is not confirmed yet follows its tasks through these."""


def stage_in_request(stage: Stage | str, lead: bool, awaits_redirect: bool) -> Stage:
	"""What a task counts as in its request: what the lead declined is owed still until it is redirected (R7.2).

	Without one of several others the rest go on; without the lead the main part would be done by nobody.
	"""
	return Stage.REGISTERED if lead and awaits_redirect else Stage(stage)


def request_stage(task_stages: Iterable[Stage | str]) -> Stage:
	"""The stage of a registered request as its tasks have it, each by its `stage_in_request`.

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
