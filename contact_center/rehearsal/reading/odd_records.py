"""Files that polars cannot read as they are: their odd records are read by `csv_lines`, all others stay as they are.

A record is odd by its own signs: a null byte, a lone carriage return, a quotation mark out of place, bytes that are no
UTF-8, more or fewer cells than columns, a great length. Up to the first mark out of place quotation marks come in pairs,
so records are found by counting them, many at once; behind such a mark `csv_lines` says where the next record begins.
"""

from __future__ import annotations

import csv
import io
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from contact_center.reading import csv_lines
from contact_center.reading.csv_lines import MAX_CELL, Line, Sheet
from contact_center.regulation.problems import Problem

BLOCK = 1 << 18
QUOTE, _NEWLINE, _RETURN, _NULL = 34, 10, 13, 0
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")


@dataclass
class Cleaned:
	"""`text` is a CSV without a header that has all good records, `lines` where each begins in the file; `odd` counts those
	that were read one by one, `faults` are lines that cannot be read."""

	text: bytes
	lines: np.ndarray
	odd: int
	faults: list[tuple[int, Problem]]


def cleaned(path: Path, skip: int, sheet: Sheet, is_utf8: bool) -> Cleaned:
	"""Read the records behind the first `skip` bytes, the header's, of a file that begins on line 1.

	Bytes that are no UTF-8 are looked for unless it `is_utf8`: to look takes a quarter of the time.
	"""
	with path.open("rb") as source:
		if path.stat().st_size <= skip:
			return Cleaned(b"", np.empty(0, np.int64), 0, [])
		with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
			return _Reader(path, data, sheet, is_utf8).read(skip)


@dataclass
class _Block:
	"""Whole records: where each starts, where it ends without its newline, its line; `odd` ones; `is_blank` ones."""

	start: np.ndarray
	end: np.ndarray
	line: np.ndarray
	odd: np.ndarray
	is_blank: np.ndarray
	lines: int
	"""How many lines the block has."""


@dataclass
class _Reader:
	path: Path
	data: mmap.mmap
	sheet: Sheet
	is_utf8: bool
	parts: list[bytes] = field(default_factory=list)
	lines: list[np.ndarray] = field(default_factory=list)
	faults: list[tuple[int, Problem]] = field(default_factory=list)
	odd: int = 0

	def read(self, place: int) -> Cleaned:
		line, size = 2, BLOCK
		while place < len(self.data):
			block, is_cut = _block(self.data, place, size, line, self.sheet, self.is_utf8)
			if block is None and not is_cut and place + size < len(self.data) and size < 8 * BLOCK:
				size *= 2
				continue
			if block is not None:
				self._take(block)
				place, line = int(block.end[-1]) + 1, line + block.lines
			if is_cut or block is None:
				place, line = self._one(place, line)
			size = BLOCK
		lines = np.concatenate(self.lines) if self.lines else np.empty(0, np.int64)
		return Cleaned(b"".join(self.parts), lines, self.odd, self.faults)

	def _take(self, block: _Block) -> None:
		"""Take runs of good records as they are, and odd ones one by one."""
		is_good = ~block.odd & ~block.is_blank
		borders = np.flatnonzero(np.diff(np.concatenate(([False], is_good, [False])).astype(np.int8)))
		runs = dict(zip(borders[0::2].tolist(), borders[1::2].tolist(), strict=True))
		for record in sorted([*runs, *np.flatnonzero(block.odd).tolist()]):
			if record in runs:
				last = runs[record] - 1
				self._add(self.data[block.start[record] : block.end[last]], block.line[record : last + 1])
			else:
				self._read_odd(int(block.start[record]), int(block.end[record]), int(block.line[record]))

	def _add(self, text: bytes, lines: np.ndarray) -> None:
		self.parts += (text, b"\n")
		self.lines.append(lines)

	def _read_odd(self, start: int, end: int, line: int) -> None:
		text = self.data[start : end + 1].decode("utf-8", "surrogateescape")
		for found in csv_lines.records(io.StringIO(text, newline=""), self.sheet, line):
			self._keep(found)

	def _keep(self, line: Line) -> None:
		self.odd += 1
		if line.fault:
			self.faults.append((line.number, line.fault))
		elif any(line.cells.values()):
			out = io.StringIO(newline="")
			writer = csv.writer(out, delimiter=self.sheet.delimiter, lineterminator="", quoting=csv.QUOTE_ALL)
			writer.writerow(line.cells[name] if name else "" for name in self.sheet.columns)
			self._add(out.getvalue().encode(), np.array([line.number], np.int64))

	def _one(self, place: int, line: int) -> tuple[int, int]:
		"""Read the one record that begins at the place; return where the next one does, and on which line."""
		with self.path.open("rb") as raw:
			raw.seek(place)
			source = io.TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape", newline="")
			found, count, has_ended = csv_lines.first_record(source, self.sheet, line)
		if found:
			self._keep(found)
		if has_ended:
			return len(self.data), line + count
		return _behind(self.data, place, count), line + count


def _behind(data: mmap.mmap, place: int, lines: int) -> int:
	"""Return the place behind so many lines."""
	for _ in range(lines):
		place = _LINE.match(data, place).end()
	return place


