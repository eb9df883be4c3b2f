"""The grounds of a return as the file of a journal has them: one a line of the cell (R6.3.3).

A ground that is about the work of some executors alone names them behind an arrow: «Скан не читається → water, heat».
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contact_center.reading.folding import fold

ARROW = "→"


@dataclass(frozen=True)
class Ground:
	"""A ground by its title. `executors`: whose work alone it is about, by code; none where it is about everybody's."""

	title: str
	executors: frozenset[str] = frozenset()

	def is_about(self, executor: str) -> bool:
		"""Return whether the executor is told of it."""
		return not self.executors or fold(executor) in self.executors


Grounds = tuple[Ground, ...]
"""Those of one return."""


def place_in(cells: list[Grounds], text: str) -> int:
	"""Put what a cell says behind the others, and return its place."""
	cells.append(read_cell(text))
	return len(cells) - 1


def read_cell(text: str) -> Grounds:
	"""Return the grounds of a cell; one that it names twice is one."""
	found = (_ground(line) for line in text.splitlines() if line.strip())
	return tuple({each.title: each for each in found if each.title}.values())


def _ground(line: str) -> Ground:
	title, _arrow, executors = line.partition(f" {ARROW} ")
	return Ground(title.strip(), frozenset(fold(each) for each in executors.split(",") if each.strip()))


def written_cell(grounds: Iterable[tuple[str, Iterable[str]]]) -> str:
	"""Return a cell of (title, codes of the executors whose work alone it is about)."""
	lines = ((title, ", ".join(executors)) for title, executors in grounds)
	return "\n".join(f"{title} {ARROW} {codes}" if codes else title for title, codes in lines)
