import time

import pytest

from contact_center.regulation.addresses import (
	AddressError,
	AmbiguousDistrict,
	Parity,
	StreetRange,
	check_coordinates,
	district_of,
	parse_building,
	parse_place,
)
from contact_center.regulation.problems import Problem, ProblemError, ProblemKind

LONG_STREET = (
	StreetRange("Металургійний", "Odd", 1, 47),
	StreetRange("Центрально-Міський", Parity.EVEN, 2, 60),
	StreetRange("Саксаганський", Parity.ALL, 61, 0),
)


@pytest.mark.parametrize(
	"typed, stored",
	[
		("12", "12"),
		(" 12 ", "12"),
		("012", "12"),
		("12А", "12-А"),
		("12-а", "12-А"),
		("12 а", "12-А"),
		("12–а", "12-А"),
		("12A", "12-А"),  # Latin A
		("12є", "12-Є"),
		("12/3", "12/3"),
		("12 / 3", "12/3"),
		("12/3а", "12/3-А"),
		("12А/3", "12-А/3"),
		("12-14", "12-14"),
		(" 12 корп. 2", "12 корп. 2"),
		("12, корпус 2", "12 корп. 2"),
		("12к2", "12 корп. 2"),
		("12к", "12-К"),
		("12Б корп. 2", "12-Б корп. 2"),
		("буд. 12", "12"),
		("№ 12", "12"),
		("40/А", "40/А"),
		("40 / а", "40/А"),
		('12"А"', "12-А"),
		("12 «Б»", "12-Б"),
		("12'а'", "12-А"),
		("12 ’А’", "12-А"),
		("12\u2011А", "12-А"),
		("12\u2010а", "12-А"),
		("12—а", "12-А"),
		("12 - а", "12-А"),
		("12.", "12"),
		("12а.", "12-А"),
		("12,", "12"),
		("12 б", "12-Б"),
		("12Y", "12-У"),  # Latin Y
		("12 корп. 2А", "12 корп. 2-А"),
		("12 корп.2-А", "12 корп. 2-А"),
		("12 КОРПУС № 2", "12 корп. 2"),
		("12/к2", "12 корп. 2"),
		("12-к2", "12 корп. 2"),
		("12-корп.2", "12 корп. 2"),
		("12к.2", "12 корп. 2"),
		("12 к 2", "12 корп. 2"),
		("12 к. В", "12 корп. В"),
		("12 корп В", "12 корп. В"),
		("12 А корпус 3", "12-А корп. 3"),
		("5 літ. Б", "5 літ. Б"),
		("5 літера А", "5 літ. А"),
		("5літ.А", "5 літ. А"),
		("5 лит. А", "5 літ. А"),
		("5Б літ. А-1", "5-Б літ. А-1"),
		("12 корп. 2 літ. Б", "12 корп. 2 літ. Б"),
		("12 блок 2", "12 блок 2"),
		("12 бл. 3", "12 блок 3"),
		("12 секція 2", "12 секція 2"),
		("12 сек. 2", "12 секція 2"),
		("12/2-А", "12/2-А"),
		("12-а/2", "12-А/2"),
		("1а/2", "1-А/2"),
		("12/3/1", "12/3/1"),
		("12-А-Б", "12-А-Б"),
		("будинок № 12-А", "12-А"),
		("буд 7", "7"),
		("д.12", "12"),
		("99999", "99999"),
	],
)
def test_a_building_is_stored_in_one_form_however_it_is_typed(typed, stored):
	assert str(parse_building(typed)) == stored
	assert parse_building(stored) == parse_building(typed)


@pytest.mark.parametrize(
	"typed",
	[
		*(
			"",
			" ",
			"0",
			"б/н",
			"А12",
			"12АБ",
			"12 кв. 5",
			"12.5",
			"-1",
			"١٢",
			"1" * 400,
			"=cmd|' /C calc'!A0",
		),
		*("12 кв", "12 КВ", "12 та 14", "12 14", "12, 14", "12 а б", "12 під'їзд 2", "123456", "12 літ. АБ"),
		*("корп. 2", "12 корп.", "12/", "біля 12", "12/3/1/5/7/9/11/13/15/17/19"),
	],
)
def test_what_is_no_building_number_is_refused(typed):
	with pytest.raises(AddressError) as caught:
		parse_building(typed)
	assert caught.value.problem == Problem(ProblemKind.BAD_BUILDING, (typed,))


@pytest.mark.parametrize(
	"typed, stored",
	[
		(("12 кв 5", ""), ("12", "5")),
		(("12 кв 5", "кв. 5"), ("12", "5")),
		(("12А, кв.5а", None), ("12-А", "5а")),
		(("12/кв5", ""), ("12", "5")),
		(("буд. 12, квартира № 5", ""), ("12", "5")),
		(("12 корп. 2 кв 7", ""), ("12 корп. 2", "7")),
		(("12", "5-А"), ("12", "5-А")),
		(("12", "№ 5"), ("12", "5")),
		(("12", "5/2"), ("12", "5/2")),
		(("12", "офіс 3"), ("12", "офіс 3")),
		(("", "5"), ("", "5")),
		((None, None), ("", "")),
	],
)
def test_a_flat_that_was_written_behind_the_building_is_the_flat(typed, stored):
	assert parse_place(*typed) == stored


