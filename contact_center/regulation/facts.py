"""Fold a request's journal into its facts; the rows of the request and its tasks show these (`record.projection`).

Lines come in journal order. A recorded lateness is never taken back (R7.1). The first deadline stays beside the one
now in force (R4.8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from contact_center.regulation.moments import is_late, utc
from contact_center.regulation.stages import (
	DROPPED,
	EXECUTED,
	FINISHED,
	OPEN,
	Stage,
	request_stage,
	stage_in_request,
)


class Kind(str, Enum):
	"""The kind of a journal line. A line about tasks that names no executor applies to every task in a fitting stage."""

	RECEIVED = "Received"
	REGISTERED = "Registered"
	SENT = "Sent"
	ACCEPTED = "Accepted"
	NOT_COMPETENT = "Not Competent"
	REDIRECTED = "Redirected"
	EXTENDED = "Extended"
	COMMENTED = "Commented"
	EXECUTED = "Executed"
	RETURNED = "Returned"
	CALLED_BACK = "Called Back"
	CONFIRMED = "Confirmed"
	DISPUTED = "Disputed"
	CLOSED = "Closed"
	NOT_REACHED = "Not Reached"
	REJECTED = "Rejected"
	CANCELLED = "Cancelled"
	ACCEPTANCE_MISSED = "Acceptance Missed"
	TERM_BROKEN = "Term Broken"
	WARNED = "Warned"
	ESCALATED = "Escalated"
	RESUMED = "Resumed"
	JOINED = "Joined"
	LEFT = "Left"
	JOINED_ANSWERED = "Joined Answered"
	ASKED = "Asked"
	ANSWERED = "Answered"
	SPLIT = "Split"
	JOINED_TO = "Joined to Another"
	TAKEN_IN = "Taken In"
	BECAME_APPEAL = "Became an Appeal"
	TERM_ASKED = "Term Asked"
	TERM_REFUSED = "Term Refused"
	HANDED_OVER = "Handed Over"
	ASSIGNED_BELOW = "Assigned Below"
	REOPENED = "Reopened"
	INSPECTION_ASKED = "Inspection Asked"
	INSPECTION_CALLED = "Inspection Called"
	INSPECTION_MOVED = "Inspection Moved"
	INSPECTION_HELD = "Inspection Held"
	INSPECTION_CANCELLED = "Inspection Cancelled"
	RELEASED = "Released"
	STAGE_PLANNED = "Stage Planned"
	STAGE_AGREED = "Stage Agreed"
	STAGE_REFUSED = "Stage Refused"
	STAGE_DONE = "Stage Done"

	def __str__(self) -> str:
		return self.value


PASSED_ON = frozenset({Kind.REDIRECTED, Kind.ASSIGNED_BELOW})
"""Kinds of lines that take a task from its executor; the Sent line of the next one follows."""
_RUNNING = frozenset({Stage.IN_PROGRESS, Stage.REWORK})
RATINGS = range(1, 6)
"""How an applicant may rate a result: 1 is bad, 5 is very good (P1)."""


class JournalError(ValueError):
	"""A journal line about an executor to whom the request was never sent, or about a task that never was."""


@dataclass(frozen=True)
class Line:
	"""One journal line; moments are aware. Deadlines are read from Registered, Sent, Extended and Resumed lines only.

	`task` distinguishes the tasks of an executor that got the request twice; journals of other systems have none.
	`rating` is the applicant's of a Confirmed line, one of RATINGS (P1). `grounds` are those of a Returned line (R6.3.3).
	`handed_to`: whom a Handed Over line hands a task to inside its executor; None gives it back to all its people.
	`work_stage`: which stage of long-term work it is about (R4.5).
	"""

	kind: Kind
	moment: datetime
	executor: str | None = None
	accept_by: datetime | None = None
	due: datetime | None = None
	lead: bool = False
	task: str | None = None
	rating: int | None = None
	grounds: tuple[str, ...] = ()
	handed_to: str | None = None
	work_stage: str | None = None

	@property
	def about(self) -> str | None:
		"""The key in `RequestFacts.tasks` of the task that the line names."""
		return self.task or self.executor


@dataclass
class WorkStage:
	"""A stage of long-term work (R4.5). `wished`: a day that waits for the contact centre's word. `first_due` is the day that
	was agreed first, `moves` how often another one was agreed; `missed`: one of its days has passed.
	"""

	due: datetime | None = None
	first_due: datetime | None = None
	wished: datetime | None = None
	done_at: datetime | None = None
	moves: int = 0
	missed: bool = False


@dataclass
class TaskFacts:
	"""One task. A second Sent line for the same task reopens it; lateness and counts stay.

	`ended_at` is when it was declined, withdrawn, or closed with the request. `stopped_at` is when its clock stopped,
	because it was reported done (R6.3.5): None again once a Resumed line has given it a deadline after a return;
	`returned_at` is the last return. `redirects_before`: how often the request was redirected when it was sent.
	`extension_asked_at`: since when its executor waits for an answer to a request for a
	new term, while the work runs; `extension_count`: how often one was agreed (R6.2.2, R8.6). `term_apart`: one was
	agreed for this executor alone, the request's own term does not follow it. `broken_term_on_record`: the journal has that
	the term in force was broken; `overdue` stays, whatever term follows. `handed_to`: the one person of the executor who has
	it (P4). `work_stages`: of long-term work, by name, in the order of planning; the day of the next one is `due`.
	"""

	executor: str
	stage: Stage = Stage.REGISTERED
	lead: bool = False
	sent_at: datetime | None = None
	accept_by: datetime | None = None
	first_due: datetime | None = None
	due: datetime | None = None
	accepted_at: datetime | None = None
	executed_at: datetime | None = None
	ended_at: datetime | None = None
	stopped_at: datetime | None = None
	returned_at: datetime | None = None
	accepted_late: bool = False
	overdue: bool = False
	return_count: int = 0
	redirects_before: int = 0
	extension_count: int = 0
	extension_asked_at: datetime | None = None
	term_apart: bool = False
	broken_term_on_record: bool = False
	awaits_redirect: bool = False
	handed_to: str | None = None
	work_stages: dict[str, WorkStage] = field(default_factory=dict)

	@property
	def next_stage(self) -> WorkStage | None:
		"""The agreed stage that is to be done next; None without one."""
		ahead = [stage for stage in self.work_stages.values() if stage.due and not stage.done_at]
		return min(ahead, key=lambda stage: utc(stage.due), default=None)  # type: ignore[arg-type]

	@property
	def stage_waits(self) -> bool:
		"""Whether a wished day of a stage waits for the contact centre's word while the work runs."""
		return self.stage in _RUNNING and any(stage.wished is not None for stage in self.work_stages.values())

	@property
	def without_date(self) -> bool:
		"""Whether the work runs and nothing says by when anything is to be done (R4.5)."""
		return self.stage in _RUNNING and self.due is None

	@property
	def stages_missed(self) -> int:
		return sum(stage.missed for stage in self.work_stages.values())

	@property
	def sent_after_due(self) -> bool:
		"""Whether the task was sent when its term was over: the request is late then, this executor is not."""
		return self.sent_at is not None and is_late(self.sent_at, self.due)

	@property
	def resumes_at(self) -> datetime | None:
		"""When its stopped clock ran again: the return, or the sending to another executor; None where it runs or stands."""
		if self.stage not in OPEN or self.stopped_at is None:
			return None
		return self.returned_at or self.sent_at


