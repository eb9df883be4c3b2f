"""The place of a request: street, building and flat in their one form, and the district that follows."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center import policy
from contact_center.addresses import streets
from contact_center.regulation.addresses import bare_flat, check_coordinates, district_of, parse_place
from contact_center.regulation.problems import ProblemError
from contact_center.words import problems

FIELDS = ("street", "building", "district")
WRITTEN = ("building", "flat", "latitude", "longitude")


def name_street(request: Document) -> None:
	"""Write the street's name in the register, since a machine may send another spelling. ValidationError with its kind."""
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
	"""Fill the district where street and building decide it."""
	request.district = district_at(request.street, request.building) or request.district


def district_at(street: str | None, building: str | None) -> str | None:
	"""Return the district of street and building, None where they leave it open."""
	if not street:
		return None
	try:
		return district_of(_number(building), policy.street_ranges(street))
	except ProblemError:
		return None


def _number(building: str | None) -> str:
	"""Return the building without a flat, or the text where it cannot be read: a street in one district needs no number."""
	try:
		return parse_place(building, None)[0]
	except ProblemError:
		return building or ""


def in_one_line(request: Document) -> str:
	"""Return the address in one line, as people write it: «вул. Соборності, 12, кв. 5, під’їзд 2»."""
	return _joined(*_parts(request), request.place) or _district_title(request.district)


def short(request: Document) -> str:
	"""Return the address for a list: the place in words only where there is no street."""
	return _joined(*_parts(request)) or request.place or _district_title(request.district)


def _parts(request: Document) -> tuple[str | None, ...]:
	return (
		request.street,
		request.building,
		_("flat {0}").format(bare_flat(request.flat)) if request.flat else "",
	)


def _joined(*parts: str | None) -> str:
	return ", ".join(part for part in parts if part)


def _district_title(district: str | None) -> str:
	return frappe.get_cached_value("City District", district, "title") if district else ""
