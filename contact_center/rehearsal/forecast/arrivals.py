"""When requests came in: the lines of a file that a forecast counts, and what the rehearsal makes of the same lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import numpy as np

from contact_center.reading import request_lines as rules
from contact_center.regulation.problems import ProblemKind
from contact_center.regulation.working_calendar import WorkingCalendar
from contact_center.rehearsal.reading import request_columns
from contact_center.rehearsal.reading.columns import NOBODY
from contact_center.rehearsal.reading.faults import mark_duplicates, mark_repeated
from contact_center.rehearsal.reading.instants import NONE, seconds
from contact_center.rehearsal.reading.orders import Order, load_side
from contact_center.rehearsal.reading.problems import RehearsalKind
from contact_center.rehearsal.reading.request_columns import (
	CHANNELS,
	FINE,
	PROBLEM_CODE,
	PROBLEMS,
	Requests,
)
from contact_center.rehearsal.reading.tables import read_table

# Nobody called at such a moment, or the same number stands in the file twice.
_NO_CALL = [
	PROBLEM_CODE[kind]
	for kind in (
		*(ProblemKind.NO_MOMENT, ProblemKind.SKIPPED_MOMENT, ProblemKind.TOO_OLD, ProblemKind.IN_FUTURE),
		RehearsalKind.REPEATED_NUMBER,
	)
]


@dataclass
class Arrivals:
	"""`at` are UTC seconds in the city's `zone`, of one channel; `channels` counts all. `refused` is not counted, by
	reason; `doubtful` is counted since somebody called, though the rehearsal refuses the line."""

	at: np.ndarray
	zone: ZoneInfo
	channels: Counter[str]
	refused: Counter[str]
	doubtful: Counter[str] = field(default_factory=Counter)
	lines: int = 0
	calendar: WorkingCalendar | None = None

	@property
	def accepted(self) -> int:
		"""Return how many lines the rehearsal accepts, of any channel."""
		return self.channels.total() - self.doubtful.total()


def arrivals_of(order: Order, channel: str) -> Arrivals:
	"""Read when the requests of an order came in by `channel` ("" for any). Raises ProblemError for an unknown channel.

	A request counts whatever else is wrong with its line, as long as its moment and channel are known: an unknown
	street does not unmake a call, and lines alike may be two calls.
	"""
	side, now = load_side(order.policy, order.zone), seconds(datetime.now(timezone.utc))
	wanted = CHANNELS.index(rules.channel_of(channel, side.city)) if channel else NOBODY
	columns = order.mapping.requests.over(request_columns.wanted(frozenset(side.city.entries)))
	table = read_table(order.readable, columns)
	requests = request_columns.read_requests(table, side.city, now)
	mark_duplicates(order.readable, requests, columns, side.city)
	if order.mapping.events:
		mark_repeated([requests])
	known = (requests.at != NONE) & (requests.channel >= 0) & ~np.isin(requests.problem, _NO_CALL)
	refused = _by_reason(requests, ~known)
	refused.update(str(fault.kind) for _line, fault in table.faults)
	counted = known & (requests.channel == wanted) if channel else known
	return Arrivals(
		requests.at[counted],
		order.zone,
		_by_channel(requests.channel[known]),
		refused,
		_by_reason(requests, known),
		len(requests) + len(table.faults),
		side.policy.calendar,
	)


def _by_reason(requests: Requests, which: np.ndarray) -> Counter[str]:
	codes, counts = np.unique(requests.problem[which & (requests.problem != FINE)], return_counts=True)
	return Counter({str(PROBLEMS[code]): count for code, count in zip(codes, counts.tolist(), strict=True)})


def _by_channel(channels: np.ndarray) -> Counter[str]:
	return Counter({name: int((channels == place).sum()) for place, name in enumerate(CHANNELS)})
