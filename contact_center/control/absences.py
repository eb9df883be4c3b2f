"""Absences of an executor's people and their deputies, as its responsible persons write them (P5).

The administrator writes them in the executor's form. What holds for both is checked when the executor is saved.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from contact_center.access import permissions, roles, standing
from contact_center.control import bell
from contact_center.control.extension_requests import day_of
from contact_center.intake import said
from contact_center.regulation.absences import Absence, check_absences
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import people_words, problems, speech

LONGEST = 500
ABSENCE = "Executor Absence"


@frappe.whitelist(methods=["GET"])
def absences(executor: str) -> dict[str, list[dict]]:
	"""Return {absences: [{name, user, deputy, from_date, until_date, note}], people, deputies: [{value, label}]}.

	Those that are over are left out. PermissionError for others than a responsible person and the administrator.
	"""
	_check_may(executor)
	doc = frappe.get_doc("Executor", executor)
	return {
		"absences": [_shown(row) for row in _ahead(doc)],
		"people": _named(row.user for row in doc.users),
		"deputies": _named(_deputies(executor)),
	}


@frappe.whitelist(methods=["POST"])
def add_absence(
	executor: str, user: str, deputy: str, from_date: str, until_date: str, note: str = ""
) -> str:
	"""Let `deputy` act for the executor in the place of `user` on these days (2026-12-01); tell both; return the row.

	The deputy is a person of the executor, or of one above or below it. Sent twice it is one. PermissionError for others
	than a responsible person and the administrator, ValidationError for days and people that make no sense.
	"""
	_check_may(executor)
	doc = _locked(executor)
	values = {
		"user": user,
		"deputy": deputy,
		"from_date": day_of(from_date),
		"until_date": day_of(until_date),
	}
	if found := next((row.name for row in doc.absences if _is(row, values)), None):
		return found
	if deputy not in _deputies(executor):
		problems.refuse(Problem(Kind.NO_DEPUTY, (deputy,)))
	row = doc.append("absences", {**values, "note": said.within(note, LONGEST)})
	doc.save(ignore_permissions=True)
	_ring(doc, values, _("Deputy: {0} acts in the place of {1}"))
	return row.name


@frappe.whitelist(methods=["POST"])
def end_absence(executor: str, absence: str) -> None:
	"""End an absence now: one that has begun lasts until yesterday, one that has not is taken back. Tell both.

	PermissionError for others than a responsible person and the administrator.
	"""
	_check_may(executor)
	doc = _locked(executor)
	row = next((each for each in _ahead(doc) if each.name == absence), None)
	if not row:  # sent twice, or it is over
		return
	values = {field: row.get(field) for field in ("user", "deputy", "from_date", "until_date")}
	yesterday = standing.today() - timedelta(days=1)
	if getdate(row.from_date) <= yesterday:
		row.until_date = yesterday
	else:
		doc.remove(row)
	doc.save(ignore_permissions=True)
	_ring(doc, values, _("No deputy any more: {0} acted in the place of {1}"))


def check(executor: Document) -> None:
	"""Refuse, when an Executor is saved, absences that make no sense; drop those ahead of who is no longer its person."""
	people, today = {row.user for row in executor.users}, standing.today()
	gone = standing.left_by(executor)
	for row in [
		each for each in executor.absences if each.user in gone and getdate(each.until_date) >= today
	]:
		executor.remove(row)
	with problems.refusing():
		check_absences(map(_absence, executor.absences), people, today)
	for row in executor.absences:
		if getdate(row.until_date) >= today and not permissions.may_act(row.deputy):
			problems.refuse(Problem(Kind.NO_DEPUTY, (row.deputy,)))


def follow_executor(executor: Document) -> None:
	"""After the save of an Executor: who is no longer its person deputises neither for it, nor above or below it (P5)."""
	strayed = standing.strayed_deputies(standing.left_by(executor))
	if not strayed:
		return
	yesterday = standing.today() - timedelta(days=1)
	begun = [row.name for row in strayed if getdate(row.from_date) <= yesterday]
	ahead = [row.name for row in strayed if row.name not in begun]
	if begun:
		frappe.db.set_value(ABSENCE, {"name": ("in", begun)}, "until_date", yesterday, update_modified=False)
	if ahead:
		frappe.db.delete(ABSENCE, {"name": ("in", ahead)})
	executor.set("absences", frappe.get_doc("Executor", executor.name).absences)
	_say_who_strayed(strayed)


def _say_who_strayed(strayed: Iterable[Any]) -> None:
	named = {"name": ("in", sorted({row.executor for row in strayed}))}
	titles = dict(frappe.get_all("Executor", named, ["name", "title"], as_list=True, order_by="name"))
	texts = (
		_("{0} is no deputy of {1} any more: name another one in its absences.").format(
			people_words.name_of(row.deputy), titles[row.executor]
		)
		for row in strayed
	)
	frappe.msgprint("<br>".join(dict.fromkeys(texts)), title=_("Check the Absences"), indicator="orange")


def responsible_for(user: str) -> list[dict[str, str]]:
	"""Return the executors whose responsible person the user is, [{value, label}]."""
	own, executor = frappe.qb.DocType("Executor User"), frappe.qb.DocType("Executor")
	query = frappe.qb.from_(own).join(executor).on(executor.name == own.parent)
	query = query.where((own.user == user) & (own.parenttype == "Executor") & (own.is_responsible == 1))
	query = query.select(executor.name.as_("value"), executor.title.as_("label"))
	return query.orderby(executor.title).run(as_dict=True)


def may_write(executor: str) -> bool:
	"""Return whether the session's user may write the absences of the executor."""
	if permissions.has_role(roles.ADMINISTRATOR, "System Manager"):
		return True
	return permissions.has_role(roles.EXECUTOR) and standing.answers_for(frappe.session.user, executor)


