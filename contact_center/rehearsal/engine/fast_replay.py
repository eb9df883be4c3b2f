"""The fast replay: what became of every request and task of a whole history, as `replay` says it of one.

Requests whose journals belong to one class (see `classes`) have the same fate. `replay` is asked about one member of
each class; what it makes of it is kept as a template, with places of moments instead of moments, and laid over the
columns of all members. So nothing here knows a rule. Callers use `decide` and what it gives; the rest is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import numpy as np

from contact_center.regulation.facts import Kind, Line, RequestFacts, TaskFacts
from contact_center.regulation.stages import Stage
from contact_center.regulation.working_calendar import WorkingCalendar
from contact_center.rehearsal.engine.classes import (
	NO_SLOT,
	STRANGER,
	Classes,
	Slots,
	classify,
	number_executors,
)
from contact_center.rehearsal.engine.replay import Miss, Replayed, Resumed, replay
from contact_center.rehearsal.engine.templates import (
	ACCEPT_BY,
	AT,
	DUE,
	NO_SOURCE,
	WIDTH,
	Columns,
	Fates,
	Table,
	Template,
)
from contact_center.rehearsal.engine.term_columns import resumed_column
from contact_center.rehearsal.reading.columns import (
	KIND_CODE,
	KINDS,
	NOBODY,
	NOTHING,
	Journal,
	Spans,
	Terms,
	executor_of,
	task_of,
)
from contact_center.rehearsal.reading.instants import NONE, moment, seconds

STAGES: tuple[Stage, ...] = tuple(Stage)
STAGE_CODE: dict[Stage, int] = {stage: code for code, stage in enumerate(STAGES)}

# Which columns of the facts hold moments, and which plain numbers; a guard test keeps them whole.
REQUEST_MOMENTS = (
	*("received_at", "registered_at", "accepted_at", "executed_at", "closed_at", "ended_at"),
	*("stopped_at", "accept_by", "first_due", "due", "asked_at", "answered_at", "reopened_at"),
)
REQUEST_NUMBERS = (
	"accepted_late",
	"overdue",
	"return_count",
	"redirect_count",
	"callback_count",
	"not_reached",
	"joined_count",
	"extension_count",
	"reopen_count",
	"apart_redirected",
	"broken_term_on_record",
)
TASK_MOMENTS = (
	*("sent_at", "accept_by", "first_due", "due", "accepted_at", "executed_at", "ended_at"),
	*("stopped_at", "returned_at", "extension_asked_at"),
)
TASK_NUMBERS = (
	*("lead", "accepted_late", "overdue", "return_count", "extension_count", "awaits_redirect"),
	"redirects_before",
	"term_apart",
	"broken_term_on_record",
	"stages_missed",
)
MISSES = {"missed": Kind.ACCEPTANCE_MISSED, "broken": Kind.TERM_BROKEN}

_RESUMED, _SKIPPED = KIND_CODE[Kind.RESUMED], KIND_CODE[Kind.WARNED]
_ROUNDS = 8
"""Requests that are returned more often are asked of the scalar rule one by one."""

Tick = Callable[[float], None]


def decide(
	journal: Journal,
	requests: int,
	terms: Terms,
	until: int,
	calendar: WorkingCalendar,
	tick: Tick = lambda _: None,
) -> Fates:
	"""Decide the fates of `requests` at `until` (UTC seconds): by class, each class by the scalar rule."""
	journal = replace(journal, kind=np.where(journal.kind == _RESUMED, _SKIPPED, journal.kind))
	ask = partial(_ask, requests=requests, until=until, calendar=calendar)
	asked = ask(journal, terms)
	tick(0.3)
	more = _resumptions(asked, journal, terms)
	if more:
		journal, terms = _with_resumptions(ask, journal, terms, more)
		asked = ask(journal, terms)
	classes, templates = _split(asked.classes, asked.templates, asked.rule), asked.templates
	tick(0.7)
	table = Table(journal, asked.rule.spans, terms, asked.rule.slots, classes, templates)
	return Fates(
		table.requests(REQUEST_NUMBERS, REQUEST_MOMENTS),
		table.tasks(TASK_NUMBERS, (*TASK_MOMENTS, *MISSES)),
		*(table.broken(), table.returned(), table.refused()),
		len(templates),
	)


@dataclass
class _Asked:
	"""Classes of a journal, and what the scalar rule said of one member of each."""

	rule: _Rule
	classes: Classes
	templates: list[Template]


def _ask(journal: Journal, terms: Terms, requests: int, until: int, calendar: WorkingCalendar) -> _Asked:
	spans = Spans.of(journal, requests)
	slots = number_executors(journal, spans)
	classes = classify(journal, spans, terms, slots, until)
	rule = _Rule(journal, spans, terms, slots, moment(until, calendar.zone), calendar)
	return _Asked(rule, classes, [rule.ask(int(member)) for member in classes.member])


@dataclass
class _Lines:
	"""Lines to be put into a journal, each after the one at `row`."""

	row: np.ndarray
	request: np.ndarray
	who: np.ndarray
	due: np.ndarray

	def moved(self, places: np.ndarray) -> _Lines:
		"""The same for the journal in which the line of each row lies at its place."""
		return replace(self, row=places[self.row])


def _with_resumptions(
	ask: Callable[[Journal, Terms], _Asked], journal: Journal, terms: Terms, more: _Lines
) -> tuple[Journal, Terms]:
	"""Put in a Resumed line for each clock that runs again (R6.3.5), round after round: a request may be returned often.

	Its deadline is then a column's value like any other, and places among the moments decide again.
	"""
	for _round in range(_ROUNDS):
		journal, terms = _inserted(journal, terms, more)
		rows = np.flatnonzero(np.isin(journal.request, more.request))
		some = journal.rows(rows)
		its_terms = replace(terms, accept_by=terms.accept_by[rows], due=terms.due[rows])
		found = _resumptions(ask(some, its_terms), some, its_terms)
		if not found:
			break
		more = found.moved(rows)
	return journal, terms


def _resumptions(asked: _Asked, journal: Journal, terms: Terms) -> _Lines | None:
	"""The first Resumed lines of every request whose class has one; None where no class does."""
	found = [
		_resumptions_of(asked, number, each, journal, terms)
		for number, template in enumerate(asked.templates)
		for each in template.resumed
	]
	if not found:
		return None
	columns = [np.concatenate(each) for each in zip(*found, strict=True)]
	order = np.argsort(columns[0], kind="stable")
	return _Lines(*(column[order] for column in columns))


def _resumptions_of(
	asked: _Asked, number: int, each: tuple[int, ...], journal: Journal, terms: Terms
) -> tuple[np.ndarray, ...]:
	place, slot, *sources = each
	rule, requests = asked.rule, np.flatnonzero(asked.classes.of_request == number)
	start = rule.spans.start[requests]
	columns = (journal.at, terms.accept_by, terms.due)
	moments = [columns[source // WIDTH][start + source % WIDTH] for source in sources]
	due = resumed_column(terms.types, terms.of_request[requests], *moments, rule.calendar)
	return start + place, requests, rule.slots.executors[rule.slots.start[requests] + slot], due


def _inserted(journal: Journal, terms: Terms, more: _Lines) -> tuple[Journal, Terms]:
	at, none = more.row + 1, np.full(len(more.row), NONE)
	columns = {
		"request": more.request,
		"kind": np.full(len(at), _RESUMED),
		"executor": executor_of(more.who),
		"task": task_of(more.who),
		"lead": np.zeros(len(at), dtype=bool),
		"at": journal.at[more.row],
		"due": none,
		"line": np.zeros(len(at), dtype=np.int64),
		"grounds": np.full(len(at), NOTHING),
		"stage": np.zeros(len(at), dtype=np.uint8),
	}
	lines = {name: np.insert(column, at, columns[name]) for name, column in vars(journal).items()}
	due, accept_by = np.insert(terms.due, at, more.due), np.insert(terms.accept_by, at, none)
	return Journal(**lines), replace(terms, accept_by=accept_by, due=due)


@dataclass
class _Story:
	"""One member's journal as the rules take it; `source` finds a moment again by its identity."""

	lines: list[Line] = field(default_factory=list)
	source: dict[int, int] = field(default_factory=dict)
	general: bool = True


