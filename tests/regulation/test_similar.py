"""Which open requests are shown to who writes one, and in which order."""

from datetime import datetime, timedelta, timezone

import pytest

from contact_center.regulation.similar import Likeness, Nearby, likeness, ranked

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
WATER, LIGHT = "1.1", "2.1"


def near(name="a", entry=WATER, building="12", hours=0, concerned=1) -> Nearby:
	return Nearby(name, entry, building, NOON + timedelta(hours=hours), concerned)


@pytest.mark.parametrize(
	"entry, building, other, how",
	[
		(WATER, "12", near(), Likeness.SAME),
		(WATER, None, near(building=None), Likeness.SAME),
		(WATER, "", near(building=None), Likeness.SAME),
		(WATER, None, near(building="14"), Likeness.SAME_STREET),
		(WATER, "12", near(building=None), Likeness.SAME_STREET),
		(LIGHT, "12", near(), Likeness.SAME_BUILDING),
		(None, "12", near(), Likeness.SAME_BUILDING),
		(None, "12", near(entry=None), Likeness.SAME_BUILDING),
		(WATER, "12", near(building="12-А"), None),
		(WATER, "12", near(building="14"), None),
		(LIGHT, None, near(building=None), None),
		(None, None, near(), None),
		(None, None, near(entry=None, building=None), None),
	],
)
def test_how_much_a_request_is_like_another(entry, building, other, how):
	assert likeness(entry, building, other) is how


def test_the_likest_come_first_then_what_concerns_more_then_the_newest():
	found = [
		near("another entry", LIGHT, concerned=9),
		near("whole street", building=None, concerned=5),
		near("old", hours=-9),
		near("new", hours=-1),
		near("many", hours=-8, concerned=3),
		near("elsewhere", building="99"),
	]
	names = [each.name for each, _how in ranked(WATER, "12", found, 10)]
	assert names == ["many", "new", "old", "whole street", "another entry"]


def test_no_more_are_shown_than_asked_for():
	found = [near(str(number), hours=-number) for number in range(9)]
	assert [each.name for each, _how in ranked(WATER, "12", found, 3)] == ["0", "1", "2"]


def test_equals_keep_one_order():
	assert [each.name for each, _how in ranked(WATER, "12", [near("b"), near("a")], 2)] == ["a", "b"]
