"""Define the endpoints of the citizen's pages (R3.3, R3.4). Each acts for the session's user; changes need a POST.

Frappe drops unknown arguments, and no argument list has a field that belongs to the staff.
"""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.sessions import get_csrf_token
from frappe.utils import add_to_date, now_datetime

from contact_center import policy
from contact_center.access import permissions
from contact_center.addresses import doubts, place
from contact_center.addresses import streets as register
from contact_center.control import additions, asking, confirmation, reopening
from contact_center.framework.plain_text import without_markup
from contact_center.intake import applicants, filing, finding, once
from contact_center.portal import deep_link, details, form, queries, repair_pages, uploads
from contact_center.portal.guards import applicant as _applicant
from contact_center.portal.guards import check_searches as _check_searches
from contact_center.portal.guards import file_names as _file_names
from contact_center.portal.guards import refuse_long as _refuse_long
from contact_center.portal.guards import signed_in as _signed_in
from contact_center.record import clock
from contact_center.regulation.addresses import check_coordinates
from contact_center.regulation.plausible import Doubt
from contact_center.regulation.problems import Problem, ProblemError
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import doubt_words, problems, request_words, speech

REPEAT_MINUTES = 10
MOST_LIKELY, LEAST_SHARE = 3, 0.1
COMPARED = ("classifier", "description", "street", "building", "flat", "place")


@frappe.whitelist(methods=["GET"])
def token() -> str:
	"""Return the session's CSRF token, for a page that was opened before its owner signed in again."""
	_signed_in()
	return get_csrf_token()


@frappe.whitelist(methods=["POST"])
def upload(key: str = "") -> dict:
	"""Store the part `file` of a multipart body and return {name, file_name, size, is_image, url, thumbnail}.

	A file that is sent again with the same `key`, chosen at random for each file, is stored once.
	"""
	user = _signed_in()
	part = frappe.request.files.get("file")
	if not part:
		problems.refuse(Problem(Kind.NO_UPLOAD))
	return uploads.take(user, part.filename, part.stream.read(), once.key_of(user, key))


@frappe.whitelist(methods=["POST"])
def discard(file: str) -> None:
	"""Remove an uploaded file that was not sent yet."""
	uploads.drop(_signed_in(), file)


@frappe.whitelist(methods=["POST"])
def submit(
	classifier: str = "",
	description: str = "",
	district: str = "",
	street: str = "",
	building: str = "",
	flat: str = "",
	place: str = "",
	latitude: float | None = None,
	longitude: float | None = None,
	surname: str = "",
	first_name: str = "",
	patronymic: str = "",
	phone: str = "",
	notify_by: str = "",
	consent: bool | int = 0,
	files: str = "[]",
	own: str = "{}",
	sure: str = "",
	key: str = "",
	source: str = "",
) -> dict:
	"""File a request for moderation and return {name, url, thanks, waits_until}. `files`: JSON list of names from `upload`,
	`own`: JSON object of what is written into the city's own fields that the entry requires.

	If something about the place is odd, nothing is stored either, and the answer is {asks: [{kind, text}]}: questions to the
	citizen. `sure` names the kinds that were answered with yes, separated by commas. If a field has a problem, nothing is stored; the answer 417 has `field_errors`, {field: message}, and
	`field_problems`, {field: {kind, values}}. `source` is the page whose link led to the form. `key` is chosen by the form, at random: whatever is sent again with the same
	key and words is answered as the first time.
	"""
	user, names = _applicant(), _file_names(files)
	values = form.read(
		classifier=classifier,
		description=description,
		district=district,
		street=street,
		building=building,
		flat=flat,
		place=place,
		latitude=latitude,
		longitude=longitude,
		surname=surname,
		first_name=first_name,
		patronymic=patronymic,
		phone=phone,
		notify_by=notify_by,
		consent=consent,
		own=own,
	)
	mark = once.key_of(user, key, {name: values[name] for name in (*COMPARED, "own")})
	if first := once.first_of(mark):
		return _filed(first, user, names)
	problems.refuse_fields(form.problems(values, queries.account(user), names))
	values.update(
		own=form.own_values(values), street=values["street_found"], source=deep_link.source_of(source)
	)
	if asks := _asks(doubts.of_place(values), sure):
		return {"asks": asks}
	return _filed(_repeated(user, values) or _file(user, values, mark), user, names)


def _asks(found: Mapping[Doubt, str], sure: str) -> list[dict]:
	answered = sure.split(",")
	return [{"kind": str(doubt), "text": text} for doubt, text in found.items() if str(doubt) not in answered]


def _file(user: str, values: Mapping[str, Any], mark: str | None) -> str:
	_check_rate(user)
	return filing.file_from_portal(user, values, mark).name


