"""The operator's side: call-backs, closing, rework, redirect, cancelling (R6, R7.7, R3.4)."""

from datetime import timedelta

import frappe
import kit
import pytest
from frappe.model.workflow import WorkflowPermissionError, WorkflowTransitionError
from kit import MONDAY, YARD

from contact_center.control import comments, confirmation
from contact_center.control.redirect import redirect
from contact_center.intake import filing
from contact_center.record import clock, journal, messages
from contact_center.regulation.problems import Problem, ProblemKind

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
REFUSED = (frappe.PermissionError, WorkflowPermissionError, WorkflowTransitionError)
NOT_OPERATORS = ("water", "management", "administrator", "citizen", "stranger", "Guest")


def call_back(request, outcome: str, text: str = "", by: str = "operator") -> None:
	with kit.acting(by):
		confirmation.call_back(request.name, outcome, text)


# Confirmation and closing


def test_nothing_is_closed_before_the_applicant_confirmed():
	"""R7.7."""
	request = kit.executed()
	with pytest.raises(frappe.ValidationError):
		kit.act(request, "Close", "operator")
	assert kit.fresh(request).stage == "Awaiting Confirmation"
	assert kit.fresh(kit.task_of(request)).stage == "Awaiting Confirmation"


def test_a_request_is_closed_once_the_applicant_confirmed_by_phone():
	"""R7.7, R6.1.5."""
	with clock.at(MONDAY):
		request = kit.executed()
	with clock.at(MONDAY + timedelta(hours=3)):
		kit.confirm_and_close(request)
	request, task = kit.fresh(request), kit.task_of(request)
	assert (request.stage, task.stage, request.confirmation) == ("Closed", "Closed", "By Phone")
	assert request.closed_at == clock.to_site(MONDAY + timedelta(hours=3))
	assert (request.next_deadline, task.next_deadline) == (None, None)
	assert kit.kinds(request)[-3:] == ["Called Back", "Confirmed", "Closed"]


def test_each_attempt_to_reach_the_applicant_is_on_record():
	"""R6.1.5."""
	request = kit.executed()
	for outcome in ("Not Reached", "Not Reached", "Not Confirmed"):
		call_back(request, outcome, "о 18:00")
	request = kit.fresh(request)
	assert request.callback_count == 3 and not request.confirmation
	assert kit.kinds(request)[-3:] == ["Called Back"] * 3
	with pytest.raises(frappe.ValidationError):
		kit.act(request, "Close", "operator")


def test_an_attempt_in_vain_does_not_take_a_confirmation_back():
	request = kit.executed()
	call_back(request, "Confirmed")
	call_back(request, "Not Reached")
	assert kit.act(request, "Close", "operator").stage == "Closed"


def test_a_later_refusal_takes_the_confirmation_back():
	"""R7.7."""
	request = kit.executed()
	call_back(request, "Confirmed")
	call_back(request, "Not Confirmed", "знову тече")
	with pytest.raises(frappe.ValidationError):
		kit.act(request, "Close", "operator")


@pytest.mark.parametrize("person", NOT_OPERATORS)
def test_only_operators_call_back(person):
	request = kit.executed()
	with pytest.raises(frappe.PermissionError):
		call_back(request, "Confirmed", by=person)
	assert (kit.fresh(request).callback_count, kit.fresh(request).confirmation or "") == (0, "")


def test_a_call_back_without_confirmation_needs_a_text():
	"""R6.3.3: whoever returns it has to know."""
	request = kit.executed()
	with kit.acting("operator"), pytest.raises(frappe.ValidationError):
		confirmation.call_back(request.name, "Not Confirmed", " ")
	assert kit.fresh(request).callback_count == 0


@pytest.mark.parametrize("outcome", ["", "confirmed", "Closed"])
def test_an_unknown_outcome_is_refused(outcome):
	with pytest.raises(frappe.ValidationError):
		call_back(kit.executed(), outcome)


def test_a_call_back_belongs_to_a_result():
	"""R6.1.5: there is nothing to confirm while the work goes on."""
	with pytest.raises(frappe.ValidationError):
		call_back(kit.registered(), "Confirmed")


@pytest.mark.parametrize("way", ["By Phone", "In Account", "Anonymous Applicant"])
def test_a_request_is_not_closed_without_confirmation(way):
	"""R7.7, R6.1.5: neither a call-back nor an answer in the account, and the applicant is not anonymous."""
	request = kit.executed()
	with pytest.raises(frappe.ValidationError):
		kit.act(request, "Close", "operator", confirmation=way)
	assert kit.fresh(request).stage == "Awaiting Confirmation"


