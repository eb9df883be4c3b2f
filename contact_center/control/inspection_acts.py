"""What happens to an inspection that was called: it is moved, called off, or what was found is recorded (R7.3, R9.2.4).

`seen` is the inspection's `modified` as its user saw it: who decides on what was changed meanwhile is refused. Recording
decides nothing about the request: the outcome proposes an act, and a person does it.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr

from contact_center import policy
from contact_center.access import permissions
from contact_center.control import inspection_members, inspections, samples
from contact_center.control.inspections import DOCTYPE
from contact_center.framework import seen as versions
from contact_center.intake import said
from contact_center.record import clock
from contact_center.record.writing import Draft, open_draft
from contact_center.regulation import inspections as rules
from contact_center.regulation.acts import CALL_OFF_INSPECTION, MOVE_INSPECTION, RECORD_INSPECTION, Act
from contact_center.regulation.inspections import (
	CALL_OFF,
	LONGEST_FINDINGS,
	LONGEST_PLACE,
	LONGEST_REASON,
	MOVE,
	RECORD,
	InspectionKind,
	Outcome,
)
from contact_center.regulation.moments import is_late
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import meanwhile, problems

CAME, ABSENT = "Came", "Did Not Come"


@frappe.whitelist(methods=["POST"])
def move_inspection(inspection: str, starts_at: str, reason: str, place: str = "", seen: str = "") -> None:
	"""Move a called inspection to another moment, and to another place where one is given; everybody is told.

	PermissionError for others than operators and supervisors, ValidationError without a reason or a coming moment.
	"""
	doc, draft, text = _open(inspection, MOVE_INSPECTION, reason, LONGEST_REASON)
	moment = inspections.moment_of(starts_at)
	where = said.within(place, LONGEST_PLACE) or doc.place
	if _is_repeated(doc, MOVE, text) and doc.starts_at == clock.to_site(moment):
		return
	_check(doc, MOVE, seen)
	with problems.refusing():
		rules.check_words(text, where)
		rules.check_moment(moment, clock.now())
	inspections.check_names_nobody(doc.request, text)
	before = inspections.told(clock.from_utc(doc.starts_utc), doc.place)
	doc.place, doc.sequence = where, doc.sequence + 1
	inspections.set_moment(doc, moment)
	inspections.save(doc, MOVE, "\n".join((_("Before: {0}").format(before), text)))
	now = inspections.told(moment, where)
	inspections.journal(doc, draft, MOVE_INSPECTION, f"{now}\n{text}", now)
	subject = _("The inspection was moved: {0}").format(doc.number)
	inspections.tell_members(doc, "moved", subject, now)


@frappe.whitelist(methods=["POST"])
def call_off_inspection(inspection: str, reason: str, seen: str = "") -> None:
	"""Call an inspection off, or refuse one that an executor has asked for, with the reason; everybody is told.

	PermissionError for others than operators and supervisors, ValidationError without a reason.
	"""
	doc, draft, text = _open(inspection, CALL_OFF_INSPECTION, reason, LONGEST_REASON)
	if _is_repeated(doc, CALL_OFF, text):
		return
	_check(doc, CALL_OFF, seen)
	if not text:
		problems.refuse(Problem(Kind.INSPECTION_REASON_NEEDED))
	inspections.check_names_nobody(doc.request, text)
	doc.sequence += 1
	inspections.save(doc, CALL_OFF, text)
	inspections.journal(
		doc, draft, CALL_OFF_INSPECTION, text, inspections.told(clock.from_utc(doc.starts_utc), doc.place)
	)
	subject = _("The inspection does not take place: {0}").format(doc.number)
	inspections.tell_members(doc, "cancelled", subject, text)


@frappe.whitelist(methods=["POST"])
def record_inspection(
	inspection: str,
	outcome: str,
	findings: str,
	competent: str = "",
	came: str | list = "",
	seen: str = "",
) -> None:
	"""Record what was found: the outcome, in words, and who came (names of rows of members).

	`competent` is the executor who was found so. The request stays as it is. PermissionError for others than operators
	and supervisors, ValidationError for what is incomplete, and before the inspection has begun.
	"""
	doc, draft, text = _open(inspection, RECORD_INSPECTION, findings, LONGEST_FINDINGS)
	choices = [each.value for each in Outcome]
	if outcome not in choices:
		problems.refuse(Problem(Kind.NOT_ONE_OF, (outcome, *choices)))
	if doc.outcome == outcome and _is_repeated(doc, RECORD, None) and doc.findings == text:
		return
	_check(doc, RECORD, seen)
	begun = not is_late(clock.from_utc(doc.starts_utc), clock.now())
	with problems.refusing():
		rules.check_record(Outcome(outcome), text, competent, begun)
	inspections.check_names_nobody(doc.request, text)
	_set_found(doc, Outcome(outcome), text, competent, came)
	inspections.save(doc, RECORD, _(outcome))
	if doc.kind == InspectionKind.SAMPLE.value:
		samples.follow_inspection(doc)
	words = "\n".join(filter(None, (_words(doc), text)))
	inspections.journal(doc, draft, RECORD_INSPECTION, words, _(outcome))


def _set_found(doc: Any, outcome: Outcome, findings: str, competent: str, came: str | list) -> None:
	executor = competent if outcome is Outcome.COMPETENT else None
	if executor and not policy.executors([executor]).get(executor):
		problems.refuse(Problem(Kind.UNKNOWN_EXECUTOR, (executor,)))
	doc.update({"outcome": outcome.value, "findings": findings, "competent": executor})
	doc.stage = rules.stage_after(outcome).value
	doc.recorded_at, doc.recorded_by = clock.to_site(clock.now()), frappe.session.user
	there = inspection_members.listed(came)
	for row in doc.members:
		row.came = CAME if row.name in there else ABSENT


def _words(doc: Any) -> str:
	title = frappe.get_cached_value("Executor", doc.competent, "title") if doc.competent else ""
	return ": ".join(filter(None, (_(doc.outcome), title)))


def _open(name: str, act: Act, text: str, most: int) -> tuple[Any, Draft, str]:
	"""Return the inspection and the draft of its request, both locked, and the words. PermissionError for who may not."""
	permissions.check_may(act)
	request = frappe.db.get_value(DOCTYPE, name, "request")
	if not request:
		frappe.get_doc(DOCTYPE, name)  # refuses in the framework's words
		raise frappe.DoesNotExistError
	draft = open_draft(request)
	return frappe.get_doc(DOCTYPE, name, for_update=True), draft, said.within(text, most)


def _check(doc: Any, move: rules.Move, seen: str) -> None:
	with problems.refusing():
		rules.check_move(move, doc.stage)
	if seen or versions.over_the_network():
		if cstr(doc.modified) != cstr(seen):
			meanwhile.refuse_touched(doc)


def _is_repeated(doc: Any, move: rules.Move, note: str | None) -> bool:
	"""Return whether the user has just taken this very step: a double click, or the first answer was lost."""
	last = doc.steps[-1]
	if (last.step, last.taken_by) != (move.step.value, frappe.session.user):
		return False
	return note is None or (last.note or "").endswith(note)
