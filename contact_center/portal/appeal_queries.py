"""Read what the account shows of its own appeals: explicit fields, nothing of who considers them (R3.3a)."""

import frappe
from frappe.query_builder.functions import Count

from contact_center.access import permissions
from contact_center.intake import applicants
from contact_center.record import clock
from contact_center.words import appeal_words, speech

PAGE_LENGTH = 10
MOST_REQUESTS = 30
LIST_FIELDS = "name number kind stage summary received_at due_utc".split()
DETAIL_FIELDS = "modified text about person answer_by answer answered_at became_request".split()


def count(user: str) -> int:
	"""Return how many appeals the account has, by one statement."""
	appeal, person = frappe.qb.DocType("Appeal"), frappe.qb.DocType("Applicant")
	query = frappe.qb.from_(person).join(appeal).on(appeal.applicant == person.name)
	return query.where(person.user == user).select(Count(appeal.name)).run()[0][0]


def my_appeals(user: str, page: int = 1) -> dict:
	"""Return {rows, page, pages, appeals: how many} of the account's appeals, the newest first."""
	applicant = applicants.of_user(user)
	total = count(user)
	pages = max(1, -(-total // PAGE_LENGTH))
	page = min(max(1, page), pages)
	rows = frappe.get_all(
		"Appeal",
		{"applicant": applicant or ""},
		LIST_FIELDS,
		order_by="received_at desc, name desc",
		limit_start=(page - 1) * PAGE_LENGTH,
		limit_page_length=PAGE_LENGTH,
	)
	return {"rows": [_worded(row) for row in rows], "page": page, "pages": pages, "appeals": total}


def _worded(row: dict) -> dict:
	considered = row.stage == "Under Consideration"
	due = clock.from_utc(row.due_utc) if considered else None
	return row.update(
		kind_label=appeal_words.kind_label(row.kind),
		badge=appeal_words.stage_label(row.stage),
		css=appeal_words.CSS[row.stage],
		received=speech.moment_words(row.received_at),
		due_words=speech.until_words(due, clock.now()) if due else "",
	)


def my_appeal(user: str, name: str) -> dict | None:
	"""Return one appeal of the account with its answer; None of another's.

	An answer is shown to who asked for one in writing; else it is a note of the office.
	"""
	applicant = applicants.of_user(user)
	own = {"name": name, "applicant": applicant or ""}
	fields = [
		*LIST_FIELDS,
		*DETAIL_FIELDS,
		"passed_to.title as passed_title",
		"executor.title as executor_title",
	]
	row = next(iter(frappe.get_all("Appeal", own, fields) if applicant and name else []), None)
	if not row:
		return None
	in_writing = bool(row.answer_by)
	about = appeal_words.stage_label(row.about) if row.about else ""
	return _worded(row).update(
		explanation=appeal_words.explanation(row.stage, in_writing),
		answer=row.answer if in_writing and row.stage == "Answer Given" else "",
		answered=speech.moment_words(row.answered_at) if row.answered_at else "",
		whom=" · ".join(filter(None, (about, row.executor_title, row.person))),
		files=_file_names(name),
		can_withdraw=row.stage == "Under Consideration",
	)


def _file_names(appeal: str) -> list[str]:
	hung = {"attached_to_doctype": "Appeal", "attached_to_name": appeal, "owner": "Administrator"}
	return frappe.get_all("File", hung, pluck="file_name", order_by="creation")


def requests_to_name(user: str) -> list[dict]:
	"""Return the account's own requests that an appeal may be about, the newest first: [{name, title}]."""
	applicant = applicants.of_user(user)
	if not applicant:
		return []
	named = {"applicant": applicant, "number": ("is", "set")}
	return frappe.get_all(
		"Request",
		named,
		["name", "title"],
		order_by="received_at desc, name desc",
		limit_page_length=MOST_REQUESTS,
	)


def is_own(name: str, user: str) -> bool:
	"""Return whether the appeal is the account's."""
	applicant = applicants.of_user(user)
	return bool(applicant) and frappe.db.get_value("Appeal", name, "applicant") == applicant


def own_request(name: str, user: str) -> bool:
	"""Return whether the request may be named in an appeal of this account."""
	return not name or permissions.is_own_request(name, user)
