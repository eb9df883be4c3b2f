"""Find streets as people write them: with or without the type, by a former name, in any case and word order.

`StreetNames.find` decides: whole words, and the type where one is written. `StreetNames.offer` finds whatever may be
meant, for a person to choose from; it never decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from contact_center.reading.folding import fold, near, sound, stem, words_of
from contact_center.regulation.problems import ProblemError, ProblemKind

SHIPPED_TYPES: dict[str, str] = {
	"вул.": "вул вулиця вулиці вулицею ул улица",
	"просп.": "просп проспект проспекті прт пр",
	"пров.": "пров провулок провулку",
	"бульв.": "бульв бульвар бульварі бр",
	"пл.": "пл площа площі",
	"мкр.": "мкр мікрорайон мікрорайоні мкрн мн",
	"шосе": "шосе",
	"узвіз": "узвіз",
	"проїзд": "проїзд",
	"квартал": "квартал кварталі квл",
	"наб.": "наб набережна набережній",
	"майдан": "майдан майдані",
	"алея": "алея алеї",
	"тупик": "тупик туп",
	"в'їзд": "в'їзд",
	"заїзд": "заїзд",
	"дорога": "дорога",
	"лінія": "лінія",
}
"""Types of streets as they are written in names, each with its spellings: the default of `StreetTypes`."""
MOST_OFFERED = 10
_SEPARATORS = re.compile("[;,\n]")
_BUILDING = re.compile(r"[\s,]+(?:буд\.?\s*)?\d[\w/-]*(?:\s*\w{1,2})?$")
_WORD = re.compile(r"\w+")
_TYPE_FIRST = re.compile(r"([\w'’ʼ-]+)(?:\. ?| )(.+)")

Words = tuple[str, ...]
Key = tuple[str, Words]


@dataclass(frozen=True)
class StreetName:
	"""A street: `key` is what the caller gets back, `former` its names of earlier years."""

	key: str
	street_type: str
	name: str
	former: tuple[str, ...] = ()


class StreetTypes:
	"""The city's types of streets: {as written in names: spellings, separated by blanks or commas}."""

	def __init__(self, types: dict[str, str] = SHIPPED_TYPES):
		self.written = tuple(types)
		self._of: dict[str, str] = {}
		for written, spellings in types.items():
			for spelling in (written, *re.split(r"[\s,;]+", spellings)):
				self._of.setdefault(_squeezed(spelling), written)
		self._of.pop("", None)

	def taken(self, spellings: str) -> tuple[str, str] | None:
		"""Return (spelling, type) of the first of these spellings that a type has already; None where all are free."""
		pairs = ((each, self._of.get(_squeezed(each))) for each in re.split(r"[\s,;]+", spellings) if each)
		return next(((each, kind) for each, kind in pairs if kind), None)

	def readings(self, text: str) -> list[tuple[str, list[str]]]:
		"""Return how `text` can be read, the likeliest first: (type or "", words of the name, folded).

		«Набережна вул.» is the street «Набережна», or an embankment called «вул».
		"""
		tokens = fold(text).replace(".", ". ").split()
		found = []
		for place in (0, -1) if len(tokens) > 1 else ():
			if kind := self._of.get(_squeezed(tokens[place])):
				found.append((kind, _words(tokens[1:] if place == 0 else tokens[:-1])))
		return [*found, ("", _words(tokens))]

	def split(self, text: str) -> tuple[str, str]:
		"""Return «проспект Миру» as ("просп.", "Миру"), the rest as it is written; "" where no type comes first."""
		typed = " ".join(text.split())
		match = _TYPE_FIRST.fullmatch(typed)
		kind = match and self._of.get(_squeezed(match[1]))
		return (kind, match[2]) if match and kind else ("", typed)


