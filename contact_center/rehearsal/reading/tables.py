"""CSV files as columns of text: at the speed of polars where a file is sound, line by line where it is not.

Whatever the way, a file means what `csv_lines` says it means: the same records, the same faults, the same line
numbers. Where cells do not add up or signs are unusual, the odd records are left to `csv_lines` (`odd_records`); a file
that mostly has such records is left to it as a whole.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
import polars as pl

from contact_center.reading import csv_lines
from contact_center.reading.csv_lines import MAX_CELL
from contact_center.reading.file_texts import form_of
from contact_center.regulation.problems import Problem
from contact_center.rehearsal.reading import odd_records
from contact_center.rehearsal.reading.odd_records import QUOTE, Marks

_STRETCH = MAX_CELL // 2
CHUNK = _STRETCH * 52
"""Bytes looked at in one go: whole stretches, and few enough for the processor's own memory."""
BATCH = 50_000
LINE = "line"
_OPEN_END = "_open_end"
_NEWLINE, _RETURN = 10, 13
# Where so many records are odd, `csv_lines` refuses the whole file, or is no slower.
_MOSTLY = 0.4
Tick = Callable[[float], None]
"""Told how much is done, 0..1."""


@dataclass(frozen=True)
class Wanted:
	"""Columns to read, by the names that they get: `needed` must be there, others of `known` become null.

	`sources` gives a column's name in the file where it differs, `prepared` what is made of its text at once.
	`codes` have few values; `computed` are columns of their own, for which others can be `dropped`.
	"""

	known: Collection[str]
	needed: Collection[str]
	codes: Collection[str] = ()
	computed: Mapping[str, pl.Expr] = field(default_factory=dict)
	dropped: Collection[str] = ()
	sources: Mapping[str, str] = field(default_factory=dict)
	prepared: Mapping[str, pl.Expr] = field(default_factory=dict)

	def in_file(self, names: Collection[str]) -> list[str]:
		return [self.sources.get(name, name).casefold() for name in names]

	def named(self, columns: Collection[str]) -> list[str]:
		"""Return the columns of a file by the names that they get; what is not known gets a number."""
		given = dict(zip(self.in_file(self.known), self.known, strict=True))
		return [given.get(column.casefold(), f"_{place}") for place, column in enumerate(columns)]

	def completed(self, frame: pl.LazyFrame, names: Collection[str]) -> pl.LazyFrame:
		"""Return all known columns, prepared, of a frame that has `names`."""
		absent = [pl.lit(None, dtype=pl.String).alias(name) for name in self.known if name not in names]
		return frame.with_columns(absent).with_columns(**self.prepared)

	def selection(self) -> list[pl.Expr]:
		kept = [name for name in self.known if name not in self.dropped]
		return [
			*(pl.col(name).cast(pl.Categorical) if name in self.codes else pl.col(name) for name in kept),
			*(each.alias(name) for name, each in self.computed.items()),
		]


@dataclass
class Table:
	"""`frame` has the known columns as text (null for nothing), codes as Categorical, and `line` of the file."""

	frame: pl.DataFrame
	faults: list[tuple[int, Problem]]
	ignored: tuple[str, ...] = ()


class _Unsound(Exception):
	"""The fast way does not fit this file."""


def read_table(path: Path, wanted: Wanted, tick: Tick = lambda _: None) -> Table:
	"""Read the file. Raises UnreadableFile (of `csv_lines`) where it is no such table, OSError where it is not there.

	Only where it has to be read line by line, which takes long, is there a `tick`.
	"""
	header, size = _header(path)
	try:
		if not form_of(path).is_plain:
			raise _Unsound
		known, needed = wanted.in_file(wanted.known), wanted.in_file(wanted.needed)
		delimiter, columns = csv_lines.read_header(header, known, needed)
		layout = _Layout(wanted, delimiter, wanted.named(columns))
		table = _sound(path, size, layout) or _cleaned(path, size, layout, columns)
	except (_Unsound, csv_lines.UnreadableFile, csv.Error):
		return _line_by_line(path, wanted, tick)
	table.ignored = tuple(column for column in columns if column and column not in known)
	return table


def _header(path: Path) -> tuple[str, int]:
	"""Return the first line, and how many bytes it takes."""
	with path.open("rb") as source:
		raw = source.readline(csv_lines.PIECE)
	return raw.decode("utf-8-sig", "surrogateescape"), len(raw)


