"""Journal lines that the rows of a requests' file tell by themselves, as a mapping describes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from collections.abc import Mapping as Names
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from contact_center.regulation.facts import Kind
from contact_center.regulation.problems import BaseKind, ProblemKind
from contact_center.rehearsal.reading.faults import Refused, RefusedLine
from contact_center.rehearsal.reading.instants import iso
from contact_center.rehearsal.reading.journal_columns import History
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.reading.request_columns import FINE, Requests
from contact_center.rehearsal.reading.tables import LINE, Table, Wanted, read_table

Choice = tuple[str, ...]
"""A column of the file by the names that it may have; the first one that is there counts."""

ENDS = frozenset({Kind.EXECUTED.value.casefold(), Kind.CLOSED.value.casefold()})
_LAST = ENDS | {Kind.REJECTED.value.casefold(), Kind.CANCELLED.value.casefold()}
END_OF_DAY = "23:59"
ANYTHING = "*"
"""A value of `when` that any text is."""
_DATED = (ProblemKind.NO_MOMENT, ProblemKind.IN_FUTURE, RehearsalKind.BEFORE_RECEIVED)


def chosen(names: Choice, header: Collection[str]) -> str | None:
	"""Return the first of the names that a header of small letters has."""
	return next((name for name in names if name.casefold() in header), None)


def listed(names: Choice) -> str:
	return " / ".join(names)


@dataclass(frozen=True)
class Event:
	"""A line that a row tells: its moment, whose it is, the term that it agrees on (`due`), and `when` it holds: columns with
	the values that they may have; of several such tables the first one whose columns are there counts. `time` of day (HH:MM) is
	that of dates without one."""

	kind: str
	moment: Choice
	executor: Choice = ()
	due: Choice = ()
	lead: bool = False
	when: tuple[Names[str, Choice], ...] = ()
	time: str = ""

	def columns(self) -> list[str]:
		names = (*self.moment, *self.executor, *self.due, *(name for table in self.when for name in table))
		return [name.casefold() for name in names]

	def absent(self, header: Collection[str]) -> list[str]:
		"""Return what the event needs and a file with this header lacks."""
		needed = [names for names in (self.moment, self.executor, self.due) if names]
		lacking = [listed(names) for names in needed if not chosen(names, header)]
		if self.when and not self._condition(header):
			named = (name for table in self.when for name, values in table.items() if values != (ANYTHING,))
			lacking.append(listed(tuple(dict.fromkeys(named))))
		return lacking

	def fitted(self, header: Collection[str]) -> Event:
		"""Return the event with one name for each column, of a file that lacks none."""
		found = {
			name: (chosen(names, header),) if (names := getattr(self, name)) else ()
			for name in ("moment", "executor", "due")
		}
		return replace(self, **found, when=self._condition(header))

	def moments(self) -> list[str]:
		"""Return the columns of a fitted event that hold moments."""
		return [name.casefold() for name in (*self.moment, *self.due)]

	def _condition(self, header: Collection[str]) -> tuple[Names[str, Choice], ...]:
		fitting = (table for table in self.when if all(name.casefold() in header for name in table))
		return tuple(fitting)[:1]

	def lines(self, frame: pl.LazyFrame) -> pl.LazyFrame:
		"""Return lines with the columns of a journal, of a fitted event."""
		moment = pl.col(_dated(self.moment[0].casefold(), self.time))
		due = pl.col(_dated(self.due[0].casefold(), self.time)) if self.due else pl.lit(None, dtype=pl.String)
		holds = moment.is_not_null() & (due.is_not_null() if self.due else True)
		for name, values in (each for table in self.when for each in table.items()):
			text = pl.col(name.casefold()).str.strip_chars().str.to_lowercase()
			wanted = [value.casefold() for value in values]
			holds &= text.str.len_bytes() > 0 if ANYTHING in wanted else text.is_in(wanted)
		executor = pl.col(self.executor[0].casefold()) if self.executor else pl.lit(None, dtype=pl.String)
		return frame.filter(holds).select(
			LINE,
			request=pl.col(LINE).cast(pl.String),
			moment=moment,
			kind=pl.lit(self.kind),
			executor=executor,
			lead=pl.lit("1" if self.lead else "0"),
			due=due,
			grounds=pl.lit(None, dtype=pl.String),
			task=pl.lit(None, dtype=pl.String),
			stage=pl.lit(None, dtype=pl.String),
		)


@dataclass(frozen=True)
class Origin:
	"""Where lines come from that rows tell, by their place among them: `line` of the file and place of the `event`."""

	events: tuple[Event, ...]
	line: np.ndarray
	event: np.ndarray

	def refused_line(self, problem: BaseKind, place: int, words: Names[int, str]) -> RefusedLine:
		event = self.events[self.event[place]]
		names = (words[place],) if place in words else event.executor
		if problem in _DATED:
			names = (f"{words[place].strip()} ({event.moment[0]})",)
		return int(self.line[place]), str(problem), names


def journal_of(
	path: Path,
	events: tuple[Event, ...],
	formats: tuple[str, ...],
	wanted: Wanted,
	time: str = "",
	ends: str = END_OF_DAY,
) -> tuple[Table, Origin]:
	"""Read the journal that the rows of `path` hold: a table with the columns of `wanted`, and where its lines come from.

	Fitted `events`; those without a `time` of day of their own have this one, and those that
	end a request `ends`: a date says by when it was done, and noon may be before the request came in. A row's line is the number of its request, and LINE a line's place among all. Lines of one
	request keep the order of `events`.
	"""
	names = list(dict.fromkeys(name for event in events for name in event.columns()))
	frame = read_table(path, Wanted(names, ())).frame.lazy()
	events = tuple(replace(event, time=event.time or _default(event, time, ends)) for event in events)
	dated = {(name, event.time) for event in events for name in event.moments()}
	frame = frame.with_columns(
		(iso(pl.col(name), formats, at) if formats or at else pl.col(name)).alias(_dated(name, at))
		for name, at in sorted(dated)
	)
	parts = [
		event.lines(frame).with_columns(event=pl.lit(place, dtype=pl.UInt8))
		for place, event in enumerate(events)
	]
	lines = pl.concat(parts).with_columns(**wanted.prepared).select(*wanted.selection(), LINE, "event")
	lines = lines.collect()
	origin = Origin(events, lines[LINE].cast(pl.Int32).to_numpy(), lines["event"].to_numpy())
	places = pl.int_range(pl.len(), dtype=pl.Int64).alias(LINE)
	return Table(lines.drop("event").with_columns(places), [], ()), origin


def _default(event: Event, time: str, ends: str) -> str:
	"""Return the time of day of an event's dates without one, "" where they are no moments."""
	return ends if time and event.kind.casefold() in _LAST else time


