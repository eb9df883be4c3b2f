"""Histories that are legal by the table of acts, one step after the other, and what must hold of each step.

A step is drawn from what may be done next: an act from a stage that the table names, or the clock's sweep. Whoever adds an
act adds it here by its row alone: its line names its task, or nobody; `LINES` says what else goes with it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from regulation_kit import CALENDAR, kyiv

from contact_center.regulation import acts
from contact_center.regulation.acts import ACTS, REQUEST, Act
from contact_center.regulation.clocks import TaskClock, events_due
from contact_center.regulation.facts import Kind, Line, RequestFacts, TaskFacts, advance
from contact_center.regulation.moments import is_late, utc
from contact_center.regulation.resuming import resuming_lines
from contact_center.regulation.stages import DROPPED, FINISHED, OPEN, UNDER_CONTROL, Stage
from contact_center.regulation.terms import RequestType, Rest, RestKind, Term, Unit, deadline

START = kyiv("2026-03-23 16:00")
"""The clocks change within its first week."""
EXECUTORS = ("water", "heat", "roads", "gas")
GROUNDS = ("blurred", "scan", "disputed")
TYPES = (
	RequestType("sos", "SOS", 1, Term(30, Unit.MINUTES), Term(2, Unit.HOURS)),
	RequestType("urgent", "U", 2, Term(2, Unit.WORKING_HOURS), Term(24, Unit.WORKING_HOURS)),
	RequestType("usual", "O", 3, Term(1, Unit.WORKING_DAYS), Term(5, Unit.CALENDAR_DAYS)),
	RequestType("long", "L", 4, Term(4, Unit.HOURS), Term(20, Unit.WORKING_DAYS), rest=Rest(RestKind.WHOLE)),
	RequestType("wholly", "W", 5, Term(2, Unit.HOURS), Term(0, Unit.NO_FIXED_TERM)),
)
STOPS = {act.kind for act in ACTS if act.target and None not in act.origins}
STOPS |= {Kind.EXTENDED, Kind.STAGE_AGREED, Kind.STAGE_DONE}


@dataclass(frozen=True)
class Step:
	"""What was done at a moment: an act, to a task where it is a task's; None is the sweep."""

	act: Act | None
	task: str | None
	moment: datetime
	lines: tuple[Line, ...] = ()


# What may be done next


def options(facts: RequestFacts) -> list[tuple[Act | None, str | None]]:
	"""Return the acts that the table allows now, with the task that each is about, and the sweep."""
	stage = facts.stage if facts.received_at else None
	of_request = [
		(act, None) for act in ACTS if act.document == REQUEST and act.starts_from(stage) and _may(act, facts)
	]
	of_tasks = [
		(act, name)
		for name, task in facts.tasks.items()
		for act in ACTS
		if act.document != REQUEST and act.starts_from(task.stage) and _may_task(act, task, facts)
	]
	return [*of_request, *of_tasks, *([(None, None)] if facts.tasks else [])]


def weighed(steps: list[tuple[Act | None, str | None]]) -> list[tuple[Act | None, str | None]]:
	"""Return each as often as it is likely: histories that go on tell more than those that end at once."""
	return [each for each in steps for _time in range(_weight(each[0]))]


def _weight(act: Act | None) -> int:
	if (
		act
		and act.target in FINISHED
		and act.document == REQUEST
		and act not in (acts.CLOSE, acts.CLOSE_NOT_REACHED)
	):
		return 1
	likely = dict.fromkeys((acts.CALL_INSPECTION, acts.ASK_FOR_INSPECTION, acts.HAND_OVER), 4)
	likely |= {acts.ASSIGN_BELOW: 4, acts.RELEASE: 6}
	likely |= {acts.RECEIVE: 90, acts.REGISTER: 30, acts.REDIRECT: 8, acts.DECLINE: 8, acts.CLOSE: 8}
	likely |= dict.fromkeys((acts.PLAN_STAGE, acts.AGREE_STAGE, acts.REPORT_STAGE), 60)
	likely[acts.CLOSE_NOT_REACHED] = 3
	return likely.get(act, 20 if act and act.decides else 4) if act else 4


def _may(act: Act, facts: RequestFacts) -> bool:
	needs: dict[Act, bool] = {
		acts.ANSWER: bool(facts.asked_at or facts.answered_at),
		acts.LEAVE: facts.joined_count > 0,
	}
	return needs.get(act, True)


