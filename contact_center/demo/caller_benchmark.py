"""Measure how fast a caller is looked up where much is stored (`make benchmark`).

Applicants with phones, requests and cards are made by statements, measured, and removed: nothing else goes near them, for
their names begin with MARK. The plans of the queries are printed beside the figures.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from time import perf_counter

import frappe

from contact_center.intake import callers, phone_rows
from contact_center.regulation.stages import Stage

MARK = "ZZB-"
BATCH = 20_000
STAMP = "'2026-01-01 08:00:00', '2026-01-01 08:00:00', 'Administrator', 'Administrator'"
COLUMNS = "name, creation, modified, owner, modified_by"
SEEDED = 20261127


def run(requests: int = 200_000, cards: int = 400_000, looks: int = 400) -> dict[str, float]:
	"""Print and return milliseconds of a look-up (median, p95), of a part of a number, and look-ups a second."""
	applicants = max(1, requests // 2)
	with rows_in_place(applicants, requests, cards):
		draw = random.Random(SEEDED)
		numbers = [f"067{draw.randrange(applicants):07d}" for _look in range(looks)]
		whole = _times(callers.look_up, numbers)
		beginning = _times(callers.look_up, [number[:7] for number in numbers])
		middle = _times(callers.look_up, [number[3:8] for number in numbers])
		end = _times(callers.look_up, [number[-6:] for number in numbers])
		_print(f"{applicants} applicants, {requests} requests, {cards} cards, {looks} looks each")
		_print_times("whole number: callers, requests, cards, works", whole)
		_print_times("first 7 digits of a number: callers", beginning)
		_print_times("5 digits from the middle of a number: callers", middle)
		_print_times("last 6 digits of a number: callers", end)
		_print_plans(numbers[0])
	return {"median": median(whole), "p95": quantiles(whole, n=20)[-1], "a second": 1000 * looks / sum(whole)}


def _times(look: Callable[[str], object], texts: list[str]) -> list[float]:
	"""Return the milliseconds of each look; what it writes into the access log is rolled back."""
	for text in texts[:20]:
		look(text)
	spent = []
	for text in texts:
		start = perf_counter()
		look(text)
		spent.append(1000 * (perf_counter() - start))
		frappe.db.rollback()
	return spent


def _print_times(what: str, spent: list[float]) -> None:
	p95 = quantiles(spent, n=20)[-1]
	_print(
		f"{what}: median {median(spent):.1f} ms, p95 {p95:.1f} ms, {1000 * len(spent) / sum(spent):.0f} a second"
	)


def _print(line: str) -> None:
	print(line, flush=True)


def _print_plans(number: str) -> None:
	"""Print the plan of each query of a look-up by a whole number: table, index, rows that are read."""
	for query in _queries(lambda: callers.look_up(number)):
		if not query.lstrip("( ").lower().startswith("select"):
			continue
		for row in frappe.db.sql(f"explain {query}", as_dict=True):
			if row.table and not row.table.startswith("<"):
				_print(
					f"    plan: {row.table}, index {row.key or 'NONE'}, rows {row.rows}, {row.Extra or ''}"
				)


def _queries(act: Callable[[], object]) -> list[str]:
	seen: list[str] = []
	original = frappe.db.sql

	def noted(query, *args, **kwargs):
		result = original(query, *args, **kwargs)
		seen.append(frappe.safe_decode(frappe.db.last_query or b""))
		return result

	frappe.db.sql = noted
	try:
		act()
	finally:
		del frappe.db.sql
		frappe.db.rollback()
	return seen


@contextmanager
def rows_in_place(applicants: int, requests: int, cards: int) -> Iterator[None]:
	"""Make the rows in batches, a commit each; remove them at the end."""
	remove()
	try:
		_make("Applicant", applicants, "full_name, surname, phone, search_key", _PERSON)
		_make(phone_rows.DOCTYPE, applicants, ", ".join(phone_rows.COLUMNS[5:]), _PHONE)
		of_applicant = {"applicants": applicants}
		_make(
			"Request",
			requests,
			"applicant, interaction, title, stage, workflow_state, received_at, closed_at",
			_REQUEST,
			of_applicant,
		)
		_make(
			"Interaction",
			cards,
			"applicant, phone, status, channel, operator, started_at",
			_CARD,
			of_applicant,
		)
		for table in ("Applicant", phone_rows.DOCTYPE, "Request", "Interaction"):
			frappe.db.sql(f"analyze table `tab{table}`")
		yield
	finally:
		remove()


_PERSON = "concat('Заявник ', n), 'Заявник', concat('+38067', lpad(n, 7, '0')), concat(' заявник ', n)"
_DIGITS = "concat('067', lpad(n, 7, '0'))"
_TAILS = ", ".join(f"substr({_DIGITS}, {left_out + 1})" for left_out in phone_rows.MIDDLES)
_PHONE = f"concat('{MARK}', n), {_DIGITS}, reverse({_DIGITS}), {_TAILS}"
_OF_SOMEBODY = f"concat('{MARK}', (n * 7919) mod %(applicants)s)"
_REQUEST = f"""{_OF_SOMEBODY}, concat('{MARK}', n), concat('Заявка ', n), if(n mod 10 = 0, '{Stage.IN_PROGRESS}', '{Stage.CLOSED}'),
	if(n mod 10 = 0, '{Stage.IN_PROGRESS}', '{Stage.CLOSED}'), date_add('2026-01-01', interval n minute),
	date_add('2026-01-05', interval n minute)"""
_CARD = f"""{_OF_SOMEBODY}, concat('+38067', lpad((n * 7919) mod %(applicants)s, 7, '0')), 'Ended', 'Phone',
	'Administrator', date_add('2026-01-01', interval n minute)"""


def _make(doctype: str, count: int, columns: str, values: str, given: dict | None = None) -> None:
	frappe.db.sql(f"set session max_recursive_iterations = {BATCH + 1}")
	for first in range(0, count, BATCH):
		last = min(first + BATCH, count) - 1
		frappe.db.sql(
			f"""
			insert into `tab{doctype}` ({COLUMNS}, {columns})
			with recursive numbers as (select %(first)s as n union all select n + 1 from numbers where n < %(last)s)
			select concat('{MARK}', n), {STAMP}, {values} from numbers
			""",
			{"first": first, "last": last, **(given or {})},
		)
		frappe.db.commit()


def remove() -> None:
	"""Remove whatever the benchmark made, in batches."""
	frappe.db.rollback()
	for doctype in ("Interaction", "Request", phone_rows.DOCTYPE, "Applicant"):
		while frappe.db.sql(f"select 1 from `tab{doctype}` where name like '{MARK}%%' limit 1"):
			frappe.db.sql(f"delete from `tab{doctype}` where name like '{MARK}%%' limit {BATCH}")
			frappe.db.commit()
