"""What an applicant may be besides a member of the community: an NGO, an internally displaced person (P1)."""

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Mark(str, Enum):
	"""The kinds of applicants that the regulation names (P1)."""

	NGO = "NGO"
	DISPLACED = "Displaced"

	def __str__(self) -> str:
		return self.value


FIELD = {Mark.NGO: "is_ngo", Mark.DISPLACED: "is_displaced"}
"""The field of Applicant that says so."""
DETAIL = {Mark.NGO: "ngo_name", Mark.DISPLACED: "registered_residence"}
"""What is known besides: the organisation; where a displaced person was registered, whose residence is where they live now."""
FIELDS = (*FIELD.values(), *DETAIL.values())


def marks_of(values: Mapping[str, Any]) -> list[tuple[Mark, str]]:
	"""Return the marks of an applicant's values, each with its detail, "" where that is not known.

	>>> marks_of({"is_ngo": 1, "ngo_name": "Екодозор", "is_displaced": 0})
	[(<Mark.NGO: 'NGO'>, 'Екодозор')]
	"""
	return [(mark, str(values.get(DETAIL[mark]) or "").strip()) for mark in Mark if values.get(FIELD[mark])]


def astray(values: Mapping[str, Any]) -> list[str]:
	"""Return the details that stay without their mark: nothing personal is kept without need (D2)."""
	return [DETAIL[mark] for mark in Mark if values.get(DETAIL[mark]) and not values.get(FIELD[mark])]
