"""Requests for a filled site: copies of those that the demo city's people have really taken through their life.

A copy has all rows of its model: request, tasks, journal, evidence. Finished ones lie up to five years back, by 52 weeks at a
time: weekdays and summer time are the same, so that the copy still is what its journal tells. Another number, place in its
street, applicant and card each.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe
from load_people import Applicant
from load_rows import insert, name_of, slices

from contact_center.intake import numbers
from contact_center.record import clock
from contact_center.regulation.stages import FINISHED

COPIES = "_load_copies"
BATCH = 4_000
YEAR = 364 * 24 * 60 * 60
YEARS = 5
JITTER = 50 * 60
OPEN_SHARE = 0.02
"""So many of the copies are not finished yet; their models and they are of these months."""
COPY_COLUMNS = (
	*("number", "model", "model_number", "name", "request_number", "shift"),
	*("building", "applicant", "card"),
)
IN_TITLE = (
	"replace(replace({0}, ifnull(m.number, '~'), ifnull(c.request_number, '~')), "
	"concat(', ', ifnull(m.building, '~')), concat(', ', ifnull(c.building, '~')))"
)
OF_TASK = "replace({0}, c.model_number, c.request_number)"
OWN = {
	"Request": {
		"name": "c.name",
		"number": "c.request_number",
		"building": "c.building",
		"applicant": "if(t.anonymous, null, c.applicant)",
		"interaction": "c.card",
		"title": IN_TITLE.format("t.title"),
		"import_key": "null",
		"filing_key": "null",
		"applicant_email": "null",
	},
	"Request Task": {
		"name": OF_TASK.format("t.name"),
		"number": "c.request_number",
		"request": "c.name",
		"title": IN_TITLE.format("t.title"),
		"address": IN_TITLE.format("t.address"),
	},
	"Request Journal": {
		"name": "left(md5(concat(c.number, t.name)), 16)",
		"request": "c.name",
		"task": OF_TASK.format("t.task"),
	},
	"Request Evidence": {
		"name": "left(md5(concat(c.number, t.name)), 10)",
		"parent": OF_TASK.format("t.parent"),
	},
}
"""{table: {column: its value in a copy}}; all others are the model's, moments shifted."""
MODEL = {
	"Request": "t.name = c.model",
	"Request Task": "t.request = c.model",
	"Request Journal": "t.request = c.model",
	"Request Evidence": "t.parenttype = 'Request Task' and t.parent in "
	"(select name from `tabRequest Task` where request = c.model)",
}
MOMENTS = ("datetime", "date")


@dataclass(frozen=True)
class Copied:
	"""What the card of a copy is made from."""

	card: str
	applicant: Applicant
	channel: str
	received_at: datetime
	received_utc: datetime


def add(count: int, already: int, people: list[Applicant]) -> Iterator[list[Copied]]:
	"""Add so many requests, a commit a batch; yield what their cards are made from."""
	models = _models()
	_make_table()
	draw = random.Random(f"requests {already}")
	last = _last_numbers()
	for first, end in slices(already, already + count, BATCH):
		copies, cards = zip(
			*(_copy(draw, number, models, last, people) for number in range(first, end)), strict=True
		)
		insert(COPIES, COPY_COLUMNS, copies)
		for doctype, own in OWN.items():
			_multiply(doctype, own, first, end)
		_remember(last)
		frappe.db.commit()
		yield list(cards)
	frappe.db.sql_ddl(f"drop table `{COPIES}`")


def _models() -> tuple[list[dict], list[dict]]:
	"""Return the site's own requests, those that are finished and the others."""
	fields = ["name", "number", "channel", "building", "received_at", "received_utc", "stage"]
	rows = frappe.get_all("Request", {"import_key": ("is", "set")}, fields, order_by="name")
	rows = rows or frappe.get_all("Request", {}, fields, order_by="name")
	finished = {stage.value for stage in FINISHED}
	return [row for row in rows if row.stage in finished], [row for row in rows if row.stage not in finished]


def _copy(
	draw: random.Random,
	number: int,
	models: tuple[list[dict], list[dict]],
	last: dict,
	people: list[Applicant],
) -> tuple[tuple, Copied]:
	finished, unfinished = models
	is_open = not finished or (unfinished and draw.random() < OPEN_SHARE)
	model = draw.choice(unfinished if is_open else finished)
	years, jitter = (0, 0) if is_open else (draw.randint(0, YEARS), draw.randint(0, JITTER))
	shift = jitter - years * YEAR
	applicant = people[int(len(people) * draw.random() ** 2)]  # some call often
	card = name_of("card of request", number)
	copy = (
		*(number, model.name, model.number, name_of("request", number)),
		model.number and _number(model.received_at.year - years, last),
		*(shift, model.building and str(draw.randint(1, 150)), applicant.name, card),
	)
	moved = timedelta(seconds=shift)
	return copy, Copied(card, applicant, model.channel, model.received_at + moved, model.received_utc + moved)


def _last_numbers() -> dict[int, int]:
	"""Return the last number that each year has given."""
	found: dict[int, int] = defaultdict(int)
	for year in range(clock.now().year - YEARS - 1, clock.now().year + 1):
		prefix = _prefix(year)
		[[number]] = frappe.db.sql("select max(number) from tabRequest where number like %s", f"{prefix}%")
		found[year] = int(number.removeprefix(prefix)) if number else 0
	return found


def _number(year: int, last: dict[int, int]) -> str:
	last[year] += 1
	return f"{_prefix(year)}{last[year]:0{numbers.DIGITS}d}"


def _prefix(year: int) -> str:
	return numbers._prefix(year)


def _remember(last: dict[int, int]) -> None:
	"""Let the site go on behind the numbers that were given."""
	for year, number in last.items():
		frappe.db.sql(
			"insert into tabSeries (name, current) values (%s, %s) on duplicate key update current = greatest(current, %s)",
			(_prefix(year), number, number),
		)


def _make_table() -> None:
	frappe.db.sql_ddl(f"drop table if exists `{COPIES}`")
	frappe.db.sql_ddl(
		f"""create table `{COPIES}` (number int primary key, model varchar(140), model_number varchar(140),
			name varchar(140), request_number varchar(140), shift int, building varchar(140),
			applicant varchar(140), card varchar(140))"""
	)


def _multiply(doctype: str, own: dict[str, str], first: int, end: int) -> None:
	values = {column: own.get(column) or _as_it_is(column, kind) for column, kind in _columns(doctype)}
	names = ", ".join(f"`{column}`" for column in values)
	frappe.db.sql(
		f"""insert into `tab{doctype}` ({names})
		select {", ".join(values.values())} from `{COPIES}` c
		join tabRequest m on m.name = c.model join `tab{doctype}` t on {MODEL[doctype]}
		where c.number >= %s and c.number < %s""",
		(first, end),
	)


def _as_it_is(column: str, kind: str) -> str:
	return f"t.`{column}` + interval c.shift second" if kind in MOMENTS else f"t.`{column}`"


def _columns(doctype: str) -> list[tuple[str, str]]:
	return frappe.db.sql(
		"""select column_name, data_type from information_schema.columns
		where table_schema = database() and table_name = %s order by ordinal_position""",
		f"tab{doctype}",
	)
