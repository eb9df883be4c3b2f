"""Read the rows of a policy's CSV files strictly: every fault names its file and line."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import TextIO, TypeVar

from contact_center.reading.csv_lines import DELIMITERS, PIECE, not_csv
from contact_center.reading.file_texts import UnreadableFile, opened_text
from contact_center.reading.spreadsheets import as_written, flag_of, same_code, whole_number
from contact_center.regulation.problems import Problem, ProblemError, ProblemKind

Choice = TypeVar("Choice", bound=Enum)
Made = TypeVar("Made")
_DAYS, _TIMES, _MIDNIGHT = ("%Y-%m-%d", "%d.%m.%Y"), ("%H:%M", "%H:%M:%S"), ("24:00", "24:00:00")
"""As we write days and times of day, and as Excel writes them anew when it saves the file."""
MOST = 999_999
"""The greatest number in a policy: it has six digits at most."""


class PolicyError(ProblemError):
	"""The first structural fault of a policy. `line` counts from 1, the header's; `column` is "" for a whole row."""

	def __init__(self, file: Path, line: int, problem: Problem, column: str = ""):
		super().__init__(problem.kind, *problem.values)
		self.file = file
		self.line = line
		self.column = column

	def __str__(self) -> str:
		return ": ".join(filter(None, (f"{self.file}:{self.line}", self.column, super().__str__())))


