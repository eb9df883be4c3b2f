"""Whom announced works concern at a place: its building, its street, its district or the whole city (RE3).

An outage that exists is never denied: what may concern the place is shown with the words that it may.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from contact_center.regulation.addresses import Building, StreetRange


class Reach(str, Enum):
	"""Whom works concern, as somebody at one place has to read it; the nearest first."""

	BUILDING = "Building"  # the building that was asked about
	STREET = "Street"  # the whole street
	DISTRICT = "District"  # the whole district of the place
	CITY = "City"
	BUILDINGS = "Buildings"  # buildings of the street; the one asked about may be among them
	A_DISTRICT = "A District"  # a whole district; the place may lie in it
	OTHER_BUILDINGS = "Other Buildings"  # of the same street
	OTHER_STREETS = "Other Streets"  # of the same district

	def __str__(self) -> str:
		return self.value


NEAREST = tuple(Reach)
CERTAIN = frozenset({Reach.BUILDING, Reach.STREET, Reach.DISTRICT, Reach.CITY})
"""The works concern the place."""
POSSIBLE = frozenset({Reach.BUILDINGS, Reach.A_DISTRICT})
"""The works may concern the place: its building or district is not known, or the announcement cannot be read."""


@dataclass(frozen=True)
class Buildings:
	"""The buildings of a street that works concern; `whole`: all of them. `unread`: a part was not understood."""

	ranges: tuple[StreetRange, ...] = ()
	single: tuple[Building, ...] = ()
	whole: bool = False
	unread: bool = False

	def reach(self, building: Building | None) -> Reach:
		"""Return whom the works concern for who asks about `building`, None where no building is named."""
		if self.whole:
			return Reach.STREET
		if building is None:
			return Reach.BUILDINGS
		if building in self.single or any(each.covers(building.number) for each in self.ranges):
			return Reach.BUILDING
		# «44» may be announced for «44-А» too, and the other way round.
		same_number = any(each.number == building.number for each in self.single)
		return Reach.BUILDINGS if self.unread or same_number else Reach.OTHER_BUILDINGS


@dataclass(frozen=True)
class Announced:
	"""Announced works: buildings by street; without streets the whole `district`, without that the whole city."""

	district: str | None = None
	streets: tuple[tuple[str, Buildings], ...] = ()


@dataclass(frozen=True)
class Asked:
	"""A place that somebody asks about. `districts`: those that it may lie in; none where that is not known."""

	street: str | None = None
	building: Building | None = None
	districts: frozenset[str] = frozenset()


def reach(works: Announced, place: Asked) -> Reach | None:
	"""Return whom the works concern for who asks about `place`; None where they are elsewhere."""
	if not works.streets:
		return _reach_of_district(works.district, place.districts)
	on_street = [each.reach(place.building) for street, each in works.streets if street == place.street]
	if on_street:
		return nearest(on_street)
	return Reach.OTHER_STREETS if works.district and works.district in place.districts else None


def _reach_of_district(district: str | None, districts: frozenset[str]) -> Reach | None:
	if not district:
		return Reach.CITY
	if districts and district not in districts:
		return None
	return Reach.DISTRICT if len(districts) == 1 else Reach.A_DISTRICT


def nearest(found: Iterable[Reach]) -> Reach:
	"""Return the nearest of at least one."""
	return min(found, key=NEAREST.index)
