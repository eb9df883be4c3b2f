"""A matter that is in no list has its heading from the applicant's words (R3.4)."""

import pytest

from contact_center.reading.headlines import LONGEST, headline

pytestmark = pytest.mark.regulation


@pytest.mark.parametrize(
	("text", "heading"),
	[
		("З підвалу тече вода. Двір залито, діти не можуть пройти.", "З підвалу тече вода"),
		("Добрий день! у парку зламано лавку", "У парку зламано лавку"),
		("Доброго дня. Вітаю, зламано лавку в парку.", "Зламано лавку в парку"),
		("зламано   лавку\nв парку", "Зламано лавку в парку"),
		("Вода. Тече з третього поверху", "Вода. Тече з третього поверху"),
		("Добрий день", "Добрий день"),
		("", ""),
		(None, ""),
	],
)
def test_the_heading_is_the_first_sentence(text, heading):
	assert headline(text) == heading


@pytest.mark.parametrize("text", ["слово " * 50, "я" * 500, "довге-предовге речення, " * 40])
def test_a_long_text_is_cut_at_a_word(text):
	heading = headline(text)
	assert len(heading) <= LONGEST + 1 and heading.endswith("…")
	assert heading[:-1].casefold() in text
