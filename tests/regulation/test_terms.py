"""Deadlines: R4.1-R4.8, above all across clock changes, month ends and midnights."""

from datetime import datetime, timezone

import pytest
from regulation_kit import CALENDAR, KYIV, kyiv, same

from contact_center.reading.policy_files import load_policy
from contact_center.regulation.moments import is_late, late_from, utc
from contact_center.regulation.problems import Problem, ProblemError, ProblemKind
from contact_center.regulation.terms import (
	Alert,
	AlertClock,
	AlertWhen,
	Audience,
	CountsFrom,
	DayEnd,
	RequestType,
	Term,
	Unit,
	deadline,
	deadlines,
	ends_before_accepted,
	longest,
	shift,
)

POLICY = load_policy()
MINUTES_30 = Term(30, Unit.MINUTES)
HOURS_2 = Term(2, Unit.HOURS)
HOURS_24 = Term(24, Unit.HOURS)


def days(amount, unit="Calendar Days", end="Same Minute", rolls=False):
	return Term(amount, Unit(unit), DayEnd(end), rolls)


@pytest.mark.parametrize(
	"code, accept_by, due",
	[
		pytest.param("sos", "2026-11-23 10:30", "2026-11-23 12:00", id="R4.1"),
		pytest.param("emergency", "2026-11-23 10:30", "2026-11-24 10:00", id="R4.2"),
		pytest.param("ordinary", "2026-11-23 12:00", "2026-11-28 23:59:59", id="R4.3"),
		pytest.param("medium", "2026-11-23 12:00", "2026-12-08 23:59:59", id="R4.4"),
		pytest.param("long", "2026-11-23 12:00", None, id="R4.5"),
	],
)
def test_shipped_types_give_the_terms_of_the_regulation(code, accept_by, due):
	registered = kyiv("2026-11-23 10:00")
	found = deadlines(POLICY.types[code], registered, registered, POLICY.calendar)
	assert same(found.accept_by, kyiv(accept_by))
	assert same(found.due, kyiv(due) if due else None)


def test_r4_7_sos_registered_at_02_59_on_the_night_the_clock_goes_back():
	"""Acceptance ends in the first pass of the repeated hour, the work in the second: 2 hours are 2 hours."""
	registered = kyiv("2026-10-25 02:59")
	found = deadlines(POLICY.types["sos"], registered, registered, POLICY.calendar)
	assert same(found.accept_by, kyiv("2026-10-25 03:29", fold=0))
	assert found.accept_by.tzname() == "EEST"
	assert same(found.due, kyiv("2026-10-25 03:59", fold=1))
	assert found.due.tzname() == "EET"
	assert utc(found.due) == datetime(2026, 10, 25, 1, 59, tzinfo=timezone.utc)


@pytest.mark.parametrize(
	"start, term, expected",
	[
		# 29 March 2026: 03:00 becomes 04:00
		("2026-03-29 02:59", MINUTES_30, ("2026-03-29 04:29", 0)),
		("2026-03-29 02:00", HOURS_2, ("2026-03-29 05:00", 0)),
		("2026-03-28 12:00", HOURS_24, ("2026-03-29 13:00", 0)),
		# 25 October 2026: 04:00 becomes 03:00
		("2026-10-25 03:45", MINUTES_30, ("2026-10-25 03:15", 1)),
		("2026-10-25 02:30", HOURS_2, ("2026-10-25 03:30", 1)),
		("2026-10-24 12:00", HOURS_24, ("2026-10-25 11:00", 0)),
	],
)
def test_r4_7_minutes_and_hours_are_elapsed_time_across_both_clock_changes(start, term, expected):
	assert same(deadline(kyiv(start), term, CALENDAR), kyiv(expected[0], fold=expected[1]))


@pytest.mark.parametrize(
	"start, term, expected",
	[
		pytest.param("2026-03-27 10:00", days(5), ("2026-04-01 10:00", 0), id="over spring"),
		pytest.param("2026-10-23 10:00", days(5), ("2026-10-28 10:00", 0), id="over autumn"),
		pytest.param(
			"2026-03-24 03:30", days(5), ("2026-03-29 04:00", 0), id="skipped minute: end of the gap"
		),
		pytest.param("2026-03-24 03:00", days(5), ("2026-03-29 04:00", 0), id="first skipped minute"),
		pytest.param(
			"2026-10-20 03:30", days(5), ("2026-10-25 03:30", 1), id="repeated minute: its second pass"
		),
		pytest.param("2026-10-20 04:00", days(5), ("2026-10-25 04:00", 0), id="just after the repeated hour"),
		pytest.param(
			"2026-10-20 09:00", days(5, end="End of Day"), ("2026-10-25 23:59:59", 0), id="25-hour day"
		),
	],
)
def test_r4_7_days_keep_the_wall_clock_across_both_clock_changes(start, term, expected):
	assert same(deadline(kyiv(start), term, CALENDAR), kyiv(expected[0], fold=expected[1]))


