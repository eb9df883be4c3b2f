"""The Request Journal: an append-only record of who did what to a request, when and why.

Stage, deadlines and counts of a request follow from it. Only `record.writing` appends to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime

from contact_center.access import permissions, roles, standing
from contact_center.access.refusals import refuse
from contact_center.access.standing import Standing
from contact_center.framework.plain_text import without_markup
from contact_center.record import clock
from contact_center.record.rows import insert
from contact_center.regulation.acts import BY_CLOCK
from contact_center.regulation.facts import PASSED_ON, Kind, Line
from contact_center.regulation.problems import ProblemKind
from contact_center.regulation.returns import ReturnMark, for_task, read_grounds, written_grounds
from contact_center.regulation.terms import Audience

COLUMNS = (
	"name creation modified owner modified_by idx request task kind moment moment_utc executor actor text "
	"is_public is_lead audience accept_by_utc due_utc rating grounds handed_to work_stage in_place_of through"
).split()
LINE_FIELDS = "request kind moment_utc executor task accept_by_utc due_utc is_lead rating grounds handed_to work_stage".split()

OF_JOINED = {Kind.JOINED, Kind.LEFT, Kind.JOINED_ANSWERED}
"""Of acts that no user of the staff did: those of who has joined; the others are the applicant's."""
LEFT_EXECUTOR = PASSED_ON | {Kind.NOT_COMPETENT, Kind.RELEASED}
REQUEST_ENDINGS = [
	*(
		Kind.RETURNED.value,
		Kind.REOPENED.value,
		Kind.CLOSED.value,
		Kind.NOT_REACHED.value,
		Kind.CANCELLED.value,
		Kind.REJECTED.value,
	)
]


@dataclass(frozen=True)
class NewLine:
	"""A journal line about to be written.

	`moment` (aware): None means now. `public`: the applicant sees it. `silent`: nobody gets a message about it.
	`of_task`: its executor alone gets one, for it is about the task and not about the request.
	`rating`: the applicant's, of a confirmation. `grounds`: of a return (R6.3.3). `name`: what the line is called in the
	database, by chance without it. `handed_to`: the user who gets a task inside its executor.
	`work_stage`: which stage of long-term work it is about (R4.5).
	"""

	kind: Kind
	task: str | None = None
	executor: str | None = None
	text: str = ""
	public: bool = False
	lead: bool = False
	accept_by: datetime | None = None
	due: datetime | None = None
	audience: str | None = None
	moment: datetime | None = None
	silent: bool = False
	of_task: bool = False
	rating: int | None = None
	grounds: tuple[ReturnMark, ...] = ()
	work_stage: str = ""
	name: str = ""
	handed_to: str | None = None

	def as_line(self) -> Line:
		"""Return the line as `regulation.facts` takes it."""
		return Line(
			kind=self.kind,
			moment=self.moment or clock.now(),
			executor=self.executor,
			accept_by=self.accept_by,
			due=self.due,
			lead=self.lead,
			task=self.task,
			rating=self.rating,
			grounds=tuple(mark.ground for mark in self.grounds),
			handed_to=self.handed_to,
			work_stage=self.work_stage or None,
		)


class Lines(list[Line]):
	"""The journal of a request, in the order in which it was written; `newest` is when its last line was."""

	newest: datetime | None = None


def append(lines: Sequence[tuple[str, NewLine, datetime | None]]) -> None:
	"""Insert (request, line, the newest before it) in their order, in one statement. Only `record.writing` may call this."""
	if lines:
		standings = _standings([line for _request, line, _newest in lines])
		written = [(*_row(*each, idx), *_capacity(each[1], standings)) for idx, each in enumerate(lines, 1)]
		insert("Request Journal", COLUMNS, written)


def _stamp(newest: datetime | None) -> str:
	"""Return now, but never before the newest line: a journal keeps its order when a clock that ran fast is set right."""
	now = get_datetime(frappe.utils.now())
	return str(now if newest is None or now > newest else newest + timedelta(microseconds=1))


