"""Read phone numbers as people write them, and bring them into the one form in which they are stored."""

from __future__ import annotations

import re

import phonenumbers

from contact_center.regulation.problems import ProblemError, ProblemKind

REGION = "UA"
# «8 (056) 440-15-20», «80671234567»: as long-distance calls were dialled, and older people still write it.
_OLD_PREFIX = re.compile(r"^\s*8(?=[\s(-]*0[\s-]*\d{2})")
# A number of the country that a list of operators does not have yet: country code, then nine digits.
_OF_COUNTRY = re.compile(r"\+380[1-9]\d{8}")
_BETWEEN_NUMBERS = re.compile(r"[;,\n|]|/(?=[\s+]*\d)|(?<=\d)\s+(?:та|або|і|й|и)\s+(?=[\s+(]*\d)")
_EXTENSION = re.compile(
	r"(?<=\d)[\s,;(]*(?:доб|дод|внутр|вн|ext|x|#)[\s.:]*(?P<digits>\d{1,6})\)?\s*$", re.IGNORECASE
)
_SIGNS = re.compile(r"[\d\s()+./\u2010-\u2015\u2212-]*")
_PLACES_OF_A_NUMBER = 7
_FEWEST_DIGITS = 3
"""«101» is the shortest number that is called."""
_LONGEST_READ = 300
"""Most characters that are looked at: the time grows with their square."""


class PhoneError(ProblemError):
	"""Raised for a text that is no phone number, or more than one."""

	def __init__(self, text: str, kind: ProblemKind = ProblemKind.BAD_PHONE):
		super().__init__(kind, text)


def normal_phone(text: str, region: str = REGION) -> str:
	"""Return «(056) 440-15-20» as +380564401520; a number without country code is one of `region`.

	Raises PhoneError: BAD_PHONE, or SEVERAL_PHONES for a second number or an extension, which would be lost.
	"""
	number, rest = read_phone(text, region)
	if rest:
		raise PhoneError(text, ProblemKind.SEVERAL_PHONES)
	return number


def read_phone(text: str, region: str = REGION) -> tuple[str, str]:
	"""Return (first number in its normal form, the rest of the text): the rest of «067 123-45-67, доб. 12» is «доб. 12».

	Raises PhoneError where no number comes first.
	"""
	if len(text) > _LONGEST_READ:
		raise PhoneError(text)
	first, rest = _split(text)
	if not _SIGNS.fullmatch(first):  # the library leaves out in silence what it does not know
		raise PhoneError(text)
	try:
		number = phonenumbers.parse(_OLD_PREFIX.sub("", first), region)
	except phonenumbers.NumberParseException:
		raise PhoneError(text) from None
	normal = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
	if not _is_possible(number, normal):
		raise PhoneError(text)
	return normal, rest


def check_names_a_number(text: str) -> None:
	"""Check that a text with a number in it, such as «1520» or «056 440 15 20, цілодобово», has at least its digits.

	Raises PhoneError.
	"""
	if len(re.findall(r"\d", text)) < _FEWEST_DIGITS:
		raise PhoneError(text)


def _split(text: str) -> tuple[str, str]:
	if extension := _EXTENSION.search(text):
		return text[: extension.start()], text[extension.start() :].strip(" ,;()")
	for sign in _BETWEEN_NUMBERS.finditer(text):
		if len(re.sub(r"\D", "", text[: sign.start()])) >= _PLACES_OF_A_NUMBER:
			return text[: sign.start()], text[sign.end() :].strip()
	return text, ""


def _is_possible(number: phonenumbers.PhoneNumber, normal: str) -> bool:
	"""Check whether the number can exist. The library's list of valid numbers is older than the newest operators."""
	if phonenumbers.is_valid_number(number) or _OF_COUNTRY.fullmatch(normal):
		return True
	if number.country_code == phonenumbers.country_code_for_region(REGION):
		return False
	reason = phonenumbers.is_possible_number_with_reason(number)
	return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)
