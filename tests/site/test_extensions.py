"""A new term by agreement: asked for by the executor, decided by the contact centre, on record (R6.2.2, R8.2.2, R8.6)."""

from datetime import timedelta

import frappe
import kit
import pytest
from kit import MONDAY
from kit_files import unique_photo

from contact_center.control import extension_requests, extensions, sweep
from contact_center.desk import forms
from contact_center.record import checking, clock, journal, messages
from contact_center.regulation.problems import ProblemKind

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

WISH = "Extension Request"


def running(**other):
	"""A task in progress."""
	return kit.accept(kit.task_of(kit.registered(**other)))


def row(wish: str) -> dict:
	return frappe.db.get_value(WISH, wish, "*", as_dict=True)


def refusal(act) -> ProblemKind:
	with pytest.raises(frappe.ValidationError) as refused:
		act()
	return refused.value.problem.kind


def request_of(task):
	return frappe.get_doc("Request", task.request)


def test_the_clock_goes_on_until_the_operator_agrees():
	with clock.at(MONDAY):
		task = running()
	with clock.at(MONDAY + timedelta(hours=2)):
		wish = kit.ask_for_term(task)
	asked = kit.fresh(task)
	assert asked.due == task.due and asked.extension_asked_at == clock.to_site(MONDAY + timedelta(hours=2))
	assert row(wish).status == "Awaiting Decision" and row(wish).executor == "KIT-WATER"
	with clock.at(MONDAY + timedelta(hours=30)):
		sweep.sweep_batch()
	assert kit.fresh(task).overdue == 1


def test_an_agreed_term_is_the_requests_too_and_the_first_one_stays():
	"""R4.8."""
	task = running()
	wish = kit.ask_for_term(task)
	kit.extend(wish, answer="Труби привезуть у четвер")
	new, request = kit.fresh(task), request_of(task)
	assert new.due == request.due == task.due + timedelta(days=3)
	assert new.first_due == request.first_due == task.due
	assert (new.extension_count, request.extension_count, new.extension_asked_at) == (1, 1, None)
	assert new.next_deadline and new.next_deadline <= new.due
	decided = row(wish)
	assert (decided.status, decided.agreed_due, decided.answer) == (
		"Agreed",
		new.due,
		"Труби привезуть у четвер",
	)
	assert decided.decided_by == kit.email("operator")
	line = journal.public_timeline(task.request)[-1]
	assert line["kind"] == "Extended" and "Труби привезуть у четвер" in line["text"]
	assert checking.check(task.request) == []


def test_the_operator_agrees_to_another_day():
	task = running()
	wish = kit.ask_for_term(task)
	kit.extend(wish, day=kit.wished_day(task, 1))
	assert kit.fresh(task).due == task.due + timedelta(days=1)
	assert row(wish).status == "Agreed to Another Day"


def test_a_refusal_needs_a_reason_and_leaves_the_term():
	task = running()
	wish = kit.ask_for_term(task)
	with kit.acting("operator"):
		assert refusal(lambda: extensions.refuse_term(wish, " ")) == ProblemKind.EXTENSION_ANSWER_NEEDED
		extensions.refuse_term(wish, "Строку досить")
	assert (row(wish).status, row(wish).answer) == ("Refused", "Строку досить")
	assert kit.fresh(task).due == task.due and kit.fresh(task).extension_count == 0
	assert "Term Refused" not in [each["kind"] for each in journal.public_timeline(task.request)]
	kit.ask_for_term(task, reason="Ще раз просимо")


def test_one_waits_at_a_time_and_twice_is_once():
	task = running()
	shown = kit.version(task)
	wish = kit.ask_for_term(task, seen=shown)
	assert kit.ask_for_term(task, seen=shown) == wish, "the answer was lost, the button pressed again"
	assert refusal(lambda: kit.ask_for_term(task, reason="Інше")) == ProblemKind.EXTENSION_ASKED_ALREADY
	assert frappe.db.count(WISH, {"task": task.name}) == 1


def test_a_double_click_finds_what_another_transaction_has_written():
	"""A plain read shows the state at the begin of the transaction, before it waited for the lock."""
	task = running()
	shown = kit.version(task)
	kit.ask_for_term(task, seen=shown)
	with kit.counting_queries() as queries:
		kit.ask_for_term(task, seen=shown)
	reads = [query.lower() for query in queries if f"from `tab{WISH.lower()}`" in query.lower()]
	assert reads and all("for update" in query for query in reads), reads


