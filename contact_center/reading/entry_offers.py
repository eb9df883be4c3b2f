"""Rank the entries of the Classifier that a word or two may mean, for a person to choose from (R5.11).

People search in Ukrainian, in Russian and in between, with whatever ending and slip of the pen. So words are compared by
their roots, in one spelling for both languages; words of another root come from the site's own list (`SearchWords`).
Nothing here decides: what decides about a request is `matching.Matcher`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log

from contact_center.reading.folding import fold, near, one_spelling, words_of
from contact_center.reading.keyboards import code_keys, other_readings
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.routing import ClassifierEntry

IN_TITLE, IN_KEYWORDS, IN_HELP = 3.0, 2.5, 0.8
"""What a word counts in the title, in the keywords, and in the hint or the title of the group."""
WHOLE, MEANT, BEGINNING, SLIP, TWO_SLIPS = 1.0, 0.85, 0.6, 0.5, 0.35
"""How well a written word fits: the word itself in any ending, one that it stands for, its beginning, slips of the pen."""
FILLERS = frozenset(
	(
		"немає нема нету нет працює работает дуже очень вже уже мій мой наш нам нас дома вдома будинку дому доме весь вся всю"
		" всем всей на не за до від по во из із"
	).split()
)
FILLER_WEIGHT = 0.1
"""Fillers only decide between entries that are alike in all else: every other entry has them."""
WHOLE_PHRASE = 0.3
"""An entry with a title or keyword all of whose words are written counts so much more; a part of them, that part."""
ENOUGH = 0.5
"""Entries that fit less than this share of the best one are left out."""
_PHRASES = re.compile("[,;\n]")
_ENDING = re.compile(
	"(?:ами|ями|ого|его|ому|ему|ими|иях|ией|ий|ая|яя|ое|ие|ой|ей|ои|еи|их|ах|ях|ою|ею|ею|ив|ов|ев|ам|ям|ом|ем|им|ия|ию|ии"
	"|(?<=...)(?:ет|ит|ут|ют|ят)|[аяуюиеой])$"
)
_FLEETING = re.compile("(?<=...)[ое]к$")
"""«гілок» has a vowel that «гілки» has not."""
_CONSONANT = str.maketrans("гжкчхш", "ззццсс")
"""The last consonant of a root changes in some of its forms: дорога, дорозі, доріжка."""
_DRIVER = re.compile("воді(?:й|я|ю|єві|єм|ї|їв|ям|ями|ях)$|водител")
"""Without its ending «водій» would be water."""


class SearchWords:
	"""The site's list of words of another root, «свет = світло»: each with those that the Classifier uses."""

	def __init__(self, text: str = ""):
		self._meant: dict[str, tuple[str, ...]] = {}
		for written, meant in pairs(text):
			for word in words_of(written):
				self._meant[root(word)] = (*self._meant.get(root(word), ()), *words_of(meant))

	def meant_by(self, word: str) -> tuple[str, ...]:
		"""Return the words for which a folded word stands, () for one that is not in the list."""
		return self._meant.get(root(word), ())


def pairs(text: str) -> list[tuple[str, str]]:
	"""Return (written words, meant words) of each line «свет = світло» that is not empty."""
	parts = (line.partition("=") for line in text.splitlines() if line.strip())
	return [(written.strip(), meant.strip()) for written, _is, meant in parts]


def check_lines(text: str) -> None:
	"""Raise ProblemError for the first line that has not words on both sides of one «=»."""
	for written, meant in pairs(text):
		if not words_of(written) or not words_of(meant) or "=" in meant:
			raise ProblemError(ProblemKind.NOT_TWO_SIDES, " = ".join(filter(None, (written, meant))))


spelling = lru_cache(20_000)(one_spelling)


@lru_cache(20_000)
def root(word: str) -> str:
	"""Return a folded word without its ending: «яма», «ями» and «ямах» are «ям», «дорога» and «дорозі» are «дороз»."""
	if _DRIVER.match(word):
		return "водител"
	spelt = spelling(word)
	cut = _ENDING.sub("", _FLEETING.sub("к", spelt)) if len(spelt) > 3 else spelt.rstrip("аяуюие")
	kept = cut if len(cut) > 1 else spelt
	return kept[:-1] + kept[-1:].translate(_CONSONANT)


NO_WORDS = SearchWords()


