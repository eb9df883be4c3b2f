"""For which executors somebody acts, and who acts for an executor: its people, deputies for a term of absence, and the
people of the organisations above it (P4, P5).

Who is `only_handed` acts for nothing but the tasks that are handed to them. A deputy acts in the place of an absent
person from the first day to the last, the city's days; nothing has to end that right. Each question is one query; for
whom a user acts is asked once in an HTTP request.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import frappe
from frappe.model.document import Document

from contact_center.policy import zone


@dataclass(frozen=True)
class Standing:
	"""One way in which a user acts for `executor`.

	`home` is the executor whose person it is: the same one or one above it. `person` is the user, or the absent person in
	whose place the user acts.
	"""

	executor: str
	home: str
	person: str
	only_handed: bool = False


@dataclass(frozen=True)
class Reach:
	"""What a user sees of executors' work: everything of `executors`, and of those in `crews` what is handed to the people
	named there, the user or an absent one."""

	executors: tuple[str, ...] = ()
	crews: dict[str, tuple[str, ...]] = field(default_factory=dict)

	def has(self, executor: str | None, handed_to: str | None) -> bool:
		"""Return whether a task of the executor, handed to this person, is within reach."""
		return executor in self.executors or bool(
			handed_to and handed_to in self.crews.get(executor or "", ())
		)


@dataclass(frozen=True)
class Person:
	"""Who is told of an executor's work today: `user` with this e-mail, `stands_for` themselves or an absent one."""

	executor: str
	user: str
	email: str
	stands_for: str
	only_handed: bool
	is_responsible: bool


def left_by(executor: Document) -> set[str]:
	"""Return who was the executor's person before the save that is at work, and is no longer."""
	before = executor.get_doc_before_save()
	return {row.user for row in before.users} - {row.user for row in executor.users} if before else set()


def today() -> date:
	"""Return the city's calendar day."""
	return datetime.now(zone()).date()


_STANDINGS = """
	select below.name as executor, home.name as home, people.person, people.only_handed
	from (
		select parent, user as person, only_handed from `tabExecutor User`
		where user = %(user)s and parenttype = 'Executor'
		union all
		select absence.parent, absence.user, stood_for.only_handed from `tabExecutor Absence` absence
		join `tabExecutor User` stood_for on stood_for.parent = absence.parent
			and stood_for.parenttype = 'Executor' and stood_for.user = absence.user
		where absence.deputy = %(user)s and absence.from_date <= %(today)s and absence.until_date >= %(today)s
	) people
	join `tabExecutor` home on home.name = people.parent
	join `tabExecutor` below on below.name = home.name
		or (people.only_handed = 0 and below.lft > home.lft and below.rgt < home.rgt)
	order by below.name, home.lft desc, people.person
"""
# strictly inside: a tree whose numbers are all 0, or equal, gives nothing below


def standings_of(user: str) -> list[Standing]:
	"""Return the ways in which `user` acts for executors today, of each executor the nearest first."""
	kept = _kept()
	if kept is None:
		return _read_standings(user)
	if user not in kept:
		kept[user] = _read_standings(user)
	return list(kept[user])


def forget(*args: Any) -> None:
	"""Ask anew for whom users act: the people of an executor were changed, or the transaction that saw them is over."""
	frappe.local.contact_center_standings = None


def _kept() -> dict[str, list[Standing]] | None:
	"""Return what was read in the HTTP request, {user: standings}; None outside of one, where nothing is kept."""
	request = getattr(frappe.local, "request", None)
	if request is None:
		return None
	kept = getattr(frappe.local, "contact_center_standings", None)
	if not kept or kept[0] is not request:
		kept = frappe.local.contact_center_standings = (request, {})
		frappe.db.after_commit.add(forget)
		frappe.db.after_rollback.add(forget)
	return kept[1]


def _read_standings(user: str) -> list[Standing]:
	rows = frappe.db.sql(_STANDINGS, {"user": user, "today": today()}, as_dict=True)
	found = [Standing(row.executor, row.home, row.person, bool(row.only_handed)) for row in rows]
	return sorted(found, key=lambda each: (each.executor, each.home != each.executor, each.person != user))


def reach_of(user: str) -> Reach:
	"""Return what the user sees of executors' work."""
	return reach_by(standings_of(user))


def reach_by(standings: Sequence[Standing]) -> Reach:
	"""Return what somebody with these standings sees of executors' work."""
	whole = dict.fromkeys(each.executor for each in standings if not each.only_handed)
	crews: dict[str, tuple[str, ...]] = {}
	for each in standings:
		if each.executor not in whole:
			crews[each.executor] = (*crews.get(each.executor, ()), each.person)
	return Reach(tuple(whole), crews)