@dataclass
class RequestFacts:
	"""A request with its tasks; moments are aware.

	`accepted_at`: the lead executor's first acceptance, anyone's where nobody leads. `executed_at`: when the last of
	the remaining tasks was reported done; None again after a return. `ended_at`: when the request was closed,
	rejected or cancelled. `stopped_at`: when the clock of a redirected task stopped, until the task is sent to the
	next executor; `apart_redirected`: that task's term is not the request's. `asked_at`: since when moderation waits for
	the applicant's answer, `answered_at`: when the last one came. `joined_count`: how many say that it concerns them too, beside its applicant. `rating`: the applicant's of the result that was confirmed last, until it is disputed or returned. `not_reached`: it was closed because nobody
	could be asked (R6.1.5), until it is opened again. `reopen_count`: how often it was opened again after its closing, `reopened_at`: when last. `extension_count`: how often a new term was agreed. `broken_term_on_record`: as of a task, of the
	request's own term. `grounds`: how often the work was returned for each ground (R6.3.3). `tasks`: in the order of sending, by name of task, or by executor where lines name no task.
	"""

	stage: Stage = Stage.MODERATION
	received_at: datetime | None = None
	asked_at: datetime | None = None
	answered_at: datetime | None = None
	registered_at: datetime | None = None
	accepted_at: datetime | None = None
	executed_at: datetime | None = None
	closed_at: datetime | None = None
	ended_at: datetime | None = None
	reopened_at: datetime | None = None
	stopped_at: datetime | None = None
	accept_by: datetime | None = None
	first_due: datetime | None = None
	due: datetime | None = None
	accepted_late: bool = False
	overdue: bool = False
	return_count: int = 0
	redirect_count: int = 0
	callback_count: int = 0
	joined_count: int = 0
	extension_count: int = 0
	reopen_count: int = 0
	apart_redirected: bool = False
	broken_term_on_record: bool = False
	rating: int | None = None
	not_reached: bool = False
	grounds: dict[str, int] = field(default_factory=dict)
	tasks: dict[str, TaskFacts] = field(default_factory=dict)

	@property
	def overdue_now(self) -> bool:
		"""Whether the term in force is broken: the request's own, or that of an executor who still counts."""
		return self.broken_term_on_record or any(task.broken_term_on_record for task in _active(self))

	@property
	def lead_executor(self) -> str | None:
		"""The lead executor, else the first one with a task that is not dropped; None without such a task."""
		active = _active(self)
		return next((task.executor for task in [*(each for each in active if each.lead), *active]), None)


