"""One policy tried on one history: routes, terms, lateness of every request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from contact_center.reading.ground_cells import Grounds
from contact_center.reading.policy_files import Policy
from contact_center.reading.request_lines import filled_fields
from contact_center.regulation.facts import Kind
from contact_center.regulation.routing import (
	Assignment,
	ClassifierEntry,
	ProblemKind,
	RoutingProblem,
	is_own_field,
	route,
)
from contact_center.regulation.terms import RequestType, Term, Unit
from contact_center.rehearsal.engine.fast_replay import Fates, Tick, decide
from contact_center.rehearsal.engine.term_columns import accept_terms, first_terms
from contact_center.rehearsal.reading.columns import (
	KIND_CODE,
	KINDS,
	NOBODY,
	Journal,
	Terms,
	by_pair,
	side_by_side,
)
from contact_center.rehearsal.reading.instants import NONE
from contact_center.rehearsal.reading.request_columns import FILLED, FINE, Requests

UNROUTED = RequestType("", "", 0, Term(0, Unit.NO_FIXED_TERM), Term(0, Unit.NO_FIXED_TERM))
"""The type of requests that have none: the last one, which place -1 finds."""
Answer = tuple[Assignment, ...] | RoutingProblem
_BITS = 1 << len(FILLED)
_OPEN = (ProblemKind.NO_EXECUTOR, ProblemKind.DISTRICT_NEEDED)
_REGISTERED, _SENT, _ACCEPTED = (KIND_CODE[kind] for kind in (Kind.REGISTERED, Kind.SENT, Kind.ACCEPTED))
_AGREED = np.array([kind in (Kind.EXTENDED, Kind.STAGE_PLANNED, Kind.STAGE_AGREED) for kind in KINDS])
_REOPENED = KIND_CODE[Kind.REOPENED]
_INSPECTIONS = (
	*(Kind.INSPECTION_ASKED, Kind.INSPECTION_CALLED, Kind.INSPECTION_HELD, Kind.INSPECTION_CANCELLED),
)
_STAGES = (Kind.STAGE_AGREED, Kind.STAGE_DONE)
_COUNTED, _ABOUT_ENDS = (
	np.array([kind in kinds for kind in KINDS])
	for kinds in (
		(Kind.TERM_ASKED, Kind.EXTENDED, Kind.TERM_REFUSED, *_INSPECTIONS, *_STAGES),
		(Kind.CLOSED, Kind.NOT_REACHED, Kind.REOPENED),
	)
)


@dataclass
class Routes:
	"""`of_request` is a place in `answers`, -1 for a line that is refused anyway."""

	of_request: np.ndarray
	answers: list[Answer]

	def good(self) -> np.ndarray:
		"""Return whether each request is routed."""
		is_good = np.array([not isinstance(answer, RoutingProblem) for answer in self.answers] + [False])
		return is_good[self.of_request]

	def leads(self, names: dict[str, int]) -> np.ndarray:
		"""Return the lead executor's place in `names`, NOBODY for requests without a route."""
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
	"""Route every fine request received up to `until` (UTC seconds).

	`chosen` (places in `names`, NOBODY) is whom an operator sent it to: that counts where the classifier leaves the
	choice to the operator and has no executor itself.
	"""
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
		own = frozenset(filter(is_own_field, entry.required_fields))  # no file of a history has them
		try:
			self.answers.append(route(entry, district, self.policy.executors, filled | own, chosen))
		except RoutingProblem as problem:
			self.answers.append(problem)
		return len(self.answers) - 1

	def leaves_choice(self) -> np.ndarray:
		"""Find answers that an operator's choice would have made good."""
		return np.array(
			[
				isinstance(answer, RoutingProblem) and answer.kind in _OPEN and entry.operator_may_choose
				for (entry, _district, _filled), answer in zip(self.asked, self.answers, strict=True)
			]
		)


Source = Callable[[Requests, Routes, np.ndarray], Journal]
"""Makes the journal that is missing: requests, their routes and types in, lines out."""


@dataclass
class Trial:
	"""`rtype` is a request's place among the policy's types, `lead` the policy's lead executor, a place in
	`executors`; both -1 for requests that are not routed. `counted` are the requests that figures are about: routed,
	received up to `until`, and with a journal; `untold` are kinds of lines that the history cannot have. `grounds` are behind
	those of `fates.returned`, `told` the lines that are counted one by one (see `_told`), credited like the tasks."""

	policy: Policy
	requests: Requests
	routes: Routes
	rtype: np.ndarray
	lead: np.ndarray
	executors: list[str]
	fates: Fates
	until: int
	counted: np.ndarray
	told: Journal
	untold: frozenset[Kind] = frozenset()
	grounds: Sequence[Grounds] = ()

	@property
	def acceptance_known(self) -> bool:
		"""Return whether the journal tells who accepted when."""
		return Kind.ACCEPTED not in self.untold

	def after_until(self) -> int:
		"""Count the good requests that came in later."""
		return int(((self.requests.problem == FINE) & (self.requests.at > self.until)).sum())

	def not_in_journal(self) -> np.ndarray:
		"""Return the places of good requests that are not counted although they are routed."""
		return np.flatnonzero(self.routes.good() & (self.requests.at <= self.until) & ~self.counted)


