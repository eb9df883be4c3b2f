"""Find the place that somebody asks about in one line, «Металургів буд 18», among the city's streets."""

from dataclasses import dataclass

from contact_center import policy
from contact_center.addresses import streets
from contact_center.reading.asked_addresses import Written, readings
from contact_center.regulation.addresses import Building, district_of, parse_building
from contact_center.regulation.coverage import Asked
from contact_center.regulation.problems import ProblemError


@dataclass(frozen=True)
class Found:
	"""What was found: the place; `similar` are streets to choose from, each with the building behind it, where none is."""

	place: Asked
	building: str = ""
	similar: tuple[str, ...] = ()


def find(text: str, most: int = streets.MOST_OFFERED) -> Found:
	"""Return the place that `text` names. A street that is the only one like the text is taken for it: nothing is decided."""
	read = list(readings(text))
	for each in read:
		if street := streets.known(each.street):
			return Found(place_of(street, each.building), each.building)
	# The shortest street first: what stands behind it was read as a building.
	for each in sorted(read, key=lambda one: len(one.street)):
		if near := streets.offered(each.street, most):
			return (
				_only(near[0], each) if len(near) == 1 else Found(Asked(), each.building, _offers(near, each))
			)
	return Found(Asked())


def _only(street: str, read: Written) -> Found:
	return Found(place_of(street, read.building), read.building)


def _offers(names: tuple[str, ...], read: Written) -> tuple[str, ...]:
	return tuple(f"{name}, {read.building}" if read.building else name for name in names)


def place_of(street: str, building: str = "") -> Asked:
	"""Return the place of a street of the register and a building in its stored form, "" for none."""
	number = _read(building)
	return Asked(street, number, frozenset(_districts(street, building if number else "")))


def _read(building: str) -> Building | None:
	try:
		return parse_building(building) if building else None
	except ProblemError:
		return None


def _districts(street: str, building: str) -> set[str]:
	"""Return the district of the building; all districts of the street where the building does not decide."""
	ranges = policy.street_ranges(street)
	try:
		district = district_of(building, ranges)
	except ProblemError:
		district = None
	return {district} if district else {each.district for each in ranges}
