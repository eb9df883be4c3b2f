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
LONGEST_NIGHT = timedelta(hours=12)
"""A shift over midnight lasts no longer: what does is a working day with its two times swapped."""

Hours = tuple[tuple[time, time], ...]


class CalendarError(ProblemError):
	"""A calendar whose hours contradict each other, or that has no working day within a year."""


@dataclass(frozen=True)
class WorkingCalendar:
	"""Opening hours by weekday (0 is Monday), overruled for single dates by `exceptions`.

	Hours are wall-clock pairs (from, to), `to` itself excluded; 00:00 as `to` means midnight, and a `to` before
	`from` that of the next day: 22:00-06:00 is a night shift. It belongs to the day on which it begins, whatever the
	next day is. A day without hours is not worked.
	"""

	zone: ZoneInfo
	week: Mapping[int, Hours]
	exceptions: Mapping[date, Hours] = field(default_factory=dict)

	def __post_init__(self) -> None:
		for key, hours in (*self.week.items(), *self.exceptions.items()):
			check_hours(key, hours)
		check_nights(self.week)

	def hours(self, day: date) -> Hours:
		"""When it is open on `day`, in order: its own hours up to midnight, and a night shift of the day before."""
		night = tuple((MIDNIGHT, end) for start, end in self._own(day - DAY) if _over_midnight(start, end))
		own = tuple((start, MIDNIGHT if end <= start else end) for start, end in sorted(self._own(day)))
		return _joined(night + own) if night else own

	def is_working_day(self, day: date) -> bool:
		"""Whether work begins on `day`: the end of a night shift alone makes no working day."""
		return bool(self._own(day))

	def open_spans(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
		"""The spans (aware, in `zone`) of opening hours that end after the aware `moment`, soonest first.

		Endless while something opens. Raises CalendarError when nothing opens within a year of the last one.
		"""
		day, empty = utc(moment).astimezone(self.zone).date(), 0
		while empty <= SEARCH_DAYS:
			spans = [span for span in self._spans(day) if utc(span[1]) > utc(moment)]
			yield from spans
			empty = 0 if spans else empty + 1
			day += DAY
		raise CalendarError(ProblemKind.NOTHING_OPENS, str(day - empty * DAY))

	def add_worked(self, moment: datetime, amount: timedelta) -> datetime:
		"""When `amount` of opening hours has passed since the aware `moment`: at closing rather than at the next opening.

		Hours are elapsed time, exact across a clock change (R4.7). Raises CalendarError, see `open_spans`.
		"""
		for start, end in self.open_spans(moment):
			begins = max(start, moment, key=utc)
			if utc(end) - utc(begins) >= amount:
				return (utc(begins) + amount).astimezone(self.zone)
			amount -= utc(end) - utc(begins)
		raise AssertionError("open_spans ends by an error alone")

	def take_worked(self, moment: datetime, amount: timedelta) -> datetime:
		"""The latest moment after which `amount` (above zero) of opening hours passes up to the aware `moment`.

		Raises CalendarError when less than that is worked within a year before.
		"""
		day = utc(moment).astimezone(self.zone).date()
		for offset in range(SEARCH_DAYS + 1):
			for start, end in reversed(self._spans(day - offset * DAY)):
				ends = min(end, moment, key=utc)
				worked = max(utc(ends) - utc(start), timedelta())
				if worked >= amount:
					return (utc(ends) - amount).astimezone(self.zone)
				amount -= worked
		raise CalendarError(ProblemKind.NOTHING_OPENS, str(day - SEARCH_DAYS * DAY))

	def worked(self, start: datetime, end: datetime) -> timedelta:
		"""How much of the time between two aware moments lies in opening hours; nothing where `end` is first."""
		day, total = utc(start).astimezone(self.zone).date(), timedelta()
		last = utc(end).astimezone(self.zone).date()
		for number in range((last - day).days + 1):
			for opens, closes in self._spans(day + number * DAY):
				part = min(utc(closes), utc(end)) - max(utc(opens), utc(start))
				total += max(part, timedelta())
		return total

	def count_working_days(self, start: date, end: date) -> int:
		"""The working days after `start` up to `end`: what `add_working_days` takes back from `start` to `end`."""
		return sum(self.is_working_day(start + number * DAY) for number in range(1, (end - start).days + 1))

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

	def closing_after(self, moment: datetime, least: timedelta) -> datetime:
		"""Return the end (aware, in `zone`) of the working day on which `least` of opening hours since `moment` is over.

		Raise CalendarError when nothing opens within a year.
		"""
		done = self.add_worked(moment, least)
		day = next(start.date() for start, end in self.open_spans(moment) if utc(end) >= utc(done))
		return max((end for _start, end in self._spans(day)), key=utc)

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

	def _own(self, day: date) -> Hours:
		"""The hours that begin on `day`, as they are written."""
		return self.exceptions[day] if day in self.exceptions else self.week.get(day.weekday(), ())

	def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
		spans = [
			(at_wall(day, start, self.zone), at_wall(day + DAY if end == MIDNIGHT else day, end, self.zone))
			for start, end in self.hours(day)
		]
		return [(start, end) for start, end in spans if utc(start) < utc(end)]

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
		if not is_span(start, end):
			raise CalendarError(ProblemKind.CLOSES_TOO_EARLY, str(key), f"{end:%H:%M}", f"{start:%H:%M}")
		if previous is not None and (previous == MIDNIGHT or start < previous):
			raise CalendarError(ProblemKind.HOURS_OVERLAP, str(key), f"{start:%H:%M}")
		previous = MIDNIGHT if end <= start else end


def is_span(start: time, end: time) -> bool:
	"""Whether hours from `start` to `end` are some time of a day, up to midnight, or a night shift."""
	return end == MIDNIGHT or start < end or _over_midnight(start, end)


def check_nights(week: Mapping[int, Hours]) -> None:
	"""Raise CalendarError where a weekday opens before the night shift of the day before has ended."""
	for day, hours in week.items():
		tomorrow = (day + 1) % 7
		opens = min((start for start, _end in week.get(tomorrow, ())), default=None)
		for start, end in hours:
			if opens is not None and _over_midnight(start, end) and opens < end:
				raise CalendarError(ProblemKind.HOURS_OVERLAP, str(tomorrow), f"{opens:%H:%M}")


def _over_midnight(start: time, end: time) -> bool:
	"""Whether these hours are a night shift that ends on the next day."""
	if end == MIDNIGHT or end >= start:
		return False
	some_day = date(2000, 1, 1)
	return datetime.combine(some_day + DAY, end) - datetime.combine(some_day, start) <= LONGEST_NIGHT


def _joined(hours: Hours) -> Hours:
	"""The hours in order, those that overlap as one: an exception may begin before the last night has ended."""
	found: list[tuple[time, time]] = []
	for start, end in sorted(hours):
		if found and (found[-1][1] == MIDNIGHT or start < found[-1][1]):
			start, last = found.pop()
			end = MIDNIGHT if MIDNIGHT in (last, end) else max(last, end)
		found.append((start, end))
	return tuple(found)
