"""Read one line of a file of requests and look it up in the city, or refuse it with its problem.

The site's import and everything that runs without a site use it. The checks run in the order of `read_card`; a
line has at most one problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from contact_center.reading.matching import Matcher
from contact_center.reading.phones import read_phone
from contact_center.reading.spreadsheets import same_code
from contact_center.reading.street_names import StreetName, StreetNames, StreetTypes, decided
from contact_center.reading.written_moments import read_moment
from contact_center.regulation import lengths
from contact_center.regulation.addresses import (
	AddressError,
	AmbiguousDistrict,
	StreetRange,
	StreetRow,
	district_of,
	parse_place,
)
from contact_center.regulation.lengths import LENGTHS
from contact_center.regulation.moments import utc
from contact_center.regulation.problems import ProblemError, ProblemKind
from contact_center.regulation.routing import ClassifierEntry

CHANNELS: dict[str, str] = {
	"phone": "Phone",
	"телефон": "Phone",
	"web": "Web",
	"портал": "Web",
	"через портал": "Web",
	"e-mail": "E-mail",
	"електронна пошта": "E-mail",
	"in person": "In Person",
	"особисто": "In Person",
}
EARLIEST_YEAR = 2000
_CODE = re.compile(r"[A-ZА-ЯІЇЄҐ]{2,5}-?[0-9]{1,4}", re.IGNORECASE)
_LATIN = str.maketrans("АВСЕНІКМОРТХ", "ABCEHIKMOPTX")
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}", re.IGNORECASE)


@dataclass(frozen=True)
class Contact:
	"""Who files the request; who leaves nothing is anonymous (R5.7). `phone` is the first number in its normal form.

	`phones_as_written` is the whole cell where it holds more than one number, or an extension.
	"""

	name: str = ""
	phone: str = ""
	email: str = ""
	phones_as_written: str = ""

	@property
	def anonymous(self) -> bool:
		return not (self.name or self.phone or self.email)


@dataclass(frozen=True)
class Card:
	"""A line without a problem of its own; the classifier names its executors (`routing.route`)."""

	moment: datetime
	channel: str
	contact: Contact
	street: str | None
	building: str
	flat: str
	district: str | None
	classifier: str
	description: str

	@property
	def filled(self) -> frozenset[str]:
		"""Return which required fields of a classifier entry the card has; an anonymous applicant needs no phone."""
		return filled_fields(
			district=bool(self.district),
			street=bool(self.street),
			building=bool(self.building),
			flat=bool(self.flat),
			description=bool(self.description),
			phone=bool(self.contact.phone) or self.contact.anonymous,
		)


def filled_fields(**present: bool) -> frozenset[str]:
	return frozenset(name for name, is_there in present.items() if is_there)


@dataclass(frozen=True)
class City:
	"""What lines are looked up in. `ranges` has the ranges of each street by its key in `streets`."""

	zone: ZoneInfo
	streets: StreetNames
	ranges: Mapping[str, Sequence[StreetRange]]
	entries: Mapping[str, ClassifierEntry]
	matcher: Matcher
	districts: Mapping[str, str] = field(default_factory=dict)
	channels: Mapping[str, str] = field(default_factory=lambda: CHANNELS)


def city_of(
	zone: ZoneInfo,
	streets: Iterable[StreetRow],
	entries: Mapping[str, ClassifierEntry],
	districts: Mapping[str, str],
	types: StreetTypes | None = None,
) -> City:
	"""Make a city from the rows of its policy files; a street's key is «вул. Соборності». `types`: by default the shipped."""
	ranges: dict[str, list[StreetRange]] = {}
	names: dict[str, StreetName] = {}
	for row in streets:
		key = f"{row.street_type} {row.name}"
		ranges.setdefault(key, []).append(row.range)
		names.setdefault(key, StreetName(key, row.street_type, row.name, row.former_names))
	streets_named = StreetNames(names.values(), types)
	return City(zone, streets_named, ranges, entries, Matcher(entries.values()), districts)


