"""What a desk page sends is read whole or refused: known names alone, each a text or a flag."""

import math

import pytest

from contact_center.reading.desk_values import read_object, read_values
from contact_center.regulation.problems import ProblemError, ProblemKind

pytestmark = pytest.mark.regulation
TEXTS, FLAGS = {"text": 5, "street": 140}, ("agreed",)


@pytest.mark.parametrize("given", [{"a": 1}, '{"a": 1}'])
def test_an_object_or_its_json(given):
	assert read_object(given) == {"a": 1}


@pytest.mark.parametrize("given", ["", "[]", "1", "null", "{", "слово", "[" * 100_000, None, 7, ["a"]])
def test_anything_else_is_no_object(given):
	with pytest.raises(ProblemError) as refused:
		read_object(given)
	assert refused.value.kind is ProblemKind.BAD_VALUES


def test_texts_without_white_space_and_flags_as_numbers():
	given = {"text": "  так \n", "street": 12, "agreed": "1"}
	assert read_values(given, TEXTS, FLAGS) == {"text": "так", "street": "12", "agreed": 1}
	assert read_values({"text": None, "agreed": None}, TEXTS, FLAGS) == {"text": "", "agreed": 0}
	assert read_values({"agreed": True}, TEXTS, FLAGS) == {"agreed": 1}


@pytest.mark.parametrize(
	("given", "kind", "values"),
	[
		({"number": "1"}, ProblemKind.VALUE_NOT_TAKEN, ("number",)),
		({"text": "шість."}, ProblemKind.LONG_VALUE, ("text", "5")),
		({"text": ["а"]}, ProblemKind.BAD_VALUE, ("text",)),
		({"text": {"а": 1}}, ProblemKind.BAD_VALUE, ("text",)),
		({"text": True}, ProblemKind.BAD_VALUE, ("text",)),
		({"text": math.inf}, ProblemKind.BAD_VALUE, ("text",)),
		({"agreed": "так"}, ProblemKind.BAD_VALUE, ("agreed",)),
		({"agreed": 2}, ProblemKind.BAD_VALUE, ("agreed",)),
		({"agreed": [1]}, ProblemKind.BAD_VALUE, ("agreed",)),
		({"agreed": math.nan}, ProblemKind.BAD_VALUE, ("agreed",)),
	],
)
def test_what_cannot_be_is_named(given, kind, values):
	with pytest.raises(ProblemError) as refused:
		read_values(given, TEXTS, FLAGS)
	assert (refused.value.kind, refused.value.values) == (kind, values)
