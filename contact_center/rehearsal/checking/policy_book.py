"""A policy with the rows it was read from, and what is wrong with its files as such.

Files may be empty, read by nobody, or assume a simulation about nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from contact_center.reading.csv_rows import Row
from contact_center.reading.policy_files import COLUMNS, Policy, rows_of
from contact_center.regulation.routing import ClassifierEntry
from contact_center.rehearsal.checking.kinds import CheckKind
from contact_center.rehearsal.reading.assumptions import (
	EVERYONE,
	EXECUTORS_FILE,
	TYPES_FILE,
	assumed_rows,
	unread_files,
)

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Finding:
	"""A problem of `kind` with its `values`, and the line of a file that it is about."""

	file: Path
	line: int
	severity: str
	kind: CheckKind
	values: tuple[str, ...] = ()


@dataclass
class Book:
	"""A policy with the rows it was read from, by file and code."""

	policy: Policy
	dirs: Sequence[Path]

	def __post_init__(self):
		self.rows = {name: list(self._read(name)) for name in COLUMNS}
		self.by_code = {
			name: {row.text("code"): row for row in rows if "code" in row.cells}
			for name, rows in self.rows.items()
		}

	def _read(self, name: str) -> Iterator[Row]:
		file = self.file(name)
		yield from rows_of(file) if file.is_file() else ()

	def file(self, name: str) -> Path:
		"""Return where the file lies, or would lie."""
		found = (folder / name for folder in reversed(self.dirs) if (folder / name).is_file())
		return next(found, self.dirs[-1] / name)

	def entries_in_use(self) -> list[ClassifierEntry]:
		return [each for each in self.policy.classifier.values() if each.active and not each.is_group]

	def at(self, name: str, code: str, severity: str, kind: CheckKind, *values: str) -> Finding:
		row = self.by_code[name][code]
		return Finding(row.file, row.line, severity, kind, values)


def empty(book: Book) -> Iterator[Finding]:
	"""Find lists without which nothing can be sent to anybody; a small town may have no districts."""
	executors = [each for each in book.policy.executors.values() if each.active and not each.is_group]
	for file, found, severity, kind in (
		("classifier.csv", book.entries_in_use(), ERROR, CheckKind.NO_CLASSIFIER),
		("executors.csv", executors, ERROR, CheckKind.NO_EXECUTORS),
		("districts.csv", book.policy.districts, WARNING, CheckKind.NO_DISTRICTS),
	):
		if not found:
			yield Finding(book.file(file), 1, severity, kind)


def unread(book: Book) -> Iterator[Finding]:
	for file in unread_files(book.dirs):
		yield Finding(file, 1, WARNING, CheckKind.UNREAD)


def crews(book: Book) -> Iterator[Finding]:
	"""Find crews of an executor whom the policy does not know."""
	for file, line, code in _assumed(book, EXECUTORS_FILE, "executor"):
		if code not in (EVERYONE, *book.policy.executors):
			yield Finding(file, line, ERROR, CheckKind.CREWS_OF_NOBODY, (code,))


def paces(book: Book) -> Iterator[Finding]:
	"""Find paces of types that the policy does not know, and types without one."""
	rows = list(_assumed(book, TYPES_FILE, "request_type"))
	codes = {code for _, _, code in rows}
	for file, line, code in rows:
		if code not in (EVERYONE, *book.policy.types):
			yield Finding(file, line, ERROR, CheckKind.PACE_OF_NOTHING, (code,))
	for code in book.policy.types if rows and EVERYONE not in codes else ():
		if code not in codes:
			yield Finding(rows[0][0], 1, WARNING, CheckKind.NO_PACE, (code,))


def _assumed(book: Book, name: str, column: str) -> Iterator[tuple[Path, int, str]]:
	"""Yield file, line and code of each row of an assumption that a city makes itself; the file is known to be sound."""
	file = next((folder / name for folder in reversed(book.dirs) if (folder / name).is_file()), None)
	if not file:
		return
	for row in assumed_rows(file):
		yield file, row.line, row.text(column)