def fold(lines: Iterable[Line]) -> RequestFacts:
	"""Return the facts after all `lines`. Raise JournalError, and ValueError for naive moments."""
	facts = RequestFacts()
	for line in lines:
		advance(facts, line)
	return facts


def advance(facts: RequestFacts, line: Line) -> None:
	"""Change `facts` by one more line. Raise JournalError before anything is changed."""
	effect = _EFFECTS.get(Kind(line.kind))
	if effect:
		effect(facts, line)
		_follow_tasks(facts, line.moment)
		_note_ends(facts, line.moment)
		_drop_wishes(facts)
		if line.kind not in PASSED_ON:  # the new executor follows in the next line
			_take_first_acceptance(facts)


def _note_ends(facts: RequestFacts, moment: datetime) -> None:
	documents: list[RequestFacts | TaskFacts] = [facts, *facts.tasks.values()]
	for document in documents:
		document.ended_at = (document.ended_at or moment) if document.stage in FINISHED else None


def _drop_wishes(facts: RequestFacts) -> None:
	"""Nobody waits for a new term of work that is reported, handed on or over."""
	for task in facts.tasks.values():
		if task.extension_asked_at and task.stage not in OPEN:
			task.extension_asked_at = None


def _follow_tasks(facts: RequestFacts, moment: datetime) -> None:
	"""Set the request's stage and `executed_at` from its tasks, unless it has ended."""
	if facts.stage in FINISHED or facts.registered_at is None:
		return
	facts.stage = request_stage(
		stage_in_request(task.stage, task.lead, task.awaits_redirect) for task in facts.tasks.values()
	)
	if facts.stage is not Stage.AWAITING_CONFIRMATION:
		facts.executed_at = None
	elif facts.executed_at is None:
		facts.executed_at = moment


def _take_first_acceptance(facts: RequestFacts) -> None:
	"""Set `accepted_at` by the lead's acceptance; where nobody leads any more, by the first of the others (R7.2)."""
	active = _active(facts)
	moments = [task.accepted_at for task in [t for t in active if t.lead] or active if task.accepted_at]
	facts.accepted_at = facts.accepted_at or min(moments, key=utc, default=None)


def _active(facts: RequestFacts, stages: frozenset[Stage] | None = None) -> list[TaskFacts]:
	return [
		task
		for task in facts.tasks.values()
		if (task.stage in stages if stages else task.stage not in DROPPED)
	]


def _tasks_of(facts: RequestFacts, line: Line, stages: frozenset[Stage] | None = None) -> list[TaskFacts]:
	"""Return the tasks in `stages` (default: not dropped) to which the line applies."""
	if line.about is None:
		return _active(facts, stages)
	named = _task_named_by(facts, line)
	return [task for task in _active(facts, stages) if task is named]


