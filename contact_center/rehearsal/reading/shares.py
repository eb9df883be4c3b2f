"""How often what a simulation does beside the work itself happens: stated, or learned from a history.

`simulation_shares.csv` may lie beside a policy: a row an event, with its share of what it can happen to, and the days that it
takes. A row of an event that names a `ground` has the share of the returns that are for this ground (R6.3.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from contact_center.reading.csv_rows import Row, read_rows
from contact_center.regulation.facts import Kind
from contact_center.regulation.problems import ProblemKind

SHARES_FILE = "simulation_shares.csv"
COLUMNS, MORE = ("event", "share"), ("ground", "days")
_EVENTS = (Kind.RETURNED, Kind.REOPENED, Kind.TERM_ASKED, Kind.EXTENDED, Kind.INSPECTION_CALLED)
EVENTS = {kind.value: kind for kind in _EVENTS}
"""Of what each is a share: of the requests that are reported, of those that are closed, of the tasks that are accepted, of
what is asked for, of the requests that are sent."""
_MOST_DAYS = 1000


@dataclass(frozen=True)
class Shares:
	"""`of` each event (0..1), the `days` of those that have some, and the shares of the `grounds` of returns."""

	of: dict[Kind, float] = field(default_factory=dict)
	days: dict[Kind, float] = field(default_factory=dict)
	grounds: dict[str, float] = field(default_factory=dict)

	def share(self, event: Kind) -> float:
		"""Return how great a share of what it can happen to the event has."""
		return self.of.get(event, 0.0)


def shares_rows(file: Path) -> Iterator[Row]:
	"""Return the rows of a file of shares. Raises PolicyError."""
	return read_rows(file, COLUMNS, MORE)


def read_shares(shipped: Path, files: Sequence[Path]) -> Shares:
	"""Read the last of `files`, with what the `shipped` one says of events that it does not name. Raises PolicyError."""
	base = _shares(shares_rows(shipped))
	for file in files[-1:]:
		own = _shares(shares_rows(file))
		base = Shares(base.of | own.of, base.days | own.days, own.grounds)
	return base


def _shares(rows: Iterable[Row]) -> Shares:
	found, seen = Shares(), set[tuple[str, str]]()
	for row in rows:
		event, ground = row.one_of("event", EVENTS), row.text("ground")
		if (event, ground) in seen:
			raise row.cell_error(ProblemKind.REPEATED_CODE, "ground" if ground else "event")
		seen.add((event, ground))
		share = _number(row, "share", 1)
		if ground:
			found.grounds[ground] = share
			continue
		found.of[EVENTS[event]] = share
		if row.text("days"):
			found.days[EVENTS[event]] = _number(row, "days", _MOST_DAYS)
	return found


def _number(row: Row, column: str, most: float) -> float:
	value = row.parsed(column, lambda text: float(text.replace(",", ".")), ProblemKind.NOT_A_NUMBER)
	if value < 0:
		raise row.cell_error(ProblemKind.BELOW_ZERO, column)
	if not value <= most:
		raise row.cell_error(ProblemKind.TOO_GREAT, column, str(most))
	return value
