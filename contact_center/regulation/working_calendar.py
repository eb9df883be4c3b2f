"""The working calendar: the hours in which operators and executors work (R3.1, R3.2, R4.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contact_center.regulation.moments import at_wall, utc
from contact_center.regulation.problems import ProblemError, ProblemKind

SEARCH_DAYS = 366
DAY = timedelta(days=1)
MIDNIGHT = time(0, 0)

Hours = tuple[tuple[time, time], ...]


class CalendarError(ProblemError):
	"""A calendar whose hours contradict each other, or that has no working day within a year."""


@dataclass(frozen=True)
class WorkingCalendar:
	"""Opening hours by weekday (0 is Monday), overruled for single dates by `exceptions`.

	Hours are wall-clock pairs (from, to), `to` itself excluded; 00:00 as `to` means midnight. A day without
	hours is not worked.
	"""

	zone: ZoneInfo
	week: Mapping[int, Hours]
	exceptions: Mapping[date, Hours] = field(default_factory=dict)

	def __post_init__(self) -> None:
		for key, hours in (*self.week.items(), *self.exceptions.items()):
			check_hours(key, hours)

	def hours(self, day: date) -> Hours:
		"""Return the opening hours of `day`, empty for a day off."""
		return self.exceptions[day] if day in self.exceptions else self.week.get(day.weekday(), ())

	def is_working_day(self, day: date) -> bool:
		return bool(self.hours(day))

	def is_open(self, moment: datetime) -> bool:
		"""Return whether the aware `moment` lies in opening hours. Raise ValueError for a naive one."""
		local = utc(moment).astimezone(self.zone)
		return any(
			start <= local.time() and (local.time() < end or end == MIDNIGHT)
			for start, end in self.hours(local.date())
		)

	def next_opening(self, moment: datetime) -> datetime:
		"""Return the first open moment from `moment` on (aware, in `zone`), `moment` itself when open (R3.2).

		Raise CalendarError when nothing opens within a year.
		"""
		local = utc(moment).astimezone(self.zone)
		if self.is_open(local):
			return local
		for day in self._days_from(local.date()):
			for start, _end in sorted(self.hours(day)):
				for opening in self._openings(day, start):
					if utc(opening) >= utc(local) and self.is_open(opening):
						return opening
		raise CalendarError(ProblemKind.NOTHING_OPENS, str(local.date()))

	def next_working_day(self, day: date) -> date:
		"""Return `day` if it is a working day, else the next one. Raise CalendarError without one in a year."""
		for candidate in self._days_from(day):
			if self.is_working_day(candidate):
				return candidate
		raise CalendarError(ProblemKind.NO_WORKING_DAY, str(day))

	def add_working_days(self, day: date, n: int) -> date:
		"""Return the `n`-th working day after `day`; for n = 0 the first working day from `day` on.

		Raise ValueError for a negative n, CalendarError when a year passes without a working day.
		"""
		if n < 0:
			raise ValueError(f"cannot go back {-n} working days")
		if n == 0:
			return self.next_working_day(day)
		for _ in range(n):
			day = self.next_working_day(day + DAY)
		return day

	def _days_from(self, day: date) -> Iterator[date]:
		return (day + offset * DAY for offset in range(SEARCH_DAYS + 1))

	def _openings(self, day: date, start: time) -> tuple[datetime, ...]:
		"""Return when the wall clock shows `start`, in both passes of a repeated autumn hour."""
		opening = at_wall(day, start, self.zone)
		return opening.replace(fold=0), opening


def check_hours(key: object, hours: Hours) -> None:
	"""Raise CalendarError where the `hours` of the day `key` end before they begin, or overlap."""
	previous: time | None = None
	for start, end in sorted(hours):
		if end != MIDNIGHT and end <= start:
			raise CalendarError(ProblemKind.CLOSES_TOO_EARLY, str(key), f"{end:%H:%M}", f"{start:%H:%M}")
		if previous is not None and (previous == MIDNIGHT or start < previous):
			raise CalendarError(ProblemKind.HOURS_OVERLAP, str(key), f"{start:%H:%M}")
		previous = end
