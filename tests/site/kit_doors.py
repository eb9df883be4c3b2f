"""Each act's ways in: whose they are, from which stages they lead on, and what a form, a page or a machine sends."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import frappe
import kit
from attack_calls import Call
from attack_dry import Dry
from frappe.model.workflow import get_workflow
from kit_acts import NOWHERE, Made
from kit_portal import forget_limits

from contact_center.access import roles
from contact_center.intake import one_time_codes
from contact_center.integrations import code_senders
from contact_center.regulation import acts
from contact_center.regulation.acts import REQUEST, TASK, Act, Party
from contact_center.regulation.stages import Stage
from contact_center.workflows.states import stage_of, state_for

CONTROL, INTAKE, PORTAL = "contact_center.control.", "contact_center.intake.", "contact_center.portal."
OF_PARTY = {
	Party.APPLICANT: frozenset({"citizen"}),
	Party.OPERATOR: frozenset({"operator", "supervisor"}),
	Party.EXECUTOR: frozenset({"water"}),
	Party.SUPERVISOR: frozenset({"supervisor"}),
}
"""Who of the walk is this party of the made documents."""
ABOVE = "idler"
"""Whose organisation stands above the executors of the walk, inside `an_organisation_above`."""
Send = Callable[[Any, Made], Any]


@dataclass(frozen=True)
class Door:
	"""One way to do an act. `people` may do it, from `origins`; others and from elsewhere it is refused.

	`silent`: {person: stages} in which the same call is allowed, and is no act. `skips`: stages where it is no question, or
	where what is asked for may be there already.
	`private`: staff who may do it too, as the citizens that they are.
	"""

	act: Act
	name: str
	party: Party
	send: Send
	people: frozenset[str]
	origins: frozenset[Stage | None]
	silent: Mapping[str, frozenset[Stage]] = field(default_factory=dict)
	skips: frozenset[Stage | None] = frozenset()
	private: frozenset[str] = frozenset()
	before: Callable[[Made], None] = lambda made: None

	def __str__(self) -> str:
		return f"{self.act.name}-{self.act.document.split()[-1]}-{self.name}"


@dataclass
class DryClient:
	"""Somebody's session as `kit_rest.Client` has it, whose requests run in this process and are lost."""

	person: str
	dry: Dry

	def call(self, method: str, /, **arguments):
		return self.post(f"/api/method/{method}", arguments)

	def post(self, path: str, body: dict):
		return self._send("POST", path, body)

	def put(self, path: str, body: dict):
		return self._send("PUT", path, body)

	def _send(self, verb: str, path: str, body: dict) -> SimpleNamespace:
		answer = self.dry.send(Call(verb, path, body))
		return SimpleNamespace(
			ok=answer.ok,
			status_code=answer.status,
			text=answer.text,
			headers={"Content-Type": answer.kind},
			json=lambda: json.loads(answer.text),
			written=answer.written,
		)


class Recorder:
	"""A client that sends nothing: a door's `send` returns the Call that it would have sent."""

	person = "nobody"

	def call(self, method: str, /, **arguments) -> Call:
		return self.post(f"/api/method/{method}", arguments)

	def post(self, path: str, body: dict) -> Call:
		return Call("POST", path, body)

	def put(self, path: str, body: dict) -> Call:
		return Call("PUT", path, body)


def door(act: Act, party: Party, send: Send, name: str = "", **other) -> Door:
	people = other.pop("people", OF_PARTY[party])
	origins = other.pop("origins", act.origins)
	return Door(act, name or party.value, party, send, frozenset(people), frozenset(origins), **other)


def called(method: str, **fixed) -> Send:
	"""A call of a method that names the document, the version that was seen, and what is said; functions get what was made."""

	def send(client, made: Made):
		given = {name: value(made) if callable(value) else value for name, value in fixed.items()}
		return client.call(method, **given)

	return send


def seen(made: Made) -> str:
	return made.seen


def request(made: Made) -> str:
	return made.request


def task(made: Made) -> str:
	return made.task


def wish(made: Made) -> str:
	return made.wish


