"""Word moments and spans for people: "2 h 10 min left", "overdue by 1 day", "22.11.2026, 14:30".

Pages, messages and the desk all use these functions; Jinja knows them as methods. A moment is an aware datetime,
or the naive site time that a Datetime field holds, as a datetime or a string. Plural forms and the names of days
and months come from babel; the sentences come from the PO.
"""

from datetime import date, datetime, timedelta

import frappe
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from frappe import _
from frappe.utils import get_datetime

from contact_center.record import clock
from contact_center.regulation.working_calendar import MIDNIGHT, Hours, WorkingCalendar

MINUTE, HOUR, DAY = 60, 3600, 86400
# Up to this many days a span also names its hours: "2 days 5 h", but "9 days".
DAYS_WITH_HOURS = 2


def time_left_words(deadline: datetime | str | None, now: datetime | str | None = None) -> str:
	"""Word the time left until `deadline`, or the time since it was missed; "no fixed term" without one (R4.5).

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
	"""Word a span: "5 days", "1 day 3 h", "2 h 10 min", "under a minute". With `exact=False` days go without hours."""
	days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
	if days > DAYS_WITH_HOURS or (days and not (exact and hours)):
		return days_words(days)
	if days:
		return f"{days_words(days)} {_('{0} h').format(hours)}"
	parts = [_("{0} h").format(hours)] if hours else []
	parts += [_("{0} min").format(minutes)] if minutes else []
	return " ".join(parts) or _("under a minute")


def days_words(count: int) -> str:
	"""Word a number of days in its plural form: 1 день, 2 дні, 5 днів."""
	return _counted(count, _("{0} day"), _("{0} days", context="few"), _("{0} days"))


def working_hours_words(count: int) -> str:
	"""Word a number of working hours in its plural form: 1 робоча година, 4 робочі години, 8 робочих годин."""
	few = _("{0} working hours", context="few")
	return _counted(count, _("{0} working hour"), few, _("{0} working hours"))


def moment_words(moment: datetime | str | None, now: datetime | str | None = None) -> str:
	"""Write a moment in the city's time, "22.11.2026, 14:30"; "14:30" if `now` is given and of the same day."""
	if not moment:
		return ""
	local = clock.to_site(_aware(moment))
	return f"{local:%H:%M}" if _is_same_day(local, now) else f"{local:%d.%m.%Y, %H:%M}"


def until_words(deadline: datetime | str | None, now: datetime | str | None = None) -> str:
	"""Word a deadline: "today until 17:35", "tomorrow, 23.11, until 14:30", "the term was until …"; "" without one."""
	if not deadline:
		return ""
	present, moment = _aware(now) or clock.now(), _aware(deadline)
	if moment < present:
		return _("the term was until {0}").format(moment_words(moment))
	return by_words(moment, present)


def by_words(deadline: datetime | str, now: datetime | str | None = None) -> str:
	"""Word a deadline, whether it has passed or not: "today until 17:35", "tomorrow, 23.11, until 14:30", "until …"."""
	present, moment = _aware(now) or clock.now(), _aware(deadline)
	local = clock.to_site(moment)
	if _is_same_day(moment, present):
		return _("today until {0}").format(f"{local:%H:%M}")
	if _is_same_day(moment - timedelta(days=1), present):
		return _("tomorrow, {0}, until {1}").format(f"{local:%d.%m}", f"{local:%H:%M}")
	return _("until {0}").format(moment_words(moment))


def start_words(moment: datetime | str | None, now: datetime | str | None = None) -> str:
	"""Word when something starts: "today, 17:35", "Friday, 27 November, 08:00"; "" without a moment."""
	if not moment:
		return ""
	local = clock.to_site(_aware(moment))
	day = _("today") if _is_same_day(local, now or clock.now()) else day_words(local)
	return f"{day}, {local:%H:%M}"


def date_words(day: date | datetime | str | None) -> str:
	"""Write a day as a date: "22.11.2026"."""
	return f"{get_datetime(day):%d.%m.%Y}" if day else ""


def day_words(day: date) -> str:
	"""Name a day: "Friday, 27 November", «п’ятниця, 27 листопада»."""
	return _typeset(format_date(day, "cccc, d MMMM", locale=locale()))


def weekday_names() -> list[str]:
	"""Return the short names of the days of the week from Monday on: «пн», «вт» …"""
	names = locale().days["format"]["abbreviated"]
	return [_typeset(names[day]) for day in range(7)]


def week_words(calendar: WorkingCalendar) -> str:
	"""Word the week of a calendar in one line: «пн–чт 08:00–17:00, сб 22:00–06:00», or that it never closes."""
	spans: list[tuple[list[int], Hours]] = []
	for day in range(7):
		hours = tuple(sorted(calendar.week.get(day, ())))
		if spans and spans[-1][1] == hours:
			spans[-1][0].append(day)
		else:
			spans.append(([day], hours))
	if len(spans) == 1 and spans[0][1] == ((MIDNIGHT, MIDNIGHT),):
		return _("round the clock")
	return ", ".join(f"{_days(days)} {hours_words(hours)}" for days, hours in spans if hours)


def hours_words(hours: Hours) -> str:
	"""Word the hours of one day: «08:00–12:00, 13:00–24:00»."""
	return ", ".join(
		f"{start:%H:%M}–{'24:00' if end == MIDNIGHT else f'{end:%H:%M}'}" for start, end in hours
	)


def _days(days: list[int]) -> str:
	names = weekday_names()
	return names[days[0]] if len(days) == 1 else f"{names[days[0]]}–{names[days[-1]]}"


def locale() -> Locale:
	"""Return babel's locale of the session's language; English for a language that babel does not know."""
	try:
		return Locale.parse((frappe.local.lang or "en").replace("-", "_"))
	except (ValueError, UnknownLocaleError):
		return Locale("en")


def _aware(moment: datetime | str | None) -> datetime | None:
	if isinstance(moment, datetime) and moment.tzinfo:
		return moment
	return clock.from_site(moment)


def _seconds_between(start: datetime, end: datetime) -> int:
	# By their offsets: two datetimes of one zone would subtract as wall-clock time.
	wall = end.replace(tzinfo=None) - start.replace(tzinfo=None)
	span = wall - ((end.utcoffset() or timedelta()) - (start.utcoffset() or timedelta()))
	return int(span.total_seconds())


def _is_same_day(moment: datetime, now: datetime | str | None) -> bool:
	return bool(now) and clock.to_site(_aware(now)).date() == clock.to_site(_aware(moment)).date()


def _counted(count: int, one: str, few: str, many: str) -> str:
	return {"one": one, "few": few}.get(_plural_form(count), many).format(count)


def _plural_form(count: int) -> str:
	return locale().plural_form(count)


def _typeset(text: str) -> str:
	# CLDR writes the Ukrainian apostrophe as U+02BC, our texts as U+2019.
	return text.replace("\u02bc", "’")
