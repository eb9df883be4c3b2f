"""The administrator's workflow: states and transitions of one's own, in the framework's screens, without code (P7).

The states' names are the site's; the code knows stages only. What an administrator added, a migrate keeps.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import frappe
import kit
import pytest
from frappe.model.workflow import get_transitions
from kit_rest import is_refused

from contact_center import workflows
from contact_center.access import roles
from contact_center.record import checking
from contact_center.regulation.problems import ProblemKind
from contact_center.workflows.states import state_for

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")
WAITING = "Очікує матеріалів"
RESOURCE = "/api/resource"
BENCH = os.environ.get("CONTACT_CENTER_BENCH", "")


def workflow_of(doctype: str) -> str:
	return frappe.get_all("Workflow", {"document_type": doctype, "is_active": 1}, pluck="name")[0]


@pytest.fixture
def shipped(world):
	"""Puts the shipped workflows back, whatever the test made of them."""
	yield
	frappe.db.rollback()
	for name in frappe.get_all(
		"Workflow", {"document_type": ("in", ["Request", "Request Task"])}, pluck="name"
	):
		frappe.db.delete("Workflow", {"name": name})
		for table in ("Workflow Document State", "Workflow Transition"):
			frappe.db.delete(table, {"parent": name})
	for state in (WAITING, f"{WAITING} довго", "Без стадії"):
		frappe.delete_doc("Workflow State", state, force=True, ignore_missing=True)
	for action in ("Чекати на матеріали", "Продовжити"):
		frappe.delete_doc("Workflow Action Master", action, force=True, ignore_missing=True)
	frappe.db.commit()
	frappe.clear_cache()
	workflows.install()
	frappe.db.commit()


def state(name: str, stage: str | None, role: str) -> dict:
	field = {"update_field": "stage", "update_value": stage} if stage else {}
	return {"state": name, "doc_status": "0", "allow_edit": role, **field}


def transition(old: str, action: str, new: str, role: str) -> dict:
	return {"state": old, "action": action, "next_state": new, "allowed": role, "allow_self_approval": 1}


def add_waiting(client, doctype: str, role: str) -> None:
	"""What an administrator does in the screen of the workflow, as its form sends it."""
	for master, field, name in (
		("Workflow State", "workflow_state_name", WAITING),
		("Workflow Action Master", "workflow_action_name", "Чекати на матеріали"),
		("Workflow Action Master", "workflow_action_name", "Продовжити"),
	):
		if not client.get(f"{RESOURCE}/{master}/{name}").ok:
			answer = client.post(f"{RESOURCE}/{master}", {field: name})
			assert answer.ok, answer.text
	loaded = client.call("frappe.desk.form.load.getdoc", doctype="Workflow", name=workflow_of(doctype)).json()
	workflow = loaded["docs"][0]
	workflow["states"].append(state(WAITING, "In Progress", role))
	workflow["transitions"] += [
		transition("In Progress", "Чекати на матеріали", WAITING, role),
		transition(WAITING, "Продовжити", "In Progress", role),
	]
	answer = client.call("frappe.desk.form.save.savedocs", doc=json.dumps(workflow), action="Save")
	assert answer.ok, answer.text
	frappe.db.rollback()
	frappe.clear_cache()


def press(client, doctype: str, name: str, action: str):
	document = client.get(f"{RESOURCE}/{doctype}/{name}").json()["data"]
	answer = client.call("frappe.model.workflow.apply_workflow", doc=json.dumps(document), action=action)
	assert answer.ok, answer.text
	frappe.db.rollback()
	return answer.json()["message"]


def test_an_executor_waits_for_materials(rest, shipped):
	"""A state and transitions added on the screen; the rest goes on to the confirmed end as ever."""
	add_waiting(rest("sysadmin"), "Request Task", roles.EXECUTOR)
	request = kit.registered()
	name = kit.task_of(request).name
	frappe.db.commit()
	executor = rest("water")
	press(executor, "Request Task", name, "Accept")
	task = press(executor, "Request Task", name, "Чекати на матеріали")
	assert (task["workflow_state"], task["stage"]) == (WAITING, "In Progress")
	assert kit.fresh(request).stage == "In Progress"
	assert kit.kinds(request)[-1] == "Commented"  # the executor's pause is on record
	photo = kit.hung_on(kit.task_of(request))
	frappe.db.commit()
	saved = executor.put(
		f"{RESOURCE}/Request Task/{name}",
		kit.result(evidence=[{"kind": "Photo", "file": photo}]),
	)
	assert saved.ok, saved.text
	press(executor, "Request Task", name, "Продовжити")
	press(executor, "Request Task", name, "Report Result")
	assert kit.fresh(request).stage == "Awaiting Confirmation"
	operator = rest("operator")
	assert operator.call(
		"contact_center.control.confirmation.call_back",
		request=request.name,
		outcome="Confirmed",
		seen=kit.version(request),
	).ok
	assert press(operator, "Request", request.name, "Close")["stage"] == "Closed"
	assert kit.task_of(request).stage == "Closed"
	assert checking.check(request.name) == []


def test_clocks_and_rights_hold_in_the_new_state(rest, shipped):
	"""It is a state of In Progress: the term runs, the executor may write, others may not."""
	add_waiting(rest("sysadmin"), "Request Task", roles.EXECUTOR)
	request = kit.registered()
	name = kit.task_of(request).name
	frappe.db.commit()
	press(rest("water"), "Request Task", name, "Accept")
	press(rest("water"), "Request Task", name, "Чекати на матеріали")
	assert frappe.db.get_value("Request Task", name, "next_deadline")
	assert is_refused(rest("operator").put(f"{RESOURCE}/Request Task/{name}", {"result": "Зроблено"}))
	assert not rest("roads").put(f"{RESOURCE}/Request Task/{name}", {"workflow_state": "In Progress"}).ok
	answer = rest("operator").call(
		"contact_center.control.redirect.redirect",
		task=name,
		executor="KIT-ROADS",
		reason="Має матеріали",
		seen=kit.version(kit.task_of(request)),
	)
	assert answer.ok, answer.text
	frappe.db.rollback()
	assert frappe.db.get_value("Request Task", name, "stage") == "Cancelled"


def test_a_request_gets_a_state_too(rest, shipped):
	"""The operator's own mark on a request; its tasks bring it on from there as from any other state."""
	add_waiting(rest("sysadmin"), "Request", roles.OPERATOR)
	request = kit.registered()
	task = kit.accept(kit.task_of(request))
	frappe.db.commit()
	marked = press(rest("operator"), "Request", request.name, "Чекати на матеріали")
	assert (marked["workflow_state"], marked["stage"]) == (WAITING, "In Progress")
	with kit.acting("water"):
		task = kit.fresh(task)
		task.result_unit = "Дільниця 1"
		task.save()
	assert kit.fresh(request).workflow_state == WAITING
	kit.report(task)
	assert (kit.fresh(request).workflow_state, kit.fresh(request).stage) == ("Awaiting Confirmation",) * 2
	assert kit.confirm_and_close(request).stage == "Closed"


