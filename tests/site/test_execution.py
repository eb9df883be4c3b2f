"""The executor's side: accepted, declined, reported; one's own tasks in their own time only (R7, R8.1, D1, D2)."""

from datetime import timedelta

import frappe
import kit
import pytest
from frappe import _
from frappe.model.workflow import WorkflowPermissionError, WorkflowTransitionError
from kit import LEAK, LIFT, MONDAY, YARD
from kit_files import PDF, unique_photo

from contact_center.access import files
from contact_center.control import redirect
from contact_center.demo import acting
from contact_center.execution.results import NEEDED
from contact_center.record import clock, journal

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
	("after", "late"),
	[
		pytest.param(timedelta(minutes=12), 0, id="in-time"),
		pytest.param(timedelta(minutes=30), 0, id="at-the-deadline"),
		pytest.param(timedelta(minutes=30, seconds=1), 1, id="a-second-late"),
	],
)
def test_acceptance_is_recorded_and_so_is_its_lateness(after, late):
	"""R7.1: within the term of R4.2, 30 minutes."""
	with clock.at(MONDAY):
		request = kit.registered()
	with clock.at(MONDAY + after):
		task = kit.fresh(kit.accept(kit.task_of(request)))
	request = kit.fresh(request)
	assert (task.stage, task.accepted_late, request.stage, request.accepted_late) == ("In Progress", late) * 2
	assert task.accepted_at == request.accepted_at == clock.to_site(MONDAY + after)
	assert kit.kinds(request)[-1] == "Accepted"


def test_late_acceptance_is_never_lost():
	"""R7.1: whatever happens to the task afterwards."""
	with clock.at(MONDAY):
		request = kit.registered()
	with clock.at(MONDAY + 40 * MINUTE):
		task = kit.accept(kit.task_of(request))
	with clock.at(MONDAY + 50 * MINUTE):
		kit.report(task)
		kit.return_for_rework(kit.fresh(request))
		kit.report(task)
		kit.confirm_and_close(kit.fresh(request))
	assert (kit.fresh(task).accepted_late, kit.fresh(request).accepted_late) == (1, 1)


@pytest.mark.parametrize("field", NEEDED)
def test_a_result_needs_every_field_of_r7_5(field):
	"""R7.5: each of them is asked for by its label."""
	task = kit.accept(kit.task_of(kit.registered()))
	label = _(frappe.get_meta("Request Task").get_label(field))
	with pytest.raises(frappe.ValidationError, match=label):
		kit.report(task, **{field: None})
	assert kit.fresh(task).stage == "In Progress"


@pytest.mark.parametrize("result", ["   ", "<p> </p>", "<div><br></div>"])
def test_an_empty_text_is_no_result(result):
	"""R7.5."""
	task = kit.accept(kit.task_of(kit.registered()))
	with pytest.raises(frappe.ValidationError):
		kit.report(task, result=result)


@pytest.mark.parametrize("phone", ["абв", "12", "+380 56", "немає"])
def test_the_phone_of_a_result_is_one(phone):
	"""R7.5: the applicant or the operator may have to ring up."""
	task = kit.accept(kit.task_of(kit.registered()))
	with pytest.raises(frappe.ValidationError, match=phone[:2].replace("+", r"\+")):
		kit.report(task, result_phone=phone)


@pytest.mark.parametrize("phone", ["(056) 440-15-21", "0671234567", "+380 56 440 15 21"])
def test_a_phone_of_a_result_stays_as_it_was_written(phone):
	task = kit.accept(kit.task_of(kit.registered()))
	assert kit.report(task, result_phone=phone).result_phone == phone


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-04", "2099-01-01"])
def test_the_day_of_a_result_lies_between_sending_and_today(day):
	"""R7.5."""
	with clock.at(MONDAY):
		task = kit.accept(kit.task_of(kit.registered()))
	with clock.at(MONDAY + timedelta(days=1)):
		with pytest.raises(frappe.ValidationError, match=r"02\.03\.2026.*03\.03\.2026"):
			kit.report(task, result_date=day)
		assert kit.report(task, result_date="2026-03-02").stage == "Awaiting Confirmation"