@dataclass(frozen=True)
class _Layout:
	wanted: Wanted
	delimiter: str
	names: list[str]

	def scan(self, source: Path | io.BytesIO, skip: int) -> pl.LazyFrame:
		return pl.scan_csv(
			source,
			has_header=False,
			skip_lines=skip,
			schema=dict.fromkeys(self.names, pl.String),
			separator=self.delimiter,
			glob=False,
		)

	def inside(self, sign: str) -> pl.Expr:
		"""Count how often the sign stands within the cells of a record."""
		return pl.sum_horizontal(pl.col(name).str.count_matches(sign, literal=True) for name in self.names)


@dataclass
class _Census:
	"""How often the signs that make a table occur below its header; `endless` where a line may be too long, `astray` where
	a quotation mark stands where none can."""

	delimiters: int = 0
	lines: int = 0
	quotes: int = 0
	lone_returns: int = 0
	nulls: int = 0
	endless: bool = False
	astray: bool = False

	@classmethod
	def of(cls, source: IO[bytes], delimiter: str) -> _Census:
		found, last, is_open = cls(), _NEWLINE, False
		marks = Marks(ord(delimiter))
		while data := source.read(CHUNK):
			part = np.frombuffer(data, dtype=np.uint8)
			found.delimiters += int(np.count_nonzero(part == ord(delimiter)))
			found.quotes += int(b'"' in data)
			is_open = found._look_at_marks(part, marks, is_open, last)
			ends = part == _NEWLINE
			found.lone_returns += _lone_returns(data, last)
			found.nulls += int(b"\0" in data)
			found.lines += int(np.count_nonzero(ends))
			found.endless |= not _breaks_often(ends)
			last = data[-1]
		found.astray |= is_open
		found.lines += last != _NEWLINE
		found.lone_returns += last == _RETURN
		return found

	def _look_at_marks(self, part: np.ndarray, marks: Marks, is_open: bool, last: int) -> bool:
		"""Look whether quotation marks are in their places, in signs behind the sign `last`, within a cell where `is_open`;
		return whether the signs behind them are within one."""
		self.astray |= last == QUOTE and not is_open and not marks.may_follow(int(part[0]))
		quotes = np.flatnonzero(part == QUOTE) if self.quotes else part[:0]
		self.astray |= marks.first_astray(part, quotes, is_open, last) is not None
		return is_open ^ bool(len(quotes) % 2)


def _lone_returns(data: bytes, last: int) -> int:
	"""Count the carriage returns without a newline behind them, up to the sign before `data`, `last`, and within it but for
	its own last sign."""
	returns = data.count(b"\r")
	if not returns and last != _RETURN:
		return 0
	before = last == _RETURN and data[0] != _NEWLINE
	return int(before) + returns - data.count(b"\r\n") - (data[-1] == _RETURN)


def _breaks_often(ends: np.ndarray) -> bool:
	"""Return whether every stretch of half of MAX_CELL has an end of a line in it: then no cell is longer than MAX_CELL."""
	whole = len(ends) // _STRETCH * _STRETCH
	return bool(ends[:whole].reshape(-1, _STRETCH).any(axis=1).all())


def _sound(path: Path, skipped: int, layout: _Layout) -> Table | None:
	"""Return the table of a file without a fault; None where some line has a fault."""
	with path.open("rb") as source:
		source.seek(skipped)
		census = _Census.of(source, layout.delimiter)
	if census.nulls or census.lone_returns or census.endless or census.astray:
		return None
	if not census.quotes and census.delimiters != (len(layout.names) - 1) * census.lines:
		return None
	return _read_sound(path, 1, census, layout)


def _read_sound(source: Path | io.BytesIO, skip: int, census: _Census, layout: _Layout) -> Table | None:
	"""Return the table, or None where cells do not add up.

	A record with too many cells makes polars stop; one with too few has none at the end, and the sum is wrong.
	"""
	try:
		scan = layout.scan(source, skip)
		open_end = pl.col(layout.names[-1]).is_null().alias(_OPEN_END)
		complete = layout.wanted.completed(scan.with_columns(open_end), layout.names)
		frame = complete.select(*layout.wanted.selection(), _OPEN_END).collect(engine="streaming")
		breaks = _count(scan, layout, "\n") if census.lines != len(frame) else None
		inside = _count(scan, layout, layout.delimiter) if census.quotes and frame[_OPEN_END].any() else None
	except pl.exceptions.PolarsError:
		return None
	delimiters = (len(layout.names) - 1) * len(frame) + _sum(inside)
	if frame[_OPEN_END].any() and census.delimiters != delimiters:
		return None
	if census.lines != len(frame) + _sum(breaks) or (breaks is not None and _has_long_cells(scan, layout)):
		return None
	return Table(frame.drop(_OPEN_END).with_columns(_line_numbers(len(frame), breaks).alias(LINE)), [])


