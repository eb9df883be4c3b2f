"""Phones as a look-up compares them: national digits, known by any part of them (R5.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contact_center.reading.phones import PhoneError, read_phone

LONGEST = 20
"""Most digits that are kept of a number; E.164 has fifteen."""
LEAST = 5
"""Digits of a part of a number from which callers are offered."""
_COUNTRY = re.compile(r"(?:\+|00)?380(?=\d)")
_OLD_PREFIX = re.compile(r"8(?=0\d)")
_NUMBER = re.compile(r"\+?\d[\d\s()./-]{6,}")


def digits_of(phone: str) -> str:
	"""Return the digits of a stored number as people dial it: «0671234567» of +380671234567, «48…» of +48…"""
	digits = re.sub(r"\D", "", phone)
	return f"0{digits[3:]}"[:LONGEST] if phone.startswith("+380") else digits[:LONGEST]


def part_of(text: str) -> str:
	"""Return the national digits of a number or a part of it, as it is typed: «+380 67 12» is «06712». "" for words."""
	bare = re.sub(r"[\s()./\u2010-\u2015\u2212-]", "", text)
	if not re.fullmatch(r"\+?[0-9]+", bare):
		return ""
	if country := _COUNTRY.match(bare):
		return f"0{bare[country.end() :]}"[:LONGEST]
	bare = bare.lstrip("+")
	return (bare[1:] if len(bare) > 2 and _OLD_PREFIX.match(bare) else bare)[:LONGEST]


def parts_of(text: str) -> tuple[str, ...]:
	"""Return the parts of a number that `text` may be, of LEAST digits or more.

	«80 671» is a number dialled as of old, or digits from the middle of one; what begins with + is a beginning.
	"""
	part = part_of(text)
	is_beginning = not part or text.strip().startswith(("+", "00"))
	as_typed = part if is_beginning else re.sub(r"\D", "", text)[:LONGEST]
	return tuple(each for each in dict.fromkeys((part, as_typed)) if len(each) >= LEAST)


def beginnings(part: str) -> tuple[str, ...]:
	"""Return how a number may begin that begins with `part`: «67 12» leaves out the first 0."""
	return (part,) if part.startswith("0") else (part, f"0{part}")


def phones_in(text: str) -> tuple[str, ...]:
	"""Return the numbers of a text such as «067 123-45-67, доб. 12; сусідка 0564401520», in their normal form."""
	found = [number for each in _NUMBER.finditer(text) for number in _numbers(each[0])]
	return tuple(dict.fromkeys(found))


def _numbers(text: str) -> Iterator[str]:
	rest = text.strip(" ./-()")
	while rest:
		try:
			number, rest = read_phone(rest)
		except PhoneError:
			return
		yield number


def whole_phone(text: str) -> str:
	"""Return the normal form of a whole number, the first of several; "" for a part of one and for what is none."""
	try:
		return read_phone(text)[0] if text.strip() else ""
	except PhoneError:
		return ""