@frappe.whitelist(methods=["POST"])
def cancel(name: str, reason: str = "", seen: str = "") -> None:
	"""Withdraw the user's own request that is no longer needed (R3.4).

	`seen` is the request's `modified` as the page showed it, here and below.
	"""
	user, reason = _owner_of(name), form.plain(reason)
	_refuse_long("reason", reason, form.LONGEST_REASON)
	filing.withdraw(name, user, reason, seen)


@frappe.whitelist(methods=["POST"])
def confirm(name: str, seen: str = "", rating: int = 0) -> None:
	"""Record that the applicant confirms the result (R7.7), with a `rating` of 1 to 5, 0 for none (P1)."""
	confirmation.confirm(name, _owner_of(name), seen, rating)


@frappe.whitelist(methods=["POST"])
def dispute(name: str, text: str = "", seen: str = "", files: str = "[]") -> None:
	"""Record that the applicant does not confirm the result, and what is not done: a ground for rework (R6.3.3).

	`files`: JSON list of names from `upload` that show it, here and below.
	"""
	user, text, names = _owner_of(name), form.plain(text), _file_names(files)
	_refuse_long("text", text, form.LENGTHS["description"])
	confirmation.dispute(name, user, text, seen, uploads.claim(user, names, name))


@frappe.whitelist(methods=["POST"])
def reopen(name: str, text: str = "", seen: str = "", files: str = "[]") -> None:
	"""Open the user's own closed request again, with what is not done, while its days last (R7.7)."""
	user, text, names = _owner_of(name), form.plain(text), _file_names(files)
	_refuse_long("text", text, reopening.LONGEST)
	reopening.reopen(name, user, text, seen, uploads.claim(user, names, name))


@frappe.whitelist(methods=["POST"])
def supplement(name: str, comment: str = "", files: str = "[]") -> None:
	"""Add a comment, files or both to the user's own request that is not finished (R3.4)."""
	user, text, names = _owner_of(name), form.plain(comment), _file_names(files)
	if not text and not names:
		problems.refuse_fields({"comment": form.missing("comment")})
	_refuse_long("comment", text, form.LONGEST_COMMENT)
	additions.supplement(name, user, text, uploads.claim(user, names, name))


@frappe.whitelist(methods=["POST"])
def answer(name: str, text: str = "", files: str = "[]") -> None:
	"""Answer what the operator asks about the user's own request before it is registered (R5.9)."""
	user, text, names = _owner_of(name), form.plain(text), _file_names(files)
	if not text and not names:
		problems.refuse_fields({"text": form.missing("text")})
	_refuse_long("text", text, asking.LONGEST)
	asking.answer(name, user, text, uploads.claim(user, names, name))


@frappe.whitelist(methods=["POST"])
def save_details(
	surname: str | None = None,
	first_name: str | None = None,
	patronymic: str | None = None,
	phone: str | None = None,
	notify_by: str | None = None,
	street: str | None = None,
	building: str | None = None,
	flat: str | None = None,
	is_ngo: bool | int | None = None,
	ngo_name: str | None = None,
	is_displaced: bool | int | None = None,
	registered_residence: str | None = None,
	consent: bool | int = 0,
) -> None:
	"""Change the user's own personal data (R3.3). What is not sent stays; what is sent empty is taken away.

	A patronymic, the residence and the marks can go. Surname, first name and phone cannot: 417 with `field_errors`, and nothing is saved. Nor is
	another phone taken while the account's own one is blocked (R5.8).
	"""
	user = _applicant()
	given = {
		"surname": surname,
		"first_name": first_name,
		"patronymic": patronymic,
		"phone": phone,
		"notify_by": notify_by,
		"street": street,
		"building": building,
		"flat": flat,
		"is_ngo": is_ngo,
		"ngo_name": ngo_name,
		"is_displaced": is_displaced,
		"registered_residence": registered_residence,
	}
	sent = {name: value for name, value in given.items() if value is not None}
	values = details.read({**sent, "consent": consent})
	account = queries.account(user)
	found = details.problems(values) | form.account_problems(values, account)
	found |= form.emptied(values, account, sent)
	problems.refuse_fields({name: problem for name, problem in found.items() if problem})
	filing.check_may_change_phone(user, values["phone"])
	emptied = [name for name in sent if not values[name]]
	filing.my_applicant(user, values, emptied, details.about(values, sent))


@frappe.whitelist(methods=["GET"])
def entries(text: str = "") -> list[str]:
	"""Return the codes of the classifier entries that a citizen may choose and that `text` may mean, the best first (R5.11)."""
	_check_searches(_signed_in())
	return finding.entries(text, finding.CITIZENS)


