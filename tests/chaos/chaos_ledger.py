"""What people tried, what they were answered, and what is printed of it at the end."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum


class Outcome(Enum):
	"""How an act ended for whoever tried it."""

	DONE = "acknowledged"
	REFUSED = "refused in words"
	UNCLEAR = "refused without words"
	UNANSWERED = "unanswered"


@dataclass
class Act:
	"""One intention of a person: how often it was sent, and what came of it.

	`mark` stands in its words, for those acts that have words; `document` is the request or task, for a filing its answer.
	"""

	person: str
	name: str
	kinds: tuple[str, ...]
	document: str = ""
	mark: str = ""
	tries: int = 0
	first_failed: bool = False
	outcome: Outcome = Outcome.UNANSWERED
	said: str = ""
	answers: set[str] = field(default_factory=set)

	@property
	def is_done(self) -> bool:
		return self.outcome is Outcome.DONE

	@property
	def is_open(self) -> bool:
		"""Nobody knows: no answer ever came."""
		return self.outcome is Outcome.UNANSWERED


class Ledger:
	"""The acts of all people. A clean `number` marks each."""

	def __init__(self) -> None:
		self.acts: list[Act] = []
		self.failures: Counter[str] = Counter()
		self.is_closed = False
		self._lock = threading.Lock()

	def begin(self, person: str, name: str, *kinds: str, document: str = "", worded: bool = True) -> Act:
		if self.is_closed:
			raise RuntimeError("somebody else failed")
		with self._lock:
			mark = f"хаос-{len(self.acts) + 1:05d}" if worded else ""
			self.acts.append(Act(person, name, kinds, document, mark))
			return self.acts[-1]

	def failed(self, how: str) -> None:
		"""Count what a try failed by."""
		with self._lock:
			self.failures[how[:160]] += 1

	def close(self) -> None:
		"""Let nobody begin anything more."""
		self.is_closed = True

	def __len__(self) -> int:
		return len(self.acts)

	def filings(self) -> list[Act]:
		return [act for act in self.acts if "Received" in act.kinds]

	def named(self, *names: str) -> list[Act]:
		return [act for act in self.acts if act.name in names]


def table(ledger: Ledger, lost: Counter, doubled: Counter) -> str:
	"""Return a line for each act: tried, acknowledged, repeated, refused, unanswered, lost, doubled."""
	columns = ("tried", "done", "repeated", "refused", "no words", "no answer", "lost", "doubled")
	lines = [f"{'act':<22}" + "".join(f"{each:>11}" for each in columns)]
	for name in [*dict.fromkeys(act.name for act in ledger.acts), "all"]:
		acts = ledger.acts if name == "all" else ledger.named(name)
		how = Counter(act.outcome for act in acts)
		counts = [
			len(acts),
			how[Outcome.DONE],
			sum(act.tries > 1 for act in acts),
			how[Outcome.REFUSED],
			how[Outcome.UNCLEAR],
			how[Outcome.UNANSWERED],
			lost.total() if name == "all" else lost[name],
			doubled.total() if name == "all" else doubled[name],
		]
		lines.append(f"{name:<22}" + "".join(f"{each:>11}" for each in counts))
	return "\n".join(lines)
