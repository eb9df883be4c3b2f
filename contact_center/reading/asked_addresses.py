"""Split an address that is written in one line into street, building and flat: «Металургів буд 18», «Миру 12 кв. 5»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contact_center.regulation.addresses import parse_place
from contact_center.regulation.problems import ProblemError

_NUMBER = re.compile(r"[\s,.№]+(?=\d)|(?<=\bб\.|\bд\.)(?=\d)", re.IGNORECASE)
_MARK = re.compile(r"(?:(?:^|[\s,.]+)(?:буд(?:инок|инку)?|дом|дім|б|д|№))?[\s,.№]*$", re.IGNORECASE)
_MOST = 4
"""So many places of a text at which the building may begin."""


@dataclass(frozen=True)
class Written:
	"""One reading of a written address; "" for a part that it does not name. Building and flat are in their one form."""

	street: str
	building: str = ""
	flat: str = ""


def readings(text: str) -> Iterator[Written]:
	"""Yield how `text` can be read, the whole of it as a street first: «вул. 23 Лютого» names no building."""
	plain = " ".join(text.split()).strip(" .,;")
	if not plain:
		return
	yield Written(plain)
	for match in list(_NUMBER.finditer(plain))[:_MOST]:
		street, rest = _MARK.sub("", plain[: match.start()]), plain[match.end() :]
		if not re.search(r"[^\W\d_]", street):
			continue
		try:
			building, flat = parse_place(rest, None)
		except ProblemError:
			continue
		yield Written(street, building, flat)
