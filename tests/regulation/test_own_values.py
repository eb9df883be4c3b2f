"""What is written into the city's own fields is read alike on the portal and from a file."""

from datetime import date

import pytest

from contact_center.reading.own_values import OwnField, read_own
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.routing import is_own_field


def own(kind: str) -> OwnField:
	return OwnField("custom_x", "Х", kind, ("Холодна", "Гаряча"))


@pytest.mark.parametrize(
	("kind", "written", "found"),
	[
		("Data", " АБ-17 ", "АБ-17"),
		("Data", None, None),
		("Data", "\u200b\u2800", None),  # nothing of it can be seen
		("Text", "ю" * 5000, "ю" * 5000),
		("Select", "гаряча", "Гаряча"),
		("Check", "так", 1),
		("Check", "1", 1),
		("Check", True, 1),
		("Check", "0", None),
		("Check", "", None),
		("Date", "2026-03-01", date(2026, 3, 1)),
		("Date", "01.03.2026", date(2026, 3, 1)),
		("Date", "", None),
	],
)
def test_what_is_written_is_read(kind, written, found):
	assert read_own(own(kind), written) == found


@pytest.mark.parametrize(
	("kind", "written", "problem"),
	[
		("Data", "ю" * 141, ProblemKind.LONG_TEXT),
		("Select", "Тепла", ProblemKind.NOT_ONE_OF),
		("Check", "може", ProblemKind.NOT_A_FLAG),
		("Date", "31.02.2026", ProblemKind.NOT_A_DATE),
	],
)
def test_what_cannot_be_read_is_a_problem(kind, written, problem):
	with pytest.raises(ProblemError) as caught:
		read_own(own(kind), written)
	assert caught.value.kind is problem


@pytest.mark.parametrize(
	("name", "is_own"),
	[
		("custom_meter_2", True),
		("custom_номер_лічильника", True),
		("meter", False),
		("custom_", False),
		("custom_Ї", False),
		("custom_лічильник води", False),
	],
)
def test_the_framework_names_the_citys_own_fields(name, is_own):
	assert is_own_field(name) is is_own
