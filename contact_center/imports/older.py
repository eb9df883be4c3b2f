"""Requests that were imported before keys went by meaning: found again by what the record says.

Their key is that of the line as it was spelled, so a file that a spreadsheet wrote anew since does not find them by it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

import frappe
from pypika.functions import Length

from contact_center.reading.folding import fold
from contact_center.reading.line_keys import SPELLED_LENGTH
from contact_center.reading.request_lines import Card
from contact_center.record import clock

Imported = dict[str, Any]
_MINUTE = timedelta(minutes=1)


def requests_at(moments: Iterable[datetime | None]) -> list[Imported]:
	"""Return the imported requests that came in within the minutes of these moments (aware)."""
	minutes = {_minute(moment) for moment in moments if moment}
	if not minutes:
		return []
	request, applicant = frappe.qb.DocType("Request"), frappe.qb.DocType("Applicant")
	within = (
		(request.received_at >= minute) & (request.received_at < minute + _MINUTE) for minute in minutes
	)
	return (
		frappe.qb.from_(request)
		.left_join(applicant)
		.on(applicant.name == request.applicant)
		.select(request.number, request.received_at, request.channel, request.street, request.building)
		.select(request.flat, request.description, applicant.phone)
		.where(Length(request.import_key) == SPELLED_LENGTH)
		.where(reduce(or_, within))
		.run(as_dict=True)
	)


def number_of(card: Card, received: datetime, imported: Iterable[Imported]) -> str:
	"""Return the number of the request that says the same as the card, "" where there is none."""
	meant = _meaning(_minute(received), vars(card), card.contact.phone)
	for row in imported:
		if _meaning(row["received_at"].replace(second=0, microsecond=0), row, row["phone"]) == meant:
			return row["number"] or ""
	return ""


def _minute(moment: datetime) -> datetime:
	return clock.to_site(moment).replace(second=0, microsecond=0)


def _meaning(minute: datetime, said: dict[str, Any], phone: str | None) -> tuple[Any, ...]:
	"""The entry is left out: an operator may have chosen another one since."""
	fields = ("channel", "street", "building", "flat")
	return minute, phone or "", fold(said["description"]), *(said[name] or "" for name in fields)