def _dated(name: str, time: str) -> str:
	"""Return the name of a column of moments in which dates without a time have this one."""
	return f"{name}\0{time}"


def wrong_moments(table: Table, past: History) -> dict[int, str]:
	"""Return the written moments that are wrong, by the place of their line."""
	places = [lines for problem, lines in past.problems if problem in _DATED]
	wrong = np.concatenate(places) if places else np.empty(0, np.int64)
	return dict(zip(wrong.tolist(), table.frame["moment"].gather(wrong), strict=True))


def refused_events(origin: Origin, past: History, moments: Names[int, str], requests: Requests) -> Refused:
	"""Gather what rows say of the work that does not count, each fault once.

	Rows that are refused as requests are left out.
	"""
	refused = requests.line[requests.problem != FINE]
	found: set[RefusedLine] = set()
	for problem, places in past.problems:
		words = {**moments, **_executors(past, places)}
		wanted = places[~np.isin(origin.line[places], refused)]
		found.update(origin.refused_line(problem, place, words) for place in wanted.tolist())
	return Refused(sorted(found), Counter(reason for _, reason, _ in found))


def _executors(past: History, places: np.ndarray) -> dict[int, str]:
	"""Return who is named in those of the lines that the journal keeps."""
	lines = past.journal.rows(np.isin(past.journal.line, places))
	named = zip(lines.line.tolist(), lines.executor.tolist(), strict=True)
	return {line: past.executors[who] for line, who in named}
