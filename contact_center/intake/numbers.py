"""Give requests their numbers in the order of registration, «1520-2026-000123», and find them again (R5.12)."""

from contact_center import policy
from contact_center.framework import series
from contact_center.policy import appeals as appeal_policy
from contact_center.record import clock

INSPECTIONS = "ОБ"
DIGITS = 6
"""Behind prefix and year."""


def next_number(year: int) -> str:
	"""Return the next number of a year. A registration that is rolled back gives it back."""
	prefix = _prefix(year)
	return f"{prefix}{series.next_number(prefix):0{DIGITS}d}"


def next_appeal_number(year: int) -> str:
	"""Return the next number of the appeals of a year, «ЗВ-2026-000012»: counted apart from requests (R3.3a)."""
	prefix = f"{appeal_policy.number_prefix()}-{year}-"
	return f"{prefix}{series.next_number(prefix):0{DIGITS}d}"


def next_inspection_number(year: int) -> str:
	"""Return the next number of the inspections of a year, «ОБ-2026-000007» (R7.3)."""
	prefix = f"{INSPECTIONS}-{year}-"
	return f"{prefix}{series.next_number(prefix):0{DIGITS}d}"


def meant(text: str) -> list[str]:
	"""Return the numbers that `text` may mean: itself, and for «585» this year's number with that end."""
	if text.isdecimal() and len(text) <= DIGITS:
		return [text, f"{_prefix(clock.now().year)}{int(text):0{DIGITS}d}"]
	return [text]


def _prefix(year: int) -> str:
	return f"{policy.settings().number_prefix}-{year}-"
