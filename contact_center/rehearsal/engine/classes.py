"""Journals of the same class have the same fate: the scalar rule is asked once a class.

What the rules make of a journal depends on its lines' kinds, executors and leads, and of its moments only on
which lines come after which deadline. Two journals that agree in all this belong to one class; what the rules
made of one member (see `templates`) then holds for all, each with its own moments. Nothing here knows what a
kind of line does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.engine.slots import Slots
from contact_center.rehearsal.reading.columns import KIND_CODE, KINDS, Journal, Spans, Terms
from contact_center.rehearsal.reading.side_by_side import side_by_side
from contact_center.rehearsal.reading.zones import NONE

LONGEST = 60
_PLACE_BITS, _SLOT_BITS, _KIND_BITS = 6, 4, 5
_NO_PLACE = (1 << _PLACE_BITS) - 1
_SLOTS = (1 << _SLOT_BITS) - 2
_REGISTERED, _SENT, _EXTENDED = (KIND_CODE[kind] for kind in (Kind.REGISTERED, Kind.SENT, Kind.EXTENDED))
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)

if len(KINDS) > 1 << _KIND_BITS:
	raise AssertionError("more kinds of journal lines than a class's key has room for")


@dataclass
class Classes:
	"""`of_request` is a class per request; `member` one request of each class."""

	of_request: np.ndarray
	member: np.ndarray


def classify(journal: Journal, spans: Spans, terms: Terms, slots: Slots, until: int) -> Classes:
	"""Classes of the requests at the moment `until` (UTC seconds)."""
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
	"""Requests that are a class of their own: endless, with a crowd of executors, or out of the order of time."""
	back = np.flatnonzero((np.diff(journal.at) < 0) & (np.diff(journal.request) == 0))
	alone = (spans.length > LONGEST) | (slots.count > _SLOTS)
	alone[journal.request[back]] = True
	return alone


def _line_keys(journal: Journal, spans: Spans, terms: Terms, slots: Slots, until: int) -> np.ndarray:
	"""Everything that matters of each line, as 32 bits. Both deadlines become a place among the moments."""
	keys = journal.kind.astype(np.uint32)
	keys |= (slots.of_line & ((1 << _SLOT_BITS) - 1)).astype(np.uint32) << _KIND_BITS
	keys |= journal.lead.astype(np.uint32) << (_KIND_BITS + _SLOT_BITS)
	shift = _KIND_BITS + _SLOT_BITS + 1
	order = _Order(journal, spans, terms, until)
	deadlines = (terms.accept_by, terms.due)
	for places in side_by_side(*(partial(order.places, each) for each in deadlines)):
		keys |= places << shift
		shift += _PLACE_BITS
	return keys


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
		"""How many of its request's moments, `until` the last of them, keep each line's deadline; _NO_PLACE for none."""
		found = np.full(len(deadlines), _NO_PLACE, dtype=np.uint32)
		rows = np.flatnonzero(deadlines != NONE)
		request, deadlines = self.journal.request[rows], deadlines[rows]
		kept = np.searchsorted(self.moments, self._axis(request, deadlines), side="right")
		kept -= self.spans.start[request]
		kept += (kept == self.spans.length[request]) & (self.until <= deadlines)
		found[rows] = np.minimum(kept, _NO_PLACE - 1)
		return found


def _matrix(keys: np.ndarray, starts: np.ndarray, length: int) -> np.ndarray:
	"""The keys of journals of one length, a row each, two keys a column."""
	matrix = np.zeros((len(starts), length + length % 2), dtype=np.uint32)
	for place in range(length):
		matrix[:, place] = keys[starts + place]
	return matrix.view(np.uint64)


def _distinct(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
	"""First row of each distinct row, and for every row which distinct one it is. Hashed, then compared."""
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
