"""Buildings and the districts they lie in: a long street runs through several (R5.11)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from contact_center.regulation.problems import ProblemError, ProblemKind


class AddressError(ProblemError):
	"""A text that is not the number of a building."""

	def __init__(self, text: str):
		super().__init__(ProblemKind.BAD_BUILDING, text)


class AmbiguousDistrict(ProblemError):
	"""Address ranges that put one building into several districts."""

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

	`suffix` is "" or begins as it is written: "-А", "/3", "-А/3", " корп. 2".
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


_LETTER = "[А-ЩЬЮЯІЇЄҐ]"
# Letters that look alike and come from the wrong keyboard layout.
_CYRILLIC = str.maketrans("ABCEHIKMOPTX", "АВСЕНІКМОРТХ")
_BUILDING = re.compile(
	rf"""(?:БУД(?:ИНОК|\.)?\s*|Д\.\s*|№\s*)*
	(?P<number>[0-9]{{1,5}})
	(?:\s*-?\s*(?P<letter>{_LETTER})(?!{_LETTER}|\.))?
	(?:\s*(?P<mark>[/-])\s*(?P<second>[0-9]{{1,4}})(?:\s*-?\s*(?P<second_letter>{_LETTER}))?)?
	(?:\s*,?\s*К(?:ОРП(?:УС)?)?\.?\s*(?P<block>[0-9]{{1,3}}|{_LETTER}))?""",
	re.VERBOSE,
)


def parse_building(text: str) -> Building:
	"""Read «12А», «12-а», «12/3», « 12 корп. 2», «буд. 12» however it is typed. Raises AddressError.

	Letters become Ukrainian capitals, Latin look-alikes too. Flats and «б/н» are no building numbers.
	"""
	typed = " ".join(str(text).split()).upper().translate(_CYRILLIC).replace("–", "-")
	match = _BUILDING.fullmatch(typed)
	if not match or not int(match["number"]):
		raise AddressError(str(text))
	return Building(int(match["number"]), _suffix(match))


def district_of(building: str | None, ranges: Iterable[StreetRange]) -> str | None:
	"""The district of a building on a street with these `ranges`, None when none covers it.

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


def _suffix(match: re.Match[str]) -> str:
	parts = [f"-{match['letter']}" if match["letter"] else ""]
	if match["second"]:
		parts.append(f"{match['mark']}{int(match['second'])}")
		parts.append(f"-{match['second_letter']}" if match["second_letter"] else "")
	parts.append(f" корп. {match['block']}" if match["block"] else "")
	return "".join(parts)
