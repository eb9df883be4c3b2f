"""The whole of a rehearsal: files in, figures out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from contact_center.regulation import request_lines as rules
from contact_center.regulation.policy_files import DEFAULT_POLICY, KYIV, Policy, load_policy
from contact_center.regulation.request_lines import City, city_of
from contact_center.rehearsal import history, intake
from contact_center.rehearsal.assumptions import load_assumptions
from contact_center.rehearsal.columns import Journal
from contact_center.rehearsal.compare import compare
from contact_center.rehearsal.faults import Refused, mark_duplicates, refused_journal, refused_requests
from contact_center.rehearsal.figures import figures
from contact_center.rehearsal.history import History
from contact_center.rehearsal.intake import FINE, Requests
from contact_center.rehearsal.mappings import Mapping
from contact_center.rehearsal.side_by_side import short_turns
from contact_center.rehearsal.simulation import Simulation
from contact_center.rehearsal.tables import Table, Wanted, read_table
from contact_center.rehearsal.trial import Trial, try_out
from contact_center.rehearsal.zones import NONE, seconds

DEMO_POLICY = Path(__file__).parents[1] / "demo" / "policy"
Progress = Callable[[str, float], None]
"""Called with the key of what is done and how much of it is done, 0..1."""


@dataclass(frozen=True)
class Order:
	"""What to rehearse. `policy` directories lie over the shipped one, `against` over these; `until` is aware."""

	requests: Path
	journal: Path | None = None
	policy: tuple[Path, ...] = (DEMO_POLICY,)
	against: tuple[Path, ...] = ()
	mapping: Mapping = field(default_factory=Mapping)
	until: datetime | None = None
	seed: int = 1520
	zone: ZoneInfo = KYIV

	@property
	def has_journal(self) -> bool:
		"""Whether it is known what really happened: by a journal, or by the requests' own file."""
		return bool(self.journal or self.mapping.events)


@dataclass
class Outcome:
	"""`told` and `told_against` are the figures of `figures.figures`, `changes` those of `compare.compare`; `trials`
	hold every request, under the policy and under the one set against it."""

	order: Order
	told: dict[str, Any]
	refused: Refused
	refused_journal: Refused
	lines: int
	journal_lines: int
	ignored: tuple[str, ...] = ()
	told_against: dict[str, Any] | None = None
	changes: dict[str, Any] | None = None
	trials: list[Trial] = field(default_factory=list)


@dataclass
class _Side:
	policy: Policy
	city: City
	dirs: tuple[Path, ...]


def rehearse(order: Order, progress: Progress = lambda _key, _share: None) -> Outcome:
	"""Read, decide, count. Raises PolicyError, UnreadableFile (of `csv_lines`) and OSError."""
	with short_turns(), ThreadPoolExecutor(1) as pool:
		return _Rehearsal(order, progress, pool).run()


def moments_of(order: Order, channel: str) -> tuple[np.ndarray, ZoneInfo]:
	"""When the requests of an order came in by `channel` ("" for any): UTC seconds, and the city's zone.

	A request counts whatever else is wrong with its line, as long as its moment and channel are known.
	"""
	side = _side(order.policy, order.zone)
	table = read_table(
		order.requests, order.mapping.requests.over(intake.wanted(frozenset(side.city.entries)))
	)
	requests = intake.read_requests(table, side.city, seconds(datetime.now(timezone.utc)))
	known = requests.at <= seconds(datetime.now(timezone.utc))
	known &= requests.at != NONE
	if channel:
		known &= requests.channel == intake.CHANNELS.index(rules.channel_of(channel, side.city))
	return requests.at[known], order.zone


