"""Read what a desk page sends as the values of an act: known names alone, each a text or a flag (R5.2, R5.5)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from math import isfinite
from typing import Any

from contact_center.regulation.problems import ProblemError, ProblemKind

ONE_LINE = 140
"""Most characters of a text without a length of its own."""
_FLAGS: dict[Any, int] = {None: 0, "": 0, 0: 0, 1: 1, "0": 0, "1": 1}


def read_object(given: object) -> dict[str, Any]:
	"""Return an object, or the object that JSON holds. Raises ProblemError BAD_VALUES for anything else."""
	if isinstance(given, str):
		try:
			given = json.loads(given)
		except (ValueError, RecursionError):
			given = None
	if not isinstance(given, dict):
		raise ProblemError(ProblemKind.BAD_VALUES)
	return given


def read_values(
	given: Mapping[str, Any], texts: Mapping[str, int], flags: Collection[str] = ()
) -> dict[str, Any]:
	"""Return the texts without white space at their ends, and the flags as 0 or 1. What is not sent is left out.

	`texts` are {name: most characters}. Raises ProblemError: VALUE_NOT_TAKEN for other names, BAD_VALUE, LONG_VALUE.
	"""
	found: dict[str, Any] = {}
	for name, value in given.items():
		if name in flags:
			found[name] = _flag(name, value)
		elif name in texts:
			found[name] = _text(name, value, texts[name])
		else:
			raise ProblemError(ProblemKind.VALUE_NOT_TAKEN, str(name))
	return found


def _flag(name: str, value: Any) -> int:
	if isinstance(value, list | dict) or value not in _FLAGS:
		raise ProblemError(ProblemKind.BAD_VALUE, name)
	return _FLAGS[value]


def _text(name: str, value: Any, most: int) -> str:
	if value is None:
		return ""
	if isinstance(value, bool | list | dict) or (isinstance(value, float) and not isfinite(value)):
		raise ProblemError(ProblemKind.BAD_VALUE, name)
	text = str(value).strip()
	if len(text) > most:
		raise ProblemError(ProblemKind.LONG_VALUE, name, str(most))
	return text