def _may_task(act: Act, task: TaskFacts, facts: RequestFacts) -> bool:
	waits = task.extension_asked_at is not None
	others = [each for each in facts.tasks.values() if each is not task and each.stage not in DROPPED]
	is_held = facts.stage in UNDER_CONTROL and (task.stage is not Stage.REJECTED or task.awaits_redirect)
	needs: dict[Act, bool] = {
		acts.ASK_FOR_TERM: not waits and task.due is not None,
		acts.ASSIGN_BELOW: facts.stage in UNDER_CONTROL and len(others) < len(EXECUTORS) - 1,
		acts.RELEASE: is_held and not task.lead and bool(others),
		acts.PLAN_STAGE: task.due is None or bool(task.work_stages),
		acts.AGREE_STAGE: bool(_wished(task)),
		acts.REFUSE_STAGE: bool(_wished(task)),
		acts.REPORT_STAGE: task.next_stage is not None,
		acts.EXTEND: waits,
		acts.REFUSE_TERM: waits,
		acts.REDIRECT: is_held,
	}
	return needs.get(act, True)


def _wished(task: TaskFacts) -> list[str]:
	return [key for key, stage in task.work_stages.items() if stage.wished]


# The lines of a step


Lines = Callable[[RequestFacts, Line, RequestType, int], list[Line]]


def _registered(facts: RequestFacts, line: Line, rtype: RequestType, draw: int) -> list[Line]:
	"""Sent to one executor or two, of whom one leads or none."""
	terms = {
		"accept_by": deadline(line.moment, rtype.accept, CALENDAR),
		"due": deadline(line.moment, rtype.done, CALENDAR),
	}
	many, leads = 1 + draw % 2, draw % 3
	sent = [
		Line(Kind.SENT, line.moment, EXECUTORS[n], task=f"1-{n + 1}", lead=many == 1 or n == leads, **terms)
		for n in range(many)
	]
	return [replace(line, **terms), *sent]


def _redirected(facts: RequestFacts, line: Line, rtype: RequestType, draw: int) -> list[Line]:
	"""To somebody who has no part of it, else, of what was declined, to who has one."""
	old = facts.tasks[line.task or ""]
	busy = {task.executor for task in facts.tasks.values() if task.stage not in DROPPED}
	free = [each for each in EXECUTORS if each not in busy | {old.executor}]
	if old.stage is Stage.REJECTED and busy and (draw % 3 == 0 or not free):
		return [line]
	to = free[draw % len(free)]
	terms = {"accept_by": deadline(line.moment, rtype.accept, CALENDAR), "due": old.due}
	new = Line(Kind.SENT, line.moment, to, task=f"1-{len(facts.tasks) + 1}", lead=old.lead, **terms)
	return [line, new]


def _handed_over(facts: RequestFacts, line: Line, rtype: RequestType, draw: int) -> list[Line]:
	"""To one person, to another one, or back."""
	had = facts.tasks[line.task or ""].handed_to
	people = [each for each in ("olena", "petro", None) if each != had]
	return [replace(line, handed_to=people[draw % len(people)])]


def _extended(facts: RequestFacts, line: Line, rtype: RequestType, draw: int) -> list[Line]:
	"""To a later day, which is not over."""
	due = facts.tasks[line.task or ""].due
	assert due
	return [replace(line, due=max(due, line.moment, key=utc) + timedelta(days=1 + draw % 20))]


def _returned(facts: RequestFacts, line: Line, rtype: RequestType, draw: int) -> list[Line]:
	return [replace(line, grounds=GROUNDS[: draw % 3])]


def _confirmed(facts: RequestFacts, line: Line, rtype: RequestType, draw: int) -> list[Line]:
	return [replace(line, rating=draw % 6 or None)]


def _planned(facts: RequestFacts, line: Line, rtype: RequestType, draw: int) -> list[Line]:
	"""A new stage, or another day for one that is not done (R4.5)."""
	stages = facts.tasks[line.task or ""].work_stages
	left = [key for key, stage in stages.items() if not stage.done_at]
	key = left[draw % len(left)] if left and draw % 3 == 0 else f"s{len(stages)}"
	return [replace(line, work_stage=key, due=line.moment + timedelta(days=1 + draw % 9))]


def _about_wished(facts: RequestFacts, line: Line, rtype: RequestType, draw: int) -> list[Line]:
	task = facts.tasks[line.task or ""]
	keys = _wished(task)
	key = keys[draw % len(keys)]
	due = task.work_stages[key].wished if line.kind is Kind.STAGE_AGREED else None
	return [replace(line, work_stage=key, due=due)]


def _stage_done(facts: RequestFacts, line: Line, rtype: RequestType, draw: int) -> list[Line]:
	stages = facts.tasks[line.task or ""].work_stages
	keys = [key for key, stage in stages.items() if stage.due and not stage.done_at]
	return [replace(line, work_stage=keys[draw % len(keys)])]


