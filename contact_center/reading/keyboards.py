"""Read what was typed on the wrong keyboard layout: «ytvf djlb» is «нема води», «цек-06» is «wtr-06»."""

from __future__ import annotations

import re

_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю'"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_SHIFTED = str.maketrans('{}:"<>~', "[];',.`")
_TO_UKRAINIAN, _TO_RUSSIAN = str.maketrans(_LATIN, _UKRAINIAN), str.maketrans(_LATIN, _RUSSIAN)
_TO_LATIN = str.maketrans(_UKRAINIAN, _LATIN)
_CYRILLIC = re.compile("[а-яіїєґё]")
_LATIN_LETTER = re.compile("[a-z]")
_SPELT = str.maketrans("абвгдезийклмнопрстуфхцшіїє", "abvgdezyjklmnoprstufhcwiie")
"""How a Latin letter is said: «СОС-02» is «SOS-02»."""
_LIKE = str.maketrans("авсенікмортху", "abcehikmoptxy")
"""Cyrillic letters that look like Latin ones."""
_CODE = re.compile(r"([a-z]+)[\s_.–-]*0*(\d+)$")


def other_readings(text: str) -> tuple[str, ...]:
	"""Return what a text without a Cyrillic letter says on the Ukrainian and on the Russian layout; () for any other."""
	small = text.casefold()
	if _CYRILLIC.search(small) or not _LATIN_LETTER.search(small):
		return ()
	typed = small.translate(_SHIFTED)
	return tuple(dict.fromkeys((typed.translate(_TO_UKRAINIAN), typed.translate(_TO_RUSSIAN))))


def code_keys(text: str) -> frozenset[str]:
	"""Return in what forms a text may be a code: «rds 05», «RDS-05» and «квы-05» have «rds5» in common."""
	small = text.strip().casefold()
	readings = (small, small.translate(_TO_LATIN), small.translate(_SPELT), small.translate(_LIKE))
	found = (_CODE.match(reading) for reading in readings)
	return frozenset(f"{code[1]}{code[2]}" for code in found if code)
