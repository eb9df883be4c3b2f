"""The sweep: once a minute it notices what was missed, without anyone saving a document (R7.1, R4.6)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

import frappe
from frappe import _

from contact_center.framework import compat
from contact_center.record import clock, journal, messages
from contact_center.record.deadlines import CLOCK_FIELDS, FLAGS, entry_of, task_clock
from contact_center.record.journal import Entry
from contact_center.regulation.clocks import Event, events_due, next_deadline
from contact_center.regulation.facts import Kind
from contact_center.regulation.moments import utc
from contact_center.regulation.stages import DROPPED, OPEN

BATCH = 500
MAX_BATCHES = 200
# What cannot be reckoned is looked at again then, and does not stand before the others meanwhile.
LATER = timedelta(hours=1)
Line = tuple[str, Entry]


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
	lines, tasks, late = _look(rows, now)
	_store(tasks, late)
	_follow(rows)
	if len(rows) < BATCH:  # every task has had its say
		lines += _overdue_requests(now)
	_write(lines)
	return len(rows)


def _look(rows: list, now: datetime) -> tuple[list, dict[str, dict], dict[str, set]]:
	"""What has fallen: journal lines, the tasks' new values, the requests that each flag is set on."""
	lines, tasks, late, faulty = [], {}, {"accepted_late": set(), "overdue": set()}, defaultdict(list)
	for row in rows:
		try:
			events = events_due(task_clock(row), now)
			tasks[row.name] = _mark(row, events, now, late)
			lines += [(_real(row), (row.request, entry_of(row, event))) for event in events]
		except Exception:  # a bad record of one request type: the others' deadlines are noticed all the same
			faulty[frappe.get_traceback()].append(row.name)
	_put_off(faulty, now)
	return lines, tasks, late


def _real(row) -> datetime:
	"""When the row was really made; what was imported is older than that."""
	return clock.from_site(row.creation)


def _write(lines: Sequence[tuple[datetime, Line]]) -> None:
	"""Journal the lines, each with the moment when its row was made: of what fell before, nobody is told (R8.2.3)."""
	with messages.quiet():
		journal.write_many([line for made, line in lines if _is_history(made, line)])
	journal.write_many([line for made, line in lines if not _is_history(made, line)])


def _is_history(made: datetime, line: Line) -> bool:
	return utc(line[1].moment) < utc(made)


def _put_off(faulty: dict[str, list[str]], now: datetime) -> None:
	later = {"next_deadline_utc": clock.to_utc(now + LATER)}
	for traceback, names in faulty.items():
		compat.bulk_update("Request Task", dict.fromkeys(names, later))
		title = _("Deadlines of {0} tasks cannot be reckoned").format(len(names))
		frappe.log_error(title, traceback, "Request Task", names[0])


def _overdue_requests(now: datetime) -> list[tuple[datetime, Line]]:
	"""Requests past their term with nobody at work on them: declined, and not redirected yet (R7.2, R7.1)."""
	request = frappe.qb.DocType("Request")
	rows = (
		frappe.qb.from_(request)
		.select(request.name, request.creation, request.due_utc)
		.where(request.stage.isin([stage.value for stage in OPEN]))
		.where((request.due_utc < clock.to_utc(now)) & (request.overdue == 0))
		.orderby(request.due_utc)
		.limit(BATCH)
		.run(as_dict=True)
	)
	_flag("overdue", {row.name for row in rows})
	return [
		(_real(row), (row.name, Entry(Kind.TERM_BROKEN, moment=clock.from_utc(row.due_utc)))) for row in rows
	]


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
	for kind, flag in FLAGS.items():
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


def _store(tasks: dict[str, dict], late: dict[str, set]) -> None:
	compat.bulk_update("Request Task", tasks)
	for flag, requests in late.items():
		_flag(flag, requests)


def _follow(rows: list) -> None:
	"""A request's next deadline is the soonest of its tasks', as `follow.next_deadline` has it; one statement for all."""
	if rows:
		frappe.db.sql(
			"""update `tabRequest` set next_deadline = (
				select min(task.next_deadline) from `tabRequest Task` task
				where task.request = `tabRequest`.name and task.stage not in %(dropped)s
			) where name in %(names)s""",
			{"dropped": [stage.value for stage in DROPPED], "names": list({row.request for row in rows})},
		)


def _flag(flag: str, requests: set[str]) -> None:
	if requests:
		frappe.db.set_value("Request", {"name": ["in", list(requests)]}, flag, 1, update_modified=False)
