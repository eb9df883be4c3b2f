"""Rows of a policy's CSV files, read strictly: every fault names its file and line."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import TypeVar

Choice = TypeVar("Choice", bound=Enum)
Made = TypeVar("Made")
MOST = 999_999
"""The greatest number of a policy, written with six signs at most."""


class PolicyError(ValueError):
	"""The first structural fault of a policy. `line` counts from 1, the header's."""

	def __init__(self, file: Path, line: int, message: str):
		super().__init__(f"{file}:{line}: {message}")
		self.file = file
		self.line = line
		self.message = message


@dataclass(frozen=True)
class Row:
	"""One row; each reader below raises PolicyError where the cell does not fit."""

	file: Path
	line: int
	cells: dict[str, str]

	def error(self, message: str) -> PolicyError:
		return PolicyError(self.file, self.line, message)

	def text(self, column: str) -> str:
		return self.cells[column]

	def needed(self, column: str) -> str:
		if not self.cells[column]:
			raise self.error(f"{column} is empty")
		return self.cells[column]

	def number(self, column: str, empty: int | None = None) -> int:
		text = self.cells[column]
		if not text and empty is not None:
			return empty
		if not re.fullmatch("-?[0-9]+", text):
			raise self.error(f"{column} is not a number: {text!r}")
		if text.startswith("-"):
			raise self.error(f"{column} is below zero: {text!r}")
		if len(text) > len(str(MOST)):
			raise self.error(f"{column} is above {MOST}: {text!r}")
		return int(text)

	def flag(self, column: str) -> bool:
		if self.cells[column] not in ("0", "1"):
			raise self.error(f"{column} is neither 1 nor 0: {self.cells[column]!r}")
		return self.cells[column] == "1"

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

	def code_of(self, column: str, known: Collection[str], what: str) -> str | None:
		"""A reference to another row's code, None where the cell is empty."""
		code = self.cells[column]
		if code and code not in known:
			raise self.error(f"{column} names an unknown {what}: {code!r}")
		return code or None

	def needed_code_of(self, column: str, known: Collection[str], what: str) -> str:
		"""Likewise, where the cell must not be empty."""
		self.needed(column)
		return self.code_of(column, known, what) or ""

	def day(self, column: str) -> date:
		return self.made(
			lambda: datetime.strptime(self.cells[column], "%Y-%m-%d").date(),
			f"{column} is not a date (YYYY-MM-DD)",
		)

	def clock(self, column: str) -> time:
		text = self.cells[column]
		return self.made(
			lambda: time(0, 0) if text == "24:00" else datetime.strptime(text, "%H:%M").time(),
			f"{column} is not a time (HH:MM)",
		)

	def made(self, make: Callable[[], Made], message: str = "") -> Made:
		"""What `make` gives; its ValueError becomes a fault of this row."""
		try:
			return make()
		except PolicyError:
			raise
		except ValueError as error:
			raise self.error(message or str(error)) from error

	def _among(self, column: str, value: str, allowed: Collection[str]) -> str:
		if value not in allowed:
			raise self.error(f"{column} is not one of {', '.join(allowed)}: {value!r}")
		return value


def read_rows(file: Path, columns: tuple[str, ...], optional: tuple[str, ...] = ()) -> Iterator[Row]:
	"""The rows of a UTF-8 CSV file whose header names exactly `columns`, in any order; blanks trimmed.

	A column of `optional` may be missing: its cells are empty then.
	"""
	start = 1
	try:
		with file.open(encoding="utf-8-sig", newline="") as source:
			reader = csv.reader(source, strict=True)
			header = _header(file, next(reader, []), columns, optional)
			start = reader.line_num + 1
			for cells in reader:
				if any(cell.strip() for cell in cells):
					row = _row(file, start, header, cells)
					yield replace(row, cells={**dict.fromkeys(optional, ""), **row.cells})
				start = reader.line_num + 1
	except UnicodeDecodeError as error:
		raise PolicyError(file, _bad_line(file), "not UTF-8") from error
	except csv.Error as error:
		raise PolicyError(file, start, str(error)) from error


def _header(file: Path, cells: list[str], columns: tuple[str, ...], optional: tuple[str, ...]) -> list[str]:
	header = [cell.strip() for cell in cells]
	missing = [column for column in columns if column not in header]
	if missing:
		raise PolicyError(file, 1, f"columns are missing: {', '.join(missing)}")
	odd = [
		column or "(empty)"
		for i, column in enumerate(header)
		if column not in (*columns, *optional) or column in header[:i]
	]
	if odd:
		raise PolicyError(file, 1, f"columns are unknown or repeated: {', '.join(odd)}")
	return header


def _row(file: Path, line: int, header: list[str], cells: list[str]) -> Row:
	if len(cells) != len(header):
		raise PolicyError(file, line, f"{len(cells)} cells under {len(header)} columns")
	return Row(file, line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))


def _bad_line(file: Path) -> int:
	for number, line in enumerate(file.read_bytes().split(b"\n"), start=1):
		try:
			line.decode("utf-8")
		except UnicodeDecodeError:
			return number
	return 1
