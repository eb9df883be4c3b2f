"""What a simulation assumes of the executors: crews, and how long accepting and doing takes (stated, not measured).

Two small files say it, both may lie beside a policy: `simulation_executors.csv` (crews of the working day and on
duty round the clock; `*` is everyone else) and `simulation_types.csv` (medians in minutes and the spread of a
log-normal distribution, by request type).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contact_center.regulation.csv_rows import Row, read_rows

SHIPPED = Path(__file__).parent / "assumptions"
EVERYONE = "*"
RETURN_SHARE = 0.04
CLOSE_MEDIAN, CLOSE_SPREAD = 120.0, 1.0
"""Minutes of the operators' working hours between the report and the closing."""

_TYPES = (
	*("request_type", "accept_median_minutes", "accept_spread", "work_median_minutes", "work_spread"),
	"round_the_clock",
)
_EXECUTORS = ("executor", "crews", "duty_crews")


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
	by_day: int
	on_duty: int


@dataclass(frozen=True)
class Assumptions:
	paces: dict[str, Pace]
	crews: dict[str, Crews]

	def pace(self, code: str) -> Pace:
		return self.paces.get(code) or next(iter(self.paces.values()))

	def crews_of(self, executor: str) -> Crews:
		return self.crews.get(executor, self.crews[EVERYONE])


def load_assumptions(dirs: Sequence[Path] = ()) -> Assumptions:
	"""From the last of `dirs` that has the file, else as shipped. Raises PolicyError with file and line."""
	types = read_rows(_found(dirs, "simulation_types.csv"), _TYPES)
	executors = read_rows(_found(dirs, "simulation_executors.csv"), _EXECUTORS)
	crews = {
		row.needed("executor"): Crews(row.number("crews"), row.number("duty_crews")) for row in executors
	}
	return Assumptions(
		{row.needed("request_type"): _pace(row) for row in types}, {EVERYONE: Crews(2, 1), **crews}
	)


def _found(dirs: Sequence[Path], name: str) -> Path:
	return next((folder / name for folder in reversed(dirs) if (folder / name).is_file()), SHIPPED / name)


def _pace(row: Row) -> Pace:
	numbers = (_positive(row, column) for column in _TYPES[1:5])
	return Pace(*numbers, row.flag("round_the_clock"))


def _positive(row: Row, column: str) -> float:
	value = row.made(lambda: float(row.needed(column)), f"{column} is not a number")
	if not 0 < value < 1e9:
		raise row.error(f"{column} has to be above zero")
	return value
