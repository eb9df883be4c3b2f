"""Propose entries of the Classifier for a description, as a site's own history teaches (R5.11).

A model is a table: what each root, pair of roots and bit of a word says for which entry. It is made by `entry_training`,
kept in one file and only ever proposes. The file holds numbers alone, no text: see `text_grams`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from contact_center.reading.text_grams import grams

OTHERS = ""
"""Stands among the codes for all entries that too few requests went to; it is never proposed."""
SHORT, LONG = 30, 300
"""Numbers of a short and of a long description; between them the sureness goes from the one to the other."""
RECENT_DAYS = 28
"""What the operators chose in so many last days moves the shares, until all is learned anew."""
HEEDED, SMOOTHED = 0.75, 50
"""How much of a change of habits is believed, and after how many requests half of it. Less than all of it, so that what is
chosen because it was proposed first cannot raise itself for ever."""


@dataclass(frozen=True)
class LikelyEntry:
	"""An entry's code, and how often texts like this one went there."""

	entry: str
	share: float


@dataclass(frozen=True, eq=False)
class EntryModel:
	"""What the numbers of a text say for the entries: `says[starts[i]:starts[i + 1]]` belong to `numbers[i]`."""

	codes: tuple[str, ...]
	numbers: Any
	rarity: Any
	starts: Any
	entries: Any
	says: Any
	scales: Any
	prior: Any
	sureness: tuple[float, float]
	usual: Any
	learned_from: int = 0

	def propose(
		self,
		text: str,
		most: int = 5,
		allowed: frozenset[str] | None = None,
		recent: Mapping[str, int] | None = None,
	) -> list[LikelyEntry]:
		"""Return the likeliest entries of a description, those of `allowed` alone; none where it says nothing known.

		`recent` is how many requests each entry got in the last RECENT_DAYS.
		"""
		known = self.known(grams(text))
		if not len(known):
			return []
		shares = self.shares(known, recent)
		may = (code != OTHERS and (allowed is None or code in allowed) for code in self.codes)
		shares = shares * np.fromiter(may, bool, len(self.codes))
		best = np.argsort(-shares, kind="stable")[:most]
		return [LikelyEntry(self.codes[each], float(shares[each])) for each in best if shares[each] > 0]

	def unlearned(self, text: str, recent: Mapping[str, int] | None = None) -> float:
		"""Return the share of the entries that too few requests went to for being learned."""
		known = self.known(grams(text))
		return float(self.shares(known, recent)[self.codes.index(OTHERS)]) if OTHERS in self.codes else 0.0

	def known(self, numbers: Any) -> Any:
		"""Return the places of those numbers that the model has."""
		if not len(self.numbers):
			return np.empty(0, np.int64)
		places = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
		return places[self.numbers[places] == numbers]

	def shares(self, known: Any, recent: Mapping[str, int] | None = None) -> Any:
		"""Return the share of each entry, summing to 1."""
		logits = self.logits(known) * between(self.sureness, len(known)) + self.drift(recent or {})
		odds = np.exp(logits - logits.max())
		return odds / odds.sum()

	def drift(self, recent: Mapping[str, int]) -> Any:
		"""Return how much oftener, as a logarithm, each entry is asked for lately than in what was learned."""
		if not recent or not len(self.usual):
			return 0.0
		counts = np.array([recent.get(code, 0) for code in self.codes], np.float64)
		if OTHERS in self.codes:
			counts[self.codes.index(OTHERS)] = sum(recent.values()) - counts.sum()
		lately = (counts + SMOOTHED * self.usual) / (counts.sum() + SMOOTHED)
		return HEEDED * np.log(lately / self.usual)

	def logits(self, known: Any) -> Any:
		begin, length = self.starts[known], self.starts[known + 1] - self.starts[known]
		heard = np.repeat(begin - np.concatenate(([0], np.cumsum(length)[:-1])), length) + np.arange(
			length.sum()
		)
		weights = self.rarity[known] / max(float(np.linalg.norm(self.rarity[known])), 1e-9)
		said = self.says[heard] * np.repeat(weights * self.scales[known], length)
		return self.prior + np.bincount(self.entries[heard], said, len(self.codes))


def between(sureness: tuple[float, float], length: int) -> float:
	"""Return how sure a text of so many known numbers makes: by the logarithm between SHORT and LONG."""
	place = np.log(max(length, 1) / SHORT) / np.log(LONG / SHORT)
	share = float(min(1.0, max(0.0, place)))
	return sureness[0] * (1 - share) + sureness[1] * share


BY_WORDS, UNLEARNED = 0.02, 0.5
"""What the first entry that the words of a description find counts beside shares: so much, and this part of the share of the
entries that are not learned. Where a history is short the words decide, where it is long they decide between equals."""


def blended(by_words: Sequence[str], likely: Sequence[LikelyEntry], weight: float = BY_WORDS) -> list[str]:
	"""Return codes by their share and their place in the search by words, which counts `weight`, a quarter of it, a ninth …"""
	score = {code: weight / place**2 for place, code in enumerate(by_words, 1)}
	for each in likely:
		score[each.entry] = score.get(each.entry, 0) + each.share
	return sorted(score, key=lambda code: -score[code])
