"""Deadlines of whole columns. What a term means is asked of the scalar rule, once a day of the calendar.

Minutes and hours are elapsed time; of a day-term the last day depends on the first day alone. Whatever term
the tables below do not know is asked of the scalar rule for each distinct start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import numpy as np

from contact_center.regulation.moments import at_wall
from contact_center.regulation.terms import (
	CountsFrom,
	DayEnd,
	RequestType,
	RestKind,
	Term,
	Unit,
	deadline,
	resumed,
	shift,
)
from contact_center.regulation.working_calendar import WorkingCalendar
from contact_center.rehearsal.engine.work_time import line_of
from contact_center.rehearsal.reading.instants import DAY, EPOCH, NONE, from_wall, moment, seconds, to_wall

NOON = timedelta(hours=12)
HOUR = 3600
_DAY_UNITS = (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)


def deadline_column(starts: np.ndarray, term: Term, calendar: WorkingCalendar) -> np.ndarray:
	"""Return the `deadline` of each start: UTC seconds in, UTC seconds out; NONE for no fixed term or no start."""
	found = np.full(len(starts), NONE)
	rows = np.flatnonzero(starts != NONE)
	if term.unit is not Unit.NO_FIXED_TERM and len(rows):
		found[rows] = _kernel(term)(starts[rows], term, calendar)
	return found


def first_terms(
	types: Sequence[RequestType],
	which: np.ndarray,
	received: np.ndarray,
	registered: np.ndarray,
	calendar: WorkingCalendar,
) -> tuple[np.ndarray, np.ndarray]:
	"""Return the `deadlines` of requests: (accept by, due) in UTC seconds.

	`which` gives each one's place in `types`, -1 none.
	"""
	accept_by = accept_terms(types, which, registered, calendar)
	due = np.full(len(which), NONE)
	for number, rtype in enumerate(types):
		rows = np.flatnonzero(which == number)
		starts = received if rtype.counts_from is CountsFrom.RECEIPT else registered
		due[rows] = deadline_column(starts[rows], rtype.done, calendar)
	return accept_by, due


def accept_terms(
	types: Sequence[RequestType], which: np.ndarray, sent: np.ndarray, calendar: WorkingCalendar
) -> np.ndarray:
	"""Return until when each sending is to be accepted (R7.1), in UTC seconds."""
	found = np.full(len(which), NONE)
	for number, rtype in enumerate(types):
		rows = np.flatnonzero(which == number)
		found[rows] = deadline_column(sent[rows], rtype.accept, calendar)
	return found


def resumed_column(
	types: Sequence[RequestType],
	which: np.ndarray,
	due: np.ndarray,
	stopped: np.ndarray,
	since: np.ndarray,
	calendar: WorkingCalendar,
) -> np.ndarray:
	"""Return the deadlines of clocks that run again, as `resumed` gives them (R6.3.5), in UTC seconds.

	`which` gives each one's place in `types`; the other columns are UTC seconds and have no NONE.
	"""
	found = np.maximum(due, since)
	for number in np.unique(which):
		rows, rtype = np.flatnonzero(which == number), types[number]
		ends = [found[rows], _left_column(rtype.done, due[rows], stopped[rows], since[rows], calendar)]
		terms = [rtype.rest.least, rtype.done if rtype.rest.kind is RestKind.WHOLE else None]
		ends += [deadline_column(since[rows], term, calendar) for term in terms if term]
		found[rows] = np.maximum.reduce(ends)
	return found


def _left_column(
	term: Term, due: np.ndarray, stopped: np.ndarray, since: np.ndarray, calendar: WorkingCalendar
) -> np.ndarray:
	found = np.full(len(due), NONE)
	rows = np.flatnonzero(stopped < due)
	if len(rows):
		found[rows] = _left_kernel(term)(term, due[rows], stopped[rows], since[rows], calendar)
	return found


def _left_kernel(term: Term) -> Callable[..., np.ndarray]:
	if term.unit in (Unit.WORKING_DAYS, Unit.WORKING_HOURS):
		return _left_one_by_one
	is_day = term.unit is Unit.CALENDAR_DAYS and term.day_end is DayEnd.END_OF_DAY
	return _left_days if is_day else lambda _term, due, stopped, since, _calendar: since + (due - stopped)


def _left_days(
	term: Term, due: np.ndarray, stopped: np.ndarray, since: np.ndarray, calendar: WorkingCalendar
) -> np.ndarray:
	ends, begun, now = (to_wall(each, calendar.zone) for each in (due, stopped, since))
	days = now // DAY + ends // DAY - begun // DAY
	if term.rolls_off_non_working:
		days = _by_day(days, lambda noon: _day_number(calendar.next_working_day(noon.date())))
	return _at_wall(days * DAY + ends % DAY, calendar)


def _left_one_by_one(
	term: Term, due: np.ndarray, stopped: np.ndarray, since: np.ndarray, calendar: WorkingCalendar
) -> np.ndarray:
	rtype = RequestType("", "", 0, term, term)
	moments = ((moment(int(at), calendar.zone) for at in each) for each in (due, stopped, since))
	return np.array([seconds(resumed(rtype, *each, calendar)) for each in zip(*moments, strict=True)])


def _kernel(term: Term) -> Callable[[np.ndarray, Term, WorkingCalendar], np.ndarray]:
	if term.unit in (Unit.MINUTES, Unit.HOURS):
		return _rolled_elapsed if term.rolls_off_non_working else _elapsed
	if term.unit is Unit.WORKING_HOURS:
		return _worked
	if term.unit in _DAY_UNITS and term.day_end is DayEnd.END_OF_DAY:
		return _ends_of_days
	if term.unit in _DAY_UNITS and term.day_end is DayEnd.SAME_MINUTE:
		return _same_minutes
	return _one_by_one


def _elapsed(starts: np.ndarray, term: Term, calendar: WorkingCalendar) -> np.ndarray:
	an_hour = moment(0, calendar.zone)
	return starts + (seconds(shift(an_hour, term.amount, term.unit)) - seconds(an_hour))


def _rolled_elapsed(starts: np.ndarray, term: Term, calendar: WorkingCalendar) -> np.ndarray:
	ends = _elapsed(starts, term, calendar)
	wall = to_wall(ends, calendar.zone)
	days = _by_day(wall // DAY, lambda noon: _day_number(calendar.next_working_day(noon.date())))
	return np.where(days == wall // DAY, ends, _at_wall(days * DAY + wall % DAY, calendar))


def _worked(starts: np.ndarray, term: Term, calendar: WorkingCalendar) -> np.ndarray:
	"""Count on the line of the calendar's opening hours, at least up to where the scalar rule ends the last start."""
	first, last = int(starts.min()), int(starts.max())
	line = line_of(calendar, first, seconds(deadline(moment(last, calendar.zone), term, calendar)))
	return line.moments(line.worked(starts) + term.amount * HOUR)


