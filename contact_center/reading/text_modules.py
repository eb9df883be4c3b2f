"""Fill the places of a text module: a fixed table of names, in English and as a Ukrainian clerk writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contact_center.regulation.problems import ProblemError, ProblemKind

PLACEHOLDERS: dict[str, str] = {
	"address": "адреса",
	"number": "номер",
	"executor": "виконавець",
	"due": "строк",
	"name": "заявник",
	"entry": "питання",
	"district": "район",
	"phone": "телефон",
}
"""{name of a place: its Ukrainian name}. «Phone» is that of the contact centre."""
_ENGLISH = {**{name: name for name in PLACEHOLDERS}, **{own: name for name, own in PLACEHOLDERS.items()}}
_PLACE = re.compile(r"\{([^{}\n]*)\}")
UNKNOWN = "____"
"""What stands where nothing is known: whoever reads the text sees that something is to be written there."""


def check(text: str) -> None:
	"""Raise ProblemError for the first place that the table does not have."""
	for written in _PLACE.findall(text or ""):
		if _meant(written) not in PLACEHOLDERS:
			raise ProblemError(ProblemKind.UNKNOWN_PLACEHOLDER, f"{{{written}}}", *_names())


def fill(text: str, values: Mapping[str, str | None]) -> str:
	"""Return the text with its places filled in: «{address}» or «{адреса}». What is not known is left to be written."""

	def value(found: re.Match[str]) -> str:
		name = _meant(found[1])
		return (values.get(name) or UNKNOWN) if name in PLACEHOLDERS else found[0]

	return _PLACE.sub(value, text or "")


def _meant(written: str) -> str:
	return _ENGLISH.get(written.strip().casefold(), "")


def _names() -> list[str]:
	return [f"{{{own}}}" for own in PLACEHOLDERS.values()]
