"""Who is called to an inspection: the executors concerned, people with an account, outside persons (R7.3)."""

from typing import Any

import frappe
from frappe.utils import validate_email_address

from contact_center.access import permissions
from contact_center.execution import addressee
from contact_center.framework.plain_text import without_markup
from contact_center.record.writing import Draft
from contact_center.regulation.inspections import LONGEST_NAME, MOST_MEMBERS
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.regulation.stages import Stage
from contact_center.words import problems

OF_A_ROW = ("user", "full_name", "email", "represents")


def fill(inspection: Any, draft: Draft, tasks: str | list, members: str | list) -> None:
	"""Set the members anew: a row for each task concerned, and one for each person that is named."""
	inspection.set("members", [])
	wanted = [str(each) for each in listed(tasks)]
	add_tasks(inspection, draft, wanted or concerned(draft))
	for row in listed(members):
		_add_person(inspection, row)
	if not any(row.task for row in inspection.members):
		problems.refuse(Problem(Kind.INSPECTION_WITHOUT_TASK))


def concerned(draft: Draft) -> list[str]:
	"""Return the request's tasks whose executors have it, or have declined it and nobody has it yet."""
	return [
		name
		for name, task in draft.facts.tasks.items()
		if task.stage is not Stage.CANCELLED and (task.stage is not Stage.REJECTED or task.awaits_redirect)
	]


def add_tasks(inspection: Any, draft: Draft, tasks: list[str]) -> None:
	"""Add a row for the executor of each task. ValidationError for a task that is none of the request's."""
	for name in dict.fromkeys(tasks):
		if name not in draft.facts.tasks:
			problems.refuse(Problem(Kind.INSPECTION_WITHOUT_TASK))
		executor = frappe.get_cached_doc("Executor", draft.facts.tasks[name].executor)
		row = {"task": name, "executor": executor.name, "represents": executor.title}
		inspection.append("members", {**row, "email": addressee.email_of(executor)})


def listed(given: str | list) -> list:
	"""Return a list, or the one that JSON holds. ValidationError for anything else, and for too many."""
	try:
		rows = frappe.parse_json(given) if given else []
	except ValueError:
		rows = None
	if not isinstance(rows, list) or len(rows) > MOST_MEMBERS:
		problems.refuse(Problem(Kind.BAD_VALUES))
	return rows


def _add_person(inspection: Any, given: Any) -> None:
	if not isinstance(given, dict) or not set(given) <= {*OF_A_ROW, "name", "idx", "__islocal"}:
		problems.refuse(Problem(Kind.BAD_VALUES))
	row = {name: without_markup(str(given.get(name) or "").strip()) for name in OF_A_ROW}
	person = _of_account(row) if row["user"] else _outside(row)
	if row["user"] not in [each.user for each in inspection.members if each.user]:
		inspection.append("members", person)


def _of_account(row: dict[str, str]) -> dict[str, str]:
	"""Return the row of a colleague: name and address are the account's."""
	fields = ["full_name", "email", "enabled"]
	user = frappe.db.get_value("User", row["user"], fields, as_dict=True)
	if not user or not user.enabled or not permissions.is_staff(row["user"]):
		problems.refuse(Problem(Kind.INSPECTION_MEMBER, (row["user"],)))
	return {**row, "full_name": user.full_name, "email": user.email}


def _outside(row: dict[str, str]) -> dict[str, str]:
	is_right = not row["email"] or validate_email_address(row["email"]) == row["email"]
	if not row["full_name"] or not is_right or any(len(text) > LONGEST_NAME for text in row.values()):
		problems.refuse(Problem(Kind.INSPECTION_MEMBER, (row["full_name"] or row["email"],)))
	return {**row, "user": None}
