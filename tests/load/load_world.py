"""What the operators' callers know of the filled site, and what the site says of itself."""

import random
from pathlib import Path

import frappe
import load_pictures
from load_executor import Work
from load_operator import Entry, World

from contact_center import policy
from contact_center.record import checking
from contact_center.regulation import routing

CALLERS = 5_000
PLACES = 500
SEEDED = 20261127


def world(factor: float) -> World:
	"""Return a sample of the site's callers, places, and the entries that can be registered at any of these places."""
	draw = random.Random(SEEDED)
	places = _places(draw)
	return World(
		_phones(draw), _entries({place[2] for place in places}), [place[:2] for place in places], factor
	)


def _phones(draw: random.Random) -> list[str]:
	known = {"phone": ("like", "+380%"), "user": ("is", "not set")}
	phones = frappe.get_all("Applicant", known, pluck="phone", order_by="name")
	return draw.sample(phones, min(CALLERS, len(phones)))


def _places(draw: random.Random) -> list[tuple[str, str, str]]:
	"""Return (street, building, district) of addresses whose requests were registered."""
	rows = frappe.db.sql(
		"""select street, building, min(district) from tabRequest
		where import_key is not null and street is not null and building is not null and district is not null
		group by street, building order by street, building"""
	) or frappe.db.sql(
		"select distinct street, building, district from tabRequest where street > '' and district > ''"
	)
	return draw.sample(rows, min(PLACES, len(rows)))


def _entries(districts: set[str]) -> list[Entry]:
	rows = frappe.get_all("Classifier", {"is_group": 0, "is_active": 1}, ["name", "title"], order_by="name")
	return [Entry(row.name, row.title) for row in rows if _is_registrable(row.name, districts)]


def _is_registrable(code: str, districts: set[str]) -> bool:
	entry = policy.classifier_entry(code)
	known = policy.executors({route.executor for route in entry.routes})
	filled = {"street", "building", "flat", "description", "phone"}
	try:
		return not entry.where_to_turn and all(
			routing.route(entry, district, known, filled) for district in districts
		)
	except routing.RoutingProblem:
		return False


def work(pictures: int, factor: float) -> Work:
	"""Return what the executors' users bring: so many photos, and the evidence that each entry needs."""
	entries = frappe.get_all("Classifier", {"is_group": 0}, pluck="name", order_by="name")
	needed = {name: [*policy.classifier_entry(name).evidence] for name in entries}
	return Work(load_pictures.photos(pictures), needed, factor)


def check(count: int) -> None:
	"""Compare a sample of requests with their journal, as `check-projection` does; SystemExit where they differ."""
	names = frappe.get_all("Request", pluck="name", order_by="name")
	found = [checking.examine(name) for name in names[:: max(1, len(names) // count)]]
	wrong = [each for each in found if any(each)]
	print(f"  {len(found)} requests compared with their journal: {len(wrong)} differ")
	if wrong:
		raise SystemExit(f"what was filled is not what acts would leave: {wrong[0]}")


def buffer_pool() -> float:
	"""Return the megabytes of tables that the database may keep in memory."""
	return int(frappe.db.sql("show global variables like 'innodb_buffer_pool_size'")[0][1]) / 2**20


def pid_of_database() -> int | None:
	"""Return the process of the database where it runs on this machine."""
	[[_name, file]] = frappe.db.sql("show global variables like 'pid_file'")
	place = Path(file)
	try:
		return int(place.read_text())
	except (OSError, ValueError):
		return None
