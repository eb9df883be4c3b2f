"""Read buildings and flats, and find the district of a building: a long street runs through several (R5.11)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from contact_center.regulation.problems import ProblemError, ProblemKind


class AddressError(ProblemError):
	"""Raised for a text that is not the number of a building."""

	def __init__(self, text: str):
		super().__init__(ProblemKind.BAD_BUILDING, text)


class AmbiguousDistrict(ProblemError):
	"""Raised for ranges that put one building into several districts."""

	def __init__(self, building: str, districts: Iterable[str]):
		self.districts = tuple(sorted(districts))
		super().__init__(ProblemKind.AMBIGUOUS_DISTRICT, building, *self.districts)


class Parity(str, Enum):
	ALL = "All"
	EVEN = "Even"
	ODD = "Odd"

	def __str__(self) -> str:
		return self.value


@dataclass(frozen=True)
class Building:
	"""A building's number and what follows it, in the one form in which it is stored.

	`suffix` is "" or its parts as they are written: "-А", "/А", "/3", "-А/3", " корп. 2", " літ. Б".
	"""

	number: int
	suffix: str = ""

	def __str__(self) -> str:
		return f"{self.number}{self.suffix}"


@dataclass(frozen=True)
class StreetRange:
	"""Buildings `first`..`last` of a street (`last` 0: to its end) on one or both sides, in `district`."""

	district: str
	parity: Parity = Parity.ALL
	first: int = 1
	last: int = 0

	def __post_init__(self) -> None:
		object.__setattr__(self, "parity", Parity(self.parity))
		if self.first < 0 or self.last < 0 or (self.last and self.last < self.first):
			raise ProblemError(ProblemKind.EMPTY_RANGE, str(self.first), str(self.last))

	@property
	def is_whole(self) -> bool:
		return self.parity is Parity.ALL and self.first <= 1 and not self.last

	def covers(self, number: int) -> bool:
		on_side = self.parity is Parity.ALL or (number % 2 == 0) == (self.parity is Parity.EVEN)
		return on_side and self.first <= number and (not self.last or number <= self.last)


@dataclass(frozen=True)
class StreetRow:
	"""One range of a street as the policy file and the street's record have it."""

	street_type: str
	name: str
	former_names: tuple[str, ...]
	range: StreetRange


LONGEST_BUILDING = LONGEST_FLAT = 20
"""Most characters of a building and of a flat in the form in which they are stored."""
_LONGEST_READ = 140
"""Most characters that are looked at: the time grows with their square, and what is longer is refused anyway."""
_LETTER = "[А-ЩЬЮЯІЇЄҐ]"
# Letters that look alike and come from the wrong keyboard layout.
_CYRILLIC = str.maketrans("ABCEHIKMOPTXY", "АВСЕНІКМОРТХУ")
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = re.compile("[\"«»“”„'’ʼ`]")
_NUMBER = re.compile(r"(?:БУД(?:ИНОК|ИНКУ)?\.?\s*|Б\.\s*|Д\.\s*|№\s*)*(?P<number>[0-9]{1,5})(?![0-9])")
# What may follow the number, one after the other: a letter, a further number, a block with its mark.
_LETTER_PART = rf"\s*(?P<joint>[/-]?)\s*(?P<letter>{_LETTER})(?!{_LETTER}|\.)"
_NUMBER_PART = r"\s*(?P<sign>[/-])\s*(?P<second>[0-9]{1,4})(?![0-9])"
_MARKS = {
	"корп.": r"К(?:ОРП(?:УС)?)?",
	"літ.": r"Л(?:ІТ(?:ЕРА)?|ИТ)?",
	"блок": r"БЛ(?:ОК)?",
	"секція": r"СЕК(?:Ц(?:ІЯ)?)?",
}
_BLOCK_PARTS = tuple(
	(
		mark,
		re.compile(
			rf"[\s,/-]*{spelling}(?:\.\s*|\s+|\s*(?=[0-9]))(?:№\s*)?(?P<block>[0-9]{{1,3}}|{_LETTER}(?!{_LETTER}))"
			rf"(?:\s*-?\s*(?P<block_letter>{_LETTER})(?!{_LETTER}|\.))?"
		),
	)
	for mark, spelling in _MARKS.items()
)
_FLAT_MARK = r"(?:КВ(?:АРТ(?:ИРА)?)?\.?|ПОМЕШК\.?)"
_WITH_FLAT = re.compile(
	rf"(?P<building>.*?[0-9].*?)[\s,;/]*{_FLAT_MARK}\s*№?\s*(?P<flat>[0-9].*)", re.IGNORECASE
)
_FLAT = re.compile(rf"(?:{_FLAT_MARK}\s*)*№?\s*(?P<flat>[^\W_].*)", re.IGNORECASE)


