"""A policy with the rows it was read from, and what is found wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from contact_center.reading.csv_rows import Row, read_rows
from contact_center.reading.policy_files import COLUMNS, Policy
from contact_center.regulation.routing import ClassifierEntry

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Finding:
	"""`key` is a text of `texts` with its `values`."""

	file: Path
	line: int
	severity: str
	key: str
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
		yield from read_rows(file, COLUMNS[name]) if file.is_file() else ()

	def file(self, name: str) -> Path:
		"""Where the file lies, or would lie."""
		found = (folder / name for folder in reversed(self.dirs) if (folder / name).is_file())
		return next(found, self.dirs[-1] / name)

	def leaves(self) -> list[ClassifierEntry]:
		return [each for each in self.policy.classifier.values() if each.active and not each.is_group]

	def at(self, name: str, code: str, severity: str, key: str, *values: str) -> Finding:
		row = self.by_code[name][code]
		return Finding(row.file, row.line, severity, key, values)
