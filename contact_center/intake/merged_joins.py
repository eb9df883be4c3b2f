"""Who joined a request, when two applicants become one: nobody joins a request twice, nor one of one's own.

A row that would be such a second one stays with its applicant and leaves the request while it runs; with the unmerging
it joins again. Both are lines of the journal, which stays true. Where the kept one alone has left, each gets the other's
row: the kept one hears of the request as the merged one did, and as many have joined as before.
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


def split(kept: str, merged: str) -> tuple[list[str], list[str], list[list[str]]]:
	"""Return (rows of the merged one that move, rows of either that leave instead, [row of the kept, of the merged one] that
	are exchanged), locked."""
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
	alone = [row for row in twice if row not in (*told_twice, *own) and not row.left_at]
	leaving = sorted({row.name for row in (*own, *told_twice) if not row.left_at})
	return moving, leaving, [[by_kept[row.request].name, row.name] for row in alone]


def move(names: Sequence[str], source: str, target: str) -> None:
	"""Write `target` into the rows that still name `source`."""
	if names:
		which = {"name": ("in", list(names)), "applicant": source}
		frappe.db.set_value(JOINED, which, "applicant", target, update_modified=False)


def exchange(pairs: Sequence[Sequence[str]], one: str, other: str) -> list[str]:
	"""Of [row of `one`, row of `other`] give each the other's, where both still name them; return those that `one` gets.

	By way of nobody: a request has one row an applicant.
	"""
	named = dict(_named_in([name for pair in pairs for name in pair]))
	still = [pair for pair in pairs if [named.get(name) for name in pair] == [one, other]]
	ones, others = [pair[0] for pair in still], [pair[1] for pair in still]
	for names, applicant in ((others, None), (ones, other), (others, one)):
		if names:
			frappe.db.set_value(
				JOINED, {"name": ("in", names)}, "applicant", applicant, update_modified=False
			)
	return others


def _named_in(names: Sequence[str]) -> Sequence[Any]:
	select = f"select name, applicant from `tab{JOINED}` where name in %s order by name for update"
	return frappe.db.sql(select, [names]) if names else ()


def joined_since(kept: str, merged: str, since: Any) -> list[str]:
	"""Return the locked rows that the owner of the kept one's account has made since then, and the merged one has not.

	What is joined in an account bears no account's name, and what an operator writes down does.
	"""
	return frappe.db.sql(
		f"""
		select joined.name from `tab{JOINED}` joined
		where joined.applicant = %s and joined.creation >= %s and joined.owner = 'Administrator'
			and joined.interaction is null and joined.came_from is null and not exists (
				select 1 from `tab{JOINED}` theirs where theirs.request = joined.request and theirs.applicant = %s)
		order by joined.name for update
		""",
		(kept, since, merged),
		pluck=True,
	)


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