def _task_named_by(facts: RequestFacts, line: Line) -> TaskFacts:
	"""Return the task that the line names. Raise JournalError where it was never sent."""
	try:
		return facts.tasks[line.about or ""]
	except KeyError:
		raise JournalError(f"{line.kind} at {line.moment.isoformat()}: never sent to {line.about}") from None


def _received(facts: RequestFacts, line: Line) -> None:
	facts.received_at = facts.received_at or line.moment


def _registered(facts: RequestFacts, line: Line) -> None:
	_received(facts, line)
	facts.registered_at = facts.registered_at or line.moment
	facts.asked_at = None
	_take_deadlines(facts, line)


def _sent(facts: RequestFacts, line: Line) -> None:
	if not line.executor:
		raise JournalError(f"{line.kind} at {line.moment.isoformat()}: no executor")
	if not facts.tasks:
		_take_deadlines(facts, line)
	_clear_awaiting_redirect(facts, line.executor)
	task = facts.tasks.setdefault(line.about or "", TaskFacts(line.executor, first_due=line.due))
	task.stage, task.lead, task.sent_at = Stage.REGISTERED, line.lead, line.moment
	task.accept_by, task.due = line.accept_by, line.due
	task.accepted_at = task.executed_at = task.returned_at = None
	task.handed_to = None
	task.stopped_at, facts.stopped_at = facts.stopped_at if line.due else None, None
	task.term_apart, facts.apart_redirected = facts.apart_redirected, False
	task.redirects_before = facts.redirect_count
	if line.lead and facts.accepted_at is None:
		facts.accept_by = line.accept_by or facts.accept_by


def _clear_awaiting_redirect(facts: RequestFacts, executor: str) -> None:
	"""Clear `awaits_redirect` of what the executor declined before: it has the request again."""
	for task in facts.tasks.values():
		task.awaits_redirect &= task.executor != executor


def _take_deadlines(facts: RequestFacts, line: Line) -> None:
	facts.accept_by = facts.accept_by or line.accept_by
	facts.first_due = facts.first_due or line.due
	facts.due = facts.due or line.due


def _accepted(facts: RequestFacts, line: Line) -> None:
	for task in _tasks_of(facts, line, OPEN):
		task.stage = Stage.IN_PROGRESS
		if task.accepted_at is None:
			task.accepted_at = line.moment
			_note_acceptance(facts, task, line.moment)


def _note_acceptance(facts: RequestFacts, task: TaskFacts, moment: datetime) -> None:
	task.accepted_late |= is_late(moment, task.accept_by)
	facts.accepted_late |= task.accepted_late


def _not_competent(facts: RequestFacts, line: Line) -> None:
	for task in _tasks_of(facts, line):
		task.stage, task.awaits_redirect = Stage.REJECTED, True


def _redirected(facts: RequestFacts, line: Line) -> None:
	_passed_on(facts, line)
	facts.redirect_count += 1


def _passed_on(facts: RequestFacts, line: Line) -> None:
	"""Drop the former executor's task (R6.2.1). The new one follows as a Sent line; the deadline stays.

	What an organisation passes on below it is no redirect: its executors are not in dispute (P4).
	"""
	old = _task_named_by(facts, line) if line.about else None
	facts.stopped_at, facts.apart_redirected = None, bool(old and old.term_apart)
	if old:
		facts.stopped_at = old.stopped_at if old.stage in EXECUTED else None
		old.awaits_redirect = False
		old.stage = old.stage if old.stage in DROPPED else Stage.CANCELLED


def _released(facts: RequestFacts, line: Line) -> None:
	"""Free one of several executors: its part is not needed, the others go on; what it missed stays on record."""
	if line.about is None or facts.stage in FINISHED:
		return
	task = _task_named_by(facts, line)
	task.awaits_redirect = False
	task.stage = task.stage if task.stage in DROPPED else Stage.CANCELLED


