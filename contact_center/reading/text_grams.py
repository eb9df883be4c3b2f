"""Turn a description into numbers: one for each root, pair of roots and bit of a word that it has.

A number says nothing of the text that it was made of but to whoever guesses that text, and numbers of what few people
wrote are dropped in training. Numbers and names of places are left out: where something is says little of what it is.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import Any

import numpy as np

from contact_center.reading.entry_offers import root
from contact_center.reading.folding import fold

LONGEST = 1200
"""Characters of a description that are looked at; what it is about stands in its beginning."""
BIT = 4
"""Letters of a bit of a word. Bits of three and five besides take four times as long to learn and add little."""
_WORD = re.compile(r"[^\W\d_]+")
_PLACE = re.compile(
	r"\b(?:вул(?:иця|иці)?|ул(?:ица)?|просп(?:ект)?|пр-т|бульв(?:ар)?|пров(?:улок)?|пл(?:оща)?|м-н)\b\.?\s*[^\W\d_]+"
)
_PAIR = 0x9E3779B1
"""An odd number to multiply the first of two roots with, so that «вода гаряча» is not «гаряча вода»."""


def grams(text: str, letters: int | None = None) -> Any:
	"""Return the numbers of a description, each once, as an array of uint32; of its first `letters` where they are given."""
	numbers, _ends = grams_in_order(text[:letters] if letters else text)
	return np.unique(numbers)


def grams_in_order(text: str) -> tuple[Any, Any]:
	"""Return (numbers, ends): each number of a description, and after how many letters it has been typed."""
	folded = _PLACE.sub(lambda found: " " * len(found.group()), fold(text[:LONGEST]))
	words = [(found.group(), found.end()) for found in _WORD.finditer(folded) if len(found.group()) > 1]
	if not words:
		return np.empty(0, np.uint32), np.empty(0, np.uint16)
	each = [_of_word(word) for word, _end in words]
	roots = np.fromiter((numbers[0] for numbers in each), np.uint32, len(each))
	ends = np.fromiter((end for _word, end in words), np.uint16, len(words))
	pairs = roots[:-1] * np.uint32(_PAIR) + roots[1:]
	numbers = np.concatenate((*each, pairs))
	typed = np.concatenate((np.repeat(ends, [len(one) for one in each]), ends[1:]))
	order = np.argsort(typed, kind="stable")
	return numbers[order], typed[order]


@lru_cache(50_000)
def _of_word(word: str) -> Any:
	"""Return the numbers of a folded word: first its root, then its bits of some letters, edges marked by blanks."""
	edged = f" {word} "
	bits = {edged[start : start + BIT] for start in range(max(1, len(edged) - BIT + 1))}
	return np.array([_number(f"={root(word)}"), *map(_number, sorted(bits))], np.uint32)


def _number(text: str) -> int:
	return zlib.crc32(text.encode())
