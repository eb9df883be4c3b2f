"""Columns that travel through a rehearsal. Moments are UTC seconds since 1970, NONE where there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contact_center.regulation.facts import Kind

KINDS: tuple[Kind, ...] = tuple(Kind)
KIND_CODE: dict[Kind, int] = {kind: code for code, kind in enumerate(KINDS)}
NOBODY = -1
DECIDED_AGAIN = frozenset({Kind.ACCEPTANCE_MISSED, Kind.TERM_BROKEN, Kind.WARNED, Kind.ESCALATED})
"""Lines that a sweep wrote under the policy of its day: a replay decides them again."""


@dataclass
class Journal:
	"""Lines of journals, those of one request together and in their order.

	`request` is the place of the request among the requests, ascending; `kind` a place in KINDS; `executor` a
	place among the executors' names or NOBODY; `due` is what an extension agreed on; `line` that of the file.
	"""

	request: np.ndarray
	kind: np.ndarray
	executor: np.ndarray
	lead: np.ndarray
	at: np.ndarray
	due: np.ndarray
	line: np.ndarray

	def __len__(self) -> int:
		return len(self.request)

	def rows(self, which: np.ndarray) -> Journal:
		"""The lines at these places or under this mask."""
		places = np.flatnonzero(which) if which.dtype == bool else which
		return Journal(**{name: column.take(places) for name, column in vars(self).items()})


@dataclass
class Terms:
	"""Per journal line: until when it is to be accepted, and when its work is due, as the policy says."""

	accept_by: np.ndarray
	due: np.ndarray


@dataclass
class Spans:
	"""Where each request's lines lie in a journal."""

	start: np.ndarray
	length: np.ndarray

	@classmethod
	def of(cls, journal: Journal, requests: int) -> Spans:
		length = np.bincount(journal.request, minlength=requests)
		return cls(np.concatenate(([0], np.cumsum(length)[:-1])), length)


def stable_order(numbers: np.ndarray) -> np.ndarray:
	"""`np.argsort(kind="stable")` of less than 2**32 numbers from 0 to 2**31: each with its place behind it, as numpy
	sorts plain integers many times faster than places."""
	order = numbers.astype(np.int64) << 32
	order |= np.arange(len(numbers))
	order.sort()
	order &= 0xFFFFFFFF
	return order
