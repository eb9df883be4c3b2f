"""From history to the calls to expect in each hour of the week, and the operators they need; storm days apart.

Operators are reckoned by Erlang C: calls arrive at random, whoever finds nobody free waits, nobody hangs up: so the
answer errs on the safe side.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from contact_center.reading import request_lines as rules
from contact_center.rehearsal.reading import request_columns
from contact_center.rehearsal.reading.columns import NOBODY
from contact_center.rehearsal.reading.instants import DAY, EPOCH, NONE, seconds, to_wall
from contact_center.rehearsal.reading.orders import Order, load_side
from contact_center.rehearsal.reading.request_columns import CHANNELS, PROBLEMS
from contact_center.rehearsal.reading.tables import read_table

MOST_OPERATORS = 5_000
HOURS, WEEKDAYS = 24, 7
_FIRST_WEEKDAY = EPOCH.weekday()
_WEEKEND = 5
# A day is a storm where more calls come than so many medians, and than the median and so many spreads.
STORM_TIMES, STORM_SPREADS = 2.0, 5.0
ENOUGH_DAYS = 4 * WEEKDAYS - 2
"""Four weeks, from the Monday of the first to the Friday of the last."""
_NORMAL_SPREAD = 1.4826


class TooManyCalls(ValueError):
	"""`calls` an hour need more than MOST_OPERATORS."""

	def __init__(self, calls: float):
		super().__init__(f"more than {MOST_OPERATORS} operators for {calls:.0f} calls an hour")
		self.calls = calls


def waits(operators: int, load: float) -> float:
	"""Return the share of callers who have to wait (0..1) with `load` in erlangs: calls an hour times hours a call."""
	if load <= 0:
		return 0.0
	if operators <= load:
		return 1.0
	blocked = 1.0
	for number in range(1, operators + 1):
		blocked = load * blocked / (number + load * blocked)
	return blocked / (1 - load / operators * (1 - blocked))


def service_level(operators: int, load: float, handling: float, within: float) -> float:
	"""Return the share of calls answered `within` seconds (0..1) where one takes `handling` seconds."""
	if load <= 0:
		return 1.0
	if operators <= load:
		return 0.0
	return 1 - waits(operators, load) * math.exp(-(operators - load) * within / handling)


def operators_needed(calls: float, handling: float, within: float, level: float) -> int:
	"""Return the fewest operators who answer `level` of `calls` an hour `within` seconds.

	Raises TooManyCalls, and ValueError for a level of 1.
	"""
	if not 0 <= level < 1:
		raise ValueError(f"no number of operators answers {level:.0%} of calls in time")
	if calls <= 0:
		return 0
	load = calls * handling / 3600
	for operators in range(max(1, math.floor(load)), MOST_OPERATORS):
		if service_level(operators, load, handling, within) >= level:
			return operators
	raise TooManyCalls(calls)


@dataclass(frozen=True)
class Service:
	"""`level` (0..1) of calls answered `within` seconds; a call takes `handling` seconds; `calls` come for one
	request that is registered (R5.3: two of three are answered at once); `away` is the share of paid time in
	which an operator takes no calls."""

	level: float = 0.8
	within: float = 20.0
	handling: float = 240.0
	calls: float = 3.0
	away: float = 0.25


@dataclass
class Arrivals:
	"""`at` are UTC seconds in the city's `zone`, of one channel; `channels` counts all, `refused` what has no place
	in time or no known channel, by reason."""

	at: np.ndarray
	zone: ZoneInfo
	channels: Counter[str]
	refused: Counter[str]


def arrivals_of(order: Order, channel: str) -> Arrivals:
	"""Read when the requests of an order came in by `channel` ("" for any). Raises ProblemError for an unknown channel.

	A request counts whatever else is wrong with its line, as long as its moment and channel are known.
	"""
	side, now = load_side(order.policy, order.zone), seconds(datetime.now(timezone.utc))
	wanted = CHANNELS.index(rules.channel_of(channel, side.city)) if channel else NOBODY
	columns = request_columns.wanted(frozenset(side.city.entries))
	table = read_table(order.readable, order.mapping.requests.over(columns))
	requests = request_columns.read_requests(table, side.city, now)
	known = (requests.at != NONE) & (requests.at <= now) & (requests.channel >= 0)
	refused = Counter(str(PROBLEMS[problem]) for problem in requests.problem[~known])
	refused.update(str(fault.kind) for _line, fault in table.faults)
	channels = _by_channel(requests.channel[known])
	if channel:
		known &= requests.channel == wanted
	return Arrivals(requests.at[known], order.zone, channels, refused)


def _by_channel(channels: np.ndarray) -> Counter[str]:
	return Counter({name: int((channels == place).sum()) for place, name in enumerate(CHANNELS)})


def forecast(at: np.ndarray, zone: ZoneInfo, service: Service) -> dict[str, Any]:
	"""Forecast the week and a storm day from moments of requests by phone (UTC seconds). Hours are the wall's.

	`week` and `storm` rows have hour, calls, operators (on the line) and staff (with those away); `storms` are
	the days that were none like others. Weeks (from Monday) without any request are gaps of the export: they are
	no part of the averages, nor of `days`. Weekdays that history never saw are `unseen`: they get the mean of the
	other working days or of the other day of the weekend; without one their hours are None.
	"""
	days, number = _by_day(to_wall(at, zone))
	storms = _storms(days.sum(axis=1))
	weekday = (number + _FIRST_WEEKDAY) % WEEKDAYS
	usual = _usual(days[~storms], weekday[~storms]) * service.calls
	return {
		"service": vars(service),
		"days": len(days),
		"is_short": len(days) < ENOUGH_DAYS,
		"unseen": [each for each in range(WEEKDAYS) if each not in weekday[~storms]],
		"week": [_hours(calls, service) for calls in usual],
		"storm": _hours(days[storms].mean(axis=0) * service.calls, service) if storms.any() else [],
		"storms": [_storm(int(number[place]), days[place], service) for place in np.flatnonzero(storms)],
		"storms_a_year": round(365 * float(storms.mean()), 1) if len(days) else 0.0,
	}


def _by_day(wall: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
	"""Count by day and hour from the first day to the last, with the days' numbers since 1970; empty weeks left out."""
	if not len(wall):
		return np.zeros((0, HOURS)), np.zeros(0, dtype=np.int64)
	first = int(wall.min()) // DAY
	number = np.arange(first, int(wall.max()) // DAY + 1)
	counts = np.bincount(wall // 3600 - first * HOURS, minlength=len(number) * HOURS)
	days = counts.reshape(len(number), HOURS).astype(float)
	week = (number + _FIRST_WEEKDAY) // WEEKDAYS
	known = np.isin(week, week[days.any(axis=1)])
	return days[known], number[known]


def _storms(totals: np.ndarray) -> np.ndarray:
	"""Find storms by median and spread of the days on which anybody turned to the centre.

	Calls that come at random spread by the root of their number: so few of them make no storm.
	"""
	some = totals[totals > 0]
	if not len(some):
		return np.zeros(len(totals), dtype=bool)
	median = np.median(some)
	spread = max(np.median(np.abs(some - median)) * _NORMAL_SPREAD, math.sqrt(median))
	return totals > max(median * STORM_TIMES, median + STORM_SPREADS * spread)


def _usual(days: np.ndarray, weekday: np.ndarray) -> np.ndarray:
	"""Return requests an hour by weekday: that weekday's mean, spread by the hours of working days or of weekends.

	So a short history does not make a rule of what happened once at 11 on a Tuesday. NaN where nothing is known.
	"""
	found = np.full((WEEKDAYS, HOURS), np.nan)
	for group in (range(_WEEKEND), range(_WEEKEND, WEEKDAYS)):
		alike = days[np.isin(weekday, group)]
		hours = alike.sum(axis=0)
		share = hours / max(hours.sum(), 1)
		for each in group if len(alike) else ():
			own = days[weekday == each]
			found[each] = share * (own if len(own) else alike).sum(axis=1).mean()
	return found


def _hours(calls: np.ndarray, service: Service) -> list[dict[str, Any]]:
	return [_hour(hour, calls[hour], service) for hour in range(HOURS)]


def _hour(hour: int, calls: float, service: Service) -> dict[str, Any]:
	if math.isnan(calls):
		return {"hour": hour, "calls": None, "operators": None, "staff": None, "level": None}
	operators = operators_needed(calls, service.handling, service.within, service.level)
	return {
		"hour": hour,
		"calls": round(float(calls), 2),
		"operators": operators,
		"staff": math.ceil(operators / (1 - service.away)),
		"level": round(
			service_level(operators, calls * service.handling / 3600, service.handling, service.within), 3
		),
	}


def _storm(number: int, requests: np.ndarray, service: Service) -> dict[str, Any]:
	busiest, calls = int(requests.argmax()), requests * service.calls
	return {
		"day": (EPOCH + timedelta(days=number)).date().isoformat(),
		"calls": round(float(calls.sum())),
		"busiest": _hour(busiest, float(calls[busiest]), service),
	}
