"""The only source of time: aware datetimes in the city's zone; Frappe's fields hold naive site time.

In naive site time the two 03:30 of the October clock change are one, so every moment that a rule compares is stored a
second time as naive UTC, in a field ending in `_utc` (R4.7).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone

import frappe
from frappe.utils import get_datetime

from contact_center.policy import zone

_set_moment: ContextVar[datetime | None] = ContextVar("contact_center_moment", default=None)


def now() -> datetime:
	"""Return the present moment, aware, in the city's zone; inside `at` the moment given there.

	The moment stays the same until the transaction ends: a journal line and the document that follows from it cannot
	differ by a second.
	"""
	return _set_moment.get() or getattr(frappe.local, "contact_center_now", None) or _begin()


def _begin() -> datetime:
	frappe.local.contact_center_now = datetime.now(zone()).replace(microsecond=0)
	frappe.db.after_commit.add(_end)
	frappe.db.after_rollback.add(_end)
	return frappe.local.contact_center_now


def _end() -> None:
	frappe.local.contact_center_now = None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
	"""Make `now` return `moment` (aware) inside the block: for imports of old requests, the demo city, tests."""
	if moment.tzinfo is None:
		raise ValueError("an aware moment is needed")
	token = _set_moment.set(moment.astimezone(zone()))
	try:
		yield
	finally:
		_set_moment.reset(token)


def to_site(moment: datetime | None) -> datetime | None:
	"""Return an aware moment as the naive site time of a Datetime field."""
	return moment and moment.astimezone(zone()).replace(tzinfo=None)


def from_site(value: datetime | str | None) -> datetime | None:
	"""Return naive site time as an aware moment; in an ambiguous hour its first pass."""
	value = get_datetime(value) if value else None
	return value and value.replace(tzinfo=zone())


def to_utc(moment: datetime | None) -> datetime | None:
	"""Return an aware moment as the naive UTC of a `_utc` field."""
	return moment and moment.astimezone(timezone.utc).replace(tzinfo=None)


def from_utc(value: datetime | str | None) -> datetime | None:
	"""Return the naive UTC of a `_utc` field as an aware moment in the city's zone."""
	value = get_datetime(value) if value else None
	return value and value.replace(tzinfo=timezone.utc).astimezone(zone())
