"""Once a minute: mark the appeals whose term is over, and tell of each once (R3.3a). No save is needed to notice it."""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe.query_builder.functions import Max
from frappe.utils import now_datetime

from contact_center.framework import deadlocks
from contact_center.intake import appeals
from contact_center.record import clock, messages
from contact_center.record.messages import Message
from contact_center.regulation.appeals import TERM_BROKEN, AppealStage

STEP, BY = "Appeal Step", "Administrator"
COLUMNS = (
	"name creation modified owner modified_by taken_by step taken_at idx parent parenttype parentfield"
).split()
OF_APPEAL = (appeals.DOCTYPE, "steps")
BATCH = 200
MOST_BATCHES = 50


def mark() -> int:
	"""Mark every appeal that is overdue now, in batches; return how many there were."""
	found = 0
	for _batch in range(MOST_BATCHES):
		count = _mark_batch()
		found += count
		if count < BATCH:
			break
	return found


@deadlocks.repeated
def _mark_batch() -> int:
	found = _due()
	names = [row.name for row in found]
	if found:
		_mark(found)
	messages.queue([Message(appeals.DOCTYPE, name, "term_broken") for name in names])
	frappe.db.commit()
	return len(names)


def _due() -> list[Any]:
	"""Return {name, due} of the appeals past their term that are not marked yet, under lock."""
	appeal = frappe.qb.DocType(appeals.DOCTYPE)
	query = frappe.qb.from_(appeal).select(appeal.name, appeal.due)
	query = query.where((appeal.stage == AppealStage.CONSIDERED.value) & (appeal.overdue == 0))
	query = query.where(appeal.due_utc < clock.to_utc(clock.now())).orderby(appeal.due_utc).limit(BATCH)
	return query.for_update().run(as_dict=True)


def _mark(found: Sequence[Any]) -> None:
	"""Write marks and steps without a save, a statement each: an open form stays the version that its user saw."""
	names = [row.name for row in found]
	frappe.db.set_value(appeals.DOCTYPE, {"name": ("in", names)}, "overdue", 1, update_modified=False)
	now, last = now_datetime(), _last_steps(names)
	rows = [
		(
			frappe.generate_hash(length=10),
			*[now] * 2,
			*[BY] * 3,
			TERM_BROKEN,
			row.due,
			last.get(row.name, 0) + 1,
			row.name,
			*OF_APPEAL,
		)
		for row in found
	]
	frappe.db.bulk_insert(STEP, COLUMNS, rows)


def _last_steps(names: Sequence[str]) -> dict[str, int]:
	step = frappe.qb.DocType(STEP)
	query = frappe.qb.from_(step).select(step.parent, Max(step.idx)).where(step.parent.isin(names))
	return dict(query.where(step.parenttype == appeals.DOCTYPE).groupby(step.parent).run())