def _row(request: str, line: NewLine, newest: datetime | None, idx: int) -> tuple:
	moment, actor, stamp = line.moment or clock.now(), frappe.session.user, _stamp(newest)
	# not the applicant: those who may know see who it is on the request (D1)
	actor = None if permissions.is_citizen(actor) else actor
	user = actor or "Administrator"
	return (
		line.name or frappe.generate_hash(length=16),
		stamp,
		stamp,
		user,
		user,
		idx,
		request,
		line.task,
		line.kind.value,
		clock.to_site(moment),
		clock.to_utc(moment),
		line.executor,
		actor,
		without_markup(line.text),
		int(line.public),
		int(line.lead),
		line.audience,
		clock.to_utc(line.accept_by),
		clock.to_utc(line.due),
		line.rating or 0,
		written_grounds(line.grounds),
		line.handed_to,
		line.work_stage,
	)


def _standings(lines: Iterable[NewLine]) -> list[Standing]:
	"""Return for which executors the session's user acts; none where the lines are about no task (P4)."""
	user = frappe.session.user
	if user == "Administrator" or not any(line.task for line in lines):
		return []
	return standing.standings_of(user) if permissions.has_role(roles.EXECUTOR) else []


def _capacity(line: NewLine, standings: Iterable[Standing]) -> tuple[str | None, str | None]:
	"""Return in whose place, and through which executor above, the session's user acts; None for an executor's own person.

	Who is of a crew and a deputy as well acts as one of the crew on what is handed to them, else as the deputy.
	"""
	own = [each for each in standings if line.task and each.executor == line.executor]
	if len({each.only_handed for each in own}) > 1:
		handed = frappe.db.get_value("Request Task", line.task, "handed_to")
		own = sorted(own, key=lambda each: (each.only_handed and each.person != handed, not each.only_handed))
	if not own:
		return None, None
	person, home = own[0].person, own[0].home
	return (person if person != frappe.session.user else None, home if home != line.executor else None)


def is_own(
	request: str,
	kind: Kind,
	since: datetime,
	text: str | None = None,
	task: str | None = None,
	*,
	locked: bool = True,
) -> bool:
	"""Return whether the session's user has journaled such a line since `since` (naive site time).

	`text` None: whatever it says. `locked`: the transaction has locked the request, and sees what whoever it waited for
	has written; a plain read shows the state at the begin of the transaction.
	"""
	me = frappe.session.user
	line = frappe.qb.DocType("Request Journal")
	query = frappe.qb.from_(line).select(line.text).where(line.request == request)
	query = query.where((line.kind == kind.value) & (line.creation > since))
	query = query.where(line.actor.isnull() if permissions.is_citizen(me) else line.actor == me)
	query = query.where(line.task == task) if task else query
	found = (query.for_update() if locked else query).run(pluck=True)
	return bool(found) if text is None else without_markup(text) in found


def is_written(request: str, kind: Kind, name: str) -> bool:
	"""Return whether the request has a line of this kind and name, whose request the transaction has locked."""
	line = frappe.qb.DocType("Request Journal")
	query = frappe.qb.from_(line).select(line.name).where(line.request == request)
	# by the index of the request: a lock where the name would stand would stop the lines of others
	return name in query.where(line.kind == kind.value).for_update().run(pluck=True)


def has_kind(request: str, kind: Kind) -> bool:
	"""Return whether the request, which the transaction has locked, has a line of this kind."""
	line = frappe.qb.DocType("Request Journal")
	query = frappe.qb.from_(line).select(line.kind).where(line.request == request)
	return kind.value in query.for_update().run(pluck=True)


def lines_of(requests: Iterable[str], *, locked: bool = False) -> dict[str, Lines]:
	"""Return the journals of the requests, by request, each in the order in which it was written.

	`locked` reads what is committed now; a plain read shows the state at the begin of the transaction.
	"""
	journal = frappe.qb.DocType("Request Journal")
	query = (
		frappe.qb.from_(journal)
		.select(journal.creation, *[journal[field] for field in LINE_FIELDS])
		.where(journal.request.isin(list(requests)))
		.orderby(journal.creation, journal.idx)
	)
	found: dict[str, Lines] = defaultdict(Lines)
	for row in (query.for_update() if locked else query).run(as_dict=True):
		found[row.request].append(_line(row))
		found[row.request].newest = row.creation
	return found


def _line(row) -> Line:
	return Line(
		kind=Kind(row.kind),
		moment=clock.from_utc(row.moment_utc),
		executor=row.executor,
		accept_by=clock.from_utc(row.accept_by_utc),
		due=clock.from_utc(row.due_utc),
		lead=bool(row.is_lead),
		task=row.task,
		rating=row.rating or None,
		grounds=tuple(mark.ground for mark in read_grounds(row.grounds)),
		handed_to=row.handed_to,
		work_stage=row.work_stage or None,
	)