class StreetNames:
	"""The streets that names are looked up in, all of a city's or some."""

	def __init__(self, streets: Iterable[StreetName], types: StreetTypes | None = None):
		self.types = types or StreetTypes()
		self._named: list[_Named] = []
		self._now: defaultdict[Key, set[str]] = defaultdict(set)
		self._before: defaultdict[Key, set[str]] = defaultdict(set)
		self._keys: set[str] = set()
		for street in streets:
			self._keys.add(street.key)
			self._add(self._now, _Named(street.key, street.street_type, words_of(street.name)))
			for former in street.former:
				for kind, words in self.types.readings(former):
					self._add(
						self._before, _Named(street.key, kind or street.street_type, words, former=True)
					)

	def _add(self, index: dict[Key, set[str]], named: _Named) -> None:
		self._named.append(named)
		for kind in (named.kind, ""):
			index[(kind, tuple(sorted(named.words)))].add(named.key)

	def find(self, text: str) -> tuple[str, ...]:
		"""Return the keys of the streets that `text` names, sorted: one is an answer. Names in use beat former ones."""
		if text in self._keys:
			return (text,)
		for kind, words in self.types.readings(text):
			key = kind, tuple(sorted(words))
			if words and (found := self._now.get(key) or self._before.get(key)):
				return tuple(sorted(found))
		return ()

	def offer(self, text: str, most: int = MOST_OFFERED) -> tuple[str, ...]:
		"""Return the keys of the streets that `text` may mean: those that it names, then those that fit, the likeliest first.

		The beginnings of words are looked for first; where there are none, other endings, then parts of words,
		then one slip of the pen, then what sounds alike in Russian. A type that is written puts its streets first and leaves none out.
		"""
		readings = [(kind, words) for kind, words in self.types.readings(text) if words]
		ranked = next(filter(None, (self._ranked(readings, fits) for fits in _FITS)), [])
		return tuple(dict.fromkeys((*self.find(text), *ranked)))[:most]

	def _ranked(self, readings: list[tuple[str, list[str]]], fits: Fits) -> list[str]:
		found = [
			(_rank(kind, words, named), named.key)
			for named in self._named
			for kind, words in readings
			if all(any(fits(word, other) for other in named.words) for word in words)
		]
		return [key for _rank_of, key in sorted(found)]


@dataclass(frozen=True)
class _Named:
	"""One name of a street."""

	key: str
	kind: str
	words: Sequence[str]
	former: bool = False


def _rank(kind: str, words: list[str], named: _Named) -> tuple[int | bool, ...]:
	"""Return a rank, less is better: more words that fit, the whole name, the written type, its beginning, in use."""
	return (
		-len(words),
		sorted(words) != sorted(named.words),
		bool(kind) and kind != named.kind,
		not named.words[0].startswith(words[0]),
		named.former,
	)


_LEAST_SOUNDS = 4


def _sounds_alike(written: str, word: str) -> bool:
	"""Check whether a word begins with what is written, up to one letter of an ending: «-ское» and «-ське»."""
	return len(written) >= _LEAST_SOUNDS and (word.startswith(written) or word == written[:-1])


Fits = Callable[[str, str], bool]
_FITS: tuple[Fits, ...] = (
	lambda written, word: word.startswith(written),
	lambda written, word: word.startswith(stem(written)),
	lambda written, word: written in word,
	lambda written, word: near(written, word) or near(written, word[: len(written)]),
	lambda written, word: _sounds_alike(sound(written), sound(word)),
)
"""Ways in which a written word may be a word of a name, the surest first."""


def decided(names: StreetNames, text: str) -> str:
	"""Return the key of the one street that `text` names. Raises ProblemError: UNKNOWN_STREET or SEVERAL_STREETS."""
	found = names.find(text)
	if not found:
		raise ProblemError(ProblemKind.UNKNOWN_STREET, text)
	if len(found) > 1:
		raise ProblemError(ProblemKind.SEVERAL_STREETS, text, *found)
	return found[0]


def listed(text: str | None) -> tuple[str, ...]:
	"""Split the former names of a street's record, which semicolons separate."""
	return tuple(" ".join(part.split()) for part in _SEPARATORS.split(text or "") if part.strip())


def without_building(text: str) -> str:
	"""Cut off a building that is written behind the street: «Соборності, 12-а» as «Соборності»."""
	return _BUILDING.sub("", text)


def _squeezed(word: str) -> str:
	return re.sub(r"[.\-/]", "", fold(word))


def _words(tokens: Sequence[str]) -> list[str]:
	return _WORD.findall(" ".join(tokens))
