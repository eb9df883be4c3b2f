"""What became of every request and task: the columns of `RequestFacts` and `TaskFacts` for a whole history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from contact_center.regulation.working_calendar import WorkingCalendar
from contact_center.rehearsal.engine.classes import Classes, Slots, classify, number_executors
from contact_center.rehearsal.engine.templates import (
	ACCEPT_BY,
	DUE,
	MISSES,
	NO_SOURCE,
	REQUEST_MOMENTS,
	REQUEST_NUMBERS,
	TASK_MOMENTS,
	TASK_NUMBERS,
	WIDTH,
	Template,
	template_of,
)
from contact_center.rehearsal.reading.columns import Journal, Spans, Terms
from contact_center.rehearsal.reading.instants import NONE, moment

Tick = Callable[[float], None]


class Columns(dict[str, np.ndarray]):
	"""Columns by name, each made when it is first asked for."""

	def __init__(self, makers: dict[str, Callable[[], np.ndarray]]):
		super().__init__()
		self._makers = makers

	def __missing__(self, name: str) -> np.ndarray:
		self[name] = self._makers[name]()
		return self[name]


@dataclass
class Fates:
	"""`requests` by the place of the request; `tasks` with `request` and `executor`, ordered by request.

	Both have the names of the facts' fields; a task also has `missed` and `broken`, the deadlines that it
	missed. `refused` are lines of the journal's file that speak of an executor who never got the request;
	`classes` is how many journals the scalar rule was asked about.
	"""

	requests: Columns
	tasks: Columns
	refused: np.ndarray
	classes: int


def decide(
	journal: Journal,
	requests: int,
	terms: Terms,
	until: int,
	calendar: WorkingCalendar,
	tick: Tick = lambda _: None,
) -> Fates:
	"""The fates of `requests` at `until` (UTC seconds): by class, each class by the scalar rule."""
	spans = Spans.of(journal, requests)
	slots = number_executors(journal, spans)
	classes = classify(journal, spans, terms, slots, until)
	tick(0.3)
	now = moment(until, calendar.zone)

	def ask(request: int) -> Template:
		return template_of(request, journal, spans, terms, slots, now, calendar.zone)

	templates = [ask(int(member)) for member in classes.member]
	classes = _split(classes, templates, ask)
	tick(0.7)
	table = _Table(journal, spans, terms, slots, classes, templates)
	return Fates(table.requests(), table.tasks(), table.refused(), len(templates))


def _split(classes: Classes, templates: list[Template], ask: Callable[[int], Template]) -> Classes:
	"""Members of classes whose template does not hold for all are asked about one by one."""
	special = [number for number, template in enumerate(templates) if not template.general]
	of_request, member = classes.of_request.copy(), list(classes.member)
	for request in np.flatnonzero(np.isin(of_request, special)) if special else ():
		of_request[request] = len(templates)
		templates.append(ask(int(request)))
		member.append(request)
	return Classes(of_request, np.array(member, dtype=np.int64))


class _Table:
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
		self.task_count = np.array([len(template.tasks) for template in templates], dtype=np.int64)

	def requests(self) -> Columns:
		every = np.arange(len(self.spans.length))
		rows = (each.request for each in self.templates)
		return self._columns(rows, REQUEST_NUMBERS, REQUEST_MOMENTS, self.classes.of_request, every)

	def tasks(self) -> Columns:
		of_request = self.classes.of_request
		counts = self.task_count[of_request]
		request = np.repeat(np.arange(len(counts)), counts)
		number = np.arange(len(request)) - np.repeat(np.cumsum(counts) - counts, counts)
		first_row = np.cumsum(self.task_count) - self.task_count
		rows = first_row[of_request[request]] + number
		every = (task for template in self.templates for task in template.tasks)
		columns = self._columns(every, TASK_NUMBERS, (*TASK_MOMENTS, *MISSES), rows, request)
		executor = self.slots.executors[self.slots.start[request] + number]
		columns["request"], columns["executor"] = request, executor
		return columns

	def refused(self) -> np.ndarray:
		"""Lines of the file that could not be followed."""
		found = [
			self.journal.line[self.spans.start[self.classes.of_request == number] + place]
			for number, template in enumerate(self.templates)
			for place in template.refused
		]
		return np.sort(np.concatenate(found)) if found else np.array([], dtype=np.int64)

	def _columns(
		self,
		told: Iterable[dict[str, int]],
		numbers: Sequence[str],
		moments: Sequence[str],
		which: np.ndarray,
		request: np.ndarray,
	) -> Columns:
		rows = list(told)

		def make(name: str) -> np.ndarray:
			table = np.array([row[name] for row in rows], dtype=np.int64)[which]
			return self._resolve(table, request) if name in moments else table

		return Columns({name: partial(make, name) for name in ("stage", *numbers, *moments)})

	def _resolve(self, source: np.ndarray, request: np.ndarray) -> np.ndarray:
		row = self.spans.start[request] + source % WIDTH
		column = np.where(source >= 0, source // WIDTH, -1)
		found = np.where(source == NO_SOURCE, NONE, NO_SOURCE - 1 - source)
		for number, values in (*self.moments.items(), (0, self.journal.at)):
			here = np.flatnonzero(column == number)
			found[here] = values[row[here]]
		return found
