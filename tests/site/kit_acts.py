"""Requests and tasks in each stage, made as people make them: what the walk over all acts is done to."""

from dataclasses import dataclass, field
from datetime import timedelta

import frappe
import kit

from contact_center.control import asking, confirmation, work_stages
from contact_center.intake import joining
from contact_center.record import clock, messages
from contact_center.regulation import acts
from contact_center.regulation.acts import REQUEST, TASK, Act
from contact_center.regulation.stages import Stage

NOWHERE = "KIT-немає"
CALLER = "kit-caller@example.com"
STAGES = {REQUEST: tuple(Stage), TASK: tuple(stage for stage in Stage if stage is not Stage.MODERATION)}
PERSON = {code: person for person, code in kit.EXECUTOR_OF.items()}
SHIPPED = {
	acts.ACCEPT: {Stage.REGISTERED},
	acts.DECLINE: {Stage.REGISTERED, Stage.IN_PROGRESS},
	acts.REJECT: {Stage.MODERATION},
	acts.CANCEL: {Stage.MODERATION, Stage.REGISTERED, Stage.IN_PROGRESS, Stage.REWORK},
}
"""Acts whose buttons the shipped workflows do not have in all their stages."""
SPECIAL = {
	acts.JOIN: "not joined",
	acts.ASK_FOR_TERM: "not asked",
	acts.CLOSE: "confirmed",
	acts.CLOSE_NOT_REACHED: "called in vain",
	acts.TAKE_IN: "by phone",
	acts.RELEASE: "one of two",
	acts.PLAN_STAGE: "long",
	acts.AGREE_STAGE: "long, wished",
	acts.REFUSE_STAGE: "long, wished",
	acts.REPORT_STAGE: "long, planned",
	**dict.fromkeys((acts.MOVE_INSPECTION, acts.RECORD_INSPECTION, acts.CALL_OFF_INSPECTION), "inspected"),
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
	inspection: str = NOWHERE
	work_stage: str = NOWHERE
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
	def inspection_seen(self) -> str:
		return str(frappe.db.get_value("Inspection", self.inspection, "modified") or "")

	@property
	def soon(self) -> str:
		return str(frappe.utils.add_days(clock.to_site(clock.now()).date(), 7))

	@property
	def tomorrow(self) -> str:
		return str(clock.to_site(clock.now() + timedelta(days=1)))

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
			found.task = kit.task_of(request, "KIT-HOUSING" if kind == "one of two" else None).name
		if kind == "inspected" and request.number:
			with clock.at(clock.now() - timedelta(days=2)):
				found.inspection = kit.call_inspection(request).name
		if kind != "called in vain":
			_brought_to(found, stage, kind)
	found.stage = Stage(frappe.db.get_value(document, found.name, "stage"))
	assert found.stage is stage, (document, stage, found.stage)
	return found


def _begun(kind: str, stage: Stage):
	"""A web request in moderation, else one that is registered by phone."""
	if kind == "one of two":
		return kit.registered(classifier=kit.YARD)
	if kind.startswith("long"):
		return kit.registered(classifier=kit.LIFT)
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
	who = {"surname": "Телефонна", "first_name": "Марія", "phone": "+380671119077", "email": CALLER}
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
		task = frappe.get_doc(TASK, found.task)
		kit.act(task, "Not My Competence", PERSON[task.executor], reason="Не наша мережа")
	elif stage is Stage.REJECTED:
		kit.act(request, "Reject", "operator", reason="Не належить", refusal_ground=kit.GROUND)
	elif stage is Stage.CANCELLED:
		kit.act(request, "Cancel", "operator", reason="Подвійна")
	elif stage not in (Stage.MODERATION, Stage.REGISTERED):
		_worked_on(found, request, stage, kind)


def _worked_on(found: Made, request, stage: Stage, kind: str) -> None:
	task = frappe.get_doc(TASK, found.task)
	by = PERSON[task.executor]
	task = kit.accept(task, by)
	found.evidence = [{"kind": "Photo", "file": kit.hung_on(task, by)}]
	if stage is not Stage.REWORK:
		_ask_for_term(found, task, kind)
	if stage is not Stage.IN_PROGRESS:
		kit.report(task, by)
	if kind == "one of two" and stage in (Stage.CLOSED, Stage.REWORK):
		kit.report(kit.accept(kit.task_of(request, "KIT-ROADS"), "roads"), "roads")
	if stage is Stage.CLOSED:
		kit.confirm_and_close(request)
	elif stage is Stage.REWORK:
		kit.return_for_rework(request)
		_ask_for_term(found, task, kind)
	elif kind == "confirmed":
		with kit.acting("operator"):
			confirmation.call_back(request.name, "Confirmed", seen=kit.version(request))


def _ask_for_term(found: Made, task, kind: str) -> None:
	if kind.startswith("long, "):
		found.work_stage = _planned(task, 60 if kind == "long, wished" else 5)
	elif kind not in ("not asked", "long"):
		found.wish = kit.ask_for_term(task, PERSON[task.executor])


def _planned(task, days: int) -> str:
	"""Plan a stage so many days ahead: within those of the settings it is agreed, further it waits for a word."""
	day = str(frappe.utils.add_days(clock.to_site(clock.now()).date(), days))
	with kit.acting(PERSON[task.executor]):
		work_stages.plan_stage(task.name, day, "Зняти кабіну", seen=kit.version(task))
	return frappe.get_last_doc("Work Stage", {"parent": task.name}).name
