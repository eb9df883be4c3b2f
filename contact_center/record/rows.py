"""SQL on the rows of requests and tasks: read under a lock, inserted and updated many at once.

Only modules of `record` may import this; acts go through `record.writing`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.access import permissions
from contact_center.framework import realtime
from contact_center.framework.bulk_update import bulk_update
from contact_center.record import clock, projection
from contact_center.regulation.acts import REQUEST, TASK

Values = dict[str, Any]

ABOUT_THE_RESULT = ("confirmation", "applicant_answer", "reason")
"""Fields of a request about the present result: cleared when the stage changes (R7.7, R6.3.3)."""
OTHER_TASK_COLUMNS = ("request", "request_type", "swept_until_utc", *projection.REPORTED, "reviewer_comment")
COLUMNS = {
	REQUEST: (
		"name",
		"creation",
		"modified",
		"modified_by",
		"request_type",
		*ABOUT_THE_RESULT,
		*projection.REQUEST_FIELDS,
	),
	TASK: ("name", "creation", "modified", "modified_by", *OTHER_TASK_COLUMNS, *projection.TASK_FIELDS),
}


def select(doctype: str, key: str, values: Sequence[str], locked: bool) -> list[Values]:
	"""Return rows with COLUMNS whose `key` is one of `values`, sorted by name; `locked` reads them as committed now."""
	if not values:
		return []
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(*[table[column] for column in COLUMNS[doctype]])
	query = query.where(table[key].isin(values)).orderby(table.name)
	return (query.for_update() if locked else query).run(as_dict=True)


def insert(doctype: str, columns: Sequence[str], rows: Sequence[Sequence]) -> None:
	"""Insert rows in one statement; other columns get their defaults.

	Values are parameters: the query builder's bulk insert writes them into the statement and takes three times as long.
	"""
	places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(rows))
	names = ", ".join(f"`{column}`" for column in columns)
	values = [value for row in rows for value in row]
	frappe.db.sql(f"insert into `tab{doctype}` ({names}) values {places}", values)


def insert_tasks(rows: Sequence[Values]) -> None:
	"""Insert tasks with the same fields in one statement."""
	if not rows:
		return
	stamp = _stamp()
	stamp |= {"creation": stamp["modified"], "owner": stamp["modified_by"]}
	columns = [*rows[0], *stamp]
	insert(TASK, columns, [[{**row, **stamp}[column] for column in columns] for row in rows])


def update(doctype: str, changed: Mapping[str, Values], shown: Mapping[str, Values], *, touch: bool) -> None:
	"""Update rows by name in one statement; `shown` are the present rows. With `touch`, set who changed them and when."""
	if not changed:
		return
	stamp = _stamp() if touch else {}
	if len(changed) == 1:
		[(name, values)] = changed.items()
		frappe.db.set_value(doctype, name, {**values, **stamp}, update_modified=False)
	else:
		bulk_update(doctype, {name: {**row, **stamp} for name, row in _filled(changed, shown).items()})
	for name in changed if touch else ():
		realtime.document_changed(doctype, name, stamp["modified"])


def _filled(changed: Mapping[str, Values], shown: Mapping[str, Values]) -> dict[str, Values]:
	"""Return the same fields for each row; a field that only other rows change keeps its value."""
	fields = list(dict.fromkeys(field for values in changed.values() for field in values))
	return {
		name: {field: values.get(field, shown[name].get(field)) for field in fields}
		for name, values in changed.items()
	}


def restamp(held: Document) -> None:
	"""Set `modified` of a saved form after its journal lines, so that later lines are others'."""
	held.modified = frappe.utils.now()
	frappe.db.set_value(held.doctype, held.name, "modified", held.modified, update_modified=False)


def lapse_wishes(tasks: Sequence[str]) -> None:
	"""End the requests for a new term of these tasks: nobody will decide on them any more."""
	if tasks:
		waiting = {"task": ("in", tasks), "status": "Awaiting Decision"}
		frappe.db.set_value("Extension Request", waiting, "status", "Lapsed", update_modified=False)


def put_off(tasks: Sequence[str], until: datetime) -> None:
	"""Let the sweep look at these tasks at `until` (aware), and not before."""
	later = {"next_deadline_utc": clock.to_utc(until), "next_deadline": clock.to_site(until)}
	if tasks:
		frappe.db.set_value(TASK, {"name": ("in", tasks)}, later, update_modified=False)


def _stamp() -> Values:
	"""Return `modified` and `modified_by` for now; an applicant's account is not named (D1)."""
	user = frappe.session.user
	user = "Administrator" if permissions.is_citizen(user) else user
	return {"modified": frappe.utils.now(), "modified_by": user}