def test_a_migrate_keeps_what_the_administrator_made(rest, shipped, site):
	"""The real command: fixtures are synchronised, hooks of the app run, and the workflow stays the site's own."""
	add_waiting(rest("sysadmin"), "Request Task", roles.EXECUTOR)
	name = workflow_of("Request Task")
	before = frappe.get_doc("Workflow", name)
	command = [
		sys.executable,
		"-m",
		"frappe.utils.bench_helper",
		"frappe",
		"--site",
		site,
		"migrate",
		"--skip-search-index",
	]
	done = subprocess.run(command, cwd=Path(BENCH, "sites"), capture_output=True, text=True, timeout=400)
	assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
	frappe.db.rollback()
	frappe.clear_cache()
	after = frappe.get_doc("Workflow", name)
	for table in ("states", "transitions"):
		assert [row.as_dict(no_default_fields=True) for row in after.get(table)] == [
			row.as_dict(no_default_fields=True) for row in before.get(table)
		]
	assert after.modified == before.modified
	assert frappe.db.exists("Workflow State", WAITING) and frappe.db.exists(
		"Workflow Action Master", "Продовжити"
	)
	task = kit.accept(kit.task_of(kit.registered()))
	with kit.acting("water"):
		assert "Чекати на матеріали" in [each.action for each in get_transitions(kit.fresh(task))]