def test_a_result_is_not_corrected_into_nonsense():
	task = kit.report(kit.accept(kit.task_of(kit.registered())))
	for wrong in ({"result_phone": "абв"}, {"result_date": "2099-01-01"}):
		with kit.acting("operator"), pytest.raises(frappe.ValidationError) as refusal:
			kit.fresh(task).update(wrong).save()
		assert not isinstance(refusal.value, frappe.PermissionError)


@pytest.mark.parametrize("kind", [None, "Act"])
def test_the_evidence_that_the_classifier_asks_for_is_needed(kind):
	"""R7.6, R7.7: this entry asks for a photo."""
	task = kit.accept(kit.task_of(kit.registered()))
	evidence = [{"kind": kind, "file": kit.hung_on(task)}] if kind else []
	with pytest.raises(frappe.ValidationError, match=_("Photo")):
		kit.act(task, "Report Result", "water", **kit.result(), evidence=evidence)
	assert kit.fresh(task).stage == "In Progress"


@pytest.mark.parametrize("what", ["nothing", "another task's", "a document", "a link"])
def test_evidence_needs_a_file_that_fits_its_kind(what):
	"""R7.6, R7.7: one that exists, was handed in for this work, and is a picture where a photo is asked for."""
	task = kit.accept(kit.task_of(kit.registered()))
	other = kit.accept(kit.task_of(kit.registered()))
	url = {
		"nothing": lambda: "/private/files/nope.jpg",
		"another task's": lambda: kit.hung_on(other, content=unique_photo(), name="двір.jpg"),
		"a document": lambda: kit.hung_on(task, content=PDF, name="акт.pdf"),
		"a link": lambda: "https://example.com/photo.jpg",
	}[what]()
	with pytest.raises(frappe.ValidationError, match=f"{_('Photo')}|{_('File')}"):
		kit.report(task, evidence=[{"kind": "Photo", "file": url}])
	assert kit.fresh(task).stage == "In Progress"


def test_the_applicants_own_photo_may_be_evidence():
	"""R7.6: what hangs on the request is known to the house as well."""
	request = kit.registered()
	task = kit.accept(kit.task_of(request))
	with kit.acting("operator"):
		url = files.attach("Request", request.name, "двір.png", kit.PNG).file_url
	kit.report(task, evidence=[{"kind": "Photo", "file": url}])
	assert kit.fresh(task).stage == "Awaiting Confirmation"


def test_a_video_can_be_given_where_one_is_asked_for():
	"""R7.7: the shipped settings take a phone's video, larger than they take a photo."""
	settings = frappe.get_doc("Contact Center Settings")
	for name in ("allowed_extensions", "max_video_mb"):
		settings.set(name, settings.meta.get_field(name).default)
	settings.save()
	entry = frappe.get_doc("Classifier", LEAK)
	entry.evidence[0].kind = "Video"
	entry.save()
	task = kit.accept(kit.task_of(kit.registered()))
	with pytest.raises(frappe.ValidationError, match=_("Video")):
		kit.report(task, evidence=[{"kind": "Video", "file": kit.hung_on(task)}])
	film = acting.VIDEO.read_bytes() + bytes((settings.max_file_mb + 1) * files.MEGABYTE)
	kit.report(task, evidence=[{"kind": "Video", "file": kit.hung_on(task, name="двір.mp4", content=film)}])
	assert kit.fresh(task).stage == "Awaiting Confirmation"


def test_a_photo_of_that_size_is_too_large():
	task = kit.accept(kit.task_of(kit.registered()))
	with pytest.raises(frappe.ValidationError):
		kit.hung_on(task, content=kit.PNG + bytes(11 * files.MEGABYTE))


def test_a_result_sends_the_request_on_to_confirmation():
	"""R8.1.6, R8.1.7: the applicant can read what was done."""
	with clock.at(MONDAY):
		request = kit.registered()
		task = kit.accept(kit.task_of(request))
	with clock.at(MONDAY + 90 * MINUTE):
		kit.report(task)
	task, request = kit.fresh(task), kit.fresh(request)
	assert (task.stage, request.stage) == ("Awaiting Confirmation",) * 2
	assert task.executed_at == request.executed_at == clock.to_site(MONDAY + 90 * MINUTE)
	assert request.result_for_applicant == (
		f"{kit.executor_title('KIT-WATER')}\nПрорив усунуто, двір прибрано.\n"
		"Аварійна бригада 3, Майстренко Петро Іванович, +380 56 440 15 21, 02.03.2026"
	)
	assert (task.overdue, request.overdue, task.next_deadline) == (0, 0, None)
	assert kit.kinds(request)[-1] == "Executed"


