"""Helpers of the tests of the rules."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from contact_center.regulation.moments import utc
from contact_center.regulation.working_calendar import WorkingCalendar

KYIV = ZoneInfo("Europe/Kyiv")
OFFICE = ((time(8, 30), time(17, 30)),)
FRIDAY = ((time(8, 30), time(16, 30)),)
CALENDAR = WorkingCalendar(KYIV, {0: OFFICE, 1: OFFICE, 2: OFFICE, 3: OFFICE, 4: FRIDAY})


def kyiv(text: str, fold: int = 0) -> datetime:
	"""«2026-10-25 03:30» on the wall in Kyiv; fold 1 is the second pass of the repeated hour."""
	return datetime.fromisoformat(text).replace(tzinfo=KYIV, fold=fold)


def same(left: datetime | None, right: datetime | None) -> bool:
	"""The same instant shown by the same clock: plain == ignores the pass through the repeated hour."""
	if left is None or right is None:
		return left is right
	return utc(left) == utc(right) and left.utcoffset() == right.utcoffset()
