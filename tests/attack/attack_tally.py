"""What was tried, what of it came through, and whether it would have been seen."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

AT_ONCE = 6


@dataclass
class Tally:
	"""One line of the table: how many tries a class of attacks made, and which broke something."""

	tried: int = 0
	broken: list[str] = field(default_factory=list)
	controls: int = 0
	"""How often what somebody may do was looked for by the eyes that look for what nobody may."""
	unseen: list[str] = field(default_factory=list)
	"""What of that was not seen: then it proves nothing that no try was."""

	def expect(self, held: bool, what: object) -> bool:
		"""Count a try; remember it where it was not held off."""
		self.tried += 1
		if not held:
			self.broken.append(str(what)[:400])
		return held

	def seen(self, happened: bool, what: object) -> bool:
		"""Count a positive control; remember it where it was not seen."""
		self.controls += 1
		if not happened:
			self.unseen.append(str(what)[:400])
		return happened

	def add(self, other: "Tally") -> None:
		self.tried += other.tried
		self.broken += other.broken
		self.controls += other.controls
		self.unseen += other.unseen


def at_once(one: Callable[..., Any], tries: Iterable) -> Iterator[Any]:
	"""Yield the results of the tries, in their order; what has not begun when somebody stops asking never begins."""
	pool = ThreadPoolExecutor(AT_ONCE)
	try:
		yield from pool.map(one, tries)
	finally:
		pool.shutdown(cancel_futures=True)


def table(tallies: dict[str, Tally]) -> str:
	"""Return the closing table, one line a class."""
	lines = [f"{'class':<34}{'tried':>8}{'held':>8}{'broken':>8}{'controls seen':>16}"]
	for name, tally in [*tallies.items(), ("all", total(tallies))]:
		broken, seen = len(tally.broken), tally.controls - len(tally.unseen)
		held = tally.tried - broken
		lines.append(f"{name:<34}{tally.tried:>8}{held:>8}{broken:>8}{f'{seen} of {tally.controls}':>16}")
	return "\n".join(lines)


def total(tallies: dict[str, Tally]) -> Tally:
	whole = Tally()
	for tally in tallies.values():
		whole.add(tally)
	return whole
