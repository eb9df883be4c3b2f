"""A clarification holds through its last day, and its supplier is asked before it (RI2, RI4)."""

from datetime import date, timedelta

import pytest

from contact_center.regulation.validity import Validity, prolonged, validity

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
	("until", "expected"),
	[
		(None, Validity.VALID),
		(TODAY - timedelta(days=1), Validity.OVER),
		(TODAY, Validity.ENDING),
		(TODAY + timedelta(days=14), Validity.ENDING),
		(TODAY + timedelta(days=15), Validity.VALID),
	],
)
def test_a_day_finds_it_valid_ending_or_over(until, expected):
	assert validity(until, TODAY, 14) is expected


@pytest.mark.parametrize(
	("day", "months", "expected"),
	[
		(date(2026, 11, 27), 12, date(2027, 11, 27)),
		(date(2026, 12, 31), 2, date(2027, 2, 28)),
		(date(2027, 12, 31), 2, date(2028, 2, 29)),
		(date(2026, 1, 15), 11, date(2026, 12, 15)),
		(date(2026, 1, 15), 12, date(2027, 1, 15)),
	],
)
def test_a_confirmation_holds_so_many_months(day, months, expected):
	assert prolonged(day, months) == expected
