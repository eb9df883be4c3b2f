"""A matter said in a citizen's words, found in the Classifier by its titles and keywords (R5.11).

No guessing: a text that fits two entries equally well, or none, is left for a person to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contact_center.regulation.routing import ClassifierEntry

_APOSTROPHES = re.compile("['’ʼ‘`´′ʹ]")
# Latin letters that look like Ukrainian ones and come from the wrong keyboard layout.
_LOOK_ALIKES = str.maketrans("aceiopxy", "асеіорху")
_WORD = re.compile(r"\w+")
_NEGATION = "не"
# An entry is the answer when no other comes within this share of its score.
CLEARLY = 0.85
# A keyword that begins this many words into the text weighs half of one that opens it.
FADES_OVER = 2


@dataclass(frozen=True)
class Match:
	"""Codes of the entries that fit best; one is an answer, several or none are not."""

	codes: tuple[str, ...] = ()

	@property
	def code(self) -> str | None:
		return self.codes[0] if len(self.codes) == 1 else None


def fold(text: str) -> str:
	"""The text in the one form in which texts are compared: NFC, small letters, no apostrophes, single blanks."""
	text = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text))
	return " ".join(text.casefold().translate(_LOOK_ALIKES).split())


class Matcher:
	"""Active leaves of the Classifier, prepared for many texts."""

	def __init__(self, entries: Iterable[ClassifierEntry]):
		leaves = [entry for entry in entries if entry.active and not entry.is_group]
		self._by_title: dict[str, list[str]] = {}
		self._phrases: list[tuple[str, list[tuple[str, ...]]]] = []
		for entry in leaves:
			self._by_title.setdefault(fold(entry.title), []).append(entry.code)
			phrases = [entry.title, *re.split(r"[,;\n]", entry.keywords or "")]
			self._phrases.append((entry.code, [words for words in map(_words, phrases) if words]))

	def match(self, text: str, among: Sequence[str] = ()) -> Match:
		"""The entries that `text` names best; `among` narrows the choice to these codes.

		A title said word for word wins at once. Else a keyword counts when the text has all its words, in
		whatever order and ending; the more it says, and the sooner, the more it weighs.
		"""
		titled = [code for code in self._by_title.get(fold(text), ()) if not among or code in among]
		if titled:
			return Match(tuple(titled))
		said = _words(text)
		scores = {
			code: _score(phrases, said) for code, phrases in self._phrases if not among or code in among
		}
		enough = max(scores.values(), default=0) * CLEARLY
		best = [code for code, score in scores.items() if score and score >= enough]
		return Match(tuple(sorted(best, key=lambda code: -scores[code])))


def _words(text: str) -> tuple[str, ...]:
	return tuple(
		word for word in _WORD.findall(fold(text)) if len(word) > 2 or word == _NEGATION or word.isdigit()
	)


def _score(phrases: list[tuple[str, ...]], said: Sequence[str]) -> float:
	"""How much speaks for the entry: letters of the words heard, those said first the most.

	«Відкритий люк біля дитячого майданчика» is about the manhole.
	"""
	heard: dict[str, float] = {}
	for phrase in phrases:
		places = [_place(word, said) for word in phrase]
		if None not in places:
			weight = 1 / (1 + min(places) / FADES_OVER)
			for word in phrase:
				heard[_stem(word)] = max(heard.get(_stem(word), 0), weight)
	return sum(len(stem) * weight for stem, weight in heard.items())


def _place(word: str, said: Sequence[str]) -> int | None:
	"""Where in the text the word comes first, in whatever ending."""
	stem = _stem(word)
	near = range(len(word) - 3, len(word) + 4)
	return next((i for i, other in enumerate(said) if other.startswith(stem) and len(other) in near), None)


def _stem(word: str) -> str:
	"""The word without what declension changes; short words and numbers stay whole."""
	if len(word) < 4 or word.isdigit():
		return word
	return word[: max(3, len(word) - 1 - len(word) // 6)]
