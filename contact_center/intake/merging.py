"""Two records of one person become one, and two again (R5.2).

All in one transaction, a statement a table. An `Applicant Merge` keeps the names of what moved, so that unmerging gives
back exactly that. What was filed under the kept one since then stays there, and what was filed in an account stays with
the account. The merged record stays as it is, is no more found, and nobody files under it.
"""

import json
from collections.abc import Mapping
from typing import Any

import frappe

from contact_center.framework import deadlocks
from contact_center.intake import duplicates, merged_joins, merged_rows
from contact_center.record import clock
from contact_center.record.messages import JOINED
from contact_center.regulation.appeals import AppealStage
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import FINISHED
from contact_center.words import problems

DOCTYPE = "Applicant Merge"
IN_FORCE, UNDONE = "In Force", "Undone"
UNFINISHED = {"stage": ("not in", [stage.value for stage in FINISHED])}
_FIELDS = ["name", "full_name", "user", "merged_into", "email"]


def problem_of(kept: str, merged: str) -> Problem | None:
	"""Return why these two cannot be merged; None where they can."""
	return _problem(_people(kept, merged), kept, merged)


def _people(*names: str, locked: bool = False) -> dict[str, Any]:
	"""Return the applicants, locked in the order of their names: two who merge crosswise wait for each other."""
	lock = " for update" if locked else ""
	select = f"select {', '.join(_FIELDS)} from `tabApplicant` where name in %s order by name{lock}"
	return {row.name: row for row in frappe.db.sql(select, [names], as_dict=True)}


def _problem(people: Mapping[str, Any], kept: str, merged: str) -> Problem | None:
	if kept == merged:
		return Problem(Kind.MERGE_WITH_ITSELF)
	if len(people) < 2:
		return Problem(Kind.UNKNOWN_APPLICANT)
	for row in people.values():
		if row.merged_into:
			return Problem(Kind.MERGED_ALREADY, (row.full_name,))
	if all(row.user for row in people.values()):
		return Problem(Kind.TWO_ACCOUNTS)
	return None


def merge(kept: str, merged: str) -> str:
	"""Merge an applicant into another one; return the name of the Applicant Merge. No permission check.

	ValidationError for one and the same, for one that is merged already, and for the owners of two accounts.
	"""
	deadlocks.retry_from_here()
	people = _people(kept, merged, locked=True)
	if problem := _problem(people, kept, merged):
		problems.refuse(problem)
	moved = _move(kept, merged) | {"account": _pass_account(people[merged].user, merged, kept)}
	frappe.db.set_value("Applicant", merged, "merged_into", kept, update_modified=False)
	moved["pair"] = duplicates.note_merged(kept, merged)
	moved["different"] = duplicates.carry_over(kept, merged)
	name = _record(kept, merged, moved)
	duplicates.propose([kept])
	return name


def _move(kept: str, merged: str) -> dict[str, Any]:
	rows = merged_rows.named(merged)
	joining, leaving, exchanged = merged_joins.split(kept, merged)
	left = merged_joins.leave(leaving)
	merged_rows.give(rows, merged, kept)
	merged_joins.move(joining, merged, kept)
	merged_joins.exchange(exchanged, kept, merged)
	return {"rows": rows, "joined": joining, "left": left, "exchanged": exchanged}


def _pass_account(user: str | None, source: str, target: str) -> str:
	"""Give the account of `source` to `target`; its owner sees what is `target`'s. Each account has one applicant."""
	if user:
		for name, value in ((source, None), (target, user)):
			frappe.db.set_value("Applicant", name, "user", value, update_modified=False)
	return user or ""


def _record(kept: str, merged: str, moved: Mapping[str, Any]) -> str:
	who = {"merged_by": frappe.session.user, "merged_at": clock.to_site(clock.now())}
	values = {"kept": kept, "merged": merged, "moved": json.dumps(moved, ensure_ascii=False)}
	return frappe.get_doc({"doctype": DOCTYPE, **values, **who}).insert(ignore_permissions=True).name