def below(standings: Sequence[Standing], executor: str) -> list[str]:
	"""Return the executors to which somebody with these standings may pass on a task of `executor`.

	They and it are in the tree of one organisation that the person acts for: strictly below it, and it or one below it.
	"""
	whole = [each for each in standings if not each.only_handed]
	homes = {each.home for each in whole if each.executor == executor}
	found = (each.executor for each in whole if each.home in homes and each.executor != each.home)
	return [code for code in dict.fromkeys(found) if code != executor]


def answers_for(user: str, executor: str) -> bool:
	"""Return whether `user` is a responsible person of the executor, or of one above it (P5). A deputy of theirs is none."""
	query = """
		select 1 from `tabExecutor User` own
		join `tabExecutor` home on home.name = own.parent
		join `tabExecutor` below on below.name = %(executor)s
			and (below.name = home.name or (below.lft > home.lft and below.rgt < home.rgt))
		where own.user = %(user)s and own.parenttype = 'Executor' and own.is_responsible = 1 limit 1
	"""
	return bool(frappe.db.sql(query, {"user": user, "executor": executor}))


def people_around(executor: str) -> list[str]:
	"""Return the people of the executor, of those above it and of those below it, its own first."""
	query = """
		select own.user from `tabExecutor` here
		join `tabExecutor` other on other.name = here.name
			or (other.lft < here.lft and other.rgt > here.rgt) or (other.lft > here.lft and other.rgt < here.rgt)
		join `tabExecutor User` own on own.parent = other.name and own.parenttype = 'Executor'
		where here.name = %s order by other.name != here.name, other.lft, own.idx
	"""
	return list(dict.fromkeys(row[0] for row in frappe.db.sql(query, (executor,))))


_STRAYED = """
	select absence.name, absence.parent as executor, absence.deputy, absence.from_date
	from `tabExecutor Absence` absence
	join `tabExecutor` here on here.name = absence.parent
	where absence.deputy in %(users)s and absence.until_date >= %(today)s and not exists (
		select 1 from `tabExecutor User` own
		join `tabExecutor` other on other.name = own.parent
		where own.user = absence.deputy and own.parenttype = 'Executor' and (
			other.name = here.name or (other.lft < here.lft and other.rgt > here.rgt)
			or (other.lft > here.lft and other.rgt < here.rgt)
		)
	)
	order by absence.parent, absence.idx
"""


def strayed_deputies(users: Iterable[str]) -> list[dict[str, Any]]:
	"""Return the absences ahead, {name, executor, deputy, from_date}, in which one of the users is the deputy, though no
	person of the executor, of one above it or of one below it."""
	wanted = tuple(dict.fromkeys(users))
	return frappe.db.sql(_STRAYED, {"users": wanted, "today": today()}, as_dict=True) if wanted else []


_PEOPLE = """
	select own.parent as executor, person.name as user, person.email, own.user as stands_for, own.only_handed,
		own.is_responsible
	from `tabExecutor User` own
	left join (
		select absence.parent, absence.user, absence.deputy from `tabExecutor Absence` absence
		join `tabUser` able on able.name = absence.deputy and able.enabled = 1
		where absence.from_date <= %(today)s and absence.until_date >= %(today)s and absence.parent in %(executors)s
	) away on away.parent = own.parent and away.user = own.user
	join `tabUser` person on person.name = ifnull(away.deputy, own.user) and person.enabled = 1
	where own.parenttype = 'Executor' and own.parent in %(executors)s
	order by own.parent, own.idx
"""


def people_of(executors: Iterable[str]) -> list[Person]:
	"""Return who is told today of the work of these executors: enabled people, deputies in the place of the absent."""
	wanted = tuple(dict.fromkeys(executors))
	rows = frappe.db.sql(_PEOPLE, {"executors": wanted, "today": today()}, as_dict=True) if wanted else []
	return [
		Person(
			row.executor, row.user, row.email, row.stands_for, bool(row.only_handed), bool(row.is_responsible)
		)
		for row in rows
	]


def told_of(people: Iterable[Person], executor: str, handed_to: str | None) -> list[str]:
	"""Return which of the people are told of a task of the executor, handed to this person: no crew but its own."""
	own = [each for each in people if each.executor == executor]
	return list(
		dict.fromkeys(each.user for each in own if not each.only_handed or each.stands_for == handed_to)
	)
