"""Define the queues of the lists: the filters of each, and its one order.

Requests of the most urgent type come first (R4.1), then what is due first, however it came and whatever the list was
sorted by before. Moderation follows R3.2; among equals the older one comes first. Tasks that are not chosen by what waits
are listed with the newest first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from contact_center.access import permissions, roles
from contact_center.framework import list_order, looks
from contact_center.regulation.acts import REQUEST, TASK
from contact_center.regulation.appeals import AppealStage
from contact_center.regulation.inspections import InspectionStage
from contact_center.regulation.stages import OPEN, Stage

APPEAL, INSPECTION = "Appeal", "Inspection"
WEB = "Web"
MOST_ROWS = 500
Order = tuple[tuple[str, str], ...]
FIRST: Order = (("comes_first", "desc"),)
LAST: Order = (("creation", "asc"), ("name", "asc"))
NEWEST: Order = (("creation", "desc"), ("name", "desc"))
"""What is done is looked up, it does not burn; an executor has tens of thousands, read by an index in this order alone."""


@dataclass(frozen=True)
class Queue:
	"""A list by its filters: `when` holds field -> value, or (sign, value). `order` is what it goes by."""

	name: str
	doctype: str
	when: Mapping[str, Any]
	order: Order
	calls: bool = False
	"""Whether its applicants are called: the list shows phone and attempts then."""


def _of_stage(doctype: str, stage: Stage, *fields: str, calls: bool = False) -> Queue:
	order = tuple((field, "asc") for field in fields)
	return Queue(f"{doctype} {stage.value}", doctype, {"stage": stage.value}, order, calls)


MODERATION = Queue(
	"moderation",
	REQUEST,
	{"stage": Stage.MODERATION.value, "channel": WEB, "asked_at": ("is", "not set")},
	(("moderate_from", "asc"), ("received_at", "asc")),
)
ASKED = Queue(
	"asked",
	REQUEST,
	{"stage": Stage.MODERATION.value, "asked_at": ("is", "set")},
	(("asked_at", "asc"),),
	calls=True,
)
CARDS = Queue(
	"cards", REQUEST, {"stage": Stage.MODERATION.value, "channel": ("!=", WEB)}, (("received_at", "asc"),)
)
QUEUES = (
	MODERATION,
	ASKED,
	CARDS,
	Queue("overdue requests", REQUEST, {"overdue_now": 1}, (("due", "asc"),)),
	Queue(
		"missed acceptance",
		REQUEST,
		{"stage": Stage.REGISTERED.value, "accepted_late": 1},
		(("accept_by", "asc"),),
	),
	_of_stage(REQUEST, Stage.MODERATION, "moderate_from", "received_at"),
	_of_stage(REQUEST, Stage.REGISTERED, "next_deadline"),
	_of_stage(REQUEST, Stage.IN_PROGRESS, "due"),
	_of_stage(REQUEST, Stage.REWORK, "due"),
	_of_stage(REQUEST, Stage.AWAITING_CONFIRMATION, "executed_at", calls=True),
	Queue("declined", TASK, {"awaits_redirect": 1}, (("due", "asc"),)),
	Queue("overdue tasks", TASK, {"overdue_now": 1}, (("due", "asc"),)),
	Queue("stages to agree", TASK, {"stage_waits": 1}, (("sent_at", "asc"),)),
	Queue("without a date", TASK, {"without_date": 1}, (("sent_at", "asc"),)),
	_of_stage(TASK, Stage.REGISTERED, "accept_by"),
	_of_stage(TASK, Stage.IN_PROGRESS, "due"),
	_of_stage(TASK, Stage.REWORK, "due"),
	_of_stage(TASK, Stage.AWAITING_CONFIRMATION, "executed_at"),
	Queue(
		"inspections",
		INSPECTION,
		{"stage": ("in", [InspectionStage.ASKED.value, InspectionStage.CALLED.value])},
		(("starts_at", "asc"),),
	),
	Queue(
		"inspections to come", INSPECTION, {"stage": InspectionStage.CALLED.value}, (("starts_at", "asc"),)
	),
	Queue("appeals", APPEAL, {"stage": AppealStage.CONSIDERED.value}, (("due", "asc"),)),
	Queue(
		"open tasks",
		TASK,
		{"stage": ("in", [stage.value for stage in Stage if stage in OPEN])},
		(("overdue_now", "desc"), ("next_deadline", "asc")),
	),
	Queue("tasks", TASK, {}, NEWEST),
)
"""The first one whose filters a list has is its queue; `{}` is every other list of the doctype."""


def for_desk() -> dict:
	"""Return {first: filters that a controller's list opens with, open: unfinished stages, queues: in order of match}.

	A queue is {name, doctype, when: {field: [sign, value]}, sort: [field, direction], columns, order, calls}. Who considers
	no appeals has none of them: thanks that were passed on to an executor wait for nobody, and show no term.
	"""
	considers = permissions.has_role(roles.OPERATOR, roles.SUPERVISOR, roles.MANAGEMENT, roles.ADMINISTRATOR)
	return {
		"first": [[field, *condition] for field, condition in _conditions(MODERATION).items()],
		"open": [stage.value for stage in Stage if stage in OPEN],
		"queues": [_row(queue) for queue in QUEUES if queue.doctype != APPEAL or considers],
	}


def _row(queue: Queue) -> dict:
	first = FIRST if queue.doctype in (REQUEST, TASK) else ()
	order = queue.order if queue.order == NEWEST else (*first, *queue.order, *LAST)
	return {
		"name": queue.name,
		"doctype": queue.doctype,
		"when": _conditions(queue),
		"sort": list(queue.order[0]),
		"calls": queue.calls,
		**list_order.spelled(queue.doctype, order),
	}


def _conditions(queue: Queue) -> dict[str, list]:
	return {
		field: list(value) if isinstance(value, tuple) else ["=", value]
		for field, value in queue.when.items()
	}


@frappe.whitelist(methods=["GET"])
def contacts(names: str) -> dict[str, dict]:
	"""Return {request: {phone, attempts}} of the requests named (a JSON list) that the user may read.

	Raise PermissionError for users who are no operators or supervisors: the phone is personal (D1).
	"""
	permissions.check_role(*roles.CONTROLLERS)
	wanted = [str(name) for name in frappe.parse_json(names or "[]")][:MOST_ROWS]
	rows = frappe.get_list(
		REQUEST,
		filters={"name": ("in", wanted)},
		fields=["name", "applicant", "callback_count"],
		limit_page_length=MOST_ROWS,
	)
	people = {"name": ("in", [row.applicant for row in rows if row.applicant])}
	looks.listed()
	phones = dict(frappe.get_list("Applicant", people, ["name", "phone"], as_list=True, limit_page_length=0))
	return {
		row.name: {"phone": phones.get(row.applicant) or "", "attempts": row.callback_count} for row in rows
	}
