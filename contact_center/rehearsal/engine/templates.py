"""What the scalar rule makes of one journal, said in places instead of moments, so that it holds for its class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from contact_center.regulation.facts import Kind, Line, RequestFacts, TaskFacts
from contact_center.regulation.stages import Stage
from contact_center.rehearsal.engine.classes import NO_SLOT, STRANGER, Slots
from contact_center.rehearsal.engine.replay import Miss, replay
from contact_center.rehearsal.reading.columns import KINDS, Journal, Spans, Terms
from contact_center.rehearsal.reading.instants import moment, seconds

STAGES: tuple[Stage, ...] = tuple(Stage)
STAGE_CODE: dict[Stage, int] = {stage: code for code, stage in enumerate(STAGES)}

# Which columns of the facts hold moments, and which plain numbers; a guard test keeps them whole.
REQUEST_MOMENTS = (
	*("received_at", "registered_at", "accepted_at", "executed_at", "closed_at", "ended_at"),
	*("accept_by", "first_due", "due"),
)
REQUEST_NUMBERS = ("accepted_late", "overdue", "return_count", "redirect_count", "callback_count")
TASK_MOMENTS = ("sent_at", "accept_by", "first_due", "due", "accepted_at", "executed_at", "ended_at")
TASK_NUMBERS = ("lead", "accepted_late", "overdue", "return_count", "awaits_redirect")
MISSES = {"missed": Kind.ACCEPTANCE_MISSED, "broken": Kind.TERM_BROKEN}

# A source says where a moment stands: in which column, and in which line of the request. A moment that a rule
# made up by itself has no such place: it is its own source, below NO_SOURCE, and holds for this journal alone.
NO_SOURCE = -1
WIDTH = 1 << 32
AT, ACCEPT_BY, DUE = range(3)


@dataclass
class Template:
	"""`request` and `tasks` (by executor's number) map a column's name to a number or a source.

	`general` says that it holds for the whole class; `refused` are places of lines that speak of a stranger.
	"""

	request: dict[str, int]
	tasks: list[dict[str, int]]
	refused: list[int]
	general: bool = True


@dataclass
class Story:
	"""One member's journal as the rules take it; `source` finds a moment again by its identity."""

	lines: list[Line] = field(default_factory=list)
	source: dict[int, int] = field(default_factory=dict)
	general: bool = True


def template_of(
	request: int, journal: Journal, spans: Spans, terms: Terms, slots: Slots, until: datetime, zone: ZoneInfo
) -> Template:
	"""Ask the scalar rule what becomes of `request`."""
	story = _story(request, journal, spans, terms, slots, zone)
	done = replay(story.lines, until)
	columns = _columns(done.facts, REQUEST_MOMENTS, REQUEST_NUMBERS, story)
	tasks = [_task(task, done.misses, story) for task in done.facts.tasks.values()]
	return Template(columns, tasks, done.refused, story.general)


def _story(request: int, journal: Journal, spans: Spans, terms: Terms, slots: Slots, zone: ZoneInfo) -> Story:
	story = Story()
	first = int(spans.start[request])
	for place in range(int(spans.length[request])):
		row = first + place
		moments = []
		for which, column in ((AT, journal.at), (ACCEPT_BY, terms.accept_by), (DUE, terms.due)):
			found = moment(column[row], zone)
			moments.append(found)
			story.source[id(found)] = which * WIDTH + place
		at, accept_by, due = moments
		kind, executor = KINDS[journal.kind[row]], _name(slots.of_line[row])
		story.lines.append(Line(kind, at, executor, accept_by, due, bool(journal.lead[row])))
	story.source.pop(id(None), None)
	return story


def _name(slot: int) -> str | None:
	return None if slot == NO_SLOT else "stranger" if slot == STRANGER else str(slot)


def _columns(
	facts: RequestFacts | TaskFacts, moments: Sequence[str], numbers: Sequence[str], story: Story
) -> dict[str, int]:
	found = {name: _source(getattr(facts, name), story) for name in moments}
	found |= {name: int(getattr(facts, name)) for name in numbers}
	return {"stage": STAGE_CODE[facts.stage], **found}


def _task(task: TaskFacts, misses: Sequence[Miss], story: Story) -> dict[str, int]:
	found = _columns(task, TASK_MOMENTS, TASK_NUMBERS, story)
	for name, kind in MISSES.items():
		fallen = [miss.deadline for miss in misses if (miss.executor, miss.kind) == (task.executor, kind)]
		found[name] = _source(fallen[0] if fallen else None, story)
	return found


def _source(found: datetime | None, story: Story) -> int:
	if found is None:
		return NO_SOURCE
	if id(found) not in story.source:
		story.general = False
		return NO_SOURCE - 1 - seconds(found)
	return story.source[id(found)]
