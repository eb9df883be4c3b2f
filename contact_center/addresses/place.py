"""The address of the problem: a building in its one spelling, and the district that follows from it."""

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center import policy
from contact_center.addresses import streets
from contact_center.regulation.addresses import AddressError, AmbiguousDistrict, district_of, parse_building
from contact_center.words import problems

FIELDS = ("street", "building", "district")


def name_street(request: Document) -> None:
	"""Write the street as the register has it: a machine may send it as people say it. ValidationError with its kind."""
	if request.street and not frappe.db.exists("City Street", request.street, cache=True):
		with problems.refusing():
			request.street = streets.named(request.street)


def normalise(request: Document) -> None:
	"""Write the building in its normal form and fill the district from street and building where they tell it."""
	if request.building:
		request.building = normal_building(request.building)
	request.district = district_at(request.street, request.building) or request.district


def normal_building(text: str) -> str:
	"""«12-а» as «12-А»; ValidationError for what is no number of a building."""
	with problems.refusing():
		return str(parse_building(text))


def district_at(street: str | None, building: str | None) -> str | None:
	"""The district that street and building tell, None where they leave it open."""
	if not street:
		return None
	try:
		return district_of(building or "", policy.street_ranges(street))
	except (AddressError, AmbiguousDistrict):
		return None


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
