"""Executors of each request by number: the first to whom it was sent is 0, the next another 1, and so on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.reading.columns import KIND_CODE, NOBODY, Journal, Spans

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
	sent = np.flatnonzero((journal.kind == SENT) & (journal.executor != NOBODY))
	first = _first_executors(journal, sent, len(spans.length))
	known = first[journal.request]
	of_line = np.where(journal.executor == known, 0, STRANGER).astype(np.int32)
	of_line[journal.executor == NOBODY] = NO_SLOT
	pairs, number = _later_executors(journal, sent[journal.executor[sent] != known[sent]])
	_mend(of_line, journal, pairs, number)
	has, requests = np.flatnonzero(first != NOBODY), pairs // _WIDE
	count = (first != NOBODY) + np.bincount(requests, minlength=len(first))
	start = np.concatenate(([0], np.cumsum(count)[:-1]))
	executors = np.empty(len(has) + len(pairs), dtype=np.int64)
	executors[start[has]] = first[has]
	executors[start[requests] + number] = pairs % _WIDE
	return Slots(of_line, start, count, executors)


def _first_executors(journal: Journal, sent: np.ndarray, requests: int) -> np.ndarray:
	"""To whom each request was sent first, by the Sent lines at `sent`."""
	of_sent = journal.request[sent]
	rows = sent[np.diff(of_sent, prepend=-1) != 0]
	first = np.full(requests, NOBODY, dtype=np.int32)
	first[journal.request[rows]] = journal.executor[rows]
	return first


def _pairs(journal: Journal, rows: np.ndarray) -> np.ndarray:
	return journal.request[rows].astype(np.int64) * _WIDE + journal.executor[rows]


def _later_executors(journal: Journal, sent: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
	"""Distinct (request, executor) of the Sent lines at `sent`, ascending, and each one's number from 1 on."""
	pairs, row = np.unique(_pairs(journal, sent), return_index=True)
	requests = pairs // _WIDE
	order = np.lexsort((row, requests))
	number = np.empty(len(pairs), dtype=np.int64)
	number[order] = 1 + np.arange(len(pairs)) - np.searchsorted(requests, requests)
	return pairs, number


def _mend(of_line: np.ndarray, journal: Journal, pairs: np.ndarray, number: np.ndarray) -> None:
	"""Who seemed a stranger beside the first executor may be one of the later ones."""
	rows = np.flatnonzero(of_line == STRANGER)
	if len(pairs):
		asked = _pairs(journal, rows)
		place = np.minimum(np.searchsorted(pairs, asked), len(pairs) - 1)
		of_line[rows] = np.where(pairs[place] == asked, number[place], STRANGER)
