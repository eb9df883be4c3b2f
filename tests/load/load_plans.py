"""Where the time of each call goes in the database: its queries, counted and timed in this process, and their plans."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import frappe
import load_fill
from load_operator import World

from contact_center.desk import answers, call, finding, preview

SLOW = 1.0
"""Milliseconds from which a query's plan is shown."""
WIDTH = 150


@dataclass(frozen=True)
class Query:
	text: str
	milliseconds: float


def print_plans(world: World) -> None:
	"""Do one card in this process, each call twice; print of the second what it asked the database. Nothing is kept."""
	[operator] = load_fill.people_at_work(1)
	frappe.set_user(operator)
	try:
		for kind, act in _acts(world):
			act("first")
			_print(kind, *_asked(lambda act=act: act("second")))
	finally:
		frappe.db.rollback()
		frappe.set_user("Administrator")


def _acts(world: World) -> list[tuple[str, Callable[[str], object]]]:
	phone, entry, (street, building) = world.phones[0], world.entries[0], world.places[0]
	digits = f"0{phone[4:]}"
	cards: dict[str, str] = {}

	def begin(key: str) -> None:
		cards[key] = call.begin(f"load plans {key}", phone)["name"]

	values = {"classifier": entry.name, "street": street, "building": building}
	request = {**values, "description": "Тече вода у підвалі.", "wording_agreed": 1, "flat": "5"}
	talk = {"classifier": entry.name, "text": "роз’яснено"}
	applicant = frappe.db.get_value("Applicant", {"phone": phone})
	return [
		("begin", begin),
		("look-up, whole", lambda _key: call.lookup(phone)),
		("look-up, beginning", lambda _key: call.lookup(digits[:6])),
		("look-up, middle", lambda _key: call.lookup(digits[3:8])),
		("look-up, end", lambda _key: call.lookup(digits[-5:])),
		("identify", lambda key: call.identify(cards[key], {"applicant": applicant, "consent": 1})),
		("search, a key", lambda _key: finding.propose("немає води")),
		("similar and works", lambda _key: call.known_at(street, building, entry.name)),
		("preview", lambda _key: preview.preview(values)),
		("answers of an entry", lambda _key: answers.of_entry(entry.name)),
		("street, a key", lambda _key: _street(street.split(" ", 1)[-1][:4])),
		("keep the draft", lambda key: call.keep(cards[key], "{}")),
		("consult", lambda key: call.consult(cards[key], f"c {key}", talk)),
		("register", lambda key: call.register(cards[key], f"r {key}", request)),
		("end", lambda key: call.end(cards[key])),
	]


def _street(words: str) -> object:
	from frappe.desk.search import search_link

	return search_link("City Street", words, page_length=7)


def _asked(act: Callable[[], object]) -> tuple[float, list[Query]]:
	seen: list[Query] = []
	original = frappe.db.sql

	def timed(query, *args, **kwargs):
		start = time.perf_counter()
		result = original(query, *args, **kwargs)
		seen.append(
			Query(frappe.safe_decode(frappe.db.last_query or b""), 1000 * (time.perf_counter() - start))
		)
		return result

	frappe.db.sql = timed
	start = time.perf_counter()
	try:
		act()
	finally:
		del frappe.db.sql
	return 1000 * (time.perf_counter() - start), seen


def _print(kind: str, whole: float, queries: list[Query]) -> None:
	in_database = sum(query.milliseconds for query in queries)
	print(f"{kind:22} {whole:7.1f} ms, {len(queries):3} queries {in_database:7.1f} ms")
	for query in queries:
		if query.milliseconds >= SLOW:
			print(f"    {query.milliseconds:.1f} ms: {' '.join(query.text.split())[:WIDTH]}")
			_print_plan(query.text)


def _print_plan(query: str) -> None:
	if not query.lstrip("( ").lower().startswith(("select", "update", "delete")):
		return
	for row in frappe.db.sql(f"explain {query}", as_dict=True):
		if row.table and not row.table.startswith("<"):
			print(f"        {row.table}: index {row.key or 'NONE'}, rows {row.rows}, {row.Extra or ''}")