def read_card(cells: Mapping[str, str], city: City, now: datetime) -> Card:
	"""Return the card that a line's trimmed `cells` make in `city`. Raises ProblemError; `now` is aware."""
	moment = received(cells["moment"], city.zone, now)
	description = text_of(cells["description"])
	channel = channel_of(cells["channel"], city)
	street = street_of(cells["street"], city)
	classifier = entry_of(cells["classifier"], description, city)
	contact = contact_of(cells["applicant"], cells["phone"], cells.get("email", ""))
	check_length(description)
	building, flat = parse_place(cells["building"], cells.get("flat", ""))
	district = place_of(street, building, cells.get("district", ""), city)
	return Card(moment, channel, contact, street, building, flat, district, classifier, description)


def received(text: str, zone: ZoneInfo, now: datetime) -> datetime:
	"""Return when the request came in (aware, in `zone`): not in the future, not before EARLIEST_YEAR."""
	moment = read_moment(text, zone)
	if moment.year < EARLIEST_YEAR:
		raise ProblemError(ProblemKind.TOO_OLD, text)
	if utc(moment) > utc(now):
		raise ProblemError(ProblemKind.IN_FUTURE, text)
	return moment


def text_of(description: str) -> str:
	if not description:
		raise ProblemError(ProblemKind.NO_TEXT)
	return description


def check_length(description: str) -> None:
	if len(description) > LENGTHS["description"]:
		raise ProblemError(ProblemKind.LONG_CELL, str(LENGTHS["description"]))


def channel_of(text: str, city: City) -> str:
	if text.casefold() not in city.channels:
		raise ProblemError(ProblemKind.UNKNOWN_CHANNEL, text, *dict.fromkeys(city.channels.values()))
	return city.channels[text.casefold()]


def street_of(text: str, city: City) -> str | None:
	"""Return the key of the street, None where the cell is empty. Raises ProblemError."""
	return decided(city.streets, text) if text else None


def entry_of(text: str, description: str, city: City) -> str:
	"""Return the code of the entry: by its code, else by the words of the cell, else by those of the description."""
	code = text.upper()
	code = code if code in city.entries else code.translate(_LATIN)
	code = code if code in city.entries else same_code(text, city.entries) or code
	if code in city.entries:
		return code
	if _CODE.fullmatch(text):
		raise ProblemError(ProblemKind.UNKNOWN_CODE, text)
	named = city.matcher.match(text) if text else None
	found = named if named and named.code else city.matcher.match(description, named.codes if named else ())
	codes = found.codes or (named.codes if named else ())
	if not codes:
		raise ProblemError(ProblemKind.NO_ENTRY, text or description)
	if len(codes) > 1:
		raise ProblemError(ProblemKind.SEVERAL_ENTRIES, text or description, *codes)
	return codes[0]


def contact_of(name: str, phone: str, email: str) -> Contact:
	"""Read the contact; a name needs a phone or an e-mail. What follows the first number is kept. Raises ProblemError."""
	if email and not _EMAIL.fullmatch(email):
		raise ProblemError(ProblemKind.BAD_EMAIL, email)
	lengths.check_length("email", email)
	lengths.check_length("full_name", name)
	if name and not (phone or email):
		raise ProblemError(ProblemKind.NO_CONTACT, name)
	number, rest = read_phone(phone) if phone else ("", "")
	lengths.check_length("other_phones", phone if rest else "")
	return Contact(name, number, email, phone if rest else "")


def place_of(street: str | None, building: str, district: str, city: City) -> str | None:
	"""Return the district of the address, else the one named by code or title; None where neither is known."""
	try:
		found = district_of(building, city.ranges.get(street, ())) if street else None
	except (AddressError, AmbiguousDistrict):
		found = None
	return found or _named_district(district, city)


def _named_district(text: str, city: City) -> str | None:
	for code, title in city.districts.items():
		if text.casefold() in (code.casefold(), title.casefold()):
			return code
	if code := same_code(text, city.districts):
		return code
	if text:
		raise ProblemError(ProblemKind.UNKNOWN_DISTRICT, text)
	return None
