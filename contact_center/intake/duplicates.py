"""Applicants who may be one person: found by the indexes of phone, e-mail and residence, offered, decided by people (R5.2).

A pair has one row of Possible Duplicate, whose name is made of both: what was decided about it is not proposed again.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.framework import deadlocks
from contact_center.intake import phone_rows
from contact_center.reading.likeness import Person, Reason, likeness, strength
from contact_center.record import clock
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

DOCTYPE = "Possible Duplicate"
PROPOSED, DIFFERENT, MERGED = "Proposed", "Different People", "Merged"
COMPARED = (
	*("surname", "first_name", "patronymic", "phone", "other_phones", "email"),
	*("street", "building", "flat", "user"),
)
COLUMNS = (
	*("name", "creation", "modified", "owner", "modified_by"),
	*("applicant", "other", "reasons", "strength", "status"),
)
MOST_PAIRS = 500
"""Of one applicant at most so many are compared: a number of an office is everybody's."""
MOST_SHOWN = 20
_CANDIDATES = (
	f"""select mine.applicant as one, theirs.applicant as other
	from `tab{phone_rows.DOCTYPE}` mine join `tab{phone_rows.DOCTYPE}` theirs on theirs.digits = mine.digits
	where mine.applicant in %(names)s and theirs.applicant != mine.applicant""",
	"""select mine.name as one, theirs.name as other
	from `tabApplicant` mine join `tabApplicant` theirs on theirs.email = mine.email
	where mine.name in %(names)s and mine.email != '' and theirs.name != mine.name""",
	"""select mine.name as one, theirs.name as other
	from `tabApplicant` mine
	join `tabApplicant` theirs on theirs.street = mine.street and theirs.building = mine.building
	where mine.name in %(names)s and mine.street != '' and mine.building != '' and theirs.name != mine.name
		and (ifnull(mine.flat, '') = '' or ifnull(theirs.flat, '') in ('', mine.flat))""",
)


def follow(applicant: Document) -> None:
	"""Look for the duplicates of an applicant of whom something changed that is compared."""
	if any(map(applicant.has_value_changed, COMPARED)):
		propose([applicant.name])


def propose(names: Collection[str]) -> None:
	"""Propose the duplicates of these applicants, and take back proposals that no longer hold. What is decided stays."""
	found = {_key(*pair): (pair, why) for pair, why in _found(names)}
	known = _rows_of(names)
	gone = [row.name for row in known if row.status == PROPOSED and _said(found, row.name) != row.reasons]
	if gone:
		_take_back(gone)
	kept = {row.name for row in known}.difference(gone)
	_insert(pair for key, pair in found.items() if key not in kept)


def _take_back(names: Collection[str]) -> None:
	"""Delete proposals; what somebody has decided since they were read stays."""
	frappe.db.delete(DOCTYPE, {"name": ("in", list(names)), "status": PROPOSED})


def _key(one: str, other: str) -> str:
	return "-".join(sorted((one, other)))


def _said(found: dict[str, Any], key: str) -> str:
	return _joined(found[key][1]) if key in found else ""


def _joined(why: Iterable[Reason]) -> str:
	return "\n".join(reason.value for reason in why)


def _found(names: Collection[str]) -> Iterator[tuple[tuple[str, str], tuple[Reason, ...]]]:
	pairs = _candidates(names)
	people = _people({name for pair in pairs for name in pair})
	for one, other in pairs:
		if one in people and other in people and (why := likeness(people[one], people[other])):
			yield (one, other), why


def _candidates(names: Collection[str]) -> set[tuple[str, str]]:
	most = MOST_PAIRS * len(names)
	union = " union ".join(f"({select} limit {most})" for select in _CANDIDATES)
	return (
		{(min(pair), max(pair)) for pair in frappe.db.sql(union, {"names": list(names)})} if names else set()
	)


def _people(names: Collection[str]) -> dict[str, Person]:
	"""Return what of these applicants is compared; two queries."""
	if not names:
		return {}
	named = ("in", sorted(names))
	phones: dict[str, set[str]] = {}
	for row in frappe.get_all(
		phone_rows.DOCTYPE, {"applicant": named}, ["applicant", "digits"], order_by="name"
	):
		phones.setdefault(row.applicant, set()).add(row.digits)
	fields = ["name", *(field for field in COMPARED if field not in phone_rows.FIELDS)]
	found = {"name": named, "merged_into": ("is", "not set")}
	rows = frappe.get_all("Applicant", found, fields, order_by="name")
	return {row.name: _person(row, phones.get(row.name, ())) for row in rows}


def _person(row: dict, phones: Iterable[str]) -> Person:
	texts = ("surname", "first_name", "patronymic", "email", "street", "building", "flat")
	values = {field: row.get(field) or "" for field in texts}
	return Person(**values, phones=frozenset(phones), account=row.get("user") or "")


