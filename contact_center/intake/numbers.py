"""The numbers of requests: «1520-2026-000123», given in the order of registration, and found again (R5.12)."""

from contact_center import policy
from contact_center.framework import series
from contact_center.record import clock

DIGITS = 6
"""Behind prefix and year."""


def next_number(year: int) -> str:
	"""The next number of a year. It is given back where the registration is rolled back."""
	prefix = _prefix(year)
	return f"{prefix}{series.next_number(prefix):0{DIGITS}d}"


def meant(text: str) -> list[str]:
	"""Numbers that `text` may be: itself, and «585» this year's of that end."""
	if text.isdecimal() and len(text) <= DIGITS:
		return [text, f"{_prefix(clock.now().year)}{int(text):0{DIGITS}d}"]
	return [text]


def _prefix(year: int) -> str:
	return f"{policy.settings().number_prefix}-{year}-"