def unmerge(name: str) -> None:
	"""Give back what an Applicant Merge moved, as far as it is still where it went. No permission check.

	ValidationError for one that is undone, and where the kept applicant was merged into another one since then.
	"""
	deadlocks.retry_from_here()
	fields = ["kept", "merged", "status", "moved", "creation"]
	row = frappe.db.get_value(DOCTYPE, name, fields, as_dict=True, for_update=True) if name else None
	if not row or row.status != IN_FORCE:
		problems.refuse(Problem(Kind.MERGE_UNDONE))
	people = _people(row.kept, row.merged, locked=True)
	if people[row.kept].merged_into:
		problems.refuse(Problem(Kind.KEPT_MERGED_SINCE, (people[row.kept].full_name,)))
	moved = json.loads(row.moved)
	if moved["account"] and people[row.kept].user == moved["account"]:
		_add_filed(moved, row)
		_pass_account(moved["account"], row.kept, row.merged)
	_give_back(row.kept, people[row.merged], moved)
	who = {"undone_by": frappe.session.user, "undone_at": clock.to_site(clock.now())}
	frappe.db.set_value(DOCTYPE, name, {"status": UNDONE, **who})
	duplicates.propose([row.kept, row.merged])


def _add_filed(moved: dict[str, Any], row: Mapping[str, Any]) -> None:
	"""Let what was filed in the account since the merging go back with it: it stays with its account."""
	for key, names in merged_rows.filed_since(row.kept, row.creation).items():
		moved["rows"][key] = [*moved["rows"].get(key, ()), *names]
	moved["joined"] += merged_joins.joined_since(row.kept, row.merged, row.creation)


def _give_back(kept: str, merged: Mapping[str, Any], moved: dict[str, Any]) -> None:
	merged_rows.give(moved["rows"], kept, merged.name)
	merged_joins.move(moved["joined"], kept, merged.name)
	moved["joined"] += merged_joins.exchange(moved.get("exchanged", ()), merged.name, kept)
	_address_again(moved, kept, merged)
	frappe.db.set_value("Applicant", merged.name, "merged_into", None, update_modified=False)
	merged_joins.join_again(moved["left"])
	duplicates.note_unmerged(moved["pair"])
	duplicates.take_back_carried(moved.get("different", ()))


def _address_again(moved: Mapping[str, Any], kept: str, merged: Mapping[str, Any]) -> None:
	"""Messages go to their applicant again: a new e-mail of the kept one has followed what was merged (D1)."""
	theirs = frappe.db.get_value("Applicant", kept, "email")
	if not theirs or theirs == merged.email:
		return
	for doctype, names, open_ones in (
		("Request", moved["rows"].get(merged_rows.REQUESTS.key), UNFINISHED),
		("Appeal", moved["rows"].get(merged_rows.APPEALS.key), {"stage": AppealStage.CONSIDERED.value}),
		(JOINED, moved["joined"], {}),
	):
		if names:
			which = {"name": ("in", names), "applicant": merged.name, "applicant_email": theirs}
			frappe.db.set_value(
				doctype, {**which, **open_ones}, "applicant_email", merged.email, update_modified=False
			)


def merged_into(applicant: str) -> list[dict[str, Any]]:
	"""Return the merges in force whose things are this applicant's now: [{name, merged, merged_at, merged_by}].

	Whoever makes an applicant anonymous takes these along (D2).
	"""
	fields = ["name", "merged", "merged_at", "merged_by"]
	mine = {"merged_into": applicant}
	names = frappe.get_all("Applicant", mine, pluck="name", order_by="name")
	which = {"merged": ("in", names), "status": IN_FORCE}
	return frappe.get_all(DOCTYPE, which, fields, order_by="merged_at desc, name") if names else []
