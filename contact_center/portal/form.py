"""Read the submitted form «Подати заявку» and find all its problems at once, each with its field."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import frappe

from contact_center import policy
from contact_center.access import files
from contact_center.addresses import place, streets
from contact_center.policy import own_fields
from contact_center.reading.own_values import OwnField, read_own
from contact_center.reading.phones import normal_phone
from contact_center.reading.visible import is_blank
from contact_center.regulation import lengths
from contact_center.regulation.addresses import check_coordinates, parse_place
from contact_center.regulation.lengths import too_long
from contact_center.regulation.problems import Problem, ProblemError
from contact_center.regulation.problems import ProblemKind as Kind

# Longest text of each field, in characters. A longer one is refused rather than cut, so that the citizen notices.
LENGTHS = {
	**{name: lengths.LENGTHS[name] for name in ("surname", "first_name", "patronymic", "place")},
	# What is read before it is kept may be written at greater length.
	**{"building": 40, "flat": 40, "phone": 40, "street": 140},
	**{"description": 5000, "district": 140, "classifier": 140, "notify_by": 10},
}
SHORTEST_DESCRIPTION, LONGEST_REASON, LONGEST_COMMENT = 10, 1000, 4000
NOT_LISTED = "other"
FIELD_OF = {Kind.BAD_FLAT: "flat", Kind.BAD_COORDINATES: "place"}
CONTACTS = ("surname", "first_name", "phone")


def read(**given: Any) -> dict[str, Any]:
	"""Return the known fields, trimmed; `street_found` is the street as the register has it, "" if it has none."""
	values = {name: plain(given.get(name)) for name in LENGTHS}
	values["classifier"] = "" if values["classifier"] == NOT_LISTED else values["classifier"]
	values["not_listed"] = given.get("classifier") == NOT_LISTED
	values["consent"] = bool(given.get("consent"))
	values["street_found"], values["street_problem"] = _street(values["street"])
	values["latitude"], values["longitude"] = given.get("latitude"), given.get("longitude")
	values["place_problems"] = _read_place(values)
	values["own"] = _own(given.get("own"), _required(values["classifier"]))
	return values


def _read_place(values: dict[str, Any]) -> dict[str, Problem]:
	"""Building and flat in their one form, in place; {field: what is wrong} where one is none."""
	try:
		values["building"], values["flat"] = parse_place(values["building"], values["flat"])
		check_coordinates(values["latitude"], values["longitude"])
	except ProblemError as error:
		return {FIELD_OF.get(error.kind, "building"): error.problem}
	return {}


def _street(text: str) -> tuple[str, Problem | None]:
	"""The street that is named, or why none is; those to choose from are in the problem."""
	try:
		return streets.named(text) or "", None
	except ProblemError as error:
		return "", error.problem


def _own(given: Any, required: tuple[str, ...]) -> dict[str, str]:
	"""What is written into those of the city's own fields that the entry requires, by name."""
	try:
		written = frappe.parse_json(given or "{}")
	except (ValueError, RecursionError):  # brackets without end
		written = None
	written = written if isinstance(written, dict) else {}
	return {name: plain(written.get(name)) for name in own_fields.own_fields() if name in required}


def own_values(values: Mapping[str, Any]) -> dict[str, Any]:
	"""The city's own fields as the request holds them; what `problems` found sound."""
	known = own_fields.own_fields()
	read_all = {name: read_own(known[name], text) for name, text in values["own"].items()}
	return {name: value for name, value in read_all.items() if value is not None}


def _own_problem(field: OwnField, text: str) -> Problem | None:
	try:
		return missing(field.name) if read_own(field, text) is None else None
	except ProblemError as error:
		return error.problem


def plain(text: Any) -> str:
	"""Trim the text; replace angle brackets that look like markup by «‹ ›», which no screen takes for a tag."""
	text = str(text or "").strip()
	return text.replace("<", "‹").replace(">", "›") if "<" in text and ">" in text else text