def test_renamed_states_change_nothing(shipped):
	"""No code asks for a state's name: every state is called otherwise, and a request lives its life."""
	running = {
		stage: one_in(stage) for stage in ("Registered", "In Progress", "Awaiting Confirmation", "Rework")
	}
	waiting = kit.filed()
	for doctype in ("Request Task", "Request"):
		workflow = frappe.get_doc("Workflow", workflow_of(doctype))
		names = {row.state: f"{row.state} (наше)" for row in workflow.states}
		for new in names.values():
			if not frappe.db.exists("Workflow State", new):
				frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": new}).insert()
		for row in workflow.states:
			row.state = names[row.state]
		for row in workflow.transitions:
			row.state, row.next_state = names[row.state], names[row.next_state]
		workflow.save()
	frappe.clear_cache()
	request = kit.executed()
	assert request.workflow_state == "Awaiting Confirmation (наше)"
	kit.return_for_rework(request)
	kit.report(kit.task_of(request))
	kit.confirm_and_close(kit.fresh(request))
	assert (kit.fresh(request).stage, kit.task_of(request).stage) == ("Closed", "Closed")
	assert checking.check(request.name) == []
	assert kit.act(waiting, "Register", "operator").workflow_state == "Registered (наше)"
	for stage, before in running.items():
		assert (kit.fresh(before).stage, kit.fresh(before).workflow_state) == (stage, f"{stage} (наше)")
		bring_to_the_end(before)


def one_in(stage: str):
	"""A request whose task and itself are in the stage."""
	request = kit.registered()
	if stage != "Registered":
		kit.accept(kit.task_of(request))
	if stage in ("Awaiting Confirmation", "Rework"):
		kit.report(kit.task_of(request))
	if stage == "Rework":
		kit.return_for_rework(request)
	return kit.fresh(request)


def bring_to_the_end(request) -> None:
	if kit.task_of(request).stage == "Registered":
		kit.accept(kit.task_of(request))
	if kit.task_of(request).stage != "Awaiting Confirmation":
		kit.report(kit.task_of(request))
	kit.confirm_and_close(kit.fresh(request))
	assert (kit.fresh(request).stage, kit.task_of(request).stage) == ("Closed", "Closed")


def test_documents_of_a_removed_state_get_the_first_state_of_their_stage(rest, shipped):
	"""Nothing is stranded: the executor finds the task where its work goes on, and its record is as it was."""
	add_waiting(rest("sysadmin"), "Request Task", roles.EXECUTOR)
	task = kit.accept(kit.task_of(kit.registered()))
	kit.act(task, "Чекати на матеріали", "water")
	before = kit.kinds(frappe.get_doc("Request", task.request))
	workflow = frappe.get_doc("Workflow", workflow_of("Request Task"))
	workflow.states = [row for row in workflow.states if row.state != WAITING]
	workflow.transitions = [row for row in workflow.transitions if WAITING not in (row.state, row.next_state)]
	workflow.save()
	frappe.clear_cache()
	assert (kit.fresh(task).workflow_state, kit.fresh(task).stage) == ("In Progress", "In Progress")
	assert kit.kinds(frappe.get_doc("Request", task.request)) == before
	bring_to_the_end(frappe.get_doc("Request", task.request))


@pytest.mark.parametrize("file", workflows.FILES)
def test_supervisors_may_do_all_that_operators_may(file):
	"""P3."""
	shipped = json.loads(Path(workflows.__file__).with_name(file).read_text(encoding="utf-8"))

	def may(role: str) -> set[tuple]:
		states = {(row["state"],) for row in shipped["states"] if row["allow_edit"] == role}
		moves = shipped["transitions"]
		return states | {(row["state"], row["action"]) for row in moves if row["allowed"] == role}

	assert may(roles.OPERATOR) and may(roles.OPERATOR) <= may(roles.SUPERVISOR)


