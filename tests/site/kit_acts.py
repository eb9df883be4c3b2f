"""Requests and tasks in each stage, made as people make them: what the walk over all acts is done to."""

from dataclasses import dataclass, field
from datetime import timedelta

import frappe
import kit

from contact_center.control import asking, confirmation
from contact_center.intake import joining
from contact_center.record import clock, messages
from contact_center.regulation import acts
from contact_center.regulation.acts import REQUEST, TASK, Act
from contact_center.regulation.stages import Stage

NOWHERE = "KIT-немає"
CALLER = "kit-caller@example.com"
STAGES = {REQUEST: tuple(Stage), TASK: tuple(stage for stage in Stage if stage is not Stage.MODERATION)}
SHIPPED = {
	acts.ACCEPT: {Stage.REGISTERED},
	acts.DECLINE: {Stage.REGISTERED, Stage.IN_PROGRESS},
	acts.REJECT: {Stage.MODERATION},
	acts.CANCEL: {Stage.MODERATION, Stage.REGISTERED, Stage.IN_PROGRESS, Stage.REWORK},
	acts.RETURN_FOR_REWORK: {Stage.AWAITING_CONFIRMATION},
}
"""Acts whose buttons the shipped workflows do not have in all their stages."""
SPECIAL = {
	acts.JOIN: "not joined",
	acts.ASK_FOR_TERM: "not asked",
	acts.CLOSE: "confirmed",
	acts.CLOSE_NOT_REACHED: "called in vain",
	acts.TAKE_IN: "by phone",
}
"""Acts that need another document than the others do; `variant` names it."""
OF_A_RESULT = ("confirmed", "called in vain")


@dataclass
class Made:
	"""A request or a task, and what was made beside it."""

	document: str
	request: str
	task: str = NOWHERE
	wish: str = NOWHERE
	other: str = NOWHERE
	stage: Stage | None = None
	evidence: list[dict] = field(default_factory=list)

	@property
	def name(self) -> str:
		return self.task if self.document == TASK else self.request

	@property
	def seen(self) -> str:
		"""The version that a form shows which is opened now."""
		return self._now("modified")

	@property
	def state(self) -> str:
		return self._now("workflow_state")

	@property
	def number(self) -> str:
		return frappe.db.get_value(REQUEST, self.request, "number") or ""

	@property
	def applicant(self) -> str:
		return frappe.db.get_value(REQUEST, self.request, "applicant") or ""

	@property
	def contact(self) -> str:
		return frappe.db.get_value("Applicant", self.applicant, "email") or ""

	@property
	def day(self) -> str:
		due = frappe.db.get_value(TASK, self.task, "due")
		return str(frappe.utils.add_days((due or frappe.utils.now_datetime()).date(), 3))

	def _now(self, fieldname: str) -> str:
		return str(frappe.db.get_value(self.document, self.name, fieldname) or "")


def variant(act: Act, stage: Stage) -> str:
	"""Return which document the act needs in this stage."""
	kind = SPECIAL.get(act, "")
	return kind if kind not in OF_A_RESULT or stage is Stage.AWAITING_CONFIRMATION else ""


def made(document: str, stage: Stage, kind: str, other: str = NOWHERE) -> Made:
	"""Make a document in this stage, as this variant. The caller commits."""
	with messages.quiet():
		request = _begun(kind, stage) if kind != "called in vain" else _called_in_vain()
		found = Made(document, request.name, other=other)
		if kind != "not joined" and kind != "by phone":
			joining.join(request.name, kit.applicant("neighbour"))
		if request.number:
			found.task = kit.task_of(request).name
		if kind != "called in vain":
			_brought_to(found, stage, kind)
	found.stage = Stage(frappe.db.get_value(document, found.name, "stage"))
	assert found.stage is stage, (document, stage, found.stage)
	return found


def _begun(kind: str, stage: Stage):
	"""A web request in moderation, else one that is registered by phone."""
	if kind == "by phone":
		values = kit.values(applicant=_caller())
		if stage is not Stage.MODERATION:
			return kit.registered(**values)
		with kit.acting("operator"):
			return frappe.get_doc({"doctype": REQUEST, **values}).insert()
	if stage is not Stage.MODERATION:
		return kit.registered()
	request = kit.filed()
	with kit.acting("operator"):
		asking.ask(request.name, "Який під'їзд?", seen=kit.version(request))
	return request


def _caller() -> str:
	"""The applicant of requests by phone, who has no account."""
	known = frappe.db.get_value("Applicant", {"email": CALLER})
	who = {"surname": "Телефонна", "first_name": "Марія", "phone": "+380671110077", "email": CALLER}
	values = {"doctype": "Applicant", "notify_by": "Phone", "consent": 1, **who}
	return known or frappe.get_doc(values).insert(ignore_permissions=True).name


def _called_in_vain():
	"""Three calls on two days, which nobody took."""
	with clock.at(kit.MONDAY):
		request = kit.executed()
	for later in (timedelta(), timedelta(hours=4), timedelta(days=1)):
		with clock.at(kit.MONDAY + later), kit.acting("operator"):
			confirmation.call_back(request.name, "Not Reached", seen=kit.version(request))
	return request


def _brought_to(found: Made, stage: Stage, kind: str) -> None:
	request = frappe.get_doc(REQUEST, found.request)
	if stage is Stage.REJECTED and found.document == TASK:
		kit.act(frappe.get_doc(TASK, found.task), "Not My Competence", "water", reason="Не наша мережа")
	elif stage is Stage.REJECTED:
		kit.act(request, "Reject", "operator", reason="Не належить", refusal_ground=kit.GROUND)
	elif stage is Stage.CANCELLED:
		kit.act(request, "Cancel", "operator", reason="Подвійна")
	elif stage not in (Stage.MODERATION, Stage.REGISTERED):
		_worked_on(found, request, stage, kind)


def _worked_on(found: Made, request, stage: Stage, kind: str) -> None:
	task = kit.accept(frappe.get_doc(TASK, found.task))
	found.evidence = [{"kind": "Photo", "file": kit.hung_on(task)}]
	if stage is not Stage.REWORK:
		_ask_for_term(found, task, kind)
	if stage is not Stage.IN_PROGRESS:
		kit.report(task)
	if stage is Stage.CLOSED:
		kit.confirm_and_close(request)
	elif stage is Stage.REWORK:
		kit.return_for_rework(request)
		_ask_for_term(found, task, kind)
	elif kind == "confirmed":
		with kit.acting("operator"):
			confirmation.call_back(request.name, "Confirmed", seen=kit.version(request))


def _ask_for_term(found: Made, task, kind: str) -> None:
	if kind != "not asked":
		found.wish = kit.ask_for_term(task)
