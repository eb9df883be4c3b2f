"""The municipal card register (R5.6): who holds a card, offered to the operator beside what the caller says.

Whatever register a city has, it is asked through `CardRegister`. It may be slow, broken or wrong: the question has a
deadline, an error is an answer without a person, and what comes is hostile until it is checked. It is never written
anywhere by itself: an operator takes it over, or not.

The site's own register is a CSV file in the folder `private/card_register` of the site, which no address of the site leads
to; its name stands in Contact Center Settings. Another app brings another register by the hook
`contact_center_card_register`, the path of a function without arguments that returns a CardRegister or None.
"""

import re
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from typing import Any, ClassVar, Protocol

import frappe
from frappe.utils import validate_email_address

from contact_center import policy
from contact_center.framework.plain_text import without_markup
from contact_center.reading.card_register import People, Person, plain_card, read_people
from contact_center.reading.phone_parts import whole_phone
from contact_center.regulation.problems import ProblemError, ProblemKind

HOOK = "contact_center_card_register"
FOLDER = "card_register"
FILE = re.compile(r"\w[\w.-]*\.csv")
"""A bare name: no path leads out of the folder."""
DEADLINE = 1.0
"""Seconds that an answer is waited for."""
AT_ONCE = 4
"""So many unanswered questions a process has at most: a register that hangs is not asked further."""
LONGEST = 140
_asking = BoundedSemaphore(AT_ONCE)


class CardRegister(Protocol):
	"""What is asked of a register. It is called in a thread of its own, without the site: what it needs it has from before."""

	def find(self, *, card_number: str = "", phone: str = "", timeout: float = DEADLINE) -> Person | None:
		"""Return who holds the card of this number, or the one card holder with this phone (+380671234567).

		None where nobody does. `timeout`: seconds after which nobody waits for the answer any more. Any error is taken
		for "no answer".
		"""


class Unavailable(Exception):
	"""Raised where the register gave no answer in time, or none that can be used."""


class CsvRegister:
	"""The register of a CSV file, read anew when the file changes and kept in the process's memory."""

	_kept: ClassVar[dict[Path, tuple[float, People]]] = {}
	_reading = Lock()

	def __init__(self, file: Path):
		self.file = file

	def find(self, *, card_number: str = "", phone: str = "", timeout: float = DEADLINE) -> Person | None:
		"""Return whom the file names. Raise OSError and PolicyError for a file that cannot be read."""
		return self._people().find(card_number, phone)

	def _people(self) -> People:
		changed = self.file.stat().st_mtime
		with self._reading:  # of several questions one reads the file
			at, people = self._kept.get(self.file, (None, None))
			if at != changed:
				people = read_people(self.file)
				self._kept[self.file] = changed, people
			return people


def register() -> CardRegister | None:
	"""Return the register of this site: that of another app, else the file of the settings; None without one."""
	for path in reversed(frappe.get_hooks(HOOK)):
		return frappe.get_attr(path)()
	name = policy.settings().card_register_file
	return CsvRegister(_path(name)) if name and FILE.fullmatch(name) else None


def is_there() -> bool:
	"""Return whether the site has a register; one that cannot even be made is none."""
	try:
		return register() is not None
	except Exception:  # whatever another app's function raises: the desk opens without it
		return False


def check(name: str) -> None:
	"""Raise ProblemError where the file of this name is not there, or is no register."""
	if not _path(name).is_file():
		raise ProblemError(ProblemKind.NO_FILE)
	read_people(_path(name))


def _path(name: str) -> Path:
	return Path(frappe.get_site_path("private", FOLDER, name)).resolve()


def find(asked: str, source: CardRegister, deadline: float = DEADLINE) -> Person | None:
	"""Return the checked person of a card's number or a phone, None where there is none.

	Raise Unavailable where the register is too slow, fails, or answers with something else than who was asked for.
	"""
	phone = whole_phone(asked)
	question = {"phone": phone} if phone else {"card_number": plain_card(asked)}
	found = _in_time(lambda: source.find(timeout=deadline, **question), deadline)
	if found is None:
		return None
	person = _checked(found)
	if question != {name: getattr(person, name) for name in question}:
		raise Unavailable("it answers about somebody else")
	return person


def _in_time(ask: Callable[[], Any], deadline: float) -> Any:
	"""Return what `ask` returns within the deadline. It goes on alone after that: a file that is being read is kept then."""
	if not _asking.acquire(blocking=False):
		raise Unavailable("too many questions without an answer")
	answer: list[Any] = []
	thread = Thread(target=_answer, args=(ask, answer), daemon=True)
	thread.start()
	thread.join(deadline)
	if not answer:
		raise Unavailable("no answer in time")
	if isinstance(answer[0], BaseException):
		raise Unavailable(type(answer[0]).__name__) from answer[0]
	return answer[0]


def _answer(ask: Callable[[], Any], answer: list[Any]) -> None:
	try:
		answer.append(ask())
	except BaseException as error:  # whatever another system's code raises
		answer.append(error)
	finally:
		_asking.release()


def _one_line(text: str) -> str:
	"""Return the text without signs that show nothing or begin a new line."""
	return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _checked(found: Any) -> Person:
	"""Return the person with texts that are plain and short, a phone that is one, and an address that can be written to."""
	if not isinstance(found, Person):
		raise Unavailable("it answers with no person")
	values = {each.name: getattr(found, each.name) for each in fields(Person)}
	if any(not isinstance(value, str) or len(value) > LONGEST for value in values.values()):
		raise Unavailable("it answers with no texts")
	person = Person(**{name: without_markup(_one_line(value)) for name, value in values.items()})
	email = person.email if person.email and validate_email_address(person.email) == person.email else ""
	return replace(
		person, card_number=plain_card(person.card_number), phone=whole_phone(person.phone), email=email
	)
