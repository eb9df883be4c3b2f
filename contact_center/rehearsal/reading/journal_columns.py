"""What really happened: a journal's file as columns, each request's lines together and in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from contact_center.reading.folding import fold
from contact_center.reading.ground_cells import Grounds, place_in
from contact_center.reading.spreadsheets import TRUE, same_code, whole_number
from contact_center.regulation.facts import Kind
from contact_center.regulation.problems import BaseKind, ProblemKind
from contact_center.regulation.routing import Executor
from contact_center.rehearsal.reading.columns import (
	DECIDED_AGAIN,
	KIND_CODE,
	MOST_STAGES,
	MOST_TASKS,
	NOBODY,
	NOTHING,
	Journal,
	by_value,
	stable_order,
)
from contact_center.rehearsal.reading.instants import DAY, NONE, read_moments
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.reading.tables import LINE, Table, Wanted

COLUMNS = ("request", "moment", "kind", "executor", "lead", "due", "grounds", "task", "stage")
NEEDED = ("request", "moment", "kind")
LEAD = (*TRUE, "yes", "так")
WITHOUT_EFFECT = DECIDED_AGAIN | {
	*(Kind.COMMENTED, Kind.CONFIRMED, Kind.JOINED_ANSWERED, Kind.SPLIT, Kind.TAKEN_IN),
}
"""Lines that change no fact: left out. A test asks the rules whether that is so."""

_ENDING = [
	KIND_CODE[kind]
	for kind in (
		*(Kind.EXECUTED, Kind.CLOSED, Kind.NOT_REACHED, Kind.REJECTED, Kind.CANCELLED),
		*(Kind.JOINED_TO, Kind.BECAME_APPEAL, Kind.CONFIRMED),
	)
]
_WITH_TERM = [KIND_CODE[kind] for kind in (Kind.EXTENDED, Kind.STAGE_PLANNED, Kind.STAGE_AGREED)]
_KIND_BY_NAME = {kind.value.casefold(): code for kind, code in KIND_CODE.items()}


Problems = list[tuple[BaseKind, np.ndarray]]
"""Lines of a file by what is wrong with them."""


@dataclass
class History:
	"""`executors` are the codes behind `journal.executor`, names where no executor is known by them; `grounds` are the cells
	behind `journal.grounds`; `problems` are lines of the file that do not count. `repeated` says that several requests
	have the same number."""

	journal: Journal
	executors: list[str]
	grounds: list[Grounds]
	problems: Problems
	lines: int
	repeated: bool = False


def wanted() -> Wanted:
	"""Return what `read_table` is to read of a journal."""
	key = {"key": pl.col("request").str.strip_chars().hash()}
	return Wanted(
		COLUMNS, NEEDED, ("kind", "executor", "lead", "grounds", "task", "stage"), key, dropped=("request",)
	)


def read_history(
	table: Table,
	numbers: pl.Series,
	executors: Mapping[str, Executor],
	zone: ZoneInfo,
	now: int,
	fine: np.ndarray | None = None,
) -> History:
	"""Read the journal of the requests with these `numbers`; of several with the same number it is the first one's, or
	that of the first one that is `fine`, if any is. `executors` are known by code or title; `now` is in UTC seconds."""
	frame = table.frame
	request, repeated = _requests(frame["key"], numbers, fine)
	names, codes, cells = _names(executors), list(executors), list[Grounds]()
	columns = {
		"request": request,
		"kind": by_value(frame["kind"], _kind, -1, np.int8),
		"executor": by_value(frame["executor"], lambda text: _place(text, names, codes), NOBODY, np.int32),
		"lead": by_value(frame["lead"], lambda text: int(text.strip().casefold() in LEAD), 0, np.bool_),
		"at": read_moments(frame["moment"], zone),
		"due": _dues(frame["due"], zone),
		"line": frame[LINE].cast(pl.Int32).to_numpy(),
		"grounds": by_value(frame["grounds"], lambda text: place_in(cells, text), NOTHING, np.int32),
		"task": by_value(frame["task"], lambda text: _number(text, MOST_TASKS), 0, np.uint8),
		"stage": by_value(frame["stage"], lambda text: _number(text, MOST_STAGES), 0, np.uint8),
	}
	lines = Journal(**columns)
	problems = _problems(lines, now)
	journal = _in_order(lines, _effective(lines, problems))
	return History(journal, codes, cells, _first_problems(problems, lines.line), len(frame), repeated)


def leave_out_early(past: History, received: np.ndarray) -> dict[int, int]:
	"""Leave out lines from before their request came in (UTC seconds), name them, and return their moments by line.

	What ends a request cannot be a second too early. Other lines may be, by a day: clocks of two systems differ, and
	work may begin before anybody writes the request down.
	"""
	journal = past.journal
	places = np.flatnonzero(journal.at < received[journal.request])
	early = journal.rows(places)
	came_in = received[early.request]
	is_end = (early.executor == NOBODY) & np.isin(early.kind, _ENDING)
	is_wrong = (is_end | (early.at < came_in - DAY)) & (came_in != NONE)
	wrong = early.rows(is_wrong)
	if len(wrong):
		past.problems.append((RehearsalKind.BEFORE_RECEIVED, np.sort(wrong.line)))
		past.journal = journal.rows(np.delete(np.arange(len(journal)), places[is_wrong]))
	return dict(zip(wrong.line.tolist(), wrong.at.tolist(), strict=True))


def strangers(journal: Journal, refused: np.ndarray) -> Problems:
	"""Say why these lines could not be followed: who never got the request, and who got it only later."""
	if not len(refused):
		return []
	lines = journal.rows(np.isin(journal.line, refused))
	sent = _tasks(journal.rows(journal.kind == KIND_CODE[Kind.SENT]))
	early = np.isin(_tasks(lines), sent)
	found = [(RehearsalKind.STRANGER, lines.line[~early]), (RehearsalKind.TOO_EARLY, lines.line[early])]
	return [(problem, lines) for problem, lines in found if len(lines)]


def _tasks(lines: Journal) -> np.ndarray:
	"""Return request and executor of each line as one number."""
	return (lines.request.astype(np.int64) << 32) + lines.executor


def _problems(lines: Journal, now: int) -> Problems:
	return [
		(RehearsalKind.UNKNOWN_REQUEST, lines.request < 0),
		(RehearsalKind.UNKNOWN_KIND, lines.kind < 0),
		(ProblemKind.NO_MOMENT, lines.at == NONE),
		(ProblemKind.IN_FUTURE, lines.at > now),
		(RehearsalKind.NO_EXECUTOR_NAMED, (lines.kind == KIND_CODE[Kind.SENT]) & (lines.executor == NOBODY)),
		(RehearsalKind.NO_TERM_NAMED, np.isin(lines.kind, _WITH_TERM) & (lines.due == NONE)),
	]


def _effective(lines: Journal, problems: Problems) -> np.ndarray:
	"""Return the places of the lines that count and change anything."""
	counts = np.ones(len(KIND_CODE) + 1, dtype=bool)  # the last is for an unknown kind
	counts[[KIND_CODE[each] for each in WITHOUT_EFFECT]] = False
	counts = counts[lines.kind]
	for _problem, which in problems:
		counts &= ~which
	return np.flatnonzero(counts)


def _in_order(lines: Journal, rows: np.ndarray) -> Journal:
	"""Return the lines at `rows` by request and time; what happened at the same moment stays in the order of the file."""
	journal = lines.rows(rows[stable_order(lines.request[rows])])
	back = (np.diff(journal.at) < 0) & (np.diff(journal.request) == 0)
	return journal.rows(np.lexsort((journal.at, journal.request))) if back.any() else journal


def _requests(keys: pl.Series, numbers: pl.Series, fine: np.ndarray | None) -> tuple[np.ndarray, bool]:
	"""Return the place of each line's request, -1 for an unknown one, and whether a number is repeated. By a hash of 64 bits:
	a line goes astray once in millions of files, and half the time and memory is saved."""
	known = pl.DataFrame({"key": numbers.hash(), "row": np.arange(len(numbers), dtype=np.int32)})
	found = _places(keys, known)
	if len(found) == len(keys) and fine is None:
		return found, False
	if fine is not None:
		known = pl.concat([known.filter(pl.Series(fine)), known.filter(pl.Series(~fine))])
	return _places(keys, known.unique("key", keep="first", maintain_order=True)), True


def _places(keys: pl.Series, known: pl.DataFrame) -> np.ndarray:
	found = keys.to_frame("key").lazy().join(known.lazy(), on="key", how="left", maintain_order="left")
	return found.select(pl.col("row").fill_null(-1)).collect()["row"].to_numpy()


def _names(executors: Mapping[str, Executor]) -> dict[str, int]:
	"""Return executors by their codes and, where only one has it, by their titles."""
	names: dict[str, int] = {}
	for titles in (lambda each: (each.code,), lambda each: (each.title, each.short_title)):
		count = Counter(fold(title) for each in executors.values() for title in {*titles(each)})
		for place, each in enumerate(executors.values()):
			for title in map(fold, titles(each)):
				if title and count[title] == 1:
					names.setdefault(title, place)
	return names


def _kind(text: str) -> int:
	return _KIND_BY_NAME.get(text.strip().casefold(), -1)


def _number(text: str, most: int) -> int:
	"""Return the number of a task or a stage; 0 for what is none."""
	number = whole_number(text.strip())
	return int(number) if number.isdecimal() and int(number) <= most else 0


def _place(text: str, names: dict[str, int], codes: list[str]) -> int:
	"""Find an executor among `codes`; a stranger's name is added to both."""
	name = fold(text)
	if name and name not in names and (code := same_code(text.strip(), codes)):
		names[name] = codes.index(code)
	if name and name not in names:
		names[name] = len(codes)
		codes.append(text.strip())
	return names.get(name, NOBODY)


def _dues(column: pl.Series, zone: ZoneInfo) -> np.ndarray:
	found = np.full(len(column), NONE)
	rows = np.flatnonzero(column.is_not_null().to_numpy())
	found[rows] = read_moments(column[rows], zone)
	return found


def _first_problems(problems: Problems, line: np.ndarray) -> Problems:
	"""Return the lines by their first problem."""
	seen = np.zeros(len(line), dtype=bool)
	found = []
	for problem, which in problems:
		found.append((problem, line[which & ~seen]))
		seen |= which
	return [(problem, lines) for problem, lines in found if len(lines)]
