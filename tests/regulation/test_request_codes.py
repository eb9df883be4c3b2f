"""A request has a code from its filing on, before it has a number (R3.4)."""

import pytest

from contact_center.reading.request_codes import meant, written

pytestmark = pytest.mark.regulation


def test_a_code_is_written_in_groups():
	assert written("a72uselln2") == "A72-USE-LLN2"


@pytest.mark.parametrize("typed", ["A72-USE-LLN2", "a72uselln2", " a72 use lln2 ", "А72–USЕ–LLN2"])
def test_a_code_is_found_however_it_is_typed(typed):
	assert meant(typed)[0] == "a72uselln2"


@pytest.mark.parametrize("typed", ["", "1520", "Заявниченко", "1520-2026-000123", "вул. Миру"])
def test_what_is_no_code_means_none(typed):
	assert meant(typed) == []


def test_another_name_is_left_as_it_is():
	assert written("kit-mine") == "kit-mine"


def test_letters_that_look_like_numbers_are_taken_for_each_other():
	assert "d2n7gm7i4i" in meant("D2N-7GM-7141")
	assert len(meant("o" * 10)) == 1
