"""When a person of an executor is absent, and who acts in their place (P5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from contact_center.regulation.problems import ProblemError, ProblemKind


@dataclass(frozen=True)
class Absence:
	"""The days, both included, in which `deputy` acts in the place of `person`."""

	person: str
	deputy: str
	first: date
	last: date

	def meets(self, other: Absence) -> bool:
		"""Return whether the two have a day in common."""
		return self.first <= other.last and other.first <= self.last


def check_absences(absences: Iterable[Absence], people: Collection[str], today: date) -> None:
	"""Raise ProblemError for what makes no sense of one executor's absences; those that are over are as they were.

	`people` are the executor's. Nobody has two absences on a day, and no deputy is absent: who acts on a day is always one
	person, and is there.
	"""
	ahead = [each for each in absences if each.last >= today or each.last < each.first]
	for each in ahead:
		_check_alone(each, people)
	for one, other in combinations(ahead, 2):
		if one.meets(other):
			_check_together(one, other)


def _check_alone(absence: Absence, people: Collection[str]) -> None:
	if absence.last < absence.first:
		raise ProblemError(ProblemKind.ABSENCE_ENDS_BEFORE)
	if absence.person == absence.deputy:
		raise ProblemError(ProblemKind.OWN_DEPUTY, absence.person)
	if absence.person not in people:
		raise ProblemError(ProblemKind.ABSENT_IS_NO_PERSON, absence.person)


def _check_together(one: Absence, other: Absence) -> None:
	if one.person == other.person:
		raise ProblemError(ProblemKind.ABSENCES_OVERLAP, one.person, *_days(one))
	for absent, deputised in ((one, other), (other, one)):
		if absent.person == deputised.deputy:
			raise ProblemError(ProblemKind.DEPUTY_IS_ABSENT, absent.person, *_days(absent))


def _days(absence: Absence) -> Sequence[str]:
	return absence.first.isoformat(), absence.last.isoformat()