def _check_may(executor: str) -> None:
	if not may_write(executor):
		problems.refuse(Problem(Kind.NOT_RESPONSIBLE), error=frappe.PermissionError)


def _locked(executor: str) -> Document:
	"""Return the executor as committed now: two who write an absence at once wait for each other here."""
	frappe.db.get_value("Executor", executor, "name", for_update=True)
	return frappe.get_doc("Executor", executor, for_update=True)


def _deputies(executor: str) -> list[str]:
	return [user for user in standing.people_around(executor) if permissions.may_act(user)]


def _ahead(executor: Document) -> list[Document]:
	return [row for row in executor.absences if getdate(row.until_date) >= standing.today()]


def _absence(row: Document) -> Absence:
	return Absence(row.user, row.deputy, _day(row.from_date), _day(row.until_date))


def _day(value: Any) -> date:
	return getdate(value)


def _is(row: Document, values: dict[str, Any]) -> bool:
	days = (getdate(row.from_date), getdate(row.until_date))
	return (row.user, row.deputy, *days) == tuple(values.values())


def _shown(row: Document) -> dict[str, Any]:
	names = {"user_name": people_words.name_of(row.user), "deputy_name": people_words.name_of(row.deputy)}
	fields = ("name", "user", "deputy", "from_date", "until_date", "note")
	return {**{field: row.get(field) for field in fields}, **names}


def _named(users: Iterable[str]) -> list[dict[str, str]]:
	return [{"value": user, "label": people_words.name_of(user)} for user in dict.fromkeys(users)]


def _ring(executor: Document, values: dict[str, Any], subject: str) -> None:
	names = [people_words.name_of(values[field]) for field in ("deputy", "user")]
	days = _("From {0} to {1}").format(
		speech.date_words(values["from_date"]), speech.date_words(values["until_date"])
	)
	people = [values["deputy"], values["user"]]
	bell.ring(people, "Executor", executor.name, subject.format(*names), f"{days} · {executor.title}")