def work_stage(made: Made) -> str:
	return made.work_stage


def on_inspection(name: str, **said) -> Send:
	return called(
		f"{CONTROL}inspection_acts.{name}",
		inspection=lambda made: made.inspection,
		seen=lambda made: made.inspection_seen,
		**said,
	)


# Buttons of forms, and the same by a machine's save


def fields_of(act: Act, made: Made) -> dict:
	"""What the form has filled in when its button is pressed."""
	return {
		acts.DECLINE: {"reason": "Не наша мережа"},
		acts.REPORT: {**kit.result(result="Полагоджено, двір прибрано ще раз."), "evidence": made.evidence},
		acts.REGISTER: {"wording_agreed": 1},
		acts.REJECT: {"reason": "Не належить до повноважень", "refusal_ground": kit.GROUND},
		acts.CANCEL: {"reason": "Подвійна заявка"},
		acts.RETURN_FOR_REWORK: {
			"reason": "На світлині не видно місця",
			"return_grounds": [{"ground": kit.BLURRED}],
		},
	}.get(act, {})


def by_a_save(act: Act) -> Send:
	"""PUT of the new state with all that it needs."""

	def send(client, made: Made):
		moved = {"workflow_state": state_for(act.document, act.target), "modified": made.seen}
		return client.put(f"/api/resource/{act.document}/{made.name}", {**fields_of(act, made), **moved})

	return send


def by_the_button(act: Act) -> Send:
	"""The workflow's action on the form as it is."""

	def send(client, made: Made):
		shown = {
			"doctype": act.document,
			"name": made.name,
			"modified": made.seen,
			"workflow_state": made.state,
		}
		action = action_of(act)
		return client.call("frappe.model.workflow.apply_workflow", doc=frappe.as_json(shown), action=action)

	return send


def filled_in(act: Act) -> Callable[[Made], None]:
	"""The form is saved with what the button needs, before it is pressed."""

	def fill(made: Made) -> None:
		if fields := fields_of(act, made):
			frappe.get_doc(act.document, made.name).update(fields).save()

	return fill


def action_of(act: Act) -> str:
	rows = get_workflow(act.document).transitions
	return next(row.action for row in rows if _is(act, row.state, row.next_state))


def _is(act: Act, state: str, next_state: str) -> bool:
	moves = (stage_of(act.document, each) for each in (state, next_state))
	return acts.between(act.document, *moves) is act


def pressed(act: Act, party: Party) -> list[Door]:
	"""The button of the form, and the save of a machine. Whoever saves the state that there is moves nothing."""
	return [
		door(
			act,
			party,
			by_a_save(act),
			f"save by {party}",
			origins=act.origins - {None},
			skips=frozenset({act.target}),
		),
		door(
			act,
			party,
			by_the_button(act),
			f"button of {party}",
			origins=act.origins - {None},
			before=filled_in(act),
		),
	]


@contextmanager
def an_organisation_above() -> Iterator[None]:
	"""Put an organisation above two executors, so that it can assign below."""
	kit.organisation(ABOVE, "KIT-WATER", "KIT-HOUSING", code="KIT-OVER")
	frappe.db.commit()
	frappe.clear_cache()
	yield
	frappe.db.rollback()
	for code in ("KIT-WATER", "KIT-HOUSING"):
		executor = frappe.get_doc("Executor", code)
		executor.parent_executor = None
		executor.save()
	frappe.delete_doc("Executor", "KIT-OVER", force=True)
	frappe.db.commit()
	frappe.clear_cache()


@contextmanager
def all_moves_drawn() -> Iterator[None]:
	"""Draw into both workflows, as an administrator may, each transition that an act can be, from each of its stages."""
	kept = {name: frappe.get_doc("Workflow", name).as_dict() for name in _workflows()}
	for name in kept:
		_draw(frappe.get_doc("Workflow", name))
	frappe.db.commit()
	yield
	frappe.db.rollback()
	for name, before in kept.items():
		workflow = frappe.get_doc("Workflow", name)
		known = {row.name for row in before.transitions}
		workflow.transitions = [row for row in workflow.transitions if row.name in known]
		workflow.save()
	frappe.db.commit()


