"""Measure on a history how good proposals are: learn from its older part, propose for the newer one."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from contact_center.reading.entry_model import (
	BY_WORDS,
	OTHERS,
	RECENT_DAYS,
	UNLEARNED,
	EntryModel,
	LikelyEntry,
	blended,
)
from contact_center.reading.entry_training import TYPED, train

HELD_OUT = 0.2
"""The newest share of the requests, for which entries are proposed by what the others teach."""
MOST_ASKED = 5000
RANKS = (1, 3, 5)

MOST_LIKELY = 8
"""So many of the model's entries are put beside those of the search by words."""

Example = tuple[str, str, int]
Recent = Mapping[str, int]
Proposer = Callable[[str, Recent], tuple[Sequence[str], float | None]]
"""Takes a text and how many requests the entries got before it; returns codes, the best first, and how sure the first one is,
None where that is not known."""


@dataclass(frozen=True)
class Row:
	"""How often the right entry was among the first 1, 3 and 5, and first in the surest half; milliseconds a proposal."""

	name: str
	among: tuple[float, ...]
	surest_half: float | None
	median: float
	slow: float


@dataclass(frozen=True)
class Report:
	learned_from: int
	asked: int
	entries: int
	seconds: float
	model: EntryModel
	rows: tuple[Row, ...]

	def table(self) -> list[str]:
		"""Return the rows as lines of a table."""
		head = f"{'':28} {'top 1':>6} {'3':>6} {'5':>6} {'sure':>6} {'ms':>6} {'p95':>6}"
		return [head, *map(_line, self.rows)]


def _line(row: Row) -> str:
	shares = (*row.among, row.surest_half)
	cells = [f"{share:6.1%}" if share is not None else f"{'–':>6}" for share in shares]
	return f"{row.name:28} {' '.join(cells)} {row.median:6.2f} {row.slow:6.2f}"


def measure(
	examples: Iterable[Example],
	by_words: Callable[[str], Sequence[str]],
	progress: Callable[[float], None] = lambda share: None,
	held_out: int | None = None,
) -> Report | None:
	"""Return what a model of the older requests proposes for the newer ones, with the search by words and each alone.

	`held_out` is how many are the newer ones, HELD_OUT of all by default. None where the history is too small to learn from. All newer requests count, those of entries that the model does not
	know too; at most MOST_ASKED of them, evenly chosen, are asked about.
	"""
	ordered = sorted(examples, key=lambda each: -each[2])
	held_out = int(len(ordered) * HELD_OUT) if held_out is None else held_out
	older = ordered[: len(ordered) - held_out]
	newer = ordered[len(older) :][:: max(1, held_out // MOST_ASKED)]
	begun = time.process_time()
	model = train(older, progress)
	seconds = time.process_time() - begun
	if model is None or not newer:
		return None
	proposers: dict[str, Proposer] = {
		"both": lambda text, recent: _both(
			by_words(text),
			model.propose(text, MOST_LIKELY, recent=recent),
			BY_WORDS + UNLEARNED * model.unlearned(text, recent),
		),
		"model": lambda text, recent: _learned(model.propose(text, max(RANKS), recent=recent)),
		"model, no news": lambda text, recent: _learned(model.propose(text, max(RANKS))),
		"words": lambda text, recent: (by_words(text), None),
	}
	recents = _recents(ordered, {age for _text, _entry, age in newer})
	rows = tuple(
		_row(name, newer, recents, letters, propose)
		for name, propose in proposers.items()
		for letters in (None, TYPED)
	)
	return Report(len(older), len(newer), len(set(model.codes) - {OTHERS}), seconds, model, rows)


def _recents(ordered: Sequence[Example], ages: Iterable[int]) -> dict[int, Recent]:
	"""Return for each age how many requests each entry got in the RECENT_DAYS before that day, not on it."""
	days = [-age for _text, _entry, age in ordered]
	return {
		age: Counter(
			entry
			for _text, entry, _age in ordered[bisect_left(days, -age - RECENT_DAYS) : bisect_left(days, -age)]
		)
		for age in ages
	}


def _learned(likely: Sequence[LikelyEntry]) -> tuple[Sequence[str], float | None]:
	return [each.entry for each in likely], likely[0].share if likely else 0.0


def _both(
	by_words: Sequence[str], likely: Sequence[LikelyEntry], weight: float
) -> tuple[Sequence[str], float | None]:
	shares = {each.entry: each.share for each in likely}
	codes = blended(by_words, likely, weight)
	return codes, shares.get(codes[0], 0.0) if codes else 0.0


def _row(
	name: str,
	asked: Sequence[Example],
	recents: Mapping[int, Recent],
	letters: int | None,
	propose: Proposer,
) -> Row:
	hits: list[list[bool]] = []
	shares: list[float | None] = []
	took: list[float] = []
	for text, entry, age in asked:
		begun = time.perf_counter()
		codes, share = propose(text[:letters], recents[age])
		took.append(1000 * (time.perf_counter() - begun))
		hits.append([entry in codes[:rank] for rank in RANKS])
		shares.append(share)
	among = np.array(hits)
	return Row(
		f"{name}, {letters} letters" if letters else f"{name}, whole text",
		tuple(float(each) for each in among.mean(0)),
		_surest_half(among[:, 0], shares),
		float(np.median(took)),
		float(np.quantile(took, 0.95)),
	)


def _surest_half(first: Any, shares: Sequence[float | None]) -> float | None:
	sure = [share for share in shares if share is not None]
	if len(sure) < len(first) or len(first) < 2:
		return None
	return float(first[np.argsort(-np.array(sure), kind="stable")[: len(first) // 2]].mean())
