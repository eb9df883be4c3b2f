"""Moments in time, exact across the two clock changes of a year (R4.7).

Python compares two datetimes of the *same* zone by their wall clock and ignores which pass through the repeated
autumn hour is meant; between two zones an ambiguous time equals nothing at all. So every comparison and every sum of
elapsed time in this package goes through `utc`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone, tzinfo

SECOND = timedelta(seconds=1)
END_OF_DAY = time(23, 59, 59)


def utc(moment: datetime) -> datetime:
	"""Return the same instant in UTC. Raise ValueError for a naive datetime (R4.7)."""
	if moment.utcoffset() is None:
		raise _naive(moment)
	return moment.astimezone(timezone.utc)


def zone_of(moment: datetime) -> tzinfo:
	"""Return the zone of the moment. Raise ValueError for a naive datetime (R4.7)."""
	if moment.tzinfo is None:
		raise _naive(moment)
	return moment.tzinfo


def is_late(moment: datetime, deadline: datetime | None) -> bool:
	"""Return whether `moment` is after `deadline` (both aware); False without a deadline.

	A deadline is kept to the end of the second that the screen shows: 16:30:00.4 is not late for 16:30:00.
	"""
	return deadline is not None and utc(moment) >= utc(late_from(deadline))


def late_from(deadline: datetime) -> datetime:
	"""Return the first moment (aware, zone of `deadline`) that is late for it: the next whole second."""
	return (utc(deadline).replace(microsecond=0) + SECOND).astimezone(deadline.tzinfo)


def at_wall(day: date, clock: time, zone: tzinfo) -> datetime:
	"""Return the moment (aware, in `zone`) at which a wall clock shows `clock` on `day`.

	A time that the spring change skips becomes the first moment after the gap. A time that the autumn change repeats
	means the second pass: nobody is late while the wall clock still shows an earlier minute.
	"""
	local = datetime.combine(day, clock, tzinfo=zone).replace(fold=0)
	if not _exists(local):
		return _after_gap(local)
	return local.replace(fold=1) if _is_repeated(local) else local


def _naive(moment: datetime) -> ValueError:
	return ValueError(f"a moment needs its time zone: {moment.isoformat()}")


def _exists(local: datetime) -> bool:
	return utc(local).astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None)


def _is_repeated(local: datetime) -> bool:
	return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _after_gap(local: datetime) -> datetime:
	"""Return the first moment after the gap in which the wall time `local` lies."""
	low = utc(local.replace(fold=1))  # by the offset after the change: an instant before the gap
	high = utc(local.replace(fold=0))  # by the offset before it: an instant after the gap
	zone, before = local.tzinfo, local.replace(fold=0).utcoffset()
	while high - low > SECOND:
		middle = low + (high - low) / 2
		low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
	return high.replace(microsecond=0).astimezone(zone)
