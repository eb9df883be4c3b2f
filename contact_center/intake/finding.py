"""Find what a caller or a citizen means, among all that the centre has an entry or an answer for (R5.11, RI2, RI4).

One search for the desk, the portal and the telephone: by code, words, synonyms, slips and the wrong keyboard layout
(`reading/entry_offers.py`); where a whole description is given, by what the site's own requests teach besides
(`entry_learning.py`). It offers, a person decides.

What is searched is read once a process and kept until something of it is saved (`forget`), a minute at most: who read while
it was being saved has the old state under the new version.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from threading import Lock
from typing import Any

import frappe
from frappe.utils import nowdate
from redis.exceptions import RedisError

from contact_center.intake import entry_learning, entry_search
from contact_center.intake.entry_learning import LONGEST_QUERY
from contact_center.intake.findable import CITIZENS, ENTRY, FINDERS, OPERATORS
from contact_center.reading import entry_offers
from contact_center.reading.entry_model import BY_WORDS, UNLEARNED, LikelyEntry, blended
from contact_center.reading.folding import words_of
from contact_center.reading.keyboards import code_keys
from contact_center.regulation.routing import ClassifierEntry

MOST = 8
MOST_OLD = 60
"""Seconds."""
LONGEST_DESCRIPTION = 2000
"""So many characters of a description are looked at."""
WORDS_OF_A_DESCRIPTION = 5
"""With so many words a text is a description: the model is asked about it too."""
WORDS_FIRST = 1.0
"""Weight of the words that somebody searches for, beside the shares of a description."""
BY_CODE, IN_WORDS, LEARNED = "code", "words", "learned"


@dataclass(frozen=True)
class Found:
	"""What may be meant, why it is offered, and how often such texts went to it where that is known."""

	kind: str
	name: str
	title: str
	why: str
	share: float | None = None

	def as_dict(self) -> dict[str, Any]:
		return asdict(self)


@dataclass(frozen=True)
class Index:
	"""What an audience may find: each kind's things, as the search by words takes them."""

	kinds: dict[str, tuple[ClassifierEntry, ...]]
	groups: dict[str | None, str]

	def ranked(self, kind: str, text: str) -> list[ClassifierEntry]:
		return entry_offers.offered(self.kinds[kind], text, self.groups, entry_search.search_words())


_lock = Lock()
_kept: dict[tuple[str, str], tuple[tuple, Index]] = {}


def find(
	text: str, audience: str, most: int = MOST, kinds: Sequence[str] = (), *, description: str = ""
) -> list[Found]:
	"""Return what a few words, or else the description, may mean, the best first, of some `kinds` or all.

	Nothing for texts without words. A text of WORDS_OF_A_DESCRIPTION is a description. Beside words, a description tells which
	of what has them is likely.
	"""
	sought = text if words_of(text[:LONGEST_QUERY]) else description
	if not words_of(sought[:LONGEST_DESCRIPTION]):
		return []
	index = index_of(audience)
	by_words = {kind: _by_words(index, kind, sought[:LONGEST_QUERY]) for kind in kinds or index.kinds}
	is_described = len(words_of(sought[:LONGEST_QUERY])) >= WORDS_OF_A_DESCRIPTION
	if ENTRY in by_words and (described := sought if is_described else description):
		weight = _weight_of_words(described) if is_described else WORDS_FIRST
		by_words[ENTRY] = _blended(by_words[ENTRY], likely(described, audience, most), index, weight)
	return _in_turn(by_words.values())[:most]


def entries(text: str, audience: str, most: int = MOST) -> list[str]:
	"""Return the codes of the entries that some words may mean, the best first; those of all for a text without words."""
	return [each.code for each in index_of(audience).ranked(ENTRY, text[:LONGEST_QUERY])][:most]


def likely(text: str, audience: str, most: int = MOST) -> list[LikelyEntry]:
	"""Return the entries to which the most of such texts went, of those that the audience may choose."""
	allowed = frozenset(entry.code for entry in index_of(audience).kinds[ENTRY])
	return entry_learning.likely(text[:LONGEST_DESCRIPTION], most, allowed)


def _weight_of_words(description: str) -> float:
	"""Return what the words of a description count: more for one that may mean what few requests were about."""
	return BY_WORDS + UNLEARNED * entry_learning.unlearned(description[:LONGEST_DESCRIPTION])


def _by_words(index: Index, kind: str, text: str) -> list[Found]:
	keys = code_keys(text)
	return [
		Found(kind, each.code, each.title, BY_CODE if keys & code_keys(each.code) else IN_WORDS)
		for each in index.ranked(kind, text)
	]


def _blended(
	by_words: Sequence[Found], learned: Sequence[LikelyEntry], index: Index, weight: float
) -> list[Found]:
	"""Order entries by the model's share and the place that the search by words gives them; a code stays first."""
	if not learned or (by_words and by_words[0].why == BY_CODE):
		return list(by_words)
	shares = {each.entry: each.share for each in learned}
	titles = {entry.code: entry.title for entry in index.kinds[ENTRY]}
	with_words = {each.name for each in by_words}
	return [
		Found(ENTRY, code, titles[code], IN_WORDS if code in with_words else LEARNED, shares.get(code))
		for code in blended([each.name for each in by_words], learned, weight)
	]


def _in_turn(kinds: Iterable[Sequence[Found]]) -> list[Found]:
	"""Return the first of each kind, then the second of each, and so on."""
	return [each for row in zip_longest(*kinds) for each in row if each]


def index_of(audience: str) -> Index:
	"""Return what the audience may find, as it was read last if nothing of it has changed since."""
	key, state = (frappe.local.site, audience), (_version(), nowdate(), int(time.monotonic() // MOST_OLD))
	with _lock:
		kept = _kept.get(key)
	if kept and kept[0] == state and state[0] is not None:
		return kept[1]
	index = _read(audience)
	with _lock:
		_kept[key] = (state, index)
	return index


def _read(audience: str) -> Index:
	groups = frappe.get_all("Classifier", {"is_group": 1}, ["name", "title"], order_by="lft")
	return Index(
		{kind: tuple(map(_searched, rows(audience))) for kind, rows in FINDERS.items()},
		{group.name: group.title for group in groups},
	)


def _searched(row: dict) -> ClassifierEntry:
	return ClassifierEntry(
		row["name"],
		row["title"],
		parent=row["parent_classifier"],
		keywords=row["keywords"] or "",
		hint=row["hint"] or "",
	)


def forget(doc=None, method: str | None = None) -> None:
	"""Let no process find what it has read, once this is committed. doc_events hook of what is found."""
	key = frappe.cache.make_key("contact_center_finding")
	frappe.db.after_commit.add(lambda: frappe.cache.set(key, frappe.generate_hash(length=10)))


def _version() -> bytes | None:
	"""Return what each `forget` of the site changes; None without Redis, where all is read each time.

	A version that Redis has lost is a new one: what was read under the lost one may be outdated.
	"""
	key = frappe.cache.make_key("contact_center_finding")
	try:
		frappe.cache.set(key, frappe.generate_hash(length=10), nx=True)
		return frappe.cache.get(key)
	except RedisError:
		return None
