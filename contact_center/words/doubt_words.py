"""Where a position lies, and what is odd about a place, in the words of the citizen's form (R3.4)."""

from frappe import _

from contact_center.regulation.plausible import City, Direction, Position, direction, distance_km

NEAR_KM = 1.0
"""Nearer to the centre no direction is named."""


def where(position: Position, city: City) -> str:
	"""Return where the position lies from the city's centre: «12 км на північ від центру міста»."""
	distance = distance_km(city.centre, position)
	if distance < NEAR_KM:
		return _("in the centre of the city")
	kilometres = (
		f"{distance:.0f}"
		if distance >= 10
		else f"{distance:.1f}".replace(".", _(".", context="decimal mark"))
	)
	return _direction(direction(city.centre, position)).format(kilometres)


def _direction(to: Direction) -> str:
	return {
		Direction.NORTH: _("{0} km north of the centre of the city"),
		Direction.NORTH_EAST: _("{0} km north-east of the centre of the city"),
		Direction.EAST: _("{0} km east of the centre of the city"),
		Direction.SOUTH_EAST: _("{0} km south-east of the centre of the city"),
		Direction.SOUTH: _("{0} km south of the centre of the city"),
		Direction.SOUTH_WEST: _("{0} km south-west of the centre of the city"),
		Direction.WEST: _("{0} km west of the centre of the city"),
		Direction.NORTH_WEST: _("{0} km north-west of the centre of the city"),
	}[to]


def far_position(position: Position, city: City, name: str) -> str:
	"""Return the question about a position outside the city called `name`."""
	return _("The place that you marked lies {0}. Is it really in this city, {1}?").format(
		where(position, city), name
	)


def great_building(building: str, street: str) -> str:
	"""Return the question about a number that no building of the street is likely to have."""
	return _("Building {0}, {1}: so great a number is not known there. Is it right?").format(building, street)
