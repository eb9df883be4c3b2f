"""Streets as people write them: with or without the type, by a former name, in any case and word order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from contact_center.reading.matching import fold

TYPES = {
	"вул.": "вул вулиця вулиці ул улица",
	"просп.": "просп проспект прт пр",
	"пров.": "пров провулок",
	"бульв.": "бульв бульвар бр",
	"пл.": "пл площа",
	"мкр.": "мкр мікрорайон мкрн мн",
	"шосе": "шосе",
	"узвіз": "узвіз",
	"проїзд": "проїзд",
	"квартал": "квартал квл",
}
_TYPE_OF = {fold(word): kind for kind, words in TYPES.items() for word in words.split()}
_WORD = re.compile(r"\w+")
_TYPE_FIRST = re.compile(r"([\w-]+)(?:\. ?| )(.+)")
_TYPE_LAST = re.compile(r"(.+) ([\w-]+)\.?")

Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class StreetName:
	"""A street: `key` is what the caller gets back, `former` its names of earlier years."""

	key: str
	street_type: str
	name: str
	former: tuple[str, ...] = ()


class StreetNames:
	"""All streets of a city, to look names up in."""

	def __init__(self, streets: Iterable[StreetName]):
		self._now: defaultdict[Key, set[str]] = defaultdict(set)
		self._before: defaultdict[Key, set[str]] = defaultdict(set)
		for street in streets:
			self._add(self._now, street.name, street)
			for former in street.former:
				self._add(self._before, former, street)

	def _add(self, index: dict[Key, set[str]], name: str, street: StreetName) -> None:
		kind, words = _parts(name)
		for each in (kind or street.street_type, ""):
			index[(each, words)].add(street.key)

	def find(self, text: str) -> tuple[str, ...]:
		"""Keys of the streets that `text` may mean, sorted: one is an answer. Names in use beat former ones."""
		kind, words = _parts(text)
		found = words and (self._now.get((kind, words)) or self._before.get((kind, words)))
		return tuple(sorted(found or ()))


def split_type(text: str) -> tuple[str, str]:
	"""«проспект Миру» as ("просп.", "Миру"): type of TYPES, "" where none is written, and the rest as typed."""
	typed = " ".join(text.split())
	for pattern, kind_at, rest_at in ((_TYPE_FIRST, 1, 2), (_TYPE_LAST, 2, 1)):
		match = pattern.fullmatch(typed)
		if match and (kind := _TYPE_OF.get(fold(match[kind_at]).replace("-", ""))):
			return kind, match[rest_at]
	return "", typed


def _parts(text: str) -> Key:
	"""Type (of TYPES, "" where none is written) and the words of the name, whatever their order."""
	words = fold(text).replace(".", ". ").split()
	for place in (0, -1) if len(words) > 1 else ():
		kind = _TYPE_OF.get(re.sub(r"[.\-]", "", words[place]))
		if kind:
			del words[place]
			return kind, _name(words)
	return "", _name(words)


def _name(words: list[str]) -> tuple[str, ...]:
	return tuple(sorted(_WORD.findall(" ".join(words))))
