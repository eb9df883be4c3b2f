"""Fill a site with as much as a city has after years; what is there already counts."""

import time
from dataclasses import dataclass
from functools import partial

import frappe
import load_files
import load_people
import load_requests
import load_talks
from frappe.utils.password import update_password

from contact_center.access import roles
from contact_center.intake import entry_learning

PASSWORD = "Kvitka-na-vikni-1520"
TABLES = ("Request", "Request Task", "Request Journal", "Request Evidence", "Applicant", "Applicant Phone")
TABLES += ("Interaction", "Consultation", "Access Log", "File")


@dataclass(frozen=True)
class Sizes:
	requests: int
	cards: int
	applicants: int
	operators: int


def fill(sizes: Sizes) -> None:
	"""Add what the site lacks."""
	operators = people_at_work(sizes.operators)
	_learn()
	_step("applicants", sizes.applicants, "Applicant", load_people.add)
	given = {"people": load_people.known(), "operators": operators}
	_step("requests", sizes.requests, "Request", partial(_requests, **given))
	load_files.fill()
	_step("cards", sizes.cards, "Interaction", partial(load_talks.add, **given))
	_step("look-ups on record", sizes.cards, "Access Log", partial(load_talks.add_looks, **given))


def _step(what: str, wanted: int, doctype: str, add) -> None:
	have = frappe.db.count(doctype)
	if have >= wanted:
		return
	start = time.monotonic()
	add(wanted - have, have)
	for table in TABLES:
		frappe.db.sql(f"analyze table `tab{table}`")
	print(f"  {what}: {wanted - have} more, {time.monotonic() - start:.0f} s", flush=True)


def _requests(count: int, have: int, people: list, operators: list[str]) -> None:
	for copies in load_requests.add(count, have, people):
		load_talks.add_of_requests(copies, operators)
		frappe.db.commit()


def _learn() -> None:
	"""Let the site learn its entries from the requests that it has before they are multiplied."""
	if not entry_learning.path().exists():
		entry_learning.learn()


def people_at_work(count: int) -> list[str]:
	"""Return the accounts of so many operators; make those that are missing."""
	emails = [f"load{number}@operators.example" for number in range(1, count + 1)]
	for number, email in enumerate(emails, 1):
		if not frappe.db.exists("User", email):
			_operator(email, number)
	frappe.db.commit()
	return emails


def _operator(email: str, number: int) -> None:
	values = {"email": email, "first_name": f"Оператор {number}", "language": "uk", "send_welcome_email": 0}
	user = frappe.get_doc({"doctype": "User", **values, "roles": [{"role": roles.OPERATOR}]})
	user.user_image = "/assets/frappe/images/ui-states/user.png"  # else the framework asks a server for one
	user.flags.update(no_welcome_mail=True, ignore_password_policy=True)
	user.insert(ignore_permissions=True)
	update_password(email, PASSWORD)


def print_sizes() -> None:
	"""Print rows and megabytes of the tables that count."""
	sizes = {
		row[0]: row[1:]
		for row in frappe.db.sql(
			"""select table_name, data_length / 1048576, index_length / 1048576
			from information_schema.tables where table_schema = database()"""
		)
	}
	for table in TABLES:
		data, index = sizes[f"tab{table}"]
		print(f"  {table:18} {frappe.db.count(table):9} rows {data:6.0f} MB, indexes {index:6.0f} MB")
