"""Operators by Erlang C: calls arrive at random, whoever finds nobody free waits, nobody hangs up: so the answer errs on
the safe side."""

from __future__ import annotations

import math
from dataclasses import dataclass

MOST_OPERATORS = 5_000


class TooManyCalls(ValueError):
	"""`calls` an hour need more than MOST_OPERATORS."""

	def __init__(self, calls: float):
		super().__init__(f"more than {MOST_OPERATORS} operators for {calls:.0f} calls an hour")
		self.calls = calls


def waits(operators: int, load: float) -> float:
	"""Return the share of callers who have to wait (0..1) with `load` in erlangs: calls an hour times hours a call."""
	if load <= 0:
		return 0.0
	if operators <= load:
		return 1.0
	blocked = 1.0
	for number in range(1, operators + 1):
		blocked = load * blocked / (number + load * blocked)
	return blocked / (1 - load / operators * (1 - blocked))


def service_level(operators: int, load: float, handling: float, within: float) -> float:
	"""Return the share of calls answered `within` seconds (0..1) where one takes `handling` seconds."""
	if load <= 0:
		return 1.0
	if operators <= load:
		return 0.0
	return 1 - waits(operators, load) * math.exp(-(operators - load) * within / handling)


def operators_needed(calls: float, handling: float, within: float, level: float) -> int:
	"""Return the fewest operators who answer `level` of `calls` an hour `within` seconds.

	Raises TooManyCalls, and ValueError for a level of 1.
	"""
	if not 0 <= level < 1:
		raise ValueError(f"no number of operators answers {level:.0%} of calls in time")
	if calls <= 0:
		return 0
	load = calls * handling / 3600
	for operators in range(max(1, math.floor(load)), MOST_OPERATORS):
		if service_level(operators, load, handling, within) >= level:
			return operators
	raise TooManyCalls(calls)


@dataclass(frozen=True)
class Service:
	"""`level` (0..1) of calls answered `within` seconds; a call takes `handling` seconds; `calls` come for one
	request that is registered (R5.3: two of three are answered at once); `away` is the share of paid time in
	which an operator takes no calls."""

	level: float = 0.8
	within: float = 20.0
	handling: float = 240.0
	calls: float = 3.0
	away: float = 0.25