def test_work_reported_after_the_term_is_overdue_for_ever():
	"""R4.2, R7.1."""
	with clock.at(MONDAY):
		request = kit.registered()
		task = kit.accept(kit.task_of(request))
	with clock.at(MONDAY + timedelta(hours=24, seconds=1)):
		kit.report(task)
	assert (kit.fresh(task).overdue, kit.fresh(request).overdue) == (1, 1)


def test_work_reported_at_the_very_end_of_its_term_is_in_time():
	with clock.at(MONDAY):
		request = kit.registered()
		task = kit.accept(kit.task_of(request))
	with clock.at(MONDAY + timedelta(hours=24)):
		kit.report(task)
	assert (kit.fresh(task).overdue, kit.fresh(request).overdue) == (0, 0)


def test_work_without_a_fixed_term_is_never_overdue():
	"""R4.5."""
	with clock.at(MONDAY):
		request = kit.registered(classifier=LIFT)
		task = kit.accept(kit.task_of(request), "housing")
	with clock.at(MONDAY + timedelta(days=400)):
		kit.report(task, "housing")
	assert kit.fresh(request).overdue == 0


def test_a_task_is_accepted_before_it_is_reported():
	"""R7.1."""
	task = kit.task_of(kit.registered())
	with pytest.raises((WorkflowTransitionError, WorkflowPermissionError)):
		kit.report(task)
	assert kit.fresh(task).stage == "Registered"


def test_not_my_competence_needs_a_reason():
	"""R7.2."""
	task = kit.task_of(kit.registered())
	with pytest.raises(frappe.ValidationError):
		kit.act(task, "Not My Competence", "water", reason="  ")
	assert kit.fresh(task).stage == "Registered"


def test_the_only_executor_may_decline():
	"""R7.2: the request waits for the operator's redirect then, with the reason and the proposal on record."""
	request = kit.registered()
	proposal = {"reason": "Мережа не на балансі", "proposed_executor": "KIT-HOUSING"}
	task = kit.act(kit.task_of(request), "Not My Competence", "water", **proposal)
	request = kit.fresh(request)
	assert (task.stage, task.proposed_executor, request.stage) == ("Rejected", "KIT-HOUSING", "Registered")
	assert kit.kinds(request)[-1] == "Not Competent"
	with kit.acting("operator"):
		new = frappe.get_doc("Request Task", redirect.redirect(task.name, "KIT-HOUSING", task.reason))
	assert (new.executor, new.is_lead, new.stage) == ("KIT-HOUSING", 1, "Registered")
	assert kit.fresh(request).lead_executor == "KIT-HOUSING"


def test_one_of_several_may_decline_and_the_others_go_on():
	"""R7.2."""
	request = kit.registered(classifier=YARD)
	lead, other = kit.task_of(request, "KIT-ROADS"), kit.task_of(request, "KIT-HOUSING")
	kit.accept(lead, "roads")
	kit.act(other, "Not My Competence", "housing", reason="Не наш двір")
	assert kit.fresh(request).stage == "In Progress"
	kit.report(lead, "roads")
	assert kit.fresh(request).stage == "Awaiting Confirmation"


def test_without_its_lead_a_request_is_not_confirmed():
	"""R7.2, R7.7: the main part is nobody's; the operator hands it to the one who did the rest, and it goes on."""
	request = kit.registered(classifier=YARD)
	lead, other = kit.task_of(request, "KIT-ROADS"), kit.task_of(request, "KIT-HOUSING")
	kit.act(lead, "Not My Competence", "roads", reason="Не наша дорога")
	kit.report(kit.accept(other, "housing"), "housing")
	assert kit.fresh(request).stage == "In Progress"
	with kit.acting("operator"):
		assert redirect.redirect(lead.name, "KIT-HOUSING", "Її двір") == other.name
	request = kit.fresh(request)
	assert (request.stage, request.lead_executor) == ("Awaiting Confirmation", "KIT-HOUSING")
	assert kit.fresh(lead).awaits_redirect == 0
	assert kit.kinds(request)[-1] == "Redirected"