def test_an_anonymous_request_is_closed_by_its_evidence():
	"""R5.7, R7.7."""
	request = kit.executed(anonymous=1, anonymous_warned=1)
	assert kit.act(request, "Close", "operator", confirmation="Anonymous Applicant").stage == "Closed"


def test_the_applicant_confirms_in_the_account():
	"""R7.7."""
	request = kit.executed()
	with kit.acting("citizen"):
		confirmation.confirm(request.name, kit.email("citizen"))
	assert kit.fresh(request).applicant_answer == "Confirmed"
	assert kit.act(request, "Close", "operator").stage == "Closed"


def test_the_applicant_disputes_and_the_operator_decides():
	"""R6.3.3: "the applicant did not confirm" is a ground for rework."""
	request = kit.executed()
	with kit.acting("citizen"):
		confirmation.dispute(request.name, kit.email("citizen"), "Вода тече далі")
	request = kit.fresh(request)
	assert (request.stage, request.applicant_answer) == ("Awaiting Confirmation", "Disputed")
	assert journal.public_timeline(request.name)[-1]["text"] == "Вода тече далі"
	with pytest.raises(frappe.ValidationError):
		kit.act(request, "Close", "operator")
	assert kit.return_for_rework(request).stage == "Rework"


def test_the_same_answer_twice_is_one_answer():
	"""R7.7: nor does somebody fill the record by pressing the button again and again."""
	request = kit.executed()
	user = kit.email("citizen")
	for answer, kind in (
		(lambda: confirmation.confirm(request.name, user), "Confirmed"),
		(lambda: confirmation.dispute(request.name, user, "Вода тече далі"), "Disputed"),
	):
		with kit.acting("citizen"):
			answer()
			answer()
		assert kit.kinds(request).count(kind) == 1


@pytest.mark.parametrize("person", ["neighbour", "stranger", "Guest", "operator", "water"])
def test_another_applicants_request_cannot_be_answered(person):
	request = kit.executed()
	for answer in (
		confirmation.confirm,
		lambda *args: confirmation.dispute(*args, "Ні"),
	):
		with kit.acting(person), pytest.raises(frappe.PermissionError):
			answer(request.name, kit.email(person))
	assert not kit.fresh(request).applicant_answer


def test_a_dispute_needs_a_text():
	with pytest.raises(frappe.ValidationError):
		confirmation.dispute(kit.executed().name, kit.email("citizen"), "  ")


# Rework


def test_a_return_counts_and_keeps_the_request_under_control():
	"""R6.3.3: the term runs on as it was."""
	with clock.at(MONDAY):
		request = kit.executed()
		kit.return_for_rework(request)
	request, task = kit.fresh(request), kit.task_of(request)
	assert (request.stage, task.stage) == ("Rework", "Rework")
	assert (request.return_count, task.return_count) == (1, 1)
	assert request.due == task.due == clock.to_site(MONDAY + timedelta(hours=24))
	assert task.next_deadline and request.executed_at is None and task.executed_at is None
	assert task.reviewer_comment == f"– {kit.BLURRED}\nНа світлині не видно місця"
	line = journal.public_timeline(request.name)[-1]
	assert (line["kind"], line["text"]) == ("Returned", "На світлині не видно місця")


def test_a_return_needs_its_reason():
	request = kit.executed()
	with pytest.raises(frappe.ValidationError):
		kit.return_for_rework(request, " ")
	assert (kit.fresh(request).stage, kit.fresh(request).return_count) == ("Awaiting Confirmation", 0)


def test_each_return_needs_a_reason_and_a_ground_of_its_own():
	"""R6.3.3: neither those of the first return are used for the second."""
	request = kit.executed()
	kit.return_for_rework(request)
	kit.report(kit.task_of(request))
	for given in ({"return_grounds": [{"ground": kit.SCAN}]}, {"reason": "Акт без підпису"}):
		with pytest.raises(frappe.ValidationError):
			kit.act(request, "Return for Rework", "operator", **{"reason": "", "return_grounds": []} | given)
	kit.return_for_rework(request, "Акт без підпису")
	assert kit.fresh(request).return_count == 2


