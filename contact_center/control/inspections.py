"""An inspection on the spot is asked for by an executor and called by the contact centre (R7.3, R6.3.4, R9.2.4).

The request stays under control and no clock changes. What happens to an inspection after it was called is in
`inspection_acts.py`; who is called to it in `inspection_members.py`. One request has one that is open at most.
"""

from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_datetime

from contact_center.access import permissions
from contact_center.control import bell, inspection_members, samples
from contact_center.control.inspection_writing import acting
from contact_center.intake import numbers, said
from contact_center.reading.named_people import calls, names
from contact_center.record import clock, messages
from contact_center.record.journal import NewLine
from contact_center.record.messages import Message
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation import inspections as rules
from contact_center.regulation.acts import ASK_FOR_INSPECTION, CALL_INSPECTION, Act
from contact_center.regulation.inspections import (
	ASK,
	CALL,
	LONGEST_PLACE,
	LONGEST_REASON,
	InspectionKind,
	InspectionStage,
	Move,
)
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import meanwhile, problems, speech

DOCTYPE = "Inspection"
OPEN = ("in", [stage.value for stage in rules.OPEN_STAGES])


@frappe.whitelist(methods=["POST"])
def ask_for_inspection(task: str, reason: str, seen: str = "") -> str:
	"""Ask the contact centre for an inspection of the task's matter; return the name of the Inspection.

	`seen` is the task's `modified` as its executor saw it. PermissionError for others than the task's executor,
	ValidationError without a reason, for work that is over, and while an inspection of the request is open.
	"""
	permissions.check_may(ASK_FOR_INSPECTION)
	doc = permissions.check_document("Request Task", task, "write")
	if not permissions.acts_on(doc):
		problems.refuse(Problem(Kind.ROLE_MAY_NOT), error=frappe.PermissionError)
	draft, text = open_draft(doc.request), said.within(reason, LONGEST_REASON)
	if meanwhile.is_repeated(draft, ASK_FOR_INSPECTION, seen, text, task) and (found := _open_of(draft)):
		return found.name
	meanwhile.check(draft, ASK_FOR_INSPECTION, seen, task)
	_check_asked(draft, task, text)
	inspection = _new(draft, InspectionKind.COMPETENCE, text, asked_by=doc.executor)
	inspection_members.add_tasks(inspection, draft, [task])
	save(inspection, ASK, text)
	line = NewLine(ASK_FOR_INSPECTION.kind, task=task, executor=doc.executor, text=text)
	draft.add([line]).write()
	subject = _("The executor asks for an inspection, request {0}").format(doc.number)
	bell.ring(bell.operators_of(draft.request), DOCTYPE, inspection.name, subject, text)
	return inspection.name


@frappe.whitelist(methods=["POST"])
def call_inspection(
	request: str,
	starts_at: str,
	place: str,
	reason: str,
	kind: str = InspectionKind.COMPETENCE.value,
	tasks: str | list = "",
	members: str | list = "",
	applicant_invited: bool | int = 0,
	seen: str = "",
) -> str:
	"""Call an inspection of a request, or the one that its executor has asked for; return its name.

	`starts_at` is site time, as 2026-12-03 10:00; `tasks` are those whose executors have to come, all that have the
	request without any; `members` are rows {user} or {full_name, email, represents}. `seen` is the request's `modified`.
	Executors and members get an invitation each, the applicant a letter where invited. PermissionError for others than
	operators and supervisors, ValidationError for what is incomplete or over, and while another one is called.
	"""
	permissions.check_may(CALL_INSPECTION)
	draft, moment = open_draft(request), moment_of(starts_at)
	words, where = said.within(reason, LONGEST_REASON), said.within(place, LONGEST_PLACE)
	text = told(moment, where, words)
	if meanwhile.is_repeated(draft, CALL_INSPECTION, seen, text) and (found := _open_of(draft)):
		return found.name
	meanwhile.check(draft, CALL_INSPECTION, seen)
	inspection = _callable(draft, kind, moment, where, words)
	inspection.update(
		{"place": where, "reason": words, "applicant_invited": int(_is_invited(draft, applicant_invited))}
	)
	set_moment(inspection, moment)
	inspection_members.fill(inspection, draft, tasks, members)
	save(inspection, CALL, words)
	if inspection.kind == InspectionKind.SAMPLE.value:
		samples.note_inspection(request, inspection.name)
	journal(inspection, draft, CALL_INSPECTION, text, told(moment, where))
	tell_members(
		inspection, "called", _("You are called to an inspection: {0}").format(inspection.number), text
	)
	return inspection.name


def told(moment: datetime | None, place: str, reason: str = "") -> str:
	"""Return «3 грудня 2026, 10:00, вул. Соборності, 12» and the reason on a line of its own."""
	when = speech.moment_words(clock.to_site(moment)) if moment else ""
	return "\n".join(filter(None, (", ".join(filter(None, (when, place))), reason)))


def moment_of(text: str) -> datetime | None:
	"""Return the aware moment of site time; None for a text that is none."""
	try:
		return clock.from_site(get_datetime(text)) if text else None
	except Exception:  # whatever the framework's reader makes of a text that is no moment
		return None


