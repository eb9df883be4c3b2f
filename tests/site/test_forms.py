"""A desk form comes whole, and brings nobody more than the role may see (P2-P7, D1)."""

import frappe
import kit
import pytest
from frappe.desk.form.load import getdoc
from frappe.desk.form.save import savedocs
from frappe.model.workflow import get_workflow
from kit_files import with_photo

from contact_center.control import confirmation
from contact_center.desk import boot
from contact_center.regulation.stages import Stage

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

OVERSEERS = ("operator", "supervisor", "management", "administrator")


def opened(doc, person: str = "operator") -> dict:
	"""What the form of the document brings to this person beside the fields."""
	with kit.acting(person):
		frappe.local.response = frappe._dict(docs=[])
		getdoc(doc.doctype, doc.name)
		return frappe.response.docs[0].get("__onload").contact_center


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_a_request_without_an_entry_opens_too(person):
	"""R5.9: «my question is not in the list» is what moderation is for."""
	brought = opened(kit.filed(classifier=None), person)
	assert (brought["answers"], brought["tasks"]) == ([], [])


@pytest.mark.parametrize("person", OVERSEERS)
def test_a_request_brings_its_executors_its_journal_and_its_files(person):
	"""P2, P3, P6, P7."""
	request = kit.registered()
	file = with_photo(request)
	shown = opened(request, person)
	task = kit.task_of(request)
	assert [(each.name, each.executor_title) for each in shown["tasks"]] == [
		(task.name, frappe.db.get_value("Executor", "KIT-WATER", "title"))
	]
	assert [each["name"] for each in shown["files"]] == [file.name]
	assert [line["kind"] for line in shown["journal"]] == ["Received", "Registered", "Sent"]
	assert shown["evidence"] == []


@pytest.mark.parametrize("person", OVERSEERS)
def test_the_contact_comes_to_operators_and_supervisors_alone(person):
	"""D1: the others read the request without personal data."""
	request = kit.registered()
	shown = opened(request, person)
	if person in ("operator", "supervisor"):
		assert shown["applicant"].phone == kit.PHONES["citizen"]
	else:
		assert shown["applicant"] is None
		assert kit.PHONES["citizen"] not in frappe.as_json(shown)


@pytest.mark.parametrize("person", ["operator", "management"])
def test_a_right_that_the_site_took_away_takes_the_contact_along(person, monkeypatch):
	"""Level 2 holds the personal data, whoever controls."""
	from contact_center.contact_center.doctype.request.request import Request

	monkeypatch.setattr(Request, "has_permlevel_access_to", lambda *_args, **_named: False)
	assert opened(kit.registered(), person)["applicant"] is None


@pytest.mark.parametrize("person", ["water", "idler", "citizen", "stranger"])
def test_other_users_cannot_open_a_request(person):
	"""P1, P4, D1: the executor never sees the request itself."""
	request = kit.registered()
	with pytest.raises(frappe.PermissionError):
		opened(request, person)
	with kit.acting(person):
		request = kit.fresh(request)
		request.run_method("onload")
	assert not request.get("__onload")


@pytest.mark.parametrize("person", ["roads", "idler", "citizen", "stranger"])
def test_anothers_task_brings_nothing(person):
	"""P4, D1."""
	task = kit.task_of(kit.registered())
	with pytest.raises(frappe.PermissionError):
		opened(task, person)
	with kit.acting(person):
		task = kit.fresh(task)
		task.run_method("onload")
	assert not task.get("__onload")


def test_a_task_shows_nothing_of_the_applicant():
	"""D1: the look at the contact is an act of its own, on record."""
	request = kit.registered()
	with_photo(request)
	task = kit.accept(kit.task_of(request))
	text = frappe.as_json(opened(task, "water"))
	for secret in (kit.PHONES["citizen"], kit.SURNAMES["citizen"], kit.email("citizen"), kit.applicant()):
		assert secret not in text
	assert not frappe.db.exists("Access Log", {"reference_document": task.name})


def test_a_declined_task_shows_no_files_to_its_former_executor():
	"""D1: what is no longer its executor's is no longer its to look through."""
	request = kit.registered()
	with_photo(request)
	task = kit.task_of(request)
	assert len(opened(task, "water")["files"]) == 1
	kit.act(task, "Not My Competence", "water", reason="Не наша мережа")
	assert opened(task, "water")["files"] == []
	assert len(opened(task, "operator")["files"]) == 1


def test_the_evidence_comes_once_the_work_is_reported():
	"""R6.3.3."""
	request = kit.registered()
	kit.report(kit.accept(kit.task_of(request)))
	assert [file["kind"] for file in opened(request)["evidence"]] == ["Photo"]


def test_a_task_names_the_evidence_until_it_is_reported():
	"""R7.5 - R7.7: a crew takes along what it needs before it goes, and nothing is asked of what is done."""
	task = kit.task_of(kit.registered())
	assert opened(task, "water")["needed_evidence"] == [frappe._("Photo")]
	kit.accept(task)
	assert opened(task, "water")["needed_evidence"] == [frappe._("Photo")]
	kit.report(task)
	assert opened(kit.fresh(task), "water")["needed_evidence"] == []


def test_the_next_step_is_the_users_own():
	"""P2, P4: who may not take it is not offered it."""
	request = kit.filed()
	shown = opened(request)
	assert shown["next_step"] == "Register"
	assert shown["steps"] == {"Register": "register", "Reject": "reject", "Cancel": "cancel"}
	assert opened(request, "management")["steps"] == {}
	task = kit.task_of(kit.registered())
	assert opened(task, "water")["next_step"] == "Accept"
	assert opened(task, "operator")["next_step"] is None


