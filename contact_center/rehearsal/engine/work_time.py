"""Opening hours as one line of work: moments of whole columns to seconds worked, and back."""

from __future__ import annotations

from datetime import time, timedelta

import numpy as np

from contact_center.regulation.moments import at_wall
from contact_center.regulation.problems import ProblemKind
from contact_center.regulation.working_calendar import MIDNIGHT, CalendarError, WorkingCalendar
from contact_center.rehearsal.reading.instants import DAY, EPOCH, seconds


class WorkTime:
	"""The opening hours of `calendar` from `first` to `last` (UTC seconds) as one line of work."""

	def __init__(self, calendar: WorkingCalendar, first: int, last: int):
		self.calendar, self.first, self.last = calendar, first, last
		spans = [
			(seconds(at_wall(day, start, calendar.zone)), _end(day, end, calendar))
			for number in range(first // DAY - 1, last // DAY + 2)
			for day in [(EPOCH + timedelta(days=number)).date()]
			for start, end in sorted(calendar.hours(day))
		]
		self.starts = np.array([start for start, _ in spans], dtype=np.int64)
		if not spans:
			raise CalendarError(ProblemKind.NO_WORKING_HOURS)
		lengths = np.array([end - start for start, end in spans], dtype=np.int64)
		self.before = np.concatenate(([0], np.cumsum(lengths)))

	def with_hours(self, span: tuple[time, time]) -> WorkTime:
		"""Return the same working days, each worked for `span`."""
		week, exceptions = (
			{day: (span,) if hours else () for day, hours in days.items()}
			for days in (self.calendar.week, self.calendar.exceptions)
		)
		return WorkTime(WorkingCalendar(self.calendar.zone, week, exceptions), self.first, self.last)

	def worked(self, at: np.ndarray) -> np.ndarray:
		"""Return the seconds of work up to each moment."""
		span = np.maximum(np.searchsorted(self.starts, at, side="right") - 1, 0)
		within = np.clip(at - self.starts[span], 0, self.before[span + 1] - self.before[span])
		return self.before[span] + within

	def moments(self, worked: np.ndarray) -> np.ndarray:
		"""Return when so much is worked; what goes beyond the last day is put right after it."""
		span = np.clip(np.searchsorted(self.before, worked, side="left") - 1, 0, len(self.starts) - 1)
		return self.starts[span] + worked - self.before[span]


_KEPT = 8
_lines: dict[int, WorkTime] = {}


def line_of(calendar: WorkingCalendar, first: int, last: int) -> WorkTime:
	"""Return a line of work that reaches from `first` to `last` at least; it is made once a calendar, longer where needed."""
	known = _lines.get(id(calendar))
	if known and known.calendar is calendar:
		if known.first <= first and last <= known.last:
			return known
		first, last = min(first, known.first), max(last, known.last)
	if len(_lines) >= _KEPT:
		_lines.clear()
	_lines[id(calendar)] = found = WorkTime(calendar, first, last)
	return found


def _end(day, end, calendar: WorkingCalendar) -> int:
	closes = day + timedelta(days=1) if end == MIDNIGHT else day
	return seconds(at_wall(closes, end, calendar.zone))
