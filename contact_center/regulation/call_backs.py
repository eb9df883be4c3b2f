"""When an applicant is rung again about a result, and after how many attempts nobody has to be (R6.1.5).

At other hours than the last time, three hours later at the earliest, twice a day at most, and never outside the hours of
the working calendar, early in the morning or late in the evening.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

from contact_center.regulation.moments import at_wall, utc
from contact_center.regulation.working_calendar import WorkingCalendar

APART = timedelta(hours=3)
MOST_A_DAY = 2
EARLIEST, NOON, EVENING, LATEST = time(8), time(12), time(17), time(21)
"""The parts of a day in which people are at home at different hours: a line that never closes rings nobody at night."""
LOOKED_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class CallBackRule:
	"""So many attempts, on so many different days, have to be in vain before nobody need be rung again."""

	attempts: int
	days: int

	def is_enough(self, attempts: Sequence[datetime]) -> bool:
		"""Return whether these attempts (aware, in the city's zone) may end it."""
		return len(attempts) >= self.attempts and len({each.date() for each in attempts}) >= self.days


def next_attempt(attempts: Sequence[datetime], since: datetime, calendar: WorkingCalendar) -> datetime:
	"""Return when the applicant is rung next: `since` is when the work was reported (all aware).

	A calendar that opens at the same hours only leaves another day. Raise CalendarError where nothing opens within a year.
	"""
	if not attempts:
		return _first(_chances(since, calendar))
	last = max(attempts, key=utc).astimezone(calendar.zone)
	another_day: datetime | None = None
	for start in _chances(last + APART, calendar):
		if _is_other(start, last) and _on_day(start, attempts, calendar) < MOST_A_DAY:
			return start
		if another_day is None and start.date() > last.date():
			another_day = start
		if another_day and utc(start) - utc(last) > LOOKED_AHEAD:
			return another_day
	raise AssertionError("open_spans ends by an error alone")


def _first(chances: Iterator[datetime]) -> datetime:
	return next(chances)


def _chances(moment: datetime, calendar: WorkingCalendar) -> Iterator[datetime]:
	"""Yield the beginnings of the parts of days in which the line is open, from `moment` on."""
	for opens, closes in calendar.open_spans(moment):
		for start, end in _parts(opens, closes, calendar):
			begins = max(start, moment.astimezone(calendar.zone), key=utc)
			if utc(begins) < utc(end):
				yield begins


def _parts(
	opens: datetime, closes: datetime, calendar: WorkingCalendar
) -> Iterator[tuple[datetime, datetime]]:
	marks = [at_wall(opens.date(), each, calendar.zone) for each in (EARLIEST, NOON, EVENING, LATEST)]
	for start, end in pairwise(marks):
		begins, ends = max(start, opens, key=utc), min(end, closes, key=utc)
		if utc(begins) < utc(ends):
			yield begins, ends


def _is_other(start: datetime, last: datetime) -> bool:
	return _part_of(start) != _part_of(last)


def _part_of(moment: datetime) -> int:
	return sum(moment.time() >= mark for mark in (NOON, EVENING))


def _on_day(start: datetime, attempts: Sequence[datetime], calendar: WorkingCalendar) -> int:
	return sum(each.astimezone(calendar.zone).date() == start.date() for each in attempts)