def test_the_same_decision_twice_is_once_and_another_one_is_refused():
	task = running()
	day, other = kit.wished_day(task), kit.wished_day(task, 1)
	wish = kit.ask_for_term(task)
	shown = kit.version(task)
	for _click in range(2):
		kit.extend(wish, day=day, answer="Згода", seen=shown)
	assert kit.fresh(task).extension_count == 1
	for given in ({"day": other, "answer": "Згода"}, {"day": day, "answer": "Інакше"}):
		with pytest.raises(frappe.ValidationError):
			kit.extend(wish, seen=shown, **given)
	assert row(wish).answer == "Згода" and str(row(wish).agreed_due.date()) == day


def test_of_two_decisions_the_second_is_refused():
	task = running()
	wish = kit.ask_for_term(task)
	shown = kit.version(task)
	kit.extend(wish, seen=shown)
	with kit.acting("supervisor"), pytest.raises(frappe.ValidationError):
		extensions.refuse_term(wish, "Ні", seen=shown)
	with kit.acting("supervisor"):
		assert refusal(lambda: extensions.refuse_term(wish, "Ні")) == ProblemKind.EXTENSION_DECIDED
	assert row(wish).status == "Agreed"


def test_only_the_tasks_executor_asks_and_only_while_it_runs():
	sent = kit.task_of(kit.registered())
	assert refusal(lambda: kit.ask_for_term(sent)) == ProblemKind.EXTENSION_OF_NO_WORK
	task = running()
	for person in ("operator", "supervisor", "roads", "idler", "management", "citizen"):
		with pytest.raises(frappe.PermissionError):
			kit.ask_for_term(task, person)
	kit.report(task)
	assert refusal(lambda: kit.ask_for_term(task)) == ProblemKind.EXTENSION_OF_NO_WORK


@pytest.mark.parametrize("person", ["water", "roads", "management", "administrator", "citizen"])
def test_only_the_office_decides(person):
	wish = kit.ask_for_term(running())
	with kit.acting(person):
		with pytest.raises(frappe.PermissionError):
			extensions.extend(wish)
		with pytest.raises(frappe.PermissionError):
			extensions.refuse_term(wish, "Ні")
	assert row(wish).status == "Awaiting Decision"


@pytest.mark.parametrize("day", ["", "завтра", "2026-13-01"])
def test_a_day_that_is_none(day):
	assert refusal(lambda: kit.ask_for_term(running(), day=day)) == ProblemKind.NOT_A_DATE


def test_a_day_before_the_present_deadline():
	task = running()
	assert refusal(lambda: kit.ask_for_term(task, day=kit.wished_day(task, 0))) == ProblemKind.EXTENSION_DAY


def test_a_further_request_after_a_broken_term_names_head_and_responsible_person():
	with clock.at(MONDAY):
		task = running()
		kit.extend(kit.ask_for_term(task, reason="Раз"))
	with clock.at(MONDAY + timedelta(days=5)):
		assert refusal(lambda: kit.ask_for_term(task, reason="Два")) == ProblemKind.EXTENSION_NEEDS_HEAD
		with kit.acting("water"):
			shown = kit.fresh(task)
			forms.load_task(shown)
			assert shown.get_onload("contact_center")["extension_needs_head"]
		wish = kit.ask_for_term(
			task, reason="Два", day=kit.wished_day(task, 6), head="Коваль О. П.", responsible="Майстер Гнат"
		)
	assert (row(wish).head, row(wish).responsible, row(wish).after_broken_term) == (
		"Коваль О. П.",
		"Майстер Гнат",
		1,
	)


def test_what_was_missed_before_the_new_term_stays_missed():
	"""R7.1: the sweep had not come by yet."""
	with clock.at(MONDAY):
		task = running()
	with clock.at(MONDAY + timedelta(hours=25)):
		wish = kit.ask_for_term(task)
		kit.extend(wish)
	assert kit.fresh(task).overdue == 1 and request_of(task).overdue == 1
	kinds = kit.kinds(request_of(task))
	assert kinds.index("Term Broken") < kinds.index("Extended")


