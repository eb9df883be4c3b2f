"""Executors of each request by number: the first to whom it was sent is 0, the next another 1, and so on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.columns import KIND_CODE, NOBODY, Journal, Spans

SENT = KIND_CODE[Kind.SENT]
NO_SLOT = -1
STRANGER = -2

_WIDE = 1 << 20


@dataclass
class Slots:
	"""`of_line` is a number from 0 on, STRANGER for an executor to whom the request was never sent, NO_SLOT for
	none. A request's executors stand in `executors` from `start[request]` on, `count` of them."""

	of_line: np.ndarray
	start: np.ndarray
	count: np.ndarray
	executors: np.ndarray


def number_executors(journal: Journal, spans: Spans) -> Slots:
	"""Number the executors of every request in the order of their first Sent line."""
	pair, first = _first_sendings(journal)
	requests = pair // _WIDE
	count = np.bincount(requests, minlength=len(spans.length))
	start = np.concatenate(([0], np.cumsum(count)[:-1]))
	order = np.argsort(first, kind="stable")
	order = order[np.argsort(requests[order], kind="stable")]
	number = np.arange(len(order)) - start[requests[order]]
	slot_of_pair = np.empty(len(order), dtype=np.int64)
	slot_of_pair[order] = number
	return Slots(_of_lines(journal, pair, slot_of_pair), start, count, pair[order] % _WIDE)


def _pairs(journal: Journal) -> np.ndarray:
	return journal.request.astype(np.int64) * _WIDE + journal.executor


def _first_sendings(journal: Journal) -> tuple[np.ndarray, np.ndarray]:
	"""Distinct (request, executor) of Sent lines, ascending, and the place of the first such line."""
	sent = np.flatnonzero((journal.kind == SENT) & (journal.executor != NOBODY))
	pairs = journal.request[sent].astype(np.int64) * _WIDE + journal.executor[sent]
	order = np.argsort(pairs, kind="stable")
	pairs = pairs[order]
	new = np.ones(len(pairs), dtype=bool)
	new[1:] = pairs[1:] != pairs[:-1]
	return pairs[new], sent[order[new]]


def _of_lines(journal: Journal, pair: np.ndarray, slot: np.ndarray) -> np.ndarray:
	found = np.full(len(journal), NO_SLOT, dtype=np.int64)
	named = np.flatnonzero(journal.executor != NOBODY)
	if not len(named):
		return found
	asked = journal.request[named].astype(np.int64) * _WIDE + journal.executor[named]
	if not len(pair):
		found[named] = STRANGER
		return found
	place = np.minimum(np.searchsorted(pair, asked), len(pair) - 1)
	found[named] = np.where(pair[place] == asked, slot[place], STRANGER)
	return found
