"""The one form in which texts are compared: names, titles, streets, keywords, on the site and in files alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_APOSTROPHES = re.compile("['’ʼ‘`´′ʹ＇]")
# Hyphens and dashes U+2010 to U+2015, and the minus sign.
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")
# Latin letters that look like Cyrillic ones in one case or the other, and come from the wrong keyboard layout.
_LOOK_ALIKES = str.maketrans("abcehikmoptxy", "авсенікмортху")
_WORD = re.compile(r"\w+")


def plain_hyphens(text: str) -> str:
	"""The text with «-» for every kind of hyphen and dash."""
	return _HYPHENS.sub("-", text)


def fold(text: str) -> str:
	"""The text in NFC and small letters, without apostrophes, with plain hyphens, Cyrillic look-alikes, single blanks.

	«Зв’язку», «ЗВ'ЯЗКУ» and «Звʼязку» are all «звязку».
	"""
	text = _APOSTROPHES.sub("", plain_hyphens(unicodedata.normalize("NFC", text)))
	return " ".join(text.casefold().translate(_LOOK_ALIKES).split())


def words_of(text: str) -> list[str]:
	"""The words and numbers of a text, folded, in their order."""
	return _WORD.findall(fold(text))


def stem(word: str) -> str:
	"""A folded word without what declension changes; short words and numbers stay whole.

	«води», «воду» and «вода» are «вод».
	"""
	if len(word) < 4 or word.isdigit():
		return word
	return word[: max(3, len(word) - 1 - len(word) // 6)]


def search_key(*texts: str | None) -> str:
	"""What a record is searched by: the words of its names, folded, each behind a blank: « заявниченко оксана»."""
	return "".join(f" {word}" for text in texts for word in words_of(text or ""))


def near(said: str, word: str) -> bool:
	"""Whether two folded words are one slip apart: a letter wrong, missing, too many, or two in the wrong order.

	Short words and numbers are never near: «вул. 5» is not «вул. 6».
	"""
	if min(len(said), len(word)) < 4 or abs(len(said) - len(word)) > 1 or said.isdigit() or word.isdigit():
		return False
	begin = _common(zip(said, word, strict=False))
	end = _common(zip(reversed(said[begin:]), reversed(word[begin:]), strict=False))
	left, right = said[begin : len(said) - end], word[begin : len(word) - end]
	return (len(left) <= 1 and len(right) <= 1) or (len(left) == 2 and left == right[::-1])


def _common(pairs: Iterable[tuple[str, str]]) -> int:
	"""How many pairs in a row are equal."""
	count = 0
	for one, other in pairs:
		if one != other:
			break
		count += 1
	return count