@pytest.mark.parametrize(("field", "most"), [("reason", 2000), ("head", 140), ("responsible", 140)])
def test_what_is_too_long_is_refused_and_not_cut(field, most):
	task = running()
	assert refusal(lambda: kit.ask_for_term(task, **{field: "а" * (most + 1)})) == ProblemKind.LONG_TEXT
	wish = kit.ask_for_term(task, **{field: "а" * most})
	assert len(row(wish)[field]) == most


def test_an_answer_that_is_too_long_is_refused_and_not_cut():
	wish = kit.ask_for_term(running())
	with kit.acting("operator"):
		assert refusal(lambda: extensions.extend(wish, answer="а" * 2001)) == ProblemKind.LONG_TEXT
		assert refusal(lambda: extensions.refuse_term(wish, "а" * 2001)) == ProblemKind.LONG_TEXT
	assert row(wish).status == "Awaiting Decision"


def test_more_documents_than_are_kept_are_refused():
	task = running()
	many = "\n".join(f"/private/files/{number}.pdf" for number in range(11))
	assert refusal(lambda: kit.ask_for_term(task, documents=many)) == ProblemKind.TOO_MANY_FILES


def test_a_term_that_is_broken_again_after_a_new_one_was_agreed_is_on_record_again():
	"""R4.8, R9.2: what was late stays so, and both are counted."""
	with clock.at(MONDAY):
		task = running()
	with clock.at(MONDAY + timedelta(hours=25)):
		sweep.sweep_batch()
		kit.extend(kit.ask_for_term(task))
	new = kit.fresh(task)
	assert new.overdue == 1 and new.next_deadline
	for later, broken in ((timedelta(days=3), 1), (timedelta(days=5), 2), (timedelta(days=6), 2)):
		with clock.at(MONDAY + later):
			sweep.sweep_batch()
		assert kit.kinds(request_of(task)).count("Term Broken") == broken, later
		assert checking.check(task.request) == []
	assert kit.fresh(task).overdue == 1


def test_documents_are_files_of_the_task():
	task = running()
	file = kit.hung_on(task, name="лист.png")
	assert refusal(lambda: kit.ask_for_term(task, documents="/files/x.pdf")) == ProblemKind.NO_SUCH_DOCUMENT
	wish = kit.ask_for_term(task, documents=file)
	with kit.acting("operator"):
		shown = extensions.shown(frappe.get_doc(WISH, wish))
	assert [each["file_url"] for each in shown["documents"]] == [file] and shown["may_decide"]


def test_the_executor_takes_away_no_document_that_came_with_a_request_for_a_term():
	task = running()
	file, other = (
		kit.hung_on(task, name="лист.png"),
		kit.hung_on(task, name="інше.png", content=unique_photo()),
	)
	names = {each: frappe.db.get_value("File", {"file_url": each}) for each in (file, other)}
	wish = kit.ask_for_term(task, documents=file)
	for decide in (lambda: None, lambda: kit.extend(wish)):
		decide()
		with kit.acting("water"):
			assert not frappe.get_doc("File", names[file]).has_permission("delete")
			with pytest.raises(frappe.PermissionError):
				frappe.delete_doc("File", names[file])
	with kit.acting("water"):
		frappe.delete_doc("File", names[other])
	assert frappe.db.exists("File", names[file])


@pytest.mark.parametrize(
	"end",
	[
		kit.report,
		lambda task: kit.act(task, "Not My Competence", "water", reason="Не наше"),
		lambda task: kit.act(request_of(task), "Cancel", "operator", reason="Не треба"),
	],
	ids=["reported", "declined", "cancelled"],
)
def test_a_request_for_a_term_of_work_that_is_over_lapses(end):
	task = running()
	wish = kit.ask_for_term(task)
	end(task)
	assert row(wish).status == "Lapsed" and not kit.fresh(task).extension_asked_at
	with kit.acting("operator"):
		assert refusal(lambda: extensions.extend(wish)) == ProblemKind.EXTENSION_DECIDED