def parse_building(text: str) -> Building:
	"""Read «12А», «12-а», «40/А», «12/3», « 12 корп. 2а», «5 літ. Б», «буд. 12.» however it is typed. Raises AddressError.

	The number that comes first is the building's; what follows is kept, each part in one spelling. Letters become
	Ukrainian capitals, Latin look-alikes too. Flats and «б/н» are no building numbers.
	"""
	typed = _plain(text).upper().translate(_CYRILLIC)
	match = _NUMBER.match(typed)
	rest = typed[match.end() :] if match else ""
	suffix = _suffix(rest)
	if not match or not int(match["number"]) or suffix is None:
		raise AddressError(str(text))
	building = Building(int(match["number"]), suffix)
	if len(str(building)) > LONGEST_BUILDING:
		raise AddressError(str(text))
	return building


def parse_flat(text: str) -> str:
	"""Read «5», «5-А», «кв. 5» as the number of a flat, as it is stored. Raises ProblemError BAD_FLAT."""
	match = _FLAT.fullmatch(_plain(text))
	is_flat = match and len(match["flat"]) <= LONGEST_FLAT and re.search(r"[1-9]|[^\W\d_]", match["flat"])
	if not (match and is_flat):
		raise ProblemError(ProblemKind.BAD_FLAT, str(text))
	return match["flat"]


def bare_flat(flat: str) -> str:
	"""Return a stored flat without its mark, before which words put their own: «кв. 5» of an old system is «5»."""
	match = _FLAT.fullmatch(flat)
	return match["flat"] if match else flat


def parse_place(building: str | None, flat: str | None) -> tuple[str, str]:
	"""Return (building, flat) as they are stored, "" where none is named: «12 кв 5» as the building gives both.

	Raises ProblemError: BAD_BUILDING, BAD_FLAT, FLAT_IN_BUILDING where `flat` is another one.
	"""
	number, own = (building or "").strip(), (flat or "").strip()
	own = parse_flat(own) if own else ""
	if match := _WITH_FLAT.fullmatch(_plain(number)):
		named = parse_flat(match["flat"])
		if own and own.casefold() != named.casefold():
			raise ProblemError(ProblemKind.FLAT_IN_BUILDING, number)
		number, own = match["building"], named
	return (str(parse_building(number)) if number else "", own)


def check_coordinates(latitude: float | str | None, longitude: float | str | None) -> None:
	"""Check degrees, north and east above zero. Raises ProblemError BAD_COORDINATES for what is no place on Earth."""
	for degrees, most in ((latitude, 90), (longitude, 180)):
		if not abs(_number(degrees)) <= most:  # NaN is not below anything
			given = [str(each) for each in (latitude, longitude) if each not in (None, "")]
			raise ProblemError(ProblemKind.BAD_COORDINATES, ", ".join(given))


def _number(degrees: float | str | None) -> float:
	try:
		return float(degrees or 0)
	except ValueError:
		return float("nan")


def district_of(building: str | None, ranges: Iterable[StreetRange]) -> str | None:
	"""Return the district of a building on a street with these `ranges`, None when none covers it.

	A street that lies in one district needs no building. Raises AddressError for a text that is no number
	where the number decides, AmbiguousDistrict when the ranges contradict each other.
	"""
	ranges = tuple(ranges)
	districts = {each.district for each in ranges}
	building = (building or "").strip()
	if len(districts) == 1 and (not building or any(each.is_whole for each in ranges)):
		return districts.pop()
	if not building or not ranges:
		return None
	found = {each.district for each in ranges if each.covers(parse_building(building).number)}
	if len(found) > 1:
		raise AmbiguousDistrict(building, found)
	return found.pop() if found else None


def _plain(text: str | None) -> str:
	"""Return the text with single blanks and plain hyphens, without quotation marks and stops at the end."""
	plain = _QUOTES.sub(" ", _HYPHENS.sub("-", unicodedata.normalize("NFC", str(text or ""))))
	return " ".join(plain.split()).rstrip(" .,;")[:_LONGEST_READ]


def _suffix(rest: str) -> str | None:
	"""Return what follows the number in the form in which it is stored, None where a part is not understood."""
	parts: list[str] = []
	while rest:
		for read in (_block, _letter, _second):
			if found := read(rest, parts):
				part, length = found
				parts.append(part)
				rest = rest[length:]
				break
		else:
			return None
	return "".join(parts)


def _block(rest: str, _before: list[str]) -> tuple[str, int] | None:
	for mark, pattern in _BLOCK_PARTS:
		if match := pattern.match(rest):
			letter = f"-{match['block_letter']}" if match["block_letter"] else ""
			return f" {mark} {match['block']}{letter}", match.end()
	return None


def _letter(rest: str, before: list[str]) -> tuple[str, int] | None:
	match = re.match(_LETTER_PART, rest)
	after_letter = bool(before) and before[-1][-1:].isalpha()
	if not match or (after_letter and not match["joint"]):
		return None
	return f"{match['joint'] or '-'}{match['letter']}", match.end()


def _second(rest: str, _before: list[str]) -> tuple[str, int] | None:
	match = re.match(_NUMBER_PART, rest)
	return (f"{match['sign']}{int(match['second'])}", match.end()) if match else None
