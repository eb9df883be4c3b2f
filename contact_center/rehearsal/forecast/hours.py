"""At which hours of a day requests come, where the data do not say it too: dates without a time."""

from __future__ import annotations

from datetime import time

import numpy as np

from contact_center.regulation.working_calendar import Hours, WorkingCalendar
from contact_center.rehearsal.forecast.kinds import HOURS, IS_WEEKEND
from contact_center.rehearsal.reading.instants import DAY

ENOUGH = 200
"""Requests with a time from which the hours of the others are taken."""
LINES, CALENDAR = "lines", "calendar"
_OFFICE: Hours = ((time(9), time(18)),)
# Midnight sharp means that there was no time where so much of the hour after it came in its first second, and so many
# times the requests of the hours beside it.
_SHARP, _TIMES = 0.5, 5
_LEAST_SHARE = 0.01


def without_time(wall: np.ndarray) -> np.ndarray:
	"""Return which moments (seconds on the wall since 1970) are dates alone: at midnight sharp, as no one calls."""
	sharp = wall % DAY == 0
	by_hour = np.bincount(wall % DAY // 3600, minlength=HOURS)
	beside = max(by_hour[1], by_hour[-1])
	is_odd = sharp.sum() > max(_SHARP * by_hour[0], _TIMES * beside, _LEAST_SHARE * len(wall))
	return sharp if is_odd else np.zeros(len(wall), dtype=bool)


def spread(
	hours: np.ndarray, untimed: np.ndarray, kind: np.ndarray, calendar: WorkingCalendar | None
) -> tuple[np.ndarray, str]:
	"""Return requests by day and hour with the `untimed` of each day among them, and whose hours these got.

	They get the hours of the other requests on working days or on weekends (LINES) where there are ENOUGH, else the
	opening hours of the calendar (CALENDAR).
	"""
	source = LINES if hours.sum() >= ENOUGH else CALENDAR
	profiles = _of_lines(hours, IS_WEEKEND[kind]) if source == LINES else [_of_calendar(calendar)] * 2
	return hours + untimed[:, None] * np.array(profiles)[IS_WEEKEND[kind].astype(int)], source


def _of_lines(hours: np.ndarray, is_weekend: np.ndarray) -> list[np.ndarray]:
	whole = hours.sum(axis=0)
	parts = [hours[is_weekend == weekend].sum(axis=0) for weekend in (False, True)]
	return [_share(part if part.sum() >= ENOUGH else whole) for part in parts]


def _of_calendar(calendar: WorkingCalendar | None) -> np.ndarray:
	"""Return the share of each hour in the opening hours of the week."""
	spans = [span for hours in (calendar.week.values() if calendar else [_OFFICE]) for span in hours]
	found = np.zeros(HOURS)
	for opens, closes in spans:
		start, end = _hour(opens), _hour(closes)
		for first, last in [(start, end)] if end > start else [(start, 24.0), (0.0, end)]:
			found += np.clip(np.minimum(np.arange(1, 25), last) - np.maximum(np.arange(24), first), 0, 1)
	return _share(found)


def _hour(at: time) -> float:
	return at.hour + at.minute / 60


def _share(counts: np.ndarray) -> np.ndarray:
	return counts / counts.sum()
