"""The code of a request that has no number yet: what its applicant writes down and an operator types back (R3.4)."""

from __future__ import annotations

import re

from contact_center.reading.folding import plain_hyphens

LENGTH = 10
_GROUPS = (3, 3, 4)
# Cyrillic letters that look like the Latin ones of a code, and come from the wrong keyboard layout.
_LATIN = str.maketrans("авсенікмортху", "abcehikmoptxy")


def written(name: str) -> str:
	"""Return the name of a request's record as people write it down: «a72uselln2» as «A72-USE-LLN2»."""
	if len(name) != LENGTH or not name.isalnum():
		return name
	parts, start = [], 0
	for length in _GROUPS:
		parts.append(name[start : start + length])
		start += length
	return "-".join(parts).upper()


def meant(text: str) -> str:
	"""Return the name of the record that a written code may mean, "" for what is no code."""
	plain = re.sub(r"[\s-]", "", plain_hyphens(text)).lower().translate(_LATIN)
	return plain if len(plain) == LENGTH and plain.isascii() and plain.isalnum() else ""
