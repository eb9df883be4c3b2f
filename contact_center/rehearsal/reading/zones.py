"""Wall clock and UTC for whole columns: seconds since 1970, by the same zone data as the scalar rules (R4.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

DAY = 86_400
NONE = np.iinfo(np.int64).min
"""No moment."""
_NEAR = 4 * 3600
EPOCH = datetime(1970, 1, 1)
_EPOCH_UTC = EPOCH.replace(tzinfo=timezone.utc)


def seconds(moment: datetime | None) -> int:
	"""An aware moment as whole seconds since 1970 UTC; NONE for None."""
	return NONE if moment is None else (moment - _EPOCH_UTC) // timedelta(seconds=1)


def moment(at: int, zone: ZoneInfo) -> datetime | None:
	"""The aware moment in `zone`; None for NONE."""
	return None if at == NONE else (_EPOCH_UTC + timedelta(seconds=int(at))).astimezone(zone)


def date_of(day: int) -> str:
	"""The ISO date of a day since 1970."""
	return (EPOCH + timedelta(days=int(day))).date().isoformat()


@lru_cache(maxsize=64)
def _changes(zone: ZoneInfo, first_day: int, last_day: int) -> tuple[np.ndarray, np.ndarray]:
	"""UTC seconds from which a new offset holds, and the offsets; the first holds from `first_day` (since 1970)."""
	starts, offsets = [first_day * DAY], [_offset(zone, first_day * DAY)]
	for day in range(first_day, last_day):
		if _offset(zone, (day + 1) * DAY) != offsets[-1]:
			at = _bisect(zone, day * DAY, (day + 1) * DAY)
			starts.append(at)
			offsets.append(_offset(zone, at))
	return np.array(starts), np.array(offsets)


def _offset(zone: ZoneInfo, at: int) -> int:
	return int(moment(at, zone).utcoffset().total_seconds())


def _bisect(zone: ZoneInfo, low: int, high: int) -> int:
	before = _offset(zone, low)
	while high - low > 1:
		middle = (low + high) // 2
		low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
	return high


def _changes_around(zone: ZoneInfo, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
	if not len(at):
		return _changes(zone, 0, 1)
	year = 366
	low, high = int(at.min()) // DAY // year, int(at.max()) // DAY // year + 1
	return _changes(zone, low * year - 2, high * year + 2)


def to_wall(at: np.ndarray, zone: ZoneInfo) -> np.ndarray:
	"""What the wall shows, in seconds since 1970, for each UTC second of `at`."""
	starts, offsets = _changes_around(zone, at)
	return at + offsets[np.searchsorted(starts, at, side="right") - 1]


def from_wall(
	wall: np.ndarray, zone: ZoneInfo, near_change: Callable[[datetime], datetime | None]
) -> np.ndarray:
	"""UTC seconds of wall seconds. Within hours of a clock change `near_change` decides, by the scalar rule;
	its None becomes NONE."""
	starts, offsets = _changes_around(zone, wall)
	found = wall - offsets[np.searchsorted(starts + offsets, wall, side="right") - 1]
	if len(starts) > 1:
		ahead = np.searchsorted(starts[1:], found - _NEAR, side="right")
		nearest = starts[1:][np.minimum(ahead, len(starts) - 2)]
		near = np.flatnonzero(np.abs(nearest - found) <= _NEAR)
		distinct, where = np.unique(wall[near], return_inverse=True)
		scalar = [seconds(near_change(EPOCH + timedelta(seconds=int(each)))) for each in distinct]
		found[near] = np.array(scalar, dtype=np.int64)[where]
	return found
