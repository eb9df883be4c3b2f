"""Check what was handed in with a result, after the commit; the operator sees what was found (R6.3.3, R7.6).

The report writes one row, named as its task, that waits. A job looks at the files, and finds those of the same task that
were looked at before; what no job reached, or died over, a job of the next minutes does. A file has one check for ever,
named as the file. Executors see none of it: who knows what is looked for takes care that it is not found.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import now_datetime
from pypika.functions import Count
from pypika.queries import QueryBuilder

from contact_center import policy
from contact_center.execution import handed_in, picture_index, result_texts
from contact_center.execution.handed_in import File
from contact_center.framework import deadlocks
from contact_center.record import clock, messages
from contact_center.regulation import evidence_checks as rules
from contact_center.regulation.evidence_checks import Found

CHECK = "Evidence Check"
WAITING, CHECKED, FAILED = "Waiting", "Checked", "Failed"
MOST_TRIES = 5
SLICE = 200
LATE, SIGN_OF_LIFE = timedelta(minutes=2), timedelta(seconds=15)
"""So long after its last sign a job counts as dead: a file takes 80 seconds at most, the start of its process among them."""
COLUMNS = (
	*("name", "creation", "modified", "owner", "modified_by", "task", "request", "file_name"),
	*("state", "handed_in", "checked_at", "found", "findings", "measures"),
)


def hand_in(task: str, request: str) -> None:
	"""Note that a result was handed in, in its transaction; after the commit one job checks it. Imports are not checked."""
	if messages.is_quiet():
		return
	wait(task, request, clock.to_site(clock.now()))
	frappe.db.after_commit.add(lambda: _enqueue(task))


def wait(task: str, request: str, moment: datetime | None) -> None:
	"""Let the check of a task wait for its job, once more if need be; `moment`: when its result was handed in."""
	stamp = frappe.utils.now()
	frappe.db.sql(
		f"""insert into `tab{CHECK}` (name, creation, modified, owner, modified_by, task, request, state, handed_in, tries)
		values (%(task)s, %(stamp)s, %(stamp)s, 'Administrator', 'Administrator', %(task)s, %(request)s, %(state)s, %(at)s, 0)
		on duplicate key update state = %(state)s, tries = 0, handed_in = %(at)s, modified = %(stamp)s""",
		{"task": task, "request": request, "stamp": stamp, "state": WAITING, "at": moment},
	)


def _enqueue(task: str) -> None:
	"""Queue the job, once. The result is committed by now: an unreachable queue delays its check, and fails nothing."""
	once = {"job_id": f"evidence-check-{task}", "deduplicate": True}
	try:
		frappe.enqueue("contact_center.execution.evidence_checks.check", queue="long", task=task, **once)
	except Exception:
		frappe.logger("contact_center").warning("the check of %s waits", task, exc_info=True)


def check_late() -> None:
	"""Every minute: queue again what no job did, the oldest first; it measures nothing itself, and is done at once.

	What a clock that jumped dates ahead is late too.
	"""
	now, waits = now_datetime(), {"state": WAITING}
	late = [["modified", "<", now - LATE], ["modified", ">", now + LATE]]
	for task in frappe.get_all(
		CHECK, waits, or_filters=late, pluck="name", order_by="modified, name", limit=SLICE
	):
		_enqueue(task)


def check_earlier(show: Callable[[float], None] = lambda share: None) -> int:
	"""Check the results that were reported before there were checks, the oldest first; return how many.

	What was done is done: it may be stopped at any moment and goes on where it was. `show` is told what share is done.
	"""
	left, done = _count_unchecked(), 0
	while rows := _unchecked():
		for task, request, executed_at in rows:
			deadlocks.repeated(wait)(task, request, executed_at)
			frappe.db.commit()
			check(task)
			done += 1
			show(min(1.0, done / max(left, done)))
	return done


def _unchecked_query() -> QueryBuilder:
	task, checked = frappe.qb.DocType("Request Task"), frappe.qb.DocType(CHECK)
	query = frappe.qb.from_(task).left_join(checked).on(checked.name == task.name)
	return query.where(task.executed_at.isnotnull() & checked.name.isnull())


def _unchecked() -> list[tuple[str, str, datetime]]:
	task = frappe.qb.DocType("Request Task")
	query = _unchecked_query().select(task.name, task.request, task.executed_at)
	return query.orderby(task.executed_at).orderby(task.name).limit(SLICE).run()


def _count_unchecked() -> int:
	return int(_unchecked_query().select(Count("*")).run()[0][0])


def check(task: str) -> None:
	"""Job: check the result of a task and its files; nothing where none waits, or another job is at it."""
	since = _begin(task)
	if not since:
		return
	try:
		done = _look(task, since)
	except Exception as error:
		frappe.db.rollback()
		if not deadlocks.is_deadlock(error):
			frappe.log_error("An evidence check failed", reference_doctype=CHECK, reference_name=task)
		_say(task, None)
		return
	_finish(task, since, done)


@deadlocks.repeated
def _begin(task: str) -> datetime | None:
	"""Count the try before anything can die of it; return when the result was handed in."""
	asked, now = ["state", "tries", "handed_in", "runs_since"], now_datetime()
	row = frappe.db.get_value(CHECK, task, asked, as_dict=True, for_update=True)
	waits = bool(row and row.state == WAITING and not _lives(row.runs_since, now))
	if waits:
		state = WAITING if row.tries < MOST_TRIES else FAILED
		runs_since = now if state == WAITING else None
		values = {"tries": row.tries + 1, "state": state, "modified": now, "runs_since": runs_since}
		frappe.db.set_value(CHECK, task, values, update_modified=False)
		waits = state == WAITING
	frappe.db.commit()
	return row.handed_in if waits else None


def _lives(said: datetime | None, now: datetime) -> bool:
	"""Return whether the job that is at it has said so lately; a word of later than now is of a clock that ran fast."""
	return said is not None and abs(now - said) < LATE


@deadlocks.repeated
def _say(task: str, runs_since: datetime | None) -> None:
	"""Say that the job lives, or no more; what it wrote so far is kept, and locked no longer."""
	values = {"modified": now_datetime(), "runs_since": runs_since}
	frappe.db.set_value(CHECK, task, values, update_modified=False)
	frappe.db.commit()


class _Alive:
	"""Called after each file: says that the job lives, where it has said nothing for some time."""

	def __init__(self, task: str):
		self.task, self.said = task, now_datetime()

	def __call__(self) -> None:
		if now_datetime() > self.said + SIGN_OF_LIFE:
			self.said = now_datetime()
			_say(self.task, self.said)


@dataclass
class _Done:
	"""What a job found out: the new files with their findings, the text and what is said of it."""

	request: str
	files: Sequence[File]
	found: dict[str, list[Found]]
	text: str
	of_text: list[Found]


def _look(task: str, since: datetime) -> _Done:
	than = thresholds()
	about = handed_in.about(task, clock.from_site(since))
	files = handed_in.files_of(task, about.request)
	named = [each for each in files if each.kinds]
	checked = set(
		frappe.get_all(CHECK, {"name": ("in", [each.name for each in named] or [""])}, pluck="name")
	)
	new = [each for each in named if each.name not in checked]
	alive = _Alive(task)
	_keep_others([each for each in files if not each.kinds], alive)
	handed_in.measure(new, alive)
	found = {each.name: handed_in.findings(each, about, than) for each in new}
	for name, same in rules.same_files([each.as_handed_in() for each in named]).items():
		if name in found:
			found[name].insert(0, same)
	for name, seen in handed_in.seen(new, since, than).items():
		found[name][:0] = seen
	of_text = rules.repeated_text(result_texts.times(about.result, task), than)
	return _Done(about.request, new, found, about.result, of_text)


def _keep_others(files: Sequence[File], alive: Callable[[], None]) -> None:
	"""Keep the request's own files first: the applicant's photo is no result."""
	others = [each for each in files if not each.is_kept]
	handed_in.measure(others, alive)
	_keep(others)


@deadlocks.repeated
def _keep(files: Sequence[File]) -> None:
	"""Keep them at once: nobody waits for their rows while the next files are measured."""
	picture_index.keep([each.as_picture() for each in files])
	frappe.db.commit()


@deadlocks.repeated
def _finish(task: str, since: datetime, done: _Done) -> None:
	"""Write what was found, in one transaction. A result handed in meanwhile goes on waiting."""
	now = frappe.db.get_value(CHECK, task, "handed_in", for_update=True)
	_insert([_row(task, since, done, each) for each in done.files])
	picture_index.keep([each.as_picture() for each in done.files])
	result_texts.keep(done.text, task)
	values: dict[str, Any] = {"modified": now_datetime(), "runs_since": None}
	if now == since:
		values |= {"state": CHECKED, "checked_at": clock.to_site(clock.now())}
		values |= {"found": len(done.of_text), "findings": _as_json(done.of_text)}
	frappe.db.set_value(CHECK, task, values, update_modified=False)
	frappe.db.commit()


def _row(task: str, since: datetime, done: _Done, file: File) -> tuple[Any, ...]:
	stamp, found = frappe.utils.now(), done.found[file.name]
	who = "Administrator"
	measures = json.dumps(file.measures or {}, ensure_ascii=False)
	return (
		*(file.name, stamp, stamp, who, who, task, done.request, file.file_name),
		*(CHECKED, since, clock.to_site(clock.now()), len(found), _as_json(found), measures),
	)


def _insert(rows: Sequence[tuple[Any, ...]]) -> None:
	"""Insert checks in one statement; a file that has one keeps it."""
	if not rows:
		return
	places = ", ".join(["(" + ", ".join(["%s"] * len(COLUMNS)) + ")"] * len(rows))
	values = [value for row in rows for value in row]
	frappe.db.sql(f"insert ignore into `tab{CHECK}` ({', '.join(COLUMNS)}) values {places}", values)


def _as_json(found: Sequence[Found]) -> str:
	return json.dumps([[each.kind.value, *each.values] for each in found], ensure_ascii=False)


def thresholds() -> rules.Thresholds:
	"""Return the thresholds of the settings."""
	settings = policy.settings()
	return rules.Thresholds(
		**{name: int(settings.get(f"evidence_{name}") or 0) for name in asdict(rules.Thresholds())}
	)
