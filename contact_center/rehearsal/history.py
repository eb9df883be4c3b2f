"""What really happened: a journal's file as columns, each request's lines together and in their order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from contact_center.regulation.facts import Kind
from contact_center.rehearsal.columns import KIND_CODE, NOBODY, Journal, stable_order
from contact_center.rehearsal.lookups import by_value
from contact_center.rehearsal.moments import read_moments
from contact_center.rehearsal.replay import DECIDED_AGAIN
from contact_center.rehearsal.tables import LINE, Table, Wanted
from contact_center.rehearsal.zones import NONE

COLUMNS = ("request", "moment", "kind", "executor", "lead", "due")
NEEDED = ("request", "moment", "kind")
LEAD = ("1", "true", "yes", "так")
WITHOUT_EFFECT = frozenset({Kind.COMMENTED, Kind.CONFIRMED}) | DECIDED_AGAIN
"""Lines that change no fact: left out. A test asks the rules whether that is so."""

_KIND_BY_NAME = {kind.value.casefold(): code for kind, code in KIND_CODE.items()}


class JournalProblem(str, Enum):
	UNKNOWN_REQUEST = "Unknown Request"
	UNKNOWN_KIND = "Unknown Kind"
	NO_MOMENT = "No Moment"
	IN_FUTURE = "In Future"
	NO_EXECUTOR = "No Executor Named"
	STRANGER = "Stranger"

	def __str__(self) -> str:
		return self.value


@dataclass
class History:
	"""`executors` are the names behind `journal.executor`; `problems` are lines of the file that do not count."""

	journal: Journal
	executors: list[str]
	problems: list[tuple[JournalProblem, np.ndarray]]
	lines: int


def wanted() -> Wanted:
	"""What `read_table` is to read of a journal."""
	key = {"key": pl.col("request").str.strip_chars().hash()}
	return Wanted(COLUMNS, NEEDED, ("kind", "executor", "lead"), key, dropped=("request",))


def read_history(table: Table, numbers: pl.Series, executors: list[str], zone: ZoneInfo, now: int) -> History:
	"""The journal of the requests with these `numbers`; `executors` are those known before, `now` is in
	UTC seconds."""
	frame = table.frame
	names = {name: place for place, name in enumerate(executors)}
	request = _requests(frame["key"], numbers)
	kind = by_value(frame["kind"], _kind, -1, np.int8)
	executor = by_value(frame["executor"], lambda text: _place(text.strip(), names), NOBODY, np.int32)
	at = read_moments(frame["moment"], zone)
	line = frame[LINE].cast(pl.Int32).to_numpy()
	problems = [
		(JournalProblem.UNKNOWN_REQUEST, request < 0),
		(JournalProblem.UNKNOWN_KIND, kind < 0),
		(JournalProblem.NO_MOMENT, at == NONE),
		(JournalProblem.IN_FUTURE, at > now),
		(JournalProblem.NO_EXECUTOR, (kind == KIND_CODE[Kind.SENT]) & (executor == NOBODY)),
	]
	counts = ~np.isin(kind, [-1, *(KIND_CODE[each] for each in WITHOUT_EFFECT)])
	for _problem, which in problems:
		counts &= ~which
	rows = np.flatnonzero(counts)
	rows = rows[stable_order(request[rows])]
	lead = by_value(frame["lead"], lambda text: int(text.strip().casefold() in LEAD), 0, np.bool_)
	due = _dues(frame["due"], zone)
	columns = (request, kind, executor, lead, at, due, line)
	return History(
		Journal(*(column[rows] for column in columns)),
		list(names),
		_first_problems(problems, line),
		len(frame),
	)


def _requests(keys: pl.Series, numbers: pl.Series) -> np.ndarray:
	"""The place of each line's request, -1 for an unknown one. By a hash of 64 bits: a line goes astray once in
	millions of files, and half the time and memory is saved."""
	known = pl.LazyFrame({"key": numbers.hash(), "row": np.arange(len(numbers), dtype=np.int32)})
	found = keys.to_frame("key").lazy().join(known, on="key", how="left", maintain_order="left")
	return found.select(pl.col("row").fill_null(-1)).collect()["row"].to_numpy()


def _kind(text: str) -> int:
	return _KIND_BY_NAME.get(text.strip().casefold(), -1)


def _place(name: str, names: dict[str, int]) -> int:
	return names.setdefault(name, len(names)) if name else NOBODY


def _dues(column: pl.Series, zone: ZoneInfo) -> np.ndarray:
	found = np.full(len(column), NONE)
	rows = np.flatnonzero(column.is_not_null().to_numpy())
	found[rows] = read_moments(column[rows], zone)
	return found


def _first_problems(
	problems: list[tuple[JournalProblem, np.ndarray]], line: np.ndarray
) -> list[tuple[JournalProblem, np.ndarray]]:
	"""Lines by their first problem."""
	seen = np.zeros(len(line), dtype=bool)
	found = []
	for problem, which in problems:
		found.append((problem, line[which & ~seen]))
		seen |= which
	return [(problem, lines) for problem, lines in found if len(lines)]
