"""Moments in time, exact across the two clock changes of a year (R4.7).

Python compares two datetimes of the *same* zone by their wall clock and ignores which of the two passes
through the repeated autumn hour is meant; between zones an ambiguous time equals nothing at all. Every
comparison and every elapsed-time sum of this package therefore goes through `utc`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone, tzinfo

SECOND = timedelta(seconds=1)
END_OF_DAY = time(23, 59, 59)


def utc(moment: datetime) -> datetime:
	"""The same instant in UTC. Raises ValueError for a naive datetime (R4.7)."""
	if moment.utcoffset() is None:
		raise _naive(moment)
	return moment.astimezone(timezone.utc)


def zone_of(moment: datetime) -> tzinfo:
	"""The zone in which the moment is given. Raises ValueError for a naive datetime (R4.7)."""
	if moment.tzinfo is None:
		raise _naive(moment)
	return moment.tzinfo


def is_late(moment: datetime, deadline: datetime | None) -> bool:
	"""Whether `moment` misses `deadline` (both aware); no deadline is never missed.

	Kept up to and including the second that the screen shows as the deadline: what is done at 16:30:00.4
	is not late for 16:30:00.
	"""
	return deadline is not None and utc(moment) >= utc(late_from(deadline))


def late_from(deadline: datetime) -> datetime:
	"""The first moment (aware, zone of `deadline`) that counts as late for it: the next whole second."""
	return (utc(deadline).replace(microsecond=0) + SECOND).astimezone(deadline.tzinfo)


def at_wall(day: date, clock: time, zone: tzinfo) -> datetime:
	"""The moment (aware, in `zone`) when the wall shows `clock` on `day`.

	A time that the spring change skips becomes the first moment after the gap. A time that the autumn
	change repeats means its second pass: nobody is late while the wall still shows an earlier minute.
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
	"""The first existing moment after the gap that swallowed the wall time `local`."""
	low = utc(local.replace(fold=1))  # reckoned with the offset after the change: an instant before it
	high = utc(local.replace(fold=0))  # the other way round: one after it
	zone, before = local.tzinfo, local.replace(fold=0).utcoffset()
	while high - low > SECOND:
		middle = low + (high - low) / 2
		low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
	return high.replace(microsecond=0).astimezone(zone)
