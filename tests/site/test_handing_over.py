"""A task goes to one person inside its executor: told, on record, back when they leave (P4, P5)."""

import frappe
import kit
import pytest

from contact_center.access import permissions, standing
from contact_center.control import bell
from contact_center.framework import versions
from contact_center.record import checking, messages
from contact_center.record.messages import Message

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
WATER = "KIT-WATER"
ASKS_FOR_SHARES = int(versions.is_needed((">=16",)))
"""Version 16 asks what is shared with the user wherever an app narrows a list."""


@pytest.fixture(autouse=True)
def crew():
	"""`idler` is of the water's crew: they see what is handed to them alone."""
	executor = frappe.get_doc("Executor", WATER)
	executor.append("users", {"user": kit.email("idler"), "only_handed": 1})
	executor.save()
	messages.forget()
	frappe.db.delete("Notification Log", {"for_user": kit.email("idler")})
	return executor


@pytest.fixture
def task():
	return kit.task_of(kit.registered())


def sees(person: str, task) -> bool:
	with kit.acting(person):
		listed = task.name in frappe.get_list("Request Task", pluck="name", limit=0)
		assert listed == kit.fresh(task).has_permission("read")
	return listed


def rung(person: str) -> list[str]:
	rows = {"for_user": kit.email(person)}
	return frappe.get_all("Notification Log", rows, pluck="subject", order_by="creation")


def problem(caught) -> str:
	return str(caught.value.problem.kind)


def test_a_crew_sees_what_is_handed_to_it_and_loses_it_when_it_is_given_back(task):
	other = kit.task_of(kit.registered())
	assert not sees("idler", task)
	kit.hand_over(task, "idler")
	assert sees("idler", task) and not sees("idler", other) and sees("water", task)
	kit.hand_over(task, None, by="idler")
	assert not sees("idler", task) and sees("water", task)


def test_who_gets_it_is_told_by_bell_and_letter(task):
	messages.forget()
	kit.hand_over(task, "idler", note="Вентиль у підвалі")
	assert Message("Request Task", task.name, "handed_over") in messages.pending()
	assert any(kit.fresh(task).number in subject for subject in rung("idler"))
	assert not rung("roads")


def test_the_letter_is_a_choice_of_the_site_and_goes_to_who_has_it(task):
	kit.hand_over(task, "idler")
	notification = frappe.get_doc("Notification", {"document_type": "Request Task", "method": "handed_over"})
	to, _cc, _bcc = notification.get_list_of_recipients(kit.fresh(task), {"doc": kit.fresh(task)})
	assert to == [kit.email("idler")] and notification.enabled


def test_the_journal_says_who_handed_it_to_whom_and_why(task):
	kit.hand_over(task, "idler", note="Вентиль у підвалі")
	line = frappe.get_last_doc("Request Journal", {"request": task.request})
	assert (line.kind, line.actor, line.handed_to) == ("Handed Over", kit.email("water"), kit.email("idler"))
	assert "Вентиль у підвалі" in line.text and "Idler" in line.text and not line.is_public


def test_the_row_follows_the_journal(task):
	kit.hand_over(task, "idler")
	assert kit.fresh(task).handed_to == kit.email("idler")
	assert not checking.check(task.request)


def test_clocks_stages_and_counts_stay(task):
	before = {name: value for name, value in kit.stored("Request Task", task.name).items()}
	kit.hand_over(task, "idler")
	after = kit.stored("Request Task", task.name)
	assert {name for name in after if after[name] != before[name]} == {"handed_to", "modified", "modified_by"}


def test_the_crew_accepts_reports_asks_for_a_term_and_reads_the_contact(task):
	from contact_center.execution import contact

	kit.hand_over(task, "idler")
	task = kit.accept(task, "idler")
	with kit.acting("idler"):
		assert contact.applicant_contact(task.name)["phone"] == kit.PHONES["citizen"]
	wish = kit.ask_for_term(task, "idler")
	with kit.acting("idler"):
		assert frappe.get_list("Extension Request", pluck="name") == [wish]
		assert frappe.get_doc("Extension Request", wish).has_permission("read")
	kit.report(task, "idler")
	assert kit.fresh(task).stage == "Awaiting Confirmation"


def test_what_is_returned_comes_back_to_who_has_it(task):
	kit.hand_over(task, "idler")
	kit.report(kit.accept(task, "idler"), "idler")
	kit.return_for_rework(frappe.get_doc("Request", task.request))
	assert kit.fresh(task).handed_to == kit.email("idler") and sees("idler", task)


@pytest.mark.parametrize("person", ["roads", "operator", "citizen", "administrator"])
def test_nobody_outside_the_executor_gets_it(person, task):
	with pytest.raises(frappe.ValidationError) as caught:
		kit.hand_over(task, person)
	assert problem(caught) == "Not of the Executor" and not kit.fresh(task).handed_to


@pytest.mark.parametrize("person", ["roads", "operator", "supervisor", "management", "citizen", "stranger"])
def test_nobody_outside_the_executor_hands_it_over(person, task):
	with pytest.raises(frappe.PermissionError):
		kit.hand_over(task, "idler", by=person)
	assert not kit.fresh(task).handed_to


def test_a_crew_neither_takes_a_task_nor_hands_it_on(task):
	with pytest.raises(frappe.PermissionError):
		kit.hand_over(task, "idler", by="idler")
	kit.hand_over(task, "idler")
	with pytest.raises(frappe.ValidationError) as caught:
		kit.hand_over(task, "water", by="idler")
	assert problem(caught) == "Crew Gives Back" and kit.fresh(task).handed_to == kit.email("idler")