LINES: dict[Act, Lines] = {
	acts.PLAN_STAGE: _planned,
	acts.AGREE_STAGE: _about_wished,
	acts.REFUSE_STAGE: _about_wished,
	acts.REPORT_STAGE: _stage_done,
	acts.REGISTER: _registered,
	acts.REDIRECT: _redirected,
	acts.ASSIGN_BELOW: _redirected,
	acts.HAND_OVER: _handed_over,
	acts.EXTEND: _extended,
	acts.RETURN_FOR_REWORK: _returned,
	acts.CONFIRM: _confirmed,
}


def lines_of(step: Step, facts: RequestFacts, rtype: RequestType, draw: int) -> list[Line]:
	"""Return the lines of a step, as the site's drafts write them: what was missed before it stops a clock, then itself."""
	if step.act is None:
		return [*_missed(facts, step.moment, None), *_overdue_request(facts, step.moment)]
	task = facts.tasks.get(step.task or "")
	line = Line(step.act.kind, step.moment, task.executor if task else None, task=step.task)
	missed = _missed(facts, step.moment, step.task) if step.act.kind in STOPS else []
	return [*missed, *LINES.get(step.act, lambda *_: [line])(facts, line, rtype, draw)]


def _missed(facts: RequestFacts, now: datetime, about: str | None) -> list[Line]:
	found = ([name] if about else list(facts.tasks) for name in [about])
	return [
		Line(event.kind, event.moment, facts.tasks[name].executor, task=name)
		for name in chain.from_iterable(found)
		for event in events_due(_clock(facts.tasks[name]), now)
	]


def _clock(task: TaskFacts) -> TaskClock:
	return TaskClock(
		stage=task.stage,
		accept_by=task.accept_by,
		due=task.due,
		accepted_at=task.accepted_at,
		accepted_late=task.accepted_late,
		overdue=task.broken_term_on_record,
		sent_at=task.sent_at,
	)


def _overdue_request(facts: RequestFacts, now: datetime) -> list[Line]:
	is_broken = facts.stage in OPEN and not facts.overdue_now and is_late(now, facts.due)
	return [Line(Kind.TERM_BROKEN, facts.due)] if is_broken and facts.due else []


