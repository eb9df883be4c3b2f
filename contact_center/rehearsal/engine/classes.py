"""Put journals into classes that have the same fate: the scalar rule is asked once a class.

What the rules make of a journal depends on its lines' kinds, executors and leads, and of its moments only on
which lines come after which deadline. Two journals that agree in all this belong to one class; what the rules
made of one member (see `fast_replay`) then holds for all, each with its own moments. Nothing here knows what a
kind of line does. Executors of a request go by number: the first to whom it was sent is 0, the next another 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.reading.columns import (
	KIND_CODE,
	KINDS,
	MOST_STAGES,
	NOBODY,
	Journal,
	Spans,
	Terms,
	executor_of,
	side_by_side,
)
from contact_center.rehearsal.reading.instants import NONE

NO_SLOT = -1
STRANGER = -2
LONGEST = 60
_WIDE = 1 << 31
_PLACE_BITS, _SLOT_BITS, _KIND_BITS, _STAGE_BITS = 6, 4, 6, 5
_NO_PLACE = (1 << _PLACE_BITS) - 1
_SLOTS = (1 << _SLOT_BITS) - 2
_SENT = KIND_CODE[Kind.SENT]
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)

if len(KINDS) > 1 << _KIND_BITS or MOST_STAGES >= 1 << _STAGE_BITS:
	raise AssertionError("more kinds of journal lines, or stages, than a class's key has room for")
if _KIND_BITS + 2 * _SLOT_BITS + 1 + 2 * _PLACE_BITS + _STAGE_BITS > 32:
	raise AssertionError("a class's key has 32 bits a line")


@dataclass
class Slots:
	"""`of_line` is a number from 0 on, STRANGER for an executor to whom the request was never sent, NO_SLOT for
	none. A request's executors stand in `executors` from `start[request]` on, `count` of them, as `Journal.who` has them:
	one that has several tasks is there once a task. `first` is the number of each one's first task."""

	of_line: np.ndarray
	start: np.ndarray
	count: np.ndarray
	executors: np.ndarray
	first: np.ndarray


def number_executors(journal: Journal, spans: Spans) -> Slots:
	"""Number the executors of every request in the order of their first Sent line."""
	who = journal.who
	sent = np.flatnonzero((journal.kind == _SENT) & (who != NOBODY))
	first = _first_executors(journal, who, sent, len(spans.length))
	known = first[journal.request]
	of_line = np.where(who == known, 0, STRANGER).astype(np.int32)
	of_line[who == NOBODY] = NO_SLOT
	pairs, number = _later_executors(journal, who, sent[who[sent] != known[sent]])
	_number_strangers(of_line, journal, who, pairs, number)
	has, requests = np.flatnonzero(first != NOBODY), pairs // _WIDE
	count = (first != NOBODY) + np.bincount(requests, minlength=len(first))
	start = np.cumsum(count) - count
	executors = np.empty(len(has) + len(pairs), dtype=np.int64)
	executors[start[has]] = first[has]
	executors[start[requests] + number] = pairs % _WIDE
	several = journal.task.any()
	numbers = np.arange(len(executors)) - np.repeat(start, count)
	firsts = _first_tasks(np.repeat(np.arange(len(count)), count), executors, numbers) if several else numbers
	return Slots(of_line, start, count, executors, firsts)


def _first_tasks(request: np.ndarray, who: np.ndarray, number: np.ndarray) -> np.ndarray:
	"""Return of each executor's task the number of its first one within the request."""
	_pairs, place, which = np.unique(
		request * _WIDE + executor_of(who), return_index=True, return_inverse=True
	)
	return number[place][which]


def _first_executors(journal: Journal, who: np.ndarray, sent: np.ndarray, requests: int) -> np.ndarray:
	"""Return to whom each request was sent first, by the Sent lines at `sent`."""
	of_sent = journal.request[sent]
	rows = sent[np.diff(of_sent, prepend=-1) != 0]
	first = np.full(requests, NOBODY, dtype=np.int32)
	first[journal.request[rows]] = who[rows]
	return first


def _pairs(journal: Journal, who: np.ndarray, rows: np.ndarray) -> np.ndarray:
	return journal.request[rows].astype(np.int64) * _WIDE + who[rows]


