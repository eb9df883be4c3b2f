"""Who calls: the people known under a number, and all that an operator should see before the first word (R5.2).

The caller of these functions has checked the role: they return personal data and ask for no permission.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

import frappe

from contact_center.addresses import asking
from contact_center.framework import access_log
from contact_center.intake import blocks, cards, duplicates, phone_rows
from contact_center.intake.cards import Holder
from contact_center.reading.phone_parts import digits_of, parts_of, whole_phone
from contact_center.record import clock
from contact_center.record.messages import JOINED
from contact_center.regulation import applicant_marks
from contact_center.regulation.coverage import CERTAIN, POSSIBLE
from contact_center.regulation.stages import FINISHED, Stage
from contact_center.repairs import announced
from contact_center.words import applicant_words, likeness_words, reach_words, request_lines, speech

MOST_CALLERS = 10
MOST_OPEN = 20
MOST_CLOSED = 5
MOST_CARDS = 5
MOST_OPEN_CARDS = 5
"""So many of somebody's newest cards at most are still open."""
MOST_WORKS = 5
BEFORE = timedelta(minutes=10)
"""A caller may be looked up so long before the card is begun."""
LOOKED_UP, COMPARED = access_log.LOOKED_UP, access_log.COMPARED
CARD_REGISTER = access_log.CARD_REGISTER
"""The methods of the Access Log's entries."""
NEVER = datetime(9999, 1, 1)
LETTERS = {"Communication": "Communication Link", "Email Queue": "Email Queue Recipient"}
FIELDS = [
	*"name full_name phone other_phones street building flat consent_at user notify_by email".split(),
	*applicant_marks.FIELDS,
]
UNFINISHED = tuple(stage.value for stage in Stage if stage not in FINISHED)
EMPTY: dict[str, Any] = {"phone": "", "block": None, "requests": [], "cards": [], "works": []}


def look_up(text: str) -> dict:
	"""Return {callers, phone, block, requests, cards, works} for a number; for a part of it the callers alone.

	Who looked is on record once a number is whole: it opens requests and residence (D2). Until then a caller is a name
	and a street, to choose by.
	"""
	phone = whole_phone(text)
	parts = (digits_of(phone),) if phone else parts_of(text)
	if not parts:
		return {"callers": [], **EMPTY}
	callers = by_names(phone_rows.known_under(parts, MOST_CALLERS))
	if not phone:
		return {"callers": [_to_choose(caller) for caller in callers], **EMPTY}
	return {"callers": callers, **_about(phone, callers)}


def _to_choose(caller: dict) -> dict:
	shown = {field: caller[field] for field in ("applicant", "full_name", "account")}
	return {**shown, "residence": caller["street"], "marks": [], "is_to_choose": True}


def _about(phone: str, callers: list[dict]) -> dict:
	names = [caller["applicant"] for caller in callers]
	access_log.record_all("Applicant", names, LOOKED_UP)
	return {
		"phone": phone,
		"block": blocks.block_of(phone),
		"requests": requests_of(names),
		"cards": _cards(phone, names),
		"works": works_at((caller["street"], caller["building"]) for caller in callers),
	}


def forget(card: dict) -> None:
	"""Let nothing of ours tell any more who the caller of an open card was (R5.7).

	Who was written on this card and has nothing else goes, with the letters of this talk. What was looked
	at of this caller during the talk stays on record (D2), without the names; what the same operators looked at in other
	talks keeps its own.
	"""
	written = list(filter(None, [card.made_applicant, *(card.made_before or "").split("\n")]))
	for applicant in written:
		_forget_applicant(applicant, card.name)
	known = phone_rows.known_under(digits_of(card.phone), MOST_CALLERS) if card.phone else []
	looked_up = [*known, *filter(None, (card.applicant, *written))]
	_unname(cards.holders(card, _began(card)), looked_up)


def _unname(held: Sequence[Holder], looked_up: Sequence[str]) -> None:
	"""Take the names out of what each operator has looked at while the card was that operator's."""
	first, *others = held
	before = [first._replace(since=first.since - BEFORE), *others]
	log, view = frappe.qb.DocType("Access Log"), frappe.qb.DocType("View Log")
	asked = _while_held(log.user, log.modified, held) & (log.method == CARD_REGISTER)
	frappe.qb.update(log).set(log.reference_document, None).where(asked).run()
	if looked_up:
		shown = log.method.isin([LOOKED_UP, COMPARED]) & log.reference_document.isin(looked_up)
		shown &= _while_held(log.user, log.modified, before)
		frappe.qb.update(log).set(log.reference_document, None).where(shown).run()
		opened = (view.reference_doctype == "Applicant") & view.reference_name.isin(looked_up)
		opened &= _while_held(view.viewed_by, view.modified, before)
		frappe.qb.update(view).set(view.reference_name, None).where(opened).run()


def _while_held(user: Any, at: Any, held: Iterable[Holder]) -> Any:
	"""Return the condition that one of them did it, then."""
	spans = ((user == each.user) & (at >= each.since) & (at < (each.until or NEVER)) for each in held)
	return reduce(or_, spans)