def _extended(facts: RequestFacts, line: Line) -> None:
	"""Set a new deadline by agreement (R6.2.2); the lead's, or one for every task, is the request's too.

	A longer term of the lead does not end what another executor has longer still, since its work was returned.
	"""
	tasks = _tasks_of(facts, line)
	is_longer = all(task.due and line.due and utc(line.due) >= utc(task.due) for task in tasks)
	facts.extension_count += 1
	for task in tasks:
		task.due = line.due
		_move_stages(task, line.due, agreed=True)
		task.extension_count += 1
		task.extension_asked_at = None
		task.stopped_at = None if task.stage in OPEN else task.stopped_at
		task.term_apart = not is_of_request(facts, line.about)
		task.broken_term_on_record &= is_late(line.moment, line.due)
	if is_of_request(facts, line.about):
		keeps = is_longer and facts.due is not None and utc(facts.due) > utc(line.due or facts.due)
		facts.due = facts.due if keeps else line.due
		facts.broken_term_on_record &= is_late(line.moment, facts.due)


def _move_stages(task: TaskFacts, due: datetime | None, agreed: bool) -> None:
	"""Move the stage that is next to a new day, and with it what was to be done before that day; `agreed`: it is counted."""
	ahead = task.next_stage
	for stage in task.work_stages.values():
		earlier = stage.due and due and not stage.done_at and utc(stage.due) < utc(due)
		if stage is ahead or earlier:
			stage.due, stage.moves = due, stage.moves + agreed


def _stage_planned(facts: RequestFacts, line: Line) -> None:
	for task in _with_stages(facts, line):
		task.work_stages.setdefault(line.work_stage or "", WorkStage()).wished = line.due


def _stage_agreed(facts: RequestFacts, line: Line) -> None:
	"""Agree to the day of a stage; another day than before is counted as a new term is (R8.6)."""
	for task in _with_stages(facts, line):
		stage = task.work_stages.setdefault(line.work_stage or "", WorkStage())
		is_moved = stage.due is not None and line.due != stage.due
		stage.due, stage.wished = line.due, None
		stage.first_due = stage.first_due or line.due
		stage.moves += is_moved
		task.extension_count += is_moved
		facts.extension_count += is_moved
		_follow_stages(facts, task, line.moment)


def _stage_refused(facts: RequestFacts, line: Line) -> None:
	for task in _with_stages(facts, line):
		stage = task.work_stages.get(line.work_stage or "")
		if stage:
			stage.wished = None


def _stage_done(facts: RequestFacts, line: Line) -> None:
	for task in _with_stages(facts, line):
		stage = task.work_stages.get(line.work_stage or "")
		if stage and not stage.done_at:
			stage.done_at, stage.wished = line.moment, None
			task.extension_asked_at = None  # the term that was to be longer is over
			_note_late_stage(facts, task, stage, line.moment)
			_follow_stages(facts, task, line.moment)


def _note_late_stage(facts: RequestFacts, task: TaskFacts, stage: WorkStage, moment: datetime) -> None:
	late = is_late(moment, stage.due)
	stage.missed |= late
	task.overdue |= late
	facts.overdue |= late


def _with_stages(facts: RequestFacts, line: Line) -> list[TaskFacts]:
	"""Return the tasks that a line about a stage applies to: none where it does not say which stage."""
	return _tasks_of(facts, line, OPEN) if line.work_stage else []


def _follow_stages(facts: RequestFacts, task: TaskFacts, moment: datetime) -> None:
	"""The day of the next stage is the term in force, and the first one's was the first; without one there is none."""
	due = task.next_stage.due if task.next_stage else None
	task.due, task.first_due = due, task.first_due or due
	task.broken_term_on_record &= is_late(moment, due)
	if _has_requests_term(facts, task):
		facts.due, facts.first_due = due, facts.first_due or due
		facts.broken_term_on_record &= is_late(moment, due)


def is_of_request(facts: RequestFacts, about: str | None) -> bool:
	"""Return whether the term of this task is the request's: the lead's, an only one's, or every task's (None)."""
	active = _active(facts)
	return (
		about is None
		or len(active) == 1
		or any(task.lead and task is facts.tasks.get(about) for task in active)
	)


def _has_requests_term(facts: RequestFacts, task: TaskFacts) -> bool:
	return task.lead or len(_active(facts)) == 1


def _term_asked(facts: RequestFacts, line: Line) -> None:
	"""Note that a new term is asked for; the present one goes on until it is agreed (R8.6)."""
	for task in _tasks_of(facts, line, OPEN):
		task.extension_asked_at = line.moment


def _term_refused(facts: RequestFacts, line: Line) -> None:
	for task in _tasks_of(facts, line):
		task.extension_asked_at = None


