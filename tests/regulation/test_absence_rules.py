"""Absences of an executor's people: whoever acts on a day is one person, and is there (P5)."""

from datetime import date

import pytest

from contact_center.regulation.absences import Absence, check_absences
from contact_center.regulation.problems import ProblemError, ProblemKind

TODAY = date(2026, 3, 10)
PEOPLE = ("ivan", "olha", "petro")


def absence(person: str, deputy: str, first: int, last: int) -> Absence:
	return Absence(person, deputy, date(2026, 3, first), date(2026, 3, last))


@pytest.mark.parametrize(
	("absences", "kind", "values"),
	[
		([absence("ivan", "olha", 12, 11)], ProblemKind.ABSENCE_ENDS_BEFORE, ()),
		([absence("ivan", "olha", 9, 8)], ProblemKind.ABSENCE_ENDS_BEFORE, ()),
		([absence("ivan", "ivan", 11, 12)], ProblemKind.OWN_DEPUTY, ("ivan",)),
		([absence("stranger", "olha", 11, 12)], ProblemKind.ABSENT_IS_NO_PERSON, ("stranger",)),
		(
			[absence("ivan", "olha", 11, 14), absence("ivan", "petro", 14, 20)],
			ProblemKind.ABSENCES_OVERLAP,
			("ivan", "2026-03-11", "2026-03-14"),
		),
		(
			[absence("ivan", "olha", 11, 20), absence("olha", "petro", 20, 21)],
			ProblemKind.DEPUTY_IS_ABSENT,
			("olha", "2026-03-20", "2026-03-21"),
		),
		(
			[absence("olha", "petro", 11, 12), absence("ivan", "olha", 12, 20)],
			ProblemKind.DEPUTY_IS_ABSENT,
			("olha", "2026-03-11", "2026-03-12"),
		),
	],
)
def test_what_is_refused(absences, kind, values):
	with pytest.raises(ProblemError) as caught:
		check_absences(absences, PEOPLE, TODAY)
	assert (caught.value.problem.kind, caught.value.problem.values) == (kind, values)


@pytest.mark.parametrize(
	"absences",
	[
		[],
		[absence("ivan", "olha", 10, 10)],
		[absence("ivan", "outsider", 11, 12)],  # who may be a deputy is asked of the accounts
		[absence("ivan", "olha", 11, 14), absence("ivan", "petro", 15, 20)],
		[absence("ivan", "olha", 11, 14), absence("olha", "petro", 15, 20)],
		[absence("ivan", "olha", 11, 14), absence("petro", "olha", 11, 14)],
		[absence("ivan", "olha", 1, 9), absence("ivan", "petro", 5, 9), absence("gone", "olha", 2, 3)],
	],
)
def test_what_is_taken(absences):
	"""What is over is as it was, whatever it says."""
	check_absences(absences, PEOPLE, TODAY)
