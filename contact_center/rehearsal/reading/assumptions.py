"""What a simulation assumes of the executors: crews, and how long accepting and doing takes (stated, not measured).

Small files say it, both may lie beside a policy: `simulation_executors.csv` (crews of the working day, those on
duty round the clock, and working hours where they are not the calendar's) and `simulation_types.csv` (medians in
minutes and the spread of a log-normal distribution, by request type). `*` is every other executor or type. A third one
says how often what happens (`shares.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import TypeVar

from contact_center.reading.csv_rows import Row, read_rows
from contact_center.reading.policy_files import COLUMNS
from contact_center.regulation.problems import ProblemKind
from contact_center.rehearsal.reading.shares import SHARES_FILE, Shares, read_shares

SHIPPED = Path(__file__).parent / "assumptions"
TYPES_FILE, EXECUTORS_FILE = "simulation_types.csv", "simulation_executors.csv"
EVERYONE = "*"
CLOSE_MEDIAN, CLOSE_SPREAD = 120.0, 1.0
"""Minutes of the operators' working hours between the report and the closing."""

Made = TypeVar("Made")
_MOST_MINUTES, _MOST_SPREAD = 1_000_000, 4
"""About two years; and with such a spread one task of a thousand takes 200,000 times the median. Beyond, numbers end."""

_TYPES = (
	*("request_type", "accept_median_minutes", "accept_spread", "work_median_minutes", "work_spread"),
	"round_the_clock",
)
_EXECUTORS = ("executor", "crews", "duty_crews")
_HOURS = "hours"
FILES = (TYPES_FILE, EXECUTORS_FILE, SHARES_FILE)
_READ = frozenset({*COLUMNS, *FILES})
"""Files of a policy's folder that somebody reads."""


@dataclass(frozen=True)
class Pace:
	"""How fast a request type is accepted and done: medians in minutes, spreads as sigma of the logarithm."""

	accept_median: float
	accept_spread: float
	work_median: float
	work_spread: float
	round_the_clock: bool


@dataclass(frozen=True)
class Crews:
	"""`hours` are those of the crews by day, (from, to) on each working day; None for the calendar's."""

	by_day: int
	on_duty: int
	hours: tuple[time, time] | None = None


@dataclass(frozen=True)
class Assumptions:
	paces: dict[str, Pace]
	crews: dict[str, Crews]
	shares: Shares = field(default_factory=Shares)

	def pace(self, code: str) -> Pace:
		return self.paces.get(code, self.paces[EVERYONE])

	def crews_of(self, executor: str) -> Crews:
		return self.crews.get(executor, self.crews[EVERYONE])


def load_assumptions(dirs: Sequence[Path] = ()) -> Assumptions:
	"""Load the last of `dirs` that has the file, else the shipped one. Raises PolicyError with file and line."""
	types = assumed_rows(_found(dirs, TYPES_FILE))
	executors = assumed_rows(_found(dirs, EXECUTORS_FILE))
	shipped = _once(assumed_rows(SHIPPED / TYPES_FILE), "request_type", _pace)
	paces = _once(types, "request_type", _pace)
	crews = _once(executors, "executor", _crews)
	own = [folder / SHARES_FILE for folder in dirs if (folder / SHARES_FILE).is_file()]
	shares = read_shares(SHIPPED / SHARES_FILE, own)
	return Assumptions({EVERYONE: shipped[EVERYONE], **paces}, {EVERYONE: Crews(2, 1), **crews}, shares)


def assumed_rows(file: Path) -> Iterator[Row]:
	"""Return the rows of one of the two files. Raises PolicyError."""
	return read_rows(file, _TYPES) if file.name == TYPES_FILE else read_rows(file, _EXECUTORS, (_HOURS,))


def _once(rows: Iterable[Row], column: str, make: Callable[[Row], Made]) -> dict[str, Made]:
	"""Make something of each row, by a code that only one row may have."""
	found: dict[str, Made] = {}
	for row in rows:
		code = row.needed(column)
		if code in found:
			raise row.cell_error(ProblemKind.REPEATED_CODE, column)
		found[code] = make(row)
	return found


def _crews(row: Row) -> Crews:
	return Crews(row.number("crews"), row.number("duty_crews"), _hours(row))


def _hours(row: Row) -> tuple[time, time] | None:
	if not row.text(_HOURS):
		return None
	return row.parsed(_HOURS, _span, ProblemKind.NOT_A_SPAN)


def _span(text: str) -> tuple[time, time]:
	start, end = (datetime.strptime(part.strip(), "%H:%M").time() for part in text.split("-"))
	if start >= end:
		raise ValueError(text)
	return start, end


def _found(dirs: Sequence[Path], name: str) -> Path:
	return next((folder / name for folder in reversed(dirs) if (folder / name).is_file()), SHIPPED / name)


def _pace(row: Row) -> Pace:
	numbers = (
		_positive(row, column, _MOST_SPREAD if column.endswith("spread") else _MOST_MINUTES)
		for column in _TYPES[1:5]
	)
	return Pace(*numbers, row.flag("round_the_clock"))


def _positive(row: Row, column: str, most: int) -> float:
	value = row.parsed(column, lambda text: float(text.replace(",", ".")), ProblemKind.NOT_A_NUMBER)
	if not value > 0:
		raise row.cell_error(ProblemKind.NOT_ABOVE_ZERO, column)
	if value > most:
		raise row.cell_error(ProblemKind.TOO_GREAT, column, str(most))
	return value


def unread_files(folders: Iterable[Path]) -> tuple[Path, ...]:
	"""Return CSV files of the folders that are no part of a policy, by name: mostly a letter off."""
	found = (file for folder in folders for file in sorted(folder.iterdir()) if file.is_file())
	return tuple(file for file in found if file.suffix.casefold() == ".csv" and file.name not in _READ)