def test_finished_work_is_not_handed_over(task):
	kit.act(task, "Not My Competence", "water", reason="Не наша мережа")
	with pytest.raises(frappe.ValidationError) as caught:
		kit.hand_over(task, "idler")
	assert problem(caught) == "Hand-over of No Work"


def test_a_double_click_is_one_hand_over(task):
	seen = kit.version(task)
	for _again in range(2):
		kit.hand_over(task, "idler", seen=seen)
	assert kit.kinds(frappe.get_doc("Request", task.request)).count("Handed Over") == 1


def test_a_crew_hears_of_its_own_tasks_alone(task):
	from contact_center.control.comments import comment

	other = kit.task_of(kit.registered())
	kit.hand_over(task, "idler")
	before = len(rung("idler"))
	with kit.acting("operator"):
		comment("Request Task", other.name, "Заявник удома після 18:00")
		assert len(rung("idler")) == before
		comment("Request Task", task.name, "Заявник удома після 18:00")
	assert len(rung("idler")) == before + 1
	rows = [kit.fresh(each) for each in (task, other)]
	assert bell.people_of(rows) == {
		task.name: [kit.email("water"), kit.email("idler")],
		other.name: [kit.email("water")],
	}


def test_a_crew_is_written_to_of_its_own_tasks_alone(crew):
	"""The executor's address is nobody's who sees one task of many."""
	from contact_center.execution import addressee

	crew.official_email = ""
	crew.users = [row for row in crew.users if row.only_handed]
	assert addressee.email_of(crew) is None


def test_a_crew_acts_for_nothing_else_of_the_executor(task):
	kit.hand_over(task, "idler")
	assert permissions.executors_of(kit.email("idler")) == []
	with kit.acting("idler"):
		assert not frappe.get_list("Repair Event", pluck="name")
		assert not frappe.get_list("Clarification", pluck="name")


def test_who_leaves_the_executor_loses_its_tasks(task, crew):
	kit.hand_over(task, "idler")
	crew.reload()
	crew.users = [row for row in crew.users if not row.only_handed]
	crew.save()
	assert not kit.fresh(task).handed_to and not sees("idler", task)
	line = frappe.get_last_doc("Request Journal", {"request": task.request})
	assert line.kind == "Handed Over" and not line.handed_to and "Idler" in line.text
	assert rung("water")


@pytest.mark.parametrize("change", [{"enabled": 0}, {"roles": []}])
def test_whose_account_works_no_more_loses_its_tasks(change, task):
	kit.hand_over(task, "idler")
	user = frappe.get_doc("User", kit.email("idler"))
	user.update(change)
	user.save()
	assert not kit.fresh(task).handed_to
	assert not checking.check(task.request)


def test_another_change_of_the_account_takes_nothing_away(task):
	kit.hand_over(task, "idler")
	user = frappe.get_doc("User", kit.email("idler"))
	user.mobile_no = "+380501112233"
	user.save()
	assert kit.fresh(task).handed_to == kit.email("idler")


def test_a_redirected_task_is_handed_to_nobody(task):
	from contact_center.control.redirect import redirect

	kit.hand_over(task, "idler")
	with kit.acting("operator"):
		new = redirect(task.name, "KIT-ROADS", "Мережа дорожників")
	assert not frappe.db.get_value("Request Task", new, "handed_to")
	assert not sees("idler", frappe.get_doc("Request Task", new))


def test_the_list_of_an_executor_asks_one_question_more_and_no_other(task):
	with kit.acting("water"):
		frappe.get_list("Request Task", pluck="name")
		with kit.counting_queries() as asked:
			frappe.get_list("Request Task", pluck="name")
	assert len([query for query in asked if "tabExecutor User" in query]) == 1
	assert len([query for query in asked if "tabDocShare" in query]) == ASKS_FOR_SHARES
	assert len(asked) == 2 + ASKS_FOR_SHARES


def test_the_form_knows_who_may_hand_it_over(task):
	from contact_center.control import handing

	def shown_to(person: str) -> dict:
		return handing.of_task(kit.fresh(task), standing.standings_of(kit.email(person)))

	shown = shown_to("water")
	assert shown["may_hand_over"] and shown["keeps_sight"] and not shown["may_give_back"]
	with kit.acting("water"):
		offered = {each["value"] for each in handing.people(task.name)}
	assert offered == {kit.email("water"), kit.email("idler")}
	kit.hand_over(task, "idler")
	shown = shown_to("idler")
	assert (shown["may_hand_over"], shown["may_give_back"], shown["keeps_sight"]) == (False, True, False)
	for person in ("idler", "roads", "operator"):
		with kit.acting(person), pytest.raises(frappe.PermissionError):
			handing.people(task.name)
	shown = shown_to("operator")
	assert not (shown["may_hand_over"] or shown["may_give_back"]) and "Idler" in shown["handed_to"]


def test_a_crew_works_at_the_executors_desk(task):
	from contact_center.desk import executor_desk

	kit.hand_over(task, "idler")
	kit.registered()
	with kit.acting("idler"):
		assert [each["name"] for each in executor_desk.overview()["tasks"]] == [task.name]
		executor_desk.accept(task.name, kit.version(task))
	assert kit.fresh(task).stage == "In Progress"
	other = kit.task_of(kit.registered())
	with kit.acting("idler"), pytest.raises(frappe.PermissionError):
		executor_desk.accept(other.name, kit.version(other))
