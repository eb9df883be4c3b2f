"""Moments and spans as people say them: "2 h 10 min left", "overdue by 1 day", 22.11.2026 14:30.

Pure functions, for pages, messages and the desk alike; registered as Jinja methods. A moment is an aware
datetime, or the naive site time that a Datetime field holds (a string of it will do).
"""

from datetime import date, datetime, timedelta

import frappe
from babel import Locale, UnknownLocaleError
from frappe import _
from frappe.utils import get_datetime

from contact_center.record import clock

MINUTE, HOUR, DAY = 60, 3600, 86400
# Up to this many days hours are said too: "2 days 5 h", but "9 days".
DAYS_WITH_HOURS = 2


def time_left_words(deadline: datetime | str | None, now: datetime | str | None = None) -> str:
	"""What is left until `deadline`, or by how much it was missed; of no deadline, that there is none (R4.5).

	Spans are elapsed time: across a clock change two hours are two hours (R4.7).
	"""
	if not deadline:
		return _("no fixed term")
	seconds = _seconds_between(_aware(now) or clock.now(), _aware(deadline))
	if seconds < 0:
		return _("overdue by {0}").format(span_words(-seconds, exact=False))
	if seconds // DAY and _plural_form(seconds // DAY) == "one":
		return _("{0} left", context="one day").format(span_words(seconds))
	return _("{0} left").format(span_words(seconds))


def span_words(seconds: int, exact: bool = True) -> str:
	"""A span in words: "5 days", "1 day 3 h", "2 h 10 min", "under a minute". `exact=False`: days alone."""
	days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
	if days > DAYS_WITH_HOURS or (days and not (exact and hours)):
		return days_words(days)
	if days:
		return f"{days_words(days)} {_('{0} h').format(hours)}"
	parts = [_("{0} h").format(hours)] if hours else []
	parts += [_("{0} min").format(minutes)] if minutes else []
	return " ".join(parts) or _("under a minute")


def days_words(count: int) -> str:
	"""The days with the word in its right form: 1 день, 2 дні, 5 днів."""
	form = _plural_form(count)
	if form == "one":
		return _("{0} day").format(count)
	if form == "few":
		return _("{0} days", context="few").format(count)
	return _("{0} days").format(count)


def moment_words(moment: datetime | str | None, now: datetime | str | None = None) -> str:
	"""The moment in the city's time, 22.11.2026 14:30; the time alone where `now` is given and of the same day."""
	if not moment:
		return ""
	local = clock.to_site(_aware(moment))
	if now and clock.to_site(_aware(now)).date() == local.date():
		return f"{local:%H:%M}"
	return f"{local:%d.%m.%Y %H:%M}"


def date_words(day: date | datetime | str | None) -> str:
	"""The day alone, 22.11.2026."""
	return f"{get_datetime(day):%d.%m.%Y}" if day else ""


def _aware(moment: datetime | str | None) -> datetime | None:
	if isinstance(moment, datetime) and moment.tzinfo:
		return moment
	return clock.from_site(moment)


def _seconds_between(start: datetime, end: datetime) -> int:
	# By their offsets: two datetimes of one zone would subtract as wall-clock time.
	wall = end.replace(tzinfo=None) - start.replace(tzinfo=None)
	span = wall - ((end.utcoffset() or timedelta()) - (start.utcoffset() or timedelta()))
	return int(span.total_seconds())


def _plural_form(count: int) -> str:
	try:
		locale = Locale.parse((frappe.local.lang or "en").replace("-", "_"))
	except (ValueError, UnknownLocaleError):
		locale = Locale("en")
	return locale.plural_form(count)
