"""What to expect of the days to come: a level that follows the recent weeks, its growth, the weekday, the season.

Plain numpy, as nothing of the field earned its place: on 85,020 real requests of a city (28 days ahead, weekly origins of
a year) these days err by 37.0 %, those of statsforecast's AutoETS (Apache-2.0, 2.1.1 of 2026) by 38.5 %, scikit-learn's
gradient boosting (BSD, 1.9.1 of 2026) by 39.4 %, statsmodels' damped ETS (BSD, 0.15.0 of 2026) by 39.5 %, prophet's (MIT,
1.5.0 of 2026) by 46.6 %. Each brings scipy or pandas, 160 MB or more, takes 0.1 to 0.6 s for one forecast where these take
2 ms, and has no answer to gaps in the data. A back-test needs a forecast for each of 78 weeks.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from contact_center.rehearsal.forecast.days import Days, sums_around
from contact_center.rehearsal.forecast.kinds import (
	DAY_OFF,
	EXTRA_DAY,
	FIRST_WEEKDAY,
	KINDS,
	WEEKDAYS,
	WEEKEND,
)

AHEAD = 28
"""Days that are looked ahead."""
RECENT = 1_100
"""Days of history that a forecast is made from: what is older weighs nothing."""
HALF_LIVES = (7.0, 14.0, 28.0)
"""Days after which a day weighs half as much for a level; the forecast is the mean of as many forecasts. No choice among
them by their errors in the past did better: the one that was best is seldom the one that will be."""
GROWTH = 0.6
"""What is left of the growth after each further week."""
ORIGINS = 26
"""Weeks of history from which the past is forecast, to see whether the season counts and how far days stray."""
_LEAST_DAYS = 2 * AHEAD
_WEEKDAY_HALF_LIFE = 84.0
_SEASON_DAYS = 400
_SEASON_CAUTION = 0.05
_SEASON_WAVES = 2
_YEAR = 365.25
_GROWTH_WEEKS, _LEAST_GROWTH_WEEKS = 12, 6
_GROWTH_HALF_LIFE, _MOST_GROWTH = 4.0, 0.1
# The season counts where the past would have been forecast so much better with it.
_CLEARLY = 0.95
_SEEN_OFTEN = 2
_FEW_WEEKS = 3


class Outlook:
	"""Forecasts the days after each day of `days`; `kind` are the kinds of all of them and of AHEAD days more."""

	def __init__(self, days: Days, kind: np.ndarray):
		self.days, self.kind = days, kind
		self._pasts: dict[int, _Past] = {}
		self._expected: dict[tuple[int, bool], np.ndarray] = {}
		self._seasons: dict[int, bool] = {}

	def expected(self, end: int) -> np.ndarray:
		"""Return the requests to expect on each of the AHEAD days after the first `end`; NaN where nothing is known."""
		return self._with(end, self.has_season(end))

	def usual_week(self, end: int) -> np.ndarray:
		"""Return the requests of the week after the first `end` days by weekday, as if the calendar had no special dates."""
		weekday = (self.weekday_of(end) + np.arange(WEEKDAYS)) % WEEKDAYS
		found = np.empty(WEEKDAYS)
		found[weekday] = self._past(end).expected(self.has_season(end), weekday)
		return found

	def weekday_of(self, place: int) -> int:
		"""Return the weekday of the day with `place` days before it, 0 is Monday."""
		return (self.days.first + place + FIRST_WEEKDAY) % WEEKDAYS

	def has_season(self, end: int) -> bool:
		"""Return whether the season of the year made the forecasts of the weeks before `end` clearly better."""
		if end not in self._seasons:
			self._seasons[end] = self._finds_season(end)
		return self._seasons[end]

	def _finds_season(self, end: int) -> bool:
		origins = [each for each in self.origins(end) if each >= _SEASON_DAYS]
		if len(origins) < ORIGINS // 2:
			return False
		counts = self.days.ordinary(end)
		without, seasonal = (
			sum(self._error(each, season, counts) for each in origins) for season in (False, True)
		)
		return seasonal < without * _CLEARLY

	def origins(self, end: int) -> list[int]:
		"""Return the days, latest first, from which the past before `end` can be forecast and compared."""
		return list(range(end - AHEAD, _LEAST_DAYS - 1, -WEEKDAYS))[:ORIGINS]

	def _with(self, end: int, has_season: bool) -> np.ndarray:
		key = end, has_season
		if key not in self._expected:
			kind = self.kind[end : end + AHEAD]
			self._expected[key] = self._past(end).expected(has_season, kind)
		return self._expected[key]

	def _past(self, end: int) -> _Past:
		if end not in self._pasts:
			self._pasts[end] = _Past(self.days, end)
		return self._pasts[end]

	def _error(self, origin: int, has_season: bool, counts: np.ndarray) -> float:
		ahead = slice(origin, origin + AHEAD)
		strays = np.abs(self._with(origin, has_season) - self.days.totals[ahead])
		return float(np.nansum(strays[counts[ahead]]))


class _Past:
	"""The days before a day, and what was ordinary on them."""

	def __init__(self, days: Days, end: int):
		first = max(end - RECENT, 0)
		self.totals, self.kind = days.totals[first:end], days.kind[first:end]
		self.ordinary = days.ordinary(end)[first:end]
		self.age = np.arange(len(self.totals))[::-1]
		self.place = np.arange(first, end)
		self._shares: dict[bool, np.ndarray] = {}

	def expected(self, has_season: bool, kind: np.ndarray) -> np.ndarray:
		"""Return the requests of days of such kinds, the ones after these."""
		place = self.place[-1] + 1 + np.arange(len(kind))
		season = self._season(place) if has_season else 1.0
		growth = self._weekly_growth(has_season)
		levels = [self._level(has_season, each) * _grown(growth, each, len(kind)) for each in HALF_LIVES]
		return np.mean(levels, axis=0) * self.shares(has_season)[kind] * season

	def shares(self, has_season: bool) -> np.ndarray:
		"""Return what each kind of day has of the level; NaN for weekdays unlike any that was seen."""
		if has_season not in self._shares:
			self._shares[has_season] = self._find_shares(self.even(has_season))
		return self._shares[has_season]

	def even(self, has_season: bool) -> np.ndarray:
		"""Return the requests of each day as they would have been without the season."""
		return self.totals / self._season(self.place) if has_season else self.totals

	def _find_shares(self, totals: np.ndarray) -> np.ndarray:
		"""Compare the days of each kind with the weeks around them, the recent ones most.

		What a week was like depends on which of its days are known; so it is asked again with the first answer.
		"""
		shares = np.ones(KINDS)
		for _again in range(3):
			around = _ratio(self._sums(totals), self._sums(shares[self.kind]))
			shares = self._compared(totals, around)
		return shares

	def _sums(self, values: np.ndarray) -> np.ndarray:
		"""Sum over the week around each day; over all days of a history of few weeks."""
		counts = self.ordinary & (self.kind < WEEKDAYS)
		width = WEEKDAYS if len(counts) >= _FEW_WEEKS * WEEKDAYS else 2 * len(counts) + 1
		return sums_around(np.where(counts, np.nan_to_num(values), 0.0), width)

	def _compared(self, totals: np.ndarray, around: np.ndarray) -> np.ndarray:
		counts = self.ordinary & (around > 0)
		weight = np.where(counts, 0.5 ** (self.age / _WEEKDAY_HALF_LIFE), 0.0)
		seen = np.bincount(self.kind[counts], minlength=KINDS)
		sums = np.bincount(self.kind, weight * totals, KINDS)
		shares = _ratio(sums, np.bincount(self.kind, weight * around, KINDS))
		return _completed(shares, seen)

	def _level(self, has_season: bool, half_life: float) -> float:
		counts = self.ordinary & (self.kind < WEEKDAYS)
		weight = np.where(counts, 0.5 ** (self.age / half_life), 0.0)
		share = np.nan_to_num(self.shares(has_season))[self.kind]
		return float(_ratio((weight * self.even(has_season)).sum(), (weight * share).sum()))

	def _weekly_growth(self, has_season: bool) -> float:
		"""Return the slope of the logarithm of the last weeks' levels, per week."""
		weeks = min(len(self.totals) // WEEKDAYS, _GROWTH_WEEKS)
		if weeks < _LEAST_GROWTH_WEEKS:
			return 0.0
		share = np.nan_to_num(self.shares(has_season))[self.kind]
		counts = self.ordinary & (self.kind < WEEKDAYS)

		def by_week(values: np.ndarray) -> np.ndarray:
			return np.where(counts, values, 0.0)[-weeks * WEEKDAYS :].reshape(weeks, WEEKDAYS).sum(axis=1)

		came, usual = by_week(self.even(has_season)), by_week(share)
		week = np.flatnonzero((came > 0) & (usual > 0))
		if len(week) < _LEAST_GROWTH_WEEKS:
			return 0.0
		weight = 0.5 ** ((weeks - 1 - week) / _GROWTH_HALF_LIFE)
		slope = np.polyfit(week, np.log(came[week] / usual[week]), 1, w=np.sqrt(weight))[0]
		return float(np.clip(slope, -_MOST_GROWTH, _MOST_GROWTH))

	def _season(self, place: np.ndarray) -> np.ndarray:
		"""Return the season's factor of days: waves of a year and of half a year, beside a steady growth."""
		return np.exp(_waves(place) @ self._wave_heights)

	@cached_property
	def _wave_heights(self) -> np.ndarray:
		known = self._sums(np.ones(len(self.totals)))
		around = _ratio(self._sums(self.totals), known)
		height = np.log(np.maximum(around, 0.5))[known > 0]
		waves = _waves(self.place)[known > 0]
		steady = np.column_stack((np.ones(len(waves)), self.place[known > 0] / _YEAR))
		both = np.column_stack((steady, waves))
		caution = np.diag([0.0, 0.0, *[_SEASON_CAUTION * len(both)] * waves.shape[1]])
		return np.linalg.solve(both.T @ both + caution, both.T @ height)[steady.shape[1] :]


def _grown(growth: float, half_life: float, count: int) -> np.ndarray:
	"""Return what a level becomes on each of `count` days, as a factor; the older it is, the more it has grown since."""
	weeks = (np.arange(count) + 1 + half_life / 2) / WEEKDAYS
	return np.exp(growth * GROWTH * (1 - GROWTH**weeks) / (1 - GROWTH))


def _waves(place: np.ndarray) -> np.ndarray:
	turns = 2 * np.pi * place / _YEAR
	return np.column_stack(
		[wave(turns * times) for times in range(1, _SEASON_WAVES + 1) for wave in (np.sin, np.cos)]
	)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
	above, below = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
	return np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below > 0)


def _completed(shares: np.ndarray, seen: np.ndarray) -> np.ndarray:
	"""Give weekdays that were never seen the mean of their like, and days of the calendar that of a Sunday or a working day."""
	shares = np.where(seen > 0, shares, np.nan)
	for group in (slice(0, WEEKEND), slice(WEEKEND, WEEKDAYS)):
		known = shares[group][seen[group] > 0]
		if len(known):
			shares[group] = np.where(seen[group] > 0, shares[group], np.average(known))
	for kind, like in ((DAY_OFF, shares[WEEKDAYS - 1]), (EXTRA_DAY, np.mean(shares[:WEEKEND]))):
		shares[kind] = shares[kind] if seen[kind] >= _SEEN_OFTEN else like
	return shares
