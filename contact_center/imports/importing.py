"""Import requests from a CSV file; every line is registered like a call (R5.11, R5.12).

A line is registered wholly, or refused with its reason and nothing of it is kept. The key of a line is made of what it
means, so that importing the same file twice changes nothing, whatever a spreadsheet made of its spelling in between.
Requests that were imported before keys went by meaning keep theirs, and are looked for under both.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import partial
from itertools import islice
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html

from contact_center.addresses import streets
from contact_center.framework import deadlocks
from contact_center.imports import older
from contact_center.imports.request_files import Line
from contact_center.intake import applicants, registration
from contact_center.policy.own_fields import own_fields
from contact_center.reading.line_keys import line_key, spelled_key
from contact_center.reading.matching import Matcher
from contact_center.reading.own_values import read_own
from contact_center.reading.request_lines import CHANNELS, Card, City, read_card
from contact_center.reading.written_moments import read_moment
from contact_center.record import clock, messages
from contact_center.regulation.problems import Problem, ProblemError, ProblemKind
from contact_center.regulation.routing import ClassifierEntry
from contact_center.words import problems

BATCH = 20
SAVEPOINT = "contact_center_import"


class Outcome(str, Enum):
	REGISTERED = "Registered"
	PRESENT = "Already There"
	REFUSED = "Refused"


@dataclass(frozen=True)
class Result:
	"""What became of the record that begins at `line`.

	`text` is the request's number, or why the line was refused: in words, with the `problem` where it is one of
	those that have a kind. `neutralised` names the columns whose cell was made harmless.
	"""

	line: int
	outcome: Outcome
	text: str = ""
	neutralised: tuple[str, ...] = ()
	problem: Problem | None = None

	@classmethod
	def refused(cls, line: Line, problem: Problem) -> "Result":
		return cls(line.number, Outcome.REFUSED, problems.clause(problem), line.neutralised, problem)


Key = Callable[[Mapping[str, str]], str]
Registrar = Callable[[Mapping[str, Any]], Document]


def _commit() -> None:
	frappe.db.commit()


def import_lines(
	lines: Iterable[Line],
	*,
	notify: bool = False,
	commit: Callable[[], None] = _commit,
	register: Registrar = registration.register_at_once,
	shift: Callable[[datetime], datetime] = lambda moment: moment,
	key: Key | None = None,
) -> Iterator[Result]:
	"""Register the lines (of `csv_lines.read`); yield one result each, after its batch is committed.

	The caller answers for the right to import. `notify` lets messages go out, `shift` moves each moment
	(aware to aware), `register` takes the fields of a Request and inserts it; `key` makes the key of a line's cells, by default
	that of its meaning.
	"""
	desk = _Desk(register, shift, key)
	lines = iter(lines)
	with messages.quiet(not notify):
		while batch := list(islice(lines, BATCH)):
			yield from desk.take_and_keep(batch, commit)


class _Desk:
	"""Registers lines; holds what every line is looked up in."""

	def __init__(self, register: Registrar, shift: Callable[[datetime], datetime], key: Key | None):
		self.register = register
		self.shift = shift
		self.city = _city()
		self.key = key or partial(line_key, channels=self.city.channels, zone=self.city.zone)
		self.seen: dict[bytes, int] = {}
		self.older: list[older.Imported] = []

	@deadlocks.repeated
	def take_and_keep(self, batch: list[Line], commit: Callable[[], None]) -> list[Result]:
		"""Register the lines of a batch, commit them and return their results."""
		results = self._take_all(batch)
		commit()
		return results

	def _take_all(self, batch: list[Line]) -> list[Result]:
		good = [line for line in batch if not line.fault]
		keys = {line.number: self.key(line.cells) for line in good}
		present = self._present(good, keys)
		return [self._take(line, keys.get(line.number, ""), present) for line in batch]

	def _present(self, lines: list[Line], keys: Mapping[int, str]) -> dict[str, str | None]:
		"""Return the numbers of requests that were imported from such lines, by the lines' keys."""
		by_spelling = {spelled_key(line.cells): keys[line.number] for line in lines}
		wanted = [*keys.values(), *by_spelling]
		rows = frappe.get_all("Request", {"import_key": ["in", wanted]}, ["import_key", "number"])
		found = {by_spelling.get(row.import_key, row.import_key): row.number for row in rows}
		self.older = older.requests_at(
			[self._received(line) for line in lines if keys[line.number] not in found]
		)
		return found

	def _received(self, line: Line) -> datetime | None:
		try:
			return self.shift(read_moment(line.cells["moment"], self.city.zone))
		except ProblemError:
			return None

	def _take(self, line: Line, key: str, present: Mapping[str, str | None]) -> Result:
		if line.fault:
			return Result.refused(line, line.fault)
		first = self.seen.setdefault(bytes.fromhex(key)[:12], line.number)
		if first != line.number:
			return Result.refused(line, Problem(ProblemKind.DUPLICATE, (str(first),)))
		if key in present:
			return Result(line.number, Outcome.PRESENT, present[key] or "", line.neutralised)
		return self._file(line, key)

	def _file(self, line: Line, key: str) -> Result:
		frappe.db.savepoint(SAVEPOINT)
		try:
			card = read_card(line.cells, self.city, clock.now())
			if number := older.number_of(card, self.shift(card.moment), self.older):
				return Result(line.number, Outcome.PRESENT, number, line.neutralised)
			with clock.at(self.shift(card.moment)):
				own = own_values(line.cells)
				request = self.register({**_values(card), **own, "import_key": key})
		except (ProblemError, frappe.ValidationError) as refusal:
			frappe.db.rollback(save_point=SAVEPOINT)
			frappe.clear_messages()
			frappe.local.response.pop("problem", None)
			return _refused(line, refusal)
		return Result(line.number, Outcome.REGISTERED, request.number or "", line.neutralised)


