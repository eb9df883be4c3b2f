"""A journal made up where there is none: executors with crews and hours, queues by urgency, drawn durations.

Seeded: the same requests under the same policy and assumptions give the same journal. Durations are drawn for
each request by its place, so that two policies are compared on the same luck.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from contact_center.reading.ground_cells import Ground, Grounds
from contact_center.reading.policy_files import Policy
from contact_center.regulation.facts import Kind
from contact_center.regulation.routing import RoutingProblem
from contact_center.rehearsal.engine.beside_work import MINUTE, Beside, Part, Tasks, closing, nobody
from contact_center.rehearsal.engine.trial import Routes
from contact_center.rehearsal.engine.work_time import WorkTime
from contact_center.rehearsal.reading.assumptions import Assumptions, Pace
from contact_center.rehearsal.reading.columns import KIND_CODE, NOBODY, NOTHING, Journal
from contact_center.rehearsal.reading.instants import DAY, NONE
from contact_center.rehearsal.reading.request_columns import Requests

BEYOND = 400 * DAY


class RoundTheClock:
	"""The axis of those who never close."""

	def worked(self, at: np.ndarray) -> np.ndarray:
		return at

	def moments(self, worked: np.ndarray) -> np.ndarray:
		return worked


Axis = WorkTime | RoundTheClock


@dataclass
class Simulation:
	"""Makes the journal of a trial, up to `until` (UTC seconds). `names` are the executors in their order."""

	policy: Policy
	assumptions: Assumptions
	names: list[str]
	until: int
	seed: int = 1520

	@property
	def grounds(self) -> list[Grounds]:
		"""Return what is behind the journal's grounds: one a return."""
		return [(Ground(title),) for title in self.assumptions.shares.grounds]

	def __call__(self, requests: Requests, routes: Routes, rtype: np.ndarray) -> Journal:
		return _Run(self, requests, routes, rtype).journal()


class _Run:
	"""One simulation: its tasks, its luck, and the hours in which it works."""

	def __init__(self, plan: Simulation, requests: Requests, routes: Routes, rtype: np.ndarray):
		self.plan, self.requests, self.rtype = plan, requests, rtype
		draw, until = np.random.default_rng(plan.seed), plan.until
		self.luck = draw.standard_normal((5, len(requests)))
		self.shares = plan.assumptions.shares
		self.returned = draw.random(len(requests)) < self.shares.share(Kind.RETURNED)
		self.routed = np.flatnonzero(routes.good())
		first = int(requests.at[self.routed].min(initial=until))
		self.hours = WorkTime(plan.policy.calendar, first, until + BEYOND)
		self.tasks = _tasks_of(routes, {name: place for place, name in enumerate(plan.names)}, requests.at)
		self.beside = Beside(self.routed, requests.at, rtype, self.tasks, self.hours, self.shares, draw)
		self._read_paces([plan.assumptions.pace(code) for code in plan.policy.types])

	def _read_paces(self, paces: Sequence[Pace]) -> None:
		"""Read by request type the median and spread of accepting and of the work, and who is on duty."""
		self.accepting = [(pace.accept_median, pace.accept_spread) for pace in paces]
		self.working = [(pace.work_median, pace.work_spread) for pace in paces]
		self.on_duty = np.array([pace.round_the_clock for pace in paces])
		self.urgency = np.array([each.urgency for each in self.plan.policy.types.values()])

	def journal(self) -> Journal:
		self._work()
		parts = [
			(Kind.REGISTERED, self.routed, nobody(self.routed), self.requests.at[self.routed]),
			(Kind.SENT, self.tasks.request, self.tasks.executor, self.requests.at[self.tasks.request]),
			(Kind.ACCEPTED, self.tasks.request, self.tasks.executor, self.tasks.accepted),
			(Kind.EXECUTED, self.tasks.request, self.tasks.executor, self.tasks.executed),
			*self._endings(),
		]
		asked, dues = self.beside.new_terms(self.plan.policy)
		more = {
			"lead": {Kind.SENT: self.tasks.lead},
			"due": dues,
			"grounds": {Kind.RETURNED: self.beside.grounds()},
		}
		return _sorted([*parts, *asked, *self.beside.inspections()], more, self.plan.until)

	def _work(self) -> None:
		"""Let every executor work off its queues: those of the working day and those on duty."""
		is_duty = self.on_duty[self.rtype[self.tasks.request]]
		for executor in np.unique(self.tasks.executor):
			crews = self.plan.assumptions.crews_of(self.plan.names[executor])
			own = self.hours.with_hours(crews.hours) if crews.hours else self.hours
			for duty, count, axis in ((False, crews.by_day, own), (True, crews.on_duty, RoundTheClock())):
				rows = np.flatnonzero((self.tasks.executor == executor) & (is_duty == duty))
				if len(rows) and count:
					self._work_off(rows, count, axis)

	def _work_off(self, rows: np.ndarray, crews: int, axis: Axis) -> None:
		"""Let the tasks at `rows` wait for one of the crews."""
		request = self.tasks.request[rows]
		kind = self.rtype[request]
		arrives = axis.worked(self.requests.at[request])
		accept = _drawn(self.accepting, kind, self.luck[0, request])
		work = _drawn(self.working, kind, self.luck[1, request])
		begins = _serve(arrives, self.urgency[kind], work, crews)
		# the end of a span of work is the moment before it: who comes in then is taken up when the next one opens
		self.tasks.accepted[rows] = axis.moments(
			np.maximum(np.minimum(arrives + accept, begins), arrives + 1)
		)
		self.tasks.executed[rows] = axis.moments(begins + work)

	def _endings(self) -> list[Part]:
		"""Return what the operators do with what is reported: close it, or return it once and close it then."""
		rows, ends = self.routed, self._reported()[self.routed]
		checked = np.where(ends == NONE, NONE, self._later(ends, 2))
		again = np.where(self.returned[rows] & (ends != NONE), self._later(checked, 3), NONE)
		closed = np.where(again == NONE, checked, self._later(again, 4))
		lead = np.full(len(self.requests), NOBODY)
		lead[self.tasks.request[self.tasks.lead]] = self.tasks.executor[self.tasks.lead]
		return [
			(Kind.RETURNED, rows, lead[rows], np.where(again == NONE, NONE, checked)),
			(Kind.EXECUTED, rows, lead[rows], again),
			(Kind.CLOSED, rows, nobody(rows), closed),
			*self.beside.reopenings(lead, closed),
		]

	def _reported(self) -> np.ndarray:
		"""Return when the last task of each request is done; NONE while one of them is not."""
		done = np.full(len(self.requests), NONE)
		np.maximum.at(done, self.tasks.request, self.tasks.executed)
		done[self.tasks.request[self.tasks.executed == NONE]] = NONE
		return done

	def _later(self, at: np.ndarray, draw: int) -> np.ndarray:
		"""Return moments of the routed requests, later by so much of an operator's work as this draw says."""
		return self.hours.moments(self.hours.worked(at) + closing(self.luck[draw, self.routed]))


