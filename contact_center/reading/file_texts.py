"""Bring a file as a spreadsheet saved it into the one form that all readers take: the text of a CSV file.

Excel in Ukraine puts «;» between cells, writes UTF-8 with a byte order mark or cp1251, begins with `sep=;`, saves
«Unicode text» in UTF-16 with tabs, or a workbook. Policies, requests, journals and streets come through here alike.
"""

from __future__ import annotations

import codecs
import csv
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from contact_center.regulation.problems import ProblemError, ProblemKind

UTF8, UTF16, CP1251 = "utf-8-sig", "utf-16", "cp1251"
_SAMPLE = 1 << 18
"""Bytes by which the encoding is known."""
LARGEST_SHEET, LARGEST_PART = 1 << 30, 1 << 28
"""Bytes of an unpacked sheet, which is read row by row, and of any other part of a workbook, which is read whole."""
MOST_ROWS = 1 << 20
"""As Excel has them; a row that is numbered higher would have all empty rows before it."""
MOST_COLUMNS = 1_000
"""Cells beyond are left out: one cell at the right end of every row makes gigabytes of a small file."""
_MARKS = {b"\xff\xfe": UTF16, b"\xfe\xff": UTF16}
_WORKBOOK = b"PK\x03\x04"
# Before a Cyrillic text of UTF-16 without a mark stands a header of ASCII: every other byte is 0.
_UNMARKED = ((slice(1, 16, 2), "utf-16-le"), (slice(0, 16, 2), "utf-16-be"))
_SEPARATOR = re.compile(r'"?sep=(?P<sign>.)"?\s*', re.IGNORECASE)
# A word of Ukrainian in cp1251; in another encoding of Cyrillic its small letters come out as capitals or signs.
_WORD = re.compile("[А-ЯІЇЄҐа-яіїєґ][а-яіїєґ’'-]*[а-яіїєґ]")
_CYRILLIC = re.compile("[^\x00-\x7f\xa0«»“”„’–—№…]")
_ENOUGH = 0.8
_LONGEST_LINE, _MOST_HEADER_LINES = 65_536, 60
_BREAK = re.compile(r"\s*[\r\n]+\s*")
_SHOWS_HOURS = re.compile("h", re.IGNORECASE)


class UnreadableFile(ProblemError):
	"""Raised for a file that is no table of requests. `path` is its path, None where it is not known."""

	path: Path | None = None


@dataclass(frozen=True)
class Form:
	"""How a file is written. `opening` is the line before the header that only Excel reads, with its end; "" for none.

	`header_lines` is how many lines the header takes: titles of columns may be broken within their cells.
	"""

	encoding: str = UTF8
	workbook: bool = False
	opening: str = ""
	header_lines: int = 1

	@property
	def is_plain(self) -> bool:
		"""Return whether the file is a CSV in UTF-8 already."""
		return self == Form()


def form_of(path: Path, encoding: str = "") -> Form:
	"""Return how the file is written, by its first bytes; an `encoding` that is known already is believed."""
	with path.open("rb") as source:
		sample = source.read(_SAMPLE)
		is_whole = not source.read(1)
	if sample.startswith(_WORKBOOK):
		return Form(workbook=True)
	found = _known(encoding) if encoding else _encoding(sample, is_whole)
	opening, header_lines = _top(path, found)
	return Form(found, opening=opening, header_lines=header_lines)


def _known(encoding: str) -> str:
	return UTF8 if codecs.lookup(encoding).name == "utf-8" else encoding


def _encoding(sample: bytes, is_whole: bool) -> str:
	if sample[:2] in _MARKS:
		return _MARKS[sample[:2]]
	for places, name in _UNMARKED:
		if len(sample) > 3 and not any(sample[places]):
			return name
	lines = sample.split(b"\n")
	return CP1251 if _is_cp1251(lines if is_whole else lines[:-1] or lines) else UTF8


def _is_cp1251(lines: list[bytes]) -> bool:
	"""Return whether more lines are Ukrainian in cp1251 than are in UTF-8, among those that are not ASCII."""
	good, bad = 0, []
	for line in lines:
		if not line.isascii():
			if _is_utf8(line):
				good += 1
			else:
				bad.append(line)
	return len(bad) > good and _is_ukrainian(b"\n".join(bad).decode(CP1251, "replace"))


def _is_utf8(line: bytes) -> bool:
	try:
		line.decode()
	except UnicodeDecodeError:
		return False
	return True


def _is_ukrainian(text: str) -> bool:
	"""Return whether nearly all letters beyond ASCII make words that begin with any letter and go on in small ones."""
	letters = len(_CYRILLIC.findall(text))
	in_words = sum(len(_CYRILLIC.findall(word)) for word in _WORD.findall(text))
	capitals = sum(len(word) for word in re.findall("[А-ЯІЇЄҐ]{2,}", text))
	small = in_words > capitals
	return bool(letters) and small and in_words + capitals >= _ENOUGH * letters


