"""Cards and consultations for a filled site: one card a request, the others of talks that ended with an answer."""

import random
from datetime import datetime, timedelta

import frappe
from load_people import Applicant
from load_requests import YEARS, Copied
from load_rows import insert, name_of, slices, stamped

from contact_center.intake import callers
from contact_center.record import clock

BATCH = 4_000
KNOWN_CALLERS = 0.7
SECOND_CONSULTATION = 0.15
FROM_THE_BASE = 0.4
HOURS = [*range(8, 20)]
BUSY = [5, 9, 10, 9, 8, 7, 7, 7, 6, 5, 3, 2]
CARD = (
	*("name", "creation", "modified", "owner", "modified_by"),
	*("title", "applicant", "phone", "status", "channel", "operator"),
	*("started_at", "started_utc", "ended_at", "duration", "desk_key", "filing_key"),
)
CONSULTATION = (
	*("name", "creation", "modified", "owner", "modified_by"),
	*("title", "classifier", "kind", "clarification", "given_at", "operator", "interaction"),
	*("text", "answer", "filing_key"),
)

LOOK = (
	*("name", "creation", "modified", "owner", "modified_by"),
	*("user", "timestamp", "export_from", "reference_document", "method"),
)


def add_of_requests(copies: list[Copied], operators: list[str]) -> None:
	"""Add the card of each request: an operator's, or of a filing in the account."""
	draw = random.Random(copies[0].card)
	insert("Interaction", CARD, [_card_of(copy, draw, operators) for copy in copies])


def _card_of(copy: Copied, draw: random.Random, operators: list[str]) -> tuple:
	is_web = copy.channel == "Web"
	seconds = 0 if is_web else draw.randint(60, 400)
	operator = None if is_web else draw.choice(operators)
	phone = copy.applicant.phone if copy.channel == "Phone" else None
	return _card(
		copy.card,
		copy.applicant.name,
		phone,
		copy.channel,
		operator,
		copy.received_at,
		copy.received_utc,
		seconds,
	)


def _card(
	name: str,
	applicant: str | None,
	phone: str | None,
	channel: str,
	operator: str | None,
	started_at: datetime,
	started_utc: datetime,
	seconds: int,
) -> tuple:
	return (
		*stamped(name, started_at),
		*(f"{started_at:%d.%m.%Y %H:%M}", applicant, phone, "Ended", channel, operator),
		*(
			started_at,
			started_utc,
			started_at + timedelta(seconds=seconds),
			seconds,
			name,
			name_of(name, 0, 32) * 2,
		),
	)


def add(count: int, already: int, people: list[Applicant], operators: list[str]) -> None:
	"""Add so many cards with consultations, a commit a batch."""
	draw = random.Random(f"talks {already}")
	entries = _entries()
	answers = frappe.get_all("Clarification", {"is_active": 1}, ["name", "title", "answer"], order_by="name")
	for first, end in slices(already, already + count, BATCH):
		talks = [_talk(draw, number, people, operators) for number in range(first, end)]
		insert("Interaction", CARD, talks)
		insert(
			"Consultation",
			CONSULTATION,
			[row for talk in talks for row in _consultations(draw, talk, entries, answers)],
		)
		frappe.db.commit()


def _entries() -> list[dict]:
	fields = {"is_group": 0, "is_active": 1}
	return frappe.get_all("Classifier", fields, ["name", "title"], order_by="name") or [
		frappe._dict(name=None, title="Довідка")
	]


def _talk(draw: random.Random, number: int, people: list[Applicant], operators: list[str]) -> tuple:
	caller = people[int(len(people) * draw.random() ** 2)]
	who = caller.name if draw.random() < KNOWN_CALLERS else None
	started = _some_moment(draw)
	return _card(
		name_of("card", number),
		who,
		caller.phone,
		"Phone",
		draw.choice(operators),
		clock.to_site(started),
		clock.to_utc(started),
		draw.randint(20, 300),
	)


def _some_moment(draw: random.Random) -> datetime:
	"""Return a moment of the last years, in the hours in which people call."""
	day = clock.now() - timedelta(days=draw.randint(1, YEARS * 365))
	[hour] = draw.choices(HOURS, BUSY)
	return day.replace(hour=hour, minute=draw.randrange(60), second=draw.randrange(60), microsecond=0)


def _consultations(draw: random.Random, talk: tuple, entries: list[dict], answers: list[dict]) -> list[tuple]:
	return [
		_consultation(draw, talk, place, draw.choice(entries), answers)
		for place in range(1 + (draw.random() < SECOND_CONSULTATION))
	]


def _consultation(draw: random.Random, talk: tuple, place: int, entry: dict, answers: list[dict]) -> tuple:
	card, given_at, operator = talk[0], talk[11], talk[10]
	base = draw.choice(answers) if answers and draw.random() < FROM_THE_BASE else None
	name = name_of(f"consultation of {card}", place)
	return (
		*stamped(name, given_at),
		*(entry.title[:140], entry.name, "Consultation", base and base.name, given_at, operator, card),
		*(f"{entry.title}: роз’яснено порядок і строки.", base and base.answer, name_of(name, 0, 32) * 2),
	)


def add_looks(count: int, already: int, people: list[Applicant], operators: list[str]) -> None:
	"""Add so many entries of who looked whom up (D2), a commit a batch."""
	draw = random.Random(f"looks {already}")
	for first, end in slices(already, already + count, BATCH):
		insert("Access Log", LOOK, [_look(draw, number, people, operators) for number in range(first, end)])
		frappe.db.commit()


def _look(draw: random.Random, number: int, people: list[Applicant], operators: list[str]) -> tuple:
	moment = clock.to_site(_some_moment(draw))
	applicant = people[int(len(people) * draw.random() ** 2)]
	looked = (draw.choice(operators), moment, "Applicant", applicant.name, callers.LOOKED_UP)
	return (*stamped(name_of("look", number), moment), *looked)
