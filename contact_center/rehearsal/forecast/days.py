"""History as days: requests by hour, which days lack data, which were storms, which the calendar sets apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from contact_center.regulation.working_calendar import WorkingCalendar
from contact_center.rehearsal.forecast.hours import spread, without_time
from contact_center.rehearsal.forecast.kinds import HOURS, KINDS, kinds
from contact_center.rehearsal.reading.instants import DAY

# Empty days in a row are a gap of the data where so many of them cost so many requests that were to be expected.
_GAP_DAYS, _GAP_REQUESTS = 3, 12
# The last day is unfinished where each of so many days of its kind had such a share of its requests later.
_ALIKE, _UNFINISHED = 8, 0.1
# A day is a storm where more requests come than so many times the usual, and than the usual and so many spreads.
STORM_TIMES, STORM_SPREADS = 2.0, 5.0
NEAR = 28
"""Days before and after a day that say what was usual then: what is usual grows and shrinks with the years."""
# So many storms within so many days are no storms: more requests come than before.
_LASTING, _LASTING_DAYS = 5, 15
_NORMAL_SPREAD = 1.4826


@dataclass(frozen=True)
class Days:
	"""A day a row, from `first` (since 1970) on: `hours` are requests by hour of the wall, `kind` is of KINDS,
	`is_known` is false in a gap of the data, and on the last day where they end within it (`ends_early`). `untimed`
	requests had no time, their hours are taken from `hours_from`."""

	first: int
	hours: np.ndarray
	kind: np.ndarray
	is_known: np.ndarray
	untimed: int = 0
	hours_from: str = ""
	ends_early: bool = False

	def __len__(self) -> int:
		return len(self.hours)

	@cached_property
	def totals(self) -> np.ndarray:
		return self.hours.sum(axis=1)

	@cached_property
	def storms(self) -> np.ndarray:
		"""Return the days that were storms as all of the history sees them."""
		return storms(np.where(self.is_known, self.totals, 0.0), self.kind)

	def storm_hours(self) -> np.ndarray:
		"""Return the requests by hour of the mean storm, as great beside what is usual now as it was beside what was then."""
		usual = _medians_around(np.where(self.is_known, self.totals, 0.0))
		grown = usual[-1] / usual[self.storms]
		return (self.hours[self.storms] * grown[:, None]).mean(axis=0)

	def ordinary(self, end: int) -> np.ndarray:
		"""Return which of the first `end` days were ordinary, as nobody knows better on the day after them."""
		found = self.is_known[:end] & ~self.storms[:end]
		late, near = max(end - NEAR, 0), max(end - 2 * NEAR, 0)
		totals = np.where(self.is_known, self.totals, 0.0)[near:end]
		found[late:] = (self.is_known[near:end] & ~storms(totals, self.kind[near:end]))[late - near :]
		return found


def days_of(wall: np.ndarray, calendar: WorkingCalendar | None) -> Days:
	"""Count by day and hour, from the first day to the last; `wall` are seconds since 1970 on the wall's clock."""
	first = int(wall.min()) // DAY if len(wall) else 0
	count = int(wall.max()) // DAY - first + 1 if len(wall) else 0
	kind = kinds(first, count, calendar)
	is_date = without_time(wall)
	places = wall // 3600 - first * HOURS
	hours = np.bincount(places[~is_date], minlength=count * HOURS).reshape(count, HOURS).astype(float)
	untimed, source = int(is_date.sum()), ""
	if untimed:
		by_day = np.bincount(places[is_date] // HOURS, minlength=count)
		hours, source = spread(hours, by_day, kind, calendar)
	is_known = ~_gaps(hours.sum(axis=1), kind)
	ends_early = not untimed and _is_unfinished(hours, kind)
	is_known[-1:] &= not ends_early
	return Days(first, hours, kind, is_known, untimed, source, ends_early)


def _gaps(totals: np.ndarray, kind: np.ndarray) -> np.ndarray:
	"""Find days without data: some days in a row on which nobody came although many were to be expected.

	What is to be expected is the mean of all other days of its kind.
	"""
	gaps = np.zeros(len(totals), dtype=bool)
	requests, days = np.bincount(kind, totals, KINDS), np.bincount(kind, minlength=KINDS)
	for start, end in _empty_runs(totals):
		own = np.bincount(kind[start:end], minlength=KINDS)
		expected = (own * requests / np.maximum(days - own, 1)).sum()
		gaps[start:end] = end - start >= _GAP_DAYS and expected >= _GAP_REQUESTS
	return gaps


def _empty_runs(totals: np.ndarray) -> Iterator[tuple[int, int]]:
	"""Yield the first day of each row of empty days, and the one after its last."""
	edges = np.diff(np.concatenate(([0], (totals == 0).astype(int), [0])))
	yield from zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True)


def _is_unfinished(hours: np.ndarray, kind: np.ndarray) -> bool:
	"""Return whether the file ends within its last day: many more were to be expected after the last of its hours.

	So it is where a good part of each of the last days of its kind came later than that.
	"""
	alike = np.flatnonzero(kind[:-1] == kind[-1]) if len(kind) else np.array([], dtype=int)
	alike = alike[hours[alike].any(axis=1)][-_ALIKE:]
	if len(alike) < _ALIKE // 2:
		return False
	after = int(np.flatnonzero(hours[-1])[-1]) + 1
	missing, whole = hours[alike, after:].sum(axis=1), hours[alike].sum(axis=1)
	return bool(missing.mean() >= _GAP_REQUESTS and (missing >= _UNFINISHED * whole).all())


def storms(totals: np.ndarray, kind: np.ndarray) -> np.ndarray:
	"""Find storms by what was usual in the weeks around: the median of the days on which anybody came.

	Requests that come at random spread by the root of their number: so few of them make no storm. Many in a row are a
	new level, not a storm.
	"""
	some = totals > 0
	if not some.any():
		return np.zeros(len(totals), dtype=bool)
	around = _medians_around(totals)
	ratio = np.divide(totals, around, out=np.zeros(len(totals)), where=around > 0)
	busy = np.array(
		[np.median(ratio[kind == each]) if (kind == each).any() else 1.0 for each in range(KINDS)]
	)
	usual = around * np.maximum(busy, 1.0)[kind]
	parts = ratio[some] / np.maximum(busy, 1.0)[kind[some]]
	spread = _NORMAL_SPREAD * float(np.median(np.abs(parts - np.median(parts))))
	spreads = np.maximum(spread * usual, np.sqrt(usual))
	found = totals > np.maximum(usual * STORM_TIMES, usual + STORM_SPREADS * spreads)
	return found & (sums_around(found.astype(float), _LASTING_DAYS) < _LASTING)


def _medians_around(totals: np.ndarray) -> np.ndarray:
	"""Return for each day the median of the days around it on which anybody came; 0 where there is none."""
	padded = np.pad(np.where(totals > 0, totals, np.inf), NEAR, constant_values=np.inf)
	around = np.sort(np.lib.stride_tricks.sliding_window_view(padded, 2 * NEAR + 1), axis=1)
	count = np.isfinite(around).sum(axis=1)
	rows = np.arange(len(totals))
	low, high = around[rows, np.maximum(count - 1, 0) // 2], around[rows, np.minimum(count // 2, 2 * NEAR)]
	return np.where(count > 0, (low + high) / 2, 0.0)


def sums_around(values: np.ndarray, width: int) -> np.ndarray:
	"""Return the sums over `width` (odd) days, each day in the middle of its own."""
	sums = np.cumsum(np.concatenate((np.zeros(width // 2 + 1), values, np.zeros(width // 2))))
	return sums[width:] - sums[:-width]
