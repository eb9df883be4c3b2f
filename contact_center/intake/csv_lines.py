"""A CSV file of requests, line by line, in bounded memory: whatever is in it, the other lines go through.

Nothing here touches the database. A file that is no such table at all is refused as a whole, before anything
is saved; a faulty line is handed on with its fault.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import frappe
from frappe import _

from contact_center.intake.moderation import MAX_DESCRIPTION

NEEDED = ("moment", "channel", "applicant", "phone", "street", "building", "classifier", "description")
COLUMNS = (*NEEDED[:4], "email", *NEEDED[4:6], "flat", *NEEDED[6:])
DELIMITERS = ",;\t|"
# Of a record that is longer than this, in characters, only as much is read as tells where it ends.
MAX_RECORD = 100_000
PIECE = 65_536

FORMULA = tuple("=+-@＝＋－＠\t\r")
# Columns in which such a cell is read as what it says, or refused.
NO_TEXT = ("moment", "phone")
_CONTROL = re.compile(
	r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_MARKUP = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->|</?[a-z][^<>]*>")
_UNREADABLE = re.compile("[\udc80-\udcff]")
_FILLING = re.compile(r'([^"\r\n])[^"\r\n]*([^"\r\n])')


class UnreadableFile(frappe.ValidationError):
	"""The file is no table of requests; the message names the cure."""


@dataclass(frozen=True)
class Sheet:
	"""A file that can be read: its columns in their order, "" for those that are ignored."""

	path: Path
	delimiter: str
	columns: tuple[str, ...]
	ignored: tuple[str, ...]
	lines: int


@dataclass(frozen=True)
class Line:
	"""One record. `number` is the line of the file where it begins, the header's is 1.

	`cells` has every name of COLUMNS, trimmed and NFC; `fault` says why it cannot be read; `neutralised` are
	the columns whose cell was made harmless.
	"""

	number: int
	cells: dict[str, str] = field(default_factory=dict)
	fault: str = ""
	neutralised: tuple[str, ...] = ()


def open_sheet(path: Path) -> Sheet:
	"""Look the whole file through once. Raises UnreadableFile: empty, not UTF-8, or without its header."""
	with _opened(path) as source:
		header = source.readline(PIECE)
		lines = _scan(source, header)
	delimiter, columns = _header(header)
	known = tuple(column if column in COLUMNS else "" for column in columns)
	ignored = tuple(column for column in columns if column and column not in COLUMNS)
	return Sheet(path, delimiter, known, ignored, lines)


def _opened(path: Path) -> TextIO:
	return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _scan(source: TextIO, header: str) -> int:
	"""Number of lines; UnreadableFile where most lines that are not plain ASCII are not UTF-8 either."""
	lines, good, bad = 1, 0, 0
	piece = header
	while piece:
		lines += piece.endswith(("\n", "\r"))
		if not piece.isascii():
			bad, good = (bad + 1, good) if _UNREADABLE.search(piece) else (bad, good + 1)
		piece = source.readline(PIECE)
	if not header.strip():
		frappe.throw(
			_("The file is empty, or its first line is: it has to name the columns."), UnreadableFile
		)
	if bad > good or "\0" in header:
		frappe.throw(_not_utf8(), UnreadableFile)
	return lines


def _not_utf8() -> str:
	return _(
		"This is not UTF-8 text. Save it as “CSV UTF-8” in Excel, or with the character set UTF-8 in LibreOffice."
	)


def _header(text: str) -> tuple[str, list[str]]:
	"""The delimiter that finds the most known columns, and the columns that it gives."""
	readings = {sign: [cell.strip().casefold() for cell in _split(text, sign)] for sign in DELIMITERS}
	delimiter = max(DELIMITERS, key=lambda sign: len(set(readings[sign]) & set(COLUMNS)))
	columns = readings[delimiter]
	missing = [name for name in NEEDED if name not in columns]
	if missing:
		frappe.throw(
			_("The first line has to name the columns. Missing: {0}.").format(", ".join(missing)),
			UnreadableFile,
		)
	twice = sorted({name for name in columns if name in COLUMNS and columns.count(name) > 1})
	if twice:
		frappe.throw(_("The first line names a column twice: {0}.").format(", ".join(twice)), UnreadableFile)
	return delimiter, columns


def _split(text: str, delimiter: str) -> list[str]:
	return next(csv.reader([text], delimiter=delimiter), [])


def read(sheet: Sheet) -> Iterator[Line]:
	"""The records below the header, empty ones left out."""
	with _opened(sheet.path) as source:
		feed = _Feed(source)
		reader = csv.reader(feed, delimiter=sheet.delimiter)
		next(reader)
		while (line := _next(sheet, feed, reader)) is not None:
			if line.fault or any(line.cells.values()):
				yield line


def _next(sheet: Sheet, feed: "_Feed", reader: Iterator[list[str]]) -> Line | None:
	number, row, fault = feed.begin(), [], ""
	try:
		row = next(reader)
	except StopIteration:
		return None
	except csv.Error as error:
		fault = _("cannot be read as CSV: {0}").format(error)
	fault = _size_fault(feed.size, row) or fault or _row_fault(row, sheet)
	return Line(number, fault=fault) if fault else _line(number, dict(zip(sheet.columns, row, strict=False)))


def _size_fault(size: int, row: list[str]) -> str:
	if size > MAX_RECORD or any(len(cell) > MAX_DESCRIPTION for cell in row):
		return _("too long: at most {0} characters in a cell; check the quotation marks too").format(
			MAX_DESCRIPTION
		)
	return ""


def _row_fault(row: list[str], sheet: Sheet) -> str:
	if any(_UNREADABLE.search(cell) for cell in row):
		return _not_utf8()
	if row and len(row) != len(sheet.columns):
		wrong = _("{0} cells under {1} columns: check commas and quotation marks")
		return wrong.format(len(row), len(sheet.columns))
	return ""


def _line(number: int, raw: dict[str, str]) -> Line:
	cells = {column: _tidy(raw.get(column, "")) for column in COLUMNS}
	safe = {column: text if column in NO_TEXT else harmless(text) for column, text in cells.items()}
	changed = [
		column
		for column in COLUMNS
		if safe[column] != cells[column] or raw.get(column, "")[:1] in ("\t", "\r")
	]
	return Line(number, safe, neutralised=tuple(changed))


def _tidy(text: str) -> str:
	return unicodedata.normalize("NFC", text).strip()


def harmless(text: str) -> str:
	"""The text without markup and control signs; one that a spreadsheet would take for a formula gets an apostrophe."""
	text = _CONTROL.sub("", text)
	while (without := _MARKUP.sub(" ", text)) != text:
		text = without
	text = text.strip()
	return f"’{text}" if text.startswith(FORMULA) else text


class _Feed:
	"""The file's lines for csv.reader. Of an endless record only the signs go through that decide where it ends."""

	def __init__(self, source: TextIO):
		self.source = source
		self.line = 0
		self.size = 0

	def begin(self) -> int:
		"""A new record begins: its line."""
		self.size = 0
		return self.line + 1

	def __iter__(self) -> "_Feed":
		return self

	def __next__(self) -> str:
		line = ""
		while not line.endswith(("\n", "\r")) and (piece := self.source.readline(PIECE)):
			self.size += len(piece)
			line += piece if self.size <= MAX_RECORD else _FILLING.sub(r"\1\2", piece)
		if not line:
			raise StopIteration
		self.line += 1
		return line.replace("\0", "\x01")