def _block(
	data: mmap.mmap, place: int, size: int, line: int, sheet: Sheet, is_utf8: bool
) -> tuple[_Block | None, bool]:
	"""Return the whole records of the next `size` bytes, None where there is none; and whether a quotation mark out of place
	comes next."""
	signs = np.frombuffer(data, np.uint8, min(size, len(data) - place), place)
	is_last = place + len(signs) == len(data)
	quotes, newlines = np.flatnonzero(signs == QUOTE), np.flatnonzero(signs == _NEWLINE)
	astray = Marks(ord(sheet.delimiter)).first_astray(signs, quotes)
	if is_last and len(quotes) % 2:
		astray = int(quotes[-1]) if astray is None else astray
	ends = newlines[np.searchsorted(quotes, newlines) % 2 == 0] if len(quotes) else newlines
	if astray is not None:
		ends = ends[ends < astray]
	elif is_last and len(quotes) % 2 == 0 and (not len(ends) or ends[-1] < len(signs) - 1):
		ends = np.append(ends, len(signs))
	if not len(ends):
		return None, astray is not None
	records = _Records(data, place, signs, quotes, newlines, ends)
	return records.block(line, sheet, is_utf8), astray is not None


@dataclass(frozen=True)
class Marks:
	"""Where quotation marks may stand: around a cell, and two for one within it."""

	delimiter: int

	def may_follow(self, sign: int) -> bool:
		"""Return whether the sign may come behind a closing mark."""
		return sign in (self.delimiter, _NEWLINE, QUOTE, _RETURN)

	def first_astray(
		self, signs: np.ndarray, quotes: np.ndarray, is_open: bool = False, last: int = _NEWLINE
	) -> int | None:
		"""Return the first of the `quotes` (places among the signs) that can neither begin nor end a cell, None for none.

		The signs follow the sign `last`; they begin within a cell where `is_open`.
		"""
		if not len(quotes):
			return None
		opening, closing = quotes[int(is_open) :: 2], quotes[1 - int(is_open) :: 2]
		before = np.where(opening > 0, signs[np.maximum(opening - 1, 0)], last)
		behind = np.where(closing + 1 < len(signs), signs[np.minimum(closing + 1, len(signs) - 1)], _NEWLINE)
		wrong = [
			opening[(before != self.delimiter) & (before != _NEWLINE) & (before != QUOTE)],
			closing[
				(behind != self.delimiter) & (behind != _NEWLINE) & (behind != QUOTE) & (behind != _RETURN)
			],
		]
		return min((int(each[0]) for each in wrong if len(each)), default=None)


@dataclass
class _Records:
	"""Records of a stretch of the file that `ends` end."""

	data: mmap.mmap
	place: int
	signs: np.ndarray
	quotes: np.ndarray
	newlines: np.ndarray
	ends: np.ndarray

	def block(self, line: int, sheet: Sheet, is_utf8: bool) -> _Block:
		ends = self.ends
		starts = np.concatenate(([0], ends[:-1] + 1))
		lone = self._lone_returns()
		breaks = np.sort(np.concatenate((self.newlines, lone))) if len(lone) else self.newlines
		length = ends - starts
		returned = (length > 0) & (self.signs[np.maximum(ends - 1, 0)] == _RETURN)
		is_blank = length - returned == 0
		odd = length > MAX_CELL
		odd |= self._has(self._nulls(), starts, ends) | self._has(lone, starts, ends)
		odd |= self._cells(starts, ends, ord(sheet.delimiter)) != len(sheet.columns)
		if not is_utf8:
			odd |= self._unreadable(starts, ends)
		passed = int(np.searchsorted(breaks, ends[-1], side="right"))
		return _Block(
			starts + self.place,
			ends + self.place,
			line + np.searchsorted(breaks, starts),
			odd & ~is_blank,
			is_blank,
			passed,
		)

	def _nulls(self) -> np.ndarray:
		last = int(self.ends[-1])
		if self.data.find(b"\0", self.place, self.place + last) < 0:
			return self.newlines[:0]
		return np.flatnonzero(self.signs[:last] == _NULL)

	def _lone_returns(self) -> np.ndarray:
		returns = np.flatnonzero(self.signs == _RETURN)
		returns = returns[returns < self.ends[-1]]
		return returns[self.signs[np.minimum(returns + 1, len(self.signs) - 1)] != _NEWLINE]

	def _has(self, places: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
		"""Return which records have one of the places."""
		found = np.zeros(len(starts), dtype=bool)
		if len(places):
			found[np.searchsorted(ends, places)] = True
		return found

	def _cells(self, starts: np.ndarray, ends: np.ndarray, delimiter: int) -> np.ndarray:
		places = np.flatnonzero(self.signs == delimiter)
		if len(self.quotes):
			places = places[np.searchsorted(self.quotes, places) % 2 == 0]
		return 1 + np.searchsorted(places, ends) - np.searchsorted(places, starts)

	def _unreadable(self, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
		found = np.zeros(len(starts), dtype=bool)
		text = self.data[self.place : self.place + int(ends[-1])]
		if _is_utf8(text):
			return found
		for record, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
			found[record] = not _is_utf8(text[start:end])
		return found


def _is_utf8(text: bytes) -> bool:
	try:
		text.decode()
	except UnicodeDecodeError:
		return False
	return True
