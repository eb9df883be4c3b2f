from datetime import date, datetime, time, timedelta

import pytest
from regulation_kit import CALENDAR, KYIV, OFFICE, kyiv, same

from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.regulation.working_calendar import CalendarError, WorkingCalendar

CLOSED_MONDAY = WorkingCalendar(
	KYIV, CALENDAR.week, {date(2026, 11, 23): (), date(2026, 11, 28): ((time(10), time(14)),)}
)
NIGHT = WorkingCalendar(KYIV, {6: ((time(3, 30), time(5)),)})
ALWAYS = WorkingCalendar(KYIV, {day: ((time(0), time(0)),) for day in range(7)})


@pytest.mark.parametrize(
	"moment, is_open",
	[
		("2026-11-23 08:29:59", False),
		("2026-11-23 08:30", True),
		("2026-11-23 17:29:59", True),
		("2026-11-23 17:30", False),
		("2026-11-27 16:30", False),
		("2026-11-28 12:00", False),
	],
)
def test_r3_1_phone_intake_in_working_hours(moment, is_open):
	assert CALENDAR.is_open(kyiv(moment)) is is_open


@pytest.mark.parametrize(
	"moment, opening",
	[
		pytest.param("2026-11-23 10:00", "2026-11-23 10:00", id="open now"),
		pytest.param("2026-11-23 07:00", "2026-11-23 08:30", id="this morning"),
		pytest.param("2026-11-23 17:30", "2026-11-24 08:30", id="tomorrow"),
		pytest.param("2026-11-27 18:00", "2026-11-30 08:30", id="over the week-end"),
		pytest.param("2026-12-31 23:59:59", "2027-01-01 08:30", id="next year"),
	],
)
def test_r3_2_a_web_request_at_night_is_moderated_first_thing_on_the_next_working_day(moment, opening):
	assert same(CALENDAR.next_opening(kyiv(moment)), kyiv(opening))


def test_r3_2_exceptions_close_a_working_day_and_open_a_saturday():
	assert same(CLOSED_MONDAY.next_opening(kyiv("2026-11-22 12:00")), kyiv("2026-11-24 08:30"))
	assert same(CLOSED_MONDAY.next_opening(kyiv("2026-11-27 20:00")), kyiv("2026-11-28 10:00"))
	assert CLOSED_MONDAY.next_working_day(date(2026, 11, 28)) == date(2026, 11, 28)
	assert not CLOSED_MONDAY.is_working_day(date(2026, 11, 23))


def test_a_lunch_break_closes_the_line_between_two_openings():
	split = WorkingCalendar(KYIV, {0: ((time(13), time(17)), (time(8), time(12)))})
	assert same(split.next_opening(kyiv("2026-11-23 07:00")), kyiv("2026-11-23 08:00"))
	assert same(split.next_opening(kyiv("2026-11-23 12:00")), kyiv("2026-11-23 13:00"))


def test_t1_a_line_that_never_closes():
	for moment in ("2026-11-23 00:00", "2026-11-23 23:59:59", "2026-03-29 04:00", "2026-10-25 03:30"):
		assert ALWAYS.is_open(kyiv(moment))


@pytest.mark.parametrize(
	"moment, opening",
	[
		pytest.param(kyiv("2026-03-29 02:00"), kyiv("2026-03-29 04:00"), id="skipped: end of the gap"),
		pytest.param(kyiv("2026-10-25 02:00"), kyiv("2026-10-25 03:30"), id="repeated: first pass"),
		pytest.param(
			kyiv("2026-10-25 03:15", fold=1), kyiv("2026-10-25 03:30", fold=1), id="repeated: second pass"
		),
	],
)
def test_r4_7_opening_inside_a_clock_change(moment, opening):
	assert same(NIGHT.next_opening(moment), opening)


@pytest.mark.parametrize(
	"day, n, expected",
	[
		(date(2026, 11, 23), 1, date(2026, 11, 24)),
		(date(2026, 11, 23), 5, date(2026, 11, 30)),
		(date(2026, 11, 27), 1, date(2026, 11, 30)),
		(date(2026, 11, 28), 1, date(2026, 11, 30)),
		(date(2026, 11, 28), 0, date(2026, 11, 30)),
		(date(2026, 11, 27), 0, date(2026, 11, 27)),
		(date(2028, 2, 28), 2, date(2028, 3, 1)),
	],
)
def test_r4_6_working_days(day, n, expected):
	assert CALENDAR.add_working_days(day, n) == expected


def test_working_days_do_not_go_back():
	with pytest.raises(ValueError, match="cannot go back 3 working days"):
		CALENDAR.add_working_days(date(2026, 11, 23), -3)


@pytest.mark.parametrize(
	"ask, problem",
	[
		(
			lambda empty: empty.next_working_day(date(2026, 11, 23)),
			Problem(ProblemKind.NO_WORKING_DAY, ("2026-11-23",)),
		),
		(
			lambda empty: empty.add_working_days(date(2026, 11, 23), 3),
			Problem(ProblemKind.NO_WORKING_DAY, ("2026-11-24",)),
		),
		(
			lambda empty: empty.next_opening(kyiv("2026-11-23 10:00")),
			Problem(ProblemKind.NOTHING_OPENS, ("2026-11-23",)),
		),
	],
)
def test_a_calendar_without_working_days_is_an_error_not_an_endless_search(ask, problem):
	with pytest.raises(CalendarError) as caught:
		ask(WorkingCalendar(KYIV, {0: ()}))
	assert caught.value.problem == problem


@pytest.mark.parametrize("days, found", [(366, True), (367, False)])
def test_a_working_day_is_sought_for_a_leap_year(days, found):
	far = date(2026, 11, 23) + timedelta(days=days)
	lonely = WorkingCalendar(KYIV, {}, {far: OFFICE})
	if found:
		assert lonely.next_working_day(date(2026, 11, 23)) == far
	else:
		with pytest.raises(CalendarError):
			lonely.next_working_day(date(2026, 11, 23))


@pytest.mark.parametrize(
	"hours, kind, times",
	[
		(((time(17), time(8)),), ProblemKind.CLOSES_TOO_EARLY, ("08:00", "17:00")),
		(((time(8), time(8)),), ProblemKind.CLOSES_TOO_EARLY, ("08:00", "08:00")),
		(((time(8), time(12)), (time(11), time(17))), ProblemKind.HOURS_OVERLAP, ("11:00",)),
		(((time(8), time(0)), (time(20), time(21))), ProblemKind.HOURS_OVERLAP, ("20:00",)),
	],
)
def test_hours_that_make_no_sense_are_refused(hours, kind, times):
	with pytest.raises(CalendarError) as caught:
		WorkingCalendar(KYIV, {0: hours})
	assert caught.value.problem == Problem(kind, ("0", *times))
	with pytest.raises(CalendarError) as caught:
		WorkingCalendar(KYIV, {0: OFFICE}, {date(2026, 12, 25): hours})
	assert caught.value.problem == Problem(kind, ("2026-12-25", *times))


def test_openings_may_follow_each_other_without_a_break():
	shifts = WorkingCalendar(KYIV, {0: ((time(12), time(17)), (time(8), time(12)))})
	assert shifts.is_open(kyiv("2026-11-23 12:00"))


def test_r4_7_a_moment_without_zone_is_refused():
	calendar = WorkingCalendar(KYIV, {0: OFFICE})
	for ask in (calendar.is_open, calendar.next_opening):
		with pytest.raises(ValueError):
			ask(datetime(2026, 11, 23, 10))
