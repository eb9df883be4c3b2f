"""Columns that travel through a rehearsal, and how they are asked and worked on.

Moments are UTC seconds since 1970, NONE where there is none. A scalar question is asked once for each distinct value
of a column; numpy and polars leave the interpreter to others while they count, so their work goes side by side.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from contact_center.regulation.facts import Kind
from contact_center.regulation.terms import RequestType

KINDS: tuple[Kind, ...] = tuple(Kind)
KIND_CODE: dict[Kind, int] = {kind: code for code, kind in enumerate(KINDS)}
NOBODY = NOTHING = -1
MOST_TASKS, MOST_STAGES = 127, 31
_TASK_PLACE = 24
"""Executors are numbered below the bits that have the number of a task."""
DECIDED_AGAIN = frozenset(
	{Kind.ACCEPTANCE_MISSED, Kind.TERM_BROKEN, Kind.WARNED, Kind.ESCALATED, Kind.RESUMED}
)
"""Lines that the clock wrote under the policy of its day: a replay decides them again."""

_SHORT_TURN = 0.0002
"""Seconds of plain Python after which another thread gets the interpreter."""


@dataclass
class Journal:
	"""Lines of journals, those of one request together and in their order.

	`request` is the place of the request among the requests, ascending; `kind` a place in KINDS; `executor` a
	place among the executors' names or NOBODY; `due` is what an extension agreed on; `line` that of the file;
	`grounds` a place among the grounds of returns (R6.3.3), NOTHING for none; `task` the number of the executor's task within
	its request, 0 where the journal distinguishes none, `stage` that of a stage of long-term work within its task (R4.5).
	"""

	request: np.ndarray
	kind: np.ndarray
	executor: np.ndarray
	lead: np.ndarray
	at: np.ndarray
	due: np.ndarray
	line: np.ndarray
	grounds: np.ndarray
	task: np.ndarray
	stage: np.ndarray

	@property
	def who(self) -> np.ndarray:
		"""Return executor and task of each line as one number, NOBODY for none: see `executor_of` and `task_of`."""
		numbered = self.executor + (self.task.astype(np.int64) << _TASK_PLACE)
		return np.where(self.executor == NOBODY, NOBODY, numbered) if self.task.any() else self.executor

	def __len__(self) -> int:
		return len(self.request)

	def rows(self, which: np.ndarray) -> Journal:
		"""Return the lines at these places or under this mask."""
		places = np.flatnonzero(which) if which.dtype == bool else which
		return Journal(**{name: _taken(column, places) for name, column in vars(self).items()})


def _taken(column: np.ndarray, places: np.ndarray) -> np.ndarray:
	"""Return the column at these places; one that is the same everywhere (see `by_value`) stays a view of one number."""
	if len(column) and column.strides == (0,):
		return np.broadcast_to(column[:1], len(places))
	return column.take(places)


def executor_of(who: np.ndarray) -> np.ndarray:
	"""Return the executors of `Journal.who`."""
	return np.where(who == NOBODY, NOBODY, who & ((1 << _TASK_PLACE) - 1))


def task_of(who: np.ndarray) -> np.ndarray:
	"""Return the numbers of the tasks of `Journal.who`."""
	return np.where(who == NOBODY, 0, who >> _TASK_PLACE)


@dataclass
class Terms:
	"""Per journal line: until when it is to be accepted, and when its work is due, as the policy says.

	`of_request` gives each request's place in `types`, which say what a return gives (R6.3.5).
	"""

	accept_by: np.ndarray
	due: np.ndarray
	types: Sequence[RequestType]
	of_request: np.ndarray


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
	"""Return `np.argsort(kind="stable")` of less than 2**32 numbers from 0 to 2**31: each with its place behind it, as numpy
	sorts plain integers many times faster than places."""
	order = numbers.astype(np.int64) << 32
	order |= np.arange(len(numbers))
	order.sort()
	order &= 0xFFFFFFFF
	return order


def by_value(
	column: pl.Series, ask: Callable[[str], int], empty: int, dtype: type[np.integer] = np.int64
) -> np.ndarray:
	"""Ask about each distinct text of a Categorical column; `empty` for null. A column without any text takes no memory."""
	if column.null_count() == len(column):
		return np.broadcast_to(np.array([empty], dtype=dtype), len(column))
	codes = column.to_physical()
	nothing = 0 if (top := codes.max()) is None else top + 1
	places = codes.fill_null(nothing).to_numpy()
	present = np.flatnonzero(np.bincount(places, minlength=nothing)[:nothing])
	table = np.full(nothing + 1, empty, dtype=dtype)
	texts = pl.Series(present, dtype=codes.dtype).cat.to(column.dtype).cast(pl.String)
	table[present] = [ask(text) for text in texts]
	return table[places]


def by_pair(first: np.ndarray, second: np.ndarray, ask: Callable[[int, int], int]) -> np.ndarray:
	"""Ask about each distinct pair of small numbers from -1 on."""
	width = int(second.max(initial=-1)) + 2
	pairs = (first + 1) * width + second + 1
	distinct, where = _distinct(pairs)
	asked = [ask(int(pair) // width - 1, int(pair) % width - 1) for pair in distinct]
	return np.array(asked, dtype=np.int64)[where]


def _distinct(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
	"""Return `np.unique` with the inverse, by counting where the values are small enough."""
	top = int(values.max(initial=0)) + 1
	if top > 4 * len(values) + 1_000_000:
		return np.unique(values, return_inverse=True)
	present = np.flatnonzero(np.bincount(values, minlength=top))
	number = np.zeros(top, dtype=np.int64)
	number[present] = np.arange(len(present))
	return present, number[values]


@contextmanager
def short_turns() -> Iterator[None]:
	"""Let a thread that only calls numpy not wait long for one that runs plain Python."""
	before = sys.getswitchinterval()
	sys.setswitchinterval(_SHORT_TURN)
	try:
		yield
	finally:
		sys.setswitchinterval(before)


def side_by_side(*calls: Callable[[], Any]) -> list[Any]:
	"""Run the calls, each in a thread of its own, and return what they give; the first error is raised."""
	with ThreadPoolExecutor(len(calls)) as pool:
		return [future.result() for future in [pool.submit(call) for call in calls]]