def _ends_of_days(starts: np.ndarray, term: Term, calendar: WorkingCalendar) -> np.ndarray:
	days = to_wall(starts, calendar.zone) // DAY
	return _by_day(days, lambda noon: seconds(deadline(noon.replace(tzinfo=calendar.zone), term, calendar)))


def _same_minutes(starts: np.ndarray, term: Term, calendar: WorkingCalendar) -> np.ndarray:
	def last_day(noon: datetime) -> int:
		return _day_number(deadline(noon.replace(tzinfo=calendar.zone), term, calendar).date())

	wall = to_wall(starts, calendar.zone)
	return _at_wall(_by_day(wall // DAY, last_day) * DAY + wall % DAY, calendar)


def _one_by_one(starts: np.ndarray, term: Term, calendar: WorkingCalendar) -> np.ndarray:
	distinct, where = np.unique(starts, return_inverse=True)
	ends = [seconds(deadline(moment(each, calendar.zone), term, calendar)) for each in distinct]
	return np.array(ends, dtype=np.int64)[where]


def _by_day(days: np.ndarray, asked: Callable[[datetime], int]) -> np.ndarray:
	"""Ask for noon of each day (days since 1970), once a distinct day."""
	first = int(days.min())
	present = np.flatnonzero(np.bincount(days - first))
	table = np.zeros(int(present[-1]) + 1, dtype=np.int64)
	table[present] = [asked(EPOCH + timedelta(days=int(day) + first) + NOON) for day in present]
	return table[days - first]


def _day_number(day) -> int:
	return (day - EPOCH.date()).days


def _at_wall(wall: np.ndarray, calendar: WorkingCalendar) -> np.ndarray:
	return from_wall(wall, calendar.zone, lambda naive: at_wall(naive.date(), naive.time(), calendar.zone))
