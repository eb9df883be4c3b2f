"""Moments of whole columns as seconds since 1970 UTC: from what people write, and to the wall clock and back.

The usual spelling is read at once, others one by one; the zone's data are those of the scalar rules (R4.7).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from contact_center.reading.written_moments import NoMoment, read_moment

DAY = 86_400
NONE = np.iinfo(np.int64).min
"""No moment."""
_NEAR = 4 * 3600
EPOCH = datetime(1970, 1, 1)
_EPOCH_UTC = EPOCH.replace(tzinfo=timezone.utc)
_PATTERN = "0000-00-00T00:00:00"
_OFFSET = "+00:00"
_SIGNS = {place: ord(sign) for place, sign in enumerate(_PATTERN) if sign in "-:"}
_T = _PATTERN.index("T")
_BLANK_OR_T = (ord("T"), ord(" "))
_FRACTION = r"^(.{19})\.(?:[0-9]{3}|[0-9]{6})(Z|[+-][0-9]{2}:[0-9]{2})?$"
_DATES = ("%Y-%m-%d", "%d.%m.%Y")
_TIME = re.compile("%[-_0]?[HIkTRrXcs+]")
"""Signs of a format that has a time of day."""
SLICE = 250_000
_ISO = "%Y-%m-%dT%H:%M:%S"


def seconds(moment: datetime | None) -> int:
	"""Return an aware moment as whole seconds since 1970 UTC; NONE for None."""
	return NONE if moment is None else (moment - _EPOCH_UTC) // timedelta(seconds=1)


def moment(at: int, zone: ZoneInfo) -> datetime | None:
	"""Return the aware moment in `zone`; None for NONE."""
	return None if at == NONE else (_EPOCH_UTC + timedelta(seconds=int(at))).astimezone(zone)


def date_of(day: int) -> str:
	"""Return the ISO date of a day since 1970."""
	return (EPOCH + timedelta(days=int(day))).date().isoformat()


@lru_cache(maxsize=64)
def _changes(zone: ZoneInfo, first_day: int, last_day: int) -> tuple[np.ndarray, np.ndarray]:
	"""Return UTC seconds from which a new offset holds, and the offsets; the first holds from `first_day` (since 1970)."""
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
	"""Return what the wall shows, in seconds since 1970, for each UTC second of `at`."""
	starts, offsets = _changes_around(zone, at)
	return at + offsets[np.searchsorted(starts, at, side="right") - 1]


def from_wall(
	wall: np.ndarray, zone: ZoneInfo, near_change: Callable[[datetime], datetime | None]
) -> np.ndarray:
	"""Return the UTC seconds of wall seconds. Within hours of a clock change `near_change` decides, by the scalar rule;
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


def iso(column: pl.Expr, formats: tuple[str, ...], time: str = "") -> pl.Expr:
	"""Return moments in one of `formats` as ISO text; what fits none of them stays as it is.

	A date without a time, in a format of its own or as ISO and we write it, gets the `time` of day (HH:MM) if there is one.
	"""
	text = column.str.strip_chars()
	dates = (
		[_date(text, each).dt.to_string(f"%Y-%m-%dT{time}:00") for each in _dates(formats)] if time else []
	)
	return pl.coalesce(*dates, *(_parsed(text, each) for each in formats), column)


def lacks_time(column: pl.Expr, formats: tuple[str, ...]) -> pl.Expr:
	"""Return whether a text is a date without a time."""
	text = column.str.strip_chars()
	return pl.any_horizontal(_date(text, each).is_not_null() for each in _dates(formats))


def _dates(formats: tuple[str, ...]) -> list[str]:
	return [*_DATES, *(each for each in formats if not _TIME.search(each))]


def _date(text: pl.Expr, format_: str) -> pl.Expr:
	return text.str.to_date(format_, strict=False)


def _parsed(text: pl.Expr, format_: str) -> pl.Expr:
	parsed = text.str.to_datetime(format_, strict=False)
	return parsed.dt.to_string(_ISO + ("%:z" if "z" in format_ else ""))


def read_moments(texts: pl.Series, zone: ZoneInfo) -> np.ndarray:
	"""Return what `read_moment` says of each text without the blanks around it, as UTC seconds; NONE where it says that
	there is no moment."""
	if not len(texts):
		return np.empty(0, dtype=np.int64)
	parts = (texts.slice(first, SLICE).fill_null("") for first in range(0, len(texts), SLICE))
	with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
		return np.concatenate(list(pool.map(lambda part: _read(part, zone), parts)))


