"""Who joined a request, when two applicants become one: nobody joins a request twice, nor one of one's own.

A row that would be such a second one stays with its applicant and leaves the request while it runs; with the unmerging
it joins again. Both are lines of the journal, which stays true.
"""

from collections.abc import Collection, Sequence
from typing import Any

import frappe
from frappe import _

from contact_center.record import clock
from contact_center.record.journal import NewLine
from contact_center.record.messages import JOINED
from contact_center.record.writing import open_drafts, write_all
from contact_center.regulation.acts import JOIN, LEAVE, Act


def split(kept: str, merged: str) -> tuple[list[str], list[str]]:
	"""Return (rows of the merged one that move, rows of either that leave instead), locked."""
	rows = frappe.db.sql(
		f"""
		select joined.name, joined.applicant, joined.request, joined.left_at, request.applicant as owner
		from `tab{JOINED}` joined join `tabRequest` request on request.name = joined.request
		where joined.applicant in %(both)s order by joined.name for update
		""",
		{"both": [kept, merged]},
		as_dict=True,
	)
	by_kept = {row.request: row for row in rows if row.applicant == kept}
	own = [row for row in rows if row.owner in (kept, merged)]
	twice = [row for row in rows if row.applicant == merged and row.request in by_kept]
	stay = {row.name for row in (*own, *twice)}
	moving = [row.name for row in rows if row.applicant == merged and row.name not in stay]
	# Where the kept one has left, the other row goes on: somebody still wants to hear of it.
	told_twice = [row for row in twice if not by_kept[row.request].left_at]
	return moving, sorted({row.name for row in (*own, *told_twice) if not row.left_at})


def move(names: Sequence[str], source: str, target: str) -> None:
	"""Write `target` into the rows that still name `source`."""
	if names:
		which = {"name": ("in", list(names)), "applicant": source}
		frappe.db.set_value(JOINED, which, "applicant", target, update_modified=False)


def leave(names: Sequence[str]) -> dict[str, Any]:
	"""Let these rows leave the requests that run; return {names, at} of those that did."""
	rows = _rows(names, left=False)
	done = _journal(rows, LEAVE, _("two records of one applicant were merged"))
	at = clock.to_site(clock.now()).replace(microsecond=0)
	if done:
		frappe.db.set_value(JOINED, {"name": ("in", done)}, "left_at", at, update_modified=False)
	return {"names": done, "at": str(at)}


def join_again(left: dict[str, Any]) -> None:
	"""Let join again those who left by the merging, where the request runs and nothing else was done meanwhile."""
	rows = [row for row in _rows(left.get("names") or (), left=True) if str(row.left_at) == left["at"]]
	if done := _journal(rows, JOIN, _("the merging of two applicants was undone")):
		frappe.db.set_value(JOINED, {"name": ("in", done)}, "left_at", None, update_modified=False)


def _rows(names: Collection[str], left: bool) -> list[Any]:
	if not names:
		return []
	state = ("is", "set" if left else "not set")
	fields = ["name", "request", "left_at"]
	return frappe.get_all(JOINED, {"name": ("in", list(names)), "left_at": state}, fields, order_by="name")


def _journal(rows: Sequence[Any], act: Act, text: str) -> list[str]:
	"""Journal the act on the requests of the rows that it starts from; return the names of these rows."""
	drafts = {draft.request: draft for draft in open_drafts({row.request for row in rows})} if rows else {}
	done = [row for row in rows if act.starts_from(drafts[row.request].row["stage"])]
	for row in done:
		drafts[row.request].add([NewLine(act.kind, text=text)])
	if done:
		write_all([drafts[name] for name in dict.fromkeys(row.request for row in done)], touch=False)
	return [row.name for row in done]
