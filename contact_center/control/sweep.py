"""The sweep: once a minute it notices what was missed, without anyone saving a document (R7.1, R4.6)."""

from datetime import datetime

import frappe

from contact_center import clock, compat, journal
from contact_center.control.deadlines import CLOCK_FIELDS, task_clock
from contact_center.journal import Entry
from contact_center.regulation.clocks import Event, events_due, next_deadline
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import OPEN

BATCH = 500
MAX_BATCHES = 200


def run() -> int:
	"""Mark every task whose next deadline has come; returns how many tasks were looked at. Commits each batch."""
	swept = 0
	for _batch in range(MAX_BATCHES):
		count = sweep_batch()
		frappe.db.commit()
		swept += count
		if count < BATCH:
			break
	return swept


def sweep_batch() -> int:
	"""One batch, soonest first; the rows are locked so that nobody's save is overwritten."""
	now = clock.now()  # read once: an alert that falls while the batch runs belongs to the next one
	rows = _due_rows(now)
	lines, tasks, late = [], {}, {"accepted_late": set(), "overdue": set()}
	for row in rows:
		events = events_due(task_clock(row), now)
		tasks[row.name] = _mark(row, events, now, late)
		lines += [(row.request, _entry(row, event)) for event in events]
	_store(tasks, late)
	if len(rows) < BATCH:  # every task has had its say
		lines += _overdue_requests(now)
	journal.write_many(lines)
	return len(rows)


def _overdue_requests(now: datetime) -> list[tuple[str, Entry]]:
	"""Requests past their term with nobody at work on them: declined, and not redirected yet (R7.2, R7.1)."""
	request = frappe.qb.DocType("Request")
	rows = (
		frappe.qb.from_(request)
		.select(request.name, request.due_utc)
		.where(request.stage.isin([stage.value for stage in OPEN]))
		.where((request.due_utc < clock.to_utc(now)) & (request.overdue == 0))
		.orderby(request.due_utc)
		.limit(BATCH)
		.run(as_dict=True)
	)
	_flag("overdue", {row.name for row in rows})
	return [(row.name, Entry(Kind.TERM_BROKEN, moment=clock.from_utc(row.due_utc))) for row in rows]


def _due_rows(now: datetime) -> list:
	task = frappe.qb.DocType("Request Task")
	due = frappe.qb.from_(task).where(task.next_deadline_utc <= clock.to_utc(now))
	soonest = due.orderby(task.next_deadline_utc).limit(BATCH)
	_lock_requests(soonest.select(task.request).run(pluck=True))
	return soonest.select(*CLOCK_FIELDS).for_update().run(as_dict=True)


def _lock_requests(names: list[str]) -> None:
	"""Before their tasks, as everybody does."""
	request = frappe.qb.DocType("Request")
	if names:
		query = frappe.qb.from_(request).select(request.name).where(request.name.isin(sorted(set(names))))
		query.orderby(request.name).for_update().run()


def _mark(row, events: tuple[Event, ...], now: datetime, late: dict[str, set]) -> dict:
	kinds = {event.kind for event in events}
	for kind, flag in ((Kind.ACCEPTANCE_MISSED, "accepted_late"), (Kind.TERM_BROKEN, "overdue")):
		if kind in kinds:
			row[flag] = 1
			late[flag].add(row.request)
	row.swept_until_utc = clock.to_utc(now)
	moment = next_deadline(task_clock(row), now)
	return {
		"accepted_late": row.accepted_late,
		"overdue": row.overdue,
		"swept_until_utc": row.swept_until_utc,
		"next_deadline": clock.to_site(moment),
		"next_deadline_utc": clock.to_utc(moment),
	}


def _entry(row, event: Event) -> Entry:
	audience = event.audience and event.audience.value
	return Entry(event.kind, task=row.name, executor=row.executor, audience=audience, moment=event.moment)


def _store(tasks: dict[str, dict], late: dict[str, set]) -> None:
	compat.bulk_update("Request Task", tasks)
	for flag, requests in late.items():
		_flag(flag, requests)


def _flag(flag: str, requests: set[str]) -> None:
	if requests:
		frappe.db.set_value("Request", {"name": ["in", list(requests)]}, flag, 1, update_modified=False)