def test_a_request_waits_for_the_last_of_its_executors():
	"""R8.1.6: with two at work the first result alone confirms nothing."""
	request = kit.registered(classifier=YARD)
	lead, other = kit.task_of(request, "KIT-ROADS"), kit.task_of(request, "KIT-HOUSING")
	kit.report(
		kit.accept(lead, "roads"),
		"roads",
		result="Яму засипано",
		result_unit="Дільниця 2",
		result_person="Кравець О. І.",
	)
	assert (kit.fresh(request).stage, kit.fresh(request).executed_at) == ("In Progress", None)
	kit.report(kit.accept(other, "housing"), "housing", result="Бордюр поставлено")
	request = kit.fresh(request)
	assert request.stage == "Awaiting Confirmation" and request.executed_at
	first, second = request.result_for_applicant.split("\n\n")
	assert first.startswith(
		f"{kit.executor_title('KIT-ROADS')}\nЯму засипано\nДільниця 2, Кравець О. І., +380"
	)
	assert second.startswith(
		f"{kit.executor_title('KIT-HOUSING')}\nБордюр поставлено\nАварійна бригада 3, Майстренко"
	)


def test_the_lead_alone_decides_when_the_request_counts_as_accepted():
	request = kit.registered(classifier=YARD)
	kit.accept(kit.task_of(request, "KIT-HOUSING"), "housing")
	assert kit.fresh(request).accepted_at is None
	kit.accept(kit.task_of(request, "KIT-ROADS"), "roads")
	assert kit.fresh(request).accepted_at


@pytest.mark.parametrize("action", ["Accept", "Not My Competence"])
@pytest.mark.parametrize("person", ["roads", "idler", "citizen", "management", "administrator", "stranger"])
def test_other_users_cannot_move_an_executors_task(person, action):
	"""P4, D1."""
	task = kit.task_of(kit.registered())
	with pytest.raises((frappe.PermissionError, WorkflowTransitionError, WorkflowPermissionError)):
		kit.act(task, action, person)
	assert kit.fresh(task).stage == "Registered"


def test_the_executor_may_write_in_its_own_states_only():
	"""Who may edit in a state is checked on the server: a reported result stays as it was reported."""
	request = kit.executed()
	task = kit.task_of(request)
	with kit.acting("water"), pytest.raises(frappe.PermissionError):
		task.update({"result": "Насправді не зроблено"})
		task.save()
	assert kit.fresh(task).result == kit.RESULT["result"]


def test_what_is_corrected_in_a_reported_result_is_on_record():
	"""R7.5: with the executor's own text."""
	request = kit.executed()
	with kit.acting("operator"):
		task = kit.task_of(request)
		task.update({"result": "Прорив усунуто.", "result_phone": "+380 56 440 15 22"})
		task.save()
	line = journal.timeline("Request", request.name)[-1]
	assert line["kind"] == "Commented" and not line["is_public"]
	assert kit.RESULT["result"] in line["text"] and kit.RESULT["result_phone"] in line["text"]
	assert kit.RESULT["result_unit"] not in line["text"]


def test_the_operator_does_not_write_an_executors_result():
	task = kit.accept(kit.task_of(kit.registered()))
	with kit.acting("operator"), pytest.raises(frappe.PermissionError):
		task = kit.fresh(task)
		task.update({"result": "Зроблено"})
		task.save()


@pytest.mark.parametrize("person", ["water", "operator", "Administrator"])
def test_a_finished_task_can_no_longer_be_changed(person):
	request = kit.executed()
	kit.confirm_and_close(request)
	task = kit.task_of(request)
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		task.evidence[0].file = "/private/files/other.jpg"
		task.save()


def test_a_draft_of_the_result_leaves_the_request_alone():
	"""Whoever has the request open meanwhile can still save it."""
	request = kit.registered()
	task = kit.accept(kit.task_of(request))
	before = kit.fresh(request).modified
	with kit.acting("water"):
		task = kit.fresh(task)
		task.result = "Чернетка"
		task.save()
	assert kit.fresh(request).modified == before


def test_what_the_operator_corrects_reaches_the_executor():
	"""R5.5: the executor works by the agreed wording and the right address."""
	request = kit.registered()
	kit.corrected(request, wording="Не працює стояк холодної води", building="14")
	task = kit.task_of(request)
	assert task.wording == "Не працює стояк холодної води"
	assert ", 14" in task.address and ", 14" in task.title