def _tasks_of(routes: Routes, place: dict[str, int], at: np.ndarray) -> Tasks:
	"""Make the tasks of all requests, in the order in which these came in."""
	parts = [
		(np.flatnonzero(routes.of_request == number), place[each.executor], each.lead)
		for number, answer in enumerate(routes.answers)
		if not isinstance(answer, RoutingProblem)
		for each in answer
	]
	sizes = [len(rows) for rows, _, _ in parts]
	request = np.concatenate([rows for rows, _, _ in parts] or [np.empty(0, np.int64)])
	executor = np.repeat([who for _, who, _ in parts], sizes).astype(np.int64)
	lead = np.repeat([is_lead for _, _, is_lead in parts], sizes).astype(bool)
	order, nothing = np.argsort(at[request], kind="stable"), np.full(len(request), NONE)
	return Tasks(request[order], executor[order], lead[order], nothing, nothing.copy())


def _drawn(paces: list[tuple[float, float]], kind: np.ndarray, luck: np.ndarray) -> np.ndarray:
	"""Draw log-normal durations in seconds, by median minutes and spread of each kind."""
	medians, spreads = np.array(paces).T
	return (medians[kind] * MINUTE * np.exp(spreads[kind] * luck)).astype(np.int64) + 1


def _serve(arrives: np.ndarray, urgency: np.ndarray, work: np.ndarray, crews: int) -> np.ndarray:
	"""Return when each task is begun: a free crew takes the most urgent that waits, of those the oldest."""
	begins = np.zeros(len(arrives), dtype=np.int64)
	free, waiting, ahead = [0] * crews, [], 0
	order = np.argsort(arrives, kind="stable")
	times, rows = arrives[order].tolist(), order.tolist()
	grade, length = urgency.tolist(), work.tolist()
	for _ in rows:
		now = free[0]
		if not waiting:
			now = max(now, times[ahead])
		while ahead < len(rows) and times[ahead] <= now:
			heapq.heappush(waiting, (grade[rows[ahead]], ahead))
			ahead += 1
		place = heapq.heappop(waiting)[1]
		row, begin = rows[place], max(now, times[place])  # a crew may have been idle since before it came in
		begins[row] = begin
		heapq.heapreplace(free, begin + length[row])
	return begins


def _sorted(parts: Sequence[Part], more: dict[str, dict[Kind, np.ndarray]], until: int) -> Journal:
	"""Return lines of all kinds up to `until`, by request, moment and the order of `parts`; `more` has columns of some."""

	def column(name: str, empty: bool | int) -> np.ndarray:
		return np.concatenate([more[name].get(kind, np.full(len(rows), empty)) for kind, rows, _, _ in parts])

	request = np.concatenate([rows for _, rows, _, _ in parts])
	at = np.concatenate([moments for _, _, _, moments in parts])
	size = [len(rows) for _, rows, _, _ in parts]
	columns = [
		request,
		np.repeat([KIND_CODE[kind] for kind, _, _, _ in parts], size),
		np.concatenate([who for _, _, who, _ in parts]),
		column("lead", False),
		at,
		column("due", NONE),
		np.arange(len(at), dtype=np.int64),
		column("grounds", NOTHING),
		*(np.zeros(len(at), dtype=np.uint8) for _ in ("task", "stage")),
	]
	order = np.lexsort((np.repeat(np.arange(len(parts)), size), at, request))
	order = order[(at[order] != NONE) & (at[order] <= until)]
	return Journal(*(column[order] for column in columns))
