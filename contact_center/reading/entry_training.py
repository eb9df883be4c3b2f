"""Learn from requests which entries of the Classifier their descriptions mean: a softmax regression on `text_grams`.

Written in numpy alone: a gradient takes the few hundred numbers of a text, and no library of learning that would be ten
times as large. Two of five texts are shown cut after some letters, so that the model knows what it sees while somebody types.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from contact_center.reading.entry_model import OTHERS, EntryModel
from contact_center.reading.text_grams import grams_in_order

REQUESTS_OF_A_GRAM = 5
"""A number that fewer requests have is forgotten: it may be a name, and teaches nothing."""
REQUESTS_OF_AN_ENTRY = 10
"""Entries with fewer requests are learned as one, OTHERS, so that shares are of all texts; the search by words finds them."""
MOST_GRAMS = 120_000
MOST_SAYINGS = 3_000_000
"""So many weights are kept, the telling ones."""
PASSES = 6
TOGETHER = 64
"""Texts of one step."""
MULTIPLIED = 250_000
"""Products of one multiplication of matrices: few enough that numpy's library starts no threads for it. On a busy server
threads that wait for one another cost ten times what they save."""
STEP, CAUTION = 8.0, 10.0
"""How long a step is, and how much a gram must have been seen before its own history shortens it."""
CUT_SHARE, CUT_FROM, CUT_TO = 0.4, 15, 150
"""The share of the texts that are shown cut, and after how many letters."""
HALF_LIFE = 730
"""Days after which a request teaches half as much: entries and habits change."""
LEAST_USUAL = 1e-6
"""The share of an entry whose requests are all so old that they hardly weigh."""
HELD_OUT, MOST_HELD_OUT = 0.05, 2000
"""The newest share of the requests, by which the shown percentages are made honest before they too are learned."""
TYPED = 60
"""Letters of a description that has just been begun."""
_SURENESSES = np.geomspace(0.3, 3, 41)


@dataclass
class Lessons:
	"""Descriptions as places of grams: those of text i are `places[starts[i]:starts[i + 1]]`, typed after `ends` letters."""

	places: Any
	ends: Any
	starts: Any
	entries: Any
	weights: Any

	def view(self, texts: Any, letters: Any) -> tuple[Any, Any]:
		"""Return (places, texts' lengths in places) of some texts, each cut after so many letters; 0 is the whole text."""
		begin, length = self.starts[texts], self.starts[texts + 1] - self.starts[texts]
		cut = [
			np.searchsorted(self.ends[a : a + n], most, "right") if most else n
			for a, n, most in zip(begin, length, letters, strict=True)
		]
		lengths = np.array(cut, np.int64)
		return self.places[ranges(begin, lengths)], lengths


def ranges(begin: Any, length: Any) -> Any:
	"""Return all of begin[i] … begin[i] + length[i] - 1, one after another."""
	return np.repeat(begin - np.concatenate(([0], np.cumsum(length)[:-1])), length) + np.arange(length.sum())


class Pupil:
	"""The weights while they are learned."""

	def __init__(self, rarity: Any, entries: int):
		self.rarity = rarity
		self.weights = np.zeros((len(rarity), entries), np.float32)
		self.prior = np.zeros(entries, np.float32)
		self.moved = np.full(len(rarity), CAUTION, np.float32)
		self._row = np.zeros(len(rarity), np.int64)

	def logits(self, places: Any, lengths: Any) -> Any:
		"""Return what each of some texts says for each entry."""
		grams, table = self._table(places, lengths)
		return self._said(table, self.weights[grams])

	def learn(self, places: Any, lengths: Any, entries: Any, weights: Any, step: float) -> None:
		"""Take one step towards the right entries of some texts."""
		grams, table = self._table(places, lengths)
		known = self.weights[grams]
		wrong = softmax(self._said(table, known))
		wrong[np.arange(len(entries)), entries] -= 1
		wrong *= weights[:, None]
		slope = np.matmul(self._blocks(table, table.shape[1]), wrong).reshape(-1, len(self.prior))[
			: len(grams)
		]
		self.moved[grams] += np.einsum("ij,ij->i", slope, slope)
		self.weights[grams] = known - slope * (step / np.sqrt(self.moved[grams]))[:, None]
		self.prior -= 0.01 * wrong.sum(0)

	def _table(self, places: Any, lengths: Any) -> tuple[Any, Any]:
		"""Return (grams, table): a row for each gram with what it counts in each text, by rarity, each text of length 1."""
		seen = np.zeros(len(self.rarity), bool)
		seen[places] = True
		grams = np.flatnonzero(seen)
		self._row[grams] = np.arange(len(grams))
		table = np.zeros((len(grams), len(lengths)), np.float32)
		table[self._row[places], np.repeat(np.arange(len(lengths)), lengths)] = self.rarity[places]
		table /= np.sqrt(np.maximum(np.einsum("ij,ij->j", table, table), 1e-9))
		return grams, table

	def _said(self, table: Any, weights: Any) -> Any:
		texts = table.shape[1]
		columns = self._blocks(table, texts).transpose(0, 2, 1)
		return np.matmul(columns, self._blocks(weights, texts)).sum(0) + self.prior

	def _blocks(self, rows: Any, texts: int) -> Any:
		"""Return rows in blocks of so few that one is multiplied without threads, the last one filled up with zeros."""
		high = max(1, MULTIPLIED // (texts * len(self.prior)))
		return np.pad(rows, ((0, -len(rows) % high), (0, 0))).reshape(-1, high, rows.shape[1])


def softmax(logits: Any) -> Any:
	odds = np.exp(logits - logits.max(1, keepdims=True))
	return odds / odds.sum(1, keepdims=True)


def train(
	examples: Iterable[tuple[str, str, int]], progress: Callable[[float], None] = lambda share: None
) -> EntryModel | None:
	"""Return what (description, entry's code, age in days) teach, in any order; None where they are too few.

	`progress` hears the share that is done.
	"""
	numbers, lessons, codes = _read(examples)
	if len(codes) < 2 or not len(numbers):
		return None
	texts = len(lessons.entries)
	counts = np.bincount(lessons.places, minlength=len(numbers))
	pupil = Pupil(np.log(texts / counts).astype(np.float32), len(codes))
	held_out = min(MOST_HELD_OUT, int(texts * HELD_OUT))
	for share in _teach(pupil, lessons, np.arange(texts - held_out), PASSES, STEP):
		progress(share * 0.95)
	sureness = _sureness(pupil, lessons, np.arange(texts - held_out, texts))
	for _share in _teach(pupil, lessons, np.arange(texts - held_out, texts), 1, STEP / 4):
		pass
	progress(1.0)
	usual = np.bincount(lessons.entries, lessons.weights, len(codes))
	return _thinned(pupil, numbers, codes, sureness, usual / usual.sum(), texts)


def _read(examples: Iterable[tuple[str, str, int]]) -> tuple[Any, Lessons, tuple[str, ...]]:
	"""Return (numbers of the grams, lessons, codes of the entries) without what too few requests have."""
	texts, ends, entries, ages = [], [], [], []
	for text, entry, age in examples:
		numbers, typed = grams_in_order(text)
		_numbers, first = np.unique(numbers, return_index=True)
		first.sort()
		texts.append(numbers[first])
		ends.append(typed[first])
		entries.append(entry)
		ages.append(age)
	often = {code for code, many in Counter(entries).items() if many >= REQUESTS_OF_AN_ENTRY}
	entries = [entry if entry in often else OTHERS for entry in entries]
	codes = tuple(sorted(set(entries)))
	order = sorted(range(len(entries)), key=lambda index: -ages[index])
	numbers, lessons = _places([texts[each] for each in order], [ends[each] for each in order])
	lessons.entries = np.array([codes.index(entries[each]) for each in order], np.int64)
	weights = 0.5 ** (np.array([ages[each] for each in order], np.float32) / HALF_LIFE)
	lessons.weights = (weights / weights.mean()).astype(np.float32) if len(order) else weights
	return numbers, lessons, codes


def _places(texts: list[Any], ends: list[Any]) -> tuple[Any, Lessons]:
	lengths = np.array([len(text) for text in texts], np.int64)
	every = np.concatenate([*texts, np.empty(0, np.uint32)])
	numbers, counts = np.unique(every, return_counts=True)
	often = counts >= REQUESTS_OF_A_GRAM
	numbers, counts = numbers[often], counts[often]
	numbers = np.sort(numbers[np.argsort(-counts, kind="stable")[:MOST_GRAMS]])
	places = np.minimum(np.searchsorted(numbers, every), max(len(numbers) - 1, 0)).astype(np.int32)
	known = numbers[places] == every if len(numbers) else np.zeros(len(every), bool)
	starts = np.concatenate(([0], np.cumsum(known)))[np.concatenate(([0], np.cumsum(lengths)))]
	typed = np.concatenate([*ends, np.empty(0, np.uint16)])[known]
	return numbers, Lessons(places[known], typed, starts, np.empty(0), np.empty(0))


def _teach(pupil: Pupil, lessons: Lessons, texts: Any, passes: int, step: float) -> Iterator[float]:
	"""Go through the texts in random order so many times, each with a shorter step; yield the share that is done."""
	chance = np.random.default_rng(1)
	steps = passes * -(-len(texts) // TOGETHER)
	done = 0
	for _pass in range(passes):
		order = chance.permutation(texts)
		for begin in range(0, len(order), TOGETHER):
			some = order[begin : begin + TOGETHER]
			letters = chance.integers(CUT_FROM, CUT_TO, len(some))
			letters[chance.random(len(some)) >= CUT_SHARE] = 0
			places, lengths = lessons.view(some, letters)
			if len(places):
				shorter = step * (1.02 - done / steps)
				pupil.learn(places, lengths, lessons.entries[some], lessons.weights[some], shorter)
			done += 1
			yield done / steps


def _sureness(pupil: Pupil, lessons: Lessons, texts: Any) -> tuple[float, float]:
	"""Return by what to multiply what is said about short and long texts, so that shares are what comes true."""
	if not len(texts):
		return 1.0, 1.0
	short, long = (_fit(pupil, lessons, texts, letters) for letters in (TYPED, 0))
	return short, long


def _fit(pupil: Pupil, lessons: Lessons, texts: Any, letters: int) -> float:
	some = (texts[begin : begin + TOGETHER] for begin in range(0, len(texts), TOGETHER))
	logits = np.concatenate([pupil.logits(*lessons.view(each, np.full(len(each), letters))) for each in some])
	entries = lessons.entries[texts]
	losses = [
		-np.log(softmax(logits * each)[np.arange(len(texts)), entries] + 1e-9).mean() for each in _SURENESSES
	]
	return float(_SURENESSES[int(np.argmin(losses))])


def _thinned(
	pupil: Pupil,
	numbers: Any,
	codes: tuple[str, ...],
	sureness: tuple[float, float],
	usual: Any,
	learned_from: int,
) -> EntryModel:
	"""Keep the telling weights, in a byte each. What a gram says for all entries alike says nothing."""
	weights = pupil.weights
	weights -= np.median(weights, axis=1, keepdims=True)
	telling = np.abs(weights) * pupil.rarity[:, None]
	if telling.size > MOST_SAYINGS:
		least = np.partition(telling.ravel(), telling.size - MOST_SAYINGS)[telling.size - MOST_SAYINGS]
		weights[telling < least] = 0
	scales = np.maximum(np.abs(weights).max(1), 1e-6) / 127
	says = np.rint(weights / scales[:, None]).astype(np.int8)
	rows, entries = np.nonzero(says)
	starts = np.searchsorted(rows, np.arange(len(numbers) + 1))
	return EntryModel(
		codes=codes,
		numbers=numbers,
		rarity=pupil.rarity,
		starts=starts,
		entries=entries,
		says=says[rows, entries],
		scales=scales.astype(np.float32),
		prior=pupil.prior,
		sureness=sureness,
		usual=np.maximum(usual, LEAST_USUAL),
		learned_from=learned_from,
	)
