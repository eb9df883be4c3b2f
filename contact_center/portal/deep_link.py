"""Links from the city's other maps and pages that open the form filled in: what it is about, where, and where they are (R3.3).

`/submit-request?entry=WTR-01&at=вул. Соборності, 12&source=map.example`; `at` may be «47.9098, 33.3917» too. What is not known is
left empty: a link of long ago still opens the form.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import frappe

from contact_center.addresses import asking
from contact_center.intake import entry_search
from contact_center.regulation.addresses import check_coordinates
from contact_center.regulation.problems import ProblemError

PARAMETERS = ("entry", "at", "source")
LONGEST = 200
SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
POSITION = re.compile(r"\s*(-?\d{1,2}\.\d{1,8})\s*[,;]\s*(-?\d{1,3}\.\d{1,8})\s*")


def read(given: Mapping[str, Any]) -> dict[str, str]:
	"""Return what the link fills in: of classifier, street, building, place, latitude, longitude, source what it names."""
	entry, at, source = (_text(given, name) for name in PARAMETERS)
	filled = {"classifier": _entry(entry), "source": source_of(source), **_place(at)}
	return {name: value for name, value in filled.items() if value}


def source_of(text: str) -> str:
	"""Return the name of a page as a link may say it, such as «map.example», or ""."""
	return text if SOURCE.fullmatch(text) else ""


def address(given: Mapping[str, Any]) -> str:
	"""Return the form's address with the link's own parameters, for the way back from signing in."""
	named = {name: text for name in PARAMETERS if (text := _text(given, name))}
	return f"/submit-request?{urlencode(named)}" if named else "/submit-request"


def _text(given: Mapping[str, Any], name: str) -> str:
	value = given.get(name)
	return " ".join(value.split())[:LONGEST] if isinstance(value, str) else ""


def _entry(code: str) -> str:
	return (code and frappe.db.get_value("Classifier", {**entry_search.PUBLIC, "name": code})) or ""


def _place(text: str) -> dict[str, str]:
	"""Return street and building of an address, or a position; an address that is no street of the register is a landmark."""
	if position := POSITION.fullmatch(text):
		return _position(*position.groups())
	found = asking.find(text) if text else None
	if found and found.place.street:
		return {"street": found.place.street, "building": found.building}
	return {"place": text[:140]}


def _position(latitude: str, longitude: str) -> dict[str, str]:
	try:
		check_coordinates(latitude, longitude)
	except ProblemError:
		return {}
	return {"latitude": latitude, "longitude": longitude}