def set_moment(inspection: Any, moment: datetime) -> None:
	"""Note when the inspection takes place."""
	inspection.starts_at, inspection.starts_utc = clock.to_site(moment), clock.to_utc(moment)


def check_names_nobody(request: str, *texts: str) -> None:
	"""ValidationError where what executors and outside members read names the applicant, by surname or by phone (D1)."""
	applicant = frappe.db.get_value("Request", request, "applicant")
	person = applicant and frappe.db.get_value("Applicant", applicant, ["surname", "phone"], as_dict=True)
	if person and any(names(person.surname, text) or calls(person.phone, text) for text in texts):
		problems.refuse(Problem(Kind.INSPECTION_NAMES_APPLICANT))


def journal(inspection: Any, draft: Draft, act: Act, text: str, for_applicant: str) -> None:
	"""Write a line about each task whose executor is concerned, and one for the applicant where invited."""
	lines = [
		NewLine(act.kind, task=row.task, executor=row.executor, text=text, of_task=True)
		for row in inspection.members
		if row.task
	]
	if inspection.applicant_invited:
		lines.append(NewLine(act.kind, text=for_applicant, public=True))
	draft.add(lines).write()


def tell_members(inspection: Any, event: str, subject: str, text: str) -> None:
	"""Queue a letter to each member that has an address, and ring the accounts' bells."""
	messages.queue(
		[Message(DOCTYPE, inspection.name, event, row.name) for row in inspection.members if row.email]
	)
	named = {"name": ("in", [row.task for row in inspection.members if row.task])}
	tasks = frappe.get_all("Request Task", named, ["name", "executor", "handed_to"], order_by="name")
	users = [user for each in bell.people_of(tasks).values() for user in each]
	users += [row.user for row in inspection.members if row.user]
	bell.ring(users, DOCTYPE, inspection.name, subject, text)


def save(inspection: Any, move: Move, note: str = "") -> None:
	"""Put the step on record and save; the caller has checked it."""
	taken = {"taken_by": frappe.session.user, "taken_at": clock.to_site(clock.now())}
	inspection.append("steps", {"step": move.step.value, "note": note, **taken})
	inspection.stage = inspection.stage if inspection.outcome else move.target.value
	with acting():
		inspection.save(ignore_permissions=True)


def _check_asked(draft: Draft, task: str, reason: str) -> None:
	stage = draft.facts.tasks[task].stage
	if not ASK_FOR_INSPECTION.starts_from(stage):
		problems.refuse(Problem(Kind.INSPECTION_OF_WHAT, (stage.value,)))
	if not reason:
		problems.refuse(Problem(Kind.INSPECTION_REASON_NEEDED))
	if found := _open_of(draft):
		problems.refuse(Problem(Kind.INSPECTION_OPEN_ALREADY, (found.number,)))


def _callable(draft: Draft, kind: str, moment: datetime | None, place: str, reason: str) -> Any:
	"""Return the inspection to be called: the one that was asked for, else a new one. Refuse what cannot be."""
	stage = draft.facts.stage
	if not CALL_INSPECTION.starts_from(stage):
		problems.refuse(Problem(Kind.INSPECTION_OF_WHAT, (stage.value,)))
	kinds = [each.value for each in InspectionKind]
	if kind not in kinds:
		problems.refuse(Problem(Kind.NOT_ONE_OF, (kind, *kinds)))
	with problems.refusing():
		rules.check_words(reason, place)
		rules.check_moment(moment, clock.now())
	check_names_nobody(draft.request, reason)
	found = _open_of(draft)
	if found and found.stage != InspectionStage.ASKED.value:
		problems.refuse(Problem(Kind.INSPECTION_OPEN_ALREADY, (found.number,)))
	if not found:
		return _new(draft, InspectionKind(kind), reason)
	inspection = frappe.get_doc(DOCTYPE, found.name, for_update=True)
	inspection.kind = kind
	return inspection


def _new(draft: Draft, kind: InspectionKind, reason: str, asked_by: str | None = None) -> Document:
	row = next(iter(draft.tasks.values()), None)
	title = frappe.db.get_value("Request Task", row["name"], "title") if row else ""
	values = {
		"request": draft.request,
		"kind": kind.value,
		"reason": reason,
		"title": title,
		"asked_by": asked_by,
	}
	number = numbers.next_inspection_number(clock.now().year)
	return frappe.get_doc(
		{"doctype": DOCTYPE, "number": number, "stage": InspectionStage.ASKED.value, **values}
	)


def _open_of(draft: Draft) -> Any:
	"""Return {name, number, stage} of the request's open inspection; the request is locked, so nobody makes another."""
	open_ones = {"request": draft.request, "stage": OPEN}
	fields = ["name", "number", "stage"]
	return frappe.db.get_value(
		DOCTYPE, open_ones, fields, as_dict=True, for_update=True, order_by="creation desc"
	)


def _is_invited(draft: Draft, wanted: bool | int) -> bool:
	"""Return whether the applicant is invited: nobody is where the request is anonymous."""
	applicant = frappe.db.get_value("Request", draft.request, "applicant")
	return bool(cint(wanted) and applicant)
