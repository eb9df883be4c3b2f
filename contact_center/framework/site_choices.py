"""What of the whole site the contact centre takes over: a choice of the administrator each, given back with the No.

The app is a guest on its site. Each part of the site that it may change is a field of Contact Center Settings: Yes, No, or
empty, which is yes where no other app is installed. What stands in the framework's own settings is written there, so
that the administrator sees it and may change it; what was there before is kept, and put back when the part is given
back. A value that somebody changed meanwhile is theirs, and stays.
"""

import json
from typing import NamedTuple

import frappe
from frappe.model.document import Document

from contact_center.access import roles
from contact_center.framework import defaults, scope

LOGO = "/assets/contact_center/images/logo.svg"
FORMER = "contact_center_former_values"
"""The row of the framework's defaults that keeps {part: {place: what was there}}."""
WEBSITE, PORTAL, NAVBAR = "Website Settings", "Portal Settings", "Navbar Settings"


class Place(NamedTuple):
	"""A field of a record of the framework's; a single's record has its doctype's name."""

	doctype: str
	name: str
	field: str


def _of(doctype: str, field: str) -> Place:
	return Place(doctype, doctype, field)


PARTS: dict[str, dict[Place, str]] = {
	"owns_website": {},
	"owns_home_page": {
		_of(WEBSITE, "home_page"): "home",
		Place("Role", roles.APPLICANT, "home_page"): "my-requests",
	},
	"owns_brand": {
		_of(WEBSITE, "app_name"): "Контакт-центр",
		_of(WEBSITE, "favicon"): LOGO,
		_of(NAVBAR, "app_logo"): LOGO,
	},
	"owns_menu": {_of(PORTAL, "hide_standard_menu"): "1"},
	"owns_sign_up": {
		_of(WEBSITE, "disable_signup"): "0",
		_of(WEBSITE, "hide_footer_signup"): "1",
		_of(PORTAL, "default_role"): roles.APPLICANT,
	},
	"owns_letters": {},
}
"""{field of Contact Center Settings: {place: what the centre writes there}}; without places the code asks the choice."""


def choose(settings: Document) -> None:
	"""On installation: everything where the app is alone on the site, nothing where other apps are."""
	chosen = "Yes" if scope.stands_alone() else "No"
	for part in PARTS:
		if not settings.get(part):
			settings.set(part, chosen)


def apply(app: str | None = None) -> None:
	"""Take and give back as the settings say. Hook after_app_install and after_app_uninstall (`app`) too."""
	if app == scope.APP or not scope.is_installed():
		return
	kept = former()
	for part, places in PARTS.items():
		if scope.owns(part):
			kept[part] = _take(places, kept.get(part, {}))
		elif part in kept:
			_give_back(places, kept.pop(part))
	_keep(kept)


def give_all_back() -> None:
	"""Put back what was there before the app came."""
	for part, values in former().items():
		_give_back(PARTS.get(part, {}), values)
	_keep({})


def former() -> dict[str, dict[str, str | None]]:
	"""Return {part that is taken: {place: what was there}}."""
	return json.loads(defaults.read(FORMER) or "{}")


def _take(places: dict[Place, str], taken: dict[str, str | None]) -> dict[str, str | None]:
	"""Take what is not taken yet: a role comes after the settings, a place with a later version of the app."""
	before = dict(taken)
	for place, ours in places.items():
		key = "|".join(place)
		if key not in before and _exists(place):
			before[key] = _value(place)
			_write(place, ours)
	return before


def _give_back(places: dict[Place, str], before: dict[str, str | None]) -> None:
	for place, ours in places.items():
		key = "|".join(place)
		if key in before and _exists(place) and _value(place) == ours:
			_write(place, before[key])


def _exists(place: Place) -> bool:
	has_field = frappe.get_meta(place.doctype).has_field(place.field)
	return has_field and (_is_single(place) or bool(frappe.db.exists(place.doctype, place.name)))


def _is_single(place: Place) -> bool:
	return place.doctype == place.name


def _value(place: Place) -> str | None:
	"""As the database has it: a single's field that nobody ever filled has no row."""
	if not _is_single(place):
		return frappe.db.get_value(place.doctype, place.name, place.field)
	table = frappe.qb.DocType("Singles")
	rows = frappe.qb.from_(table).select(table["value"]).where(table["doctype"] == place.doctype)
	return next(iter(rows.where(table["field"] == place.field).run(pluck=True)), None)


def _row(place: Place) -> dict[str, str]:
	return {"doctype": place.doctype, "field": place.field}


def _write(place: Place, value: str | None) -> None:
	"""Without the record's own checks: other fields of it may be what they refuse, and they are not ours."""
	if _is_single(place):
		frappe.db.set_single_value(place.doctype, place.field, value, update_modified=False)
		if value is None:
			frappe.db.delete("Singles", _row(place))
	else:
		frappe.db.set_value(place.doctype, place.name, place.field, value, update_modified=False)
	frappe.clear_document_cache(place.doctype, place.name)


def _keep(kept: dict[str, dict[str, str]]) -> None:
	if kept == former():
		return
	defaults.write(FORMER, json.dumps(kept, ensure_ascii=False) if kept else "")
	# who is shown what at the site's address, in the desk's head and on kept pages
	frappe.cache.delete_value(["home_page", "bootinfo", "website_page", "website_404"])
