"""Texts on their way out to a spreadsheet, and texts of which nothing can be seen."""

import pytest

from contact_center.reading.spreadsheets import as_written, harmless
from contact_center.reading.visible import is_blank

DANGEROUS = (
	*("=1+1", "@SUM(1)", "+1+1", "-2+3", "-2+3+cmd|' /C calc'!A0", "+cmd", "- вода", "＝1+1", "－1+1"),
	*("\t=1", "\r=1", "\ttext", " =1", "\u200b=1", "\x00=1", "\ufeff=1", "\n=1", "+"),
)
SAFE = (
	*("", "Тече вода", "a=b", "1+1", "'x", "’=1", "—", "№ 12", "‑12"),
	*("+380671110001", "+380 56 440 15 20", "+38 (056) 440 15 20", "-5", "-5,5", "-5.5%", "+1"),
)


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_calculate_is_marked_as_text(text):
	assert harmless(text) == f"'{text}"
	assert as_written(harmless(text)) == text


@pytest.mark.parametrize("text", SAFE)
def test_other_words_phones_and_numbers_stay_as_they_are(text):
	assert harmless(text) == text
	assert as_written(text) == text


@pytest.mark.parametrize(
	"text",
	[
		"",
		" ",
		"\u200b",
		"\u2060",
		"\u00a0",
		"\u3164",
		"\u115f",
		"\u2800",
		"\ufeff\u200d \t\n",
		"\ufe0f",
		"\u0301",
	],
)
def test_unseen_signs_alone_say_nothing(text):
	assert is_blank(text)


@pytest.mark.parametrize("text", [".", "вода", "\u200bа", "💧", "й", "\u3164x"])
def test_one_sign_that_can_be_seen_says_something(text):
	assert not is_blank(text)
