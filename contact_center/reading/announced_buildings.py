"""Read the buildings of announced works as executors write them: «10–26, 44А», «непарні 1-35», «вся вулиця»."""

from __future__ import annotations

import re

from contact_center.reading.folding import plain_hyphens
from contact_center.regulation.addresses import AddressError, Building, Parity, StreetRange, parse_building
from contact_center.regulation.coverage import Buildings

_PARTS = re.compile(r"[,;\n]|\s(?:та|і|й|и)\s", re.IGNORECASE)
_WHOLE = re.compile(r"\W*(?:в?уся|вс[яі]|в?усі|повністю|весь|увесь)\b.*", re.IGNORECASE)
_SIDE = re.compile(
	r"[(\s]*\b(?P<odd>не)?пар\w*(?:\s+(?:сторон\w*|б[іо]к\w*|номер\w*|буд\w*\.?))?[)\s:.]*", re.IGNORECASE
)
_BEFORE = r"(?:буд(?:инк\w*|инок)?\.?|б\.|№|#)?\s*"
_RANGE = re.compile(
	rf"(?:(?:від|з|с|от)\s+)?{_BEFORE}(?:(?:від|з|с|от)\s+)?(\d{{1,5}})[\s-]*[^\W\d_]?\s*"
	rf"(?:-|до|по|\.\.\.?|…)\s*{_BEFORE}(\d{{1,5}})[\s-]*[^\W\d_]?",
	re.IGNORECASE,
)
_LONGEST = 1000


def read_buildings(text: str | None) -> Buildings:
	"""Return the buildings that `text` names; an empty one names the whole street.

	A part that is not understood is noted: the building that somebody asks about may be in it.
	"""
	plain = " ".join(plain_hyphens(text or "")[:_LONGEST].split()).strip(" .,;")
	if not plain or _WHOLE.fullmatch(plain):
		return Buildings(whole=True)
	ranges: list[StreetRange] = []
	single: list[Building] = []
	unread = False
	for part in filter(None, (each.strip(" .:") for each in _PARTS.split(plain))):
		found = _read(part)
		if isinstance(found, StreetRange):
			ranges.append(found)
		elif found:
			single.append(found)
		unread = unread or found is None
	return Buildings(tuple(ranges), tuple(single), unread=unread)


def _read(part: str) -> StreetRange | Building | None:
	"""Return a range or a single building, None for what is neither."""
	side = _SIDE.search(part)
	parity = Parity.ALL if not side else Parity.ODD if side["odd"] else Parity.EVEN
	rest = _SIDE.sub(" ", part).strip(" .:") if side else part
	if side and not rest:
		return StreetRange("", parity)
	match = _RANGE.fullmatch(rest)
	if match and int(match[1]) < int(match[2]):
		return StreetRange("", parity, int(match[1]), int(match[2]))
	try:
		return parse_building(rest)
	except AddressError:
		return None
