"""Find entries of the Classifier by what people write (R5.11).

`Matcher.match` decides by a whole text and never guesses: where two entries fit equally well, or none, a person
decides. `offered` lists what a word or two may mean, for a person to choose from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from contact_center.reading.folding import fold, near, stem, words_of
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

		A title written word for word wins at once. Else a keyword counts when the text has all its words, in
		whatever order and ending; longer words and words near the beginning weigh more.
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


IN_TITLE, IN_KEYWORDS, IN_HELP = 3, 2, 1
# In a search these count only where nothing else is written: every other entry has them.
FILLERS = frozenset("немає нема працює дуже вже уже".split())


def offered(
	entries: Iterable[ClassifierEntry], text: str, groups: Mapping[str | None, str] | None = None
) -> list[ClassifierEntry]:
	"""Return the entries that a word or two may mean, the best first; all of them where `text` has no words.

	Words count in any order and ending, in the title most, then in the keywords, then in the hint and in the
	title of the group (`groups`: {code: title}). A word that no entry has is looked for with one slip of the pen.
	Entries that fit less than half as well as the best one are left out; an entry's code finds it.
	"""
	described = [_Described(entry, (groups or {}).get(entry.parent, "")) for entry in entries]
	if not words_of(text):
		return [each.entry for each in described]
	scores = _scores(described, text)
	enough = max(scores, default=0) / 2
	found = [pair for pair in zip(scores, described, strict=True) if pair[0] > enough]
	# Of equals the plainer one: «ліфт» is «Не працює ліфт» before it is something rarer and graver.
	found.sort(key=lambda pair: (-pair[0], len(pair[1].texts[0][1])))
	return [each.entry for _score, each in found]


class _Described:
	"""An entry with the words that it is offered by: (weight, words)."""

	def __init__(self, entry: ClassifierEntry, group: str):
		self.entry = entry
		self.texts = (
			(IN_TITLE, words_of(entry.title)),
			(IN_KEYWORDS, words_of(entry.keywords)),
			(IN_HELP, words_of(f"{entry.hint} {group}")),
		)

	def weight(self, fits: Callable[[str], bool]) -> int:
		return next((weight for weight, words in self.texts if any(map(fits, words))), 0)


def _scores(described: Sequence[_Described], text: str) -> list[int]:
	"""Score each entry: the sum over the text's words; its own code counts as much as all words of a title."""
	written, code = _telling(text), fold(text)
	by_word = [_word_scores(described, word) for word in written]
	scores = [sum(scores) for scores in zip(*by_word, strict=True)] or [0] * len(described)
	return [
		IN_TITLE * len(written) if fold(each.entry.code) == code else score
		for each, score in zip(described, scores, strict=True)
	]


def _word_scores(described: Sequence[_Described], word: str) -> list[int]:
	begins = stem(word)
	scores = [each.weight(lambda other: other.startswith(begins)) for each in described]
	return scores if any(scores) else [each.weight(lambda other: near(word, other)) for each in described]


def _telling(text: str) -> list[str]:
	words = words_of(text)
	telling = [word for word in words if len(word) > 2 and word not in FILLERS]
	return telling or words
