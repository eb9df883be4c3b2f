"""Import of requests from a CSV file: every line goes the way of the telephone (R5.11, R5.12).

A line is registered wholly or refused with its reason and nothing of it kept. The key of a line is what it
says, so the same file twice changes nothing.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html

from contact_center import clock
from contact_center.intake import applicants, csv_lines, registration
from contact_center.intake.csv_lines import COLUMNS, Line
from contact_center.regulation.matching import Matcher
from contact_center.regulation.moments import utc
from contact_center.regulation.routing import ClassifierEntry
from contact_center.regulation.street_names import StreetName, StreetNames
from contact_center.regulation.written_moments import NoMoment, SkippedMoment, read_moment

BATCH = 20
EARLIEST_YEAR = 2000
NAMED_CANDIDATES = 5
SAVEPOINT = "contact_center_import"
_CODE = re.compile(r"[A-ZА-ЯІЇЄҐ]{2,5}-?[0-9]{1,4}", re.IGNORECASE)
_LATIN = str.maketrans("АВСЕНІКМОРТХ", "ABCEHIKMOPTX")


class Outcome(str, Enum):
	REGISTERED = "Registered"
	PRESENT = "Already There"
	REFUSED = "Refused"


@dataclass(frozen=True)
class Result:
	"""What became of the record that begins at `line`.

	`text` is the request's number, or why the line was refused; `neutralised` names the columns whose cell
	was made harmless.
	"""

	line: int
	outcome: Outcome
	text: str = ""
	neutralised: tuple[str, ...] = ()


Registrar = Callable[[Mapping[str, Any]], Document]


def _commit() -> None:
	frappe.db.commit()


def import_file(path: str | Path, **how) -> Iterator[Result]:
	"""Register the requests of a CSV file; `how` as in `import_lines`. UnreadableFile before anything is saved."""
	return import_lines(csv_lines.read(csv_lines.open_sheet(Path(path))), **how)


def import_lines(
	lines: Iterable[Line],
	*,
	notify: bool = False,
	commit: Callable[[], None] = _commit,
	register: Registrar = registration.register,
	shift: Callable[[datetime], datetime] = lambda moment: moment,
) -> Iterator[Result]:
	"""Register the lines (of `csv_lines.read`); one result each, after its batch is committed.

	The caller answers for the right to import. `notify` lets messages go out, `shift` moves each moment
	(aware to aware), `register` takes the fields of a Request and inserts it.
	"""
	desk = _Desk(register, shift)
	lines = iter(lines)
	with _quiet(not notify):
		while batch := list(islice(lines, BATCH)):
			results = desk.take(batch)
			commit()
			yield from results


@contextmanager
def _quiet(quiet: bool) -> Iterator[None]:
	before = frappe.flags.contact_center_quiet
	frappe.flags.contact_center_quiet = before or quiet
	try:
		yield
	finally:
		frappe.flags.contact_center_quiet = before


def import_key(cells: Mapping[str, str]) -> str:
	"""What the line says as 64 hexadecimal digits, whatever the order of its columns and its blanks."""
	said = "\x1f".join(" ".join(cells[column].split()) for column in COLUMNS)
	return hashlib.sha256(said.encode()).hexdigest()


class _Desk:
	"""Takes lines in; holds what every line is looked up in."""

	def __init__(self, register: Registrar, shift: Callable[[datetime], datetime]):
		self.register = register
		self.shift = shift
		self.streets = _street_names()
		self.entries = _classifier_entries()
		self.matcher = Matcher(self.entries.values())
		self.seen: dict[bytes, int] = {}

	def take(self, batch: list[Line]) -> list[Result]:
		keys = {line.number: import_key(line.cells) for line in batch if not line.fault}
		rows = frappe.get_all(
			"Request", {"import_key": ["in", list(keys.values())]}, ["import_key", "number"]
		)
		present = {row.import_key: row.number for row in rows}
		return [self._take(line, keys.get(line.number, ""), present) for line in batch]

	def _take(self, line: Line, key: str, present: Mapping[str, str | None]) -> Result:
		if line.fault:
			return Result(line.number, Outcome.REFUSED, line.fault)
		first = self.seen.setdefault(bytes.fromhex(key)[:12], line.number)
		if first != line.number:
			return Result(line.number, Outcome.REFUSED, _("duplicate of line {0}").format(first))
		if key in present:
			return Result(line.number, Outcome.PRESENT, present[key] or "", line.neutralised)
		return self._file(line, key)

	def _file(self, line: Line, key: str) -> Result:
		frappe.db.savepoint(SAVEPOINT)
		try:
			moment = self.shift(_moment(line.cells["moment"]))
			with clock.at(moment):
				request = self.register({**self._values(line.cells), "import_key": key})
		except frappe.ValidationError as refusal:
			frappe.db.rollback(save_point=SAVEPOINT)
			frappe.clear_messages()
			return Result(line.number, Outcome.REFUSED, _reason(refusal), line.neutralised)
		return Result(line.number, Outcome.REGISTERED, request.number or "", line.neutralised)

	def _values(self, cells: Mapping[str, str]) -> dict[str, Any]:
		if not cells["description"]:
			frappe.throw(_("no text in the column “{0}”").format("description"))
		values = {
			"channel": _channel(cells["channel"]),
			"street": self._street(cells["street"]),
			"classifier": self._classifier(cells["classifier"], cells["description"]),
			**{name: cells[name] for name in ("building", "flat", "description")},
		}
		return {**values, **_applicant(cells)}

	def _street(self, text: str) -> str | None:
		found = self.streets.find(text) if text else ()
		if text and not found:
			frappe.throw(_("unknown street: “{0}”").format(text[:60]))
		if len(found) > 1:
			frappe.throw(_("“{0}” may be any of these streets: {1}").format(text[:60], _some(found)))
		return found[0] if found else None

	def _classifier(self, text: str, description: str) -> str:
		code = text.upper()
		code = code if code in self.entries else code.translate(_LATIN)
		if code in self.entries:
			return code
		if _CODE.fullmatch(text):
			frappe.throw(_("unknown classifier code: “{0}”").format(text[:60]))
		return self._matter(text, description)

	def _matter(self, text: str, description: str) -> str:
		"""By the words of the cell; by those of the description where the cell is empty or leaves it open."""
		said = self.matcher.match(text) if text else None
		found = said if said and said.code else self.matcher.match(description, said.codes if said else ())
		codes = found.codes or (said.codes if said else ())
		if not codes:
			frappe.throw(
				_("no classifier entry fits “{0}”: give its code").format((text or description)[:60])
			)
		if len(codes) > 1:
			titles = [f"{code} {self.entries[code].title}" for code in codes]
			frappe.throw(_("several classifier entries fit, give the code: {0}").format(_some(titles)))
		return codes[0]


def _some(names) -> str:
	return "; ".join(names[:NAMED_CANDIDATES]) + (" …" if len(names) > NAMED_CANDIDATES else "")


def _reason(refusal: Exception) -> str:
	return " ".join(strip_html(str(refusal)).split())[:500]


def _moment(text: str) -> datetime:
	try:
		moment = read_moment(text, clock.zone())
	except SkippedMoment:
		frappe.throw(_("“{0}” never was: the clocks were put forward over it").format(text[:40]))
	except NoMoment:
		frappe.throw(_("“{0}” is not a date with a time; write 22.11.2026 14:30").format(text[:40]))
	if moment.year < EARLIEST_YEAR:
		frappe.throw(_("the date {0} lies too far back").format(text[:40]))
	if utc(moment) > utc(clock.now()):
		frappe.throw(_("the date {0} lies in the future").format(text[:40]))
	return moment


def _channel(text: str) -> str:
	options = frappe.get_meta("Request").get_field("channel").options.split("\n")
	for option in options:
		if text.casefold() in (option.casefold(), _(option).casefold()):
			return option
	frappe.throw(_("unknown channel “{0}”; write one of: {1}").format(text[:40], ", ".join(options)))


def _applicant(cells: Mapping[str, str]) -> dict[str, Any]:
	"""R5.7: who says nothing about oneself is anonymous, and was warned of what that means."""
	name, phone, email = cells["applicant"], cells["phone"], cells["email"]
	if not (name or phone or email):
		return {"anonymous": 1, "anonymous_warned": 1}
	if email and not frappe.utils.validate_email_address(email):
		frappe.throw(_("“{0}” is not an e-mail address").format(email[:60]))
	if not (phone or email):
		frappe.throw(_("“{0}” left neither phone nor e-mail: an applicant needs one").format(name[:60]))
	return {"applicant": applicants.by_contact(name, phone, email)}


def _street_names() -> StreetNames:
	rows = frappe.get_all("City Street", fields=["name", "street_type", "street_name", "former_names"])
	return StreetNames(
		StreetName(row.name, row.street_type, row.street_name, tuple(_listed(row.former_names)))
		for row in rows
	)


def _listed(text: str | None) -> list[str]:
	return [part.strip() for part in re.split(r"[;,]", text or "") if part.strip()]


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
