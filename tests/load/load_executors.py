"""Executors for a filled site: as many as a city has, with their share of the tasks, and the users who work for them."""

import random

import frappe
from frappe.utils.password import update_password
from load_rows import insert, name_of, stamped

from contact_center.access import roles

DOMAIN = "executors.example"
KEPT_WHOLE = 3
"""So many of the largest executors keep all their tasks: lists are slowest where one has tens of thousands."""
SHARES = 4
DONORS = 25
USER_COLUMNS = (
	*("name", "creation", "modified", "owner", "modified_by"),
	*("parent", "parenttype", "parentfield", "idx", "user"),
)
MOVE = (
	"update `tabRequest Journal` j join `_load_moved` v on v.request = j.request set j.executor = %(to)s where j.executor = %(of)s",
	"update tabRequest r join `_load_moved` v on v.request = r.name set r.lead_executor = %(to)s where r.lead_executor = %(of)s",
	"update `tabRequest Task` t join `_load_moved` v on v.request = t.request set t.executor = %(to)s where t.executor = %(of)s",
)


def fill(executors: int, users: int, password: str) -> None:
	"""Add the executors that the site lacks, and the users."""
	have = frappe.db.count("Executor", {"is_group": 0})
	if have < executors:
		_found(executors - have, have)
		frappe.db.commit()
	at_work(users, password)


def at_work(count: int, password: str) -> list[str]:
	"""Return the accounts of so many executors' users; make those that are missing."""
	emails = [f"load{number}@{DOMAIN}" for number in range(1, count + 1)]
	known = set(frappe.get_all("User", {"name": ("in", emails)}, pluck="name"))
	missing = [email for email in emails if email not in known]
	places = _places(count) if missing else {}
	for email in missing:
		_user(email, password)
	insert("Executor User", USER_COLUMNS, [_row(email, places[email]) for email in missing])
	frappe.db.commit()
	if missing:
		frappe.clear_cache(doctype="Executor")
	return emails


def _found(count: int, have: int) -> None:
	"""Found new executors; each takes over a part of the requests that one of the middle ones had."""
	donors = _by_size()[KEPT_WHOLE : KEPT_WHOLE + DONORS]
	for number in range(count):
		donor, part = donors[number % len(donors)], number // len(donors)
		code = _executor(have + number + 1, donor)
		_move(donor, code, part)
		frappe.db.commit()


def _by_size() -> list[str]:
	rows = frappe.db.sql(
		"select executor from `tabRequest Task` where executor > '' group by executor order by count(*) desc, executor"
	)
	return [row[0] for row in rows]


def _executor(number: int, like: str) -> str:
	model = frappe.get_doc("Executor", like)
	values = {
		"code": f"LOAD-{number}",
		"title": f"Дільниця {number} · {model.title}"[:140],
		"kind": model.kind,
		"parent_executor": model.parent_executor,
		"is_active": 1,
		"official_email": f"dilnytsia{number}@{DOMAIN}",
	}
	return frappe.get_doc({"doctype": "Executor", **values}).insert(ignore_permissions=True).name


def _move(donor: str, code: str, part: int) -> None:
	"""Let requests be the new executor's, as if they had been sent to it from the beginning."""
	frappe.db.sql_ddl("drop table if exists `_load_moved`")
	frappe.db.sql_ddl("create table `_load_moved` (request varchar(140) primary key)")
	frappe.db.sql(
		"""insert into `_load_moved` select distinct request from `tabRequest Task`
		where executor = %s and crc32(request) %% %s = %s""",
		(donor, SHARES, part),
	)
	for statement in MOVE:
		frappe.db.sql(statement, {"of": donor, "to": code})
	frappe.db.sql_ddl("drop table `_load_moved`")


def _places(count: int) -> dict[str, str]:
	"""Return {account: executor}: one for each, the others where the work is."""
	rows = frappe.db.sql(
		"select executor, count(*) from `tabRequest Task` where executor > '' group by executor order by executor"
	)
	draw = random.Random("places of work")
	codes = [row[0] for row in rows]
	others = draw.choices(codes, [row[1] ** 0.5 for row in rows], k=count)
	return {
		f"load{number}@{DOMAIN}": codes[number - 1] if number <= len(codes) else others[number - 1]
		for number in range(1, count + 1)
	}


def _user(email: str, password: str) -> None:
	number = email.split("@")[0].removeprefix("load")
	values = {"email": email, "first_name": f"Виконавець {number}", "language": "uk", "send_welcome_email": 0}
	user = frappe.get_doc({"doctype": "User", **values, "roles": [{"role": roles.EXECUTOR}]})
	user.user_image = "/assets/frappe/images/ui-states/user.png"  # else the framework asks a server for one
	user.flags.update(no_welcome_mail=True, ignore_password_policy=True)
	user.insert(ignore_permissions=True)
	update_password(email, password)


def _row(email: str, executor: str) -> tuple:
	name = name_of(f"place of {email}", 0)
	return (*stamped(name), executor, "Executor", "users", 2, email)