@pytest.mark.parametrize(
	"building, flat, kind",
	[
		("12 кв 5", "7", ProblemKind.FLAT_IN_BUILDING),
		("12 кв", "", ProblemKind.BAD_BUILDING),
		("12", "-5", ProblemKind.BAD_FLAT),
		("12", "’-5", ProblemKind.BAD_FLAT),
		("12", "0", ProblemKind.BAD_FLAT),
		("12", "—", ProblemKind.BAD_FLAT),
		("12", "5" * 21, ProblemKind.BAD_FLAT),
	],
)
def test_a_flat_that_is_none_is_refused(building, flat, kind):
	with pytest.raises(ProblemError) as caught:
		parse_place(building, flat)
	assert caught.value.kind is kind


@pytest.mark.parametrize(
	"place", [(0, 0), (None, None), (47.9, 33.4), (-90, 180), (90, -180), ("47.9", "33.4")]
)
def test_places_on_earth(place):
	check_coordinates(*place)


@pytest.mark.parametrize(
	"place",
	[(float("nan"), 33.4), (47.9, float("inf")), (float("-inf"), 0), (999, 33.4), (47.9, 180.1), ("тут", 0)],
)
def test_what_is_no_place_on_earth_is_refused(place):
	with pytest.raises(ProblemError) as caught:
		check_coordinates(*place)
	assert caught.value.kind is ProblemKind.BAD_COORDINATES


def test_a_refused_position_names_what_was_given_alone():
	with pytest.raises(ProblemError) as caught:
		check_coordinates("Північ", None)
	assert caught.value.values == ("Північ",)


@pytest.mark.parametrize(
	"building, district",
	[
		("1", "Металургійний"),
		("47-А", "Металургійний"),
		("2/1", "Центрально-Міський"),
		("60", "Центрально-Міський"),
		("61", "Саксаганський"),
		("9999", "Саксаганський"),
		("49", None),
		("", None),
		(None, None),
	],
)
def test_r5_11_a_street_through_several_districts(building, district):
	assert district_of(building, LONG_STREET) == district


def test_r5_11_a_street_in_one_district_needs_no_building():
	whole = (StreetRange("Тернівський"),)
	assert {district_of(building, whole) for building in (None, "", "7", "б/н")} == {"Тернівський"}


def test_r5_11_a_street_known_in_part_answers_for_that_part():
	part = (StreetRange("Тернівський", Parity.ALL, 1, 50),)
	assert district_of("", part) == "Тернівський"
	assert district_of("50", part) == "Тернівський"
	assert district_of("51", part) is None


def test_a_street_without_ranges_has_no_district():
	assert district_of("1", ()) is None


def test_ranges_that_overlap_within_a_district_are_fine_and_between_districts_are_not():
	ranges = (
		StreetRange("А", Parity.ALL, 1, 20),
		StreetRange("А", Parity.EVEN, 10, 30),
		StreetRange("Б", "All", 20),
	)
	assert district_of("12", ranges) == "А"
	with pytest.raises(AmbiguousDistrict) as caught:
		district_of("20", ranges)
	assert caught.value.districts == ("А", "Б")
	assert caught.value.problem == Problem(ProblemKind.AMBIGUOUS_DISTRICT, ("20", "А", "Б"))


def test_an_unreadable_number_is_refused_only_where_the_number_decides():
	with pytest.raises(AddressError):
		district_of("б/н", LONG_STREET)


@pytest.mark.parametrize("first, last", [(10, 5), (-1, 0)])
def test_a_range_without_buildings_is_refused(first, last):
	with pytest.raises(ValueError):
		StreetRange("А", Parity.ALL, first, last)


@pytest.mark.parametrize("first, last", [(0, 0), (1, 1), (7, 7)])
def test_a_range_may_begin_at_nought_and_be_one_building(first, last):
	assert StreetRange("А", Parity.ALL, first, last).covers(last or 1)


@pytest.mark.parametrize(
	"district_range, whole",
	[
		(StreetRange("А"), True),
		(StreetRange("А", first=0), True),
		(StreetRange("А", first=2), False),
		(StreetRange("А", last=50), False),
		(StreetRange("А", Parity.ODD), False),
	],
)
def test_a_whole_street_is_both_sides_from_its_first_building_to_its_end(district_range, whole):
	assert district_range.is_whole is whole


@pytest.mark.parametrize("sign", ["1", "1,", "1 ", ",;1", "/1", "12 корп. 1 ", "№ ", "1 кв "])
def test_a_text_without_end_is_refused_at_once(sign):
	"""Anybody may send one, and the server has others to serve meanwhile."""
	started = time.process_time()
	for building, flat in (
		("12" + sign * 50_000, ""),
		("1" + sign * 50_000 + "!", ""),
		("12", sign * 50_000),
	):
		with pytest.raises(ProblemError):
			parse_place(building, flat)
	assert time.process_time() - started < 2  # it was a minute and more
