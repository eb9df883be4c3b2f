"""A question in a citizen's words, found in the Classifier by its titles and keywords (R5.11).

No guessing: a text that fits two entries equally well, or none, is left for a person to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
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
# By so many letters may a word as said be longer or shorter than the keyword's.
ENDING = 3
# So many words as said are kept with what they mean.
KNOWN_WORDS = 50_000


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
	"""Entries of the Classifier in use, prepared for many texts."""

	def __init__(self, entries: Iterable[ClassifierEntry]):
		in_use = [entry for entry in entries if entry.active and not entry.is_group]
		self._codes = [entry.code for entry in in_use]
		self._by_title: dict[str, list[str]] = {}
		self._phrases: list[tuple[int, tuple[str, ...]]] = []
		# A phrase is looked for where its longest word is said.
		self._phrases_with: defaultdict[str, list[int]] = defaultdict(list)
		self._words_from: defaultdict[str, dict[str, None]] = defaultdict(dict)
		self._known: dict[str, tuple[str, ...]] = {}
		for number, entry in enumerate(in_use):
			self._by_title.setdefault(fold(entry.title), []).append(entry.code)
			for phrase in [entry.title, *re.split(r"[,;\n]", entry.keywords or "")]:
				self._learn(number, _words(phrase))

	def _learn(self, entry: int, words: tuple[str, ...]) -> None:
		for word in words:
			self._words_from[_stem(word)][word] = None
		self._phrases_with[max(words, key=len, default="")].append(len(self._phrases))
		self._phrases.append((entry, words))

	def match(self, text: str, among: Sequence[str] = ()) -> Match:
		"""The entries that `text` names best; `among` narrows the choice to these codes.

		A title said word for word wins at once. Else a keyword counts when the text has all its words, in
		whatever order and ending; the more it says, and the sooner, the more it weighs.
		"""
		titled = [code for code in self._by_title.get(fold(text), ()) if not among or code in among]
		if titled:
			return Match(tuple(titled))
		scores = {
			entry: score
			for entry, score in self._scores(text).items()
			if not among or self._codes[entry] in among
		}
		enough = max(scores.values(), default=0) * CLEARLY
		best = sorted(entry for entry, score in scores.items() if score >= enough)
		return Match(tuple(self._codes[entry] for entry in sorted(best, key=lambda entry: -scores[entry])))

	def _scores(self, text: str) -> dict[int, float]:
		"""How much speaks for each entry: letters of the words heard, those said first the most.

		«Відкритий люк біля дитячого майданчика» is about the manhole.
		"""
		places = self._places(_words(text))
		heard: defaultdict[int, dict[str, float]] = defaultdict(dict)
		for number in (number for word in places for number in self._phrases_with.get(word, ())):
			entry, words = self._phrases[number]
			if all(word in places for word in words):
				weight = 1 / (1 + min(places[word] for word in words) / FADES_OVER)
				for word in words:
					heard[entry][_stem(word)] = max(heard[entry].get(_stem(word), 0), weight)
		return {
			entry: sum(len(stem) * weight for stem, weight in stems.items()) for entry, stems in heard.items()
		}

	def _places(self, said: Sequence[str]) -> dict[str, int]:
		"""Which words of the keywords are said, in whatever ending, and where first."""
		places: dict[str, int] = {}
		for place, other in enumerate(said):
			for word in self._meant(other):
				places.setdefault(word, place)
		return places

	def _meant(self, said: str) -> tuple[str, ...]:
		"""The words of the keywords of which `said` may be a form. People say the same words again and again."""
		if said not in self._known:
			if len(self._known) >= KNOWN_WORDS:
				self._known.clear()
			stems = (said[:end] for end in range(1, len(said) + 1))
			words = (word for stem in stems for word in self._words_from.get(stem, ()))
			self._known[said] = tuple(word for word in words if abs(len(said) - len(word)) <= ENDING)
		return self._known[said]


def _words(text: str) -> tuple[str, ...]:
	return tuple(
		word for word in _WORD.findall(fold(text)) if len(word) > 2 or word == _NEGATION or word.isdigit()
	)


def _stem(word: str) -> str:
	"""The word without what declension changes; short words and numbers stay whole."""
	if len(word) < 4 or word.isdigit():
		return word
	return word[: max(3, len(word) - 1 - len(word) // 6)]