@pytest.mark.parametrize(
	"start, term, expected",
	[
		("2028-02-28 12:00", HOURS_24, "2028-02-29 12:00"),
		("2028-02-24 12:00", days(5), "2028-02-29 12:00"),
		("2028-02-29 12:00", days(5), "2028-03-05 12:00"),
		("2028-02-29 12:00", days(366), "2029-03-01 12:00"),
		("2028-02-14 12:00", days(15, end="End of Day"), "2028-02-29 23:59:59"),
		("2028-02-28 12:00", days(1, "Working Days"), "2028-02-29 12:00"),
	],
)
def test_r4_6_29_february_2028_is_a_day(start, term, expected):
	assert same(deadline(kyiv(start), term, CALENDAR), kyiv(expected))


@pytest.mark.parametrize(
	"term, expected",
	[
		(MINUTES_30, "2026-07-01 00:29:59"),
		(HOURS_2, "2026-07-01 01:59:59"),
		(days(5), "2026-07-05 23:59:59"),
		(days(5, end="End of Day"), "2026-07-05 23:59:59"),
		(days(1, "Working Days", "End of Day"), "2026-07-01 23:59:59"),
	],
)
def test_r4_6_registered_in_the_last_second_of_a_day_counts_from_that_day(term, expected):
	assert same(deadline(kyiv("2026-06-30 23:59:59"), term, CALENDAR), kyiv(expected))


@pytest.mark.parametrize(
	"start, term, expected",
	[
		pytest.param("2026-11-23 10:00", days(5, rolls=True), "2026-11-30 10:00", id="Saturday to Monday"),
		pytest.param(
			"2026-11-23 10:00",
			days(5, end="End of Day", rolls=True),
			"2026-11-30 23:59:59",
			id="to Monday's end",
		),
		pytest.param(
			"2026-03-24 03:30", days(5, rolls=True), "2026-03-30 03:30", id="off the night of the gap"
		),
		pytest.param("2026-11-23 10:00", days(4, rolls=True), "2026-11-27 10:00", id="Friday stays"),
		pytest.param("2026-11-27 10:00", Term(24, "Hours", rolls_off_non_working=True), "2026-11-30 10:00"),
		pytest.param("2026-11-23 10:00", days(5), "2026-11-28 10:00", id="does not roll unless told"),
		pytest.param("2026-11-27 10:00", days(1, "Working Days"), "2026-11-30 10:00", id="working days"),
		pytest.param("2026-11-28 10:00", days(1, "Working Days"), "2026-11-30 10:00", id="from a Saturday"),
	],
)
def test_r4_6_non_working_days(start, term, expected):
	assert same(deadline(kyiv(start), term, CALENDAR), kyiv(expected))


@pytest.mark.parametrize(
	"start, hours, expected",
	[
		("2026-11-23 10:00", 4, "2026-11-23 14:00"),
		("2026-11-27 15:30", 4, "2026-11-30 11:30"),
		("2026-10-23 16:00", 1, "2026-10-26 09:00"),
		("2026-03-27 16:00", 1, "2026-03-30 09:00"),
	],
)
def test_r4_6_a_term_may_count_working_hours(start, hours, expected):
	assert same(deadline(kyiv(start), Term(hours, "Working Hours"), CALENDAR), kyiv(expected))


def test_r4_5_no_fixed_term_has_no_deadline_and_is_never_late():
	assert deadline(kyiv("2026-11-23 10:00"), Term(0, Unit.NO_FIXED_TERM), CALENDAR) is None
	assert not is_late(kyiv("2126-11-23 10:00"), None)


def test_r4_6_a_term_counts_from_registration_or_receipt_by_type():
	received, registered = kyiv("2026-11-22 22:00"), kyiv("2026-11-23 08:30")
	by_receipt = RequestType("x", "X", 3, HOURS_2, days(5), CountsFrom.RECEIPT)
	by_registration = RequestType("x", "X", 3, HOURS_2, days(5), CountsFrom.REGISTRATION)
	assert same(deadlines(by_receipt, received, registered, CALENDAR).due, kyiv("2026-11-27 22:00"))
	assert same(deadlines(by_registration, received, registered, CALENDAR).due, kyiv("2026-11-28 08:30"))
	assert same(deadlines(by_receipt, received, registered, CALENDAR).accept_by, kyiv("2026-11-23 10:30"))


@pytest.mark.parametrize("term", [MINUTES_30, days(5), Term(0, Unit.NO_FIXED_TERM)])
def test_r4_7_a_start_without_zone_is_refused(term):
	with pytest.raises(ValueError):
		deadline(datetime(2026, 11, 23, 10), term, CALENDAR)


@pytest.mark.parametrize("unit", [Unit.MINUTES, Unit.CALENDAR_DAYS])
def test_r4_7_a_moment_without_zone_is_named(unit):
	with pytest.raises(ValueError, match="a moment needs its time zone: 2026-11-23T10:00:00"):
		shift(datetime(2026, 11, 23, 10), 1, unit)


