"""The form «Подати заявку» as it arrives: read with care, and every problem told at its own field at once."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from contact_center import policy
from contact_center.access import files
from contact_center.addresses import place
from contact_center.portal import queries
from contact_center.reading.phones import PhoneError, normal_phone
from contact_center.regulation.addresses import AddressError, parse_building

# Largest length of each text; more is refused, not cut: a citizen should know.
LENGTHS = {
	**{"description": 5000, "place": 140, "building": 20, "flat": 10, "street": 140, "district": 140},
	**{"surname": 60, "first_name": 60, "patronymic": 60, "phone": 30, "classifier": 140, "notify_by": 10},
}
SHORTEST_DESCRIPTION, LONGEST_REASON = 10, 1000
NOT_LISTED = "other"
CONTACTS = ("surname", "first_name", "phone")


def read(given: Mapping[str, Any]) -> dict[str, Any]:
	"""The known fields, trimmed; a street typed by hand as the list has it, under `street_found`."""
	values = {name: plain(given.get(name)) for name in LENGTHS}
	values["classifier"] = "" if values["classifier"] == NOT_LISTED else values["classifier"]
	values["not_listed"] = given.get("classifier") == NOT_LISTED
	values["consent"] = bool(given.get("consent"))
	values["street_found"] = queries.one_street(values["street"]) or ""
	return values


def plain(text: Any) -> str:
	"""The text trimmed; what looks like markup loses its teeth but stays readable, here and on every other screen."""
	text = str(text or "").strip()
	return text.replace("<", "‹").replace(">", "›") if "<" in text and ">" in text else text


def problems(values: Mapping[str, Any], account: Mapping[str, Any], names: list[str]) -> dict[str, str]:
	"""{field: what to mend}, in the order of the form; empty when the request can be sent. `names` are of File."""
	found: dict[str, str | None] = {name: _too_long(name, values[name]) for name in LENGTHS}
	required = _required(values["classifier"])
	checks = {
		"classifier": _matter_problem(values),
		"description": _description_problem(values["description"]),
		"street": _street_problem(values, required),
		"building": _building_problem(values, required),
		"flat": _missing(values, "flat", required, _("Write the number of the flat.")),
		"district": _district_problem(values, required),
		"files": _files_problem(names, required),
		**account_problems(values, account),
	}
	found.update({name: message for name, message in checks.items() if message})
	order = [*checks, *(name for name in found if name not in checks)]
	return {name: found[name] for name in order if found.get(name)}


def _too_long(name: str, text: str) -> str | None:
	return too_long(LENGTHS[name]) if len(text) > LENGTHS[name] else None


def too_long(most: int) -> str:
	return _("Too long: at most {0} characters.").format(most)


def _required(classifier: str) -> tuple[str, ...]:
	if not classifier or not frappe.db.exists("Classifier", classifier):
		return ()
	return policy.classifier_entry(classifier).required_fields


def _matter_problem(values: Mapping[str, Any]) -> str | None:
	if values["not_listed"]:
		return None
	if not values["classifier"]:
		return _("Choose what your request is about, or “My matter is not in the list”.")
	chosen = {"name": values["classifier"], "is_public": 1, "is_active": 1, "is_group": 0}
	return None if frappe.db.exists("Classifier", chosen) else _("Choose the matter from the list.")


def _description_problem(text: str) -> str | None:
	if not text:
		return _("Tell us what happened.")
	if len(text) < SHORTEST_DESCRIPTION:
		return _("Tell us a little more, so that the executor understands what to do.")
	return None


def _street_problem(values: Mapping[str, Any], required: tuple[str, ...]) -> str | None:
	if values["street"] and not values["street_found"]:
		return _(
			"There is no such street in our list. Choose one of those offered, or describe the place in words."
		)
	if not values["street"] and ("street" in required or not values["place"]):
		return (
			_("Choose the street, or describe the place in words below.")
			if "street" not in required
			else _("Choose the street.")
		)
	return None


def _building_problem(values: Mapping[str, Any], required: tuple[str, ...]) -> str | None:
	if not values["building"]:
		return _missing(values, "building", required, _("Write the number of the building."))
	try:
		parse_building(values["building"])
	except AddressError:
		return _("Write the number like 12, 12-А or 12/3.")
	return None


def _district_problem(values: Mapping[str, Any], required: tuple[str, ...]) -> str | None:
	if values["district"]:
		return (
			None
			if frappe.db.exists("City District", values["district"])
			else _("Choose the district from the list.")
		)
	if "district" in required and not place.district_at(values["street_found"], values["building"]):
		return _("Choose the district: this matter is looked after by districts.")
	return None


def _files_problem(names: list[str], required: tuple[str, ...]) -> str | None:
	most = policy.settings().max_files
	if len(names) > most:
		return _("No more than {0} files can be attached. Remove one to add another.").format(most)
	return (
		_("Attach a photo: without it this matter cannot be considered.")
		if "photo" in required and not files.has_photo(name=("in", names))
		else None
	)


def _missing(values: Mapping[str, Any], name: str, required: tuple[str, ...], message: str) -> str | None:
	return message if name in required and not values[name] else None


def _phone_problem(text: str) -> str | None:
	if not text:
		return None
	try:
		normal_phone(text)
	except PhoneError:
		return _("This is not a phone number. Write it like +380 56 440 15 20.")
	return None


def account_problems(values: Mapping[str, Any], account: Mapping[str, Any]) -> dict[str, str | None]:
	"""{field: what to mend or None} of the applicant's own data; what the record holds need not be typed again."""
	messages = {
		"surname": _("Write your surname."),
		"first_name": _("Write your first name."),
		"phone": _("Write your phone: the operator may need to call you."),
	}
	held = {name: account.get(name) if account.get("name") else None for name in CONTACTS}
	found = {name: None if values[name] or held[name] else messages[name] for name in CONTACTS}
	found["phone"] = _phone_problem(values["phone"]) or found["phone"]
	if not values["consent"] and not account.get("consent"):
		found["consent"] = _("Tick the consent: without it the request cannot be considered.")
	return found
