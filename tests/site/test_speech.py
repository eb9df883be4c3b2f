"""Time as people say it (DESIGN, How it looks and speaks; R4.5, R4.7)."""

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
	("left", "said"),
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
def test_time_left_is_said_as_people_say_it(left, said):
	assert speech.time_left_words(NOON + left, NOON) == said


def test_no_fixed_term_is_said_so():
	"""R4.5."""
	assert speech.time_left_words(None, NOON) == "без визначеного строку"


def test_two_hours_are_two_hours_across_the_clock_change():
	"""R4.7: on 25 October 2026 the hour from 03:00 to 04:00 comes twice."""
	before, after = moment(2026, 10, 25, 2, 30), moment(2026, 10, 25, 3, 30, fold=1)
	assert speech.time_left_words(after, before) == "лишилося 2 год"


def test_a_moment_is_said_with_its_day_unless_it_is_today():
	assert speech.moment_words("2026-11-22 14:30:00") == "22.11.2026 14:30"
	assert speech.moment_words(moment(2026, 11, 22, 16, 30), moment(2026, 11, 22, 9, 0)) == "16:30"
	assert speech.moment_words(moment(2026, 11, 23, 9, 5), moment(2026, 11, 22, 9, 0)) == "23.11.2026 09:05"
	assert speech.moment_words(None) == ""


def test_a_date_is_said_without_its_hour():
	assert speech.date_words("2026-11-22") == "22.11.2026"