def test_r4_7_what_is_stored_in_utc_is_utc_itself():
	moment = utc(kyiv("2026-11-23 10:00"))
	assert moment.tzinfo is timezone.utc
	assert moment.hour == 8


def test_r4_7_a_start_in_another_zone_is_read_as_the_instant_it_is():
	start = datetime(2026, 11, 22, 22, 30, tzinfo=timezone.utc)
	found = deadline(start, days(5, end="End of Day"), CALENDAR)
	assert found.tzinfo is KYIV
	assert same(found, kyiv("2026-11-28 23:59:59"))


@pytest.mark.parametrize("amount", [0, -1])
@pytest.mark.parametrize("unit", ["Minutes", "Hours", "Working Hours", "Calendar Days", "Working Days"])
def test_r4_6_a_term_below_one_unit_is_refused(amount, unit):
	with pytest.raises(ValueError):
		Term(amount, unit)


def test_r4_6_a_term_past_the_end_of_the_calendar_is_refused_not_a_crash():
	with pytest.raises(ProblemError) as caught:
		deadline(kyiv("2026-11-23 10:00"), days(9_999_999), CALENDAR)
	assert caught.value.problem == Problem(ProblemKind.TERM_TOO_LONG, ("9999999", "Calendar Days"))


@pytest.mark.parametrize(
	"bad", [{"unit": "Working Days"}, {"unit": "No Fixed Term"}, {"amount": -1}, {"when": "x"}]
)
def test_r4_6_an_alert_that_cannot_be_counted_is_refused(bad):
	good = {"clock": "Execution", "amount": 1, "unit": "Hours", "when": "Before", "audience": "Executor"}
	Alert(**good)
	with pytest.raises(ValueError):
		Alert(**{**good, **bad})


def test_r4_6_an_amount_below_zero_is_named():
	with pytest.raises(ProblemError, match="Alert Below Zero: -1"):
		Alert("Execution", -1, "Hours", "Before", "Executor")


def test_r4_6_words_of_a_record_or_a_file_are_the_choices_themselves():
	"""They are compared by identity."""
	term = Term(5, "Calendar Days", "End of Day")
	assert term.unit is Unit.CALENDAR_DAYS and term.day_end is DayEnd.END_OF_DAY
	alert = Alert("Execution", 1, "Hours", "Before", "Executor")
	kinds = [type(each) for each in (alert.clock, alert.unit, alert.when, alert.audience)]
	assert kinds == [AlertClock, Unit, AlertWhen, Audience]
	assert type(RequestType("x", "X", 3, HOURS_2, days(5), "Receipt").counts_from) is CountsFrom


@pytest.mark.parametrize("bad", [{"unit": "Weeks"}, {"day_end": "Noon"}])
def test_r4_6_a_term_of_unknown_words_is_refused(bad):
	with pytest.raises(ValueError, match="is not a valid"):
		Term(**{"amount": 5, "unit": "Hours", "day_end": "End of Day", **bad})


@pytest.mark.parametrize(
	"moment, late",
	[
		("2026-11-23 16:29:59", False),
		("2026-11-23 16:30:00", False),
		("2026-11-23 16:30:00.999999", False),
		("2026-11-23 16:30:01", True),
	],
)
def test_r7_1_a_deadline_is_kept_up_to_its_own_second(moment, late):
	term_end = kyiv("2026-11-23 16:30:00")
	assert is_late(kyiv(moment), term_end) is late
	assert (utc(kyiv(moment)) >= utc(late_from(term_end))) is late


def test_r4_7_lateness_is_exact_in_both_passes_of_the_repeated_hour():
	assert is_late(kyiv("2026-10-25 03:15", fold=1), kyiv("2026-10-25 03:45", fold=0))
	assert not is_late(kyiv("2026-10-25 03:45", fold=0), kyiv("2026-10-25 03:15", fold=1))


@pytest.mark.parametrize(
	"accept, done, contradicts",
	[
		(HOURS_2, MINUTES_30, True),
		(days(1), HOURS_2, True),
		(HOURS_2, HOURS_2, False),
		(MINUTES_30, HOURS_24, False),
		(HOURS_2, Term(0, Unit.NO_FIXED_TERM), False),
		(Term(0, Unit.NO_FIXED_TERM), HOURS_2, False),
	],
)
def test_r4_work_is_not_due_before_it_is_accepted(accept, done, contradicts):
	rtype = RequestType("any", "Будь-яка", 1, accept, done)
	assert ends_before_accepted(rtype, kyiv("2026-11-23 10:00"), CALENDAR) is contradicts


@pytest.mark.parametrize("unit", [each for each in Unit if each is not Unit.NO_FIXED_TERM])
def test_r4_6_the_longest_term_can_be_calculated(unit):
	found = deadline(kyiv("2026-11-23 10:00"), Term(longest(unit), unit), CALENDAR)
	assert found.year >= 2036


def test_r4_6_a_term_counts_ten_years_at_most():
	assert {str(unit): longest(unit) for unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS)} == {
		"Working Days": 3650,
		"Calendar Days": 3650,
		"Hours": 87_600,
	}
