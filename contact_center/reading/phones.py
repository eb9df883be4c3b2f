"""Phone numbers as people say them, in the one form in which they are stored."""

from __future__ import annotations

import re

import phonenumbers

from contact_center.regulation.problems import ProblemError, ProblemKind

REGION = "UA"
# «8 (056) 440-15-20», «80671234567»: as long-distance calls were dialled, and older people still write it.
_OLD_PREFIX = re.compile(r"^\s*8(?=[\s(-]*0[\s-]*\d{2})")


class PhoneError(ProblemError):
	"""A text that is no phone number."""

	def __init__(self, text: str):
		super().__init__(ProblemKind.BAD_PHONE, text)


def normal_phone(text: str, region: str = REGION) -> str:
	"""«(056) 440-15-20» as +380564401520; a number without country code is one of `region`. Raises PhoneError."""
	try:
		number = phonenumbers.parse(_OLD_PREFIX.sub("", text), region)
	except phonenumbers.NumberParseException:
		raise PhoneError(text) from None
	if not phonenumbers.is_valid_number(number):
		raise PhoneError(text)
	return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