def test_what_was_returned_is_not_reported_once_more_as_it_stood():
	"""R6.3.3: blanks and line ends make no other result of it, a new photo beside it neither."""
	request = kit.executed()
	kit.return_for_rework(request)
	task, result_text = kit.task_of(request), kit.RESULT["result"]
	for result in (result_text, f"  {result_text.replace(' ', chr(10))} "):
		with pytest.raises(frappe.ValidationError) as refusal:
			kit.report(task, result=result)
		assert refusal.value.problem == Problem(ProblemKind.RESULT_REPEATED)
	assert kit.fresh(task).stage == "Rework"
	kit.report(task, result=f"{result_text} Замінено ще й засувку.")
	kit.return_for_rework(request, "Акт без підпису")
	assert kit.report(task, result=result_text).stage == "Awaiting Confirmation", "only the last one counts"


def test_cancelling_needs_another_reason_than_an_old_return():
	request = kit.executed()
	kit.return_for_rework(request)
	kit.report(kit.task_of(request))
	kit.return_for_rework(request, "Акт без підпису")
	kit.report(kit.task_of(request))
	assert not kit.fresh(request).reason


@pytest.mark.parametrize("by", ["phone", "account"])
def test_a_result_after_rework_is_confirmed_anew(by):
	"""R7.7: the applicant confirmed the former result, not this one."""
	request = kit.executed()
	if by == "phone":
		call_back(request, "Confirmed")
	else:
		confirmation.confirm(request.name, kit.email("citizen"))
	kit.return_for_rework(request)
	kit.report(kit.task_of(request))
	with pytest.raises(frappe.ValidationError):
		kit.act(request, "Close", "operator")


def test_a_result_after_a_redirect_is_confirmed_anew():
	"""R7.7, R6.2.1."""
	request = kit.executed()
	call_back(request, "Confirmed")
	with kit.acting("operator"):
		task = frappe.get_doc(
			"Request Task", redirect(kit.task_of(request).name, "KIT-ROADS", "Не їхня мережа")
		)
	kit.report(kit.accept(task, "roads"), "roads")
	assert kit.fresh(request).stage == "Awaiting Confirmation"
	with pytest.raises(frappe.ValidationError):
		kit.act(request, "Close", "operator")


def test_both_executors_get_their_work_back():
	request = kit.registered(classifier=YARD)
	for executor, person in (("KIT-ROADS", "roads"), ("KIT-HOUSING", "housing")):
		kit.report(kit.accept(kit.task_of(request, executor), person), person)
	kit.return_for_rework(request)
	assert {kit.task_of(request, code).stage for code in ("KIT-ROADS", "KIT-HOUSING")} == {"Rework"}
	kit.report(kit.task_of(request, "KIT-ROADS"), "roads")
	assert kit.fresh(request).stage == "Rework"


@pytest.mark.parametrize(("hours", "late"), [(24, 0), (25, 1)])
def test_returned_work_is_late_when_its_rest_is_over(hours, late):
	"""R6.3.5: reported at once, it left its 24 hours."""
	with clock.at(MONDAY):
		request = kit.executed()
	with clock.at(MONDAY + timedelta(hours=30)):
		kit.return_for_rework(request)
	with clock.at(MONDAY + timedelta(hours=30 + hours)):
		kit.report(kit.task_of(request))
	assert kit.fresh(request).overdue == late


# Rejecting, cancelling, the end


@pytest.mark.parametrize("action", ["Reject", "Cancel"])
def test_a_rejection_or_cancellation_in_moderation_needs_a_reason(action):
	request = kit.filed()
	with pytest.raises(frappe.ValidationError):
		kit.act(request, action, "operator")
	assert kit.fresh(request).stage == "Moderation"
	request = kit.fresh(kit.act(request, action, "operator", reason="Не належить до повноважень міста"))
	assert request.stage in ("Rejected", "Cancelled") and request.closed_at and not request.number
	assert journal.public_timeline(request.name)[-1]["text"] == "Не належить до повноважень міста"


@pytest.mark.parametrize("by", ["operator", "citizen"])
def test_a_cancelled_request_takes_its_tasks_along(by):
	"""R3.4: the executor is notified and no deadline runs on."""
	request = kit.registered(classifier=YARD)
	if by == "citizen":
		with kit.acting("citizen"):
			filing.withdraw(request.name, kit.email("citizen"), "Сусіди полагодили")
	else:
		kit.act(request, "Cancel", "operator", reason="Сусіди полагодили")
	request = kit.fresh(request)
	tasks = frappe.get_all("Request Task", {"request": request.name}, ["name", "stage", "next_deadline_utc"])
	assert request.stage == "Cancelled" and request.next_deadline is None and request.closed_at
	assert {(task.stage, task.next_deadline_utc) for task in tasks} == {("Cancelled", None)}
	assert kit.kinds(request)[-1] == "Cancelled"
	heard = {(each.name, each.event) for each in messages.pending()}
	assert {(task.name, "cancelled") for task in tasks} <= heard