@dataclass(frozen=True)
class Row:
	"""One row; each reader below raises PolicyError where the cell does not fit."""

	file: Path
	line: int
	cells: dict[str, str]

	def error(self, kind: ProblemKind, *values: str, column: str = "") -> PolicyError:
		return PolicyError(self.file, self.line, Problem(kind, values), column)

	def cell_error(self, kind: ProblemKind, column: str, *more: str) -> PolicyError:
		"""Return the fault of a cell, with its text as the first value; an empty cell is EMPTY_CELL."""
		if not self.cells[column]:
			return self.error(ProblemKind.EMPTY_CELL, column=column)
		return self.error(kind, self.cells[column], *more, column=column)

	def text(self, column: str) -> str:
		return self.cells[column]

	def needed(self, column: str) -> str:
		if not self.cells[column]:
			raise self.error(ProblemKind.EMPTY_CELL, column=column)
		return self.cells[column]

	def number(self, column: str, empty: int | None = None) -> int:
		text = self.cells[column]
		if not text and empty is not None:
			return empty
		text = whole_number(text)
		if not re.fullmatch("-?[0-9]+", text):
			raise self.cell_error(ProblemKind.NOT_A_NUMBER, column)
		if text.startswith("-"):
			raise self.cell_error(ProblemKind.BELOW_ZERO, column)
		if len(text) > len(str(MOST)):
			raise self.cell_error(ProblemKind.TOO_GREAT, column, str(MOST))
		return int(text)

	def flag(self, column: str) -> bool:
		found = flag_of(self.cells[column])
		if found is None:
			raise self.cell_error(ProblemKind.NOT_A_FLAG, column)
		return found

	def choice(self, column: str, choices: type[Choice]) -> Choice:
		self.one_of(column, [each.value for each in choices])
		return choices(self.cells[column])

	def one_of(self, column: str, allowed: Collection[str]) -> str:
		return self._among(column, self.cells[column], allowed)

	def items(self, column: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
		items = tuple(item.strip() for item in self.cells[column].split(";") if item.strip())
		if allowed is not None:
			for item in items:
				self._among(column, item, allowed)
		return items

	def code_of(self, column: str, known: Collection[str], unknown: ProblemKind) -> str | None:
		"""Return the code of another row, None for an empty cell. Raises PolicyError of the kind `unknown`.

		A number that lost its leading zeros, or that Excel wrote as 1E+05, is the one code that is this number.
		"""
		code = self.cells[column]
		if code and code not in known:
			code = same_code(code, known)
			if not code:
				raise self.cell_error(unknown, column)
		return code or None

	def needed_code_of(self, column: str, known: Collection[str], unknown: ProblemKind) -> str:
		"""Return the code of another row; the cell must not be empty."""
		self.needed(column)
		return self.code_of(column, known, unknown) or ""

	def day(self, column: str) -> date:
		return self.parsed(column, lambda text: _by(text, _DAYS).date(), ProblemKind.NOT_A_DATE)

	def clock(self, column: str) -> time:
		return self.parsed(
			column,
			lambda text: time(0, 0) if text in _MIDNIGHT else _by(text, _TIMES).time(),
			ProblemKind.NOT_A_TIME,
		)

	def parsed(self, column: str, parse: Callable[[str], Made], kind: ProblemKind) -> Made:
		"""Return `parse(cell)`; its ValueError becomes a PolicyError of this `kind`."""
		try:
			return parse(self.cells[column])
		except ValueError as error:
			raise self.cell_error(kind, column) from error

	def made(self, make: Callable[[], Made]) -> Made:
		"""Return `make()`; a ProblemError of a rule becomes a fault of this row."""
		try:
			return make()
		except PolicyError:
			raise
		except ProblemError as error:
			raise PolicyError(self.file, self.line, error.problem) from error

	def _among(self, column: str, value: str, allowed: Collection[str]) -> str:
		if value not in allowed:
			raise self.error(ProblemKind.NOT_ONE_OF, value, *allowed, column=column)
		return value


def _by(text: str, formats: tuple[str, ...]) -> datetime:
	"""Return the moment in the first of the formats that fits. Raises ValueError."""
	for each in formats:
		try:
			return datetime.strptime(text, each)
		except ValueError:
			continue
	raise ValueError(text)


def read_rows(file: Path, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> Iterator[Row]:
	"""Yield the rows of a file whose header names exactly `columns`, in any order, with trimmed cells.

	A file is read as any file of requests is, see `file_texts`; empty columns behind the last one are no columns. A
	column of `optional` may be missing: its cells are empty then.
	"""
	start, lines, delimiter = 1, _Lines(), ","
	try:
		with opened_text(file, errors="strict") as source:
			delimiter = _delimiter(source, (*columns, *optional))
			reader = csv.reader(lines.of(source), strict=True, delimiter=delimiter)
			header = _header(file, next(reader, []), columns, optional)
			start = reader.line_num + 1
			for cells in reader:
				if any(cell.strip() for cell in cells):
					row = _row(file, start, header, cells)
					yield replace(row, cells={**dict.fromkeys(optional, ""), **row.cells})
				start = reader.line_num + 1
	except UnicodeError as error:
		raise PolicyError(file, _bad_line(file), Problem(ProblemKind.NOT_UTF8)) from error
	except UnreadableFile as error:
		raise PolicyError(file, 1, error.problem) from error
	except csv.Error as error:
		raise PolicyError(file, start, not_csv(lines.ended, delimiter)) from error


def _delimiter(source: TextIO, columns: tuple[str, ...]) -> str:
	"""Return the sign between the cells: the one by which the header has most of the columns."""
	place = source.tell()
	header = source.readline(PIECE)
	source.seek(place)

	def found(sign: str) -> int:
		return len({cell.strip(' "\r\n') for cell in header.split(sign)} & set(columns))

	return max(DELIMITERS, key=found)


@dataclass
class _Lines:
	"""Pass lines on and note when there are no more."""

	ended: bool = False

	def of(self, source: TextIO) -> Iterator[str]:
		yield from source
		self.ended = True


def _header(file: Path, cells: list[str], columns: tuple[str, ...], optional: tuple[str, ...]) -> list[str]:
	header = [cell.strip() for cell in cells]
	while header and not header[-1]:
		header.pop()
	for kind, names in (
		(ProblemKind.MISSING_COLUMNS, [column for column in columns if column not in header]),
		(ProblemKind.UNKNOWN_COLUMNS, [each or "–" for each in header if each not in (*columns, *optional)]),
		(ProblemKind.REPEATED_COLUMNS, [each for place, each in enumerate(header) if each in header[:place]]),
	):
		if names:
			raise PolicyError(file, 1, Problem(kind, tuple(names)))
	return header


def _row(file: Path, line: int, header: list[str], cells: list[str]) -> Row:
	while len(cells) > len(header) and not cells[-1].strip():
		cells.pop()
	if len(cells) != len(header):
		counts = str(len(cells)), str(len(header))
		raise PolicyError(file, line, Problem(ProblemKind.WRONG_COUNT, counts))
	return Row(file, line, dict(zip(header, (as_written(cell.strip()) for cell in cells), strict=True)))


def _bad_line(file: Path) -> int:
	for number, line in enumerate(file.read_bytes().split(b"\n"), start=1):
		try:
			line.decode("utf-8")
		except UnicodeDecodeError:
			return number
	return 1
