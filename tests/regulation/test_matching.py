"""What people write, found in the city's lists: classifier entries, streets, moments (R5.11, R4.7)."""

from datetime import datetime, timedelta

import pytest
from regulation_kit import KYIV

from contact_center.reading.matching import Matcher, fold
from contact_center.reading.street_names import StreetName, StreetNames
from contact_center.reading.written_moments import NoMoment, SkippedMoment, read_moment
from contact_center.regulation.routing import ClassifierEntry

ENTRIES = [
	ClassifierEntry("WTR", "Вода", is_group=True, keywords="немає води"),
	ClassifierEntry("WTR-01", "Немає холодної води", keywords="немає води, сухий кран"),
	ClassifierEntry("HEA-05", "Немає гарячої води", keywords="ледь тепла вода"),
	ClassifierEntry("WTR-05", "Відкритий люк", keywords="немає кришки люка"),
	ClassifierEntry("GRN-06", "Дитячий майданчик", keywords="зламана гойдалка"),
	ClassifierEntry("LFT-01", "Не працює ліфт", keywords="ліфт зупинено"),
	ClassifierEntry("OLD-01", "Паперова довідка", active=False, keywords="довідка"),
	ClassifierEntry("A-1", "Шум уночі", keywords="гавкає собака"),
	ClassifierEntry("B-1", "Собаки", keywords="гавкає собака"),
]


@pytest.mark.parametrize(
	("text", "code"),
	[
		("Немає холодної води", "WTR-01"),
		("НЕМАЄ ВОДИ", "WTR-01"),
		("вже добу води немає, кран сухий", "WTR-01"),
		("немає гарячої води", "HEA-05"),
		("Відкритий люк біля дитячого майданчика", "WTR-05"),
		("На дитячому майданчику відкритого люка боїмося", "GRN-06"),
		("ліфт у під'їзді не працює", "LFT-01"),
		("не пpaцює ліфт", "LFT-01"),  # Latin p, a
	],
)
def test_an_entry_is_found_by_title_and_keywords_in_any_ending(text, code):
	"""R5.11"""
	assert Matcher(ENTRIES).match(text).code == code


@pytest.mark.parametrize("text", ["", "різне", "довідка", "Вода", "не", "12", "вода " * 5000])
def test_what_fits_nothing_is_no_match(text):
	"""R5.11: groups and entries out of use are never the answer."""
	assert Matcher(ENTRIES).match(text).codes == ()


def test_two_entries_that_fit_alike_are_both_named():
	found = Matcher(ENTRIES).match("цілу ніч гавкає собака")
	assert found.code is None
	assert set(found.codes) == {"A-1", "B-1"}
	assert Matcher(ENTRIES).match("цілу ніч гавкає собака", among=["B-1"]).code == "B-1"


def test_texts_are_compared_without_case_apostrophes_and_composition():
	assert fold("Під’їзд  №\u00a01") == fold("ПІД'ЇЗД № 1") == fold("пі\u0434\u02bcі\u0308зд № 1")


STREETS = StreetNames(
	[
		StreetName("вул. Соборності", "вул.", "Соборності"),
		StreetName("пл. Соборності", "пл.", "Соборності"),
		StreetName("вул. Зв'язку", "вул.", "Зв'язку"),
		StreetName("вул. Віталія Матусевича", "вул.", "Віталія Матусевича", ("22 Партз'їзду",)),
		StreetName("просп. Миру", "просп.", "Миру"),
		StreetName("вул. Нова", "вул.", "Нова", ("Миру",)),
	]
)


@pytest.mark.parametrize(
	("text", "keys"),
	[
		("вул. Зв'язку", ("вул. Зв'язку",)),
		("ВУЛИЦЯ ЗВ’ЯЗКУ", ("вул. Зв'язку",)),
		("Звʼязку", ("вул. Зв'язку",)),
		("вул.Зв`язку", ("вул. Зв'язку",)),
		("Матусевича Віталія вул.", ("вул. Віталія Матусевича",)),
		("вул. 22 партз'їзду", ("вул. Віталія Матусевича",)),
		("пр-т Миру", ("просп. Миру",)),
		("Миру", ("просп. Миру",)),
		("вул. Миру", ("вул. Нова",)),
		("Соборності", ("вул. Соборності", "пл. Соборності")),
		("площа Соборності", ("пл. Соборності",)),
		("вул. Хрещатик", ()),
		("вул.", ()),
		("", ()),
	],
)
def test_a_street_is_found_however_it_is_written(text, keys):
	assert STREETS.find(text) == keys


@pytest.mark.parametrize(
	"text",
	[
		"22.11.2026 14:30",
		"2026-11-22 14:30",
		"2026-11-22T14:30:00",
		"2026-11-22T12:30:00Z",
		" 22.11.2026  14:30:00 ",
	],
)
def test_a_moment_is_read_in_the_usual_spellings(text):
	assert read_moment(text, KYIV) == datetime(2026, 11, 22, 14, 30, tzinfo=KYIV)


@pytest.mark.parametrize(
	"text", ["", "учора", "22.11.2026", "31.02.2026 10:00", "14.13.2026 25:61", "9" * 100, "10:00"]
)
def test_what_is_no_moment_is_refused(text):
	with pytest.raises(NoMoment):
		read_moment(text, KYIV)


def test_a_time_that_the_clocks_skipped_never_was():
	"""R4.7: on 29.03.2026 the wall goes from 02:59 to 04:00."""
	with pytest.raises(SkippedMoment):
		read_moment("29.03.2026 03:30", KYIV)


def test_the_repeated_hour_is_told_apart_by_its_offset():
	"""R4.7: 03:30 comes twice on 25.10.2026; without an offset the first is meant."""
	first, second = (read_moment(f"2026-10-25T03:30:00+0{hours}:00", KYIV) for hours in (3, 2))
	assert second.timestamp() - first.timestamp() == timedelta(hours=1).total_seconds()
	assert read_moment("25.10.2026 03:30", KYIV).timestamp() == first.timestamp()