@frappe.whitelist(methods=["POST"])
def likely_entries(description: str) -> list[str]:
	"""Return the codes of the entries to which such descriptions mostly went, of those that a citizen may choose (R5.11).

	Only what enough of them went to. By POST, since what a citizen writes belongs into no server's log.
	"""
	_check_searches(_signed_in())
	_refuse_long("description", description, form.LENGTHS["description"])
	found = finding.likely(description, finding.CITIZENS, MOST_LIKELY)
	return [each.entry for each in found if each.share >= LEAST_SHARE]


@frappe.whitelist(methods=["GET"])
def streets(text: str = "") -> list[dict]:
	"""Find streets for the search box, by present or former name: [{name, former_names}]."""
	_check_searches(_signed_in())
	return register.with_former(register.offered(text))


@frappe.whitelist(methods=["GET"])
def locate(street: str = "", building: str = "") -> dict:
	"""Return {street, district, title, problem, question, works} of an address, without what there is nothing to say of.

	`street` is the register's name of the street that was written, `problem` {kind, values, text} why there is none;
	`district` and `title` where street and building decide it; `question` is about an odd building; `works` are
	announced works that concern the place: [{title, whom, when}].
	"""
	_check_searches(_signed_in())
	try:
		known = register.named(street)
	except ProblemError as error:
		return {"problem": {**problems.code(error.problem), "text": problems.at_field(error.problem)}}
	return _about(known, building) if known else {}


def _about(street: str, building: str) -> dict:
	district = place.district_at(street, building)
	found = {
		"district": district,
		"title": district and frappe.get_cached_value("City District", district, "title"),
		"question": next(iter(doubts.of_place({"street": street, "building": building}).values()), ""),
		"works": repair_pages.works_at(street, building),
	}
	found = {name: value for name, value in found.items() if value}
	return {"street": street, **found} if found else {}


@frappe.whitelist(methods=["GET"])
def where(latitude: float, longitude: float) -> dict:
	"""Return {words, question} of a position that was taken: where it lies in the city, "" where that is not known."""
	_check_searches(_signed_in())
	with problems.refusing():
		check_coordinates(latitude, longitude)
	taken, city = doubts.position(latitude, longitude), doubts.city()
	words = doubt_words.where(taken, city) if taken and city else ""
	return {"words": words, "question": doubts.of_position(taken)}


def _owner_of(request: str) -> str:
	user = _signed_in()
	permissions.check_own_request(request, user)
	return user


def _repeated(user: str, values: Mapping[str, Any]) -> str | None:
	"""Return the account's equal request of the last REPEAT_MINUTES, so that a double tap files no second one."""
	applicant = applicants.of_user(user)
	if not applicant:
		return None
	compared = {name: without_markup(text) for name, text in values.items() if name in COMPARED}
	own = {
		name: without_markup(value) if isinstance(value, str) else value
		for name, value in values["own"].items()
	}
	filters = {
		"applicant": applicant,
		"channel": "Web",
		"stage": ("not in", request_words.ARCHIVED),
		"creation": (">", add_to_date(now_datetime(), minutes=-REPEAT_MINUTES)),
		**{name: text or ("is", "not set") for name, text in compared.items()},
	}
	# Filters of the newest framework take no name of a field in Ukrainian; of equal requests there are one or two.
	equal = (frappe.get_doc("Request", name) for name in frappe.get_all("Request", filters, pluck="name"))
	return next((each.name for each in equal if all(each.get(name) == own[name] for name in own)), None)


def _check_rate(user: str) -> None:
	"""Limit the requests of one account within an hour. Not by IP address, which a whole house may share."""
	applicant = applicants.of_user(user)
	since = add_to_date(now_datetime(), hours=-1)
	filed = (
		frappe.db.count("Request", {"applicant": applicant, "channel": "Web", "creation": (">", since)})
		if applicant
		else 0
	)
	if filed >= policy.settings().submissions_per_hour:
		problem = Problem(Kind.TOO_MANY_REQUESTS, (str(filed), policy.settings().phone or ""))
		problems.refuse(problem, error=frappe.RateLimitExceededError)


def _filed(request: str, user: str, files: list[str]) -> dict:
	"""Attach the files to a filed request and return the answer about it.

	It names the start of moderation if the request waits for working hours (R3.2).
	"""
	uploads.claim(user, files, request)
	waits = clock.from_site(frappe.db.get_value("Request", request, "moderate_from"))
	waits = waits if waits and waits > clock.now() else None
	return {
		"name": request,
		"url": f"/my-requests/{request}",
		"thanks": f"/my-requests/{request}/filed",
		"waits_until": speech.start_words(waits),
	}
