"""Whom announced works concern at a place (RE3): an outage that exists is never denied."""

import pytest

from contact_center.reading.announced_buildings import read_buildings
from contact_center.reading.asked_addresses import Written, readings
from contact_center.regulation.addresses import parse_building
from contact_center.regulation.coverage import Announced, Asked, Reach, reach

pytestmark = pytest.mark.regulation

HERE, THERE = "просп. Металургів", "вул. Соборності"


def concerns(text: str, building: str = "") -> Reach:
	return read_buildings(text).reach(parse_building(building) if building else None)


@pytest.mark.parametrize(
	("announced", "building", "whom"),
	[
		("10-26", "18", Reach.BUILDING),
		("10–26", "26", Reach.BUILDING),
		("10-26", "18-А", Reach.BUILDING),
		("10-26", "40", Reach.OTHER_BUILDINGS),
		("10-26", "", Reach.BUILDINGS),
		("від 10 до 26", "12", Reach.BUILDING),
		("з 10 по 26", "27", Reach.OTHER_BUILDINGS),
		("14, 16, 18", "16", Reach.BUILDING),
		("14; 16 та 18", "18", Reach.BUILDING),
		("14, 16, 18", "15", Reach.OTHER_BUILDINGS),
		("буд. 14, № 16", "16", Reach.BUILDING),
		("44А", "44-а", Reach.BUILDING),
		("44А", "44", Reach.BUILDINGS),
		("44", "44а", Reach.BUILDINGS),
		("12/3", "12/3", Reach.BUILDING),
		("непарні 1-35", "7", Reach.BUILDING),
		("непарні 1-35", "8", Reach.OTHER_BUILDINGS),
		("2-40 (парна сторона)", "8", Reach.BUILDING),
		("парна сторона", "200", Reach.BUILDING),
		("парні", "201", Reach.OTHER_BUILDINGS),
		("", "5", Reach.STREET),
		("вся вулиця", "5", Reach.STREET),
		("усі будинки", "", Reach.STREET),
		("від школи до ринку", "5", Reach.BUILDINGS),
		("10-26, біля школи", "40", Reach.BUILDINGS),
		("10-26, біля школи", "12", Reach.BUILDING),
	],
)
def test_buildings_are_read_as_executors_write_them(announced, building, whom):
	assert concerns(announced, building) is whom


def works(district=None, **streets) -> Announced:
	return Announced(district, tuple((name, read_buildings(text)) for name, text in streets.items()))


def test_a_district_and_the_city_concern_each_of_their_streets():
	at_home = Asked(HERE, parse_building("40"), frozenset({"met"}))
	assert reach(works("met"), at_home) is Reach.DISTRICT
	assert reach(works("dov"), at_home) is None
	assert reach(works(), at_home) is Reach.CITY


def test_an_unknown_district_is_no_reason_to_deny():
	"""A long street without a building, a street without ranges, a street that nobody knows."""
	for place in (Asked(HERE, None, frozenset({"met", "dov"})), Asked(HERE), Asked()):
		assert reach(works("met"), place) is Reach.A_DISTRICT


def test_works_of_streets_concern_those_streets():
	at_home = Asked(HERE, parse_building("40"), frozenset({"met"}))
	assert reach(works("met", **{THERE: "2-8"}), at_home) is Reach.OTHER_STREETS
	assert reach(works(None, **{THERE: "2-8"}), at_home) is None
	assert reach(works("dov", **{HERE: "", THERE: "2-8"}), at_home) is Reach.STREET


def test_of_several_rows_the_nearest_counts():
	rows = tuple((HERE, read_buildings(text)) for text in ("2-8", "40"))
	assert reach(Announced(None, rows), Asked(HERE, parse_building("40"))) is Reach.BUILDING


@pytest.mark.parametrize(
	("typed", "read"),
	[
		("Металургів, 40", Written("Металургів", "40")),
		("Металургів 40", Written("Металургів", "40")),
		("Металургів буд 18", Written("Металургів", "18")),
		("Металургів буд. 18, кв. 5", Written("Металургів", "18", "5")),
		("Металургів б.18 кв5", Written("Металургів", "18", "5")),
		("Металургів д 18", Written("Металургів", "18")),
		("Металургів будинок № 18", Written("Металургів", "18")),
		("вул. Соборності, 12-а", Written("вул. Соборності", "12-А")),
		("23 Лютого 5", Written("23 Лютого", "5")),
		("просп. 200-річчя Кривого Рогу 12", Written("просп. 200-річчя Кривого Рогу", "12")),
	],
)
def test_an_address_in_one_line_is_read(typed, read):
	assert read in list(readings(typed))


@pytest.mark.parametrize("typed", ["Соборності", "вул. 23 Лютого", "", "12", " , ", "буд 18"])
def test_a_street_alone_has_no_building(typed):
	assert [each for each in readings(typed) if each.building] == []


def test_a_long_text_is_read_at_once():
	assert len(list(readings("вул 1 " * 20000))) < 10
	assert read_buildings("1 до " * 100000)
