"""Read what the citizen's pages show: explicit fields, one query a list of any length (DESIGN, portal).

Citizens have no doctype permissions, so nothing here checks them. Each function takes the user or returns public
records; pages and endpoints pass the session's own user.
"""

import html
from datetime import timedelta

import frappe
from frappe import _

from contact_center import policy
from contact_center.access import files, permissions
from contact_center.control import asking, reopening, work_stages
from contact_center.execution import results
from contact_center.intake import applicants, entry_search, filing
from contact_center.policy.own_fields import own_fields
from contact_center.portal import joined_queries
from contact_center.reading import request_codes
from contact_center.reading.headlines import headline
from contact_center.reading.own_values import OwnField
from contact_center.record import clock, journal
from contact_center.regulation.acts import CONFIRM, SUPPLEMENT, WITHDRAW
from contact_center.regulation.addresses import bare_flat
from contact_center.regulation.stages import OPEN
from contact_center.words import journal_words, request_words, speech

PAGE_LENGTH = 10
LIST_FIELDS = (
	*"name number stage applicant_answer confirmation street building flat place description".split(),
	*"received_at due_utc moderate_from joined_count asked_at".split(),
	"classifier.title as classifier_title",
	"district.title as district_title",
)
DETAIL_FIELDS = (
	*"modified wording first_due due reason result_for_applicant registered_at closed_at".split(),
	"lead_executor.title as executor_title",
)
LEAST_MODERATION = timedelta(hours=1)
RESULT_FIELDS = ("result", "result_unit", "result_person", "result_phone", "result_date")
OPEN_STAGES = {stage.value for stage in OPEN}


