"""What is odd about the place of a request that is about to be filed: questions to its applicant (R3.4)."""

from collections.abc import Mapping
from typing import Any

from frappe.utils import cint, flt

from contact_center import policy
from contact_center.regulation.addresses import parse_building
from contact_center.regulation.plausible import City, Doubt, Position, is_far, is_great
from contact_center.regulation.problems import ProblemError
from contact_center.words import doubt_words


def city() -> City | None:
	"""Return the city as the settings place it; None where they name no centre."""
	settings = policy.settings()
	centre = Position(flt(settings.center_latitude), flt(settings.center_longitude))
	if not (centre.latitude or centre.longitude):
		return None
	return City(centre, flt(settings.city_radius_km))


def position(latitude: Any, longitude: Any) -> Position | None:
	"""Return a position that was taken; None without one, since nobody files from the Gulf of Guinea."""
	found = Position(flt(latitude), flt(longitude))
	return found if found.latitude or found.longitude else None


def of_place(values: Mapping[str, Any]) -> dict[Doubt, str]:
	"""Return {doubt: question} of street (as the register has it), building, latitude and longitude."""
	found = {
		Doubt.GREAT_BUILDING: _of_building(values.get("street") or "", values.get("building") or ""),
		Doubt.FAR_POSITION: of_position(position(values.get("latitude"), values.get("longitude"))),
	}
	return {doubt: question for doubt, question in found.items() if question}


def of_position(taken: Position | None) -> str:
	"""Return the question about a position outside the city, "" about any other."""
	known = city()
	if not taken or not known or not is_far(taken, known):
		return ""
	return doubt_words.far_position(taken, known, policy.settings().city_name)


def _of_building(street: str, building: str) -> str:
	if not street or not building:
		return ""
	try:
		number = parse_building(building).number
	except ProblemError:
		return ""
	most = cint(policy.settings().largest_building)
	return (
		doubt_words.great_building(building, street)
		if is_great(number, policy.street_ranges(street), most)
		else ""
	)
