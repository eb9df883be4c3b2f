"""The clock of what is given back runs again: the lines that follow by themselves (R6.3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from contact_center.regulation.facts import Kind, Line, RequestFacts
from contact_center.regulation.terms import RequestType, resumed
from contact_center.regulation.working_calendar import WorkingCalendar


def resuming_lines(facts: RequestFacts, rtype: RequestType, calendar: WorkingCalendar) -> Iterator[Line]:
	"""A Resumed line for each task whose stopped clock runs again: it was returned, or redirected after its report.

	Ask after every line. A task without a deadline needs none. Site and rehearsal both take their deadlines from
	here, so that they agree.
	"""
	for name, task in facts.tasks.items():
		since = task.resumes_at
		if since and task.stopped_at and task.due:
			due = resumed(rtype, task.due, task.stopped_at, since, calendar)
			yield Line(Kind.RESUMED, since, task.executor, due=due, task=name)