@dataclass
class _Rule:
	"""Asks the scalar rule what becomes of one request at `until`.

	What it says holds for a whole class unless the length of a span decided something (R6.3.5): see `_split`.
	"""

	journal: Journal
	spans: Spans
	terms: Terms
	slots: Slots
	until: datetime
	calendar: WorkingCalendar

	def ask(self, request: int) -> Template:
		story = self._story(request)
		rtype = self.terms.types[self.terms.of_request[request]]
		done = replay(story.lines, self.until, rtype, self.calendar, given=True)
		story.general &= not done.measured
		columns = _columns(done.facts, REQUEST_MOMENTS, REQUEST_NUMBERS, story)
		tasks = [_task(name, task, done.misses, story) for name, task in done.facts.tasks.items()]
		lists = (done.refused, _broken(done.misses, story), _returned(done))
		return Template(columns, tasks, *lists, story.general, _resumed(done.resumed, story))

	def _story(self, request: int) -> _Story:
		story, first = _Story(), int(self.spans.start[request])
		for place in range(int(self.spans.length[request])):
			story.lines.append(self._line(first + place, place, story.source))
		story.source.pop(id(None), None)
		return story

	def _line(self, row: int, place: int, source: dict[int, int]) -> Line:
		"""Make the line of a row, and note the sources of its moments."""
		moments = []
		columns = ((AT, self.journal.at), (ACCEPT_BY, self.terms.accept_by), (DUE, self.terms.due))
		for which, column in columns:
			found = moment(column[row], self.until.tzinfo)
			moments.append(found)
			source[id(found)] = which * WIDTH + place
		at, accept_by, due = moments
		kind, slot = KINDS[self.journal.kind[row]], int(self.slots.of_line[row])
		executor = _name(slot if slot < 0 else self._first(row, slot))
		lead, own_ground = bool(self.journal.lead[row]), (str(place),)  # which lines' grounds count
		stage = str(self.journal.stage[row]) if self.journal.stage[row] else None
		task = _name(slot)
		return Line(kind, at, executor, accept_by, due, lead, task, grounds=own_ground, work_stage=stage)

	def _first(self, row: int, slot: int) -> int:
		return int(self.slots.first[self.slots.start[self.journal.request[row]] + slot])