def public_timeline(request: str) -> list[dict]:
	"""Return the lines that the applicant may see, oldest first. The caller has checked whose request it is.

	`own` marks what the applicant added, `by_staff` what somebody of the staff did.
	"""
	fields = ["kind", "moment", "executor.title as executor_title", "text", "actor"]
	found = _rows({"request": request, "is_public": 1}, fields)
	return [_with_own(row) for row in found]


def public_lines(requests: Sequence[str]) -> list[Any]:
	"""Return {request, kind, moment, text} of the lines of all these requests that their applicants see; one query."""
	shown = {"request": ("in", list(requests) or [""]), "is_public": 1}
	fields = ["request", "kind", "moment", "text"]
	return frappe.get_all("Request Journal", shown, fields, order_by="request, moment_utc, creation, idx")


def _with_own(row) -> dict:
	# The line of an act of the applicant's has no actor; whoever of the staff comments is its actor.
	by_staff = row.pop("actor")
	return {**row, "own": row.kind == Kind.COMMENTED.value and not by_staff, "by_staff": bool(by_staff)}


def timeline(doctype: str, name: str, task: Any = None) -> list[dict]:
	"""Return the journal for a desk form: all of a request's, or a task's own lines. The caller has checked permission.

	The applicant is shown as «Заявник», who has joined as «Приєднаний заявник»: some readers may not know the name (D1).
	`task` is the row of a task, where the caller has it.
	"""
	fields = [
		"kind",
		"moment",
		"moment_utc",
		"executor.title as executor_title",
		"actor",
		"actor.full_name as actor_name",
		"text",
		"is_public",
		"grounds",
		"task",
		"in_place_of.full_name as absent_name",
		"through.title as through_title",
	]
	if doctype == "Request":
		return [_with_actor(row, read_grounds(row.grounds)) for row in _rows({"request": name}, fields)]
	rows = _rows_of_task(name, fields, task)
	return [_with_actor(row, for_task(read_grounds(row.grounds), name)) for row in rows]


def _rows_of_task(name: str, fields: list[str], task: Any) -> list:
	"""Return the task's lines, and of the request's what its executor may know from its sending on: returns, ends,
	comments for executors (R8.1.3)."""
	own = _rows({"task": name}, fields)
	task = task or frappe.db.get_value("Request Task", name, ["request", "sent_utc"], as_dict=True)
	if any(row.kind in LEFT_EXECUTOR for row in own):
		return own
	whole = {"request": task.request, "task": ("is", "not set"), "moment_utc": (">=", task.sent_utc)}
	endings = {"kind": ("in", REQUEST_ENDINGS), "audience": Audience.EXECUTOR.value}
	return sorted([*own, *_rows(whole, fields, endings)], key=lambda row: row.moment_utc)


def _with_actor(row, grounds: Sequence[ReturnMark]) -> dict:
	"""Return the row with the name of who did it, empty for what the sweep journaled, and the grounds that its reader
	is told."""
	name = actor_name(row, row.actor_name)
	row.pop("actor"), row.pop("moment_utc")
	told = [
		{"ground": mark.ground, "files": [*dict.fromkeys(file for _task, file in mark.files)]}
		for mark in grounds
	]
	return {**row, "actor_name": name, "grounds": told}


def actor_name(row, full_name: str) -> str:
	"""Return who did it: a person of the staff, «Заявник», nobody where the clock did."""
	return "" if row.kind in BY_CLOCK else full_name if row.actor else _citizen(row.kind)


def _citizen(kind: str) -> str:
	return _("Joined Applicant") if kind in OF_JOINED else _("Applicant")


def _rows(filters: dict, fields: list[str], either: dict | None = None) -> list:
	order = "`tabRequest Journal`.moment_utc, `tabRequest Journal`.creation, `tabRequest Journal`.idx"
	return frappe.get_all(
		"Request Journal", filters=filters, or_filters=either, fields=fields, order_by=order
	)


def forbid_deletion(doc) -> None:
	"""Raise PermissionError for every user: requests, tasks and their journal are never deleted."""
	refuse(ProblemKind.REQUESTS_ARE_KEPT, error=frappe.PermissionError)
