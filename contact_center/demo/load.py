"""Load the demo city: Kryvyi Rih with its people and half a year of requests.

`bench --site SITE execute contact_center.demo.load.load_demo_city`; a second call changes nothing.
"""

import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.control import sweep
from contact_center.demo import appeals, citizen, knowledge, later, life, people, talks, works
from contact_center.framework import deadlocks
from contact_center.imports import importing, request_files
from contact_center.imports.request_files import Line
from contact_center.intake import appeals_overdue, registration
from contact_center.policy import policy_records
from contact_center.reading.line_keys import spelled_key
from contact_center.reading.policy_files import DEFAULT_POLICY, load_policy
from contact_center.reading.written_moments import NoMoment, read_moment
from contact_center.record import clock, messages
from contact_center.regulation.moments import at_wall, utc

CITY, PHONE = "Кривий Ріг", "1520"
CENTRE = {"center_latitude": 47.9105, "center_longitude": 33.3918, "city_radius_km": 45}
"""Of a city that is over 60 km long."""
POLICY = Path(__file__).with_name("policy")
REQUESTS = Path(__file__).parents[2] / "demo" / "requests.csv"
LOADED = "contact_center_demo_loaded"
BUSY = 5
YEAR = timedelta(days=366)
# Younger web requests still wait for moderation.
FRESH = timedelta(days=2)


def load_demo_city() -> None:
	"""Load everything without sending a message. A call after an interrupted one completes it."""
	frappe.local.lang = "uk"
	if frappe.db.get_default(LOADED):
		print(_("The demo city is there already."))
		return
	with messages.quiet():
		_load()
	frappe.db.set_default(LOADED, frappe.utils.now())
	frappe.db.commit()


def _load() -> None:
	city = load_policy(DEFAULT_POLICY, POLICY)
	_step(_("streets, executors, classifier"), lambda: policy_records.install(city))
	_step(_("settings"), _fill_settings)
	_step(_("people"), lambda: people.create(city.executors))
	_loop(_("requests"), _import)
	_loop(_("their life"), _live)
	_step(_("the citizen's account"), citizen.fill_account)
	_step(_("repair works"), works.announce)
	_step(_("clarifications and services"), knowledge.publish)
	_step(_("consultations"), lambda: talks.answer(people.OPERATOR.email))
	_step(_("appeals"), appeals.take)
	_step(_("inspections, stages, reopenings"), later.happen)
	_loop(_("missed deadlines"), _sweep)


def print_logins() -> None:
	"""Print the demo logins as a table."""
	frappe.local.lang = "uk"
	rows = [(_("Role"), _("Login Name"), _("Password")), *people.logins()]
	widths = [max(len(row[column]) for row in rows) for column in range(3)]
	for row in rows:
		print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _sweep() -> int:
	return sweep.run() + appeals_overdue.mark()


def _step(title: str, act: Callable[[], object]) -> None:
	"""Do what is one transaction, again where it lost a deadlock."""

	@deadlocks.repeated
	def committed() -> None:
		act()
		frappe.db.commit()

	_loop(title, committed)


def _loop(title: str, act: Callable[[], object]) -> None:
	"""Do what commits each round by itself and repeats it after a deadlock."""
	start = time.monotonic()
	print(f"{title} …", flush=True)
	act()
	frappe.db.commit()
	print(f"  {time.monotonic() - start:.1f} с", flush=True)


def _fill_settings() -> None:
	settings = frappe.get_doc("Contact Center Settings")
	settings.update({"city_name": CITY, "phone": PHONE, "working_calendar": policy_records.CALENDAR})
	settings.update(CENTRE)
	settings.save(ignore_permissions=True)


def _import() -> None:
	lines = list(request_files.read(request_files.open_sheet(REQUESTS)))
	shift = shift_to_now(_moments(lines), clock.now())
	lines.sort(key=lambda line: _order(line, shift))
	# The dice of a request's life are its key: that of its spelling, so that every demo city has the same life.
	register = _registrar(clock.now())
	results = list(importing.import_lines(lines, shift=shift, register=register, key=spelled_key))
	refused = sum(result.outcome is importing.Outcome.REFUSED for result in results)
	print(" ", _("{0} lines, {1} of them refused on purpose").format(len(results), refused))


def _registrar(now: datetime) -> importing.Registrar:
	def register(values) -> Document:
		if values["channel"] == "Web" and clock.now() > now - FRESH:
			return frappe.get_doc({"doctype": "Request", **values}).insert(ignore_permissions=True)
		return registration.register_at_once(values)

	return register


def _moments(lines: list[Line]) -> list[datetime]:
	"""Return the moments of the file within a year of their median, sorted: some lines are wrong on purpose."""
	moments = sorted(moment for line in lines if (moment := _moment(line)))
	middle = moments[len(moments) // 2]
	return [moment for moment in moments if abs(moment - middle) < YEAR]


def _moment(line: Line) -> datetime | None:
	try:
		return read_moment(line.cells.get("moment", ""), clock.zone())
	except NoMoment:
		return None


def _order(line: Line, shift: Callable[[datetime], datetime]) -> datetime:
	moment = _moment(line)
	return utc(shift(moment)) if moment else utc(clock.now())


def shift_to_now(moments: list[datetime], now: datetime) -> Callable[[datetime], datetime]:
	"""Return a function that moves `moments` (aware, sorted) by whole days, so that the last busy day is today.

	The time of day stays. A moment that would lie in the future goes to the beginning instead, so that the last days
	are as busy as the others. Moments outside `moments` do not move.
	"""
	oldest, newest = moments[0], moments[-1]
	ahead = now.date() - _last_busy_day(moments)
	back = ahead - timedelta(days=(newest.date() - oldest.date()).days + 1)

	def shift(moment: datetime) -> datetime:
		if not oldest <= moment <= newest:
			return moment
		moved = _by(moment, ahead)
		return moved if utc(moved) < utc(now) else _by(moment, back)

	return shift


def _last_busy_day(moments: list[datetime]) -> date:
	days = Counter(moment.date() for moment in moments)
	return max(day for day, count in days.items() if count >= BUSY or len(days) < BUSY)


def _by(moment: datetime, days: timedelta) -> datetime:
	wall = moment.replace(tzinfo=None) + days
	return at_wall(wall.date(), wall.time(), moment.tzinfo)


def _live() -> None:
	for count in life.live(people.OPERATOR.email):
		if count % 100 == 0:
			print(f"  {count}", flush=True)
