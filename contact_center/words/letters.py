"""The words that letters to citizens share: the greeting by name, deadlines as people say them, the signature.

The texts of letters are the administrator's; Jinja knows these functions as methods (`hooks.py`).
"""

from datetime import datetime

import frappe
from frappe import _
from markupsafe import Markup, escape

from contact_center.policy import settings
from contact_center.reading import request_codes
from contact_center.reading.headlines import headline
from contact_center.words import speech, vocative


def letter_greeting(applicant: str | None) -> Markup:
	"""Return «Добрий день, Оксано Петрівно!» for the name of an Applicant, escaped; «Добрий день!» without a first name."""
	fields = ["first_name", "patronymic"]
	person = applicant and frappe.db.get_value("Applicant", applicant, fields, as_dict=True)
	if not person or not person.first_name:
		return escape(_("Good day!"))
	name = " ".join(filter(None, (person.first_name, person.patronymic)))
	if speech.locale().language == "uk":
		name = vocative.called(person.first_name, person.patronymic or "")
	return escape(_("Good day, {0}!").format(name))


def letter_deadline(deadline: datetime | str | None) -> str:
	"""Return «сьогодні до 17:35», «завтра, 27.11, до 10:00» or «до 30.11.2026, 14:30», as of this moment; "" without one.

	A letter names what was to be done by when, so a deadline that has passed meanwhile reads like the others.
	"""
	return speech.by_words(deadline) if deadline else ""


def letter_title(entry: str | None, description: str | None) -> str:
	"""Return the title of a Classifier entry, or the first words of what the applicant wrote where none was chosen."""
	return (entry and frappe.db.get_value("Classifier", entry, "title")) or headline(description)


def letter_code(request: str) -> str:
	"""Return the code by which operators find a Request that has no number yet, «A72-USE-LLN2»."""
	return request_codes.written(request)


def letter_question(request: str) -> str:
	"""Return what the applicant of a Request was asked last, escaped."""
	asked = {"request": request, "kind": "Asked"}
	found = frappe.get_all(
		"Request Journal", asked, pluck="text", order_by="creation desc, idx desc", limit=1
	)
	return escape(next(iter(found), ""))


def letter_comment(request: str) -> str:
	"""Return the last comment of the office or an executor that the applicant of a Request sees, escaped."""
	shown = {"request": request, "kind": "Commented", "is_public": 1, "actor": ("is", "set")}
	found = frappe.get_all(
		"Request Journal", shown, pluck="text", order_by="creation desc, idx desc", limit=1
	)
	return escape(next(iter(found), ""))


def letter_request(request: str) -> dict:
	"""Return {number, about, executor, due} of a request, for those who have joined it: nothing that its applicant wrote."""
	fields = ["number", "classifier", "street", "building", "lead_executor", "due"]
	row = frappe.db.get_value("Request", request, fields, as_dict=True)
	entry = row.classifier and frappe.get_cached_value("Classifier", row.classifier, "title")
	executor = row.lead_executor and frappe.get_cached_value("Executor", row.lead_executor, "title")
	about = ", ".join(filter(None, (entry, row.street, row.building)))
	return {
		"number": escape(row.number or ""),
		"about": escape(about),
		"executor": escape(executor or ""),
		"due": row.due,
	}


def letter_appeal(appeal: str) -> dict:
	"""Return {account} of an Appeal: the address of its page in the applicant's account, "" without one."""
	applicant = frappe.db.get_value("Appeal", appeal, "applicant")
	has_account = applicant and frappe.db.get_value("Applicant", applicant, "user")
	return {"account": frappe.utils.get_url(f"/my-appeals/{appeal}") if has_account else ""}


def letter_inspection(inspection: str) -> dict:
	"""Return {number, when, place, reason, note, about, request} of an Inspection, escaped, for whom is called to it.

	`note` is that of its last step. Nothing is there that its applicant wrote.
	"""
	fields = ["number", "starts_at", "place", "reason", "request", "stage"]
	row = frappe.db.get_value("Inspection", inspection, fields, as_dict=True)
	entry = letter_request(row.request)
	words = {name: escape(row[name] or "") for name in ("number", "place", "reason")}
	when = speech.moment_words(row.starts_at) if row.starts_at else ""
	steps = {"parent": inspection, "parenttype": "Inspection"}
	words["note"] = escape(frappe.db.get_value("Inspection Step", steps, "note", order_by="idx desc") or "")
	return {**words, "when": when, "about": entry["about"], "request": entry["number"]}


def letter_called_applicant(request: str) -> dict:
	"""Return {when, place, outcome} of the newest inspection of a Request to which its applicant is invited, escaped."""
	invited = {"request": request, "applicant_invited": 1}
	fields = ["starts_at", "place", "outcome"]
	row = frappe.db.get_value("Inspection", invited, fields, as_dict=True, order_by="creation desc")
	when = speech.moment_words(row.starts_at) if row and row.starts_at else ""
	outcome = _(row.outcome) if row and row.outcome else ""
	return {"when": when, "place": escape((row and row.place) or ""), "outcome": escape(outcome)}


def letter_number(request: str) -> str:
	"""Return the number of a Request with a blank before it, for a subject; "" before it is registered."""
	number = frappe.db.get_value("Request", request, "number")
	return f" {number}" if number else ""


def letter_signature() -> Markup:
	"""Return the end of a letter, in HTML: who writes and at what number to call."""
	kept = settings()
	lines = [_("Yours,"), _("contact center, {0}").format(kept.city_name)]
	if kept.phone:
		lines.append(_("phone {0}").format(kept.phone))
	return Markup("<p>{}</p>").format(Markup("<br>").join(lines))
