"""Lines that do not count, gathered from every step: each with its line of the file and its reason."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np
import polars as pl

from contact_center.reading import csv_lines
from contact_center.reading.csv_lines import neutralised_text, tidy
from contact_center.reading.line_keys import line_key
from contact_center.reading.request_lines import City
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.rehearsal.reading.instants import NONE
from contact_center.rehearsal.reading.journal_columns import Problems
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.reading.request_columns import FINE, PROBLEM_CODE, PROBLEMS, Requests
from contact_center.rehearsal.reading.tables import CHUNK, Wanted

Faults = list[tuple[int, Problem]]
"""Lines that could not even be read, as `tables.Table` has them."""
RefusedLine = tuple[int, str, tuple[str, ...]]
"""A refused line: its place in the file, the reason, what it says."""

SUMMED, COMMONEST = 20_000, 3
DETAILED = 1_000
"""So many refused lines are quoted with what they say; the others only with line and reason, see `in_full`."""

_WORDS = {
	ProblemKind.UNKNOWN_CHANNEL: "channel",
	ProblemKind.UNKNOWN_STREET: "street",
	ProblemKind.SEVERAL_STREETS: "street",
	ProblemKind.UNKNOWN_CODE: "classifier",
	ProblemKind.NO_ENTRY: "description",
	ProblemKind.SEVERAL_ENTRIES: "description",
	ProblemKind.BAD_EMAIL: "email",
	ProblemKind.BAD_PHONE: "phone",
	ProblemKind.BAD_BUILDING: "building",
	ProblemKind.UNKNOWN_DISTRICT: "district",
	RehearsalKind.UNKNOWN_REQUEST: "request",
	RehearsalKind.UNKNOWN_KIND: "kind",
	RehearsalKind.STRANGER: "executor",
	RehearsalKind.TOO_EARLY: "executor",
}
_MOMENTS = (
	*(ProblemKind.NO_MOMENT, ProblemKind.SKIPPED_MOMENT, ProblemKind.TOO_OLD, ProblemKind.IN_FUTURE),
	RehearsalKind.BEFORE_RECEIVED,
)
_QUOTED_COLUMN = {
	**{str(problem): column for problem, column in _WORDS.items()},
	**dict.fromkeys(map(str, _MOMENTS), "moment"),
}
"""The column whose text is quoted, by reason."""
_LONGEST = 60
MOST_LINES = 1_000
MOST_BYTES = csv_lines.MAX_RECORD * 4
_NEWLINE, _RETURN = 10, 13
_FIRST_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")


@dataclass
class Refused:
	"""Refused lines of one file, ascending; `counts` by reason."""

	lines: list[RefusedLine] = field(default_factory=list)
	counts: Counter[str] = field(default_factory=Counter)

	def __len__(self) -> int:
		return self.counts.total()


@dataclass(frozen=True)
class Sum:
	"""How many lines are refused for a `reason`, and the commonest `values` with how many have each."""

	reason: str
	count: int
	values: list[tuple[str, int]]


def mark_duplicates(path: Path, requests: Requests, wanted: Wanted, city: City) -> None:
	"""Refuse lines that say what an earlier one said, their number too, whatever else is wrong with them."""
	alike = _alike(requests)
	if not len(alike):
		return
	records = read_records(path, requests.line[alike].tolist(), wanted)
	seen: set[str] = set()
	for row in alike:
		cells = records[int(requests.line[row])]
		key = cells["number"] + line_key(cells, city.channels, city.zone)
		if key in seen:
			requests.problem[row] = PROBLEM_CODE[ProblemKind.DUPLICATE]
		seen.add(key)


def mark_repeated(sides: Sequence[Requests]) -> None:
	"""Refuse good requests whose number an earlier good one has, as the first side sees them."""
	good = sides[0].problem == FINE
	frame = pl.DataFrame({"number": sides[0].number.filter(good), "line": sides[0].line[good]})
	if frame["number"].hash().n_unique() == len(frame):
		return
	first = pl.col("line").first().over("number").alias("first")
	later = frame.with_columns(first).filter(pl.col("first") != pl.col("line"))
	repeats = {line: (number, str(first)) for number, line, first in later.rows()}
	for side in sides:
		side.repeats = repeats
		which = np.isin(side.line, later["line"].to_numpy()) & (side.problem == FINE)
		side.problem[which] = PROBLEM_CODE[RehearsalKind.REPEATED_NUMBER]


def _alike(requests: Requests) -> np.ndarray:
	"""Return rows that came in within the same minute about the same, in their order."""
	keys = (requests.at // 60, requests.street, requests.entry, requests.district)
	rows = np.flatnonzero(requests.at != NONE)
	for key in keys:
		_, where, count = np.unique(key[rows], return_inverse=True, return_counts=True)
		rows = rows[count[where] > 1]
	order = np.lexsort([key[rows] for key in keys])
	same = np.ones(max(len(rows) - 1, 0), dtype=bool)
	for key in keys:
		same &= np.diff(key[rows][order]) == 0
	paired = np.zeros(len(rows), dtype=bool)
	paired[order[1:][same]] = paired[order[:-1][same]] = True
	return rows[paired]


def refused_requests(
	path: Path, faults: Faults, requests: Requests, wanted: Wanted, left_out: dict[str, np.ndarray]
) -> Refused:
	"""Gather the requests that do not count; `left_out` are good ones without a journal, by reason."""
	rows = np.flatnonzero(requests.problem != FINE)
	found = [(int(requests.line[row]), PROBLEMS[requests.problem[row]]) for row in rows]
	found += [(int(requests.line[row]), reason) for reason, rows in left_out.items() for row in rows]
	refused = _gathered(path, faults, sorted(found, key=lambda each: each[0]), wanted)
	refused.lines = [_with_place(each, requests.repeats) for each in refused.lines]
	return refused


def _with_place(refused: RefusedLine, repeats: dict[int, tuple[str, str]]) -> RefusedLine:
	line, reason, _names = refused
	return (line, reason, repeats[line]) if reason == RehearsalKind.REPEATED_NUMBER else refused


def refused_journal(path: Path, faults: Faults, problems: Problems, wanted: Wanted) -> Refused:
	"""Gather the lines of a journal's file that do not count."""
	found = [(int(line), problem) for problem, lines in problems for line in lines]
	return _gathered(path, faults, sorted(found, key=lambda each: each[0]), wanted)


