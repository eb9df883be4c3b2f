"""Deadlines and written moments of whole columns equal the scalar rules, clock changes and leap days included."""

import random
from datetime import datetime, timezone

import numpy as np
import polars as pl
import pytest
from rehearsal_kit import city, policy

from contact_center.reading.phones import PhoneError, normal_phone
from contact_center.reading.written_moments import NoMoment, read_moment
from contact_center.regulation.terms import DayEnd, RequestType, Rest, Term, Unit, deadline, resumed
from contact_center.rehearsal.engine.term_columns import deadline_column, resumed_column
from contact_center.rehearsal.reading.instants import NONE, moment, read_moments, seconds
from contact_center.rehearsal.reading.request_columns import is_normal, is_surely_good

ZONE = policy().calendar.zone
DAY = 86_400


def around(*nights: str) -> list[int]:
	"""Seconds around these nights, and as many days before as terms in days reach."""
	draw = random.Random(1520)
	ends = [int(datetime.fromisoformat(night).replace(tzinfo=timezone.utc).timestamp()) for night in nights]
	near = [end + draw.randint(-20_000, 20_000) for end in ends for _ in range(150)]
	return near + [at - days * DAY for at in near for days in (5, 7)]


STARTS = np.array(around("2026-03-29T01:00", "2026-10-25T01:00", "2028-02-28T22:00", "2026-12-31T22:00"))


@pytest.mark.parametrize("rolls", [False, True])
@pytest.mark.parametrize("day_end", list(DayEnd))
@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("amount", [1, 2, 5, 7])
def test_r4_6_r4_7_deadlines_of_a_column_are_those_of_each_start(amount, unit, day_end, rolls):
	term = Term(amount, unit, day_end, rolls)
	expected = [seconds(deadline(moment(at, ZONE), term, policy().calendar)) for at in STARTS]
	assert deadline_column(STARTS, term, policy().calendar).tolist() == expected


@pytest.mark.parametrize(
	"rest", [Rest(), Rest(least=Term(8, "Working Hours")), Rest("Whole Term", Term(1, "Hours"))]
)
@pytest.mark.parametrize("rolls", [False, True])
@pytest.mark.parametrize("day_end", list(DayEnd))
@pytest.mark.parametrize("unit", list(Unit))
def test_r6_3_5_clocks_of_a_column_run_again_as_each_one_does(unit, day_end, rolls, rest):
	"""Reported before and after the deadline, returned within and beyond both clock changes."""
	draw = np.random.default_rng(1520)
	starts = draw.choice(STARTS, 60)
	due, stopped = starts + draw.integers(0, 9 * DAY, 60), starts + draw.integers(0, 9 * DAY, 60)
	since = stopped + draw.integers(0, 9 * DAY, 60)
	rtype = RequestType("x", "Х", 1, Term(1, "Hours"), Term(5, unit, day_end, rolls), rest=rest)
	which = np.zeros(60, dtype=np.int64)
	found = resumed_column([rtype], which, due, stopped, since, policy().calendar)
	each = zip(due, stopped, since, strict=True)
	assert found.tolist() == [
		seconds(resumed(rtype, *(moment(at, ZONE) for at in row), policy().calendar)) for row in each
	]


ODD = [
	*("", " ", "учора зранку", "2026-11-22", "22.11.2026 14:30", "22.11.2026, 14:30", "2026-02-30T10:00:00"),
	*(
		"2026-01-01T10:00:60",
		"2026-01-01T24:00:00",
		"2026-1-01T10:00:000",
		" 2026-01-01T10:00:00",
		"2026-01-01 10:00:00",
	),
	*("2026-03-29T03:30:00", "2026-10-25T03:30:00", "2026-10-25T03:30:00+02:00", "2026-10-25T03:30:00+03:00"),
	*(
		"2026-01-01T10:00:00.123",
		"2026-01-01T10:00:00.123456+02:00",
		"2026-01-01T10:00:00Z",
		"2026-01-01T10:00:00z",
	),
	*(
		"2026-01-01T10:00:00+0200",
		"2026-01-01T10:00:00+02:00:30",
		"2026-01-01T10:00:00+99:00",
		"2026-01-01T10:00:00є",
	),
	*(
		"٢٠٢٦-01-01T10:00:00",
		"0001-01-01T10:00:00",
		"1950-01-01T10:00:00",
		"9999-12-31T23:59:59",
		"2026-01-01T10:00",
	),
	*(
		"2026-01-01T10:00:0a",
		"+026-01-01T10:00:00",
		"2026-13-01T10:00:00",
		"2026-00-01T10:00:00",
		"2026-01-00T10:00:00",
	),
	*("14.13.2026 25:61", "2026-01-01T10:00:00-05:30", "2026-01-01T10:00:00.5", "2028-02-29T23:59:59"),
]


def test_written_moments_of_a_column_are_read_like_each_alone():
	walls = [moment(int(at), ZONE).replace(tzinfo=None).isoformat() for at in STARTS]
	texts = [*ODD, *walls, *(moment(int(at), ZONE).isoformat() for at in STARTS)]
	assert read_moments(pl.Series(texts), ZONE).tolist() == [alone(text) for text in texts]


def alone(text):
	try:
		return seconds(read_moment(text, ZONE))
	except NoMoment:
		return NONE


PHONES = [
	*(
		"+380671234567",
		"+380564401520",
		"+380001234567",
		"0671234567",
		"067 123 45 67",
		"+38 (056) 440-15-20",
	),
	*(
		"(056) 440-15-20",
		"056-440-15-20",
		"12345",
		"+380 56 4ХХ ХХ ХХ",
		"+38067123456",
		"+3806712345678",
		"380671234567",
	),
	*(
		"+48221234567",
		"+1 202 555 0123",
		"101",
		"067123456",
		"+38 067 1234567",
		"0-800-500-123",
		"++380671234567",
		"0991234567",
	),
]


@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_taken_for_good_at_a_glance_is_good(phone):
	glance = pl.DataFrame({"phone": [phone]}).select(
		normal=is_normal(pl.col("phone")), sure=is_surely_good(pl.col("phone"))
	)
	try:
		good = normal_phone(phone)
	except PhoneError:
		good = None
	if glance["normal"][0]:
		assert good == phone
	if glance["sure"][0]:
		assert good


def test_the_usual_numbers_need_no_second_look():
	mobiles = pl.DataFrame({"phone": [f"+38067{number:07}" for number in range(0, 10_000_000, 99_991)]})
	assert mobiles.select(is_normal(pl.col("phone")).all()).item()
	assert city().zone == ZONE
