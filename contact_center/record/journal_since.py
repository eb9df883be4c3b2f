"""What the journal has since the version that somebody saw, read as it is committed now.

A plain read shows the state at the begin of the transaction: whoever waited for a lock would not see what was done by who had it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder import DocType

from contact_center.record.journal import LEFT_EXECUTOR, REQUEST_ENDINGS, actor_name
from contact_center.regulation.acts import REQUEST
from contact_center.regulation.terms import Audience

FIELDS = "kind moment moment_utc actor text task audience is_public".split()


def public_since(request: str, moment: datetime) -> list[Any]:
	"""Return the lines {kind, moment} that the applicant may see, written after `moment` (naive site time), oldest first."""
	return [row for row in _lines(request, moment) if row.is_public]


def since(doctype: str, name: str, moment: datetime) -> list[Any]:
	"""Return the lines {kind, moment, text, actor_name} of a request, or what a task's executor may know of it (D1)."""
	if doctype == REQUEST:
		found: Sequence[Any] = _lines(name, moment)
	else:
		task = frappe.db.get_value(doctype, name, ["request", "sent_utc"], as_dict=True)
		found = _of_task(_lines(task.request, moment), name, task.sent_utc)
	return [{**row, "actor_name": actor_name(row, _full_name(row.actor))} for row in found]


def _lines(request: str, moment: datetime) -> list[Any]:
	line = DocType("Request Journal")
	query = frappe.qb.from_(line).select(*[line[field] for field in FIELDS]).where(line.request == request)
	query = query.where(line.creation > moment).orderby(line.moment_utc, line.creation, line.idx)
	return query.for_update().run(as_dict=True)


def _of_task(lines: list[Any], task: str, sent_utc: datetime | None) -> list[Any]:
	"""As the task's form shows them: its own, and of the request's what is for its executor, from its sending on."""
	own = [row for row in lines if row.task == task]
	if any(row.kind in LEFT_EXECUTOR for row in own):
		return own
	return [row for row in lines if row.task == task or _is_for_executors(row, sent_utc)]


def _is_for_executors(row: Any, sent_utc: datetime | None) -> bool:
	is_told = row.kind in REQUEST_ENDINGS or row.audience == Audience.EXECUTOR.value
	return not row.task and is_told and bool(sent_utc) and row.moment_utc >= sent_utc


def _full_name(user: str | None) -> str:
	return (user and frappe.db.get_value("User", user, "full_name", cache=True)) or ""