def _resumed(clocks: Sequence[Resumed], story: _Story) -> list[tuple[int, ...]]:
	"""Clocks that ran again, where each of the moments stands in a column; none where one of them does not."""
	found = [
		(each.place, int(each.task), *(story.source.get(id(at), NO_SOURCE) for at in _moments_of(each)))
		for each in clocks
	]
	return found if all(min(each[2:]) >= 0 for each in found) else []


def _moments_of(clock: Resumed) -> tuple[datetime, datetime, datetime]:
	return clock.due, clock.stopped_at, clock.since


def _name(slot: int) -> str | None:
	return None if slot == NO_SLOT else "stranger" if slot == STRANGER else str(slot)


def _columns(
	facts: RequestFacts | TaskFacts, moments: Sequence[str], numbers: Sequence[str], story: _Story
) -> dict[str, int]:
	found = {name: _source(getattr(facts, name), story) for name in moments}
	found |= {name: int(getattr(facts, name)) for name in numbers}
	return {"stage": STAGE_CODE[facts.stage], **found}


def _task(own: str, task: TaskFacts, misses: Sequence[Miss], story: _Story) -> dict[str, int]:
	found = _columns(task, TASK_MOMENTS, TASK_NUMBERS, story)
	for name, kind in MISSES.items():
		fallen = [miss.deadline for miss in misses if (miss.task, miss.kind) == (own, kind)]
		found[name] = _source(fallen[0] if fallen else None, story)
	return found


def _broken(misses: Sequence[Miss], story: _Story) -> list[tuple[int, int]]:
	"""Return the broken terms of executors; those of the request as a whole are in its own columns."""
	return [
		(int(miss.task), _source(miss.deadline, story))
		for miss in misses
		if miss.kind is Kind.TERM_BROKEN and miss.task
	]


def _returned(done: Replayed) -> list[tuple[int, int]]:
	of_request = [(NOBODY, int(place)) for place, count in done.facts.grounds.items() for _ in range(count)]
	return of_request + [(int(task), place) for place, task in done.returned]


def _source(found: datetime | None, story: _Story) -> int:
	if found is None:
		return NO_SOURCE
	if id(found) not in story.source:
		story.general = False
		return NO_SOURCE - 1 - seconds(found)
	return story.source[id(found)]


def _split(classes: Classes, templates: list[Template], rule: _Rule) -> Classes:
	"""Ask about members of classes whose template does not hold for all one by one."""
	special = [number for number, template in enumerate(templates) if not template.general]
	of_request, member = classes.of_request.copy(), list(classes.member)
	for request in np.flatnonzero(np.isin(of_request, special)) if special else ():
		of_request[request] = len(templates)
		templates.append(rule.ask(int(request)))
		member.append(request)
	return Classes(of_request, np.array(member, dtype=np.int64))