def _handed_over(facts: RequestFacts, line: Line) -> None:
	"""Hand the task to one person of its executor, or back to all of them (P4): no clock and no stage changes."""
	for task in _tasks_of(facts, line):
		task.handed_to = line.handed_to


def _executed(facts: RequestFacts, line: Line) -> None:
	for task in _tasks_of(facts, line, OPEN):
		_execute(facts, task, line.moment)


def _execute(facts: RequestFacts, task: TaskFacts, moment: datetime) -> None:
	task.stage, task.executed_at = Stage.AWAITING_CONFIRMATION, moment
	task.stopped_at = moment
	late = is_late(moment, task.due)
	_note_broken_term(task, late and not task.sent_after_due)
	facts.overdue |= late or task.overdue
	facts.broken_term_on_record |= late and _has_requests_term(facts, task)


def _returned(facts: RequestFacts, line: Line) -> None:
	"""Return the work without leaving control (R6.3.3): the clock runs again (R6.3.5), the return is counted."""
	tasks = _reopen(facts, line)
	facts.return_count += 1
	facts.rating = None
	for ground in line.grounds:
		facts.grounds[ground] = facts.grounds.get(ground, 0) + 1
	for task in tasks:
		task.return_count += 1


def _reopened(facts: RequestFacts, line: Line) -> None:
	"""Open a closed request again; what was confirmed stays in the journal. The executors are not at fault yet: no return."""
	if facts.stage is Stage.CLOSED and _reopen(facts, line):
		facts.reopen_count += 1
		facts.reopened_at, facts.rating = line.moment, None


def _reopen(facts: RequestFacts, line: Line) -> list[TaskFacts]:
	tasks = _tasks_of(facts, line, EXECUTED)
	for task in tasks:
		task.stage, task.executed_at = Stage.REWORK, None
		task.returned_at = line.moment
		task.stopped_at = task.stopped_at if task.due else None  # without a term no clock runs again (R4.5)
	if tasks and facts.stage is Stage.CLOSED:
		facts.stage, facts.closed_at = Stage.REWORK, None
		facts.not_reached = False
	return tasks


def _resumed(facts: RequestFacts, line: Line) -> None:
	"""The clock runs again up to a new deadline (R6.3.5); the request's own moves with the latest of its tasks'.

	It does not with a term that was agreed for one of several executors alone (R6.2.2).
	"""
	tasks = _tasks_of(facts, line, OPEN)
	for task in tasks:
		task.due, task.stopped_at = line.due, None
		_move_stages(task, line.due, agreed=False)
		task.broken_term_on_record &= is_late(line.moment, line.due)
	is_apart = bool(tasks) and all(task.term_apart for task in tasks) and not is_of_request(facts, line.about)
	if facts.due and line.due and not is_apart:
		facts.due = max(line.due, facts.due, key=utc)
		facts.broken_term_on_record &= is_late(line.moment, facts.due)


def _called_back(facts: RequestFacts, line: Line) -> None:
	facts.callback_count += 1


def _confirmed(facts: RequestFacts, line: Line) -> None:
	facts.rating = line.rating or facts.rating


def _disputed(facts: RequestFacts, line: Line) -> None:
	"""Reopen a closed request; before the closing the operator decides, by a return or a closing."""
	facts.rating = None
	if facts.stage is Stage.CLOSED:
		_reopen(facts, line)


def _closed(facts: RequestFacts, line: Line) -> None:
	"""Close the request. A task never reported done counts as done now, as in journals of other systems."""
	if facts.stage in FINISHED:
		return
	for task in _active(facts, OPEN):
		_execute(facts, task, line.moment)
	for task in _active(facts):
		task.stage = Stage.CLOSED
	_end(facts, Stage.CLOSED)
	facts.executed_at, facts.closed_at = facts.executed_at or line.moment, line.moment


def _not_reached(facts: RequestFacts, line: Line) -> None:
	"""Close the request although its applicant was not reached: counted apart from what was confirmed (R6.1.5)."""
	facts.not_reached |= facts.stage not in FINISHED
	_closed(facts, line)


def _end(facts: RequestFacts, stage: Stage) -> None:
	facts.stage = stage
	facts.asked_at = None
	for task in facts.tasks.values():
		task.awaits_redirect = False


def _rejected(facts: RequestFacts, line: Line) -> None:
	_drop(facts, line, Stage.REJECTED)


