"""A closed request is opened again while its days last: what was closed is not done, or broke again at once (R7.7)."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from contact_center.regulation.moments import END_OF_DAY, at_wall, is_late
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.stages import Stage


def open_until(closed_at: datetime, days: int, zone: tzinfo) -> datetime:
	"""Return the last moment (aware, in `zone`) of reopening: the end of the city's day so many `days` after the closing's."""
	day = closed_at.astimezone(zone).date() + timedelta(days=days)
	return at_wall(day, END_OF_DAY, zone)


def may_be_reopened(
	stage: Stage | str, closed_at: datetime | None, now: datetime, days: int, zone: tzinfo
) -> bool:
	"""Return whether a request can be opened again; `days` 0: no request can."""
	if Stage(stage) is not Stage.CLOSED or closed_at is None or not days:
		return False
	return not is_late(now, open_until(closed_at, days, zone))


def check_reopening(
	stage: Stage | str, closed_at: datetime | None, now: datetime, days: int, zone: tzinfo
) -> None:
	"""Raise ProblemError for a request that is not closed, after its days are over, and where `days` is 0."""
	if Stage(stage) is not Stage.CLOSED or closed_at is None:
		raise ProblemError(ProblemKind.NOT_CLOSED)
	if not days:
		raise ProblemError(ProblemKind.REOPENING_OFF)
	if not may_be_reopened(stage, closed_at, now, days, zone):
		raise ProblemError(ProblemKind.REOPENING_OVER, open_until(closed_at, days, zone).date().isoformat())
