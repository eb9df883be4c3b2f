"""Kinds of days: weekdays, and single dates that the calendar sets apart from theirs."""

from __future__ import annotations

import numpy as np

from contact_center.regulation.working_calendar import WorkingCalendar
from contact_center.rehearsal.reading.instants import EPOCH

HOURS, WEEKDAYS = 24, 7
WEEKEND = 5
DAY_OFF, EXTRA_DAY = WEEKDAYS, WEEKDAYS + 1
"""Kinds of days beside the weekdays 0..6: a working weekday that the calendar has off, a weekend's day that is worked."""
KINDS = WEEKDAYS + 2
IS_WEEKEND = np.array([*(each >= WEEKEND for each in range(WEEKDAYS)), True, False])
"""Which kinds of days have the hours of a weekend."""
FIRST_WEEKDAY = EPOCH.weekday()


def kinds(first: int, count: int, calendar: WorkingCalendar | None) -> np.ndarray:
	"""Return the kinds of `count` days from `first` (since 1970) on: weekdays, and what the calendar says of single dates."""
	kind = (first + np.arange(count) + FIRST_WEEKDAY) % WEEKDAYS
	for day, own in calendar.exceptions.items() if calendar else ():
		place = (day - EPOCH.date()).days - first
		if 0 <= place < count and bool(own) != bool(calendar.week.get(day.weekday())):
			kind[place] = EXTRA_DAY if own else DAY_OFF
	return kind