def _gathered(path: Path, faults: Faults, found: list, wanted: Wanted) -> Refused:
	records = read_records(path, [line for line, _ in found[:DETAILED]], wanted)
	lines = [(line, str(problem), _quoted(str(problem), records.get(line))) for line, problem in found]
	lines += [(line, str(fault.kind), fault.values) for line, fault in faults]
	return Refused(sorted(lines), Counter(reason for _, reason, _ in lines))


def in_full(path: Path, refused: Refused, wanted: Wanted) -> Iterator[RefusedLine]:
	"""Yield all refused lines of the file, each with what it says."""
	silent: defaultdict[int, set[str]] = defaultdict(set)
	for line, reason, names in refused.lines:
		if not names and reason in _QUOTED_COLUMN:
			silent[line].add(reason)
	quoted = {
		(line, reason): _quoted(reason, cells)
		for line, cells in (each_record(path, silent, wanted) if silent else ())
		for reason in silent[line]
	}
	for line, reason, names in refused.lines:
		yield line, reason, names or quoted.get((line, reason), ())


def summed(path: Path, refused: Refused, wanted: Wanted) -> list[Sum]:
	"""Count the refused lines by reason, the commonest first, each with its commonest values.

	Of more than SUMMED lines only so many are asked for their values.
	"""
	values: defaultdict[str, Counter[str]] = defaultdict(Counter)
	for _line, reason, names in islice(in_full(path, refused, wanted), SUMMED):
		if reason in _QUOTED_COLUMN and names:
			values[reason][names[0]] += 1
	return [
		Sum(reason, count, values[reason].most_common(COMMONEST))
		for reason, count in refused.counts.most_common()
	]


def _quoted(reason: str, cells: dict[str, str] | None) -> tuple[str, ...]:
	column = _QUOTED_COLUMN.get(reason)
	if not column or cells is None:
		return ()
	return ((cells.get(column) or cells.get("classifier") or "")[:_LONGEST],)


def read_records(path: Path, lines: Collection[int], wanted: Wanted) -> dict[int, dict[str, str]]:
	"""Return the cleaned cells of the records that begin on `lines`, "" for known columns that are not there."""
	return dict(each_record(path, lines, wanted))


def each_record(path: Path, lines: Collection[int], wanted: Wanted) -> Iterator[tuple[int, dict[str, str]]]:
	"""Yield what `read_records` returns one after the other, by line."""
	with path.open("rb") as source:
		header = _FIRST_LINE.match(source.readline(MOST_BYTES))[0]
		source.seek(len(header))
		known = wanted.in_file(wanted.known)
		delimiter, columns = csv_lines.read_header(header.decode("utf-8-sig", "replace"), known, ())
		names = wanted.named(columns)
		for line, place in list(_places(source, sorted(set(lines)))):
			yield line, _cells(_record(source, place), delimiter, names, wanted.known)


def _places(source: IO[bytes], lines: list[int]) -> Iterator[tuple[int, int]]:
	"""Yield each line with the place where it begins; the source stands at the beginning of line 2."""
	place, passed, ahead = source.tell(), 0, 0
	if lines[:1] == [2]:
		yield 2, place
		ahead = 1
	while ahead < len(lines) and (data := source.read(CHUNK)):
		while data[-1] == _RETURN and (more := source.read(1)):
			data += more
		ends = _line_ends(np.frombuffer(data, dtype=np.uint8))
		while ahead < len(lines) and lines[ahead] - 2 <= passed + len(ends):
			yield lines[ahead], place + int(ends[lines[ahead] - 3 - passed]) + 1
			ahead += 1
		place, passed = place + len(data), passed + len(ends)


def _line_ends(data: np.ndarray) -> np.ndarray:
	"""Find where lines end: at a newline, or at a carriage return that has none behind it."""
	ends = data == _NEWLINE
	lone = data == _RETURN
	lone[:-1] &= ~ends[1:]
	return np.flatnonzero(ends | lone)


def _record(source: IO[bytes], place: int) -> str:
	"""Read the record that begins there; one that never ends is cut."""
	source.seek(place)
	text = source.readline(MOST_BYTES)
	for _ in range(MOST_LINES if text.count(b'"') % 2 else 0):
		more = source.readline(MOST_BYTES)
		text += more
		if not more or text.count(b'"') % 2 == 0:
			break
	return text.decode("utf-8", "replace")


def _cells(text: str, delimiter: str, names: list[str], known: Collection[str]) -> dict[str, str]:
	row = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
	raw = dict(zip(names, row, strict=False))
	cells = {column: tidy(raw.get(column, "")) for column in known}
	return {
		column: text if column in csv_lines.NO_TEXT else neutralised_text(text)
		for column, text in cells.items()
	}
