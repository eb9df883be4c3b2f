"""Shows the supervisor who looked at personal data, and which days are unusual (D2)."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, getdate, today

from contact_center.access import permissions, roles
from contact_center.regulation import personal_data
from contact_center.regulation.problems import Problem, ProblemKind
from contact_center.reports import looks
from contact_center.words import look_words, problems

WEEK = 7
LONGEST = 92
"""So many days at most: a quarter."""
DAYS = "Days of People"


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Return (columns, rows, the measure in words). PermissionError for others than supervisors."""
	permissions.check_role(roles.SUPERVISOR)
	given = frappe._dict(filters or {})
	asked = _asked(given)
	days = looks.days_of(asked)
	if given.show == DAYS:
		return _day_columns(), _days(days, bool(given.unusual)), _message(False)
	rows = looks.looks_of(asked)
	shown = [_look(row, days.get((row.user, row.day))) for row in rows[: looks.MOST]]
	if given.unusual:
		shown = [row for row in shown if row["unusual"]]
	return _look_columns(), shown, _message(len(rows) > looks.MOST)


def _asked(given: dict[str, Any]) -> looks.Asked:
	until = getdate(given.get("to_date") or today())
	since = getdate(given.get("from_date") or add_days(until, -WEEK))
	if not 0 <= (until - since).days <= LONGEST:
		problems.refuse(Problem(ProblemKind.BAD_PERIOD, (str(LONGEST),)))
	return looks.Asked(since, until, given.get("user") or None, given.get("executor") or None)


def _look(row: dict, day: dict | None) -> dict:
	mark = look_words.unusual(day["looks"], day["usually"]) if day and day["is_unusual"] else ""
	return {**row, "unusual": mark}


def _days(days: dict, unusual_only: bool) -> list[dict]:
	people = (
		dict(frappe.get_all("User", ["name", "full_name"], as_list=True, order_by="name")) if days else {}
	)
	rows = [
		{
			"day": day,
			"user": user,
			"who": people.get(user) or user,
			"looks": each["looks"],
			"usually": each["usually"],
			"unusual": look_words.unusual(each["looks"], each["usually"]) if each["is_unusual"] else "",
		}
		for (user, day), each in days.items()
		if each["is_unusual"] or not unusual_only
	]
	return sorted(rows, key=lambda row: (-row["day"].toordinal(), -row["looks"], row["who"]))


def _message(is_cut: bool) -> str:
	text = look_words.measure(
		personal_data.FEWEST_LOOKS, personal_data.TIMES, personal_data.USUAL_DAYS, personal_data.FEWEST_DAYS
	)
	more = _("The newest {0} looks are shown; choose fewer days to see the earlier ones.").format(looks.MOST)
	return f"{more} {text}" if is_cut else text


def _look_columns() -> list[dict]:
	return [
		_column("moment", _("When"), "Datetime", 160),
		_column("who", _("Who"), width=200),
		_column("what", _("What Was Done"), width=280),
		_column("number", _("Request"), width=140),
		_column("executor", _("Executor"), width=220),
		_column("unusual", _("Unusual That Day"), width=160),
	]


def _day_columns() -> list[dict]:
	return [
		_column("day", _("Day"), "Date", 120),
		_column("who", _("Who"), width=240),
		_column("looks", _("Looks"), "Int", 120),
		_column("usually", _("Usually"), "Float", 120),
		_column("unusual", _("Unusual That Day"), width=200),
	]


def _column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 150) -> dict:
	aligned = {"align": "left"} if fieldtype == "Data" else {}  # an empty column is taken for numbers
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **aligned}
