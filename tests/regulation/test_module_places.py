"""The places of a text module are a fixed table, in English and Ukrainian; what is not known is left to be written."""

import pytest

from contact_center.reading.text_modules import PLACEHOLDERS, UNKNOWN, check, fill
from contact_center.regulation.problems import ProblemError, ProblemKind


def test_places_are_filled_in_by_either_name():
	values = {"address": "вул. Соборності, 12", "name": "Марія Демчук"}
	text = "{заявник}: за адресою {address} ({ Адреса })."
	assert fill(text, values) == "Марія Демчук: за адресою вул. Соборності, 12 (вул. Соборності, 12)."


def test_what_is_not_known_is_left_to_be_written():
	assert fill("Строк {due}, {номер}", {"due": None, "number": ""}) == f"Строк {UNKNOWN}, {UNKNOWN}"


def test_a_value_is_no_place_itself():
	assert fill("{name} {due}", {"name": "{due}", "due": "завтра"}) == "{due} завтра"


@pytest.mark.parametrize("text", ["{phone_of_mayor}", "Добрий день, {ім'я}", "{}", "{ }"])
def test_an_unknown_place_is_refused_with_those_that_there_are(text):
	with pytest.raises(ProblemError) as refusal:
		check(text)
	assert refusal.value.kind is ProblemKind.UNKNOWN_PLACEHOLDER
	assert refusal.value.values[1:] == tuple(f"{{{own}}}" for own in PLACEHOLDERS.values())


@pytest.mark.parametrize("text", ["", "Без місць", *(f"{{{name}}}" for name in PLACEHOLDERS)])
def test_known_places_are_taken(text):
	check(text)
