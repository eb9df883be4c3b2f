"""What is odd about a place is asked about before a request is sent (R3.4)."""

import pytest

from contact_center.regulation.addresses import Parity, StreetRange, bare_flat, parse_flat
from contact_center.regulation.plausible import (
	City,
	Direction,
	Position,
	direction,
	distance_km,
	is_far,
	is_great,
)

pytestmark = pytest.mark.regulation

KRYVYI_RIH = Position(47.9105, 33.3918)
KYIV = Position(50.4501, 30.5234)


def test_distances_are_along_the_great_circle():
	assert distance_km(KRYVYI_RIH, KYIV) == pytest.approx(352, abs=2)
	assert distance_km(KYIV, KYIV) == 0
	assert distance_km(Position(0, 0), Position(0, 180)) == pytest.approx(20015, abs=1)


@pytest.mark.parametrize(
	("north", "east", "wind"),
	[
		(1, 0, Direction.NORTH),
		(1, 1.5, Direction.NORTH_EAST),
		(0, 1, Direction.EAST),
		(-1, 1.5, Direction.SOUTH_EAST),
		(-1, 0, Direction.SOUTH),
		(-1, -1.5, Direction.SOUTH_WEST),
		(0, -1, Direction.WEST),
		(1, -1.5, Direction.NORTH_WEST),
	],
)
def test_there_are_eight_directions(north, east, wind):
	assert direction(KRYVYI_RIH, Position(47.9105 + north / 10, 33.3918 + east / 10)) is wind


def test_the_other_side_of_the_date_line_is_near():
	assert direction(Position(0, 179), Position(0, -179)) is Direction.EAST


def test_a_place_outside_the_city_is_far():
	assert is_far(KYIV, City(KRYVYI_RIH, 45))
	assert not is_far(Position(48.1, 33.5), City(KRYVYI_RIH, 45))


@pytest.mark.parametrize("city", [None, City(KRYVYI_RIH), City(KRYVYI_RIH, 0)])
def test_where_the_city_is_not_known_nothing_is_far(city):
	assert not is_far(KYIV, city)


WHOLE = (StreetRange("met"),)
HALVES = (StreetRange("met", Parity.ODD, 1, 47), StreetRange("cen", Parity.EVEN, 2, 60))


@pytest.mark.parametrize(
	("number", "ranges", "most", "great"),
	[
		(9999, WHOLE, 500, True),
		(500, WHOLE, 500, False),
		(9999, WHOLE, 0, False),
		(61, HALVES, 500, True),
		(60, HALVES, 500, False),
		(61, HALVES, 0, True),
		(300, (*HALVES, StreetRange("sak", Parity.ALL, 61)), 500, False),
		(300, (), 500, False),
		(501, (), 500, True),
	],
)
def test_a_building_is_compared_with_its_street(number, ranges, most, great):
	assert is_great(number, ranges, most) is great


@pytest.mark.parametrize("typed", ["5", "кв. 5", "кв. кв. 5", "квартира кв.5", "КВ 5"])
def test_a_flat_has_its_mark_once(typed):
	assert parse_flat(typed) == "5"
	assert bare_flat(typed) == "5"


@pytest.mark.parametrize("stored", ["5-А", "прибудова", "", "–"])
def test_a_flat_without_a_mark_stays(stored):
	assert bare_flat(stored) == stored
