"""Find what is odd about a place before a request is sent: a question to its applicant, never a refusal (R3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import asin, atan2, cos, degrees, radians, sin, sqrt

from contact_center.regulation.addresses import StreetRange

EARTH_KM = 6371.0


class Doubt(str, Enum):
	"""What is asked about."""

	GREAT_BUILDING = "Great Building"
	FAR_POSITION = "Far Position"

	def __str__(self) -> str:
		return self.value


class Direction(str, Enum):
	"""The eight winds, clockwise from the north."""

	NORTH = "North"
	NORTH_EAST = "North-East"
	EAST = "East"
	SOUTH_EAST = "South-East"
	SOUTH = "South"
	SOUTH_WEST = "South-West"
	WEST = "West"
	NORTH_WEST = "North-West"

	def __str__(self) -> str:
		return self.value


@dataclass(frozen=True)
class Position:
	"""A place on Earth in degrees, north and east above zero."""

	latitude: float
	longitude: float


@dataclass(frozen=True)
class City:
	"""The city's centre, and how many kilometres away from it everything lies; 0 where that is not known."""

	centre: Position
	radius_km: float = 0


def distance_km(one: Position, other: Position) -> float:
	"""Return the distance in kilometres along the great circle."""
	up, down = radians(one.latitude), radians(other.latitude)
	across = radians(other.longitude - one.longitude)
	half = sin((down - up) / 2) ** 2 + cos(up) * cos(down) * sin(across / 2) ** 2
	return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def direction(start: Position, end: Position) -> Direction:
	"""Return in which direction `end` lies from `start`."""
	up, down = radians(start.latitude), radians(end.latitude)
	across = radians(end.longitude - start.longitude)
	bearing = degrees(atan2(sin(across) * cos(down), cos(up) * sin(down) - sin(up) * cos(down) * cos(across)))
	return tuple(Direction)[round(bearing / 45) % 8]


def is_far(position: Position, city: City | None) -> bool:
	"""Return whether the position lies outside the city; nothing does where its radius is not known."""
	return bool(city and city.radius_km > 0 and distance_km(city.centre, position) > city.radius_km)


def largest_building(ranges: Iterable[StreetRange], most: int) -> int:
	"""Return the largest number that a building of the street is likely to have; 0 where any is likely.

	A street whose ranges all end is known; of others `most` is what any street of the city has.
	"""
	ends = [each.last for each in ranges]
	return max(ends) if ends and all(ends) else most


def is_great(number: int, ranges: Iterable[StreetRange], most: int) -> bool:
	"""Return whether a building's number is greater than its street is likely to have."""
	largest = largest_building(ranges, most)
	return bool(largest) and number > largest
