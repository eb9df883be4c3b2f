"""The whole of a rehearsal: files in, figures out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from contact_center.reading.file_texts import UnreadableFile
from contact_center.regulation.facts import Kind
from contact_center.rehearsal.engine.compare import compare
from contact_center.rehearsal.engine.figures import figures
from contact_center.rehearsal.engine.simulation import Simulation
from contact_center.rehearsal.engine.trial import Trial, try_out
from contact_center.rehearsal.engine.unknown import FOUNDATIONS, NEEDED
from contact_center.rehearsal.reading import journal_columns, request_columns
from contact_center.rehearsal.reading.assumptions import load_assumptions, unread_files
from contact_center.rehearsal.reading.columns import KIND_CODE, Journal, short_turns
from contact_center.rehearsal.reading.faults import (
	Refused,
	Sum,
	mark_duplicates,
	mark_repeated,
	refused_journal,
	refused_requests,
	summed,
)
from contact_center.rehearsal.reading.instants import NONE, moment, seconds
from contact_center.rehearsal.reading.journal_columns import History, leave_out_early
from contact_center.rehearsal.reading.mappings import TIMELESS
from contact_center.rehearsal.reading.orders import Order, Side, load_side
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.reading.request_columns import CHANNELS, FINE, PROBLEMS, Requests
from contact_center.rehearsal.reading.row_events import Origin, journal_of, refused_events, wrong_moments
from contact_center.rehearsal.reading.tables import LINE, Table, Wanted, read_table

Progress = Callable[[str, float], None]
"""Called with the key of what is done and how much of it is done, 0..1."""
_READ, _UNDERSTOOD = 0.5, 0.6
"""How much of the reading is done with the table, and with what its requests say; then repeated lines are looked for."""


@dataclass
class Outcome:
	"""`figures` and `figures_against` are the figures of `engine.figures`, `changes` those of `engine.compare`; `trials`
	hold every request, under the policy and under the one set against it. `refused` has the requests without a
	journal too, `sums` counts them by reason and value; `timeless` of the lines have
	a date without a time."""

	order: Order
	figures: dict[str, Any]
	refused: Refused
	lines: int
	ignored: tuple[str, ...]
	trials: list[Trial]
	journal_lines: int = 0
	refused_journal: Refused = field(default_factory=Refused)
	ignored_journal: tuple[str, ...] = ()
	unread_files: tuple[Path, ...] = ()
	figures_against: dict[str, Any] | None = None
	refused_against: Refused | None = None
	timeless: int = 0
	sums: list[Sum] = field(default_factory=list)
	changes: dict[str, Any] | None = None

	@property
	def is_all_refused(self) -> bool:
		"""Return whether the file has lines and none of them counts."""
		sides = [self.refused, *([] if self.refused_against is None else [self.refused_against])]
		return bool(self.lines) and all(len(refused) >= self.lines for refused in sides)

	@property
	def after_until(self) -> int:
		"""Return how many good requests came in after the moment of the order."""
		return self.trials[0].after_until()


def rehearse(order: Order, progress: Progress = lambda _key, _share: None) -> Outcome:
	"""Read, decide, count; a mapping is to be fitted by `opened`. Raises PolicyError, UnreadableFile (of `csv_lines`)
	and OSError."""
	with short_turns(), ThreadPoolExecutor(1) as pool:
		try:
			return _Rehearsal(order, progress, pool).run()
		except UnreadableFile as fault:
			fault.path = order.original(fault.path)
			raise


class _Rehearsal:
	def __init__(self, order: Order, progress: Progress, pool: ThreadPoolExecutor):
		self.order, self.progress = order, progress
		layers = [order.policy] + ([(*order.policy, *order.against)] if order.against else [])
		self.sides = [load_side(dirs, order.zone) for dirs in layers]
		common = set.intersection(*(set(side.city.entries) for side in self.sides))
		self.wanted = order.mapping.requests.over(request_columns.wanted(frozenset(common)))
		self.wanted_journal = order.mapping.journal.over(journal_columns.wanted())
		self.zone = self.sides[0].policy.calendar.zone
		self.now = seconds(datetime.now(timezone.utc))
		self.pool = pool
		self.journal_table: Future[Table] | None = None
		self.origin: Origin | None = None
		self.wrong_moments: dict[int, str] = {}
		if order.has_journal:
			self.journal_table = pool.submit(self._journal_table)

	def run(self) -> Outcome:
		table = self._read(self.order.readable, self.wanted)
		lines = len(table.frame) + len(table.faults)
		self.timeless = int(table.frame[TIMELESS].sum()) if TIMELESS in table.frame.columns else 0
		requests, past = self._understood(table)
		until = self._until(requests[0], past)
		trials = [self._try(side, each, past, until) for side, each in zip(self.sides, requests, strict=True)]
		self.progress("counting", 0.0)
		outcome = self._outcome(table, lines, trials)
		if past:
			self._add_journal(outcome, past)
		self.progress("counting", 1.0)
		return outcome

	def _understood(self, table: Table) -> tuple[list[Requests], History | None]:
		"""Return the requests as each side sees them, and their history; the table's texts are given back."""
		history_read = self.pool.submit(self._history, self._keys(table.frame))
		requests = [self._requests(table, side) for side in self.sides]
		self.progress("reading", 1.0)
		_forget(table)
		return requests, self._of_first_good(history_read.result(), requests)

	def _outcome(self, table: Table, lines: int, trials: list[Trial]) -> Outcome:
		order = self.order
		counted = figures(*trials)
		refused = [self._refused(table, trial) for trial in trials]
		outcome = Outcome(order, counted[0], refused[0], lines, table.ignored, trials)
		outcome.timeless = self.timeless
		outcome.sums = summed(order.readable, refused[0], self.wanted)
		outcome.unread_files = unread_files((*order.policy, *order.against))
		if len(trials) > 1:
			outcome.figures_against, outcome.changes = counted[1], compare(*trials)
			outcome.refused_against = refused[1]
		return outcome

	def _keys(self, frame: pl.DataFrame) -> pl.Series:
		"""Return by what a journal knows the requests: by number, or by line where their own rows are the journal."""
		own_journal = bool(self.order.journal or not self.order.mapping.events)
		return request_columns.numbers_of(frame) if own_journal else frame[LINE].cast(pl.String)

	def _of_first_good(self, past: History | None, requests: list[Requests]) -> History | None:
		"""Return the history of the first good request of each number; later ones of the same number are refused."""
		if past and past.repeated:
			past = self._history(requests[0].number, requests[0].problem == FINE)
		if past and (past.repeated or self.origin):
			mark_repeated(requests)
		if past:
			early = leave_out_early(past, requests[0].at)
			self.wrong_moments |= {
				line: f"{moment(at, self.zone):%d.%m.%Y %H:%M}" for line, at in early.items()
			}
		return past

	def _refused(self, table: Table, trial: Trial) -> Refused:
		left_out = {RehearsalKind.NOT_IN_JOURNAL: trial.not_in_journal()}
		return refused_requests(self.order.readable, table.faults, trial.requests, self.wanted, left_out)

	def _read(self, path: Path, wanted: Wanted) -> Table:
		self.progress("reading", 0.0)
		return read_table(path, wanted, lambda share: self.progress("reading", _READ * share))

	def _journal_table(self) -> Table:
		if self.order.journal:
			return read_table(self.order.readable_journal, self.wanted_journal)
		mapping = self.order.mapping
		table, self.origin = journal_of(
			self.order.readable,
			mapping.events,
			mapping.requests.formats,
			self.wanted_journal,
			mapping.requests.time,
		)
		return table

	def _requests(self, table: Table, side: Side) -> Requests:
		requests = request_columns.read_requests(table, side.city, self.now)
		self.progress("reading", _UNDERSTOOD)
		mark_duplicates(self.order.readable, requests, self.wanted, side.city)
		return requests

	def _history(self, numbers: pl.Series, fine: np.ndarray | None = None) -> History | None:
		if not self.journal_table:
			return None
		table, executors = self.journal_table.result(), self.sides[0].policy.executors
		past = journal_columns.read_history(table, numbers, executors, self.zone, self.now, fine)
		if self.origin:
			self.wrong_moments = wrong_moments(table, past)
		if not past.repeated or fine is not None:
			_forget(table)
		return past

	def _until(self, requests: Requests, past: History | None) -> int:
		"""Return the last moment that the files know, unless the order says otherwise."""
		if self.order.until:
			return seconds(self.order.until)
		known = [requests.at[requests.problem == FINE], past.journal.at if past else np.empty(0, np.int64)]
		return max((int(each.max()) for each in known if len(each)), default=self.now)

	def _untold(self, past: History | None) -> frozenset[Kind]:
		"""Return the kinds of lines that the history cannot have: nobody maps them, or no line of a whole journal is one."""
		if not past:
			return frozenset()
		if self.origin:
			mapped = {event.kind.casefold() for event in self.order.mapping.events}
			return frozenset(kind for kind in NEEDED if kind.value.casefold() not in mapped)
		there = np.unique(past.journal.kind)
		return frozenset(
			kind for kind in FOUNDATIONS if len(there) and KIND_CODE[kind] not in there and past.lines
		)

	def _try(self, side: Side, requests: Requests, past: History | None, until: int) -> Trial:
		names = list(past.executors if past else side.policy.executors)
		journal: Journal | Simulation
		if past:
			journal = past.journal.rows(past.journal.at <= until) if self.order.until else past.journal
		else:
			journal = Simulation(side.policy, load_assumptions(side.dirs), names, until, self.order.seed)
		return try_out(
			side.policy,
			requests,
			journal,
			names,
			until,
			lambda share: self.progress("deciding", share),
			self._untold(past),
			journal.grounds if isinstance(journal, Simulation) else past.grounds,
		)

	def _add_journal(self, outcome: Outcome, past: History) -> None:
		"""Add how long the journal is and which of its lines do not count."""
		outcome.journal_lines = past.lines
		table, trial = self.journal_table.result(), outcome.trials[0]
		past.problems += journal_columns.strangers(past.journal, trial.fates.refused)
		if self.origin:
			outcome.refused_journal = refused_events(self.origin, past, self.wrong_moments, trial.requests)
			return
		outcome.refused_journal = refused_journal(
			self.order.readable_journal, table.faults, past.problems, self.wanted_journal
		)
		outcome.ignored_journal = table.ignored


def _forget(table: Table) -> None:
	"""Give the texts back; the lines that could not be read are still to be named."""
	table.frame = table.frame.clear()