def try_out(
	policy: Policy,
	requests: Requests,
	journal: Journal | Source,
	executors: list[str],
	until: int,
	tick: Tick = lambda _: None,
	untold: frozenset[Kind] = frozenset(),
	grounds: Sequence[Grounds] = (),
) -> Trial:
	"""Replay `journal` under `policy` as it stands at `until` (UTC seconds).

	`executors` are the names behind `journal.executor`. Where the policy has another lead than history had,
	the work is credited to the policy's lead, as fast or slow as it was done. `untold` are kinds of lines that the journal
	cannot have; that of an acceptance is one where the journal has none. `grounds` are those behind `journal.grounds`.
	"""
	names = {name: place for place, name in enumerate(dict.fromkeys([*executors, *policy.executors]))}
	recorded = journal if isinstance(journal, Journal) else None
	was_lead = leads_of(recorded, len(requests)) if recorded is not None else None
	routes = route_all(requests, policy, until, was_lead, list(names))
	rtype = _types(requests, routes, policy)
	tick(0.1)
	lines = recorded if recorded is not None else journal(requests, routes, rtype)
	terms = policy_terms(lines, policy, rtype, requests.at)
	fates = decide(lines, len(requests), terms, until, policy.calendar, tick)
	lead, told = routes.leads(names), _told(lines, fates.refused)
	if was_lead is not None:
		for each in (fates.tasks, fates.broken, fates.returned, vars(told)):
			_credit(each, was_lead, lead)
	counted = routes.good() & (np.bincount(lines.request, minlength=len(requests)) > 0)
	if recorded is not None and not (lines.kind == _ACCEPTED).any():
		untold |= {Kind.ACCEPTED}
	return Trial(
		*(policy, requests, routes, rtype, lead, list(names), fates, until, counted, told, untold, grounds)
	)


def _told(lines: Journal, refused: np.ndarray) -> Journal:
	"""Return the lines about new terms and inspections, and the closings and openings of requests that were opened again; none about strangers."""
	is_reopened = np.zeros(int(lines.request.max(initial=-1)) + 1, dtype=bool)
	is_reopened[lines.request[lines.kind == _REOPENED]] = True
	wanted = _COUNTED[lines.kind]
	if is_reopened.any():
		wanted |= _ABOUT_ENDS[lines.kind] & is_reopened[lines.request]
	found = lines.rows(wanted)
	return found.rows(~np.isin(found.line, refused))


def leads_of(journal: Journal, requests: int) -> np.ndarray:
	"""Return to whom each request was sent first, the lead before others; NOBODY for none."""
	found = np.full(requests, NOBODY, dtype=np.int64)
	sent = np.flatnonzero((journal.kind == _SENT) & (journal.executor != NOBODY))
	for rows in (sent, sent[journal.lead[sent]]):
		_, first = np.unique(journal.request[rows], return_index=True)
		found[journal.request[rows[first]]] = journal.executor[rows[first]]
	return found


def policy_terms(journal: Journal, policy: Policy, rtype: np.ndarray, received: np.ndarray) -> Terms:
	"""Return the deadlines of each line as `replay.with_terms` gives them; an extension or a stage keeps what was agreed on."""
	types = list(policy.types.values())
	extended = np.where(_AGREED[journal.kind], journal.due, NONE)
	terms = Terms(np.full(len(journal), NONE), extended, [*types, UNROUTED], rtype)

	def registered() -> None:
		rows = np.flatnonzero(journal.kind == _REGISTERED)
		which = journal.request[rows]
		terms.accept_by[rows], terms.due[rows] = first_terms(
			types, rtype[which], received[which], journal.at[rows], policy.calendar
		)

	def sent() -> None:
		rows = np.flatnonzero(journal.kind == _SENT)
		terms.accept_by[rows] = accept_terms(
			types, rtype[journal.request[rows]], journal.at[rows], policy.calendar
		)

	side_by_side(registered, sent)
	return terms


def _types(requests: Requests, routes: Routes, policy: Policy) -> np.ndarray:
	types = {code: place for place, code in enumerate(policy.types)}
	of_entry = [types.get(entry.request_type, -1) for entry in policy.classifier.values()]
	return np.where(routes.good(), np.array([*of_entry, -1])[requests.entry], -1)


def _credit(rows: dict[str, np.ndarray], was: np.ndarray, now: np.ndarray) -> None:
	"""Put the policy's lead in the place of history's lead, who takes its place where both were at work."""
	request, executor = rows["request"], rows["executor"]
	old, new = was[request], now[request]
	known = (old != NOBODY) & (new != NOBODY)
	credited = np.where(executor == old, new, np.where(executor == new, old, executor))
	rows["executor"] = np.where(known, credited, executor)
