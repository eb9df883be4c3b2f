"""Show repair works on the public page: all that are open, or those that concern one place (RE3)."""

from frappe import _

from contact_center.addresses import asking
from contact_center.record import clock
from contact_center.regulation.addresses import parse_place
from contact_center.regulation.coverage import CERTAIN, POSSIBLE
from contact_center.regulation.problems import ProblemError
from contact_center.repairs import announced
from contact_center.words import reach_words, speech

MOST_HINTED = 3


def public_events(text: str = "") -> dict:
	"""Return {current, coming, known, address, similar, certain} of open repair events.

	`text` is an address or street that somebody asks about: the events are those of that place and its neighbours, each
	with `whom` it concerns. `known` says whether the register has a street of that name, `address` names it; `similar`
	are the streets to choose from where it has not. `certain`: some event concerns the place, or may. An event past its
	end stays in `current` until its executor closes it (RE2).
	"""
	now = clock.to_site(clock.now())
	if not text.strip():
		return {**_by_time(announced.open_works(), now), "known": False, "address": "", "similar": ()}
	found = asking.find(text)
	works = announced.works_at(found.place)
	return {
		**_by_time(works, now),
		"known": bool(found.place.street),
		"address": ", ".join(filter(None, (found.place.street, found.building)))
		if found.place.street
		else "",
		"similar": found.similar,
		"certain": any(work.reach in CERTAIN | POSSIBLE for work in works),
	}


def works_at(street: str, building: str) -> list[dict]:
	"""Return the works that concern a place, or may, for the form: [{title, whom, when}], the nearest first."""
	works = announced.works_at(asking.place_of(street, _in_form(building)))
	shown = [_worded(work, clock.to_site(clock.now())) for work in works if work.reach in CERTAIN | POSSIBLE]
	return [
		{
			"title": work.title,
			"whom": work.whom,
			"when": _("{0} to {1}", context="Contact Center").format(work.starts, work.ends),
		}
		for work in shown[:MOST_HINTED]
	]


def _in_form(building: str) -> str:
	try:
		return parse_place(building, None)[0]
	except ProblemError:
		return ""


def _by_time(works: list[dict], now) -> dict[str, list[dict]]:
	events = [_worded(work, now) for work in works]
	return {
		"current": [event for event in events if event.starts_at <= now],
		"coming": [event for event in events if event.starts_at > now],
	}


def _worded(work: dict, now) -> dict:
	reach = work.get("reach")
	return work.update(
		addresses=[", ".join(filter(None, (row.street, row.buildings))) for row in work.rows],
		whom=reach_words.whom(reach, work.district_title or "") if reach else "",
		concerns="yes" if reach in CERTAIN else "maybe" if reach in POSSIBLE else "no" if reach else "",
		starts=speech.moment_words(work.starts_at),
		ends=speech.moment_words(work.ends_at),
		is_emergency=work.kind == "Emergency",
		past_end=work.ends_at < now,
	)