def _count(scan: pl.LazyFrame, layout: _Layout, sign: str) -> pl.Series:
	return scan.select(layout.inside(sign).alias("count")).collect(engine="streaming")["count"]


def _has_long_cells(scan: pl.LazyFrame, layout: _Layout) -> bool:
	"""Return whether a cell of several lines may be longer than MAX_CELL."""
	longest = scan.select(pl.max_horizontal(pl.col(name).str.len_bytes().max() for name in layout.names))
	return (longest.collect(engine="streaming").item() or 0) > MAX_CELL


def _sum(column: pl.Series | None) -> int:
	return 0 if column is None else int(column.sum())


def _line_numbers(count: int, breaks: pl.Series | None) -> pl.Series:
	"""Return the line on which each record begins, the header's is 1."""
	if breaks is None:
		return pl.int_range(2, count + 2, dtype=pl.Int64, eager=True)
	lines = 1 + breaks.cast(pl.Int64).to_numpy()
	return pl.Series(2 + np.cumsum(lines) - lines)


def _cleaned(
	path: Path, skipped: int, layout: _Layout, columns: Collection[str], is_utf8: bool = True
) -> Table:
	"""Return the table of a file in which some records are odd; polars knows whether it `is_utf8`."""
	known = layout.wanted.in_file(layout.wanted.known)
	sheet = csv_lines.Sheet(
		path, layout.delimiter, tuple(each if each in known else "" for each in columns), (), 0
	)
	found = odd_records.cleaned(path, skipped, sheet, is_utf8)
	if found.odd > _MOSTLY * (len(found.lines) + found.odd):
		raise _Unsound
	scan = layout.scan(io.BytesIO(found.text), 0)
	try:
		wanted = layout.wanted.completed(scan, layout.names).select(*layout.wanted.selection())
		frame = wanted.collect(engine="streaming")
	except pl.exceptions.PolarsError as error:
		if is_utf8:
			return _cleaned(path, skipped, layout, columns, is_utf8=False)
		raise _Unsound from error
	if len(frame) != len(found.lines):
		raise _Unsound
	return Table(frame.with_columns(pl.Series(LINE, found.lines)), found.faults)


def _line_by_line(path: Path, wanted: Wanted, tick: Tick) -> Table:
	sheet = csv_lines.open_sheet(path, wanted.in_file(wanted.known), wanted.in_file(wanted.needed))
	kept = [name for name in sheet.columns if name]
	names, faults, count = wanted.named(kept), [], _count_lines(path)
	schema = {**dict.fromkeys(names, pl.String), LINE: pl.Int64}
	frames = []
	for rows in _batches(sheet, kept, faults):
		frames.append(pl.DataFrame(rows, schema=schema, orient="row"))
		tick(min(len(frames) * BATCH / count, 1.0))
	frame = pl.concat(frames).lazy().with_columns(pl.col(names).replace("", None))
	frame = wanted.completed(frame, names).select(*wanted.selection(), LINE)
	return Table(frame.collect(), faults, sheet.ignored)


def _count_lines(path: Path) -> int:
	"""Count the lines, whichever of the two signs ends them."""
	with path.open("rb") as source:
		counts = [(data.count(b"\n"), data.count(b"\r")) for data in iter(lambda: source.read(CHUNK), b"")]
	return max(*map(sum, zip(*counts, strict=True)), 1)


def _batches(
	sheet: csv_lines.Sheet, kept: list[str], faults: list[tuple[int, Problem]]
) -> Iterator[list[tuple[str | int, ...]]]:
	rows: list[tuple[str | int, ...]] = []
	for line in csv_lines.read(sheet):
		if line.fault:
			faults.append((line.number, line.fault))
		else:
			rows.append((*(line.cells[name] for name in kept), line.number))
		if len(rows) == BATCH:
			yield rows
			rows = []
	yield rows