def _top(path: Path, encoding: str) -> tuple[str, int]:
	"""Return the line that only Excel reads, and how many lines the header behind it takes."""
	with path.open(encoding=encoding, errors="replace", newline="") as source:
		try:
			lines = [source.readline(_LONGEST_LINE) for _ in range(_MOST_HEADER_LINES)]
		except UnicodeError:
			return "", 1
	opening = lines.pop(0) if _SEPARATOR.fullmatch(lines[0]) else ""
	return opening, next((count for count in range(1, len(lines) + 1) if _closed(lines[:count])), 1)


def _closed(lines: list[str]) -> bool:
	"""Return whether no quotation is open behind the lines."""
	return sum(line.count('"') for line in lines) % 2 == 0


def opened_text(path: Path, form: Form | None = None, errors: str = "surrogateescape") -> TextIO:
	"""Open the file as the text of a CSV file, at its header; line ends stay as they are.

	Raises UnreadableFile for a workbook that cannot be read, UnicodeError for a text that is not in its encoding.
	"""
	form = form or form_of(path)
	if form.workbook:
		return _workbook_text(path)
	source = path.open(encoding=form.encoding, errors=errors, newline="")
	if form.opening:
		source.readline()
	return _with_one_line_of_header(source, form.header_lines) if form.header_lines > 1 else source


def _with_one_line_of_header(source: TextIO, lines: int) -> TextIO:
	"""Return a copy of the text whose header takes one line."""
	copy = tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogateescape", newline="")
	with source:
		header = "".join(source.readline() for _ in range(lines)).rstrip("\r\n")
		copy.write(_BREAK.sub(" ", header) + "\n")
		shutil.copyfileobj(source, copy)
	copy.seek(0)
	return copy


def _workbook_text(path: Path) -> TextIO:
	"""Return the first sheet of a workbook as the text of a CSV file."""
	copy = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")
	try:
		# Frappe brings it: MIT, since 2010. Faster readers are written in Rust, and the bench would have to fetch them.
		import openpyxl

		with path.open("rb") as source:
			_check_unpacked(source)
			book = openpyxl.load_workbook(source, read_only=True, data_only=True)
			csv.writer(copy).writerows(_rows(book.worksheets[0]))
	except Exception as error:  # the reader raises whatever it stumbles over
		copy.close()
		raise UnreadableFile(ProblemKind.NO_WORKBOOK) from error
	copy.seek(0)
	return copy


def _check_unpacked(source: BinaryIO) -> None:
	"""Raise ValueError where the parts of a workbook would fill the memory: a megabyte may unpack to a thousand."""
	with zipfile.ZipFile(source) as archive:
		for part in archive.infolist():  # what unpacks to more than it says here ends there
			is_sheet = part.filename.lstrip("/").lower().startswith("xl/worksheets/")
			if part.file_size > (LARGEST_SHEET if is_sheet else LARGEST_PART):
				raise ValueError(part.filename)
	source.seek(0)


def _rows(sheet: Any) -> Iterator[list[str]]:
	"""Yield the rows from the first one that is not empty on, each as long as that one or longer."""
	sheet.reset_dimensions()  # what other programs write there is often wrong
	width = 0
	for cells in sheet.iter_rows(max_row=MOST_ROWS):
		row = _trimmed([_cell_text(cell) for cell in cells[:MOST_COLUMNS]])
		if row or width:
			row = row if width else [_BREAK.sub(" ", title) for title in row]
			width = width or len(row)
			yield row + [""] * (width - len(row))


def _trimmed(row: list[str]) -> list[str]:
	while row and not row[-1]:
		row.pop()
	return row


def _cell_text(cell: Any) -> str:
	"""Return what the cell says: dates and moments as ISO writes them, whole numbers whole, true as 1."""
	value = cell.value
	if value is None or cell.data_type == "e":
		return ""
	if isinstance(value, bool):
		return str(int(value))
	if isinstance(value, float):
		return str(int(value)) if value.is_integer() else repr(value)
	if isinstance(value, datetime):
		return _moment_text(value, cell.number_format)
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, time):
		return value.isoformat("seconds")
	return _span_text(value) if isinstance(value, timedelta) else str(value)


def _span_text(value: timedelta) -> str:
	"""Return hours and minutes: a workbook keeps 24:00 as a whole day."""
	minutes = round(value.total_seconds() / 60)
	return f"{minutes // 60:02}:{minutes % 60:02}"


def _moment_text(value: datetime, number_format: str) -> str:
	"""Return a date alone where the cell shows no hours; Excel keeps a second as a fraction that may lack a hair."""
	value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
	has_time = value.time() != time(0) or _SHOWS_HOURS.search(number_format or "")
	return value.isoformat(" ") if has_time else value.date().isoformat()


def copy_plain(path: Path, form: Form, target: Path) -> None:
	"""Copy the file as a CSV in UTF-8. Bytes that mean nothing stay as they are: their lines are refused, others go on."""
	with (
		opened_text(path, form) as source,
		target.open("w", encoding="utf-8", errors="surrogateescape", newline="") as copy,
	):
		while piece := source.read(1 << 20):
			copy.write(piece)