def _read(texts: pl.Series, zone: ZoneInfo) -> np.ndarray:
	"""Read texts of one length at a time: without an offset, with one, and what has to be looked at one by one."""
	found = np.full(len(texts), NONE)
	unusual = np.ones(len(texts), dtype=bool)
	length = texts.str.len_bytes().to_numpy()
	for suffix in ("", "Z", _OFFSET):
		rows = np.flatnonzero(length == len(_PATTERN) + len(suffix))
		if len(rows):
			some = texts if len(rows) == len(texts) else texts[rows]
			means, good = _usual(some, suffix, zone)
			found[rows[good]], unusual[rows[good]] = means[good], False
	others = np.flatnonzero(unusual)
	found[others] = _unusual(texts[others], zone) if len(others) else NONE
	return found


def _usual(texts: pl.Series, suffix: str, zone: ZoneInfo) -> tuple[np.ndarray, np.ndarray]:
	"""Read texts like 2026-11-22T14:30:00 with such a suffix, and say which of them mean a moment for sure."""
	width = len(_PATTERN) + len(suffix)
	signs = texts.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, width)).to_numpy()
	wall, good = _wall(signs)
	if suffix == "Z":
		return wall, good & (signs[:, -1] == ord("Z"))
	if suffix == _OFFSET:
		offset, sound = _written_offset(signs[:, len(_PATTERN) :])
		return wall - offset, good & sound
	means = np.full(len(texts), NONE)
	means[good] = from_wall(wall[good], zone, lambda naive: _scalar(naive.isoformat(), zone))
	return means, good


def _wall(signs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
	"""Return seconds on the wall, and where there is such a day and time."""
	good = np.isin(signs[:, _T], _BLANK_OR_T)
	for place, sign in _SIGNS.items():
		good &= signs[:, place] == sign
	year = _number(signs, 0, good) * 100 + _number(signs, 2, good)
	month, day, hour, minute, second = (_number(signs, place, good) for place in (5, 8, 11, 14, 17))
	good &= (year > 1970) & (year < 2200) & (month >= 1) & (month <= 12)
	good &= (day >= 1) & (hour < 24) & (minute < 60) & (second < 60)
	months = np.where(good, (year - 1970) * 12 + month - 1, 0)
	first = months.min(initial=0)
	starts = np.arange(first, months.max(initial=0) + 2).astype("M8[M]").astype("M8[D]").astype(np.int64)
	days = starts[months - first] + day - 1
	good &= days < starts[months - first + 1]
	return days * 86_400 + hour * 3600 + minute * 60 + second, good


def _number(signs: np.ndarray, place: int, good: np.ndarray) -> np.ndarray:
	"""Return the two digits from `place` on; `good` is taken back where there are none."""
	tens, ones = signs[:, place] - np.uint8(48), signs[:, place + 1] - np.uint8(48)
	good &= (tens < 10) & (ones < 10)
	return tens.astype(np.int32) * 10 + ones


def _written_offset(signs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
	"""Return seconds east of Greenwich, and where they are sound."""
	east = signs[:, 0] == ord("+")
	good = (east | (signs[:, 0] == ord("-"))) & (signs[:, 3] == ord(":"))
	hours, minutes = _number(signs, 1, good), _number(signs, 4, good)
	good &= (hours < 24) & (minutes < 60)
	return np.where(east, 1, -1) * (hours * 3600 + minutes * 60), good


def _unusual(texts: pl.Series, zone: ZoneInfo) -> np.ndarray:
	"""Read one by one; blanks around and fractions of a second, which the rule cuts off, only where that is all."""
	whole = texts.str.strip_chars().str.replace(_FRACTION, "$1$2")
	if (whole != texts).any():
		return _read(whole, zone)
	distinct = texts.unique()
	means = [seconds(_scalar(text, zone)) for text in distinct]
	table = pl.DataFrame({"text": distinct, "means": pl.Series(means, dtype=pl.Int64)})
	return (
		texts.to_frame("text").join(table, on="text", how="left", maintain_order="left")["means"].to_numpy()
	)


def _scalar(text: str, zone: ZoneInfo) -> datetime | None:
	try:
		return read_moment(text, zone)
	except NoMoment:
		return None
