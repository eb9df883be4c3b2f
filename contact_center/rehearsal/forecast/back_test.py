"""How far the forecast would have been out: made again from each week of the last year, beside what came."""

from __future__ import annotations

from typing import Any

import numpy as np

from contact_center.rehearsal.forecast.days import Days
from contact_center.rehearsal.forecast.kinds import HOURS, IS_WEEKEND, KINDS, WEEKDAYS
from contact_center.rehearsal.forecast.outlook import AHEAD, Outlook
from contact_center.rehearsal.reading.instants import date_of

BUSY = 0.9
"""So many days are to have no more requests than a busy day."""
HORIZONS = (7, AHEAD)
TESTED_WEEKS = 52
_LEAST_WEEKS = 4
_LEAST_STRAYS = 30
_LEAST_REQUESTS = 0.5
_NORMAL = 1.2816
"""The 90th percentile of a normal distribution, in standard deviations."""
_PROFILE_HALF_LIFE = 84.0


def busy_factors(outlook: Outlook, end: int) -> np.ndarray:
	"""Return by how much a busy day exceeds the expected one, for each of the AHEAD days after the first `end`.

	It is what 90 % of the days of the past weeks kept below when they were forecast, by the weeks ahead and apart for
	working days and weekends; as requests at random would spread where too few weeks are known.
	"""
	expected = outlook.expected(end)
	origins = np.array(outlook.origins(end), dtype=int)
	rough = _rough_factors(outlook.days, end, expected)
	if not len(origins):
		return rough
	ahead = origins[:, None] + np.arange(AHEAD)
	came, past = outlook.days.totals[ahead], np.array([outlook.expected(each) for each in origins.tolist()])
	counts = outlook.days.ordinary(end)[ahead]
	ratio = np.divide(came, past, out=np.full(came.shape, np.nan), where=counts & (past >= _LEAST_REQUESTS))
	weekend = IS_WEEKEND[outlook.kind[ahead]]
	now = IS_WEEKEND[outlook.kind[end : end + AHEAD]]
	for week in range(AHEAD // WEEKDAYS):
		days = slice(week * WEEKDAYS, (week + 1) * WEEKDAYS)
		for group in (False, True):
			strays = ratio[:, days][(weekend[:, days] == group) & np.isfinite(ratio[:, days])]
			if len(strays) >= _LEAST_STRAYS:
				rough[days][now[days] == group] = max(np.quantile(strays, BUSY, method="higher"), 1.0)
	return rough


def _rough_factors(days: Days, end: int, expected: np.ndarray) -> np.ndarray:
	"""Return factors of a history that is too short to be forecast: the spread of the days around the mean of their kind."""
	which = days.ordinary(end)
	totals, kind = days.totals[:end][which], days.kind[:end][which]
	count = np.maximum(np.bincount(kind, minlength=KINDS), 1)
	mean = (np.bincount(kind, totals, KINDS) / count)[kind]
	squares = ((totals - mean) ** 2)[mean > 0] / mean[mean > 0]
	spread = max(float(squares.mean()) if len(squares) else 1.0, 1.0)
	return 1 + _NORMAL * np.sqrt(spread / np.maximum(np.nan_to_num(expected), _LEAST_REQUESTS))


def profile(days: Days, end: int) -> np.ndarray:
	"""Return the shares of the hours of a working day and of a weekend's day, by the first `end` days, recent ones most.

	NaN where no such day is known.
	"""
	which, age = days.ordinary(end), np.arange(end)[::-1]
	weight = np.where(which, 0.5 ** (age / _PROFILE_HALF_LIFE), 0.0)
	weekend = IS_WEEKEND[days.kind[:end]]
	found = np.full((2, HOURS), np.nan)
	for group in (False, True):
		if (which & (weekend == group)).any():
			hours = (days.hours[:end] * (weight * (weekend == group))[:, None]).sum(axis=0)
			found[int(group)] = hours / hours.sum() if hours.sum() else 0.0
	return found


def back_test(outlook: Outlook) -> dict[str, Any]:
	"""Forecast each of the last TESTED_WEEKS from the days before it, and compare.

	For each of HORIZONS and each way, `wape` is the sum of all errors by all requests, `bias` the sum of what was too
	much less what was too little by all requests; `covered` is the share of days that had no more requests than a busy
	day. `last_week` takes the last week again, `mean` the mean of each weekday. Days without data do not count, storms do,
	except in `without_storms`.
	Empty where history is too short.
	"""
	tested = [_tested(outlook, horizon) for horizon in HORIZONS]
	origins = _origins(outlook, HORIZONS[0])
	if len(origins) < _LEAST_WEEKS:
		return {}
	first = outlook.days.first
	return {
		"first": date_of(first + origins[-1]),
		"last": date_of(first + len(outlook.days) - 1),
		"days": [each for each in tested if each],
		"hours": _tested_hours(outlook),
	}


def _origins(outlook: Outlook, horizon: int) -> list[int]:
	last = len(outlook.days) - horizon
	least = max(len(outlook.days) - TESTED_WEEKS * WEEKDAYS, 2 * AHEAD)
	return list(range(last, least - 1, -WEEKDAYS))


def _tested(outlook: Outlook, horizon: int) -> dict[str, Any]:
	origins = _origins(outlook, horizon)
	if len(origins) < _LEAST_WEEKS:
		return {}
	days, ahead = outlook.days, [slice(each, each + horizon) for each in origins]
	came = np.concatenate([days.totals[each] for each in ahead])
	counts = np.concatenate([days.is_known[each] for each in ahead])
	expected = [outlook.expected(each)[:horizon] for each in origins]
	busy = [outlook.expected(each)[:horizon] * busy_factors(outlook, each)[:horizon] for each in origins]
	ways = {
		"forecast": np.concatenate(expected),
		"last_week": np.concatenate([_last_week(days, days.totals, each, horizon) for each in origins]),
		"mean": np.concatenate([_mean(days, each, horizon) for each in origins]),
	}
	storms = np.concatenate([days.storms[each] for each in ahead]) & counts
	calm = counts & ~storms
	return {
		"ahead": horizon,
		"origins": len(origins),
		"storms": len({place for each in ahead for place in np.flatnonzero(days.storms[each]) + each.start}),
		**{name: _errors(came[counts], way[counts]) for name, way in ways.items()},
		"without_storms": {name: _errors(came[calm], way[calm]) for name, way in ways.items()},
		"covered": round(float((came <= np.ceil(np.concatenate(busy)))[counts].mean()), 4),
	}


def _tested_hours(outlook: Outlook) -> dict[str, Any]:
	"""Return the errors of each hour a week ahead."""
	days, origins = outlook.days, _origins(outlook, WEEKDAYS)
	came = np.concatenate([days.hours[each : each + WEEKDAYS] for each in origins])
	counts = np.concatenate([days.is_known[each : each + WEEKDAYS] for each in origins])
	weekend = [IS_WEEKEND[days.kind[each : each + WEEKDAYS]].astype(int) for each in origins]
	shares = [np.nan_to_num(profile(days, each))[group] for each, group in zip(origins, weekend, strict=True)]
	ours = [
		outlook.expected(each)[:WEEKDAYS, None] * share for each, share in zip(origins, shares, strict=True)
	]
	again = [_last_week(days, days.hours, each, WEEKDAYS) for each in origins]
	ways = {"forecast": np.concatenate(ours), "last_week": np.concatenate(again)}
	return {name: _errors(came[counts], way[counts]) for name, way in ways.items()}


def _errors(came: np.ndarray, expected: np.ndarray) -> dict[str, float]:
	strays, total = np.nan_to_num(expected) - came, max(float(came.sum()), 1.0)
	return {
		"wape": round(float(np.abs(strays).sum()) / total, 4),
		"bias": round(float(strays.sum()) / total, 4),
	}


def _last_week(days: Days, counted: np.ndarray, end: int, horizon: int) -> np.ndarray:
	"""Return for each day ahead the last one before `end` that was the same day of the week and has data."""
	found = []
	for step in range(horizon):
		place = end - WEEKDAYS + step % WEEKDAYS
		while place >= WEEKDAYS and not days.is_known[place]:
			place -= WEEKDAYS
		found.append(counted[place])
	return np.array(found)


def _mean(days: Days, end: int, horizon: int) -> np.ndarray:
	weekday = np.arange(len(days)) % WEEKDAYS
	known = days.is_known[:end]
	sums = np.bincount(weekday[:end][known], days.totals[:end][known], WEEKDAYS)
	means = sums / np.maximum(np.bincount(weekday[:end][known], minlength=WEEKDAYS), 1)
	return means[(end + np.arange(horizon)) % WEEKDAYS]
