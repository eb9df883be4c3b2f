"""Applicants for a filled site: names as people here have them, several phones, several people under one number."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import frappe
from load_rows import insert, name_of, stamped

from contact_center.intake import phone_rows
from contact_center.reading.folding import search_key

OPERATORS_OF_PHONES = ("67", "68", "96", "97", "98", "50", "66", "95", "99", "63", "73", "93", "56")
SHARED, SECOND, THIRD, WITH_MAIL = 0.15, 0.4, 0.1, 0.2
BATCH = 2_000
COLUMNS = (
	*("name", "creation", "modified", "owner", "modified_by"),
	*("surname", "first_name", "patronymic", "full_name", "phone", "other_phones", "email"),
	*("notify_by", "street", "building", "flat", "consent", "consent_at", "search_key"),
)


@dataclass(frozen=True)
class Applicant:
	name: str
	phone: str
	street: str
	building: str


def known() -> list[Applicant]:
	"""Return the applicants of the site that have a phone and no account, in the order of their names."""
	rows = frappe.get_all(
		"Applicant",
		{"phone": ("is", "set"), "user": ("is", "not set")},
		["name", "phone", "street", "building"],
		order_by="name",
	)
	return [Applicant(row.name, row.phone, row.street or "", row.building or "") for row in rows]


def add(count: int, already: int) -> None:
	"""Add so many applicants with their rows of phones, a commit a batch."""
	people = _people(random.Random(f"people {already}"), already)
	left = count
	while left > 0:
		rows = list(islice(people, min(BATCH, left)))
		insert("Applicant", COLUMNS, rows)
		numbers = {row[0]: phone_rows.numbers_of(row[9], row[10]) for row in rows}
		insert(phone_rows.DOCTYPE, phone_rows.COLUMNS, phone_rows.rows_of(numbers))
		frappe.db.commit()
		left -= len(rows)


def _people(draw: random.Random, number: int) -> Iterator[tuple]:
	women, men = _names("вна"), _names("ич")
	streets = frappe.get_all("City Street", pluck="name", order_by="name") or [None]
	phone = _phone(draw)
	while True:
		number += 1
		surnames, first_names = draw.choice([women, men])
		surname, (first_name, patronymic) = draw.choice(surnames), draw.choice(first_names)
		phone = phone if draw.random() < SHARED else _phone(draw)
		full_name = f"{surname} {first_name} {patronymic}"
		yield (
			*stamped(name_of("applicant", number)),
			*(surname, first_name, patronymic, full_name, phone, _others(draw)),
			f"load{number}@example.org" if draw.random() < WITH_MAIL else "",
			*("Phone", draw.choice(streets), str(draw.randint(1, 150)), str(draw.randint(1, 144))),
			*(1, "2026-01-15 10:00:00", search_key(full_name)),
		)


def _names(end: str) -> tuple[list[str], list[tuple[str, str]]]:
	"""Return (surnames, [(first name, patronymic)]) of the demo city's people whose patronymic ends so."""
	rows = frappe.db.sql(
		"select distinct surname, first_name, patronymic from tabApplicant where patronymic like %s order by 1, 2, 3",
		f"%{end}",
	)
	rows = rows or (("Мельник", "Саша", "Іванович"),)
	return [row[0] for row in rows], [row[1:] for row in rows]


def _phone(draw: random.Random) -> str:
	return f"+380{draw.choice(OPERATORS_OF_PHONES)}{draw.randrange(10**7):07d}"


def _others(draw: random.Random) -> str:
	many = (draw.random() < SECOND) + (draw.random() < THIRD)
	return "; ".join(_phone(draw) for _each in range(many))
