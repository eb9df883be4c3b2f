"""Read moments as machines and people write them: «2026-11-22T14:30:00+02:00», «22.11.2026 14:30» (R4.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from contact_center.regulation.moments import utc
from contact_center.regulation.problems import ProblemError, ProblemKind

FORMATS = ("%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y, %H:%M")
MAX_LENGTH = 40


class NoMoment(ProblemError):
	"""Raised for a text that is not a date with a time."""

	def __init__(self, text: str, kind: ProblemKind = ProblemKind.NO_MOMENT):
		super().__init__(kind, text)


class SkippedMoment(NoMoment):
	"""Raised for a time that no clock showed: the spring change skips it."""

	def __init__(self, text: str):
		super().__init__(text, ProblemKind.SKIPPED_MOMENT)


def read_moment(text: str, zone: ZoneInfo) -> datetime:
	"""Return the aware moment in `zone` that `text` means. Raises NoMoment, or its kind SkippedMoment.

	Without an offset the wall time of `zone` is meant; of an hour that the autumn change repeats, its first
	pass. A date without a time is no moment.
	"""
	moment = _parse(" ".join(text.split()))
	if moment.tzinfo is None:
		moment = moment.replace(tzinfo=zone)
		if utc(moment).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
			raise SkippedMoment(text)
	return utc(moment).astimezone(zone).replace(microsecond=0)


def _parse(text: str) -> datetime:
	if len(text) > MAX_LENGTH or ":" not in text:
		raise NoMoment(text)
	for parse in (datetime.fromisoformat, *(_by(format_) for format_ in FORMATS)):
		try:
			return parse(text.replace("Z", "+00:00") if parse is datetime.fromisoformat else text)
		except (ValueError, OverflowError):
			continue
	raise NoMoment(text)


def _by(format_: str) -> Callable[[str], datetime]:
	return lambda text: datetime.strptime(text, format_)
