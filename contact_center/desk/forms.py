"""Send what a form shows beside the document's fields in the same answer, as `frm.doc.__onload.contact_center`.

The framework calls these functions after it has checked that the user may read the document. Each value checks what
further permission it needs: only operators and supervisors see the applicant's contact (D1).
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import get_transitions, has_approval_access
from frappe.utils import get_datetime

from contact_center import policy
from contact_center.access import files, permissions, roles, standing
from contact_center.control import (
	assigning,
	bell,
	confirmation,
	extension_requests,
	extensions,
	handing,
	redirect,
	releasing,
	reopening,
	work_stages,
)
from contact_center.desk import answers, evidence, inspection_form, preview
from contact_center.execution import contact, results, task_files
from contact_center.intake import clearing_up, holds, joining, similar
from contact_center.record import joined, journal
from contact_center.record.messages import JOINED
from contact_center.regulation import acts
from contact_center.regulation.acts import ACCEPT, REGISTER, REPORT, Act
from contact_center.regulation.stages import Stage, StageError
from contact_center.regulation.trail import trail
from contact_center.reports import looks
from contact_center.words import problems, trail_words
from contact_center.workflows.states import stage_of

KEY = "contact_center"
MOST_TASKS = 50
MOST_JOINED = 200
TASK_FIELDS = (
	*(
		"name",
		"executor",
		"executor.title as executor_title",
		"workflow_state",
		"stage",
		"is_lead",
		"overdue_now",
	),
	*("modified", "accept_by", "due", "awaits_redirect", "proposed_executor", "reason"),
)
CONTACT_FIELDS = ["name", "full_name", "phone", "email", "consent", "street", "building", "flat"]
# Acts that end the work are offered in the menu only, never as the next step.
ENDING = frozenset({acts.REJECT, acts.CANCEL, acts.DECLINE})


def load_request(request: Document) -> None:
	"""Add to the request's answer what its form shows beside the fields: {tasks, journal, unread, files, evidence, checks, applicant,
	calls, disputed, preview, answers, joined, hold, similar, may_redirect, looks, reopen_until, inspections,
	may_call_inspection} and `_steps`.
	"""
	if not request.has_permission("read"):
		return
	shown = {
		"tasks": _tasks(request),
		"journal": journal.timeline(request.doctype, request.name),
		"unread": _is_unread(request),
		"files": files.files_of(request.doctype, [request.name]),
		"evidence": results.evidence_files(request.name) if request.result_for_applicant else [],
		"checks": {},
		"applicant": _contact(request),
		"calls": _calls(request),
		"disputed": _is_disputed(request),
		"preview": _preview(request),
		"answers": _answers(request),
		"joined": _joined(request),
		"hold": _hold(request),
		"similar": _similar(request),
		"may_redirect": redirect.may_redirect(request.redirect_count or 0),
		"looks": looks.at_request(request.name) if permissions.has_role(roles.SUPERVISOR) else [],
		"reopen_until": _reopen_until(request),
	}
	if shown["evidence"] or request.result_for_applicant:
		shown["checks"] = evidence.checks(task["name"] for task in shown["tasks"])
	_say_how_long(shown["tasks"], shown["journal"])
	shown |= inspection_form.of_request(request)
	request.set_onload(KEY, shown | _steps(request) | _no_steps(shown["hold"]))


def load_task(task: Document) -> None:
	"""Add to the task's answer {journal, unread, files, needed_evidence, may_be_redirected,
	may_be_released, extension, stages, may_ask_extension,
	extension_needs_head, handing, below, evidence, checks, no_contact, inspections, may_ask_inspection} and `_steps`.
	"""
	if not task.has_permission("read"):
		return
	mine = standing.standings_of(frappe.session.user) if permissions.has_role(roles.EXECUTOR) else []
	reach = standing.reach_by(mine)
	shown = {
		"journal": journal.timeline(task.doctype, task.name, task=task),
		"unread": _is_unread(task),
		"files": task_files.request_files(task),
		"needed_evidence": _needed_evidence(task),
		"may_be_redirected": _may_be_redirected(task),
		"may_be_released": releasing.may_be_released(task),
		"extension": extensions.of_task(task),
		"may_ask_extension": extension_requests.may_be_asked(task, reach),
		"stages": work_stages.for_form(task, reach),
		"extension_needs_head": extension_requests.needs_head(task),
		"handing": handing.of_task(task, mine),
		"below": assigning.below(task, mine),
		"evidence": evidence.of_task(task),
		"checks": evidence.checks([task.name]) if task.executed_at else {},
		"no_contact": _no_contact(task, reach),
	}
	task.set_onload(KEY, shown | inspection_form.of_task(task, reach) | _steps(task))


def _is_unread(doc: Document) -> bool:
	"""Return whether the document has comments that the user has not read."""
	return bool(bell.unread(doc.doctype, [doc.name]))


def _tasks(request: Document) -> list[dict]:
	"""Return the request's tasks that the user may read, with state and deadlines; none before it is registered."""
	if not request.number or not frappe.has_permission("Request Task"):
		return []
	return frappe.get_list(
		"Request Task",
		filters={"request": request.name},
		fields=list(TASK_FIELDS),
		order_by="`tabRequest Task`.creation",
		limit_page_length=MOST_TASKS,
	)


def _say_how_long(tasks: list[dict], journal_rows: list[dict]) -> None:
	"""Add to each task who had it how long, in words: «має 3 год», «мав 2 дні» (R6.2.1, R7.3)."""
	times = trail((row["kind"], row["moment"], row["task"]) for row in journal_rows)
	for task in tasks:
		if held := times.get(task["name"]):
			held.handed_on &= not task["awaits_redirect"]  # declined, and nobody has it yet
			task["held"] = trail_words.held(held)


