"""R5.12: the key of a line is what it means, whatever a spreadsheet made of its spelling."""

import pytest

from contact_center.reading.csv_lines import COLUMNS
from contact_center.reading.line_keys import line_key
from contact_center.reading.request_lines import CHANNELS

LINE = {
	**dict.fromkeys(COLUMNS, ""),
	"moment": "2026-11-22T14:30:20+02:00",
	"channel": "Phone",
	"applicant": "Коваль Ірина",
	"phone": "+38 (067) 123-45-67",
	"email": "Iryna@example.com",
	"street": "вул. Соборності",
	"building": "12-А кв. 5",
	"classifier": "WTR-01",
	"description": "Немає води у під’їзді",
}


def key(**changes):
	return line_key({**LINE, **changes}, CHANNELS)


@pytest.mark.parametrize(
	"changes",
	[
		{"moment": "22.11.2026 14:30"},
		{"moment": "2026-11-22T12:30:00Z"},
		{"phone": "0671234567"},
		{"phone": "671234567"},
		{"phone": "380671234567"},
		{"channel": "телефон"},
		{"applicant": "КОВАЛЬ  ІРИНА"},
		{"email": "iryna@EXAMPLE.com"},
		{"street": "вул.Соборності"},
		{"building": "12а", "flat": "5"},
		{"classifier": "wtr-01"},
		{"description": "Немає води у під'їзді "},
	],
	ids=str,
)
def test_another_spelling_is_the_same_line(changes):
	assert key(**changes) == key()


@pytest.mark.parametrize(
	"changes",
	[
		{"moment": "22.11.2026 14:31"},
		{"moment": "колись"},
		{"phone": "0671234568"},
		{"phone": "0671234567, 0671234568"},
		{"channel": "Web"},
		{"building": "12", "flat": "5"},
		{"classifier": "WTR-02"},
		{"description": "Немає води"},
	],
	ids=str,
)
def test_another_meaning_is_another_line(changes):
	assert key(**changes) != key()
