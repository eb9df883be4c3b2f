"""Who executes each request, as `route` says: asked once for each entry, district and set of filled fields (R5.11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from contact_center.reading.policy_files import Policy
from contact_center.reading.request_lines import filled_fields
from contact_center.regulation.routing import Assignment, ClassifierEntry, ProblemKind, RoutingProblem, route
from contact_center.rehearsal.reading.columns import NOBODY
from contact_center.rehearsal.reading.lookups import by_pair
from contact_center.rehearsal.reading.request_columns import FILLED, FINE, Requests

Answer = tuple[Assignment, ...] | RoutingProblem
_BITS = 1 << len(FILLED)
_OPEN = (ProblemKind.NO_EXECUTOR, ProblemKind.DISTRICT_NEEDED)


@dataclass
class Routes:
	"""`of_request` is a place in `answers`, -1 for a line that is refused anyway."""

	of_request: np.ndarray
	answers: list[Answer]

	def good(self) -> np.ndarray:
		"""Whether the request is routed."""
		is_good = np.array([not isinstance(answer, RoutingProblem) for answer in self.answers] + [False])
		return is_good[self.of_request]

	def leads(self, names: dict[str, int]) -> np.ndarray:
		"""The lead executor's place in `names`, NOBODY for requests without a route."""
		places = [
			NOBODY if isinstance(each, RoutingProblem) else names[each[0].executor] for each in self.answers
		]
		return np.array([*places, NOBODY])[self.of_request]


def route_all(
	requests: Requests,
	policy: Policy,
	until: int,
	chosen: np.ndarray | None = None,
	names: Sequence[str] = (),
) -> Routes:
	"""Route every fine request received up to `until` (UTC seconds). `chosen` (places in `names`, NOBODY) is whom an operator sent it to: that counts
	where the classifier leaves the choice to the operator and has no executor itself."""
	desk = _Desk(policy)
	of_request = np.full(len(requests), -1, dtype=np.int64)
	fine = np.flatnonzero((requests.problem == FINE) & (requests.at <= until))
	situation = (requests.district[fine] + 1) * _BITS + requests.filled[fine]
	of_request[fine] = by_pair(requests.entry[fine], situation, desk.ask)
	if chosen is not None and desk.answers:
		rows = fine[desk.leaves_choice()[of_request[fine]] & (chosen[fine] != NOBODY)]
		of_request[rows] = by_pair(
			of_request[rows], chosen[rows], lambda of, who: desk.ask_again(of, names[who])
		)
	return Routes(of_request, desk.answers)


class _Desk:
	"""Asks `route` and keeps what was asked and answered."""

	def __init__(self, policy: Policy):
		self.policy = policy
		self.entries, self.districts = list(policy.classifier.values()), list(policy.districts)
		self.asked: list[tuple[ClassifierEntry, str | None, frozenset[str]]] = []
		self.answers: list[Answer] = []

	def ask(self, entry: int, situation: int) -> int:
		district, bits = situation // _BITS - 1, situation % _BITS
		filled = filled_fields(**{name: bool(bits >> bit & 1) for bit, name in enumerate(FILLED)})
		return self._ask(self.entries[entry], self.districts[district] if district >= 0 else None, filled)

	def ask_again(self, place: int, chosen: str) -> int:
		return self._ask(*self.asked[place], chosen)

	def _ask(
		self, entry: ClassifierEntry, district: str | None, filled: frozenset[str], chosen: str | None = None
	) -> int:
		self.asked.append((entry, district, filled))
		try:
			self.answers.append(route(entry, district, self.policy.executors, filled, chosen))
		except RoutingProblem as problem:
			self.answers.append(problem)
		return len(self.answers) - 1

	def leaves_choice(self) -> np.ndarray:
		"""Answers that an operator's choice would have made good."""
		return np.array(
			[
				isinstance(answer, RoutingProblem) and answer.kind in _OPEN and entry.operator_may_choose
				for (entry, _district, _filled), answer in zip(self.asked, self.answers, strict=True)
			]
		)
