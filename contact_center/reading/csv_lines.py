"""Read a CSV file of requests line by line, in bounded memory. One faulty line does not stop the others.

A file that is no table of requests is refused as a whole, before anything is saved. A faulty line is returned with
its fault.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from contact_center.reading.file_texts import Form, UnreadableFile, form_of, opened_text
from contact_center.reading.visible import is_blank
from contact_center.regulation.problems import Problem, ProblemKind

NEEDED = ("moment", "channel", "applicant", "phone", "street", "building", "classifier", "description")
COLUMNS = (*NEEDED[:4], "email", *NEEDED[4:6], "flat", *NEEDED[6:])
DELIMITERS = ",;\t|"
# Of a record longer than this, in characters, only the signs are read that show where it ends.
MAX_RECORD = 100_000
MAX_CELL = 10_000
PIECE = 65_536

# Columns in which a cell is read as what it says, or refused.
NO_TEXT = ("moment", "phone")
_CONTROL = re.compile(
	r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_MARKUP = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->|</?[a-z][^<>]*>")
_UNREADABLE = re.compile("[\udc80-\udcff]")
_FILLING = re.compile(r'([^"\r\n])[^"\r\n]*([^"\r\n])')


__all__ = ["COLUMNS", "NEEDED", "Line", "Sheet", "UnreadableFile", "open_sheet", "read"]


@dataclass(frozen=True)
class Sheet:
	"""A readable file. `columns` has their names in the file's order, "" for an ignored one; `lines` counts all lines."""

	path: Path
	delimiter: str
	columns: tuple[str, ...]
	ignored: tuple[str, ...]
	lines: int
	form: Form = field(default_factory=Form)


@dataclass(frozen=True)
class Line:
	"""One record. `number` is the line of the file in which it begins; the header is line 1.

	`cells` has every name of COLUMNS and of the sheet, trimmed and NFC; `fault` says why it cannot be read;
	`neutralised` are the columns whose cell was made harmless.
	"""

	number: int
	cells: dict[str, str] = field(default_factory=dict)
	fault: Problem | None = None
	neutralised: tuple[str, ...] = ()


def open_sheet(path: Path, known: Collection[str] = COLUMNS, needed: Collection[str] = NEEDED) -> Sheet:
	"""Read the whole file once and describe it. Raises UnreadableFile: empty, in no known encoding, without its header."""
	form = form_of(path)
	try:
		with opened_text(path, form) as source:
			header = source.readline(PIECE)
			lines = _scan(source, header)
		delimiter, columns = read_header(header, known, needed)
	except UnreadableFile as fault:
		fault.path = path
		raise
	kept = tuple(column if column in known else "" for column in columns)
	ignored = tuple(column for column in columns if column and column not in known)
	return Sheet(path, delimiter, kept, ignored, lines, form)


def _scan(source: TextIO, header: str) -> int:
	"""Count the lines. Raises UnreadableFile where most of them are not UTF-8."""
	lines, good, bad = 1, 0, 0
	piece = header
	while piece:
		lines += piece.endswith(("\n", "\r"))
		if not piece.isascii():
			bad, good = (bad + 1, good) if _UNREADABLE.search(piece) else (bad, good + 1)
		piece = source.readline(PIECE)
	if not header.strip():
		raise UnreadableFile(ProblemKind.EMPTY_FILE)
	if (bad > good and bad * 2 > lines) or "\0" in header:
		raise UnreadableFile(ProblemKind.NOT_UTF8)
	return lines


def read_header(text: str, known: Collection[str], needed: Collection[str]) -> tuple[str, list[str]]:
	"""Return the delimiter that gives the most known columns, and these columns. Raises UnreadableFile."""
	readings = {sign: [cell.strip().casefold() for cell in _split(text, sign)] for sign in DELIMITERS}
	delimiter = max(DELIMITERS, key=lambda sign: len(set(readings[sign]) & set(known)))
	columns = readings[delimiter]
	missing = [name for name in needed if name not in columns]
	if missing:
		raise UnreadableFile(ProblemKind.MISSING_COLUMNS, *missing)
	twice = sorted({name for name in columns if name in known and columns.count(name) > 1})
	if twice:
		raise UnreadableFile(ProblemKind.REPEATED_COLUMNS, *twice)
	return delimiter, columns


def _split(text: str, delimiter: str) -> list[str]:
	return next(csv.reader([text], delimiter=delimiter), [])


def read(sheet: Sheet) -> Iterator[Line]:
	"""Yield the records below the header, without the empty ones."""
	with opened_text(sheet.path, sheet.form) as source:
		feed = _Feed(source)
		reader = csv.reader(feed, delimiter=sheet.delimiter, strict=True)
		next(reader)
		yield from _all(sheet, feed, reader)


