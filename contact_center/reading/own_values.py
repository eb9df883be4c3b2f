"""What is written into fields that a city added to the request itself: a text, a choice, a tick or a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contact_center.reading.spreadsheets import FALSE, TRUE
from contact_center.reading.visible import is_blank
from contact_center.regulation.problems import ProblemError, ProblemKind

TEXTS = {"Data": 140, "Small Text": 1000, "Text": 5000}
"""Kinds of texts, by their largest length."""
KINDS = (*TEXTS, "Select", "Check", "Date")
"""Fields that an entry of the classifier may require."""
_TICKED, _EMPTY = (*TRUE, "yes", "on", "так"), (*FALSE, "", "no", "ні")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y")


@dataclass(frozen=True)
class OwnField:
	"""A field of the city's own. `options` are those of a Select."""

	name: str
	label: str
	kind: str
	options: tuple[str, ...] = ()


def read_own(field: OwnField, written: object) -> str | int | date | None:
	"""What the field holds then; None where nothing is written, and for a Check that is not ticked.

	Raises ProblemError: LONG_TEXT, NOT_ONE_OF, NOT_A_FLAG, NOT_A_DATE.
	"""
	text = str("" if written is None else written).strip()
	if field.kind == "Check":
		return _ticked(text)
	if is_blank(text):
		return None
	if field.kind == "Date":
		return _day(text)
	if field.kind == "Select":
		return _choice(text, field.options)
	if len(text) > TEXTS[field.kind]:
		raise ProblemError(ProblemKind.LONG_TEXT, str(TEXTS[field.kind]))
	return text


def _ticked(text: str) -> int | None:
	if text.casefold() in _EMPTY:
		return None
	if text.casefold() not in _TICKED:
		raise ProblemError(ProblemKind.NOT_A_FLAG, text)
	return 1


def _day(text: str) -> date:
	for form in _DAYS:
		try:
			return datetime.strptime(text, form).date()
		except ValueError:
			continue
	raise ProblemError(ProblemKind.NOT_A_DATE, text)


def _choice(text: str, options: tuple[str, ...]) -> str:
	found = next((each for each in options if each.casefold() == text.casefold()), None)
	if found is None:
		raise ProblemError(ProblemKind.NOT_ONE_OF, text, *options)
	return found
