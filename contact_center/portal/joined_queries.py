"""Read what a citizen sees of a request that somebody else has filed and the citizen has joined.

Never who filed it: no name, phone or flat, no words, place in words or files, no executor's words, which may name them
in any form, and no text of the office that points at them.
"""

from datetime import datetime
from typing import Any

import frappe
from frappe import _

from contact_center.control import confirmation
from contact_center.intake import applicants, joining
from contact_center.reading.named_people import Person, points_at
from contact_center.reading.phone_parts import phones_in
from contact_center.record import clock, joined, journal
from contact_center.regulation.acts import ANSWER_AS_JOINED, LEAVE
from contact_center.regulation.facts import Kind
from contact_center.regulation.stages import OPEN, Stage
from contact_center.words import journal_words, request_words, speech

FIELDS = (
	*"name number stage confirmation street building received_at executed_at due_utc joined_count".split(),
	"classifier.title as classifier_title",
	"district.title as district_title",
	"lead_executor.title as executor_title",
)
TEXTS_SHOWN = frozenset({Kind.REJECTED.value, Kind.CANCELLED.value, Kind.JOINED_TO.value})
"""Kinds of journal lines whose text the office writes for all whom the request concerns."""
LEFT_OUT = frozenset(map(str, (Kind.COMMENTED, Kind.ASKED, Kind.ANSWERED, Kind.SPLIT)))
"""What is said to the applicant, or by the applicant."""


def counts(applicant: str) -> list[tuple[str, int]]:
	"""Return (stage, how many) of the applicant's own and joined requests, by one statement."""
	return list(
		frappe.db.sql(
			"""select stage, count(*) from (
				select stage from `tabRequest` where applicant = %(applicant)s
				union all
				select r.stage from `tabJoined Applicant` j join `tabRequest` r on r.name = j.request
				where j.applicant = %(applicant)s and j.left_at is null
			) mine group by stage""",
			{"applicant": applicant},
		)
	)


def of_page(applicant: str, archived: bool, start: int, length: int) -> dict[str, bool]:
	"""Return {request: whether it is joined} of one page of the applicant's own and joined requests, the newest first."""
	sign = "in" if archived else "not in"
	rows = frappe.db.sql(
		f"""select name, joined from (
			select name, received_at, 0 as joined from `tabRequest`
			where applicant = %(applicant)s and stage {sign} %(stages)s
			union all
			select r.name, r.received_at, 1 from `tabJoined Applicant` j join `tabRequest` r on r.name = j.request
			where j.applicant = %(applicant)s and j.left_at is null and r.stage {sign} %(stages)s
		) mine order by received_at desc, name desc limit %(length)s offset %(start)s""",
		{"applicant": applicant, "stages": request_words.ARCHIVED, "length": length, "start": start},
	)
	return {name: bool(is_joined) for name, is_joined in rows}


def joined_request(user: str, name: str) -> dict | None:
	"""Return a request that the account has joined, for its page; None of any other."""
	applicant = applicants.of_user(user)
	mine = joined.row_of(name, applicant)
	if not mine or mine.left_at:
		return None
	row = frappe.get_all("Request", {"name": name}, list(FIELDS))[0]
	answer = joining.answer_now(mine, row.executed_at)
	may_answer = ANSWER_AS_JOINED.starts_from(row.stage)
	shown = worded(row, clock.now(), answer)
	return shown.update(
		explanation=request_words.explanation_for_joined(row.stage, unreached=is_unreached(row)),
		steps=request_words.steps(row.stage, unreached=is_unreached(row)),
		answered=answer if may_answer else "",
		can_confirm=may_answer and answer != "Confirmed",
		can_leave=LEAVE.starts_from(row.stage),
		**_told(name, row.stage),
	)


def is_unreached(row: Any) -> bool:
	"""Return whether the request was closed because its applicant could not be asked (R6.1.5)."""
	return row.stage == "Closed" and row.confirmation == confirmation.NOT_REACHED


def worded(row: Any, now: datetime, answer: str = "") -> Any:
	"""Return a row of the list with the texts of its card, and nothing that its applicant wrote."""
	due = clock.from_utc(row.due_utc)
	is_open = row.stage in {stage.value for stage in OPEN}
	return frappe._dict(
		name=row.name,
		number=row.number,
		stage=row.stage,
		is_joined=True,
		heading=row.classifier_title or _("Request"),
		address=", ".join(filter(None, (row.street, row.building))) or row.district_title or "",
		badge=request_words.stage_label(row.stage, answer),
		css=request_words.css(row.stage),
		received=speech.moment_words(row.received_at),
		executor_title=row.get("executor_title"),
		others=row.joined_count,
		is_open=is_open,
		left=speech.time_left_words(due, now) if is_open else "",
		due_words=speech.moment_words(due),
		until_words=speech.until_words(due, now),
		late=bool(due and due < now and is_open),
		waits_until="",
	)


def _told(name: str, stage: str) -> dict[str, Any]:
	"""Return {timeline, results}, without texts that point at the applicant."""
	person = _person(name)
	timeline = [_line(line, person) for line in journal.public_timeline(name) if line["kind"] not in LEFT_OUT]
	return {"timeline": timeline, "results": _results(name, stage)}


def _person(name: str) -> Person:
	"""Return what may tell who filed the request: of its applicant, the flat of the request and that of the applicant."""
	request = frappe.db.get_value("Request", name, ["applicant", "building", "flat"], as_dict=True)
	fields = ["surname", "first_name", "patronymic", "phone", "other_phones", "email", "flat"]
	found = request.applicant and frappe.db.get_value("Applicant", request.applicant, fields, as_dict=True)
	if not found:
		return Person(building=request.building or "", flat=request.flat or "")
	names = {field: found[field] or "" for field in ("surname", "first_name", "patronymic", "email")}
	phones = tuple(filter(None, (found.phone, *phones_in(found.other_phones or ""))))
	return Person(
		**names, phones=phones, building=request.building or "", flat=request.flat or found.flat or ""
	)


def _open_text(text: str | None, person: Person) -> str:
	return "" if not text or points_at(text, person) else text


def _line(line: dict, person: Person) -> dict:
	by_office = line["kind"] in TEXTS_SHOWN and line["by_staff"]
	return {
		"moment": speech.moment_words(line["moment"]),
		"label": journal_words.for_joined(line["kind"]),
		"executor_title": line["executor_title"],
		"text": _open_text(line["text"], person) if by_office else "",
	}


def _results(name: str, stage: str) -> list[dict]:
	"""Return which executors say that the work is done: [{executor_title, on}], once it is reported."""
	if stage not in (Stage.AWAITING_CONFIRMATION.value, Stage.CLOSED.value):
		return []
	tasks = frappe.get_all(
		"Request Task",
		filters={"request": name, "stage": stage},
		fields=["executor.title as executor_title", "executed_at"],
		order_by="`tabRequest Task`.is_lead desc, `tabRequest Task`.executed_at",
	)
	return [
		{"executor_title": task.executor_title, "on": speech.moment_words(task.executed_at)} for task in tasks
	]