def records(source: TextIO, sheet: Sheet, line: int) -> Iterator[Line]:
	"""Yield the records of a text that begins on a `line` below the header, without the empty ones."""
	feed = _Feed(source, line - 1)
	yield from _all(sheet, feed, csv.reader(feed, delimiter=sheet.delimiter, strict=True))


def first_record(source: TextIO, sheet: Sheet, line: int) -> tuple[Line | None, int, bool]:
	"""Return the record on a `line` with which the text begins, None for no text; how many lines it takes, and whether
	the text ended within it."""
	feed = _Feed(source, line - 1)
	found = _next(sheet, feed, csv.reader(feed, delimiter=sheet.delimiter, strict=True))
	return found, feed.line - line + 1, feed.ended


def _all(sheet: Sheet, feed: _Feed, reader: Iterator[list[str]]) -> Iterator[Line]:
	while (line := _next(sheet, feed, reader)) is not None:
		if line.fault or any(line.cells.values()):
			yield line


def _next(sheet: Sheet, feed: _Feed, reader: Iterator[list[str]]) -> Line | None:
	number, row, fault = feed.begin(), [], None
	try:
		row = next(reader)
	except StopIteration:
		return None
	except csv.Error:
		fault = not_csv(feed.ended, sheet.delimiter)
	fault = _size_fault(feed.size, row) or fault or _row_fault(row, sheet)
	return Line(number, fault=fault) if fault else _line(number, sheet, row)


def _size_fault(size: int, row: list[str]) -> Problem | None:
	too_long = size > MAX_RECORD or any(len(cell) > MAX_CELL for cell in row)
	return Problem(ProblemKind.LONG_CELL, (str(MAX_CELL),)) if too_long else None


def _row_fault(row: list[str], sheet: Sheet) -> Problem | None:
	if any(_UNREADABLE.search(cell) for cell in row):
		return Problem(ProblemKind.NOT_UTF8)
	if row and len(row) != len(sheet.columns):
		return Problem(ProblemKind.WRONG_COUNT, (str(len(row)), str(len(sheet.columns))))
	return None


def _line(number: int, sheet: Sheet, row: list[str]) -> Line:
	raw = dict(zip(sheet.columns, row, strict=False))
	cells, changed = {}, []
	for column in dict.fromkeys((*COLUMNS, *sheet.columns)):
		text = tidy(raw.get(column, ""))
		cells[column] = text if column in NO_TEXT else neutralised_text(text)
		if cells[column] != text or raw.get(column, "")[:1] in ("\t", "\r"):
			changed.append(column)
	cells.pop("", None)
	return Line(number, cells, neutralised=tuple(changed))


def not_csv(ended: bool, delimiter: str) -> Problem:
	"""Return why a record is no CSV: the file `ended` inside quotation marks, or text follows a closing one."""
	return Problem(ProblemKind.OPEN_QUOTE) if ended else Problem(ProblemKind.NOT_CSV, (delimiter,))


def tidy(text: str) -> str:
	return unicodedata.normalize("NFC", text).strip()


def neutralised_text(text: str) -> str:
	"""The text without markup and control signs; empty where nothing of it can be seen.

	What a spreadsheet takes for a formula is a text here, and made harmless on its way out (`reading.spreadsheets`).
	"""
	text = _CONTROL.sub("", text)
	while (without := _MARKUP.sub(" ", text)) != text:
		text = without
	return "" if is_blank(text) else text.strip()


class _Feed:
	"""Feed csv.reader with the file's lines. Of an endless record it passes only the signs that decide where it ends."""

	def __init__(self, source: TextIO, line: int = 0):
		self.source = source
		self.line = line
		self.size = 0
		self.ended = False

	def begin(self) -> int:
		"""Begin a new record and return its line."""
		self.size = 0
		return self.line + 1

	def __iter__(self) -> _Feed:
		return self

	def __next__(self) -> str:
		"""Return the next line. Inside an endless record a line without a quotation mark is skipped: it cannot end it."""
		endless = self.size > MAX_RECORD
		line = self._line()
		while endless and '"' not in line:
			line = self._line()
		return line

	def _line(self) -> str:
		line = ""
		while not line.endswith(("\n", "\r")) and (piece := self.source.readline(PIECE)):
			self.size += len(piece)
			line += piece if self.size <= MAX_RECORD else _FILLING.sub(r"\1\2", piece)
		if not line:
			self.ended = True
			raise StopIteration
		self.line += 1
		return line.replace("\0", "\x01")
