"""Find entries of the Classifier by what people write (R5.11).

`Matcher.match` decides by a whole text and never guesses: where two entries fit equally well, or none, a person
decides. What a word or two may mean, for a person to choose from, is `entry_offers`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contact_center.reading.folding import fold, stem, words_of
from contact_center.regulation.routing import ClassifierEntry

_NEGATION = "не"
# An entry is the answer when no other comes within this share of its score.
CLEARLY = 0.85
# A keyword that begins this many words into the text weighs half of one that opens it.
FADES_OVER = 2
# A written word may be longer or shorter than the keyword's by so many letters.
ENDING = 3
# So many written words are kept with the keywords that they may be.
KNOWN_WORDS = 50_000


@dataclass(frozen=True)
class Match:
	"""Codes of the entries that fit best; one is an answer, several or none are not."""

	codes: tuple[str, ...] = ()

	@property
	def code(self) -> str | None:
		return self.codes[0] if len(self.codes) == 1 else None


class Matcher:
	"""Entries of the Classifier in use, prepared for many texts."""

	def __init__(self, entries: Iterable[ClassifierEntry]):
		in_use = [entry for entry in entries if entry.active and not entry.is_group]
		self._codes = [entry.code for entry in in_use]
		self._by_title: dict[str, list[str]] = {}
		self._title = {entry.code: entry.title for entry in in_use}
		self._phrases: list[tuple[int, tuple[str, ...]]] = []
		# A phrase is looked for where its longest word occurs.
		self._phrases_with: defaultdict[str, list[int]] = defaultdict(list)
		self._words_from: defaultdict[str, dict[str, None]] = defaultdict(dict)
		self._known: dict[str, tuple[str, ...]] = {}
		for number, entry in enumerate(in_use):
			self._by_title.setdefault(fold(entry.title), []).append(entry.code)
			for phrase in [entry.title, *re.split(r"[,;\n]", entry.keywords or "")]:
				self._learn(number, _words(phrase))

	def _learn(self, entry: int, words: tuple[str, ...]) -> None:
		for word in words:
			self._words_from[stem(word)][word] = None
		self._phrases_with[max(words, key=len, default="")].append(len(self._phrases))
		self._phrases.append((entry, words))

	def match(self, text: str, among: Sequence[str] = ()) -> Match:
		"""Return the entries that fit `text` best; `among` narrows the choice to these codes.

		A title written word for word wins at once, of titles that differ in case the one that is written so. Else a keyword counts when the text has all its words, in
		whatever order and ending; longer words and words near the beginning weigh more.
		"""
		titled = [code for code in self._by_title.get(fold(text), ()) if not among or code in among]
		if titled:
			exact = [code for code in titled if self._title[code] == text]
			return Match(tuple(exact or titled))
		scores = {
			entry: score
			for entry, score in self._scores(text).items()
			if not among or self._codes[entry] in among
		}
		enough = max(scores.values(), default=0) * CLEARLY
		best = sorted(entry for entry, score in scores.items() if score >= enough)
		return Match(tuple(self._codes[entry] for entry in sorted(best, key=lambda entry: -scores[entry])))

	def _scores(self, text: str) -> dict[int, float]:
		"""Return {entry: score}: the letters of the words that were found, the first words weighing most.

		«Відкритий люк біля дитячого майданчика» is about the manhole.
		"""
		places = self._places(_words(text))
		heard: defaultdict[int, dict[str, float]] = defaultdict(dict)
		for number in (number for word in places for number in self._phrases_with.get(word, ())):
			entry, words = self._phrases[number]
			if all(word in places for word in words):
				weight = 1 / (1 + min(places[word] for word in words) / FADES_OVER)
				for word in words:
					heard[entry][stem(word)] = max(heard[entry].get(stem(word), 0), weight)
		return {
			entry: sum(len(stem) * weight for stem, weight in stems.items()) for entry, stems in heard.items()
		}

	def _places(self, written: Sequence[str]) -> dict[str, int]:
		"""Return {word of the keywords: its first place in the text}, in whatever ending."""
		places: dict[str, int] = {}
		for place, other in enumerate(written):
			for word in self._meant(other):
				places.setdefault(word, place)
		return places

	def _meant(self, written: str) -> tuple[str, ...]:
		"""Return the words of the keywords of which `said` may be a form. Kept, since people use the same words again."""
		if written not in self._known:
			if len(self._known) >= KNOWN_WORDS:
				self._known.clear()
			stems = (written[:end] for end in range(1, len(written) + 1))
			words = (word for stem in stems for word in self._words_from.get(stem, ()))
			self._known[written] = tuple(word for word in words if abs(len(written) - len(word)) <= ENDING)
		return self._known[written]


def _words(text: str) -> tuple[str, ...]:
	return tuple(word for word in words_of(text) if len(word) > 2 or word == _NEGATION or word.isdigit())
