"""The address of the problem: a building in its one spelling, and the district that follows from it."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center import policy
from contact_center.addresses import streets
from contact_center.regulation.addresses import check_coordinates, district_of, parse_place
from contact_center.regulation.problems import ProblemError
from contact_center.words import problems

FIELDS = ("street", "building", "district")
WRITTEN = ("building", "flat", "latitude", "longitude")


def name_street(request: Document) -> None:
	"""Write the street as the register has it: a machine may send it as people say it. ValidationError with its kind."""
	if request.street and not frappe.db.exists("City Street", request.street, cache=True):
		with problems.refusing():
			request.street = streets.named(request.street)


def tidy(request: Document) -> None:
	"""Write building and flat in their one form and check the coordinates, where any of them changed.

	«12 кв 5» in the building's field fills both. ValidationError with its kind for what is no place.
	"""
	if not any(map(request.has_value_changed, WRITTEN)):
		return
	with problems.refusing():
		request.building, request.flat = (
			part or None for part in parse_place(request.building, request.flat)
		)
		check_coordinates(request.latitude, request.longitude)


def fill_district(request: Document) -> None:
	"""Fill the district from street and building where they tell it."""
	request.district = district_at(request.street, request.building) or request.district


def district_at(street: str | None, building: str | None) -> str | None:
	"""The district that street and building tell, None where they leave it open."""
	if not street:
		return None
	try:
		return district_of(_number(building), policy.street_ranges(street))
	except ProblemError:
		return None


def _number(building: str | None) -> str:
	"""Return the building without a flat; what cannot be read is left to the rule, for a whole street needs no number."""
	try:
		return parse_place(building, None)[0]
	except ProblemError:
		return building or ""


def in_one_line(request: Document) -> str:
	"""The address in one line, as people say it: «вул. Соборності, 12, кв. 5, під’їзд 2»."""
	return _joined(*_parts(request), request.place) or _district_title(request.district)


def short(request: Document) -> str:
	"""What tells places apart in a list: the place in words only where there is no street."""
	return _joined(*_parts(request)) or request.place or _district_title(request.district)


def _parts(request: Document) -> tuple[str | None, ...]:
	return request.street, request.building, _("flat {0}").format(request.flat) if request.flat else ""


def _joined(*parts: str | None) -> str:
	return ", ".join(part for part in parts if part)


def _district_title(district: str | None) -> str:
	return frappe.get_cached_value("City District", district, "title") if district else ""