def problems(values: Mapping[str, Any], account: Mapping[str, Any], names: list[str]) -> dict[str, Problem]:
	"""Return {field: problem} in the order of the form, {} if the request can be filed. `names` are names of File."""
	found = {name: too_long(values[name], LENGTHS[name]) for name in LENGTHS}
	required, own = _required(values["classifier"]), own_fields.own_fields()
	checks = {
		"classifier": _classifier_problem(values),
		"description": _description_problem(values["description"]),
		"street": _street_problem(values, required),
		"building": _missing(values, "building", required),
		"flat": _missing(values, "flat", required),
		"district": _district_problem(values, required),
		"files": files_problem(names, required),
		**{name: _own_problem(own[name], text) for name, text in values["own"].items()},
		**account_problems(values, account),
	}
	checks.update(values["place_problems"])
	found.update({name: problem for name, problem in checks.items() if problem})
	order = [*checks, *(name for name in found if name not in checks)]
	return {name: problem for name in order if (problem := found.get(name))}


def missing(*fields: str) -> Problem:
	"""Return the problem that one of these fields has to be filled in."""
	return Problem(Kind.MISSING_FIELDS, fields)


def _required(classifier: str) -> tuple[str, ...]:
	if not classifier or not frappe.db.exists("Classifier", classifier):
		return ()
	return policy.classifier_entry(classifier).required_fields


def _classifier_problem(values: Mapping[str, Any]) -> Problem | None:
	if values["not_listed"]:
		return None
	if not values["classifier"]:
		return missing("classifier")
	chosen = {"name": values["classifier"], "is_public": 1, "is_active": 1, "is_group": 0}
	if not frappe.db.exists("Classifier", chosen):
		return _of(Kind.UNKNOWN_CODE, values["classifier"])
	where = policy.classifier_entry(values["classifier"]).where_to_turn
	return _of(Kind.ENTRY_OF_STATE_BODY, values["classifier"], where) if where else None


def _description_problem(text: str) -> Problem | None:
	if is_blank(text):
		return missing("description")
	return Problem(Kind.SHORT_TEXT) if len(text) < SHORTEST_DESCRIPTION else None


def _street_problem(values: Mapping[str, Any], required: tuple[str, ...]) -> Problem | None:
	if values["street"]:
		return values["street_problem"]
	if "street" in required:
		return missing("street")
	return None if values["place"] else missing("street", "place")


def _district_problem(values: Mapping[str, Any], required: tuple[str, ...]) -> Problem | None:
	district = values["district"]
	if district:
		return None if frappe.db.exists("City District", district) else _of(Kind.UNKNOWN_DISTRICT, district)
	if "district" in required and not place.district_at(values["street_found"], values["building"]):
		return missing("district")
	return None


def files_problem(names: list[str], required: tuple[str, ...] = ()) -> Problem | None:
	"""Return what is wrong with the files that a form names: too many, or no photo where one is required."""
	most = policy.settings().max_files
	if len(names) > most:
		return Problem(Kind.TOO_MANY_FILES, (str(most),))
	needs_photo = "photo" in required and not files.has_photo(name=("in", names))
	return missing("photo") if needs_photo else None


def _missing(values: Mapping[str, Any], name: str, required: tuple[str, ...]) -> Problem | None:
	return missing(name) if name in required and not values[name] else None


def _of(kind: Kind, text: str) -> Problem:
	return Problem(kind, (text,))


def _unreadable(text: str, read: Callable[[str], object]) -> Problem | None:
	"""Return the problem that `read` raises for the text; None for an empty text or without a problem."""
	try:
		if text:
			read(text)
	except ProblemError as error:
		return error.problem
	return None


def emptied(values: Mapping[str, Any], account: Mapping[str, Any], sent: Iterable[str]) -> dict[str, Problem]:
	"""Return {field: problem} of the sent fields that are empty and held by the record, and have to stay: CONTACTS."""
	gone = [name for name in sent if name in CONTACTS and account.get(name) and not values[name]]
	return {name: Problem(Kind.NOT_TO_EMPTY, (name,)) for name in gone}


def account_problems(values: Mapping[str, Any], account: Mapping[str, Any]) -> dict[str, Problem | None]:
	"""Return {field: problem or None} of the applicant's own data. A field that the record holds may stay empty."""
	held = {name: account.get(name) if account.get("name") else None for name in CONTACTS}
	found = {name: None if values[name] or held[name] else missing(name) for name in CONTACTS}
	names = " ".join(values[name] for name in ("surname", "first_name", "patronymic"))
	found["surname"] = found["surname"] or too_long(names, lengths.LENGTHS["full_name"])
	found["phone"] = _unreadable(values["phone"], normal_phone) or found["phone"]
	if not values["consent"] and not account.get("consent"):
		found["consent"] = missing("consent")
	return found