def my_requests(user: str, archived: bool = False, page: int = 1) -> dict:
	"""Return {rows, page, pages, current, archived} of the account's requests, the newest first (R3.4)."""
	applicant = applicants.of_user(user)
	totals = _counts(applicant)
	total = totals["archived" if archived else "current"]
	pages = max(1, -(-total // PAGE_LENGTH))
	page = min(max(1, page), pages)
	rows = _rows(applicant, archived, page) if total else []
	return {"rows": rows, "page": page, "pages": pages, **totals}


def counts(user: str) -> dict:
	"""Return {current, archived}: how many requests the account has."""
	return _counts(applicants.of_user(user))


def _counts(applicant: str | None) -> dict:
	if not applicant:
		return {"current": 0, "archived": 0}
	by_stage = joined_queries.counts(applicant)
	finished = sum(count for stage, count in by_stage if stage in request_words.ARCHIVED)
	return {"current": sum(count for _stage, count in by_stage) - finished, "archived": finished}


def _rows(applicant: str, archived: bool, page: int) -> list[dict]:
	joined = joined_queries.of_page(applicant, archived, (page - 1) * PAGE_LENGTH, PAGE_LENGTH)
	rows = frappe.get_all(
		"Request",
		filters={"name": ("in", list(joined))},
		fields=list(LIST_FIELDS),
		order_by="`tabRequest`.received_at desc, `tabRequest`.name desc",
	)
	now = clock.now()
	return [joined_queries.worded(row, now) if joined[row.name] else _worded(row, now) for row in rows]


def _worded(row: dict, now) -> dict:
	"""Add the texts of a request's card to the row: heading, address, badge, time left and the deadline itself."""
	due = clock.from_utc(row.due_utc)
	waits = clock.from_site(row.moderate_from)
	return row.update(
		heading=row.classifier_title or headline(row.description) or _("Request"),
		address=address_words(row),
		badge=request_words.asked_label()
		if row.asked_at
		else request_words.stage_label(
			row.stage, row.applicant_answer, unreached=joined_queries.is_unreached(row)
		),
		css=request_words.css(row.stage),
		received=speech.moment_words(row.received_at),
		is_open=row.stage in OPEN_STAGES,
		left=speech.time_left_words(due, now) if row.stage in OPEN_STAGES else "",
		due_words=speech.moment_words(due),
		until_words=speech.until_words(due, now),
		late=bool(due and due < now and row.stage in OPEN_STAGES),
		waits_until=speech.start_words(waits, now)
		if row.stage == "Moderation" and waits and waits > now and not row.asked_at
		else "",
	)


def address_words(row: dict) -> str:
	"""Word the address of a request, «вул. Соборності, 12, кв. 5, біля школи»; its district if it has no address."""
	flat = _("flat {0}").format(bare_flat(row.flat)) if row.flat else ""
	parts = [part for part in (row.street, row.building, flat, row.place) if part]
	return ", ".join(parts) or row.get("district_title") or ""


def my_request(user: str, name: str) -> dict | None:
	"""Return one request with timeline, answers and files; None unless it is the account's own."""
	if not permissions.is_own_request(name, user):
		return None
	rows = frappe.get_all("Request", filters={"name": name}, fields=[*LIST_FIELDS, *DETAIL_FIELDS])
	request = _worded(rows[0], clock.now())
	answers = _answers(name)
	request.update(
		explanation=request_words.asked_explanation()
		if request.asked_at
		else request_words.stage_explanation(request.stage, unreached=joined_queries.is_unreached(request)),
		steps=request_words.steps(request.stage, unreached=joined_queries.is_unreached(request)),
		question=asking.question(name) if request.asked_at else "",
		can_supplement=SUPPLEMENT.starts_from(request.stage) and not request.asked_at,
		can_cancel=WITHDRAW.starts_from(request.stage),
		answered=request.applicant_answer if CONFIRM.starts_from(request.stage) else "",
		# Who disputed the result may confirm it later: the work may have been done meanwhile.
		can_confirm=CONFIRM.starts_from(request.stage) and request.applicant_answer != "Confirmed",
		can_reopen=reopening.may_be_reopened(request),
		reopen_until=speech.date_words(clock.to_site(reopening.open_until(request))),
		can_file_again=request.stage in FILED_AGAIN and not reopening.may_be_reopened(request),
		extended=request.first_due != request.due,
		first_due_words=speech.moment_words(request.first_due),
		files=files.files_of("Request", [name]),
		work_stages=_stages(name),
		answers=answers,
		# The summary of the results, if the single answers can no longer be shown.
		summary="" if answers else request.result_for_applicant,
		timeline=[_line(line) for line in journal.public_timeline(name)],
	)
	return request


def filed(user: str, name: str) -> dict | None:
	"""Return what follows the filing of the account's own request; None of another's.

	{name, code, number, stage, heading, address, starts, done_by}: `starts` and `done_by` are the moderation's, in
	words; "" once it is over.
	"""
	if not permissions.is_own_request(name, user):
		return None
	row = frappe.get_all("Request", filters={"name": name}, fields=list(LIST_FIELDS))[0]
	now = clock.now()
	shown = _worded(row, now)
	begins = clock.from_site(row.moderate_from) or now
	# Who files the last minutes of a day is not promised an answer on that day.
	due = policy.calendar().closing_after(max(begins, now), LEAST_MODERATION)
	waits = row.stage == "Moderation"
	return {
		**shown,
		"code": request_codes.written(row.name),
		"starts": shown.waits_until,
		"done_by": speech.until_words(due, now) if waits else "",
	}


FILED_AGAIN = ("Rejected", "Closed")
"""Stages of a request that may be filed anew, with what was written filled in."""
AGAIN_FIELDS = "classifier description street building flat district place".split()


def to_file_again(user: str, name: str) -> dict:
	"""Return what the account's own rejected or closed request asked, for a new one: {} of any other request.

	Nothing that was agreed or decided is in it: no consent, wording, position, number, or file.
	"""
	if not name or not permissions.is_own_request(name, user):
		return {}
	wanted = {"name": name, "stage": ("in", FILED_AGAIN)}
	row = frappe.db.get_value("Request", wanted, [*AGAIN_FIELDS, "reason", "stage"], as_dict=True)
	if not row:
		return {}
	if row.pop("stage") != "Rejected":
		row.reason = ""  # of a return, if there was one; it was not declined
	public = row.classifier and frappe.db.exists(
		"Classifier", {**entry_search.PUBLIC, "name": row.classifier}
	)
	return {
		**{field: value or "" for field, value in row.items()},
		"classifier": row.classifier if public else "other",
	}


def _line(line: dict) -> dict:
	# The text of a closing is for the staff.
	text = "" if line["kind"] in ("Closed", "Not Reached") else line["text"]
	label, moment = journal_words.for_applicant(line["kind"]), speech.moment_words(line["moment"])
	label = journal_words.added_by_applicant() if line["own"] else label
	return {**line, "text": text, "label": label, "moment": moment}


def _stages(request: str) -> list[dict]:
	"""Return the stages of long-term work in words (R4.5): [{title, executor, when, was, is_done, is_late, result, files}]."""
	today = clock.to_site(clock.now())
	return [
		{
			**row,
			"when": speech.date_words(row["done_at"] or row["due"]),
			"was": speech.date_words(row["first_due"]) if row["first_due"] != row["due"] else "",
			"is_done": bool(row["done_at"]),
			"is_late": not row["done_at"] and row["due"] < today,
		}
		for row in work_stages.of_request(request)
	]


def _answers(request: str) -> list[dict]:
	"""Return the results of the reported tasks, each with its evidence (R7.5, R8.1.7)."""
	tasks = frappe.get_all(
		"Request Task",
		filters={"request": request, "stage": ("in", files.SHOWN)},
		fields=["name", "executor.title as executor_title", "executed_at", *RESULT_FIELDS],
		order_by="`tabRequest Task`.is_lead desc, `tabRequest Task`.executed_at",
	)
	evidence = results.evidence_of([task.name for task in tasks]) if tasks else {}
	return [
		{
			**task,
			"executed": speech.moment_words(task.executed_at),
			"told_on": speech.date_words(task.result_date),
			"files": evidence.get(task.name, []),
		}
		for task in tasks
	]


def public_entries() -> list[dict]:
	"""Return the classifier entries open to citizens, by group (R5.11).

	[{title, entries: [{name, title, hint, required: [field]}]}]
	"""
	entries = frappe.get_all(
		"Classifier",
		filters=entry_search.PUBLIC,
		fields=[
			"name",
			"title",
			"hint",
			"is_state_body",
			"where_to_turn",
			"parent_classifier",
			"parent_classifier.title as group_title",
		],
		order_by="`tabClassifier`.lft",
	)
	required = _required_fields()
	groups: dict[str, list[dict]] = {}
	for entry in entries:
		title = entry.group_title or _("Other questions")
		shown = {"hint": _hint(entry), "required": required.get(entry.name, [])}
		groups.setdefault(title, []).append({**entry, **shown})
	return [{"title": title, "entries": found} for title, found in groups.items()]


def _hint(entry: dict) -> str:
	"""Return the entry's hint; for a state body where to turn, since no request is made of it (R5.4)."""
	if not entry.pop("is_state_body"):
		entry.pop("where_to_turn")
		return entry.hint or ""
	where = _("This is for a state body. Where to turn: {0}").format(entry.pop("where_to_turn") or "")
	return "\n".join(filter(None, (where, entry.hint)))


def own_fields_asked() -> list[OwnField]:
	"""The city's own fields that some entry for citizens requires, in the order of the request's form."""
	required = {
		name for group in public_entries() for entry in group["entries"] for name in entry["required"]
	}
	return [field for name, field in own_fields().items() if name in required]


def _required_fields() -> dict[str, list[str]]:
	rows = frappe.get_all(
		"Classifier Required Field",
		filters={"parenttype": "Classifier"},
		fields=["parent", "field"],
		order_by="idx",
	)
	found: dict[str, list[str]] = {}
	for row in rows:
		found.setdefault(row.parent, []).append(row.field)
	return found


def districts() -> list[dict]:
	"""Return the city's districts as {name, title}."""
	return frappe.get_all("City District", fields=["name", "title"], order_by="title")


def account(user: str) -> dict:
	"""Return the account's personal data for the forms: of its applicant, or of its user before the first request."""
	fields = [
		"name",
		"surname",
		"first_name",
		"patronymic",
		"phone",
		"email",
		"notify_by",
		"consent",
		*filing.ABOUT,
	]
	name = applicants.of_user(user)
	if name:
		return frappe.db.get_value("Applicant", name, fields, as_dict=True)
	known = frappe.db.get_value("User", user, ["first_name", "last_name", "mobile_no", "email"], as_dict=True)
	names = _split_name(known.first_name, known.last_name)
	return frappe._dict(**names, phone=known.mobile_no or "", email=known.email, notify_by="E-mail")


def _split_name(first: str | None, last: str | None) -> dict[str, str]:
	"""Split a full name, «Прізвище Ім’я По батькові», which Frappe's sign-up stores as the first name."""
	first, last = html.unescape(first or ""), html.unescape(last or "")
	parts = first.split(maxsplit=2)
	if last or len(parts) < 2:
		return {"surname": last, "first_name": first, "patronymic": ""}
	return {"surname": parts[0], "first_name": parts[1], "patronymic": " ".join(parts[2:])}