def _workflows() -> list[str]:
	ours = {"document_type": ("in", [REQUEST, TASK]), "is_active": 1}
	return frappe.get_all("Workflow", ours, pluck="name", order_by="name")


def _draw(workflow) -> None:
	document = workflow.document_type
	drawn = {(row.state, row.next_state, row.allowed) for row in workflow.transitions}
	for act in acts.moves(document):
		for origin in act.origins - {None}:
			move = (state_for(document, origin), state_for(document, act.target))
			for role in {role for party in act.by for role in roles.OF_PARTY[party]}:
				if act is not acts.RECEIVE and (*move, role) not in drawn:
					row = {"state": move[0], "next_state": move[1], "allowed": role, "allow_self_approval": 1}
					workflow.append("transitions", {"action": action_of(act), **row})
	workflow.save()


# What begins a request


def filed(client, made: Made):
	words = {"description": f"З підвалу тече вода, {frappe.generate_hash(length=6)}", "building": "12"}
	return client.call(f"{PORTAL}api.submit", classifier=kit.LEAK, street=kit.STREET, consent=1, **words)


def taken_down(client, made: Made):
	return client.post("/api/resource/Request", kit.values())


def registered_on_a_card(client, made: Made):
	"""The operator's desk: a card, its caller, the request."""
	card = client.call("contact_center.desk.call.begin", key=frappe.generate_hash(length=8), phone="")
	name = card.json()["message"]["name"] if card.ok else NOWHERE
	client.call("contact_center.desk.call.identify", card=name, values={"applicant": kit.applicant()})
	values = {**kit.ASKED, "description": "Тече з підвалу"}
	answer = client.call("contact_center.desk.call.register", card=name, key="walk", values=values)
	client.call("contact_center.desk.call.end", card=name)
	return answer


def sent_by_itself(client, made: Made):
	return client.post("/api/resource/Request Task", {"executor": "KIT-WATER", "number": "1520-1"})


# What others than the applicant and the office do


def joined(client, made: Made):
	forget_limits()
	place = {"street": kit.STREET, "building": "12", "classifier": kit.LEAK}
	return client.call(f"{PORTAL}joining.join", name=made.request, **place)


def as_joined(method: str, **said) -> Send:
	def send(client, made: Made):
		forget_limits()
		return client.call(f"{PORTAL}joining.{method}", name=made.request, **said)

	return send


def taken_in(client, made: Made):
	"""With a right code of the account's own, wherever it has come from."""
	forget_limits()
	bound = (made.applicant, made.contact)
	code = one_time_codes.make(kit.email(client.person), made.request, code_senders.EMAIL, bound)
	return client.call(f"{PORTAL}taking_in.take_in", number=made.number or NOWHERE, code=code)


def saved(**fields) -> Send:
	def send(client, made: Made):
		body = {**fields, "modified": made.seen}
		return client.put(f"/api/resource/{made.document}/{made.name}", body)

	return send


A, O, E, S = Party.APPLICANT, Party.OPERATOR, Party.EXECUTOR, Party.SUPERVISOR
STAGES, OF_LONG_WORK = f"{CONTROL}work_stages.", {"people": {"housing"}}
JOINED_PERSON = {"people": {"neighbour"}}
OFFICE = OF_PARTY[O]
NUMBERED = frozenset(Stage) - {Stage.MODERATION}
"""Stages of requests that have a number, as the made ones are: one that is not registered yet cannot be named."""
AGAIN = {Stage.CLOSED: {"citizen": frozenset({Stage.CLOSED})}}
"""Whoever has said so already, or whose request has ended so, is answered as the first time."""
NO_OPERATORS = frozenset({"water", "roads", "management", "administrator"})
BEING_WORKED_ON = frozenset({Stage.REGISTERED, Stage.IN_PROGRESS, Stage.REWORK})

