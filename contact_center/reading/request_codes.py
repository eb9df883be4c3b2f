"""The code of a request that has no number yet: what its applicant writes down and an operator types back (R3.4)."""

from __future__ import annotations

import re
from itertools import product

from contact_center.reading.folding import plain_hyphens

LENGTH = 10
_GROUPS = (3, 3, 4)
# Cyrillic letters that look like the Latin ones of a code, and come from the wrong keyboard layout.
_LATIN = str.maketrans("авсенікмортху", "abcehikmoptxy")
_ALIKE = {sign: group for group in ("o0", "il1") for sign in group}
_MOST_ALIKE = 4
"""With more of them in one code it is taken as it is written: the readings multiply."""


def written(name: str) -> str:
	"""Return the name of a request's record as people write it down: «a72uselln2» as «A72-USE-LLN2»."""
	if len(name) != LENGTH or not name.isalnum():
		return name
	parts, start = [], 0
	for length in _GROUPS:
		parts.append(name[start : start + length])
		start += length
	return "-".join(parts).upper()


def meant(text: str) -> list[str]:
	"""Return the names of records that a written code may mean, as it is written first; none for what is no code.

	«O» and «0», «I», «L» and «1» are taken for each other: a code is copied by hand and read out.
	"""
	plain = re.sub(r"[\s-]", "", plain_hyphens(text)).lower().translate(_LATIN)
	if len(plain) != LENGTH or not (plain.isascii() and plain.isalnum()):
		return []
	read = [_ALIKE.get(sign, sign) for sign in plain]
	if sum(len(each) > 1 for each in read) > _MOST_ALIKE:
		return [plain]
	return list(dict.fromkeys((plain, *map("".join, product(*read)))))
