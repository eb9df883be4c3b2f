"""The sweep: once a minute, journal missed deadlines, warnings and escalations (R7.1, R4.6)."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import chain

import frappe
from frappe import _

from contact_center.framework import deadlocks
from contact_center.record import clock
from contact_center.record.deadlines import line_of
from contact_center.record.journal import NewLine
from contact_center.record.writing import Draft, open_drafts, put_off, write_all
from contact_center.regulation.clocks import events_due
from contact_center.regulation.facts import JournalError, Kind
from contact_center.regulation.moments import utc
from contact_center.regulation.stages import OPEN

BATCH = 500
MAX_BATCHES = 200
RETRY_AFTER = timedelta(hours=1)
"""When a task whose deadlines cannot be calculated is tried again; meanwhile it blocks no place in the batches."""


def run() -> int:
	"""Sweep every task whose next deadline has come; return how many there were. Commit each batch."""
	swept = 0
	for _batch in range(MAX_BATCHES):
		count = _committed_batch()
		swept += count
		if count < BATCH:
			break
	return swept


@deadlocks.repeated
def _committed_batch() -> int:
	count = sweep_batch()
	frappe.db.commit()
	return count


def sweep_batch() -> int:
	"""Sweep one batch, soonest first; return how many tasks it had.

	The rows are locked, so that no save is overwritten. `modified` does not change, so that no open form is outdated.
	"""
	now = clock.now()  # once: an alert that comes while the batch runs belongs to the next one
	due = _due_tasks(now)
	overdue = _overdue_requests(now) if len(due) < BATCH else []  # after the tasks
	broken: dict[str, JournalError] = {}
	drafts = open_drafts([*due.values(), *overdue], broken=broken)
	faulty: dict[str, list[str]] = defaultdict(list)
	for draft in drafts:
		for name in draft.tasks.keys() & due.keys():
			_sweep_task(draft, name, now, faulty)
		if draft.request in overdue:
			_sweep_request(draft)
	write_all(drafts, touch=False)
	of_broken = [task for task, request in due.items() if request in broken]
	put_off([*of_broken, *chain.from_iterable(faulty.values())], now + RETRY_AFTER)
	_log(faulty, broken)
	return len(due)


def _due_tasks(now: datetime) -> dict[str, str]:
	"""Return {task: request} of the tasks whose next deadline has come, soonest first."""
	task = frappe.qb.DocType("Request Task")
	due = frappe.qb.from_(task).where(task.next_deadline_utc <= clock.to_utc(now))
	return dict(due.orderby(task.next_deadline_utc).limit(BATCH).select(task.name, task.request).run())


def _overdue_requests(now: datetime) -> list[str]:
	"""Return requests past their due moment, among them those declined and not redirected yet (R7.2, R7.1)."""
	request = frappe.qb.DocType("Request")
	past = (request.due_utc < clock.to_utc(now)) & (request.overdue_now == 0)
	query = frappe.qb.from_(request).select(request.name)
	query = query.where(request.stage.isin([stage.value for stage in OPEN])).where(past)
	return query.orderby(request.due_utc).limit(BATCH).run(pluck=True)


def _sweep_task(draft: Draft, name: str, now: datetime, faulty: dict[str, list[str]]) -> None:
	"""Journal what has fallen for the task; add it to `faulty`, by traceback, where that cannot be calculated."""
	task = draft.tasks[name]
	try:
		events = events_due(draft.clock_of(name), now)
	except Exception:  # a wrong record of one request type must not stop the others
		faulty[frappe.get_traceback()].append(name)
		return
	draft.sweep(name, now)
	draft.add([line_of(name, task["executor"], event, _is_history(task, event.moment)) for event in events])


def _sweep_request(draft: Draft) -> None:
	"""Journal the broken term of a request of which no task is overdue."""
	facts = draft.facts
	if facts.stage in OPEN and not facts.overdue_now:
		silent = _is_history(draft.row, facts.due)
		draft.add([NewLine(Kind.TERM_BROKEN, moment=facts.due, silent=silent)])


def _is_history(row: dict, moment: datetime) -> bool:
	"""Return whether `moment` lies before the row was made, as with imported requests: send no message (R8.2.3)."""
	return utc(moment) < utc(clock.from_site(row["creation"]))


def _log(faulty: dict[str, list[str]], broken: dict[str, JournalError]) -> None:
	for traceback, names in faulty.items():
		title = _("Deadlines of {0} tasks cannot be calculated").format(len(names))
		frappe.log_error(title, traceback, "Request Task", names[0])
	for request, error in broken.items():
		if _is_first_within_the_hour(request):
			frappe.log_error(_("The journal of a request cannot be read"), str(error), "Request", request)


def _is_first_within_the_hour(request: str) -> bool:
	"""Check whether a broken journal was not found within RETRY_AFTER: each sweep finds an overdue request again."""
	key = frappe.cache.make_key(f"contact_center_broken:{request}")
	count = frappe.cache.incrby(key, 1)
	if count == 1:
		frappe.cache.expire(key, int(RETRY_AFTER.total_seconds()))
	return count == 1
