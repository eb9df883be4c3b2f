"""How long what people write may be, in characters: one table for forms, files, machines and the rehearsal."""

from contact_center.regulation.addresses import LONGEST_BUILDING, LONGEST_FLAT
from contact_center.regulation.problems import Problem, ProblemError, ProblemKind

LENGTHS = {
	**{
		"surname": 140,
		"first_name": 140,
		"patronymic": 140,
		"full_name": 140,
		"email": 140,
		"other_phones": 140,
		"ngo_name": 140,
		"registered_residence": 140,
	},
	**{"building": LONGEST_BUILDING, "flat": LONGEST_FLAT, "place": 140},
	**{"description": 10_000, "wording": 10_000, "reason": 10_000},
}
"""By the names of the fields of Request and Applicant; `full_name` is all names of a person together."""


def too_long(text: str, most: int) -> Problem | None:
	"""LONG_TEXT where the text has more than `most` characters."""
	return Problem(ProblemKind.LONG_TEXT, (str(most),)) if len(text) > most else None


def check_length(field: str, text: str) -> None:
	"""Raises ProblemError LONG_TEXT where the field's text is too long."""
	if problem := too_long(text, LENGTHS[field]):
		raise ProblemError(problem.kind, *problem.values)
