"""How long a clarification or the description of a service holds, and when its supplier is reminded (RI2, RI4)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from contact_center.regulation.problems import BaseKind


class Validity(BaseKind):
	"""What a day finds of an answer."""

	VALID = "Valid"
	ENDING = "Ending"
	OVER = "Over"


def validity(valid_until: date | None, today: date, days: int) -> Validity:
	"""Return how an answer stands: it holds through its last day, and ends soon `days` before it; without one it holds."""
	if valid_until is None:
		return Validity.VALID
	if valid_until < today:
		return Validity.OVER
	return Validity.ENDING if valid_until - today <= timedelta(days=days) else Validity.VALID


def prolonged(today: date, months: int) -> date:
	"""Return the last day of an answer that was confirmed today: the same day `months` later, or the month's last one."""
	year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
	return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