@pytest.mark.parametrize("doctype", ["Request", "Request Task"])
@pytest.mark.parametrize(
	"fields",
	[
		{"update_field": None, "update_value": None},
		{"update_field": "stage", "update_value": ""},
		{"update_field": "stage", "update_value": "Очікування"},
		{"update_field": "reason", "update_value": "In Progress"},
	],
)
def test_a_state_without_a_stage_is_refused_by_name(doctype, fields, rest, shipped, untouched):
	"""On saving the workflow, with the cure: which state, which field, which values."""
	client = rest("sysadmin")
	client.post(f"{RESOURCE}/Workflow State", {"workflow_state_name": "Без стадії"})
	workflow = client.get(f"{RESOURCE}/Workflow/{workflow_of(doctype)}").json()["data"]
	workflow["states"].append({**state("Без стадії", None, roles.OPERATOR), **fields})
	answer = client.put(f"{RESOURCE}/Workflow/{workflow['name']}", {"states": workflow["states"]})
	assert answer.status_code == 417
	message = json.loads(json.loads(answer.json()["_server_messages"])[0])["message"]
	assert "Без стадії" in message and "In Progress" in message


@pytest.mark.parametrize("doctype", ["Request", "Request Task"])
@pytest.mark.parametrize("stage", ["Registered", "Rework", "Closed", "Cancelled"])
def test_a_stage_without_a_state_is_refused_by_name(doctype, stage, rest, shipped, untouched):
	"""Work could not be brought there any more."""
	client = rest("sysadmin")
	workflow = client.get(f"{RESOURCE}/Workflow/{workflow_of(doctype)}").json()["data"]
	states = [row for row in workflow["states"] if row["update_value"] != stage]
	kept = [row for row in workflow["transitions"] if stage not in (row["state"], row["next_state"])]
	answer = client.put(f"{RESOURCE}/Workflow/{workflow['name']}", {"states": states, "transitions": kept})
	assert answer.status_code == 417
	assert stage in json.loads(json.loads(answer.json()["_server_messages"])[0])["message"]
	problem = answer.json()["problem"]
	assert (
		problem["kind"] in ("Stage Without a State", "Wrong First State") and problem["values"][-1] == stage
	)


def test_stages_are_named_as_they_are_typed_and_as_they_are_read(shipped, monkeypatch):
	"""The code has to be typed into the row, the administrator reads Ukrainian."""
	monkeypatch.setattr(frappe.local, "lang", "uk")
	workflow = frappe.get_doc("Workflow", workflow_of("Request Task"))
	workflow.states[-1].update_value = "Десь"
	with pytest.raises(frappe.ValidationError) as refusal:
		workflow.save()
	assert "In Progress (У роботі)" in str(refusal.value)


@pytest.mark.parametrize(
	("doctype", "old", "new", "role"),
	[
		("Request Task", "Registered", "Closed", roles.EXECUTOR),
		("Request Task", "Rejected", "In Progress", roles.EXECUTOR),
		("Request", "Moderation", "Awaiting Confirmation", roles.OPERATOR),
		("Request", "Cancelled", "Registered", roles.OPERATOR),
	],
)
def test_a_transition_that_the_regulation_forbids_is_refused(doctype, old, new, role, shipped):
	"""When the workflow is saved, not when somebody presses the button."""
	workflow = frappe.get_doc("Workflow", workflow_of(doctype))
	workflow.append("transitions", transition(old, "Close", new, role))
	with pytest.raises(frappe.ValidationError, match=f"{old}.*{new}") as refusal:
		workflow.save()
	assert refusal.value.problem.kind is ProblemKind.IMPOSSIBLE_TRANSITION
	assert refusal.value.problem.values[2:] == (old, new)


