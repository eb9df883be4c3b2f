"""How alike two applicants are, and why: may they be one person that was written down twice? (R5.2)

What is found is only offered; a person decides. Names are compared in one spelling for Ukrainian and Russian.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from contact_center.reading.folding import near, one_spelling, words_of


class Reason(str, Enum):
	"""Why two applicants may be one person; the values are the English words of the screens."""

	PHONE = "Same Phone"
	EMAIL = "Same E-mail"
	RESIDENCE = "Same Residence"
	NAME = "Same Name"
	SPELLING = "Other Spelling of the Name"
	SLIP = "Name With One Slip"
	SHORTER = "Name Written Shorter"


WEIGHT = {
	**{Reason.PHONE: 4, Reason.EMAIL: 4, Reason.RESIDENCE: 3},
	**{Reason.NAME: 4, Reason.SPELLING: 3, Reason.SLIP: 2, Reason.SHORTER: 1},
}
AT_HOME = (Reason.NAME, Reason.SPELLING)
"""How alike names have to be where only the residence is the same: in one house live many."""


@dataclass(frozen=True)
class Person:
	"""What of an applicant is compared. `phones` are national digits, `account` the portal account."""

	surname: str
	first_name: str = ""
	patronymic: str = ""
	phones: frozenset[str] = frozenset()
	email: str = ""
	street: str = ""
	building: str = ""
	flat: str = ""
	account: str = ""


def likeness(one: Person, other: Person) -> tuple[Reason, ...]:
	"""Return why both may be one person, () where there is no ground to ask. Owners of two accounts are two."""
	if one.account and other.account and one.account != other.account:
		return ()
	name = names_alike(one, other)
	same = tuple(reason for reason, holds in _same(one, other).items() if holds)
	grounds = (
		Reason.EMAIL in same,
		Reason.PHONE in same and name is not None,
		Reason.RESIDENCE in same and name in AT_HOME,
	)
	return (*same, *([name] if name else [])) if any(grounds) else ()


def strength(reasons: tuple[Reason, ...]) -> int:
	"""Return by what proposals are ordered, the likeliest first."""
	return sum(WEIGHT[reason] for reason in reasons)


def _same(one: Person, other: Person) -> dict[Reason, bool]:
	emails = {person.email.strip().casefold() for person in (one, other)}
	return {
		Reason.PHONE: bool(one.phones & other.phones),
		Reason.EMAIL: len(emails) == 1 and "" not in emails,
		Reason.RESIDENCE: _at_one_place(one, other),
	}


def _at_one_place(one: Person, other: Person) -> bool:
	"""Check whether both live in one building, and in one flat as far as it is known."""
	if not one.street or not one.building or (one.street, one.building) != (other.street, other.building):
		return False
	return not one.flat or not other.flat or one.flat == other.flat


def names_alike(one: Person, other: Person) -> Reason | None:
	"""Return how two names are alike: NAME, SPELLING, SLIP or SHORTER; None where they are those of two people."""
	written = [_parts(person) for person in (one, other)]
	if sorted(" ".join(written[0]).split()) == sorted(" ".join(written[1]).split()):
		return Reason.NAME
	found = [_part(place, *parts) for place, parts in enumerate(zip(*written, strict=True))]
	if None in found or found.count(Reason.SLIP) > 1:
		return None
	if Reason.SLIP in found and Reason.SHORTER in found:
		return None
	return max((reason for reason in found if reason), key=_looseness)


def _parts(person: Person) -> tuple[str, ...]:
	return tuple(" ".join(words_of(part)) for part in (person.surname, person.first_name, person.patronymic))


def _looseness(reason: Reason) -> int:
	return -WEIGHT[reason]


def _part(place: int, one: str, other: str) -> Reason | None:
	"""Return how a part of two names is alike: the surname (0), the first name (1), the patronymic (2)."""
	if one == other:
		return Reason.NAME
	if place and (not one or not other or min(len(one), len(other)) == 1):
		return Reason.SHORTER if _begins(one, other) else None
	roots, genders = zip(*map(_root, (one, other)), strict=True)
	if genders[0] != genders[1]:
		return None
	if roots[0] == roots[1]:
		return Reason.SPELLING
	return Reason.SLIP if near(one, other) or near(*roots) else None


def _begins(one: str, other: str) -> bool:
	"""Check whether the shorter text, an initial or nothing, is how the longer one begins, in either language."""
	short, long = sorted((one, other), key=len)
	if not short:
		return True
	initials = {_root(short)[0][:1], _root(long)[0][:1]}
	return len(initials) == 1 or frozenset(initials) in _INITIALS


_INITIALS = {frozenset(pair) for pair in ("ио", "ао", "аг", "нм")}
"""Of one name in two languages: Елена and Олена, Александр and Олександр, Анна and Ганна, Николай and Микола."""
_PATRONYMIC = re.compile(r"(?:йов|ов|ив)(ич|на)$")
_WHOLE = {"николай": "микола", "павил": "павло", "никита": "микита", "ана": "гана", "катирина": "икатирина"}
_BEGINNINGS = {"александ": "олександ", "алик": "олик", "илин": "олин", "алин": "олин", "никола": "микола"}
_JOTATED = re.compile("[йь][оое]")


def _root(word: str) -> tuple[str, str]:
	"""Return a part of a name without its ending, in one spelling for both languages, and the gender of its ending.

	«николаевич» and «миколайович» are («микола», «ич»), «наталия» and «наталья» are («натал», «а»).
	"""
	plain = one_spelling(word).replace("е", "и")
	if found := _PATRONYMIC.search(plain):
		return _stripped(_in_ukrainian(plain[: found.start()])), found[1]
	plain = one_spelling(_JOTATED.sub("е", word)).replace("е", "и")
	plain = _in_ukrainian(_WHOLE.get(plain, plain))
	return _stripped(plain), "а" if plain.endswith(("а", "я")) else ""


def _in_ukrainian(word: str) -> str:
	for russian, ukrainian in _BEGINNINGS.items():
		if word.startswith(russian):
			return ukrainian + word[len(russian) :]
	return word


def _stripped(word: str) -> str:
	return word.rstrip("аяиойую") or word
