"""Turn the site's records into the objects that the rules take. A cached document costs no query."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_system_timezone, get_time, getdate

from contact_center.regulation.addresses import StreetRange
from contact_center.regulation.routing import ClassifierEntry, Executor, Route
from contact_center.regulation.terms import (
	Alert,
	CountsFrom,
	DayEnd,
	RequestType,
	Rest,
	Term,
	Unit,
	default_rest,
	rest_of,
)
from contact_center.regulation.working_calendar import MIDNIGHT, WorkingCalendar

END_OF_DAY = "24:00"
"""How people write the end of a day; a Time field holds 00:00, which as an end means the same."""
RULE = "contact_center_rule"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def zone() -> ZoneInfo:
	"""Return the city's time zone, which is set in System Settings."""
	return ZoneInfo(get_system_timezone())


def settings():
	"""Return Contact Center Settings, cached."""
	return frappe.get_cached_doc("Contact Center Settings")


def needs_supervisor(redirects: int) -> bool:
	"""Return whether a request that was redirected so often is redirected by supervisors alone (R7.3)."""
	most = cint(settings().operator_redirects)
	return bool(most) and redirects >= most


def _rule(doctype: str, name: str, build: Callable[[Document], Any]) -> Any:
	"""Return what `build` makes of a record; built once as long as the document cache has the record."""
	kept = vars(frappe.get_cached_doc(doctype, name))
	if RULE not in kept:
		kept[RULE] = build(frappe.get_cached_doc(doctype, name))
	return kept[RULE]


def classifier_entry(code: str) -> ClassifierEntry:
	"""Return an entry of the Classifier of main requests (R5.11)."""
	return _rule("Classifier", code, entry_of)


def entry_of(doc: Document) -> ClassifierEntry:
	"""Return the entry of a Classifier document, saved or not."""
	return ClassifierEntry(
		code=doc.code,
		title=doc.title,
		parent=doc.parent_classifier,
		is_group=bool(doc.is_group),
		request_type=doc.request_type,
		public=bool(doc.is_public),
		active=bool(doc.is_active),
		operator_may_choose=bool(doc.operator_may_choose),
		required_fields=tuple(row.field for row in doc.required_fields),
		routes=tuple(Route(row.executor, row.district or None, bool(row.is_lead)) for row in doc.executors),
		evidence=tuple(row.kind for row in doc.evidence),
		where_to_turn=(doc.where_to_turn or "").strip() if doc.is_state_body else "",
	)


def executors(codes: Iterable[str]) -> dict[str, Executor]:
	"""Return executors by code; unknown codes are left out."""
	known = [code for code in codes if frappe.db.exists("Executor", code, cache=True)]
	return {code: _rule("Executor", code, _executor) for code in known}


def _executor(doc: Document) -> Executor:
	return Executor(doc.code, doc.title, bool(doc.is_active), bool(doc.is_group))


def request_type(code: str) -> RequestType:
	"""Return a request type with its terms and alerts (R4)."""
	return _rule("Request Type", code, type_of)


def type_of(doc: Document) -> RequestType:
	"""Return the type of a Request Type document, saved or not. Raise ValueError for impossible values."""
	return RequestType(
		code=doc.code,
		title=doc.title,
		urgency=doc.urgency,
		accept=Term(doc.accept_amount, Unit(doc.accept_unit)),
		done=Term(doc.done_amount, Unit(doc.done_unit), DayEnd(doc.day_end), bool(doc.rolls_off_non_working)),
		counts_from=CountsFrom(doc.counts_from),
		alerts=tuple(alert_of(row) for row in doc.alerts),
		rest=_rest_of(doc),
		round_the_clock=bool(doc.round_the_clock),
		contact_at_once=bool(doc.contact_at_once),
	)


def _rest_of(doc: Document) -> Rest:
	"""What a return gives (R6.3.5)."""
	if not doc.rest_kind:
		return default_rest(Term(doc.done_amount, Unit(doc.done_unit)))
	return rest_of(doc.rest_kind, cint(doc.rest_amount), doc.rest_unit)


def alert_of(row: Document) -> Alert:
	"""Return an alert of a request type (R4.6). Raise ValueError for impossible values."""
	return Alert(row.clock, cint(row.amount), row.unit, row.when, row.audience)


def calendar(name: str | None = None) -> WorkingCalendar:
	"""Return the named working calendar, else that of the settings; without either every hour is a working hour."""
	name = name or settings().working_calendar
	if not name:
		return WorkingCalendar(zone(), {day: ((MIDNIGHT, MIDNIGHT),) for day in range(7)}, {})
	return _rule("Working Calendar", name, calendar_of)


def calendar_of(doc: Document) -> WorkingCalendar:
	"""Return the calendar of a Working Calendar document. Raise CalendarError for impossible hours."""
	week: dict[int, list] = {}
	for row in doc.week:
		week.setdefault(WEEKDAYS.index(row.weekday), []).append(_hours(row))
	exceptions: dict = {}
	for row in doc.exceptions:
		exceptions.setdefault(getdate(row.day), []).extend([_hours(row)] if row.is_working else [])
	return WorkingCalendar(zone(), _frozen(week), _frozen(exceptions))


def type_calendar(code: str) -> WorkingCalendar:
	"""Return the calendar by which a request type counts working days."""
	return calendar(frappe.get_cached_doc("Request Type", code).working_calendar)


def street_ranges(street: str) -> tuple[StreetRange, ...]:
	"""Return the ranges of a street's buildings, each with its district."""
	return tuple(map(range_of, frappe.get_cached_doc("City Street", street).ranges))


def range_of(row: Document) -> StreetRange:
	"""Return a range of a street's buildings. Raise ValueError for an empty one."""
	return StreetRange(row.district, row.parity, cint(row.from_building), cint(row.to_building))


def _hours(row) -> tuple[time, time]:
	return time_of(row.from_time), time_of(row.to_time)


def time_of(value: str | timedelta | time) -> time:
	"""Return a Time field as a time, 24:00 as midnight: MariaDB's driver gives a timedelta, a form a text.

	Runs at every registration.
	"""
	if isinstance(value, timedelta):
		return (datetime.min + value).time()
	if isinstance(value, str) and value.startswith(END_OF_DAY):
		return MIDNIGHT
	return value if isinstance(value, time) else get_time(value)


def _frozen(days: dict) -> dict:
	return {day: tuple(sorted(hours)) for day, hours in days.items()}
