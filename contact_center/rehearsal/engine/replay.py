"""One request's journal replayed under a policy, line by line: the reference that everything faster must equal.

What was decided by people (who did what, when) comes from the journal; what the regulation decides (terms,
lateness, stages) is decided again by the rules of `regulation`, as the sweep of a site would have found it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from contact_center.regulation.clocks import TaskClock, events_due
from contact_center.regulation.facts import PASSED_ON, JournalError, Kind, Line, RequestFacts, advance
from contact_center.regulation.moments import is_late
from contact_center.regulation.resuming import resuming_lines
from contact_center.regulation.stages import EXECUTED, OPEN, Stage
from contact_center.regulation.terms import RequestType, deadline, deadlines
from contact_center.regulation.working_calendar import WorkingCalendar
from contact_center.rehearsal.reading.columns import DECIDED_AGAIN


@dataclass(frozen=True)
class Miss:
	"""A deadline (aware) that a task missed, "" for the request as a whole: Kind.ACCEPTANCE_MISSED or TERM_BROKEN.

	`task`: its key among the facts, the executor's name where lines name no task.
	"""

	kind: Kind
	task: str
	deadline: datetime


@dataclass(frozen=True)
class Resumed:
	"""A clock that ran again after the line at `place`: what its new deadline follows from (see `terms.resumed`)."""

	place: int
	task: str
	due: datetime
	stopped_at: datetime
	since: datetime


@dataclass
class Replayed:
	"""`refused` are the places of lines about executors to whom the request was never sent; `returned` are places of lines
	by which an executor got its work back, with its task: a return, or a request that was opened again. `measured` says that something
	followed from the length of a span (R6.3.5) or from which of two deadlines is later, not only from which moment keeps which; `resumed` are the clocks
	that ran again at the first place where one did.
	"""

	facts: RequestFacts = field(default_factory=RequestFacts)
	misses: list[Miss] = field(default_factory=list)
	refused: list[int] = field(default_factory=list)
	returned: list[tuple[int, str]] = field(default_factory=list)
	measured: bool = False
	resumed: list[Resumed] = field(default_factory=list)


def with_terms(
	lines: Sequence[Line], rtype: RequestType, received_at: datetime, calendar: WorkingCalendar
) -> list[Line]:
	"""Return the lines with the deadlines that `rtype` gives (R4). A Sent line's due follows from its request later on."""
	return [_with_terms(line, rtype, received_at, calendar) for line in lines]


def _with_terms(line: Line, rtype: RequestType, received_at: datetime, calendar: WorkingCalendar) -> Line:
	if line.kind is Kind.REGISTERED:
		terms = deadlines(rtype, received_at, line.moment, calendar)
		return replace(line, accept_by=terms.accept_by, due=terms.due)
	if line.kind is Kind.SENT:
		return replace(line, accept_by=deadline(line.moment, rtype.accept, calendar), due=None)
	return line


def replay(
	lines: Sequence[Line],
	until: datetime,
	rtype: RequestType,
	calendar: WorkingCalendar,
	given: bool = False,
) -> Replayed:
	"""Replay `lines` (in journal order, with terms) and look once more at `until` (aware).

	After a return the clock runs again as `rtype` says (R6.3.5); where `given`, as the Resumed lines say that follow it.
	Before each line the clocks are read at its moment, so a miss is noticed even if nothing was recorded.
	A line about a stranger is left out and named in `refused`.
	"""
	done = Replayed()
	handed_on: datetime | None = None
	for place, line in enumerate(lines):
		if given and line.kind is Kind.RESUMED:
			_take_given(done, line)
			continue
		if line.kind in DECIDED_AGAIN:
			continue
		_sweep(done, line.moment)
		if line.kind is Kind.SENT:
			line, handed_on = replace(line, due=handed_on or done.facts.due), None
		try:
			handed_on = _due_of_redirected(done.facts, line) or handed_on
			_advance(done, place, line)
		except JournalError:
			done.refused.append(place)
		if not (given and place + 1 < len(lines) and lines[place + 1].kind is Kind.RESUMED):
			_resume(done, place, rtype, calendar)
	_sweep(done, until)
	return done


def _advance(done: Replayed, place: int, line: Line) -> None:
	"""Let the line take effect, and note who got work back by it."""
	if line.kind is Kind.EXTENDED:
		_note_several_terms(done)
	before = [name for name, task in done.facts.tasks.items() if task.stage in EXECUTED]
	advance(done.facts, line)
	# which of several stages is next, and whether a day is another one, is no matter of moments alone
	done.measured |= any(task.work_stages for task in done.facts.tasks.values())
	done.returned += [(place, name) for name in before if done.facts.tasks[name].stage is Stage.REWORK]


def _note_several_terms(done: Replayed) -> None:
	"""Note that two terms are compared: one of an executor's own, and the request's (R6.2.2)."""
	done.measured |= any(task.due is not done.facts.due for task in done.facts.tasks.values())


def _resume(done: Replayed, place: int, rtype: RequestType, calendar: WorkingCalendar) -> None:
	is_first = not done.resumed
	for line in list(resuming_lines(done.facts, rtype, calendar)):
		name = line.about or ""
		task = done.facts.tasks[name]
		if is_first and task.due and task.stopped_at:
			done.resumed.append(Resumed(place, name, task.due, task.stopped_at, line.moment))
		advance(done.facts, line)
		done.measured = True


def _take_given(done: Replayed, line: Line) -> None:
	"""Let a clock run again up to the deadline that the line has; of two different ones the fold takes the later."""
	task = done.facts.tasks[line.about or ""]
	done.measured |= done.facts.due is not task.due
	advance(done.facts, line)


def _due_of_redirected(facts: RequestFacts, line: Line) -> datetime | None:
	"""Return the old executor's term, which the new one has (R6.2.1)."""
	old = facts.tasks.get(line.about or "") if line.kind in PASSED_ON else None
	return old and old.due


def _sweep(done: Replayed, now: datetime) -> None:
	"""Read the clocks as the site's sweep does: each task's, then the request's own term."""
	for name, task in list(done.facts.tasks.items()):
		clock = TaskClock(
			*(task.stage, task.accept_by, task.due, task.accepted_at),
			*(task.accepted_late, task.broken_term_on_record, task.sent_at),
			returned_at=task.returned_at,
		)
		for event in events_due(clock, now):
			done.misses.append(Miss(event.kind, name, event.deadline))
			advance(done.facts, Line(event.kind, event.deadline, task.executor, task=name))
	_sweep_request(done, now)


def _sweep_request(done: Replayed, now: datetime) -> None:
	"""Break the term of a request that nobody works on, declined and not redirected yet (R7.2, R7.1)."""
	facts = done.facts
	if facts.stage not in OPEN or facts.overdue_now or not is_late(now, facts.due):
		return
	_note_several_terms(done)
	before = {name for name, task in facts.tasks.items() if task.broken_term_on_record}
	advance(facts, Line(Kind.TERM_BROKEN, facts.due))
	late = [name for name, task in facts.tasks.items() if task.broken_term_on_record and name not in before]
	done.misses += [Miss(Kind.TERM_BROKEN, name, facts.due) for name in ["", *late]]