def _contact(request: Document) -> dict | None:
	"""Return the applicant's CONTACT_FIELDS; None if the user may not see it (D1)."""
	if not request.applicant or not permissions.has_role(*roles.CONTROLLERS):
		return None
	if not request.has_permlevel_access_to("applicant") or not frappe.has_permission("Applicant"):
		return None
	return next(iter(frappe.get_list("Applicant", {"name": request.applicant}, CONTACT_FIELDS)), None)


def _reopen_until(request: Document) -> str:
	"""Return until which day the user may open a closed request again for who calls, in words; "" where that may not be."""
	if not request.closed_at or not permissions.has_role(*roles.CONTROLLERS):
		return ""
	row = {"stage": request.stage, "closed_at": get_datetime(request.closed_at)}
	return reopening.shown(row)["reopen_until"]


def _no_steps(hold: dict | None) -> dict:
	"""Offer no step to whose colleague works on the request."""
	return {"steps": {}, "next_step": None} if hold and not hold["mine"] else {}


def _similar(request: Document) -> list[dict]:
	"""Return the open requests that one in moderation may be about too; none to whom may not join it to one."""
	if request.stage != Stage.MODERATION.value or not permissions.has_role(*roles.CONTROLLERS):
		return []
	return similar.similar(request.street, request.building, request.classifier, besides=request.name)


def _hold(request: Document) -> dict | None:
	"""Return who works on a request in moderation and until when (holds.hold_of)."""
	if request.stage != Stage.MODERATION.value or not permissions.has_role(*roles.CONTROLLERS):
		return None
	return holds.hold_of(request.name)


def _joined(request: Document) -> dict | None:
	"""Return {people: [who has joined], confirmed, disputed, joined}; None where nobody has, or whom the user may not see."""
	if not request.joined_count or not permissions.has_role(*roles.CONTROLLERS):
		return None
	fields = [
		"applicant.full_name as full_name",
		"applicant.phone as phone",
		"answer",
		"answer_text",
		"answered_at",
	]
	rows = frappe.get_list(
		JOINED,
		{"request": request.name, "left_at": ("is", "not set")},
		["name", "applicant", *fields],
		order_by="`tabJoined Applicant`.joined_at, `tabJoined Applicant`.name",
		limit_page_length=MOST_JOINED,
	)
	reported = get_datetime(request.executed_at) if request.executed_at else None
	people = [{**row, "answer": joining.answer_now(row, reported)} for row in rows]
	return {"people": people, **joined.answers(request.name, reported)}


def _calls(request: Document) -> list[dict]:
	"""Return the calls that cleared the request up; none for whom its caller's words are not meant (D1)."""
	mine = permissions.has_role(*roles.CONTROLLERS) and request.interaction
	return clearing_up.calls_of(request.interaction) if mine else []


def _preview(request: Document) -> dict | None:
	"""Return what registering the card would lead to (R5.11); None if it is registered or the user may not do it."""
	if not REGISTER.starts_from(request.stage) or not permissions.has_role(*roles.CONTROLLERS):
		return None
	return preview.of_card(request)


def _answers(request: Document) -> list[dict]:
	"""Return what may be answered about the entry instead of registering it (RI2); nothing once it is registered."""
	if not REGISTER.starts_from(request.stage) or not permissions.has_role(*roles.CONTROLLERS):
		return []
	return answers.of_entry(request.classifier or "")


def _needed_evidence(task: Document) -> list[str]:
	"""Return, in words, the evidence that the report needs (R7.5 - R7.7); [] once the task is reported or over."""
	if not task.classifier or not (ACCEPT.starts_from(task.stage) or REPORT.starts_from(task.stage)):
		return []
	return [_(kind) for kind in policy.classifier_entry(task.classifier).evidence]


def _no_contact(task: Document, reach: standing.Reach) -> str:
	"""Return why the user does not see the applicant's contact now (D1), as a sentence; empty where the user may ask for it."""
	problem = contact.why_not(task, reach)
	return problems.sentence(problem) if problem else ""


def _may_be_redirected(task: Document) -> bool:
	if not permissions.has_role(*roles.CONTROLLERS):
		return False
	if not redirect.starts_from(task.stage, task.awaits_redirect):
		return False
	stage, redirects = frappe.db.get_value("Request", task.request, ["stage", "redirect_count"])
	return redirect.is_under_control(stage) and redirect.may_redirect(redirects)


def _steps(doc: Document) -> dict:
	"""Return {state, steps: {workflow action open to the user: name of its act or None}, next_step: an action}."""
	if not doc.workflow_state:
		return {"state": None, "steps": {}, "next_step": None}
	rows = [row for row in get_transitions(doc) if has_approval_access(frappe.session.user, doc, row)]
	found = {row.action: _act(doc, row.next_state) for row in rows}
	names = {action: act.name if act else None for action, act in found.items()}
	return {"state": doc.workflow_state, "steps": names, "next_step": _next_step(doc, found)}


def _act(doc: Document, state: str) -> Act | None:
	"""Return the act that leads from the document's stage to `state`; None if it stays in its stage or none leads."""
	try:
		return acts.between(doc.doctype, doc.stage, stage_of(doc.doctype, state))
	except StageError:
		return None


def _next_step(doc: Document, steps: dict[str, Act | None]) -> str | None:
	"""Return the action that the form offers as a button: after a dispute the return, else the first not in ENDING."""
	disputed = _is_disputed(doc)
	returns = [action for action, act in steps.items() if disputed and act is acts.RETURN_FOR_REWORK]
	return next(iter(returns + [action for action, act in steps.items() if act not in ENDING]), None)


def _is_disputed(doc: Document) -> bool:
	return doc.get("applicant_answer") == confirmation.DISPUTED
