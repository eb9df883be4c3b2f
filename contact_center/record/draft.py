"""A draft: the facts of one request, folded from its journal, and the row changes that new lines bring."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.access import permissions
from contact_center.record import clock, deadlines, joined, journal, messages, projection, rows, stage_rows
from contact_center.record.journal import NewLine
from contact_center.record.messages import FOR_APPLICANT, Message, event_of
from contact_center.record.rows import Values
from contact_center.regulation.acts import ACTS, REQUEST, TASK, Party
from contact_center.regulation.clocks import TaskClock
from contact_center.regulation.facts import Kind, RequestFacts, advance
from contact_center.regulation.moments import utc
from contact_center.regulation.stages import DROPPED, Stage
from contact_center.regulation.terms import AlertClock

STOPS_CLOCKS = {act.kind for act in ACTS if act.target and None not in act.origins}
LEAVES_THE_OTHERS = {Kind.RELEASED, Kind.NOT_COMPETENT}
MOVES_CLOCKS = {Kind.EXTENDED, Kind.STAGE_AGREED, Kind.STAGE_DONE}
DECIDES_ON = {
	doctype: {act.kind for act in ACTS if act.decides and act.document == doctype}
	for doctype in (REQUEST, TASK)
}
DECIDES_ON_TERMS = {Kind.EXTENDED, Kind.TERM_REFUSED}
NOTIFIES_EVERY_TASK = {act.kind for act in ACTS if act.document == REQUEST and Party.EXECUTOR in act.notifies}


@dataclass
class Draft:
	"""One request with its tasks: the rows of the database, and the facts folded from the journal.

	`row` is the request's, None for a new one; `tasks` are its tasks' rows, by name and sorted by it. `held` is the one
	of these documents whose form is being saved, if there is one. `newest` is when the journal's last line was written.
	"""

	request: str
	row: Values | None
	tasks: dict[str, Values]
	facts: RequestFacts
	held: Document | None = None
	newest: datetime | None = None
	lines: list[NewLine] = field(default_factory=list)
	sent: dict[str, Values] = field(default_factory=dict)
	_other: dict[str, Values] = field(default_factory=dict)
	_before: dict[str, Stage] = field(default_factory=dict)
	_upcoming: dict[str, datetime | None] | None = None

	def __post_init__(self) -> None:
		self._before = self._stages()

	def add(
		self, lines: Sequence[NewLine], *, sent: Mapping[str, Values] | None = None, **fields: Any
	) -> "Draft":
		"""Add lines to the journal of the draft; a held document shows their effect at once.

		`sent`: fields of the tasks that the lines send, by name of task. `fields`: other fields of the request. A
		deadline that a task has missed unnoticed is journaled before the lines that stop its clock (R7.1), a new
		deadline after the lines that let a clock run again (R6.3.5).
		"""
		self.sent |= sent or {}
		for line in (*self._missed(lines), *lines):
			self._take(line)
		for line in self._resuming():
			self._take(line)
		self._upcoming = None
		self.set_fields(self.request, **fields)
		self._hold()
		return self

	def set_fields(self, name: str, **fields: Any) -> None:
		"""Set fields of the request or task `name` that do not follow from the journal."""
		self._other.setdefault(name, {}).update(fields)

	def sweep(self, task: str, now: datetime) -> None:
		"""Record that the sweep has looked at the task up to `now` (aware)."""
		self.set_fields(task, swept_until_utc=clock.to_utc(now))
		self._upcoming = None

	def clock_of(self, task: str) -> TaskClock:
		"""Return the running deadlines of a task. Raise ValueError for a wrong record of its request type."""
		row = {**(self.sent.get(task) or self.tasks[task]), **self._other.get(task, {})}
		return deadlines.task_clock(self.facts.tasks[task], row["request_type"], row["swept_until_utc"])

	def moved(self) -> list[str]:
		"""Return the names of the tasks whose stage the lines have changed."""
		return [name for name, stage in self._stages().items() if self._before.get(name, stage) is not stage]

	def changes(self, doctype: str) -> dict[str, Values]:
		"""Return the fields to update, by name of row. The row of a held document is left to its own save."""
		names = [self.request] if doctype == REQUEST else list(self.tasks)
		found = {name: self._changes(doctype, name) for name in names if not self._holds(doctype, name)}
		return {name: values for name, values in found.items() if values}

	def decided(self, doctype: str) -> Iterator[str]:
		"""Yield the rows whose version somebody decided on: whoever saw the one before is refused, whatever the row shows."""
		for line in self.lines:
			name = line.task if doctype == TASK else self.request
			if (
				line.kind in DECIDES_ON[doctype]
				and name in self.shown(doctype)
				and not self._holds(doctype, name)
			):
				yield name

	def new_tasks(self) -> Iterator[Values]:
		"""Yield the rows of the tasks that the lines send."""
		for name, fields in self.sent.items():
			upcoming = self._ahead()[name]
			task = self.facts.tasks[name]
			projected = projection.of_task(task, None, upcoming, self.facts.redirect_count)
			yield {"name": name, **fields, **projected}

	def messages(self) -> Iterator[Message]:
		"""Yield a message for the request, and for each task that a line is about or whose stage it changed."""
		for line in self.lines:
			if not line.silent:
				event = event_of(line.kind.value, line.audience)
				if not line.of_task:
					yield Message(REQUEST, self.request, event)
				if (
					line.kind is Kind.COMMENTED
					and line.public
					and not permissions.is_citizen(frappe.session.user)
				):
					yield Message(REQUEST, self.request, FOR_APPLICANT)
				yield from (
					Message(TASK, task, event, _alert_clock(line)) for task in self._tasks_to_notify(line)
				)
		if self.comes_to_confirmation():
			yield Message(REQUEST, self.request, event_of(Kind.EXECUTED.value))

	def comes_to_confirmation(self) -> bool:
		"""Return whether the work is done by an act that reports nothing: the last executor who owed it is there no more."""
		came = (
			self.facts.stage is Stage.AWAITING_CONFIRMATION
			and bool(self.row)
			and self.row["stage"] != self.facts.stage
		)
		return came and any(line.kind in LEAVES_THE_OTHERS and not line.silent for line in self.lines)

	def no_longer_wished(self) -> Iterator[str]:
		"""Yield the tasks whose request for a new term ends without a decision: the work is reported or handed on."""
		decided = {line.task for line in self.lines if line.kind in DECIDES_ON_TERMS}
		for name, row in self.tasks.items():
			facts = self.facts.tasks.get(name)
			if row["extension_asked_at"] and facts and not facts.extension_asked_at and name not in decided:
				yield name

	def shown(self, doctype: str) -> dict[str, Values]:
		"""Return the rows as the database has them, by name."""
		return self.tasks if doctype == TASK else {self.request: self.row} if self.row else {}

	def write(self, *, touch: bool = True) -> None:
		"""Write the lines, the new tasks and the changed rows, and queue the messages."""
		write_all([self], touch=touch)

	def _tasks_to_notify(self, line: NewLine) -> Sequence[str]:
		if line.task:
			return [line.task]
		return self.moved() if line.kind in NOTIFIES_EVERY_TASK else ()

	def _stages(self) -> dict[str, Stage]:
		return {name: task.stage for name, task in self.facts.tasks.items()}

	def _missed(self, lines: Sequence[NewLine]) -> list[NewLine]:
		stopped = {line.task for line in lines if line.kind in STOPS_CLOCKS | MOVES_CLOCKS}
		now = clock.now()
		return [
			deadlines.line_of(name, task.executor, event, silent=True)
			for name, task in self.facts.tasks.items()
			if stopped & {name, None}
			for event in deadlines.missed(self.clock_of(name), now)
		]

	def _take(self, line: NewLine) -> None:
		advance(self.facts, line.as_line())
		self.lines.append(line)

	def _resuming(self) -> list[NewLine]:
		if not self.row or not any(task.resumes_at for task in self.facts.tasks.values()):
			return []
		try:
			return deadlines.resuming(self.facts, self.row["request_type"])
		except ValueError:  # a senseless request type does not stop what is done to the request
			return []

	def _holds(self, doctype: str, name: str) -> bool:
		return bool(self.held) and (self.held.doctype, self.held.name) == (doctype, name)

	def _hold(self) -> None:
		if self.held:
			self.held.update(self._changes(self.held.doctype, self.held.name))

	def _changes(self, doctype: str, name: str) -> Values:
		row = self._row(doctype, name)
		values = self._request_values(row) if doctype == REQUEST else self._task_values(name, row)
		return projection.changes(row, {**values, **self._other.get(name, {})})

	def _row(self, doctype: str, name: str) -> Values:
		if self._holds(doctype, name):
			return {column: self.held.get(column) for column in rows.COLUMNS[doctype]}
		return (self.row or {}) if doctype == REQUEST else self.tasks[name]

	def _request_values(self, row: Values) -> Values:
		result = self._result() if self._is_of_tasks() else row["result_for_applicant"]
		values = projection.of_request(self.facts, row, self._soonest(), result)
		if self.lines and values["stage"] != row["stage"]:
			values |= dict.fromkeys(rows.ABOUT_THE_RESULT, "")
		return values

	def _task_values(self, name: str, row: Values) -> Values:
		if name not in self.facts.tasks:  # no journal line sent it: leave the row as it is
			return {}
		task, redirects = self.facts.tasks[name], self.facts.redirect_count
		return projection.of_task(task, row, self._ahead()[name], redirects)

	def _ahead(self) -> dict[str, datetime | None]:
		"""Return the next deadline of each task, by name."""
		if self._upcoming is None:
			self._upcoming = {name: self._next_of(name) for name in self.facts.tasks}
		return self._upcoming

	def _next_of(self, task: str) -> datetime | None:
		try:
			return deadlines.upcoming(self.clock_of(task))
		except (ValueError, TypeError, frappe.DoesNotExistError):
			if task in self.sent:
				raise
			# The sweep logs it. Nobody who works on the request is stopped by a wrong record of its type.
			return clock.from_utc(self.tasks[task]["next_deadline_utc"])

	def _soonest(self) -> datetime | None:
		ahead = self._ahead()
		running = [ahead[name] for name, task in self.facts.tasks.items() if task.stage not in DROPPED]
		return min(filter(None, running), key=utc, default=None)

	def _is_of_tasks(self) -> bool:
		"""Return whether the lines change a task's result: after a return or an end the request keeps what was reported."""
		of_task = any(line.task and line.kind in STOPS_CLOCKS for line in self.lines)
		return of_task or bool(self.held and self.held.doctype == TASK)

	def _result(self) -> str:
		"""Return the reported results of the tasks that count, the lead's first (R8.1.7)."""
		reported = [
			(not task.lead, {**self._row(TASK, name), "executor": task.executor})
			for name, task in self.facts.tasks.items()
			if task.executed_at and task.stage not in DROPPED
		]
		return projection.of_results([row for _place, row in sorted(reported, key=itemgetter(0))])


def write_all(drafts: Sequence[Draft], *, touch: bool = True) -> None:
	"""Write several drafts in as many statements as one. Without `touch`, `modified` of the rows does not change."""
	journal.append([(draft.request, line, draft.newest) for draft in drafts for line in draft.lines])
	rows.insert_tasks([row for draft in drafts for row in draft.new_tasks()])
	rows.lapse_wishes([task for draft in drafts for task in draft.no_longer_wished()])
	for doctype in (TASK, REQUEST):
		changed: dict[str, Values] = {
			name: {} for draft in drafts for name in draft.decided(doctype) if touch
		}
		changed |= {name: values for draft in drafts for name, values in draft.changes(doctype).items()}
		shown = {name: row for draft in drafts for name, row in draft.shown(doctype).items()}
		rows.update(doctype, changed, shown, touch=touch)
	stage_rows.show(drafts)
	for draft in drafts:
		if draft.held and draft.lines:
			rows.restamp(draft.held)
	own = [message for draft in drafts for message in draft.messages()]
	messages.queue([*own, *joined.messages_of(drafts)])


def _alert_clock(line: NewLine) -> str:
	if not line.audience:
		return ""
	return (AlertClock.EXECUTION if line.due else AlertClock.ACCEPTANCE).value
