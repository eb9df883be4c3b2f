"""Does a text let one know who somebody is: by a name, initials, a phone, an e-mail, a flat?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contact_center.reading.folding import fold, words_of
from contact_center.reading.name_forms import is_form, parts

PHONE_DIGITS = 9
"""Of a phone behind the country's code, as people write it."""
SHORT_PHONE_DIGITS = 7
"""Of a phone without the code of its town or operator."""
NAME_STEM = 4
"""So many letters of a name at least are looked for: its ending changes, and a shorter word is any word."""
SHORTEST_ABBREVIATION = 3
_FLAT = r"\b(?:кв|квартир\w*|помешканн\w*|апартамент\w*)\W*{flat}\b|\b{flat}\W*(?:\w{{1,3}}\W+)?(?:кв\b|квартир|помешкан)"
_BEHIND_BUILDING = r"(?<!\w){building}\s*[/,-]\s*{flat}(?!\w)"


@dataclass(frozen=True)
class Person:
	"""What may tell who an applicant is: `phones` as they are stored, `building` of the request, its flat too."""

	surname: str = ""
	first_name: str = ""
	patronymic: str = ""
	phones: tuple[str, ...] = ()
	email: str = ""
	building: str = ""
	flat: str = ""


def names(name: str | None, text: str) -> bool:
	"""Return whether the text has a form of the surname or first name: «Заявниченку»."""
	name = (name or "").casefold()
	stem = name[: max(NAME_STEM, len(name) - 2)]
	return len(stem) >= NAME_STEM and any(
		word.startswith(stem) for word in re.findall(r"[\w’'-]+", text.casefold())
	)


def calls(phone: str | None, text: str) -> bool:
	"""Return whether the text has the phone, however it is written."""
	digits = re.sub(r"\D", "", phone or "")[-PHONE_DIGITS:]
	return len(digits) == PHONE_DIGITS and digits in re.sub(r"\D", "", text)


def points_at(text: str, person: Person) -> bool:
	"""Return whether the text has a form of any of the names, initials, a phone, the e-mail or the flat of the person.

	It holds back too much rather than too little: a text that only looks so is not shown to strangers.
	"""
	folded = fold(text)
	return (
		_has_name(folded, person)
		or _has_initials(folded, person)
		or any(_has_phone(phone, text) for phone in person.phones)
		or _has_email(person.email, folded)
		or _has_flat(person, folded)
	)


def _has_name(folded: str, person: Person) -> bool:
	all_names = (person.surname, person.first_name, person.patronymic)
	return any(is_form(word, name) for word in words_of(folded) for name in all_names if name)


def _has_initials(folded: str, person: Person) -> bool:
	return any(re.search(pattern, folded) for pattern in _initials(person))


def _initials(person: Person) -> Iterator[str]:
	"""Yield patterns of «О. П.», «З. О.», «З-ко», «Заяв. О.»."""
	surnames = parts(person.surname)
	first, patronymic, last = (
		next((re.escape(part[0]) for part in parts(name)), "")
		for name in (person.first_name, person.patronymic, person.surname)
	)
	for one, other in ((first, patronymic), (first, last), (last, first)):
		if one and other:
			yield rf"(?<!\w){one}\.\s*{other}\.(?!\w)"
	for surname in surnames:
		yield rf"(?<!\w){re.escape(surname[0])}\w?-\w?{re.escape(surname[-2:-1])}\w{{1,3}}\b"
		for length in range(SHORTEST_ABBREVIATION, len(surname)):
			yield rf"(?<!\w){re.escape(surname[:length])}\."


def _has_phone(phone: str, text: str) -> bool:
	"""Return whether the phone is there, or its last seven digits in a row: «111-00-01»."""
	last = re.sub(r"\D", "", phone)[-SHORT_PHONE_DIGITS:]
	is_long = len(last) == SHORT_PHONE_DIGITS
	spaced = r"[\s()./-]{0,2}".join(last)
	return calls(phone, text) or (is_long and bool(re.search(rf"(?<!\d){spaced}(?!\d)", text)))


def _has_email(email: str, folded: str) -> bool:
	email = fold(email or "")
	name = email.partition("@")[0]
	is_telling = len(name) > NAME_STEM
	return bool(email) and (
		email in folded or (is_telling and bool(re.search(rf"\b{re.escape(name)}\b", folded)))
	)


def _has_flat(person: Person, folded: str) -> bool:
	flat, building = re.escape(fold(person.flat or "")), re.escape(fold(person.building or ""))
	if not flat:
		return False
	found = re.search(_FLAT.format(flat=flat), folded)
	return bool(
		found or (building and re.search(_BEHIND_BUILDING.format(building=building, flat=flat), folded))
	)
