"""Notify staff of comments that concern them, on the bell of the desk and in the lists (R8.1.3).

Each user gets a row of the framework's Notification Log: it shows on the bell, and marks the document in the user's
lists until the user opens it. No row names the applicant (D1).
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import frappe
from frappe.utils import now_datetime

from contact_center.access import permissions, roles, standing
from contact_center.framework.plain_text import without_markup
from contact_center.record import messages
from contact_center.regulation.acts import REQUEST, TASK
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import problems

LONGEST = 140
COLUMNS = (
	"name creation modified owner modified_by from_user for_user type"
	" document_type document_name subject read"
).split()
NOBODY = "Administrator"
"""Stands where an account would name an applicant; the framework's bell fails on a row from nobody."""


def operators_of(request: str) -> list[str]:
	"""Return operators and supervisors who acted on the request; all of them where none did."""
	actors = frappe.get_all(
		"Request Journal", {"request": request, "actor": ("is", "set")}, pluck="actor", distinct=True
	)
	return _controllers(actors) or _controllers()


def holders_of(role: str) -> list[str]:
	"""Return the enabled users who have the role."""
	return _enabled(
		frappe.get_all("Has Role", {"role": role, "parenttype": "User"}, pluck="parent", distinct=True)
	)


def _controllers(among: Iterable[str] | None = None) -> list[str]:
	holds = {"role": ("in", list(roles.CONTROLLERS)), "parenttype": "User"}
	if among is not None:
		holds["parent"] = ("in", list(among))
	return _enabled(frappe.get_all("Has Role", holds, pluck="parent", distinct=True))


def people_of(tasks: Iterable[Any]) -> dict[str, list[str]]:
	"""Return who is told of each of the tasks, by its name: rows with name, executor, handed_to."""
	tasks = list(tasks)
	people = standing.people_of(task.executor for task in tasks)
	return {task.name: standing.told_of(people, task.executor, task.handed_to) for task in tasks}


def _enabled(users: Iterable[str]) -> list[str]:
	return frappe.get_all("User", {"name": ("in", list(users)), "enabled": 1}, pluck="name", order_by="name")


class Ring(NamedTuple):
	"""What is told of one document: `subject` and the first of `text`."""

	name: str
	subject: str
	text: str


def ring(users: Iterable[str], doctype: str, name: str, subject: str, text: str) -> None:
	"""Notify the users, except the one who acts now; nobody inside `messages.quiet()`."""
	ring_all(users, doctype, [Ring(name, subject, text)])


def ring_all(users: Iterable[str], doctype: str, rings: Sequence[Ring]) -> None:
	"""Notify each of the users of each document, in three statements for all of them."""
	people = [user for user in dict.fromkeys(users) if user != frappe.session.user]
	if messages.is_quiet() or not people or not rings:
		return
	# Neither does an applicant's account.
	by_citizen = permissions.is_citizen(frappe.session.user)
	who, now = NOBODY if by_citizen else frappe.session.user, now_datetime()
	rows = [
		(
			frappe.generate_hash(length=10),
			*[now] * 2,
			*[who] * 3,
			user,
			"Alert",
			doctype,
			each.name,
			_line(each),
			0,
		)
		for each in rings
		for user in people
	]
	frappe.db.bulk_insert("Notification Log", COLUMNS, rows)
	_show(people)


def _line(each: Ring) -> str:
	text = " ".join(without_markup(each.text).split())[:LONGEST]
	return f"{each.subject}: {text}" if text else each.subject


def _show(people: Sequence[str]) -> None:
	"""What the framework does for each row that it inserts: the bell has something new, and says so at an open desk."""
	frappe.db.set_value("Notification Settings", {"name": ("in", people)}, "seen", 0, update_modified=False)
	for user in people:
		frappe.publish_realtime("notification", after_commit=True, user=user)


@frappe.whitelist(methods=["GET"])
def unread(doctype: str, names: str | list) -> list[str]:
	"""Return those of the documents (a list of names or its JSON) with comments that the session's user has not read."""
	wanted = [str(name) for name in frappe.parse_json(names or "[]")]
	return frappe.get_all(
		"Notification Log",
		{**_mine(doctype), "document_name": ("in", wanted)},
		pluck="document_name",
		distinct=True,
	)


@frappe.whitelist(methods=["POST"])
def looked(doctype: str, name: str) -> None:
	"""Mark the comments on the document as read by the session's user."""
	rows = frappe.get_all("Notification Log", {**_mine(doctype), "document_name": name}, pluck="name")
	if rows:
		frappe.db.set_value("Notification Log", {"name": ("in", rows)}, "read", 1, update_modified=False)


def _mine(doctype: str) -> dict:
	if doctype not in (REQUEST, TASK):
		problems.refuse(Problem(Kind.NEITHER_REQUEST_NOR_TASK), error=frappe.PermissionError)
	return {"for_user": frappe.session.user, "read": 0, "document_type": doctype}
