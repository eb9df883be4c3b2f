"""Find the city's streets by what people write, in one way for desk, portal, import and machines (R5.11).

`reading.street_names` decides and ranks; this module brings it the site's records. A rename keeps both names: the old
one becomes a former name, and requests link to the new one.
"""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.rename_doc import rename_doc
from frappe.query_builder import Criterion, DocType

from contact_center.reading.folding import fold, search_key, stem, words_of
from contact_center.reading.street_names import (
	MOST_OFFERED,
	StreetName,
	StreetNames,
	StreetTypes,
	decided,
	listed,
	without_building,
)
from contact_center.regulation.problems import Problem, ProblemError, ProblemKind
from contact_center.words import problems

LONGEST = 140
"""A name has so many characters, and a search looks at no more."""


def types() -> StreetTypes:
	"""Return the types of streets that the administrator keeps."""
	rows = frappe.get_all("Street Type", fields=["name", "spellings"], order_by="creation")
	return StreetTypes({row.name: row.spellings or "" for row in rows})


def check_spellings(street_type: Document) -> None:
	"""Refuse a spelling that another type of street has: «пр» would be read as whichever was made first."""
	others = frappe.get_all("Street Type", {"name": ("!=", street_type.name or "")}, ["name", "spellings"])
	known = StreetTypes({row.name: row.spellings or "" for row in others})
	if taken := known.taken(f"{street_type.title} {street_type.spellings or ''}"):
		problems.refuse(Problem(ProblemKind.SPELLING_TAKEN, taken))


def city() -> StreetNames:
	"""Return all streets, for many look-ups."""
	return _names(types())


def named(text: str) -> str | None:
	"""Return the street that `text` names, by its name in use or a former one; None for an empty text.

	Raises ProblemError: SEVERAL_STREETS, SIMILAR_STREETS with those to choose from, UNKNOWN_STREET where none is
	like it.
	"""
	text = _short(text)
	if not text:
		return None
	names = _candidates(text)
	try:
		return decided(names, text)
	except ProblemError as error:
		near = offered(text) if error.kind is ProblemKind.UNKNOWN_STREET else ()
		if not near:
			raise
		raise ProblemError(ProblemKind.SIMILAR_STREETS, text, *near) from error


def known(text: str) -> str | None:
	"""Return the street that `text` names, None where it names none, or several."""
	found = _candidates(text).find(text) if (text := _short(text)) else ()
	return found[0] if len(found) == 1 else None


def offered(text: str, most: int = MOST_OFFERED) -> tuple[str, ...]:
	"""Return the names of the streets that `text` may mean, the likeliest first. They are to be chosen from.

	A building behind the street is left out where nothing is found with it.
	"""
	text = _short(text)
	street = without_building(text)
	return _offered(text, most) or (_offered(street, most) if street != text else ())


def _offered(text: str, most: int) -> tuple[str, ...]:
	if not words_of(text):
		return ()
	names = _candidates(text)
	# A slip in the only word finds no candidates: all streets are gone through then.
	return names.offer(text, most) or _names(names.types).offer(text, most)


def with_former(names: Iterable[str]) -> list[dict]:
	"""Return the streets as {name, former_names}, in their order."""
	names = list(names)
	rows = frappe.get_all("City Street", {"name": ("in", names)}, ["name", "former_names"]) if names else []
	former = {row.name: row.former_names or "" for row in rows}
	return [{"name": name, "former_names": former.get(name, "")} for name in names]


def _short(text: str | None) -> str:
	return " ".join((text or "").split())[:LONGEST]


def _candidates(text: str) -> StreetNames:
	"""Return the streets whose search key has at least one of the words."""
	city_types = types()
	words = {word for _kind, words in city_types.readings(text) for word in words}
	if not words:
		return StreetNames((), city_types)
	street = DocType("City Street")
	having = Criterion.any([street.search_key.like(f"%{_escaped(stem(word))}%") for word in words])
	return _names(city_types, having)


def _escaped(word: str) -> str:
	return word.replace("_", r"\_")


def _names(city_types: StreetTypes, condition: Criterion | None = None) -> StreetNames:
	street = DocType("City Street")
	query = frappe.qb.from_(street).select(
		street.name, street.street_type, street.street_name, street.former_names
	)
	rows = (query.where(condition) if condition else query).run()
	return StreetNames((StreetName(*row[:3], listed(row[3])) for row in rows), city_types)


def complete(street: Document) -> None:
	"""Fill title, former names and search key of a street before it is saved."""
	street.title = f"{street.street_type} {street.street_name}"
	street.former_names = "; ".join(_others(street.street_name, listed(street.former_names)))
	street.search_key = search_key(street.street_name, street.former_names)


def _others(name: str, former: Iterable[str]) -> list[str]:
	"""Return the former names, each once, without the name in use."""
	once = {fold(each): each for each in former}
	return [each for folded, each in once.items() if folded != fold(name)]


def new_name(text: str) -> str:
	"""Return a street's new name in its form: «вулиця Нова» as «вул. Нова». ValidationError where no type comes first."""
	kind, name = types().split(text)
	if not kind:
		problems.refuse(Problem(ProblemKind.STREET_TYPE_NEEDED))
	if len(title := f"{kind} {name}") > LONGEST:
		problems.refuse(Problem(ProblemKind.LONG_TEXT, (str(LONGEST),)))
	return title


def follow_fields(street: Document) -> None:
	"""Rename the document after type or name were edited in its form; the form shows the new one."""
	if street.name == street.title:
		return
	old = street.name
	how = {"force": True, "ignore_permissions": True, "show_alert": False, "rebuild_search": False}
	street.name = rename_doc("City Street", old, street.title, **how)
	street.reload()
	street.localname = old


def take_name(street: Document, old: str, merged: bool) -> None:
	"""Fill the fields by the new name and add the former ones, after a rename from `old` or a merge of `old` into it."""
	kind, name = types().split(street.name)
	former = [*listed(street.former_names), old.removeprefix(f"{kind} ")]
	if merged:
		former += listed(frappe.db.get_value("City Street", old, "former_names"))
	street.update({"street_type": kind, "street_name": name, "former_names": "; ".join(former)})
	street.save(ignore_permissions=True)