def told(
	draws: list[tuple[int, int]], rtype: RequestType
) -> Iterator[tuple[Step, RequestFacts, RequestFacts]]:
	"""Yield each step of a history with the facts before and after it; `draws` are (which, minutes since the last one)."""
	facts, now = RequestFacts(), START
	for number, (drawn, minutes) in enumerate(draws):
		which = (
			(drawn + 1) * 2_654_435_761 + number * 40_503 >> 5
		) & 0xFFFFFF  # small ones are not all alike
		now = (utc(now) + timedelta(minutes=minutes)).astimezone(START.tzinfo)
		possible = weighed(options(facts))
		act, task = possible[which % len(possible)]
		step, before = Step(act, task, now), snapshot(facts)
		lines = lines_of(step, facts, rtype, which // len(possible))
		for line in lines:
			advance(facts, line)
		for line in (resumed := list(resuming_lines(facts, rtype, CALENDAR))):
			advance(facts, line)
		yield replace(step, lines=(*lines, *resumed)), before, snapshot(facts)


def snapshot(facts: RequestFacts) -> RequestFacts:
	tasks = {
		name: replace(task, work_stages={key: replace(each) for key, each in task.work_stages.items()})
		for name, task in facts.tasks.items()
	}
	return replace(facts, grounds=dict(facts.grounds), tasks=tasks)


# What must hold


GROWS = (
	"reopen_count",
	"accepted_late",
	"overdue",
	"return_count",
	"redirect_count",
	"callback_count",
	"extension_count",
)
TASK_GROWS = ("accepted_late", "overdue", "return_count", "extension_count", "redirects_before")
STAYS = ("received_at", "registered_at", "accepted_at", "first_due")


def faults(step: Step, before: RequestFacts, after: RequestFacts) -> Iterator[str]:
	"""Yield what does not hold between the facts before and after a step."""
	yield from _kept("request", before, after, GROWS, STAYS)
	for name, task in before.tasks.items():
		yield from _kept(name, task, after.tasks[name], TASK_GROWS, ("first_due",))
	yield from _moved(step, before, after)
	yield from _lateness(step, before, after)
	yield from _state(after)
	for ground, times in before.grounds.items():
		if after.grounds.get(ground, 0) < times:
			yield f"ground {ground} was counted {times} times"


def _kept(what: str, before, after, grows: tuple[str, ...], stays: tuple[str, ...]) -> Iterator[str]:
	for name in grows:
		if getattr(after, name) < getattr(before, name):
			yield f"{what}: {name} went down from {getattr(before, name)} to {getattr(after, name)}"
	for name in stays:
		if getattr(before, name) is not None and getattr(after, name) != getattr(before, name):
			yield f"{what}: {name} changed"
	if _goes_by_stages(after):  # the day of the next one, whichever that is (R4.5)
		return
	if before.due and (after.due is None or utc(after.due) < utc(before.due)):
		yield f"{what}: the deadline became earlier, {before.due} -> {after.due}"
	if after.due and after.first_due and utc(after.due) < utc(after.first_due):
		yield f"{what}: the deadline lies before the first one"


def _goes_by_stages(facts) -> bool:
	tasks = facts.tasks.values() if isinstance(facts, RequestFacts) else [facts]
	return any(task.work_stages for task in tasks)


def _moved(step: Step, before: RequestFacts, after: RequestFacts) -> Iterator[str]:
	"""The stage that the table names is reached, and no other document moves by what moves nothing."""
	act = step.act
	now, then = _stages(before), _stages(after)
	if act is None or not act.target:
		if {name: then[name] for name in now} != now:
			yield f"{act and act.name} moved {now} to {then}"
	elif step.task is None:
		if after.stage is not act.target:
			yield f"{act.name} brought the request to {after.stage}"
	else:
		stays = now[step.task] if now[step.task] in DROPPED else act.target
		if then[step.task] is not stays:
			yield f"{act.name} brought its task to {then[step.task]}"
		if any(then[name] is not stage for name, stage in now.items() if name not in (step.task, "request")):
			yield f"{act.name} moved other tasks: {now} to {then}"


def _stages(facts: RequestFacts) -> dict[str, Stage]:
	return {"request": facts.stage, **{name: task.stage for name, task in facts.tasks.items()}}


def _lateness(step: Step, before: RequestFacts, after: RequestFacts) -> Iterator[str]:
	"""Nobody is late who was not, and whoever reports after the term is, unless it was over when the work was sent."""
	for name, task in after.tasks.items():
		was = before.tasks.get(name, task)
		if task.overdue and not was.overdue and not is_late(step.moment, was.due):
			yield f"{name} is overdue before its deadline"
		if task.accepted_late and not was.accepted_late and not is_late(step.moment, was.accept_by):
			yield f"{name} was accepted late before its deadline"
		reported = task.executed_at == step.moment and was.stage in OPEN
		if reported and is_late(step.moment, was.due) and not (task.overdue or was.sent_after_due):
			yield f"{name} was reported late, and is not overdue"
	if after.overdue and not before.overdue:
		ends = [before.due, *(task.due for task in before.tasks.values())]
		if not any(is_late(step.moment, end) for end in ends):
			yield "the request is overdue before its deadline"


def _state(facts: RequestFacts) -> Iterator[str]:
	tasks = facts.tasks.values()
	active = [task for task in tasks if task.stage not in DROPPED]
	checks = {
		"closed without a moment": (facts.closed_at is not None) == (facts.stage is Stage.CLOSED),
		"ended without a moment": (facts.ended_at is not None) == (facts.stage in FINISHED),
		"a task's end has no moment": all((t.ended_at is not None) == (t.stage in FINISHED) for t in tasks),
		"two lead": sum(task.lead for task in active) <= 1,
		"one executor has two tasks": len({task.executor for task in active}) == len(active),
		"a wish of work that does not run": all(
			t.stage in (Stage.IN_PROGRESS, Stage.REWORK) for t in tasks if t.extension_asked_at
		),
		"a broken term that is not overdue": all(t.overdue for t in tasks if t.broken_term_on_record),
		"a day that is not the next stage's": all(
			t.due == t.next_stage.due for t in tasks if t.next_stage and t.stage in OPEN
		),
		"work without a next day that is not marked": all(
			t.without_date == (t.due is None) for t in tasks if t.stage in (Stage.IN_PROGRESS, Stage.REWORK)
		),
		"a stage's first day changed its place": all(
			stage.first_due is not None for t in tasks for stage in t.work_stages.values() if stage.due
		),
		"overdue without its request": facts.overdue >= any(task.overdue for task in tasks),
		"accepted late without its request": facts.accepted_late >= any(t.accepted_late for t in tasks),
		"work in moderation": not (facts.stage is Stage.MODERATION and facts.tasks),
		"a finished request with work": facts.stage not in FINISHED
		or all(t.stage in FINISHED for t in tasks),
		"a clock that stands while work is owed": all(
			t.stopped_at is None or t.due is None for t in tasks if t.stage in OPEN
		),
		"waits for confirmation without a result": facts.stage is not Stage.AWAITING_CONFIRMATION
		or bool(facts.executed_at and active),
		"an answer is waited for outside moderation": not facts.asked_at or facts.stage is Stage.MODERATION,
		"fewer than none have joined": facts.joined_count >= 0,
		"a rating without an end": not facts.rating or facts.stage in (*FINISHED, *UNDER_CONTROL),
	}
	yield from (what for what, holds in checks.items() if not holds)