class _Rehearsal:
	def __init__(self, order: Order, progress: Progress, pool: ThreadPoolExecutor):
		self.order, self.progress = order, progress
		layers = [order.policy] + ([(*order.policy, *order.against)] if order.against else [])
		self.sides = [_side(dirs, order.zone) for dirs in layers]
		common = set.intersection(*(set(side.city.entries) for side in self.sides))
		self.wanted = order.mapping.requests.over(intake.wanted(frozenset(common)))
		self.wanted_journal = order.mapping.journal.over(history.wanted())
		self.zone = self.sides[0].policy.calendar.zone
		self.now = seconds(datetime.now(timezone.utc))
		self.pool = pool
		self.journal_table: Future[Table] | None = None
		if order.has_journal:
			self.journal_table = pool.submit(self._journal_table)

	def run(self) -> Outcome:
		table = self._read(self.order.requests, self.wanted)
		lines = len(table.frame) + len(table.faults)
		history_read = self.pool.submit(self._history, intake.numbers_of(table.frame))
		requests = [self._requests(table, side) for side in self.sides]
		_forget(table)
		past = history_read.result()
		until = self._until(requests[0], past)
		trials = [self._try(side, each, past, until) for side, each in zip(self.sides, requests, strict=True)]
		self.progress("counting", 0.0)
		told = [figures(trial) for trial in trials]
		refused = refused_requests(self.order.requests, table.faults, requests[0], self.wanted)
		outcome = Outcome(
			self.order, told[0], refused, Refused(), lines, past.lines if past else 0, table.ignored
		)
		outcome.trials = trials
		if past:
			outcome.refused_journal = self._refused_journal(past, trials[0])
		if len(trials) > 1:
			outcome.told_against, outcome.changes = told[1], compare(*trials)
		self.progress("counting", 1.0)
		return outcome

	def _read(self, path: Path, wanted: Wanted) -> Table:
		self.progress("reading", 0.0)
		table = read_table(path, wanted)
		self.progress("reading", 1.0)
		return table

	def _journal_table(self) -> Table:
		if self.order.journal:
			return read_table(self.order.journal, self.wanted_journal)
		return self.order.mapping.journal_of(self.order.requests, self.wanted_journal)

	def _requests(self, table: Table, side: _Side) -> Requests:
		requests = intake.read_requests(table, side.city, self.now)
		mark_duplicates(self.order.requests, requests, self.wanted)
		return requests

	def _history(self, numbers: pl.Series) -> History | None:
		if not self.journal_table:
			return None
		table = self.journal_table.result()
		executors = list(self.sides[0].policy.executors)
		past = history.read_history(table, numbers, executors, self.zone, self.now)
		_forget(table)
		return past

	def _until(self, requests: Requests, past: History | None) -> int:
		"""As of the last moment that the files know, unless the order says otherwise."""
		if self.order.until:
			return seconds(self.order.until)
		known = [requests.at[requests.problem == FINE], past.journal.at if past else np.empty(0, np.int64)]
		return max((int(each.max()) for each in known if len(each)), default=self.now)

	def _try(self, side: _Side, requests: Requests, past: History | None, until: int) -> Trial:
		names = list(past.executors if past else side.policy.executors)
		journal: Journal | Simulation
		if past:
			journal = past.journal
		else:
			journal = Simulation(side.policy, load_assumptions(side.dirs), names, until, self.order.seed)
		return try_out(
			side.policy, requests, journal, names, until, lambda share: self.progress("deciding", share)
		)

	def _refused_journal(self, past: History, trial: Trial) -> Refused:
		faults = self.journal_table.result().faults
		path, wanted = self.order.journal, self.wanted_journal
		if not path:
			path, wanted = self.order.requests, self.wanted
		return refused_journal(path, faults, past, trial.fates.refused, wanted)


def _forget(table: Table) -> None:
	"""Give the texts back; the lines that could not be read are still to be told."""
	table.frame = table.frame.clear()


def _side(dirs: tuple[Path, ...], zone: ZoneInfo) -> _Side:
	policy = load_policy(DEFAULT_POLICY, *dirs, zone=zone)
	city = city_of(policy.calendar.zone, policy.streets, policy.classifier, policy.districts)
	return _Side(policy, city, dirs)
