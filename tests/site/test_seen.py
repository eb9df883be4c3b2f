"""Every act is done to what its user saw: what others decided meanwhile is named, and nothing happens (P2)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import frappe
import kit
import pytest

from contact_center.framework import own_words, seen
from contact_center.regulation import acts
from contact_center.regulation.acts import ACTS, REQUEST, Act

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

MEANWHILE = "Changed Meanwhile"
UNNAMED = "Version Not Named"


@dataclass(frozen=True)
class Case:
	"""One act: a document to which it may be done, what others do to it meanwhile, and the act on a version of it."""

	act: Act
	made: Callable[[], Any]
	meanwhile: Callable[[Any], Any]
	do: Callable[[Any, str], Any]


def pressed(action: str, by: str) -> Callable[[Any, str], Any]:
	"""The button of a form that shows this version."""

	def press(doc, shown: str):
		with kit.acting(by):
			return seen.apply_workflow({**kit.fresh(doc).as_dict(), "modified": shown}, action)

	return press


def called_back(doc, outcome: str, text: str = "", by: str = "operator", shown: str = "") -> None:
	from contact_center.control import confirmation

	with kit.acting(by):
		confirmation.call_back(doc.name, outcome, text, seen=shown)


def not_confirmed(request) -> None:
	called_back(request, "Not Confirmed", "іржава вода", by="supervisor")


def reworded(request) -> None:
	with kit.acting("supervisor"):
		kit.fresh(request).update({"description": "Тече з підвалу, світла немає"}).save()


def reasoned(request, **values):
	with kit.acting("operator"):
		request = kit.fresh(request)
		request.update({"reason": "Так вирішено", "refusal_ground": kit.GROUND, **values}).save()
	return request


def confirmed(request):
	called_back(request, "Confirmed")
	return request


def sent():
	return kit.task_of(kit.registered())


def accepted():
	task = sent()
	kit.accept(task)
	with kit.acting("water"):
		task = kit.fresh(task)
		task.update(kit.result(evidence=[{"kind": "Photo", "file": kit.hung_on(task)}])).save()
	return task


def declinable():
	task = sent()
	with kit.acting("water"):
		task.update({"reason": "Не наша мережа"}).save()
	return task


def redirected(task, by: str = "supervisor", shown: str = "") -> None:
	from contact_center.control.redirect import redirect

	with kit.acting(by):
		redirect(task.name, "KIT-ROADS", "Мережа дорожників", seen=shown)


def declined(task) -> None:
	kit.act(task, "Not My Competence", "water", reason="Не наша мережа")


def answered(name: str, **values) -> Callable[[Any, str], Any]:
	from contact_center.control import confirmation

	def answer(request, shown: str):
		with kit.acting("citizen"):
			getattr(confirmation, name)(request.name, kit.email("citizen"), seen=shown, **values)

	return answer


def withdrawn(request, shown: str) -> None:
	from contact_center.intake import filing

	with kit.acting("citizen"):
		filing.withdraw(request.name, kit.email("citizen"), "Не треба", shown)


def called_in_vain():
	"""A request that a supervisor may close without an answer: three calls on two days."""
	from contact_center.record import clock

	with clock.at(kit.MONDAY):
		request = kit.executed()
	for later in (timedelta(), timedelta(hours=4), timedelta(days=1)):
		with clock.at(kit.MONDAY + later):
			called_back(request, "Not Reached")
	return request


def closed_not_reached(request, shown: str) -> None:
	from contact_center.control import call_backs

	with kit.acting("supervisor"):
		call_backs.close_not_reached(request.name, seen=shown)


def asked(request, shown: str) -> None:
	from contact_center.control import asking

	with kit.acting("operator"):
		asking.ask(request.name, "Який під'їзд?", seen=shown)


def split(request, shown: str) -> None:
	from contact_center.intake import splitting

	with kit.acting("operator"):
		splitting.split(request.name, "Немає світла в під'їзді", seen=shown)


def joined_to(request, shown: str) -> None:
	from contact_center.intake import splitting

	other = kit.registered(applicant=kit.applicant("neighbour"))
	with kit.acting("operator"):
		splitting.join_to(request.name, other.name, seen=shown)


def turned_into_appeal(request, shown: str) -> None:
	from contact_center.intake import appeal_turning

	with kit.acting("operator"):
		appeal_turning.turn_into_appeal(request.name, "Proposal", seen=shown)


def running():
	return kit.accept(sent())


def asking():
	"""A running task whose executor has asked for a new term."""
	task = running()
	kit.ask_for_term(task)
	return task


def on_the_term(name: str, **values) -> Callable[[Any, str], Any]:
	"""Decide about the new term that waits at a task."""
	from contact_center.control import extensions

	def decide(task, shown: str):
		with kit.acting("operator"):
			wish = frappe.db.get_value("Extension Request", {"task": task.name})
			getattr(extensions, name)(wish, seen=shown, **values)

	return decide


def below():
	"""A task of the water's, which stands with the housing's under an organisation whose person is `idler`."""
	kit.organisation("idler", "KIT-WATER", "KIT-HOUSING")
	return sent()


def assigned(task, shown: str) -> None:
	kit.assign_below(task, "KIT-HOUSING", "idler", seen=shown)


def handed_over(task, shown: str) -> None:
	executor = frappe.get_doc("Executor", task.executor)
	executor.append("users", {"user": kit.email("idler")})
	executor.save()
	kit.hand_over(task, "idler", seen=shown)


def closed():
	request = kit.executed()
	kit.confirm_and_close(request)
	return request


def reopened(request, by: str = "supervisor", shown: str = "") -> None:
	from contact_center.control import reopening

	with kit.acting(by):
		reopening.reopen_for(request.name, "Тече знову", shown)


def one_of_two():
	return kit.task_of(kit.registered(classifier=kit.YARD), "KIT-HOUSING")


def released(task, by: str = "supervisor", shown: str = "") -> None:
	from contact_center.control import releasing

	with kit.acting(by):
		releasing.release(task.name, "Двір уже прибрано", shown)


def lift():
	return kit.accept(kit.task_of(kit.registered(classifier=kit.LIFT)), "housing")


def planned(task, shown: str = "", days: int = 9) -> None:
	from contact_center.control import work_stages

	day = str(frappe.utils.add_days(frappe.utils.nowdate(), days))
	with kit.acting("housing"):
		work_stages.plan_stage(task.name, day, "Зняти кабіну", seen=shown)


def with_stage(days: int = 9):
	task = lift()
	planned(task, kit.version(task), days)
	return kit.fresh(task)


def on_the_stage(name: str, by: str, **values) -> Callable[[Any, str], Any]:
	from contact_center.control import work_stages

	def do(task, shown: str):
		stage = frappe.db.get_value("Work Stage", {"parent": task.name})
		with kit.acting(by):
			getattr(work_stages, name)(task.name, stage, seen=shown, **values)

	return do


CASES = [
	Case(acts.PLAN_STAGE, lift, redirected, planned),
	Case(acts.AGREE_STAGE, lambda: with_stage(200), redirected, on_the_stage("agree_stage", "operator")),
	Case(
		acts.REFUSE_STAGE,
		lambda: with_stage(200),
		redirected,
		on_the_stage("refuse_stage", "operator", reason="Задовго"),
	),
	Case(acts.REPORT_STAGE, with_stage, redirected, on_the_stage("report_stage", "housing", text="Знято")),
	Case(acts.RELEASE, one_of_two, released, lambda task, shown: released(task, "operator", shown)),
	Case(acts.REOPEN, closed, reopened, lambda request, shown: reopened(request, "operator", shown)),
	Case(acts.TURN_INTO_APPEAL, kit.filed, reworded, turned_into_appeal),
	Case(acts.ASK_FOR_TERM, running, redirected, lambda task, shown: kit.ask_for_term(task, seen=shown)),
	Case(acts.EXTEND, asking, redirected, on_the_term("extend")),
	Case(acts.REFUSE_TERM, asking, redirected, on_the_term("refuse_term", reason="Строку досить")),
	Case(acts.ASSIGN_BELOW, below, redirected, assigned),
	Case(acts.HAND_OVER, sent, redirected, handed_over),
	Case(
		acts.ASK_FOR_INSPECTION,
		running,
		redirected,
		lambda task, shown: kit.ask_for_inspection(task, seen=shown),
	),
	Case(
		acts.CALL_INSPECTION,
		kit.registered,
		lambda request: kit.accept(kit.task_of(request)),
		lambda request, shown: kit.call_inspection(request, seen=shown),
	),
	Case(acts.ASK, kit.filed, reworded, asked),
	Case(acts.SPLIT, kit.filed, reworded, split),
	Case(acts.JOIN_TO, kit.filed, reworded, joined_to),
	Case(acts.CLOSE_NOT_REACHED, called_in_vain, not_confirmed, closed_not_reached),
	Case(acts.REGISTER, kit.filed, reworded, pressed("Register", "operator")),
	Case(acts.ACCEPT, sent, redirected, pressed("Accept", "water")),
	Case(acts.DECLINE, declinable, redirected, pressed("Not My Competence", "water")),
	Case(acts.REPORT, accepted, redirected, pressed("Report Result", "water")),
	Case(acts.REJECT, lambda: reasoned(kit.filed()), reworded, pressed("Reject", "operator")),
	Case(
		acts.CANCEL,
		lambda: reasoned(kit.registered()),
		lambda request: kit.accept(kit.task_of(request)),
		pressed("Cancel", "operator"),
	),
	Case(acts.WITHDRAW, kit.registered, lambda request: kit.accept(kit.task_of(request)), withdrawn),
	Case(
		acts.RETURN_FOR_REWORK,
		lambda: reasoned(kit.executed(), return_grounds=[{"ground": kit.BLURRED}]),
		lambda request: called_back(request, "Confirmed", by="supervisor"),
		pressed("Return for Rework", "operator"),
	),
	Case(acts.CLOSE, lambda: confirmed(kit.executed()), not_confirmed, pressed("Close", "operator")),
	Case(
		acts.CALL_BACK,
		kit.executed,
		not_confirmed,
		lambda request, shown: called_back(request, "Confirmed", shown=shown),
	),
	Case(acts.CONFIRM, kit.executed, kit.return_for_rework, answered("confirm")),
	Case(acts.DISPUTE, kit.executed, kit.return_for_rework, answered("dispute", text="Тече")),
	Case(acts.REDIRECT, sent, declined, lambda task, shown: redirected(task, "operator", shown)),
]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.act.name)


def request_of(doc):
	return doc if doc.doctype == REQUEST else frappe.get_doc(REQUEST, doc.request)


def test_every_act_that_decides_is_walked():
	assert {case.act for case in CASES} == {act for act in ACTS if act.decides}


def test_what_decides_nothing():
	"""A comment, an addition and a correction stay what they are, whatever happened; what is new was seen by nobody."""
	assert {act.name for act in ACTS if not act.decides} == {
		*("receive", "send", "comment", "supplement", "correct", "correct_result"),
		*("answer", "join", "leave", "answer_as_joined", "take_in"),
		# held to the version of the inspection, and none of them decides about the request
		*("move_inspection", "record_inspection", "call_off_inspection"),
	}


@each_case
def test_what_others_decided_meanwhile_is_named_and_nothing_happens(case, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")
	doc = case.made()
	shown = kit.version(doc)
	case.meanwhile(doc)
	before = kit.kinds(request_of(doc)), kit.version(doc)
	with pytest.raises(frappe.ValidationError, match="Тим часом: ") as refused:
		case.do(doc, shown)
	assert str(refused.value.problem.kind) == MEANWHILE
	assert re.search(r"\d\d:\d\d", str(refused.value)) and not re.search(r"\d\.\d{6}", str(refused.value))
	assert (kit.kinds(request_of(doc)), kit.version(doc)) == before


@each_case
def test_what_was_seen_as_it_is_is_done(case):
	doc = case.made()
	before = len(kit.kinds(request_of(doc)))
	case.do(doc, kit.version(doc))
	assert len(kit.kinds(request_of(doc))) > before


@each_case
def test_a_comment_and_the_clock_refuse_nobody(case):
	"""Whoever comments decides nothing."""
	from contact_center.control import sweep
	from contact_center.control.comments import comment
	from contact_center.record import clock

	doc = case.made()
	shown = kit.version(doc)
	if case.act is not acts.REOPEN:  # what is closed takes no comments
		with kit.acting("supervisor"):
			comment(doc.doctype, doc.name, "Заявник удома після 18:00")
	with clock.at(clock.now()):
		sweep.sweep_batch()
	case.do(doc, shown)


def test_two_operators_on_one_card(monkeypatch):
	"""«Не підтверджено: іржава вода» is not overruled by a dialog that was opened before it."""
	own_words.apply()  # as before every request
	monkeypatch.setattr(frappe.local, "lang", "uk")
	request = kit.executed()
	shown = kit.version(request)
	not_confirmed(request)
	with pytest.raises(frappe.ValidationError) as refused:
		called_back(request, "Confirmed", shown=shown)
	text = str(refused.value)
	assert re.search(
		r"^Тим часом: \d\d:\d\d Supervisor Тестова: не підтверджено: іржава вода\. Оновіть заявку", text
	)
	assert (kit.fresh(request).applicant_answer, kit.fresh(request).confirmation) == ("Disputed", "")


def test_an_applicant_is_refused_by_what_the_applicant_sees_alone(monkeypatch):
	"""D1, RI1: what the office notes for itself is neither a reason nor a word of one."""
	monkeypatch.setattr(frappe.local, "lang", "uk")
	request = kit.executed()
	shown = kit.version(request)
	called_back(request, "Not Reached", "трубку взяв сусід")
	answered("confirm")(request, shown)
	assert kit.fresh(request).confirmation == "In Account"
	kit.return_for_rework(request)
	with pytest.raises(frappe.ValidationError) as refused:
		answered("dispute", text="Тече")(request, shown)
	assert "сусід" not in str(refused.value) and "Operator" not in str(refused.value)


def test_an_executor_reads_nothing_of_anothers_part(monkeypatch):
	"""D1."""
	monkeypatch.setattr(frappe.local, "lang", "uk")
	request = kit.registered(classifier=kit.YARD)
	task, other = (kit.task_of(request, code) for code in ("KIT-ROADS", "KIT-HOUSING"))
	shown = kit.version(task)
	kit.act(other, "Not My Competence", "housing", reason="Це подвір'я дорожників")
	kit.accept(task, "roads")
	with pytest.raises(frappe.ValidationError) as refused:
		pressed("Accept", "roads")(task, shown)
	assert "подвір" not in str(refused.value)


def problem_of(answer) -> str:
	assert answer.status_code == 417 and "problem" in answer.json(), answer.text
	return answer.json()["problem"]["kind"]


def test_a_machine_names_the_version_that_it_decides_on(rest, world):
	request, client = world.result, rest("operator")
	row = {"doctype": REQUEST, "name": world.own}
	closing = {"workflow_state": "Closed"}
	unnamed = [
		client.call("contact_center.control.confirmation.call_back", request=request, outcome="Not Reached"),
		client.call(
			"contact_center.control.redirect.redirect", task=world.own_task, executor="KIT-ROADS", reason="Ні"
		),
		client.call("frappe.model.workflow.apply_workflow", doc=frappe.as_json(row), action="Cancel"),
		client.put(f"/api/resource/Request/{world.waiting}", {"workflow_state": "Registered"}),
		rest("citizen").call("contact_center.portal.api.confirm", name=request),
		rest("citizen").call("contact_center.portal.api.cancel", name=world.own),
	]
	assert {problem_of(answer) for answer in unnamed} == {UNNAMED}
	assert (
		client.put(
			f"/api/resource/Request/{request}", closing | {"modified": "2026-01-01 00:00:00"}
		).status_code
		== 417
	)
	frappe.db.rollback()
	assert frappe.db.get_value(REQUEST, request, "stage") == "Awaiting Confirmation"


def test_an_outdated_form_says_who_changed_what_in_plain_words(rest, world):
	"""No figures of a machine: who, when, what."""
	client = rest("operator")
	path = f"/api/resource/Request/{world.waiting}"
	shown = client.get(path).json()["data"]
	assert rest("supervisor").put(path, {"place": "біля аптеки"}).ok
	answer = client.put(path, {"flat": "7", "modified": shown["modified"]})
	assert problem_of(answer) == MEANWHILE
	text = answer.text.encode().decode("unicode_escape", "ignore")
	assert not re.search(r"\d\.\d{6}", str(answer.json()["_server_messages"])), text


def test_rows_that_are_ticked_in_a_list_are_each_decided_as_they_are(rest, world):
	request = kit.registered()
	name = kit.task_of(request).name
	frappe.db.commit()
	rest("water").call(
		"frappe.model.workflow.bulk_workflow_approval",
		docnames=frappe.as_json([name]),
		doctype="Request Task",
		action="Accept",
	)
	frappe.db.rollback()
	assert kit.fresh(request).stage == "In Progress"