def of_two_executors():
	"""The lead's task, another one, and who has that: both in progress."""
	request = kit.registered(classifier=kit.YARD)
	people = {"roads": kit.task_of(request, "KIT-ROADS"), "housing": kit.task_of(request, "KIT-HOUSING")}
	tasks = {person: kit.accept(task, person) for person, task in people.items()}
	lead, other = sorted(tasks, key=lambda person: not tasks[person].is_lead)
	return tasks[lead], tasks[other], other


def test_the_term_of_one_of_several_executors_is_no_new_term_of_the_request(monkeypatch):
	_lead, other, person = of_two_executors()
	request = request_of(other)
	wish, told = kit.ask_for_term(other, person), []
	monkeypatch.setattr(messages, "queue", told.extend)
	kit.extend(wish)
	assert [(each.doctype, each.name, each.event) for each in told] == [
		("Request Task", other.name, "extended")
	]
	assert kit.fresh(other).due > other.due and kit.fresh(request).due == request.due
	assert "Extended" not in [each["kind"] for each in journal.public_timeline(request.name)]


def test_the_form_shows_what_waits_and_who_may_ask():
	task = running()
	with kit.acting("water"):
		shown = kit.fresh(task)
		forms.load_task(shown)
		assert shown.get_onload("contact_center")["may_ask_extension"]
	wish = kit.ask_for_term(task)
	for person, decides in (("water", False), ("operator", True), ("management", False)):
		with kit.acting(person):
			shown = kit.fresh(task)
			forms.load_task(shown)
			brought = shown.get_onload("contact_center")
		assert brought["extension"]["name"] == wish and brought["extension"]["may_decide"] is decides
		assert not brought["may_ask_extension"]


def test_what_nobody_answers_is_told_to_the_supervisors_once():
	with clock.at(MONDAY):
		wish = kit.ask_for_term(running())
	for later, told in ((timedelta(hours=3), 0), (timedelta(days=2), 1), (timedelta(days=3), 1)):
		with clock.at(MONDAY + later):
			extensions.escalate()
		mine = {"document_type": WISH, "document_name": wish, "for_user": kit.email("supervisor")}
		late = frappe.db.count("Notification Log", mine | {"subject": ("like", "%чекає на рішення%")})
		late = late or frappe.db.count("Notification Log", mine | {"subject": ("like", "%waits%")})
		assert late == told, later
	assert row(wish).escalated_at


def test_additional_control_is_a_list_of_its_own():
	task, other = running(), running()
	kit.extend(kit.ask_for_term(task))
	with kit.acting("operator"):
		found = frappe.get_list("Request Task", {"extension_count": (">", 0)}, pluck="name")
	assert task.name in found and other.name not in found


def test_a_machine_asks_and_decides_by_the_version_that_it_saw(rest, world):
	task = frappe.db.get_value(WISH, world.wish, "task")
	asked = {"reason": "Ще", "day": "2030-01-01", "task": task}
	answer = rest("water").call("contact_center.control.extension_requests.ask_for_term", **asked)
	assert answer.json()["problem"]["kind"] == "Version Not Named", answer.text
	answer = rest("operator").call("contact_center.control.extensions.extend", request=world.wish)
	assert answer.json()["problem"]["kind"] == "Version Not Named", answer.text
	for person in ("roads", "citizen", "Guest", "management"):
		answer = rest(person).call("contact_center.control.extensions.extend", request=world.wish)
		assert answer.status_code in (401, 403), answer.text
	assert rest("roads").get(f"/api/resource/{WISH}/{world.wish}").status_code == 403
	assert rest("water").get(f"/api/resource/{WISH}/{world.wish}").ok


def letter(doc, method: str) -> str:
	message = frappe.db.get_value("Notification", {"method": method, "document_type": doc.doctype}, "message")
	return frappe.render_template(message, {"doc": kit.fresh(doc)})


def test_the_letters_say_what_was_decided(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")
	task = running()
	kit.extend(kit.ask_for_term(task))
	assert "погоджено новий строк" in letter(task, "extended")
	assert "Перший строк залишається в обліку" in letter(task, "extended")
	told = letter(request_of(task), "extended")
	assert "погоджено новий строк" in told and f"{kit.fresh(task).due:%d.%m.%Y}" in told
	wish = kit.ask_for_term(task, reason="Ще")
	with kit.acting("operator"):
		extensions.refuse_term(wish, "Труби вже привезли")
	assert "Труби вже привезли" in letter(task, "term_refused")
