"""From history to the calls to expect in each hour of the week, and the operators they need; storm days apart."""

from __future__ import annotations

import math
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from contact_center.regulation.working_calendar import WorkingCalendar
from contact_center.rehearsal.forecast.arrivals import Arrivals, arrivals_of
from contact_center.rehearsal.forecast.back_test import back_test, busy_factors, profile
from contact_center.rehearsal.forecast.days import Days, days_of
from contact_center.rehearsal.forecast.erlang import (
	MOST_OPERATORS,
	Service,
	TooManyCalls,
	operators_needed,
	service_level,
	waits,
)
from contact_center.rehearsal.forecast.kinds import DAY_OFF, HOURS, WEEKDAYS, WEEKEND, kinds
from contact_center.rehearsal.forecast.outlook import AHEAD, Outlook
from contact_center.rehearsal.reading.instants import date_of, to_wall

__all__ = [
	*("MOST_OPERATORS", "Arrivals", "Service", "TooManyCalls", "arrivals_of", "forecast"),
	*("operators_needed", "service_level", "waits"),
]

ENOUGH_DAYS = 4 * WEEKDAYS - 2
"""Four weeks, from the Monday of the first to the Friday of the last."""


def forecast(
	at: np.ndarray,
	zone: ZoneInfo,
	service: Service,
	calendar: WorkingCalendar | None = None,
	wants_back_test: bool = False,
) -> dict[str, Any]:
	"""Forecast from moments of requests by phone (UTC seconds) the week after the last of them. Hours are the wall's.

	`week`, `busy` and `storm` rows have hour, calls, operators (on the line) and staff (with those away): what is to be
	expected, what nine days of ten do not exceed, and a storm as it would be now; `storms` are the days that were none like others.
	`ahead` are the AHEAD days that follow, with the calendar's special dates. Days of a gap of the data are no part of
	`days`. Weekdays that history never saw are `unseen`: they get the mean of the other working days or of the other
	day of the weekend; without one their hours are None. `unfinished` is the day within which the file ends. `untimed` requests had no time: they got the hours of the
	others («lines») or of the calendar, by `hours_from`.
	"""
	days = days_of(to_wall(at, zone), calendar)
	known, storms = days.is_known, days.storms
	number = days.first + np.arange(len(days) + AHEAD)
	found: dict[str, Any] = {
		"service": vars(service),
		"days": int(known.sum()),
		"gaps": int((~known).sum()) - days.ends_early,
		"unfinished": date_of(number[len(days) - 1]) if days.ends_early else None,
		"is_short": int(known.sum()) < ENOUGH_DAYS,
		"unseen": [each for each in range(WEEKDAYS) if each not in days.kind[known & ~storms]],
		"untimed": days.untimed,
		"hours_from": days.hours_from,
		"storm": _hours(days.storm_hours() * service.calls, service) if storms.any() else [],
		"storms": [
			_storm(date_of(number[place]), days.hours[place] * service.calls, service)
			for place in np.flatnonzero(storms)
		],
		"storms_a_year": round(365 * float(storms[known].mean()), 1) if known.any() else 0.0,
	}
	outlook = Outlook(days, kinds(days.first, len(days) + AHEAD, calendar))
	found.update(
		_ahead(outlook, service) if len(days) else {"week": _nothing(), "busy": _nothing(), "ahead": []}
	)
	if wants_back_test:
		found["back_test"] = back_test(outlook) if len(days) else {}
	return found


def _ahead(outlook: Outlook, service: Service) -> dict[str, Any]:
	"""Return the week by hours, usual and busy, and the days that follow one by one."""
	days, end = outlook.days, len(outlook.days)
	week, shares, factor = outlook.usual_week(end), profile(days, end), busy_factors(outlook, end)
	kind = outlook.kind[end:]
	by_weekday = np.empty(WEEKDAYS)
	by_weekday[(outlook.weekday_of(end) + np.arange(WEEKDAYS)) % WEEKDAYS] = factor[:WEEKDAYS]
	hours = week[:, None] * shares[(np.arange(WEEKDAYS) >= WEEKEND).astype(int)] * service.calls
	expected = outlook.expected(end) * service.calls
	return {
		"has_season": outlook.has_season(end),
		"week": [_hours(calls, service) for calls in hours],
		"busy": [_hours(calls, service) for calls in hours * by_weekday[:, None]],
		"ahead": [
			_day(date_of(days.first + end + place), int(kind[place]), expected[place], factor[place])
			for place in range(AHEAD)
		],
	}


def _day(day: str, kind: int, calls: float, factor: float) -> dict[str, Any]:
	"""Return a day to come; `special` is how the calendar sets it apart: "off", "working", or "" """
	special = "" if kind < WEEKDAYS else "off" if kind == DAY_OFF else "working"
	known = not math.isnan(calls)
	return {
		"day": day,
		"special": special,
		"calls": round(calls) if known else None,
		"busy": math.ceil(calls * factor) if known else None,
	}


def _nothing() -> list[list[dict[str, Any]]]:
	return [[_no_hour(hour) for hour in range(HOURS)] for _weekday in range(WEEKDAYS)]


def _no_hour(hour: int) -> dict[str, Any]:
	return {"hour": hour, "calls": None, "operators": None, "staff": None, "level": None}


def _hours(calls: np.ndarray, service: Service) -> list[dict[str, Any]]:
	return [_hour(hour, calls[hour], service) for hour in range(HOURS)]


def _hour(hour: int, calls: float, service: Service) -> dict[str, Any]:
	if math.isnan(calls):
		return _no_hour(hour)
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


def _storm(day: str, calls: np.ndarray, service: Service) -> dict[str, Any]:
	busiest = int(calls.argmax())
	return {
		"day": day,
		"calls": round(float(calls.sum())),
		"busiest": _hour(busiest, float(calls[busiest]), service),
	}