def _insert(found: Iterable[tuple[tuple[str, str], tuple[Reason, ...]]]) -> None:
	rows = [_new_row(pair, _joined(why), strength(why), PROPOSED) for pair, why in found]
	if rows:
		frappe.db.bulk_insert(DOCTYPE, COLUMNS, rows, ignore_duplicates=True)


def _new_row(pair: tuple[str, str], reasons: str, how_strong: int, status: str) -> tuple[Any, ...]:
	now, server = frappe.utils.now(), phone_rows.SERVER
	return (_key(*pair), now, now, server, server, *sorted(pair), reasons, how_strong, status)


def _rows_of(names: Collection[str], status: str = "") -> list[dict]:
	"""Return the rows that name one of these applicants, by two indexes, the likeliest first."""
	if not names:
		return []
	which = "and status = %(status)s" if status else ""
	selects = " union ".join(
		f"select name, applicant, other, reasons, status, strength, decided_by, decided_at from `tab{DOCTYPE}` where {side} in %(names)s {which}"
		for side in ("applicant", "other")
	)
	values = {"names": list(names), "status": status}
	return frappe.db.sql(f"{selects} order by strength desc, name", values, as_dict=True)


def of_applicants(names: Collection[str]) -> dict[str, list[dict]]:
	"""Return {applicant: its open proposals [{name, other, reasons}]}, the likeliest first. No permission check."""
	found: dict[str, list[dict]] = {name: [] for name in names}
	for row in _rows_of(names, PROPOSED):
		for one, other in ((row.applicant, row.other), (row.other, row.applicant)):
			if one in found:
				found[one].append(
					{"name": row.name, "other": other, "reasons": (row.reasons or "").split("\n")}
				)
	return {name: rows[:MOST_SHOWN] for name, rows in found.items()}


def decide(name: str, status: str) -> None:
	"""Record that both are different people, or that it is open again (status Proposed), who said so and when."""
	deadlocks.retry_from_here()
	row = frappe.db.get_value(DOCTYPE, name, ["status"], as_dict=True, for_update=True) if name else None
	if not row or status not in (PROPOSED, DIFFERENT) or row.status not in (PROPOSED, DIFFERENT):
		problems.refuse(Problem(Kind.DUPLICATE_DECIDED))
	if row.status == status:
		return
	who = {"decided_by": frappe.session.user, "decided_at": clock.to_site(clock.now())}
	frappe.db.set_value(DOCTYPE, name, {"status": status, **who})


def note_merged(kept: str, merged: str) -> dict[str, str | None]:
	"""Mark the pair as merged, and take back other proposals of the merged one; return what the pair was, {} without one."""
	pair = _key(kept, merged)
	open_ones = [row.name for row in _rows_of([merged], PROPOSED) if row.name != pair]
	if open_ones:
		_take_back(open_ones)
	fields = ["name", "status", "decided_by", "decided_at"]
	was = frappe.db.get_value(DOCTYPE, pair, fields, as_dict=True, for_update=True)
	if not was:
		return {}
	who = {"decided_by": frappe.session.user, "decided_at": clock.to_site(clock.now())}
	frappe.db.set_value(DOCTYPE, pair, {"status": MERGED, **who}, update_modified=False)
	return {field: value and str(value) for field, value in was.items()}


def note_unmerged(pair: dict[str, str | None]) -> None:
	"""Give the pair back what it was before the merging."""
	if pair:
		values = {field: value for field, value in pair.items() if field != "name"}
		frappe.db.set_value(DOCTYPE, pair["name"], values, update_modified=False)


def carry_over(kept: str, merged: str) -> list[str]:
	"""Note of whom the merged one was found to be different that the kept one is too, where nothing is noted; return the rows."""
	found = {
		_key(kept, other): (row, other)
		for row in _rows_of([merged], DIFFERENT)
		if (other := row.other if row.applicant == merged else row.applicant) != kept
	}
	known = frappe.get_all(DOCTYPE, {"name": ("in", list(found))}, pluck="name") if found else []
	new = {key: value for key, value in found.items() if key not in known}
	rows = [
		(*_new_row((kept, other), row.reasons, row.strength, DIFFERENT), row.decided_by, row.decided_at)
		for row, other in new.values()
	]
	if rows:
		columns = (*COLUMNS, "decided_by", "decided_at")
		frappe.db.bulk_insert(DOCTYPE, columns, rows, ignore_duplicates=True)
	return list(new)


def take_back_carried(names: Collection[str]) -> None:
	"""Remove what a merging has noted so; what somebody has opened again since then is decided by people."""
	if names:
		frappe.db.delete(DOCTYPE, {"name": ("in", list(names)), "status": DIFFERENT})


def drop(applicant: str) -> None:
	"""Remove the proposals of an applicant who is forgotten (R5.7)."""
	if rows := _rows_of([applicant]):
		frappe.db.delete(DOCTYPE, {"name": ("in", [row.name for row in rows])})
