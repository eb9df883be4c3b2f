"""What the scalar rule said of one journal of each class, laid over the columns of all journals of the class.

A template has places of moments instead of moments, so that it holds for every member of its class. Nothing here knows a
rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from contact_center.rehearsal.engine.classes import Classes, Slots
from contact_center.rehearsal.reading.columns import NOBODY, Journal, Spans, Terms, executor_of, task_of
from contact_center.rehearsal.reading.instants import NONE

# A source says where a moment stands: in which column, and in which line of the request. A moment that a rule
# made up by itself has no such place: it is its own source, below NO_SOURCE, and holds for this journal alone.
NO_SOURCE = -1
WIDTH = 1 << 32
AT, ACCEPT_BY, DUE = range(3)


class Columns(dict[str, np.ndarray]):
	"""Columns by name, each made when it is first asked for."""

	def __init__(self, makers: dict[str, Callable[[np.ndarray | None], np.ndarray]]):
		super().__init__()
		self._makers = makers

	def __missing__(self, name: str) -> np.ndarray:
		self[name] = self._makers[name](None)
		return self[name]

	def some(self, name: str, rows: np.ndarray) -> np.ndarray:
		"""Return what the column has at these rows; only they are made where it is not there yet."""
		return self[name][rows] if name in self else self._makers[name](rows)


@dataclass
class Fates:
	"""`requests` by the place of the request; `tasks` with `request` and `executor`, ordered by request.

	Both have the names of the facts' fields; a task also has `missed` and `broken`, the first deadlines that it
	missed. `broken` are all broken terms, a row each: of which `request` and `executor`, and `at`, the deadline; a task has
	several where a new term was agreed and broken too (R4.8). `returned` is what came back: of which request, to which
	`executor`, NOBODY for a return of the request as a whole, by which `kind` of line, and `grounds` as the journal has
	them. `refused` are lines of the
	journal's file that speak of an executor who never got the request; `classes` is how many journals the scalar rule
	was asked about.
	"""

	requests: Columns
	tasks: Columns
	broken: dict[str, np.ndarray]
	returned: dict[str, np.ndarray]
	refused: np.ndarray
	classes: int


@dataclass
class Template:
	"""`request` and `tasks` (by executor's number) map a column's name to a number or a source. `resumed` are clocks that
	ran again: place of the line, executor's number, and the sources of what the new deadline follows from.

	`general` says that it holds for the whole class; `refused` are places of lines that speak of a stranger; `broken`
	(executor's number, source of the deadline) and `returned` (executor's number or NOBODY, place of the line) are
	rows of their own.
	"""

	request: dict[str, int]
	tasks: list[dict[str, int]]
	refused: list[int]
	broken: list[tuple[int, int]]
	returned: list[tuple[int, int]]
	general: bool = True
	resumed: list[tuple[int, ...]] = field(default_factory=list)


class Table:
	"""Templates as arrays, laid over the requests of their classes."""

	def __init__(
		self,
		journal: Journal,
		spans: Spans,
		terms: Terms,
		slots: Slots,
		classes: Classes,
		templates: list[Template],
	):
		self.journal, self.spans, self.slots = journal, spans, slots
		self.moments = {ACCEPT_BY: terms.accept_by, DUE: terms.due}
		self.classes, self.templates = classes, templates

	def requests(self, numbers: Sequence[str], moments: Sequence[str]) -> Columns:
		every = np.arange(len(self.spans.length))
		rows = (each.request for each in self.templates)
		return self._columns(rows, numbers, moments, self.classes.of_request, every)

	def tasks(self, numbers: Sequence[str], moments: Sequence[str]) -> Columns:
		request, number, rows = self._laid([len(template.tasks) for template in self.templates])
		every = (task for template in self.templates for task in template.tasks)
		columns = self._columns(every, numbers, moments, rows, request)
		who = self._who(request, number)
		columns["request"], columns["executor"], columns["task"] = request, executor_of(who), task_of(who)
		return columns

	def broken(self) -> dict[str, np.ndarray]:
		"""Return all broken terms."""
		request, (number, source) = self._pairs([template.broken for template in self.templates])
		executor = executor_of(self._who(request, number))
		return {"request": request, "executor": executor, "at": self._resolve(source, request)}

	def returned(self) -> dict[str, np.ndarray]:
		"""Return all that came back, with the kind of the line and the grounds of a return."""
		request, (number, place) = self._pairs([template.returned for template in self.templates])
		lines, executor = self.spans.start[request] + place, executor_of(self._who(request, number))
		kind, grounds = self.journal.kind[lines], self.journal.grounds[lines]
		return {"request": request, "executor": executor, "kind": kind, "grounds": grounds}

	def _laid(self, counts: Sequence[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
		"""Lay lists that templates have, of these lengths, over the requests: the request of each row, its number in the
		list, and its place among the rows of all templates."""
		of_request, of_template = self.classes.of_request, np.array(counts, dtype=np.int64)
		count = of_template[of_request]
		request = np.repeat(np.arange(len(count)), count)
		number = np.arange(len(request)) - np.repeat(np.cumsum(count) - count, count)
		first_row = np.cumsum(of_template) - of_template
		return request, number, first_row[of_request[request]] + number

	def _pairs(self, lists: Sequence[list[tuple[int, int]]]) -> tuple[np.ndarray, np.ndarray]:
		request, _number, rows = self._laid([len(each) for each in lists])
		flat = np.array([pair for each in lists for pair in each], dtype=np.int64).reshape(-1, 2)
		return request, flat[rows].T

	def _who(self, request: np.ndarray, number: np.ndarray) -> np.ndarray:
		"""Return who has these numbers in their requests, as `Journal.who`; NOBODY for NOBODY."""
		place = np.where(number == NOBODY, 0, self.slots.start[request] + number)
		known = self.slots.executors[place] if len(self.slots.executors) else place
		return np.where(number == NOBODY, NOBODY, known)

	def refused(self) -> np.ndarray:
		"""Return the lines of the file that could not be followed."""
		found = [
			self.journal.line[self.spans.start[self.classes.of_request == number] + place]
			for number, template in enumerate(self.templates)
			for place in template.refused
		]
		return np.sort(np.concatenate(found)) if found else np.array([], dtype=np.int64)

	def _columns(
		self,
		values: Iterable[dict[str, int]],
		numbers: Sequence[str],
		moments: Sequence[str],
		which: np.ndarray,
		request: np.ndarray,
	) -> Columns:
		rows = list(values)

		def make(name: str, some: np.ndarray | None) -> np.ndarray:
			table = np.array([row[name] for row in rows], dtype=np.int64)
			table = table[which if some is None else which[some]]
			if name not in moments:
				return table
			return self._resolve(table, request if some is None else request[some])

		return Columns({name: partial(make, name) for name in ("stage", *numbers, *moments)})

	def _resolve(self, source: np.ndarray, request: np.ndarray) -> np.ndarray:
		row = self.spans.start[request] + source % WIDTH
		column = np.where(source >= 0, source // WIDTH, -1)
		found = np.where(source == NO_SOURCE, NONE, NO_SOURCE - 1 - source)
		for number, values in (*self.moments.items(), (AT, self.journal.at)):
			here = np.flatnonzero(column == number)
			found[here] = values[row[here]]
		return found
