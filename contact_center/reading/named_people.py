"""Does a text let one know who somebody is: by a name, a phone, a flat?"""

from __future__ import annotations

import re

PHONE_DIGITS = 9
"""Of a phone behind the country's code, as people write it."""
NAME_STEM = 4
"""So many letters of a name at least are looked for: its ending changes, and a shorter word is any word."""
_FLAT = r"\b(?:кв|квартир\w*|помешканн\w*)\W*{}\b"


def names(name: str | None, text: str) -> bool:
	"""Return whether the text has a form of the surname or first name: «Заявниченку»."""
	name = (name or "").casefold()
	stem = name[: max(NAME_STEM, len(name) - 2)]
	return len(stem) >= NAME_STEM and any(
		word.startswith(stem) for word in re.findall(r"[\w’'-]+", text.casefold())
	)


def calls(phone: str | None, text: str) -> bool:
	"""Return whether the text has the phone, however it is written."""
	digits = re.sub(r"\D", "", phone or "")[-PHONE_DIGITS:]
	return len(digits) == PHONE_DIGITS and digits in re.sub(r"\D", "", text)


def lives(flat: str | None, text: str) -> bool:
	"""Return whether the text names the flat: «кв. 5», «у квартирі 5»."""
	return bool(flat) and bool(re.search(_FLAT.format(re.escape(flat or "")), text, re.IGNORECASE))


def points_at(text: str, people: tuple[str | None, ...], phone: str | None, flat: str | None) -> bool:
	"""Return whether the text has any of the names, the phone or the flat."""
	return any(names(each, text) for each in people) or calls(phone, text) or lives(flat, text)