def offered(
	entries: Iterable[ClassifierEntry],
	text: str,
	groups: Mapping[str | None, str] | None = None,
	search_words: SearchWords = NO_WORDS,
) -> list[ClassifierEntry]:
	"""Return the entries that a word or two may mean, the best first; all of them where `text` has no words.

	What was typed on the wrong keyboard layout is read on the right one where that says more. A word counts in the title most, then in the keywords, then in the hint and in the title of the group (`groups`:
	{code: title}); a rare word counts more than one that many entries have, a whole word more than its beginning. A word
	that no entry has is looked for with one slip of the pen. Entries that fit much worse than the best one are left
	out; an entry's code finds it.
	"""
	described = [_described(entry, (groups or {}).get(entry.parent, "")) for entry in entries]
	if not words_of(text):
		return [each.entry for each in described]
	readings = [_scores(described, each, search_words) for each in (text, *other_readings(text))]
	scores = max(readings, key=lambda scores: max(scores, default=0))
	enough = max(scores, default=0) * ENOUGH
	found = [pair for pair in zip(scores, described, strict=True) if pair[0] > enough]
	# Of equals the plainer one: «ліфт» is «Не працює ліфт» before it is something rarer and graver.
	found.sort(key=lambda pair: (-round(pair[0], 6), len(pair[1].title)))
	return [each.entry for _score, each in found]


class _Described:
	"""An entry with what it is offered by: its phrases as roots, and what each root and each spelling counts."""

	def __init__(self, entry: ClassifierEntry, group: str):
		self.entry = entry
		self.codes = code_keys(entry.code)
		self.title = words_of(entry.title)
		keywords = [words_of(each) for each in _PHRASES.split(entry.keywords or "")]
		self.phrases = [_roots(words) for words in (self.title, *keywords) if words]
		self.roots: dict[str, float] = {}
		self.spellings: dict[str, float] = {}
		for weight, used in (
			(IN_HELP, words_of(f"{entry.hint} {group}")),
			(IN_KEYWORDS, [word for words in keywords for word in words]),
			(IN_TITLE, self.title),
		):
			self.roots.update(dict.fromkeys(map(root, used), weight))
			self.spellings.update(dict.fromkeys(map(spelling, used), weight))

	def fit(self, word: str) -> float:
		"""Return how well the entry has a word, or a word of which this is the beginning."""
		sought = root(word)
		whole = self.roots.get(sought, 0) * WHOLE
		if len(word) < 3:
			return whole
		begins = sought if len(sought) > 2 else spelling(word)
		begun = (weight for other, weight in self.spellings.items() if other.startswith(begins))
		return max(whole, max(begun, default=0) * BEGINNING)

	def slip(self, word: str) -> float:
		"""Return how well the entry has a word that is a slip of the pen or two away."""
		written = spelling(word)
		fits = (
			weight * (SLIP if near(written, other) else TWO_SLIPS)
			for other, weight in self.spellings.items()
			if near(written, other, 2)
		)
		return max(fits, default=0)

	def covered(self, written: frozenset[str]) -> float:
		"""Return the share of a phrase's roots that are written, of the phrase that has most of them."""
		return max((len(phrase & written) / len(phrase) for phrase in self.phrases), default=0)


_described = lru_cache(5_000)(_Described)
"""Entries stay as they are between two searches."""


def _roots(words: Sequence[str]) -> frozenset[str]:
	telling = [word for word in words if len(word) > 2 and word not in FILLERS]
	return frozenset(map(root, telling or words))


def _scores(described: Sequence[_Described], text: str, search_words: SearchWords) -> list[float]:
	"""Score each entry: the sum over the text's words; its own code counts more than any words."""
	written = [word for word in words_of(text) if len(word) > 1] or words_of(text)
	telling = [word for word in written if word not in FILLERS]
	sums = _sums(described, telling or written, search_words)
	if telling and any(sums):
		by_fillers = _sums(described, [word for word in written if word in FILLERS], search_words)
		sums = [total + FILLER_WEIGHT * each for total, each in zip(sums, by_fillers, strict=True)]
	roots = frozenset(root(each) for word in written for each in (word, *search_words.meant_by(word)))
	code, keys, above_all = fold(text), code_keys(text), 2 * max(sums, default=0) + 1
	return [
		above_all
		if fold(each.entry.code) == code or keys & each.codes
		else total * (1 + WHOLE_PHRASE * each.covered(roots))
		for total, each in zip(sums, described, strict=True)
	]


def _sums(described: Sequence[_Described], words: Sequence[str], search_words: SearchWords) -> list[float]:
	sums = [0.0] * len(described)
	for word in words:
		fits = _fits(described, word, search_words.meant_by(word))
		rarity = _rarity(fits)
		sums = [total + rarity * fit for total, fit in zip(sums, fits, strict=True)]
	return sums


def _fits(described: Sequence[_Described], word: str, meant: Sequence[str]) -> list[float]:
	"""Return how well each entry has a word or what it stands for; a slip of the pen counts where no entry has any."""
	fits = [max((each.fit(word), *(each.fit(other) * MEANT for other in meant))) for each in described]
	return fits if any(fits) else [each.slip(word) for each in described]


def _rarity(fits: Sequence[float]) -> float:
	"""Return what a word counts by the share of entries that have it: less for one that many have."""
	best = max(fits, default=0)
	return log(1 + len(fits) / (1 + sum(fit > best / 2 for fit in fits)))
