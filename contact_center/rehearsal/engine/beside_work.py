"""What happens in a simulation beside the work itself, by the shares that are stated or learned (see `reading.shares`)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from contact_center.reading.policy_files import Policy
from contact_center.regulation.facts import Kind
from contact_center.regulation.terms import Term, Unit
from contact_center.rehearsal.engine.term_columns import deadline_column, first_terms
from contact_center.rehearsal.engine.work_time import WorkTime
from contact_center.rehearsal.reading.assumptions import CLOSE_MEDIAN, CLOSE_SPREAD
from contact_center.rehearsal.reading.columns import NOBODY, NOTHING
from contact_center.rehearsal.reading.instants import DAY, NONE
from contact_center.rehearsal.reading.shares import Shares

MINUTE = 60
REOPEN_SPREAD = 0.7
"""Of the days after which a closed request is opened again."""
Part = tuple[Kind, np.ndarray, np.ndarray, np.ndarray]
"""Lines of one kind: of which requests, whose, when."""


@dataclass
class Tasks:
	"""A task a row: of which request, for whom, and when things happen to it."""

	request: np.ndarray
	executor: np.ndarray
	lead: np.ndarray
	accepted: np.ndarray
	executed: np.ndarray


@dataclass
class Beside:
	"""`routed` are the requests that have an executor; `received` and `rtype` are columns of all. The luck is drawn at once."""

	routed: np.ndarray
	received: np.ndarray
	rtype: np.ndarray
	tasks: Tasks
	hours: WorkTime
	shares: Shares
	draw: np.random.Generator
	ground: np.ndarray = field(init=False)
	agreed: np.ndarray = field(init=False)
	answer: np.ndarray = field(init=False)
	reopened: np.ndarray = field(init=False)
	again: np.ndarray = field(init=False)
	inspected: np.ndarray = field(init=False)

	def __post_init__(self) -> None:
		size = len(self.received)
		self.ground, self.agreed = self.draw.random((2, size))
		self.answer = self.draw.standard_normal(size)
		self.reopened = self.draw.random(size) < self.shares.share(Kind.REOPENED)
		self.again = self.draw.standard_normal((3, size))
		self.inspected = self.draw.random(size) < self.shares.share(Kind.INSPECTION_CALLED)

	def reopenings(self, lead: np.ndarray, closed: np.ndarray) -> list[Part]:
		"""Return what applicants open again after it was closed: it is done and closed once more (R7.7)."""
		days = self.shares.days.get(Kind.REOPENED, 1)
		chosen = np.flatnonzero(self.reopened[self.routed] & (closed != NONE))
		rows = self.routed[chosen]
		waited = days * DAY * np.exp(REOPEN_SPREAD * self.again[0, rows])
		at = closed[chosen] + waited.astype(np.int64) + 1
		done = self.hours.moments(self.hours.worked(at) + closing(self.again[1, rows]))
		ended = self.hours.moments(self.hours.worked(done) + closing(self.again[2, rows]))
		return [
			(Kind.REOPENED, rows, nobody(rows), at),
			(Kind.EXECUTED, rows, lead[rows], done),
			(Kind.CLOSED, rows, nobody(rows), ended),
		]

	def grounds(self) -> np.ndarray:
		"""Draw what each routed request would be returned for, as a place among the grounds of the shares."""
		shares = np.array(list(self.shares.grounds.values()) or [0.0])
		if not shares.sum():
			return np.full(len(self.routed), NOTHING)
		return np.searchsorted(np.cumsum(shares) / shares.sum(), self.ground[self.routed], side="right")

	def new_terms(self, policy: Policy) -> tuple[list[Part], dict[Kind, np.ndarray]]:
		"""Return who asks for a new term and what is answered while the work runs, with the days (R6.2.2).

		Those ask, halfway, whose work would end latest beside its term.
		"""
		tasks, calendar, types = self.tasks, policy.calendar, list(policy.types.values())
		at = self.received[tasks.request]
		_accept_by, due = first_terms(types, self.rtype[tasks.request], at, at, calendar)
		rows = self._latest(due)
		request, executor = tasks.request[rows], tasks.executor[rows]
		until = np.minimum(tasks.executed[rows], due[rows])
		asked = (tasks.accepted[rows] + until) // 2
		answered = self.hours.moments(self.hours.worked(asked) + closing(self.answer[request]))
		answered[answered >= tasks.executed[rows]] = NONE
		longer = Term(max(1, round(self.shares.days.get(Kind.EXTENDED, 1))), Unit.CALENDAR_DAYS)
		new_due = deadline_column(due[rows], longer, calendar)
		agreed = self.agreed[request] < self.shares.share(Kind.EXTENDED)
		parts = [
			(Kind.TERM_ASKED, request, executor, asked),
			(Kind.EXTENDED, request[agreed], executor[agreed], answered[agreed]),
			(Kind.TERM_REFUSED, request[~agreed], executor[~agreed], answered[~agreed]),
		]
		return parts, {Kind.TERM_ASKED: new_due, Kind.EXTENDED: new_due[agreed]}

	def _latest(self, due: np.ndarray) -> np.ndarray:
		"""Return the tasks that ask for a new term: so great a share of those with one as the shares say."""
		tasks = self.tasks
		could = (due != NONE) & (tasks.accepted != NONE) & (tasks.accepted < np.minimum(due, tasks.executed))
		rows = np.flatnonzero(could)
		count = round(self.shares.share(Kind.TERM_ASKED) * len(rows))
		return rows[np.argsort(due[rows] - tasks.executed[rows], kind="stable")[:count]]

	def inspections(self) -> list[Part]:
		"""Return the inspections that are called halfway through the lead's work, and held some days later (R7.3).

		No clock stands meanwhile, so they change nothing but how many there are to go to.
		"""
		tasks = self.tasks
		which = tasks.lead & self.inspected[tasks.request] & (tasks.executed != NONE)
		request, executor = tasks.request[which], tasks.executor[which]
		called = (tasks.accepted[which] + tasks.executed[which]) // 2
		days = self.shares.days.get(Kind.INSPECTION_CALLED, 1)
		held = called + round(days * DAY)
		return [
			(Kind.INSPECTION_CALLED, request, executor, called),
			(Kind.INSPECTION_HELD, request, executor, held),
		]


def nobody(rows: np.ndarray) -> np.ndarray:
	"""Return NOBODY for each of the rows."""
	return np.full(len(rows), NOBODY)


def closing(luck: np.ndarray) -> np.ndarray:
	"""Return how many seconds of work operators take, by luck."""
	return (CLOSE_MEDIAN * MINUTE * np.exp(CLOSE_SPREAD * luck)).astype(np.int64) + 1