def _forget_applicant(applicant: str, card: str) -> None:
	if frappe.db.exists("Applicant", applicant) and _belongs_to_the_talk(applicant, card):
		_drop_letters(applicant)
		frappe.delete_doc(
			"Applicant", applicant, ignore_permissions=True, delete_permanently=True, force=True
		)


def _drop_letters(applicant: str) -> None:
	for doctype, child in LETTERS.items():
		about = {"reference_doctype": "Applicant", "reference_name": applicant}
		if names := frappe.get_all(doctype, about, pluck="name", order_by="name"):
			frappe.db.delete(child, {"parent": ("in", names), "parenttype": doctype})
			frappe.db.delete(doctype, {"name": ("in", names)})


def _began(card: dict) -> datetime:
	"""Return when the talk began by the clock that shows now: it may have been put back meanwhile."""
	now = clock.now()
	return clock.to_site(now) - (clock.to_utc(now) - card.started_utc)


def _belongs_to_the_talk(applicant: str, card: str) -> bool:
	named = {"applicant": applicant}
	return not (
		frappe.db.exists("Applicant", {"name": applicant, "user": ("is", "set")})
		or frappe.db.exists("Interaction", {**named, "name": ("!=", card)})
		or any(frappe.db.exists(doctype, named) for doctype in ("Request", JOINED, "Block Memo", "Appeal"))
		or any(frappe.db.exists("Applicant Merge", {side: applicant}) for side in ("kept", "merged"))
	)


def by_names(names: Collection[str]) -> list[dict]:
	"""Return the applicants of these names as the desk shows callers, in the order of their names (people)."""
	if not names:
		return []
	rows = frappe.get_all("Applicant", {"name": ("in", list(names))}, FIELDS, order_by="full_name, name")
	proposed = duplicates.of_applicants([row.name for row in rows])
	return [_caller(row, proposed[row.name]) for row in rows]


def _caller(row: dict, proposed: list[dict]) -> dict:
	return {
		"applicant": row.name,
		"full_name": row.full_name or "",
		"phone": row.phone or "",
		"other_phones": row.other_phones or "",
		"residence": request_lines.address(row.street, row.building, row.flat),
		"street": row.street or "",
		"building": row.building or "",
		"flat": row.flat or "",
		"consent_at": str(row.consent_at) if row.consent_at else "",
		"account": bool(row.user),
		"notify_by": row.notify_by or "",
		"email": row.email or "",
		"marks": applicant_words.marks(row),
		"duplicates": [likeness_words.why(each["reasons"]) for each in proposed],
	}


def requests_of(applicants: list[str]) -> list[dict]:
	"""Return the unfinished requests of these applicants, then the newest finished ones."""
	if not applicants:
		return []
	finished = [stage.value for stage in FINISHED]
	rows = _requests(applicants, UNFINISHED, "received_at desc", MOST_OPEN)
	return [
		request_lines.in_words(row)
		for row in (*rows, *_requests(applicants, finished, "closed_at desc", MOST_CLOSED))
	]


def _requests(applicants: list[str], stages: Collection[str], order_by: str, most: int) -> list[dict]:
	return frappe.get_all(
		"Request",
		{"applicant": ("in", applicants), "stage": ("in", list(stages))},
		list(request_lines.FIELDS),
		order_by=order_by,
		limit_page_length=most,
	)


def _cards(phone: str, applicants: list[str]) -> list[dict]:
	"""Return the newest ended cards of the number and of these applicants.

	Each is asked for by itself, by an index that has its cards in their order. Where one SELECT names several, or the status,
	the database goes through all cards from the newest on until five fit.
	"""
	newest = " union ".join(
		f"(select name from `tabInteraction` where {field} = %s order by started_at desc limit {MOST_CARDS + MOST_OPEN_CARDS})"
		for field in ("phone", *["applicant"] * len(applicants))
	)
	rows = frappe.db.sql(
		f"""
		select card.name, card.started_at, user.full_name as operator,
			(select count(*) from `tabConsultation` where interaction = card.name) as consultations,
			(select count(*) from `tabRequest` where interaction = card.name) as requests
		from ({newest}) as known
		join `tabInteraction` card on card.name = known.name
		left join `tabUser` user on user.name = card.operator
		where card.status = 'Ended'
		order by card.started_at desc limit {MOST_CARDS}
		""",
		[phone, *applicants],
		as_dict=True,
	)
	return [
		{**row, "at": speech.moment_words(row.pop("started_at"), clock.now()), "operator": row.operator or ""}
		for row in rows
	]


def works_at(addresses: Iterable[tuple[str, str]]) -> list[dict]:
	"""Return the open works that concern one of the (street, building), or may: [{name, title, until, what}]."""
	places = {asking.place_of(street, building) for street, building in addresses if street}
	works = announced.works_at_any(places) if places else []
	return [_work(work) for work in works if work.reach in CERTAIN | POSSIBLE][:MOST_WORKS]


def _work(work: dict) -> dict:
	return {
		"name": work.name,
		"title": work.title,
		"until": speech.until_words(work.ends_at, clock.now()),
		"what": reach_words.whom_for_staff(work.reach, work.district_title or ""),
	}