DOORS: list[Door] = [
	door(acts.RECEIVE, A, filed, people={"citizen", "neighbour"}),
	door(acts.RECEIVE, O, taken_down),
	door(
		acts.ASK, O, called(f"{CONTROL}asking.ask", request=request, question="Який саме під'їзд?", seen=seen)
	),
	door(acts.ANSWER, A, called(f"{PORTAL}api.answer", name=request, text="Другий під'їзд")),
	door(
		acts.ANSWER,
		O,
		called(f"{CONTROL}asking.answer_by_phone", request=request, text="Третій під'їзд"),
	),
	door(
		acts.SPLIT,
		O,
		called(f"{INTAKE}splitting.split", request=request, description="Немає світла", seen=seen),
	),
	door(
		acts.JOIN_TO,
		O,
		called(f"{INTAKE}splitting.join_to", request=request, into=lambda made: made.other, seen=seen),
		skips=frozenset({Stage.CANCELLED}),
	),
	door(
		acts.TURN_INTO_APPEAL,
		O,
		called(f"{INTAKE}appeal_turning.turn_into_appeal", request=request, kind="Proposal", seen=seen),
	),
	*pressed(acts.REGISTER, O),
	door(acts.REGISTER, O, registered_on_a_card, "card", origins={None}),
	door(acts.SEND, O, sent_by_itself, "by itself", people=(), origins=()),
	*pressed(acts.ACCEPT, E),
	*pressed(acts.DECLINE, E),
	*pressed(acts.REPORT, E),
	*pressed(acts.REJECT, O),
	*pressed(acts.CANCEL, O),
	door(
		acts.WITHDRAW,
		A,
		called(f"{PORTAL}api.cancel", name=request, reason="Полагодили", seen=seen),
	),
	*pressed(acts.RETURN_FOR_REWORK, O),
	door(acts.REOPEN, A, called(f"{PORTAL}api.reopen", name=request, text="Тече знову", seen=seen)),
	door(
		acts.REOPEN,
		O,
		called(f"{CONTROL}reopening.reopen_for", request=request, text="Тече знову", seen=seen),
	),
	*pressed(acts.CLOSE, O),
	door(
		acts.CLOSE_NOT_REACHED,
		S,
		called(f"{CONTROL}call_backs.close_not_reached", request=request, reason="Не відповідає", seen=seen),
	),
	door(
		acts.CALL_BACK,
		O,
		called(f"{CONTROL}confirmation.call_back", request=request, outcome="Not Reached", seen=seen),
	),
	door(
		acts.CONFIRM,
		A,
		called(f"{PORTAL}api.confirm", name=request, rating=4, seen=seen),
		silent=AGAIN[Stage.CLOSED],
	),
	door(acts.DISPUTE, A, called(f"{PORTAL}api.dispute", name=request, text="Досі тече", seen=seen)),
	door(
		acts.REDIRECT,
		O,
		called(
			f"{CONTROL}redirect.redirect", task=task, executor="KIT-HOUSING", reason="Їхня мережа", seen=seen
		),
	),
	door(
		acts.ASSIGN_BELOW,
		E,
		called(
			f"{CONTROL}assigning.assign_below", task=task, executor="KIT-HOUSING", reason="Ближче", seen=seen
		),
		"organisation",
		people={ABOVE},
	),
	door(
		acts.RELEASE,
		O,
		called(f"{CONTROL}releasing.release", task=task, reason="Двір уже прибрано", seen=seen),
	),
	door(
		acts.HAND_OVER,
		E,
		called(f"{CONTROL}handing.hand_over", task=task, person=kit.email("water"), seen=seen),
	),
	door(
		acts.PLAN_STAGE,
		E,
		called(f"{STAGES}plan_stage", task=task, day=lambda made: made.soon, title="Нова кабіна", seen=seen),
		**OF_LONG_WORK,
	),
	door(acts.AGREE_STAGE, O, called(f"{STAGES}agree_stage", task=task, stage=work_stage, seen=seen)),
	door(
		acts.REFUSE_STAGE,
		O,
		called(f"{STAGES}refuse_stage", task=task, stage=work_stage, reason="Задовго", seen=seen),
	),
	door(
		acts.REPORT_STAGE,
		E,
		called(f"{STAGES}report_stage", task=task, stage=work_stage, text="Кабіну знято", seen=seen),
		**OF_LONG_WORK,
	),
	door(
		acts.ASK_FOR_INSPECTION,
		E,
		called(f"{CONTROL}inspections.ask_for_inspection", task=task, reason="Мережа не наша", seen=seen),
	),
	door(
		acts.CALL_INSPECTION,
		O,
		called(
			f"{CONTROL}inspections.call_inspection",
			request=request,
			starts_at=lambda made: made.tomorrow,
			place="вул. Перевірочна, 12",
			reason="Дві служби сперечаються",
			seen=seen,
		),
	),
	door(
		acts.MOVE_INSPECTION,
		O,
		on_inspection("move_inspection", starts_at=lambda made: made.tomorrow, reason="Дощ"),
	),
	door(
		acts.RECORD_INSPECTION,
		O,
		on_inspection("record_inspection", outcome="Work Done", findings="Люк закрито"),
	),
	door(acts.CALL_OFF_INSPECTION, O, on_inspection("call_off_inspection", reason="Домовилися")),
	door(
		acts.ASK_FOR_TERM,
		E,
		called(
			f"{CONTROL}extension_requests.ask_for_term",
			task=task,
			reason="Чекаємо на засувку",
			day=lambda made: made.day,
			seen=seen,
		),
	),
	door(acts.EXTEND, O, called(f"{CONTROL}extensions.extend", request=wish, seen=seen)),
	door(
		acts.REFUSE_TERM,
		O,
		called(f"{CONTROL}extensions.refuse_term", request=wish, reason="Строку досить", seen=seen),
	),
	door(
		acts.COMMENT,
		O,
		called(f"{CONTROL}comments.comment", doctype=REQUEST, name=request, text="Просять швидше"),
	),
	*(
		door(
			acts.COMMENT_ON_TASK,
			party,
			called(f"{CONTROL}comments.comment", doctype=TASK, name=task, text="Матеріали завтра"),
			people=OFFICE | OF_PARTY[E],
		)
		for party in (O, E)
	),
	door(acts.SUPPLEMENT, A, called(f"{PORTAL}api.supplement", name=request, comment="Ще й у дворі")),
	door(acts.JOIN, A, joined, **JOINED_PERSON),
	door(
		acts.JOIN,
		O,
		called(
			f"{INTAKE}joining.join_for", request=request, applicant=lambda made: kit.applicant("neighbour")
		),
	),
	door(acts.LEAVE, A, as_joined("leave"), **JOINED_PERSON),
	door(acts.ANSWER_AS_JOINED, A, as_joined("confirm"), "joined confirms", **JOINED_PERSON),
	door(
		acts.ANSWER_AS_JOINED, A, as_joined("dispute", text="У нас тече"), "joined disputes", **JOINED_PERSON
	),
	door(acts.TAKE_IN, A, taken_in, people={"citizen", "neighbour"}, origins=NUMBERED, private=NO_OPERATORS),
	door(
		acts.CORRECT,
		O,
		saved(place="біля аптеки"),
		silent=dict.fromkeys(OFFICE, frozenset({Stage.MODERATION})),
	),
	door(acts.CORRECT_RESULT, O, saved(result="Прорив усунуто двічі"), silent={"water": BEING_WORKED_ON}),
]
"""All ways in. The same table serves whoever does right and whoever does wrong."""

WITHOUT_A_DOOR = {(acts.LEAVE, Party.OPERATOR)}
"""Done with another act alone: who has joined leaves where the office makes one applicant of two."""


def nothing() -> SimpleNamespace:
	"""What is not there, as somebody may name it."""
	names = (
		"request task wish other number name applicant contact state inspection inspection_seen work_stage"
	)
	said = {"evidence": [], "day": "2027-01-01", "tomorrow": "2026-12-01 10:00", "soon": "2026-12-05"}
	seen = "2026-01-01 00:00:00.000000"
	named = dict.fromkeys(names.split(), NOWHERE)
	return SimpleNamespace(**named, **said, seen=seen, stage=None, document=REQUEST)
