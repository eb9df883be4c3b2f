"""When an applicant is rung again, and when nobody has to be rung any more (R6.1.5)."""

from datetime import time, timedelta

import pytest
from regulation_kit import kyiv

from contact_center.regulation.call_backs import CallBackRule, next_attempt
from contact_center.regulation.working_calendar import MIDNIGHT, CalendarError, WorkingCalendar

MONDAY = kyiv("2026-11-23 10:00")


def calendar(*hours: tuple[int, int]) -> WorkingCalendar:
	spans = tuple((time(start), time(end % 24)) for start, end in hours)
	return WorkingCalendar(MONDAY.tzinfo, dict.fromkeys(range(5), spans))


OFFICE = calendar((8, 19))
NEVER_CLOSED = WorkingCalendar(MONDAY.tzinfo, {day: ((MIDNIGHT, MIDNIGHT),) for day in range(7)})


@pytest.mark.parametrize(
	("attempts", "at"),
	[
		([], "2026-11-23 10:00"),
		# three hours later at the earliest, in another part of the day
		(["2026-11-23 10:00"], "2026-11-23 13:00"),
		(["2026-11-23 08:10"], "2026-11-23 12:00"),
		(["2026-11-23 13:00"], "2026-11-23 17:00"),
		# twice a day at most: the third time on the next morning
		(["2026-11-23 10:00", "2026-11-23 13:00"], "2026-11-24 08:00"),
		# the line closes before the three hours are over
		(["2026-11-23 17:30"], "2026-11-24 08:00"),
		# over the weekend
		(["2026-11-27 10:00", "2026-11-27 18:00"], "2026-11-30 08:00"),
	],
)
def test_the_next_attempt_is_at_other_hours_or_on_another_day(attempts, at):
	assert next_attempt([kyiv(each) for each in attempts], MONDAY, OFFICE) == kyiv(at)


def test_a_result_reported_in_the_evening_is_asked_about_in_the_morning():
	assert next_attempt([], kyiv("2026-11-23 19:30"), OFFICE) == kyiv("2026-11-24 08:00")


@pytest.mark.parametrize(
	("since", "at"),
	[
		("2026-11-23 03:00", "2026-11-23 08:00"),
		("2026-11-23 21:00", "2026-11-24 08:00"),
		("2026-11-23 20:59", "2026-11-23 20:59"),
	],
)
def test_a_line_that_never_closes_rings_nobody_at_night(since, at):
	assert next_attempt([], kyiv(since), NEVER_CLOSED) == kyiv(at)


def test_where_the_line_opens_at_the_same_hours_only_another_day_is_enough():
	mornings = calendar((8, 12))
	assert next_attempt([MONDAY], MONDAY, mornings) == kyiv("2026-11-24 08:00")


def test_the_order_of_attempts_does_not_matter():
	attempts = [kyiv("2026-11-23 13:00"), kyiv("2026-11-23 10:00")]
	assert next_attempt(attempts, MONDAY, OFFICE) == next_attempt(attempts[::-1], MONDAY, OFFICE)


def test_a_calendar_that_never_opens_is_said():
	with pytest.raises(CalendarError):
		next_attempt([], MONDAY, WorkingCalendar(MONDAY.tzinfo, {}))


def test_every_next_attempt_comes_later_and_in_calling_hours():
	attempts = []
	for _time in range(12):
		at = next_attempt(attempts, MONDAY, NEVER_CLOSED)
		assert time(8) <= at.time() < time(21)
		assert not attempts or at - attempts[-1] >= timedelta(hours=3)
		attempts.append(at)
	assert max(sum(each.date() == day for each in attempts) for day in {a.date() for a in attempts}) == 2


@pytest.mark.parametrize(
	("attempts", "enough"),
	[
		([], False),
		(["2026-11-23 10:00", "2026-11-23 13:00", "2026-11-23 18:00"], False),  # one day
		(["2026-11-23 10:00", "2026-11-24 13:00"], False),  # two attempts
		(["2026-11-23 10:00", "2026-11-23 13:00", "2026-11-24 08:00"], True),
	],
)
def test_it_ends_after_attempts_and_days(attempts, enough):
	assert CallBackRule(3, 2).is_enough([kyiv(each) for each in attempts]) is enough