def _later_executors(journal: Journal, who: np.ndarray, sent: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
	"""Return distinct (request, executor) of the Sent lines at `sent`, ascending, and each one's number from 1 on."""
	pairs, row = np.unique(_pairs(journal, who, sent), return_index=True)
	requests = pairs // _WIDE
	order = np.lexsort((row, requests))
	number = np.empty(len(pairs), dtype=np.int64)
	number[order] = 1 + np.arange(len(pairs)) - np.searchsorted(requests, requests)
	return pairs, number


def _number_strangers(
	of_line: np.ndarray, journal: Journal, who: np.ndarray, pairs: np.ndarray, number: np.ndarray
) -> None:
	"""Number who seemed a stranger beside the first executor and is one of the later ones."""
	rows = np.flatnonzero(of_line == STRANGER)
	if len(pairs):
		asked = _pairs(journal, who, rows)
		place = np.minimum(np.searchsorted(pairs, asked), len(pairs) - 1)
		of_line[rows] = np.where(pairs[place] == asked, number[place], STRANGER)


@dataclass
class Classes:
	"""`of_request` is a class per request; `member` one request of each class."""

	of_request: np.ndarray
	member: np.ndarray


def classify(journal: Journal, spans: Spans, terms: Terms, slots: Slots, until: int) -> Classes:
	"""Put the requests into classes at the moment `until` (UTC seconds)."""
	keys = _line_keys(journal, spans, terms, slots, until)
	alone = _irregular(journal, spans, slots)
	of_request = np.full(len(spans.length), -1, dtype=np.int64)
	members: list[np.ndarray] = []
	count = 0
	for length in np.unique(spans.length):
		rows = np.flatnonzero((spans.length == length) & ~alone)
		member, which = _distinct(_matrix(keys, spans.start[rows], int(length)))
		of_request[rows] = which + count
		members.append(rows[member])
		count += len(member)
	singles = np.flatnonzero(alone)
	of_request[singles] = count + np.arange(len(singles))
	return Classes(of_request, np.concatenate([*members, singles]))


def _irregular(journal: Journal, spans: Spans, slots: Slots) -> np.ndarray:
	"""Find requests that are a class of their own: endless, with a crowd of executors, or out of the order of time."""
	back = np.flatnonzero((np.diff(journal.at) < 0) & (np.diff(journal.request) == 0))
	alone = (spans.length > LONGEST) | (slots.count > _SLOTS)
	alone[journal.request[back]] = True
	return alone


def _line_keys(journal: Journal, spans: Spans, terms: Terms, slots: Slots, until: int) -> np.ndarray:
	"""Pack everything that matters of each line into 32 bits. Both deadlines become a place among the moments."""
	keys = journal.kind.astype(np.uint32)
	keys |= (slots.of_line & ((1 << _SLOT_BITS) - 1)).astype(np.uint32) << _KIND_BITS
	keys |= journal.lead.astype(np.uint32) << (_KIND_BITS + _SLOT_BITS)
	shift = _KIND_BITS + _SLOT_BITS + 1
	order = _Order(journal, spans, terms, until)
	deadlines = (terms.accept_by, terms.due)
	for places in side_by_side(*(partial(order.places, each) for each in deadlines)):
		keys |= places << shift
		shift += _PLACE_BITS
	if journal.task.any():
		keys |= _firsts(journal, slots) << shift
	if journal.stage.any():
		keys |= journal.stage.astype(np.uint32) << (shift + _SLOT_BITS)
	return keys


def _firsts(journal: Journal, slots: Slots) -> np.ndarray:
	"""Return of each line the number of its executor's first task; what names no executor has none."""
	found = np.zeros(len(journal), dtype=np.uint32)
	rows = np.flatnonzero(slots.of_line >= 0)
	found[rows] = slots.first[slots.start[journal.request[rows]] + slots.of_line[rows]]
	return found & ((1 << _SLOT_BITS) - 1)


class _Order:
	"""All requests' moments on one axis, one request after the other: where deadlines fall among them."""

	def __init__(self, journal: Journal, spans: Spans, terms: Terms, until: int):
		self.journal, self.spans, self.until = journal, spans, until
		ends = (column.max(initial=until) for column in (journal.at, terms.accept_by, terms.due))
		self.first = int(journal.at.min(initial=until))
		self.width = int(max(ends)) - self.first + 2
		self.moments = self._axis(journal.request, journal.at)

	def _axis(self, request: np.ndarray, at: np.ndarray) -> np.ndarray:
		return request.astype(np.int64) * self.width + np.maximum(at - self.first, -1)

	def places(self, deadlines: np.ndarray) -> np.ndarray:
		"""Count which of the request's moments, `until` the last, keep each line's deadline; _NO_PLACE for none."""
		found = np.full(len(deadlines), _NO_PLACE, dtype=np.uint32)
		rows = np.flatnonzero(deadlines != NONE)
		request, deadlines = self.journal.request[rows], deadlines[rows]
		kept = np.searchsorted(self.moments, self._axis(request, deadlines), side="right")
		kept -= self.spans.start[request]
		kept += (kept == self.spans.length[request]) & (self.until <= deadlines)
		found[rows] = np.minimum(kept, _NO_PLACE - 1)
		return found


def _matrix(keys: np.ndarray, starts: np.ndarray, length: int) -> np.ndarray:
	"""Return the keys of journals of one length, a row each, two keys a column."""
	matrix = np.zeros((len(starts), length + length % 2), dtype=np.uint32)
	for place in range(length):
		matrix[:, place] = keys[starts + place]
	return matrix.view(np.uint64)


def _distinct(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
	"""Return the first row of each distinct row, and for every row which distinct one it is. Hashed, then compared."""
	with np.errstate(over="ignore"):
		for attempt in range(8):
			mixed = np.full(len(matrix), attempt, dtype=np.uint64)
			for column in matrix.T:
				mixed = (mixed ^ column) * _MIX[0]
				mixed ^= mixed >> np.uint64(29)
				mixed *= _MIX[1]
			_, first, which = np.unique(mixed, return_index=True, return_inverse=True)
			if (matrix[first[which]] == matrix).all():
				return first, which
	raise AssertionError("eight hashes in a row collided")
