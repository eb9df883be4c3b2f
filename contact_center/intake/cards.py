"""The card of a talk with one caller, електронна картка: begun, kept, ended (R5.2, R5.10).

A card is written by its operator's acts alone, each a statement of its own fields: what is typed (`keep`) never
conflicts with who was recognised or what was registered. Nothing of an ended card changes.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.model.document import Document

from contact_center.framework import deadlocks
from contact_center.framework.plain_text import without_markup
from contact_center.intake import once
from contact_center.reading.phones import normal_phone
from contact_center.record import clock
from contact_center.record.messages import JOINED
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import people_words, problems, speech

DOCTYPE = "Interaction"
OPEN, ENDED = "Open", "Ended"
CHANNELS = ("Phone", "In Person", "E-mail")
"""How somebody may reach an operator; a card of the channel Web comes with its request."""
LONGEST_DRAFT = 20_000
LONGEST_NOTE = 1_000
FORGOTTEN_AFTER = timedelta(days=1)
_FIELDS = (
	*("name", "status", "channel", "operator", "phone", "applicant", "anonymous", "owner"),
	*("started_utc", "started_at", "draft", "desk_key", "note", "made_applicant", "made_before", "kept_utc"),
)


class Holder(NamedTuple):
	"""An operator and the time in which it had a card; `until` None while it has it."""

	user: str
	since: datetime
	until: datetime | None


def begin(key: str, phone: str = "", channel: str = "Phone") -> str:
	"""Return the name of the session user's card that the desk calls `key`, begun now where there is none.

	A phone that is named later is that of the card, unless the caller is anonymous. ValidationError for a bad phone,
	an unknown channel, no key.
	"""
	user = frappe.session.user
	mark = once.key_of(user, key.strip()) or problems.refuse(Problem(Kind.KEY_NEEDED))
	if channel not in CHANNELS:
		problems.refuse(Problem(Kind.UNKNOWN_CHANNEL, (channel, *map(_channel, CHANNELS))))
	with problems.refusing():
		phone = normal_phone(phone) if phone.strip() else ""
	if found := frappe.db.get_value(DOCTYPE, {"filing_key": mark}, list(_FIELDS), as_dict=True):
		return _name_phone(_check_own(found), phone)
	with deadlocks.lost_races():
		return (
			_new(channel, phone=phone, operator=user, filing_key=mark, desk_key=key.strip()[:140])
			.insert(ignore_permissions=True)
			.name
		)


def _channel(value: str) -> str:
	return _(value, context="Contact Center")


def _new(channel: str, **values: Any) -> Document:
	now = clock.now()
	times = {"started_at": clock.to_site(now), "started_utc": clock.to_utc(now)}
	title = speech.moment_words(now)
	return frappe.get_doc({"doctype": DOCTYPE, "channel": channel, "title": title, **times, **values})


def _name_phone(card: dict, phone: str) -> str:
	if phone and card.status == OPEN:
		named = {"name": card.name, "anonymous": 0, "status": OPEN}
		frappe.db.set_value(DOCTYPE, named, "phone", phone, update_modified=False)
	return card.name


def of_web_request(applicant: str) -> str:
	"""Return the name of the card that a filing in the account makes: begun and ended at once (R5.9). One statement."""
	card = _new("Web", status=ENDED, applicant=applicant)
	card.ended_at = card.started_at
	now = frappe.utils.now()
	card.update({"creation": now, "modified": now, "owner": "Administrator", "modified_by": "Administrator"})
	card.db_insert()
	return card.name


def of_older_request(request: dict) -> str:
	"""Return the name of the card that a request without one gets, begun and ended when the request was received."""
	card = _new(request.channel, status=ENDED, applicant=request.applicant)
	card.update({"started_at": request.received_at, "started_utc": request.received_utc})
	card.update({"ended_at": request.received_at, "title": speech.moment_words(request.received_at)})
	card.insert(ignore_permissions=True)
	frappe.db.set_value("Request", request.name, "interaction", card.name, update_modified=False)
	return card.name


def open_card(name: str) -> dict:
	"""Return the locked row of the session user's open card. PermissionError for another's; refuses an ended one."""
	deadlocks.retry_from_here()
	card = _own(name, lock=True)
	if card.status != OPEN:
		problems.refuse(Problem(Kind.CARD_ENDED))
	return card


def _own(name: str, lock: bool = False) -> dict:
	return _check_own(_row(name, lock=lock))


def _row(name: str, *, lock: bool) -> dict | None:
	return frappe.db.get_value(DOCTYPE, name, list(_FIELDS), as_dict=True, for_update=lock) if name else None


def locked(name: str) -> dict | None:
	"""Return the locked row of a card, whosever it is; None without one."""
	return _row(name, lock=True)


def _check_own(card: dict | None) -> dict:
	"""Refuse another's card; whose it was before is told who has it now."""
	if card and card.operator == frappe.session.user:
		return card
	if card and card.operator and frappe.session.user in operators_of(card):
		taken = Problem(Kind.CARD_TAKEN_OVER, (people_words.name_of(card.operator),))
		problems.refuse(taken, error=frappe.PermissionError)
	problems.refuse(Problem(Kind.NOT_YOUR_CARD), error=frappe.PermissionError)


