"""A draft: one request's facts, folded from its journal, and what new lines change of its rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.record import clock, deadlines, journal, messages, projection, rows
from contact_center.record.journal import NewLine
from contact_center.record.messages import Message, event_of
from contact_center.record.rows import Values
from contact_center.regulation.acts import ACTS, REQUEST, TASK, Party
from contact_center.regulation.clocks import TaskClock
from contact_center.regulation.facts import RequestFacts, advance
from contact_center.regulation.moments import utc
from contact_center.regulation.stages import DROPPED, Stage
from contact_center.regulation.terms import AlertClock

STOPS_CLOCKS = {act.kind for act in ACTS if act.target and None not in act.origins}
NOTIFIES_EVERY_TASK = {act.kind for act in ACTS if act.document == REQUEST and Party.EXECUTOR in act.notifies}


@dataclass
class Draft:
	"""One request with its tasks: rows as the database has them, facts as its journal tells them.

	`held` is the document whose form is being saved, if it is one of these. `row` is None for a new request,
	`tasks` are rows by name, in that order.
	"""

	request: str
	row: Values | None
	tasks: dict[str, Values]
	facts: RequestFacts
	held: Document | None = None
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
		"""Let the lines take effect; a held document shows it at once.

		`sent` holds the fields of the tasks that they send, by name, `fields` other fields of the request that the
		act sets. What a task has missed by now and no sweep has noticed is journaled before its clock stops (R7.1).
		"""
		self.sent |= sent or {}
		for line in (*self._missed(lines), *lines):
			advance(self.facts, line.as_line())
			self.lines.append(line)
		self._upcoming = None
		self.set_fields(self.request, **fields)
		self._hold()
		return self

	def set_fields(self, name: str, **fields: Any) -> None:
		"""Set fields of the request or of one of its tasks that do not follow from the journal."""
		self._other.setdefault(name, {}).update(fields)

	def sweep(self, task: str, now: datetime) -> None:
		"""Note that the clocks of the task were looked at up to `now` (aware)."""
		self.set_fields(task, swept_until_utc=clock.to_utc(now))
		self._upcoming = None

	def clock_of(self, task: str) -> TaskClock:
		"""The running clocks of a task. ValueError where its request type makes no sense."""
		row = {**(self.sent.get(task) or self.tasks[task]), **self._other.get(task, {})}
		return deadlines.task_clock(self.facts.tasks[task], row["request_type"], row["swept_until_utc"])

	def moved(self) -> list[str]:
		"""The tasks that the lines have brought to another stage, by name."""
		return [name for name, stage in self._stages().items() if self._before.get(name, stage) is not stage]

	def changes(self, doctype: str) -> dict[str, Values]:
		"""What the rows do not show yet, by name; a held document's row is left to its own save."""
		names = [self.request] if doctype == REQUEST else list(self.tasks)
		found = {name: self._changes(doctype, name) for name in names if not self._holds(doctype, name)}
		return {name: values for name, values in found.items() if values}

	def new_tasks(self) -> Iterator[Values]:
		"""The rows of the tasks that were sent."""
		for name, fields in self.sent.items():
			upcoming = self._ahead()[name]
			yield {"name": name, **fields, **projection.of_task(self.facts.tasks[name], None, upcoming)}

	def messages(self) -> Iterator[Message]:
		"""What befell the request, and each task that a line is about or that it moved."""
		for line in self.lines:
			if not line.silent:
				event = event_of(line.kind.value, line.audience)
				yield Message(REQUEST, self.request, event)
				yield from (
					Message(TASK, task, event, _alert_clock(line)) for task in self._tasks_to_notify(line)
				)

	def shown(self, doctype: str) -> dict[str, Values]:
		"""The rows as the database has them, by name."""
		return self.tasks if doctype == TASK else {self.request: self.row} if self.row else {}

	def write(self, *, touch: bool = True) -> None:
		"""Write it: lines, new tasks, rows that changed, messages."""
		write_all([self], touch=touch)

	def _tasks_to_notify(self, line: NewLine) -> Sequence[str]:
		if line.task:
			return [line.task]
		return self.moved() if line.kind in NOTIFIES_EVERY_TASK else ()

	def _stages(self) -> dict[str, Stage]:
		return {name: task.stage for name, task in self.facts.tasks.items()}

	def _missed(self, lines: Sequence[NewLine]) -> list[NewLine]:
		stopped = {line.task for line in lines if line.kind in STOPS_CLOCKS}
		now = clock.now()
		return [
			deadlines.line_of(name, task.executor, event, silent=True)
			for name, task in self.facts.tasks.items()
			if stopped & {name, None}
			for event in deadlines.missed(self.clock_of(name), now)
		]

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
		if name not in self.facts.tasks:  # a row that no journal line sent stays as it is
			return {}
		return projection.of_task(self.facts.tasks[name], row, self._ahead()[name])

	def _ahead(self) -> dict[str, datetime | None]:
		"""The next deadline of each task."""
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
		"""Whether an executor's part changes: after a return or an end the request still says what was reported."""
		of_task = any(line.task and line.kind in STOPS_CLOCKS for line in self.lines)
		return of_task or bool(self.held and self.held.doctype == TASK)

	def _result(self) -> str:
		"""What was reported of the work that counts, the lead's first (R8.1.7)."""
		reported = [
			(not task.lead, self._row(TASK, name)["result"])
			for name, task in self.facts.tasks.items()
			if task.executed_at and task.stage not in DROPPED
		]
		return "\n\n".join(result for _place, result in sorted(reported, key=itemgetter(0)) if result)


def write_all(drafts: Sequence[Draft], *, touch: bool = True) -> None:
	"""Write several drafts, in as many statements as one. Without `touch`, `modified` of the rows stays as it is."""
	journal.append([(draft.request, line) for draft in drafts for line in draft.lines])
	rows.insert_tasks([row for draft in drafts for row in draft.new_tasks()])
	for doctype in (TASK, REQUEST):
		changed = {name: values for draft in drafts for name, values in draft.changes(doctype).items()}
		shown = {name: row for draft in drafts for name, row in draft.shown(doctype).items()}
		rows.update(doctype, changed, shown, touch=touch)
	messages.queue([message for draft in drafts for message in draft.messages()])


def _alert_clock(line: NewLine) -> str:
	if not line.audience:
		return ""
	return (AlertClock.EXECUTION if line.due else AlertClock.ACCEPTANCE).value