@pytest.fixture
def no_self_approval():
	"""The workflow of an office where nobody registers a card of their own."""
	workflow = get_workflow("Request").name
	transitions = {"parent": workflow, "action": "Register"}
	frappe.db.set_value("Workflow Transition", transitions, "allow_self_approval", 0)
	frappe.clear_document_cache("Workflow", workflow)
	yield
	frappe.db.rollback()
	frappe.clear_document_cache("Workflow", workflow)


def test_who_may_not_approve_an_own_card_is_not_offered_the_step(no_self_approval):
	"""P7: an administrator may forbid it in the workflow; the server would refuse the step."""
	request = kit.filed()
	request.db_set("owner", kit.email("operator"))
	assert "Register" not in opened(request)["steps"]
	assert "Register" in opened(request, "supervisor")["steps"]


def test_what_the_applicant_disputes_is_returned_next():
	"""R7.7."""
	request = kit.executed()
	shown = opened(request)
	assert (shown["next_step"], shown["disputed"]) == ("Close", False)
	with kit.acting("operator"):
		confirmation.call_back(request.name, "Not Confirmed", "Вода тече")
	shown = opened(request)
	assert (shown["next_step"], shown["disputed"]) == ("Return for Rework", True)


def test_a_task_is_redirected_by_the_office_while_its_request_is_under_control():
	"""R6.2.1, R7.2."""
	request = kit.registered()
	task = kit.task_of(request)
	assert opened(task)["may_be_redirected"] and not opened(task, "water")["may_be_redirected"]
	kit.act(task, "Not My Competence", "water", reason="Не наша мережа")
	assert opened(task)["may_be_redirected"]
	kit.act(request, "Cancel", "operator", reason="Вже не треба")
	assert not opened(task)["may_be_redirected"]


def test_a_saved_form_brings_what_it_shows_now():
	"""The journal has the save itself."""
	request = kit.registered()
	with kit.acting("operator"):
		doc = kit.fresh(request)
		doc.building = "14"
		frappe.local.response = frappe._dict(docs=[])
		savedocs(frappe.as_json(doc.as_dict()), "Save")
		shown = frappe.response.docs[0]["__onload"].contact_center
	assert shown["journal"][-1]["kind"] == "Commented"


def queries_to_bring(doc, person: str) -> int:
	opened(doc, person)  # what is cached for a process is cached
	with kit.acting(person):
		doc = kit.fresh(doc)
		with kit.counting_queries() as seen:
			doc.run_method("onload")
	return len(seen)


def test_a_form_asks_the_database_no_more_often_for_a_long_story():
	"""Bounded, whatever happened to the request: no query in a loop."""
	short, long = kit.executed(), kit.registered(classifier=kit.YARD)
	for person in ("housing", "roads"):
		task = kit.task_of(long, kit.EXECUTOR_OF[person])
		kit.report(kit.accept(task, person), person)
	kit.return_for_rework(long)
	for person in ("housing", "roads"):
		kit.report(kit.task_of(long, kit.EXECUTOR_OF[person]), person)
	for _each in range(3):
		with_photo(long)
	assert (
		queries_to_bring(long, "operator") == queries_to_bring(short, "operator") <= 10
	)  # one for what was found
	own, others = kit.task_of(short), kit.task_of(long, "KIT-ROADS")
	assert (
		queries_to_bring(own, "water") == queries_to_bring(others, "roads") <= 10
	)  # one for whom the user acts for


@pytest.mark.parametrize(
	("person", "controls", "executes", "own"),
	[
		("operator", True, False, []),
		("supervisor", True, False, []),
		("water", False, True, ["KIT-WATER"]),
		("idler", False, True, []),
		("management", False, False, []),
		("Administrator", True, False, []),
	],
)
def test_the_desk_knows_the_users_part_from_the_start(person, controls, executes, own):
	"""P2-P6; which executors somebody acts for is that user's alone."""
	bootinfo = frappe._dict(module_wise_workspaces={boot.MODULE: [boot.FIELD, boot.OFFICE]})
	with kit.acting(person):
		boot.extend(bootinfo)
	user = bootinfo.contact_center["user"]
	assert (user["is_controller"], user["is_executor"], user["executors"]) == (controls, executes, own)
	home = boot.FIELD if executes else boot.OFFICE
	assert bootinfo.module_wise_workspaces[boot.MODULE] == [home]


def test_the_desk_offers_the_outcomes_of_a_call_back_that_the_server_takes():
	"""R6.1.5; the applicant's words are asked for where the server refuses without them."""
	bootinfo = frappe._dict()
	boot.extend(bootinfo)
	outcomes = bootinfo.contact_center["call_back_outcomes"]
	assert [each["value"] for each in outcomes] == list(confirmation.OUTCOMES)
	assert all(each["label"] for each in outcomes)
	for each in outcomes:
		request = kit.executed()
		with kit.acting("operator"):
			if each["needs_text"]:
				with pytest.raises(frappe.ValidationError):
					confirmation.call_back(request.name, each["value"])
			else:
				confirmation.call_back(request.name, each["value"])


def test_every_stage_has_its_colour_and_its_sets():
	"""One colour a stage, from one place."""
	bootinfo = frappe._dict()
	boot.extend(bootinfo)
	stages = bootinfo.contact_center["stages"]
	assert set(stages) == {stage.value for stage in Stage}
	assert len({each["color"] for each in stages.values()}) == len(Stage)
