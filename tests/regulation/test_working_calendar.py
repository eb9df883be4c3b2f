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


SHIFTS = WorkingCalendar(KYIV, {**CALENDAR.week, 4: ((time(22), time(6)),), 5: ()}, {date(2026, 12, 25): ()})


@pytest.mark.parametrize(
	"moment, is_open",
	[
		("2026-11-27 21:59:59", False),
		("2026-11-27 22:00", True),
		("2026-11-28 00:00", True),
		("2026-11-28 05:59:59", True),
		("2026-11-28 06:00", False),
		("2026-11-28 22:00", False),
		pytest.param("2026-12-26 03:00", False, id="the shift of a day off does not begin"),
	],
)
def test_t1_a_night_shift_runs_over_midnight_and_belongs_to_the_day_on_which_it_begins(moment, is_open):
	assert SHIFTS.is_open(kyiv(moment)) is is_open


def test_r4_6_the_end_of_a_night_shift_makes_no_working_day():
	assert not SHIFTS.is_working_day(date(2026, 11, 28))
	assert SHIFTS.hours(date(2026, 11, 28)) == ((time(0), time(6)),)
	assert SHIFTS.next_working_day(date(2026, 11, 28)) == date(2026, 11, 30)


def test_a_night_shift_goes_on_into_a_day_off():
	off = WorkingCalendar(KYIV, {3: ((time(20), time(8)),)}, {date(2026, 11, 27): ()})
	assert off.is_open(kyiv("2026-11-27 07:59"))


def test_an_exception_that_opens_before_the_night_has_ended_makes_one_span_of_both():
	early = WorkingCalendar(
		KYIV, {4: ((time(22), time(6)),)}, {date(2026, 11, 28): ((time(5), time(12)), (time(13), time(14)))}
	)
	assert early.hours(date(2026, 11, 28)) == ((time(0), time(12)), (time(13), time(14)))


def test_a_week_that_opens_before_its_night_shift_has_ended_is_refused():
	with pytest.raises(CalendarError) as caught:
		WorkingCalendar(KYIV, {6: ((time(22), time(6)),), 0: ((time(5), time(9)),)})
	assert caught.value.problem == Problem(ProblemKind.HOURS_OVERLAP, ("0", "05:00"))


@pytest.mark.parametrize(
	"start, hours, end",
	[
		pytest.param("2026-11-23 10:00", 4, "2026-11-23 14:00", id="within a day"),
		pytest.param("2026-11-23 13:30", 4, "2026-11-23 17:30", id="up to closing"),
		pytest.param("2026-11-23 16:30", 4, "2026-11-24 11:30", id="over night"),
		pytest.param("2026-11-27 15:30", 4, "2026-11-30 11:30", id="over the week-end, Friday is short"),
		pytest.param("2026-11-28 12:00", 1, "2026-11-30 09:30", id="from a day off"),
		pytest.param("2026-11-23 07:00", 1, "2026-11-23 09:30", id="from before the opening"),
	],
)
def test_r4_6_working_hours_pass_in_opening_hours_alone(start, hours, end):
	amount = timedelta(hours=hours)
	assert same(CALENDAR.add_worked(kyiv(start), amount), kyiv(end))
	assert CALENDAR.worked(kyiv(start), kyiv(end)) == amount


def test_r4_6_working_hours_pass_over_a_holiday():
	assert same(
		CLOSED_MONDAY.add_worked(kyiv("2026-11-22 12:00"), timedelta(hours=2)), kyiv("2026-11-24 10:30")
	)
	assert CLOSED_MONDAY.worked(kyiv("2026-11-22 12:00"), kyiv("2026-11-24 08:30")) == timedelta()


@pytest.mark.parametrize(
	"calendar, start, end, hours",
	[
		pytest.param(ALWAYS, kyiv("2026-03-28 12:00"), kyiv("2026-03-29 12:00"), 23, id="spring"),
		pytest.param(ALWAYS, kyiv("2026-10-24 12:00"), kyiv("2026-10-25 12:00"), 25, id="autumn"),
		pytest.param(SHIFTS, kyiv("2026-11-27 12:00"), kyiv("2026-11-28 06:00"), 8, id="a night shift"),
	],
)
def test_r4_7_working_hours_are_elapsed_time_across_a_clock_change(calendar, start, end, hours):
	assert calendar.worked(start, end) == timedelta(hours=hours)
	assert same(calendar.add_worked(start, timedelta(hours=hours)), end)


@pytest.mark.parametrize(
	"moment, hours, before",
	[
		pytest.param("2026-11-23 16:00", 2, "2026-11-23 14:00", id="the same day"),
		pytest.param("2026-11-23 23:59:59", 1, "2026-11-23 16:30", id="after closing"),
		pytest.param("2026-11-29 12:00", 1, "2026-11-27 15:30", id="from a Sunday to Friday"),
		pytest.param("2026-11-23 09:00", 1, "2026-11-20 16:00", id="partly on the day before"),
	],
)
def test_working_hours_are_taken_back(moment, hours, before):
	assert same(CALENDAR.take_worked(kyiv(moment), timedelta(hours=hours)), kyiv(before))


def test_working_hours_of_a_calendar_that_never_opens_are_an_error_not_an_endless_search():
	empty = WorkingCalendar(KYIV, {})
	for ask in (empty.add_worked, empty.take_worked):
		with pytest.raises(CalendarError) as caught:
			ask(kyiv("2026-11-23 10:00"), timedelta(hours=1))
		assert caught.value.kind is ProblemKind.NOTHING_OPENS


@pytest.mark.parametrize(
	("moment", "closing"),
	[
		("2026-11-23 10:00", "2026-11-23 18:00"),
		("2026-11-23 07:00", "2026-11-23 18:00"),
		("2026-11-23 17:30", "2026-11-24 18:00"),
		("2026-11-23 20:00", "2026-11-24 18:00"),
		("2026-11-27 17:30", "2026-11-30 18:00"),
	],
)
def test_r3_2_an_hour_of_work_is_over_by_the_end_of_a_working_day(moment, closing):
	week = {day: ((time(9), time(13)), (time(14), time(18))) for day in range(5)}
	calendar = WorkingCalendar(KYIV, week)
	assert calendar.closing_after(kyiv(moment), timedelta(hours=1)) == kyiv(closing)
