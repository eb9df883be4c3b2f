"""What was tried, and what of it came through."""

from dataclasses import dataclass, field


@dataclass
class Tally:
	"""One line of the table: how many tries a class of attacks made, and which broke something."""

	tried: int = 0
	broken: list[str] = field(default_factory=list)

	def expect(self, held: bool, what: object) -> bool:
		"""Count a try; remember it where it was not held off."""
		self.tried += 1
		if not held:
			self.broken.append(str(what)[:400])
		return held

	def add(self, other: "Tally") -> None:
		self.tried += other.tried
		self.broken += other.broken


def table(tallies: dict[str, Tally]) -> str:
	"""Return the closing table, one line a class."""
	lines = [f"{'class':<34}{'tried':>8}{'held':>8}{'broken':>8}"]
	for name, tally in [*tallies.items(), ("all", total(tallies))]:
		broken = len(tally.broken)
		lines.append(f"{name:<34}{tally.tried:>8}{tally.tried - broken:>8}{broken:>8}")
	return "\n".join(lines)


def total(tallies: dict[str, Tally]) -> Tally:
	whole = Tally()
	for tally in tallies.values():
		whole.add(tally)
	return whole
