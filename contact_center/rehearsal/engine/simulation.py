"""A journal made up where there is none: executors with crews and hours, queues by urgency, drawn durations.

Seeded: the same requests under the same policy and assumptions give the same journal. Durations are drawn for
each request by its place, so that two policies are compared on the same luck.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import time, timedelta

import numpy as np

from contact_center.reading.policy_files import Policy
from contact_center.regulation.facts import Kind
from contact_center.regulation.moments import at_wall
from contact_center.regulation.routing import RoutingProblem
from contact_center.regulation.working_calendar import MIDNIGHT, CalendarError, WorkingCalendar
from contact_center.rehearsal.engine.trial import Routes
from contact_center.rehearsal.reading.assumptions import CLOSE_MEDIAN, CLOSE_SPREAD, RETURN_SHARE, Assumptions
from contact_center.rehearsal.reading.columns import KIND_CODE, NOBODY, Journal
from contact_center.rehearsal.reading.instants import DAY, EPOCH, NONE, seconds
from contact_center.rehearsal.reading.request_columns import Requests

MINUTE = 60
BEYOND = 400 * DAY


class WorkTime:
	"""The opening hours of `calendar` from `first` to `last` (UTC seconds) as one line of work."""

	def __init__(self, calendar: WorkingCalendar, first: int, last: int):
		self.calendar, self.first, self.last = calendar, first, last
		spans = [
			(seconds(at_wall(day, start, calendar.zone)), _end(day, end, calendar))
			for number in range(first // DAY - 1, last // DAY + 2)
			for day in [(EPOCH + timedelta(days=number)).date()]
			for start, end in sorted(calendar.hours(day))
		]
		self.starts = np.array([start for start, _ in spans], dtype=np.int64)
		if not spans:
			raise CalendarError("the calendar has no working hours")
		lengths = np.array([end - start for start, end in spans], dtype=np.int64)
		self.before = np.concatenate(([0], np.cumsum(lengths)))

	def with_hours(self, span: tuple[time, time]) -> WorkTime:
		"""The same working days, each worked for `span`."""
		week, exceptions = (
			{day: (span,) if hours else () for day, hours in days.items()}
			for days in (self.calendar.week, self.calendar.exceptions)
		)
		return WorkTime(WorkingCalendar(self.calendar.zone, week, exceptions), self.first, self.last)

	def worked(self, at: np.ndarray) -> np.ndarray:
		"""Seconds of work up to each moment."""
		span = np.maximum(np.searchsorted(self.starts, at, side="right") - 1, 0)
		within = np.clip(at - self.starts[span], 0, self.before[span + 1] - self.before[span])
		return self.before[span] + within

	def moments(self, worked: np.ndarray) -> np.ndarray:
		"""The moment at which so much is worked; what goes beyond the last day is put right after it."""
		span = np.clip(np.searchsorted(self.before, worked, side="left") - 1, 0, len(self.starts) - 1)
		return self.starts[span] + worked - self.before[span]


def _end(day, end, calendar: WorkingCalendar) -> int:
	closes = day + timedelta(days=1) if end == MIDNIGHT else day
	return seconds(at_wall(closes, end, calendar.zone))


class RoundTheClock:
	"""The axis of those who never close."""

	def worked(self, at: np.ndarray) -> np.ndarray:
		return at

	def moments(self, worked: np.ndarray) -> np.ndarray:
		return worked


Axis = WorkTime | RoundTheClock


@dataclass
class _Tasks:
	"""A task a row: of which request, for whom, and when things happen to it."""

	request: np.ndarray
	executor: np.ndarray
	lead: np.ndarray
	accepted: np.ndarray
	executed: np.ndarray


@dataclass
class Simulation:
	"""Makes the journal of a trial, up to `until` (UTC seconds). `names` are the executors in their order."""

	policy: Policy
	assumptions: Assumptions
	names: list[str]
	until: int
	seed: int = 1520

	def __call__(self, requests: Requests, routes: Routes, rtype: np.ndarray) -> Journal:
		tasks = self._tasks(requests, routes)
		draw = np.random.default_rng(self.seed)
		luck = draw.standard_normal((5, len(requests)))
		returned = draw.random(len(requests)) < RETURN_SHARE
		first = int(requests.at[routes.good()].min(initial=self.until))
		hours = WorkTime(self.policy.calendar, first, self.until + BEYOND)
		self._work(tasks, requests, rtype, luck, hours)
		return self._journal(tasks, requests, routes, luck, returned, hours)

	def _tasks(self, requests: Requests, routes: Routes) -> _Tasks:
		place = {name: number for number, name in enumerate(self.names)}
		parts = [
			(np.flatnonzero(routes.of_request == number), place[each.executor], each.lead)
			for number, answer in enumerate(routes.answers)
			if not isinstance(answer, RoutingProblem)
			for each in answer
		]
		request = np.concatenate([rows for rows, _, _ in parts] or [np.empty(0, np.int64)])
		executor = np.repeat([who for _, who, _ in parts], [len(rows) for rows, _, _ in parts])
		lead = np.repeat([is_lead for _, _, is_lead in parts], [len(rows) for rows, _, _ in parts])
		order = np.argsort(requests.at[request], kind="stable")
		nothing = np.full(len(request), NONE)
		return _Tasks(
			request[order],
			executor[order].astype(np.int64),
			lead[order].astype(bool),
			nothing,
			nothing.copy(),
		)

	def _work(
		self, tasks: _Tasks, requests: Requests, rtype: np.ndarray, luck: np.ndarray, hours: WorkTime
	) -> None:
		"""Every executor works off its queues: those of the working day and those on duty."""
		paces = [self.assumptions.pace(code) for code in self.policy.types]
		urgency = np.array([each.urgency for each in self.policy.types.values()])
		on_duty = np.array([pace.round_the_clock for pace in paces])
		for name in np.unique(tasks.executor):
			crews = self.assumptions.crews_of(self.names[name])
			own = hours.with_hours(crews.hours) if crews.hours else hours
			for duty, count, axis in ((False, crews.by_day, own), (True, crews.on_duty, RoundTheClock())):
				rows = np.flatnonzero((tasks.executor == name) & (on_duty[rtype[tasks.request]] == duty))
				if not len(rows) or not count:
					continue
				request = tasks.request[rows]
				kind = rtype[request]
				arrives = axis.worked(requests.at[request])
				accept = _drawn(
					[pace.accept_median for pace in paces],
					[pace.accept_spread for pace in paces],
					kind,
					luck[0, request],
				)
				work = _drawn(
					[pace.work_median for pace in paces],
					[pace.work_spread for pace in paces],
					kind,
					luck[1, request],
				)
				begins = _serve(arrives, urgency[kind], work, count)
				tasks.accepted[rows] = axis.moments(np.minimum(arrives + accept, begins))
				tasks.executed[rows] = axis.moments(begins + work)

	def _journal(
		self,
		tasks: _Tasks,
		requests: Requests,
		routes: Routes,
		luck: np.ndarray,
		returned: np.ndarray,
		hours: WorkTime,
	) -> Journal:
		registered = np.flatnonzero(routes.good())
		at, nobody = requests.at[registered], np.full(len(registered), NOBODY)
		done = np.full(len(requests), NONE)
		np.maximum.at(done, tasks.request, tasks.executed)
		for request in tasks.request[tasks.executed == NONE]:
			done[request] = NONE
		ends = done[registered]
		checked = np.where(
			ends == NONE, NONE, hours.moments(hours.worked(ends) + _closing(luck[2, registered]))
		)
		again = np.where(
			returned[registered] & (ends != NONE),
			hours.moments(hours.worked(checked) + _closing(luck[3, registered])),
			NONE,
		)
		closed = np.where(
			again == NONE, checked, hours.moments(hours.worked(again) + _closing(luck[4, registered]))
		)
		lead = self._leads(tasks, len(requests))[registered]
		parts = [
			(Kind.REGISTERED, registered, nobody, at),
			(Kind.SENT, tasks.request, tasks.executor, requests.at[tasks.request]),
			(Kind.ACCEPTED, tasks.request, tasks.executor, tasks.accepted),
			(Kind.EXECUTED, tasks.request, tasks.executor, tasks.executed),
			(Kind.RETURNED, registered, lead, np.where(again == NONE, NONE, checked)),
			(Kind.EXECUTED, registered, lead, again),
			(Kind.CLOSED, registered, nobody, closed),
		]
		leads = {Kind.SENT: tasks.lead}
		return _sorted(parts, leads, self.until)

	def _leads(self, tasks: _Tasks, count: int) -> np.ndarray:
		found = np.full(count, NOBODY)
		found[tasks.request[tasks.lead]] = tasks.executor[tasks.lead]
		return found


def _drawn(medians: list[float], spreads: list[float], kind: np.ndarray, luck: np.ndarray) -> np.ndarray:
	"""Log-normal durations in seconds."""
	return (np.array(medians)[kind] * MINUTE * np.exp(np.array(spreads)[kind] * luck)).astype(np.int64) + 1


def _closing(luck: np.ndarray) -> np.ndarray:
	return (CLOSE_MEDIAN * MINUTE * np.exp(CLOSE_SPREAD * luck)).astype(np.int64) + 1


def _serve(arrives: np.ndarray, urgency: np.ndarray, work: np.ndarray, crews: int) -> np.ndarray:
	"""When each task is begun: a free crew takes the most urgent that waits, of those the oldest."""
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
		row = rows[heapq.heappop(waiting)[1]]
		begins[row] = now
		heapq.heapreplace(free, now + length[row])
	return begins


def _sorted(parts, leads: dict[Kind, np.ndarray], until: int) -> Journal:
	"""Lines of all kinds up to `until`, by request, moment and the order of `parts`."""
	request = np.concatenate([rows for _, rows, _, _ in parts])
	at = np.concatenate([moments for _, _, _, moments in parts])
	size = [len(rows) for _, rows, _, _ in parts]
	columns = [
		request,
		np.repeat([KIND_CODE[kind] for kind, _, _, _ in parts], size),
		np.concatenate([who for _, _, who, _ in parts]),
		np.concatenate([leads.get(kind, np.zeros(len(rows), dtype=bool)) for kind, rows, _, _ in parts]),
		at,
		np.full(len(at), NONE),
		np.zeros(len(at), dtype=np.int64),
	]
	order = np.lexsort((np.repeat(np.arange(len(parts)), size), at, request))
	order = order[(at[order] != NONE) & (at[order] <= until)]
	return Journal(*(column[order] for column in columns))
