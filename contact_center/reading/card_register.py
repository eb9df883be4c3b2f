"""The municipal card register as a CSV file (R5.6): people by the number of their card and by their phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from contact_center.reading.csv_rows import Row, read_rows
from contact_center.reading.phones import PhoneError, normal_phone

NEEDED = ("card_number", "surname", "first_name")
MORE = ("patronymic", "phone", "email", "street", "building", "flat")
SEVERAL = -1
"""Stands for a phone or a number that several people have: it names nobody."""


@dataclass(frozen=True)
class Person:
	"""Who holds a card, as the register has it. Nothing of it is known to be true."""

	card_number: str
	surname: str
	first_name: str
	patronymic: str = ""
	phone: str = ""
	email: str = ""
	street: str = ""
	building: str = ""
	flat: str = ""


@dataclass
class People:
	"""The people of a file, with the places of their cards and phones."""

	rows: list[Person] = field(default_factory=list)
	by_card: dict[str, int] = field(default_factory=dict)
	by_phone: dict[str, int] = field(default_factory=dict)

	def add(self, person: Person) -> None:
		"""Add a person; a phone that another has already names neither from now on."""
		self.rows.append(person)
		for key, index in ((person.card_number, self.by_card), (person.phone, self.by_phone)):
			if key:
				index[key] = SEVERAL if key in index else len(self.rows) - 1

	def find(self, card_number: str = "", phone: str = "") -> Person | None:
		"""Return who has the card, or the phone in its normal form; None where nobody or several have it."""
		place = self.by_card.get(plain_card(card_number)) if card_number else self.by_phone.get(phone)
		return None if place is None or place == SEVERAL else self.rows[place]


def plain_card(text: str) -> str:
	"""Return the number of a card as it is compared: without blanks and hyphens, in capitals."""
	return "".join(text.split()).replace("-", "").upper()


def read_people(file: Path) -> People:
	"""Read the register. Raise PolicyError for a file that is none; a phone that is no number is left out."""
	people = People()
	for row in read_rows(file, NEEDED, MORE):
		if row.text("card_number"):
			people.add(_person(row))
	return people


def _person(row: Row) -> Person:
	cells = {name: row.text(name) for name in (*NEEDED, *MORE)}
	return Person(
		**{**cells, "card_number": plain_card(cells["card_number"]), "phone": _phone(cells["phone"])}
	)


def _phone(text: str) -> str:
	try:
		return normal_phone(text) if text else ""
	except PhoneError:
		return ""
