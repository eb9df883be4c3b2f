"""The words for days, spans and moments (DESIGN, How it looks and speaks; R4.5, R4.7)."""

import time
from datetime import timedelta

import frappe
import pytest
from kit import moment

from contact_center.words import speech

NOON = moment(2026, 3, 2, 12, 0)


@pytest.fixture(autouse=True)
def ukrainian():
	"""The language of the city, whoever runs the test."""
	before, frappe.local.lang = frappe.local.lang, "uk"
	yield
	frappe.local.lang = before


@pytest.mark.parametrize(
	("left", "expected"),
	[
		(timedelta(hours=2, minutes=10), "лишилося 2 год 10 хв"),
		(timedelta(minutes=30), "лишилося 30 хв"),
		(timedelta(seconds=40), "лишилося менше хвилини"),
		(timedelta(hours=3), "лишилося 3 год"),
		(timedelta(days=1), "лишився 1 день"),
		(timedelta(days=1, hours=4), "лишився 1 день 4 год"),
		(timedelta(days=2, hours=1), "лишилося 2 дні 1 год"),
		(timedelta(days=5), "лишилося 5 днів"),
		(timedelta(days=11), "лишилося 11 днів"),
		(timedelta(days=21), "лишився 21 день"),
		(timedelta(days=22), "лишилося 22 дні"),
		(-timedelta(minutes=5), "прострочено на 5 хв"),
		(-timedelta(days=1), "прострочено на 1 день"),
		(-timedelta(days=1, hours=3), "прострочено на 1 день"),
		(-timedelta(days=14), "прострочено на 14 днів"),
		(-timedelta(days=3), "прострочено на 3 дні"),
	],
)
def test_time_left_in_words(left, expected):
	assert speech.time_left_words(NOON + left, NOON) == expected


def test_no_fixed_term_in_words():
	"""R4.5."""
	assert speech.time_left_words(None, NOON) == "без визначеного строку"


def test_two_hours_are_two_hours_across_the_clock_change():
	"""R4.7: on 25 October 2026 the hour from 03:00 to 04:00 comes twice."""
	before, after = moment(2026, 10, 25, 2, 30), moment(2026, 10, 25, 3, 30, fold=1)
	assert speech.time_left_words(after, before) == "лишилося 2 год"


@pytest.mark.parametrize(
	("count", "in_ukrainian", "in_english"),
	[
		(0, "0 днів", "0 days"),
		(1, "1 день", "1 day"),
		(2, "2 дні", "2 days"),
		(5, "5 днів", "5 days"),
		(11, "11 днів", "11 days"),
		(12, "12 днів", "12 days"),
		(21, "21 день", "21 days"),
		(22, "22 дні", "22 days"),
		(25, "25 днів", "25 days"),
		(101, "101 день", "101 days"),
		(111, "111 днів", "111 days"),
	],
)
def test_days_have_the_plural_form_of_the_language(count, in_ukrainian, in_english):
	assert speech.days_words(count) == in_ukrainian
	frappe.local.lang = "en"
	assert speech.days_words(count) == in_english


def test_a_moment_has_its_day_unless_it_is_today():
	assert speech.moment_words("2026-11-22 14:30:00") == "22.11.2026, 14:30"
	assert speech.moment_words(moment(2026, 11, 22, 16, 30), moment(2026, 11, 22, 9, 0)) == "16:30"
	assert speech.moment_words(moment(2026, 11, 23, 9, 5), moment(2026, 11, 22, 9, 0)) == "23.11.2026, 09:05"
	assert speech.moment_words(None) == ""


@pytest.mark.parametrize("clock_of_the_server", ["UTC", "Pacific/Kiritimati"])
def test_today_is_today_in_the_city_until_midnight(clock_of_the_server, monkeypatch):
	"""R4.7: wherever the clock of the server stands."""
	monkeypatch.setenv("TZ", clock_of_the_server)
	time.tzset()
	try:
		for hour in (0, 23):
			late = moment(2026, 3, 2, hour, 30)
			assert speech.moment_words(late, NOON) == f"{hour:02}:30"
			assert speech.start_words(late, NOON) == f"сьогодні, {hour:02}:30"
	finally:
		monkeypatch.undo()
		time.tzset()


@pytest.mark.parametrize(
	("deadline", "in_ukrainian", "in_english"),
	[
		(moment(2026, 3, 2, 17, 35), "сьогодні до 17:35", "today until 17:35"),
		(moment(2026, 3, 3, 0, 30), "завтра, 03.03, до 00:30", "tomorrow, 03.03, until 00:30"),
		(moment(2026, 3, 4, 0, 30), "до 04.03.2026, 00:30", "until 04.03.2026, 00:30"),
		(moment(2026, 3, 5, 14, 30), "до 05.03.2026, 14:30", "until 05.03.2026, 14:30"),
		(moment(2026, 2, 27, 9, 0), "строк був до 27.02.2026, 09:00", "the term was until 27.02.2026, 09:00"),
		(None, "", ""),
	],
)
def test_a_deadline_is_today_ahead_or_past(deadline, in_ukrainian, in_english):
	assert speech.until_words(deadline, NOON) == in_ukrainian
	frappe.local.lang = "en"
	assert speech.until_words(deadline, NOON) == in_english


def test_a_start_names_the_day_of_the_week_and_the_month_in_the_genitive():
	assert speech.start_words(moment(2026, 11, 27, 8, 0), NOON) == "п’ятниця, 27 листопада, 08:00"
	assert speech.start_words(moment(2026, 3, 2, 17, 0), NOON) == "сьогодні, 17:00"
	assert speech.start_words(None, NOON) == ""
	frappe.local.lang = "en"
	assert speech.start_words(moment(2026, 11, 27, 8, 0), NOON) == "Friday, 27 November, 08:00"


def test_the_days_of_the_week_have_the_short_names_of_the_language():
	assert speech.weekday_names() == "пн вт ср чт пт сб нд".split()
	frappe.local.lang = "en"
	assert speech.weekday_names() == "Mon Tue Wed Thu Fri Sat Sun".split()


def test_a_language_that_babel_does_not_know_is_read_as_english():
	frappe.local.lang = "xx-unknown"
	assert speech.weekday_names()[0] == "Mon"


def test_a_date_is_written_without_its_hour():
	assert speech.date_words("2026-11-22") == "22.11.2026"


@pytest.mark.parametrize(
	("count", "expected"),
	[(1, "1 робоча година"), (4, "4 робочі години"), (8, "8 робочих годин"), (21, "21 робоча година")],
)
def test_working_hours_have_their_words_in_the_right_form(count, expected):
	"""R4.6."""
	assert speech.working_hours_words(count) == expected