def test_a_rejected_request_takes_its_tasks_along():
	"""R8.2.3: an administrator's workflow may reject a registered request; its executors are notified."""
	request = kit.registered(classifier=YARD)
	workflow = frappe.get_doc("Workflow", {"document_type": "Request", "is_active": 1})
	move = {"state": "Registered", "action": "Reject", "next_state": "Rejected"}
	workflow.append("transitions", {**move, "allowed": "Contact Center Operator", "allow_self_approval": 1})
	workflow.save()
	kit.act(request, "Reject", "operator", reason="Не належить до повноважень міста")
	tasks = frappe.get_all("Request Task", {"request": request.name}, ["name", "stage"])
	assert {task.stage for task in tasks} == {"Cancelled"}
	heard = {(each.name, each.event) for each in messages.pending()}
	assert {(task.name, "rejected") for task in tasks} <= heard
	frappe.db.rollback()
	frappe.clear_cache(doctype="Request")


@pytest.mark.parametrize("person", ["neighbour", "stranger", "Guest", "operator", "water"])
def test_another_applicants_request_cannot_be_withdrawn(person):
	"""R3.4, D1."""
	request = kit.registered()
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		filing.withdraw(request.name, kit.email(person), "Не треба")
	assert kit.fresh(request).stage == "Registered"


@pytest.mark.parametrize("end", ["executed", "closed"])
def test_work_that_was_done_is_not_cancelled_by_the_applicant(end):
	"""R3.4: what is no longer needed can be cancelled until the work is reported done."""
	request = kit.executed()
	if end == "closed":
		kit.confirm_and_close(request)
	stage = kit.fresh(request).stage
	with kit.acting("citizen"), pytest.raises(frappe.ValidationError):
		filing.withdraw(request.name, kit.email("citizen"), "Не треба")
	assert kit.fresh(request).stage == stage


@pytest.mark.parametrize("person", ["operator", "supervisor", "Administrator"])
def test_a_finished_request_can_no_longer_be_changed(person):
	request = kit.executed()
	kit.confirm_and_close(request)
	request = kit.fresh(request)
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		request.description = "Нічого не було"
		request.save()


@pytest.mark.parametrize("person", ["operator", "supervisor", "Administrator"])
@pytest.mark.parametrize(
	"state", ["In Progress", "Awaiting Confirmation", "Rework", "Closed", "Такого немає"]
)
def test_no_stage_is_reached_past_the_workflow(state, person):
	"""A state typed by hand is refused to everybody: there is no transition to it from here."""
	request = kit.fresh(kit.filed())
	with kit.acting(person), pytest.raises((*REFUSED, frappe.ValidationError)):
		request.update({"workflow_state": state, "reason": "Спроба", "confirmation": "By Phone"})
		request.save()
	assert kit.fresh(request).stage == "Moderation"


def test_a_state_typed_by_hand_is_the_button():
	"""Effects follow the change of stage, whatever way it came."""
	request = kit.fresh(kit.filed())
	with kit.acting("operator"):
		request.workflow_state = "Registered"
		request.save()
	assert kit.fresh(request).number and kit.kinds(request) == ["Received", "Registered", "Sent"]


@pytest.mark.parametrize("action", ["Register", "Reject", "Cancel"])
@pytest.mark.parametrize("person", ["water", "management", "administrator", "citizen", "stranger"])
def test_only_operators_decide_on_a_request(person, action):
	request = kit.filed()
	with pytest.raises(REFUSED):
		kit.act(request, action, person)
	assert kit.fresh(request).stage == "Moderation"


def test_what_was_routed_by_an_entry_keeps_it():
	"""R5.11: type, executor and terms follow from it; another entry is another request."""
	request = kit.fresh(kit.registered())
	with kit.acting("operator"), pytest.raises(frappe.ValidationError):
		request.classifier = kit.POTHOLE
		request.save()


def test_the_reviewers_comment_does_not_end_control():
	"""R6.3.4."""
	request = kit.registered()
	with kit.acting("operator"):
		comments.comment("Request", request.name, "Пропоную комісійне обстеження")
	assert kit.kinds(request)[-1] == "Commented"
	assert kit.fresh(request).stage == "Registered"
	assert "Пропоную" not in str(journal.public_timeline(request.name))
