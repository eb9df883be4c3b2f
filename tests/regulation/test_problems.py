"""What can be wrong has a kind, values and words: none without the others (`words/problem_texts.py`, `locale/uk.po`)."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from test_translations import UKRAINIAN

from contact_center.regulation.problems import Problem, ProblemError, ProblemKind
from contact_center.words.problem_texts import AT_FIELDS, FIELDS, LONGEST, MOST, TEXTS, sentence, worded

APP = Path(__file__).parents[2] / "contact_center"
ROOMS = (
	*(
		"access",
		"addresses",
		"control",
		"contact_center",
		"execution",
		"imports",
		"intake",
		"policy",
		"portal",
	),
	*("record", "repairs", "reports", "workflows"),
)
"""Rooms that refuse by problems alone; `framework/` speaks to the framework, `words/` is where problems get words."""


def english(text):
	return text


def ukrainian(text):
	return UKRAINIAN.get(("", text), text)


def places(text):
	return [field for _text, field, _spec, _how in Formatter().parse(text) if field is not None]


def test_every_kind_has_its_words():
	assert set(TEXTS) == set(ProblemKind)


@pytest.mark.parametrize("kind", ProblemKind, ids=str)
def test_every_kind_has_words_in_both_languages_with_all_its_values(kind):
	text, translated = TEXTS[kind], ukrainian(TEXTS[kind])
	assert re.search("[а-щьюяєіїґ]", translated)
	assert sorted(places(translated)) == sorted(places(text)) == sorted(map(str, range(len(places(text)))))
	values = tuple(f"v{place}" for place in range(len(places(text))))
	for translate in (english, ukrainian):
		shown = worded(Problem(kind, values), translate)
		assert all(value in shown for value in values if kind is not ProblemKind.MISSING_FIELDS)
		assert "{" not in shown + worded(Problem(kind), translate)


@pytest.mark.parametrize("kind", ProblemKind, ids=str)
def test_a_text_can_follow_a_place_or_be_a_sentence(kind):
	"""Neither a capital letter nor a full stop, unless it is whole sentences."""
	for text in (TEXTS[kind], ukrainian(TEXTS[kind])):
		assert text[0].islower() or text[0] in "“«{" or text.endswith("."), text
		assert sentence(text).endswith(".") and not sentence(text).endswith("..")


@pytest.mark.parametrize("key", AT_FIELDS, ids=", ".join)
def test_the_words_beside_a_field_are_a_sentence(key):
	assert key[0] in set(ProblemKind)
	for text in (AT_FIELDS[key], ukrainian(AT_FIELDS[key])):
		assert text.endswith(".") and not places(text)


def test_fields_have_the_names_that_the_forms_have():
	assert all(("", name) in UKRAINIAN for name in FIELDS.values())
	problem = Problem(ProblemKind.MISSING_FIELDS, ("street", "flat"))
	assert worded(problem, english) == "fill in first: Street, Flat"
	assert worded(problem, ukrainian) == "спочатку заповніть: Вулиця, Квартира"


def test_channels_are_named_in_the_users_language():
	problem = Problem(ProblemKind.UNKNOWN_CHANNEL, ("голуб", "Phone", "Web"))
	assert worded(problem, ukrainian).endswith("напишіть один із: Телефон, Через портал")


def test_what_is_not_known_is_left_open():
	assert worded(Problem(ProblemKind.UNKNOWN_STREET), english) == "unknown street “…”"
	assert worded(Problem(ProblemKind.UNKNOWN_STREET, ("",)), english) == "unknown street “…”"


def test_a_long_text_is_cut_and_a_long_list_too():
	shown = worded(Problem(ProblemKind.UNKNOWN_STREET, ("ю" * 5_000,)), english)
	assert shown == f"unknown street “{'ю' * LONGEST}…”"
	columns = tuple(f"c{place}" for place in range(MOST + 2))
	assert worded(Problem(ProblemKind.MISSING_COLUMNS, columns), english).endswith(f"c{MOST - 1} …")


def test_names_with_commas_are_separated_by_semicolons():
	problem = Problem(ProblemKind.SEVERAL_ENTRIES, ("вода", "1 Порив, витік", "2 Тиск"))
	assert worded(problem, english).endswith(": 1 Порив, витік; 2 Тиск")


def test_braces_of_a_file_are_braces():
	assert worded(Problem(ProblemKind.UNKNOWN_STREET, ("{0} {x}",)), english) == "unknown street “{0} {x}”"


def test_an_error_reads_as_its_kind_and_values():
	error = ProblemError(ProblemKind.WRONG_COUNT, "3", "2")
	assert (error.kind, error.values, str(error)) == (
		ProblemKind.WRONG_COUNT,
		("3", "2"),
		"Wrong Count: 3, 2",
	)
	assert str(ProblemError(ProblemKind.NO_FILE)) == "No File"


def throws(path):
	calls = (
		node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
	)
	return [node.lineno for node in calls if ast.unparse(node.func) == "frappe.throw"]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_refuses_by_kinds_and_not_by_sentences(room):
	"""So that every door answers with the kind, and the words stand in one place."""
	found = {path.name: throws(path) for path in (APP / room).rglob("*.py")}
	assert found and not {path: lines for path, lines in found.items() if lines}
