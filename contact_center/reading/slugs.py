"""Addresses of pages in Latin letters, by the official transliteration of Ukrainian (Cabinet resolution 55 of 2010)."""

from __future__ import annotations

import re
import unicodedata

_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
"""At the beginning of a word."""
_LATIN = dict(
	zip(
		"абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъ",
		"a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch _ iu ia io y e _".split(),
		strict=True,
	)
) | {"ь": "", "ъ": ""}
_APOSTROPHES = re.compile("['’ʼ‘`´′ʹ＇]")
_OTHER = re.compile("[^a-z0-9]+")
LONGEST = 80


def slug(text: str) -> str:
	"""Return a text as a part of an address: «Як оформити субсидію?» is «yak-oformyty-subsydiiu». "" without letters."""
	words = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text).casefold()).split()
	latin = " ".join(map(_word, words))
	plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
	return _shortened(_OTHER.sub("-", plain).strip("-"))


def _word(word: str) -> str:
	word = word.replace("зг", "zgh")
	return "".join(
		_FIRST[sign] if place == 0 and sign in _FIRST else _LATIN.get(sign, sign)
		for place, sign in enumerate(word)
	)


def _shortened(address: str) -> str:
	"""Cut at a word."""
	if len(address) <= LONGEST:
		return address
	return address[: LONGEST + 1].rpartition("-")[0] or address[:LONGEST]