def rename(doctype: str, names: dict[str, str]) -> None:
	"""Write other names into the rows, as the screen of the workflow does."""
	for new in names.values():
		if not frappe.db.exists("Workflow State", new):
			frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": new}).insert()
	workflow = frappe.get_doc("Workflow", workflow_of(doctype))
	for row in workflow.states:
		row.state = names.get(row.state, row.state)
	for row in workflow.transitions:
		row.state, row.next_state = names.get(row.state, row.state), names.get(row.next_state, row.next_state)
	workflow.save()
	frappe.clear_cache()


@pytest.mark.parametrize(
	("names", "now"),
	[
		({WAITING: f"{WAITING} довго"}, f"{WAITING} довго"),
		({WAITING: "In Progress", "In Progress": WAITING}, "In Progress"),
	],
	ids=["renamed", "names exchanged"],
)
def test_documents_follow_a_renamed_state(names, now, rest, shipped):
	"""The second state of a stage does not fall back to the first one."""
	add_waiting(rest("sysadmin"), "Request Task", roles.EXECUTOR)
	accepted = kit.accept(kit.task_of(kit.registered()))
	waiting = kit.act(kit.accept(kit.task_of(kit.registered())), "Чекати на матеріали", "water")
	rename("Request Task", names)
	assert (kit.fresh(waiting).workflow_state, kit.fresh(waiting).stage) == (now, "In Progress")
	assert kit.fresh(accepted).workflow_state == names.get("In Progress", "In Progress")
	kit.act(waiting, "Продовжити", "water")


def test_new_requests_begin_where_requests_begin(shipped):
	"""An administrator's state on top of the table is not the one that new documents get."""
	for doctype, stage in (("Request", "Moderation"), ("Request Task", "Registered")):
		workflow = frappe.get_doc("Workflow", workflow_of(doctype))
		if not frappe.db.exists("Workflow State", WAITING):
			frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": WAITING}).insert()
		rows = [
			state(WAITING, "In Progress", roles.OPERATOR),
			*[row.as_dict(no_default_fields=True) for row in workflow.states],
		]
		workflow.set("states", rows)
		try:
			workflow.save()
		except frappe.ValidationError as refusal:
			assert WAITING in str(refusal)
			continue
		frappe.clear_cache()
		made = kit.filed() if doctype == "Request" else kit.task_of(kit.registered())
		assert made.stage == stage


@pytest.mark.parametrize("doctype", ["Request", "Request Task"])
def test_the_last_workflow_is_not_switched_off(doctype, rest, shipped, untouched):
	"""Without one nothing could be registered, and nobody would know why."""
	client = rest("sysadmin")
	answers = [
		client.put(f"{RESOURCE}/Workflow/{workflow_of(doctype)}", {"is_active": 0}),
		client.delete(f"{RESOURCE}/Workflow/{workflow_of(doctype)}"),
	]
	assert not any(answer.ok for answer in answers), [answer.text for answer in answers if answer.ok]


def test_another_workflow_may_take_its_place(shipped):
	"""The framework's own way to change much at once: a copy, edited, made active."""
	old = frappe.get_doc("Workflow", workflow_of("Request Task"))
	new = frappe.copy_doc(old)
	new.workflow_name = "KIT Завдання"
	new.insert()
	frappe.clear_cache()
	assert workflow_of("Request Task") == new.name
	assert kit.executed().stage == "Awaiting Confirmation"


@pytest.mark.parametrize("person", ["Guest", "stranger", "citizen", "water", "operator", "management"])
def test_workflows_are_the_administrators(person, rest, world, untouched):
	client = rest(person)
	assert is_refused(client.put(f"{RESOURCE}/Workflow/{workflow_of('Request')}", {"is_active": 0}))
	assert is_refused(client.post(f"{RESOURCE}/Workflow State", {"workflow_state_name": "KIT"}))


def test_each_stage_has_its_state(world):
	for doctype in ("Request", "Request Task"):
		for stage in workflows.states.NEEDED_STAGES[doctype]:
			assert state_for(doctype, stage)