def operators_of(card: dict) -> list[str]:
	"""Return all who have had the card: who began it, then each who took it over (`taking_over`)."""
	return list(dict.fromkeys((card.owner, *(row.owner for row in _takers(card)), card.operator)))


def _takers(card: dict) -> list[dict]:
	notes = {"reference_doctype": DOCTYPE, "reference_name": card.name, "comment_type": "Info"}
	return frappe.get_all("Comment", notes, ["owner", "creation"], order_by="creation")


def holders(card: dict, began: datetime) -> list[Holder]:
	"""Return who had the card from when to when, beginning with who began it at this moment."""
	since = [(card.owner, began), *((row.owner, row.creation) for row in _takers(card))]
	until = [*(start for _user, start in since[1:]), None]
	return [Holder(*each, end) for each, end in zip(since, until, strict=True)]


def own(name: str) -> dict:
	"""Return the row of the session user's card, open or ended. PermissionError for another's."""
	return _own(name)


def newest() -> str | None:
	"""Return the name of the open card that the session user began or took over last."""
	mine = {"operator": frappe.session.user, "status": OPEN}
	rows = frappe.get_all(DOCTYPE, mine, ["name", "started_at", "taken_over_at"], order_by="name")
	last = max(rows, key=lambda row: row.taken_over_at or row.started_at, default=None)
	return last and last.name


def change(name: str, **values: Any) -> None:
	"""Write fields of a card; its version stays, so that no other act finds it changed."""
	frappe.db.set_value(DOCTYPE, name, values, update_modified=False)


def keep(name: str, draft: str) -> None:
	"""Keep what is typed on an open card, the last text wins. ValidationError for a text that is too long."""
	if len(draft) > LONGEST_DRAFT:
		problems.refuse(Problem(Kind.LONG_TEXT, (str(LONGEST_DRAFT),)))
	open_card(name)
	change(name, draft=draft, kept_utc=clock.to_utc(clock.now()))


def end(name: str, note: str = "") -> None:
	"""End a card and forget what was typed. An ended one stays as it is.

	ValidationError where nothing came of the talk and no note says why.
	"""
	deadlocks.retry_from_here()
	card = _own(name, lock=True)
	if card.status == ENDED:
		return
	note = without_markup(note.strip())
	if len(note) > LONGEST_NOTE:
		problems.refuse(Problem(Kind.LONG_VALUE, ("note", str(LONGEST_NOTE))))
	if not note and not _came_of(name):
		problems.refuse(Problem(Kind.CARD_WITHOUT_OUTCOME))
	_end(card, note)


def _end(card: dict, note: str) -> None:
	now = clock.now()
	seconds = int((clock.to_utc(now) - card.started_utc).total_seconds())
	change(
		card.name,
		status=ENDED,
		ended_at=clock.to_site(now),
		duration=max(0, seconds),
		draft=None,
		note=note or card.note,
	)


def end_forgotten() -> None:
	"""Daily: end the cards that stayed open, and forget what was typed on them. When they ended nobody knows."""
	since = clock.to_site(clock.now() - FORGOTTEN_AFTER)
	forgotten = {"status": OPEN, "started_at": ("<", since)}
	values = {"status": ENDED, "draft": None}
	frappe.db.set_value(DOCTYPE, forgotten, values, update_modified=False)


def _came_of(name: str) -> bool:
	made = {"interaction": name}
	return any(frappe.db.exists(doctype, made) for doctype in ("Consultation", "Request", "Appeal", JOINED))