def _cancelled(facts: RequestFacts, line: Line) -> None:
	_drop(facts, line, Stage.CANCELLED)


def _drop(facts: RequestFacts, line: Line, stage: Stage) -> None:
	"""Reject or cancel the request; a line that names an executor withdraws that executor's task only.

	A request that has ended stays as it is: only a dispute, a return or a reopening opens a closed one again.
	"""
	if facts.stage in FINISHED:
		return
	for task in _tasks_of(facts, line):
		task.stage = Stage.CANCELLED
	if line.about is None:
		_end(facts, stage)


def _asked(facts: RequestFacts, line: Line) -> None:
	"""Moderation waits from the first question that is not answered yet."""
	if facts.stage is Stage.MODERATION:
		facts.asked_at = facts.asked_at or line.moment


def _answered(facts: RequestFacts, line: Line) -> None:
	facts.asked_at, facts.answered_at = None, line.moment


def _joined(facts: RequestFacts, line: Line) -> None:
	facts.joined_count += 1


def _left(facts: RequestFacts, line: Line) -> None:
	facts.joined_count = max(facts.joined_count - 1, 0)


def _acceptance_missed(facts: RequestFacts, line: Line) -> None:
	for task in _tasks_of(facts, line):
		task.accepted_late |= line.about is not None or task.accepted_at is None
	facts.accepted_late = True


def _term_broken(facts: RequestFacts, line: Line) -> None:
	tasks = _tasks_of(facts, line)
	for task in tasks:
		_note_broken_term(task, line.about is not None or _shares_broken_term(facts, task, line.moment))
	facts.overdue = True
	facts.broken_term_on_record |= line.about is None or any(
		_has_requests_term(facts, task) for task in tasks
	)


def _shares_broken_term(facts: RequestFacts, task: TaskFacts, moment: datetime) -> bool:
	"""Return whether the request's broken term is this task's too.

	Not where it has a later one of its own (R6.2.2), nor where it has none and the request's was the day of another
	executor's stage (R4.5).
	"""
	has_later = task.due is not None and utc(task.due) > utc(moment)
	by_stages = task.due is None and any(each.work_stages for each in facts.tasks.values())
	return task.stage in OPEN and not task.sent_after_due and not has_later and not by_stages


def _note_broken_term(task: TaskFacts, is_broken: bool) -> None:
	task.overdue |= is_broken
	task.broken_term_on_record |= is_broken
	if is_broken and task.next_stage:
		task.next_stage.missed = True


_EFFECTS: dict[Kind, Callable[[RequestFacts, Line], None]] = {
	Kind.RECEIVED: _received,
	Kind.REGISTERED: _registered,
	Kind.SENT: _sent,
	Kind.ACCEPTED: _accepted,
	Kind.NOT_COMPETENT: _not_competent,
	Kind.REDIRECTED: _redirected,
	Kind.ASSIGNED_BELOW: _passed_on,
	Kind.RELEASED: _released,
	Kind.STAGE_PLANNED: _stage_planned,
	Kind.STAGE_AGREED: _stage_agreed,
	Kind.STAGE_REFUSED: _stage_refused,
	Kind.STAGE_DONE: _stage_done,
	Kind.EXTENDED: _extended,
	Kind.TERM_ASKED: _term_asked,
	Kind.TERM_REFUSED: _term_refused,
	Kind.HANDED_OVER: _handed_over,
	Kind.EXECUTED: _executed,
	Kind.RETURNED: _returned,
	Kind.REOPENED: _reopened,
	Kind.CALLED_BACK: _called_back,
	Kind.CONFIRMED: _confirmed,
	Kind.DISPUTED: _disputed,
	Kind.CLOSED: _closed,
	Kind.NOT_REACHED: _not_reached,
	Kind.REJECTED: _rejected,
	Kind.CANCELLED: _cancelled,
	Kind.ACCEPTANCE_MISSED: _acceptance_missed,
	Kind.TERM_BROKEN: _term_broken,
	Kind.RESUMED: _resumed,
	Kind.JOINED_TO: _cancelled,
	Kind.BECAME_APPEAL: _cancelled,
	Kind.ASKED: _asked,
	Kind.ANSWERED: _answered,
	Kind.JOINED: _joined,
	Kind.LEFT: _left,
}
