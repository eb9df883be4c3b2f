"""A random sample of closed requests is checked by phone or on the spot; the share that failed speaks for all (R9.2.4).

Each request has a lot: a digest of the recorded seed and its name. The smallest lots are drawn. So nobody picks, whoever
knows the seed draws the same again, and a request that is opened again afterwards changes no other one's lot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from math import ceil, floor, sqrt

from contact_center.regulation.inspections import Outcome
from contact_center.regulation.problems import ProblemError, ProblemKind

MOST = 1000
Z = 1.959964
"""Of 95 percent."""
SMALL = 200
LAST = "g"
"""No lot is greater."""
Drawn = tuple[str, str, str]
"""A request, its executor, its lot."""


class Result(str, Enum):
	"""What the check of one request showed."""

	PASSED = "Passed"
	FAILED = "Not Passed"
	UNCLEAR = "Could Not Be Checked"

	def __str__(self) -> str:
		return self.value


RESULT_OF = {
	Outcome.DONE: Result.PASSED,
	Outcome.PARTLY: Result.FAILED,
	Outcome.NOT_DONE: Result.FAILED,
	Outcome.COMPETENT: Result.UNCLEAR,
	Outcome.NOT_HELD: Result.UNCLEAR,
}
"""What an inspection on the spot means for the request of a sample."""


@dataclass(frozen=True)
class Share:
	"""How many of those checked failed, and between which shares (0 to 1) that of all lies, in 95 of 100 samples."""

	failed: int
	checked: int
	low: float
	high: float

	@property
	def share(self) -> float:
		return self.failed / self.checked if self.checked else 0.0


def lot(seed: str, name: str) -> str:
	"""Return the lot of a request; the database reckons the same as `sha2(concat(seed, name), 256)`."""
	return sha256(f"{seed}{name}".encode()).hexdigest()


def drawn(seed: str, names: Iterable[str], size: int) -> list[str]:
	"""Return the names with the smallest lots, in their order."""
	return sorted(names, key=lambda name: lot(seed, name))[:size]


def size_of(population: int, count: int, percent: float) -> int:
	"""Return how many to draw: `count`, or `percent` of them all, rounded up. Raise ProblemError for none and for too many."""
	if not population:
		raise ProblemError(ProblemKind.SAMPLE_OF_NOTHING)
	wanted = count or ceil(round(population * percent / 100, 6))
	if not 0 < wanted <= MOST or percent > 100:
		raise ProblemError(ProblemKind.SAMPLE_SIZE, str(MOST))
	return min(wanted, population)


def allotted(sizes: Mapping[str, int], size: int) -> dict[str, int]:
	"""Return how many to draw of each stratum, in proportion to its size by largest remainders; at least one where that is enough.

	{"water": 60, "roads": 39, "parks": 1} and 10 give {"water": 5, "roads": 4, "parks": 1}.
	"""
	strata = {name: count for name, count in sizes.items() if count}
	least = 1 if len(strata) <= size else 0
	left = min(size, sum(strata.values())) - least * len(strata)
	rest = {name: count - least for name, count in strata.items()}
	total = sum(rest.values())
	exact = {name: left * count / total if total else 0.0 for name, count in rest.items()}
	given = {name: floor(share) for name, share in exact.items()}
	by_remainder = sorted(exact, key=lambda name: (given[name] - exact[name], -strata[name], name))
	for name in by_remainder[: left - sum(given.values())]:
		given[name] += 1
	return {name: given[name] + least for name in strata}


def bound_of(sizes: Mapping[str, int], allotted: Mapping[str, int]) -> tuple[str, tuple[str, ...]]:
	"""Return a lot below which each large stratum has what is allotted to it, almost surely, and the small strata.

	So a draw looks at few lots, and sorts these alone; the small ones are looked at whole.
	"""
	large = {name: count for name, count in allotted.items() if sizes[name] > SMALL}
	share = max(((count + 6 * sqrt(count) + 12) / sizes[name] for name, count in large.items()), default=0.0)
	bound = f"{int(min(share, 0.99999) * 16**8):08x}" if share < 1 else LAST
	return bound, tuple(sorted(set(allotted) - set(large)))


def smallest(lots: Iterable[Drawn], allotted: Mapping[str, int]) -> list[Drawn]:
	"""Return of each stratum as many of the smallest lots as are allotted to it."""
	taken: dict[str, int] = {}
	found = []
	for row in sorted(lots, key=lambda row: (row[1], row[2])):
		taken[row[1]] = taken.get(row[1], 0) + 1
		if taken[row[1]] <= allotted.get(row[1], 0):
			found.append(row)
	return found


def wilson(failed: int, checked: int) -> Share:
	"""Return the share that failed with its interval by Wilson, which holds for few checks and for shares near 0 or 1."""
	if not checked:
		return Share(0, 0, 0.0, 1.0)
	share, square = failed / checked, Z * Z / checked
	middle = (share + square / 2) / (1 + square)
	half = Z / (1 + square) * sqrt(share * (1 - share) / checked + square / (4 * checked))
	low = 0.0 if not failed else max(0.0, middle - half)
	high = 1.0 if failed == checked else min(1.0, middle + half)
	return Share(failed, checked, low, high)


def shares(results: Iterable[tuple[str, Result | None]]) -> tuple[Share, dict[str, Share]]:
	"""Return the share that failed of all and of each executor, from (executor, result). What could not be checked counts nowhere."""
	counts: dict[str, list[int]] = {}
	for executor, result in results:
		if result in (Result.PASSED, Result.FAILED):
			row = counts.setdefault(executor, [0, 0])
			row[0] += result is Result.FAILED
			row[1] += 1
	total = wilson(sum(row[0] for row in counts.values()), sum(row[1] for row in counts.values()))
	return total, {executor: wilson(*row) for executor, row in counts.items()}
