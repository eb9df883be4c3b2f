"""Bring texts into the one form in which they are compared: names, titles, streets, keywords, on the site and in files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_

_APOSTROPHES = re.compile("['’ʼ‘`´′ʹ＇]")
# Hyphens and dashes U+2010 to U+2015, and the minus sign.
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")
# Latin letters that look like Cyrillic ones in one case or the other, and come from the wrong keyboard layout.
_LOOK_ALIKES = str.maketrans("abcehikmoptxy", "авсенікмортху")
_WORD = re.compile(r"\w+")


def plain_hyphens(text: str) -> str:
	"""Write «-» for every kind of hyphen and dash."""
	return _HYPHENS.sub("-", text)


def fold(text: str) -> str:
	"""Return the text in NFC and small letters, with plain hyphens and single blanks and without apostrophes.

	Latin letters that look like Cyrillic ones become Cyrillic. «Зв’язку», «ЗВ'ЯЗКУ» and «Звʼязку» are all «звязку».
	"""
	text = _APOSTROPHES.sub("", plain_hyphens(unicodedata.normalize("NFC", text)))
	return " ".join(text.casefold().translate(_LOOK_ALIKES).split())


def words_of(text: str) -> list[str]:
	"""Return the words and numbers of a text, folded, in their order."""
	return _WORD.findall(fold(text))


def stem(word: str) -> str:
	"""Cut off the end of a folded word, which declension changes; short words and numbers stay whole.

	«води», «воду» and «вода» are «вод».
	"""
	if len(word) < 4 or word.isdigit():
		return word
	return word[: max(3, len(word) - 1 - len(word) // 6)]


_ONE_SPELLING = str.maketrans("іїыєэёґ", "иииееег", "ьъ")
_DOUBLED = re.compile(r"(\w)\1")


def one_spelling(word: str) -> str:
	"""Return a folded word in one spelling for Russian and Ukrainian: «лифт» and «ліфт» are «лифт»."""
	return _DOUBLED.sub(r"\1", word.translate(_ONE_SPELLING))


def sound(word: str) -> str:
	"""Return how the beginning of a folded word sounds, the same for its Russian and its Ukrainian spelling.

	«металлургов» and «металургів» are both «миталург».
	"""
	return _DOUBLED.sub(r"\1", one_spelling(stem(word)).replace("е", "и"))


def search_key(*texts: str | None) -> str:
	"""Return what a record is searched by: all words of its names, folded, a blank before each: « заявниченко оксана»."""
	return "".join(f" {word}" for text in texts for word in words_of(text or ""))


SHORTEST_WITH_SLIPS = (4, 7)
"""Words of fewer letters are never one slip, and never two slips, apart."""


def near(written: str, word: str, most: int = 1) -> bool:
	"""Check whether two folded words are one slip apart, or two: a letter wrong, missing or added, or two letters swapped.

	Short words and numbers are never near: «вул. 5» is not «вул. 6».
	"""
	if min(len(written), len(word)) < SHORTEST_WITH_SLIPS[0] or written.isdigit() or word.isdigit():
		return False
	if min(len(written), len(word)) < SHORTEST_WITH_SLIPS[1]:
		most = min(most, 1)
	if abs(len(written) - len(word)) > most or (_letters(written) ^ _letters(word)).bit_count() > 2 * most:
		return False
	return _apart(written, word, most)


def _apart(written: str, word: str, most: int) -> bool:
	"""Check whether at most so many slips make one word of the other."""
	begin = _common(zip(written, word, strict=False))
	left, right = written[begin:], word[begin:]
	if not left or not right:
		return len(left) + len(right) <= most
	return most > 0 and (
		_apart(left[1:], right[1:], most - 1)
		or _apart(left[1:], right, most - 1)
		or _apart(left, right[1:], most - 1)
		or (left[:2] == right[1::-1] and _apart(left[2:], right[2:], most - 1))
	)


@lru_cache(20_000)
def _letters(word: str) -> int:
	"""Return which letters a word has, a bit each."""
	return reduce(or_, (1 << (ord(letter) & 63) for letter in word), 0)


def _common(pairs: Iterable[tuple[str, str]]) -> int:
	"""Count the equal pairs before the first unequal one."""
	count = 0
	for one, other in pairs:
		if one != other:
			break
		count += 1
	return count
