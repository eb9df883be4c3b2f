"""Once a minute: mark the appeals whose term is over, and tell of each once (R3.3a). No save is needed to notice it."""

import frappe

from contact_center.framework import deadlocks
from contact_center.intake import appeals
from contact_center.record import clock, messages
from contact_center.record.messages import Message
from contact_center.regulation.appeals import TERM_BROKEN, AppealStage

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
	names = _due()
	for name in names:
		_mark(name)
	messages.queue([Message(appeals.DOCTYPE, name, "term_broken") for name in names])
	frappe.db.commit()
	return len(names)


def _due() -> list[str]:
	"""Return the appeals past their term that are not marked yet, under lock."""
	appeal = frappe.qb.DocType(appeals.DOCTYPE)
	query = frappe.qb.from_(appeal).select(appeal.name)
	query = query.where((appeal.stage == AppealStage.CONSIDERED.value) & (appeal.overdue == 0))
	query = query.where(appeal.due_utc < clock.to_utc(clock.now())).orderby(appeal.due_utc).limit(BATCH)
	return query.for_update().run(pluck=True)


def _mark(name: str) -> None:
	"""Write mark and step without a save: an open form stays the version that its user saw."""
	frappe.db.set_value(appeals.DOCTYPE, name, "overdue", 1, update_modified=False)
	appeal = frappe.get_doc(appeals.DOCTYPE, name)
	appeals.add_step(appeal, TERM_BROKEN, by="Administrator")
	appeal.steps[-1].taken_at = appeal.due
	appeal.steps[-1].db_insert()