def _refused(line: Line, refusal: Exception) -> Result:
	problem = getattr(refusal, "problem", None)
	if problem:
		return Result.refused(line, problem)
	return Result(line.number, Outcome.REFUSED, _reason(refusal), line.neutralised)


def _reason(refusal: Exception) -> str:
	return " ".join(strip_html(str(refusal)).split())[:500]


def own_values(cells: Mapping[str, str]) -> dict[str, Any]:
	"""The city's own fields that the line fills. Raises ProblemError for what cannot be read."""
	found = {name: read_own(field, cells.get(name)) for name, field in own_fields().items()}
	return {name: value for name, value in found.items() if value is not None}


def _values(card: Card) -> dict[str, Any]:
	"""Return the fields of the request. Who leaves no contact is anonymous (R5.7); no file records the warning."""
	fields = ("channel", "street", "building", "flat", "classifier", "description")
	values = {name: getattr(card, name) for name in fields}
	if card.contact.anonymous:
		return {**values, "anonymous": 1}
	contact = card.contact
	person = applicants.by_contact(contact.name, contact.phone, contact.email, contact.phones_as_written)
	return {**values, "applicant": person}


def _city() -> City:
	"""Return the site's records to look lines up in. The request finds its district by itself (`addresses.place`)."""
	entries = _classifier_entries()
	options = frappe.get_meta("Request").get_field("channel").options.split("\n")
	translated = {name.casefold(): option for option in options for name in (_(option), option)}
	channels = {**CHANNELS, **translated}  # a file is read the same, whatever the language of who imports it
	return City(clock.zone(), streets.city(), {}, entries, Matcher(entries.values()), channels=channels)


def _classifier_entries() -> dict[str, ClassifierEntry]:
	rows = frappe.get_all(
		"Classifier", fields=["code", "title", "is_group", "is_active", "keywords"], order_by="code"
	)
	return {
		row.code: ClassifierEntry(
			row.code,
			row.title,
			is_group=bool(row.is_group),
			active=bool(row.is_active),
			keywords=row.keywords or "",
		)
		for row in rows
	}
