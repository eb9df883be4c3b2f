"""Comments are told to whom they concern, on the bell and in the lists; nobody else hears anything (R8.1.3, D1)."""

import email
import email.policy

import frappe
import kit
import pytest

from contact_center.control import additions, bell
from contact_center.control.comments import comment
from contact_center.desk import forms
from contact_center.record import journal, messages

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

TEXT = "Кран перекрито, буде о 18:00"


def commented(doc, text: str = TEXT, by: str = "operator", **other) -> None:
	with kit.acting(by):
		comment(doc.doctype, doc.name, text, **other)


def heard() -> dict[str, list[tuple[str, str]]]:
	"""Of each person of the tests, which documents the bell has rung about."""
	rows = frappe.get_all(
		"Notification Log", {"subject": ("like", "%Кран%")}, ["for_user", "document_type", "document_name"]
	)
	found: dict[str, list[tuple[str, str]]] = {}
	for row in rows:
		person = row.for_user.removeprefix("kit-").removesuffix("@example.com")
		found.setdefault(person, []).append((row.document_type, row.document_name))
	return found


def test_an_operators_comment_reaches_the_executors_who_work_on_it():
	request = kit.registered(classifier=kit.YARD)
	commented(request)
	tasks = {
		person: kit.task_of(request, code) for person, code in kit.EXECUTOR_OF.items() if person != "water"
	}
	assert heard() == {person: [("Request Task", task.name)] for person, task in tasks.items()}
	for task in tasks.values():
		assert journal.timeline("Request Task", task.name)[-1]["text"] == TEXT


def test_an_executors_comment_reaches_the_operators_of_the_request():
	"""Those who did something to it; all of them where it came by itself."""
	request = kit.registered()
	commented(kit.task_of(request), by="water")
	assert heard() == {"operator": [("Request", request.name)]}


def test_an_operators_comment_on_a_task_reaches_that_executor():
	request = kit.registered(classifier=kit.YARD)
	task = kit.task_of(request, "KIT-ROADS")
	commented(task)
	assert heard() == {"roads": [("Request Task", task.name)]}


def test_where_nobody_has_acted_all_operators_hear(monkeypatch):
	request = kit.registered()
	frappe.db.set_value("Request Journal", {"request": request.name}, "actor", None)
	commented(kit.task_of(request), by="water")
	assert {"operator", "supervisor"} <= set(heard())


def test_who_is_no_longer_at_work_on_it_hears_nothing():
	"""D1: only of running tasks, and never of another's."""
	request = kit.registered(classifier=kit.YARD)
	left = kit.task_of(request, "KIT-ROADS")
	kit.act(left, "Not My Competence", "roads", reason="Не наше")
	commented(request)
	assert set(heard()) == {"housing"}
	assert TEXT not in str(journal.timeline("Request Task", left.name))


def test_a_comment_for_the_office_alone_stays_there():
	request = kit.registered()
	commented(request, for_executors=0)
	assert heard() == {}
	assert TEXT not in str(journal.timeline("Request Task", kit.task_of(request).name))
	assert TEXT in str(journal.timeline("Request", request.name))


def test_before_there_is_an_executor_a_comment_may_name_the_applicant():
	"""R5.9: the operator notes how the call went; who gets the request later does not read it."""
	request = kit.filed()
	commented(request, "Заявниченко просить Кран 18:00")
	assert heard() == {}
	kit.act(request, "Register", "operator", wording_agreed=1)
	assert "Заявниченко" not in str(journal.timeline("Request Task", kit.task_of(request).name))


@pytest.mark.parametrize("text", ["Заявниченка немає вдома", "дзвоніть 067 111-00-01", "ЗАЯВНИЧЕНКО чекає"])
@pytest.mark.parametrize("on", ["Request", "Request Task"])
def test_what_executors_read_does_not_name_the_applicant(on, text):
	"""D1: who works on it asks for the contact, on record."""
	request = kit.registered()
	doc = request if on == "Request" else kit.task_of(request)
	before = kit.kinds(request)
	with pytest.raises(frappe.ValidationError):
		commented(doc, text)
	assert kit.kinds(request) == before
	if on == "Request":
		commented(request, text, for_executors=0)


def test_the_bell_names_no_applicant():
	"""D1."""
	request = kit.registered()
	commented(request)
	commented(kit.task_of(request), by="water")
	rows = frappe.get_all("Notification Log", {"subject": ("like", "%Кран%")}, "*")
	assert rows
	for secret in (kit.SURNAMES["citizen"], kit.PHONES["citizen"], kit.email("citizen"), kit.applicant()):
		assert secret not in str(rows)


def test_nobody_is_told_of_what_is_loaded():
	request = kit.registered()
	with messages.quiet():
		commented(request)
	assert heard() == {}


def opened(doc, person: str) -> dict:
	with kit.acting(person):
		doc = kit.fresh(doc)
		doc.run_method("onload")
		return doc.get("__onload")[forms.KEY]


def unread(doc, person: str) -> list[str]:
	with kit.acting(person):
		return bell.unread(doc.doctype, frappe.as_json([doc.name]))


def test_a_list_marks_it_until_its_reader_has_looked():
	request = kit.registered()
	task = kit.task_of(request)
	commented(request)
	assert unread(task, "water") == [task.name] and unread(task, "roads") == []
	assert opened(task, "water")["unread"]
	with kit.acting("water"):
		bell.looked(task.doctype, task.name)
	assert unread(task, "water") == [] and not opened(task, "water")["unread"]
	assert not frappe.db.exists("Notification Log", {"document_name": task.name, "read": 0})


def test_a_look_of_one_is_none_of_another():
	request = kit.registered(by="supervisor")
	commented(request, "Перевірю сам", for_executors=0)
	commented(kit.task_of(request), by="water")
	with kit.acting("supervisor"):
		bell.looked("Request", request.name)
	assert unread(request, "supervisor") == [] and unread(request, "operator") == [request.name]


@pytest.mark.parametrize("person", ["citizen", "stranger", "water"])
def test_nobody_learns_from_the_bell_what_was_not_said_to_them(person):
	request = kit.registered()
	commented(kit.task_of(request), by="water")
	assert unread(request, person) == []
	with kit.acting(person):
		bell.looked("Request", request.name)
	assert unread(request, "operator") == [request.name]


@pytest.mark.parametrize("doctype", ["User", "Applicant", "Notification Log"])
def test_the_bell_speaks_of_requests_and_tasks_alone(doctype):
	with pytest.raises(frappe.PermissionError):
		bell.unread(doctype, "[]")
	with pytest.raises(frappe.PermissionError):
		bell.looked(doctype, "x")


def said(request) -> list[str]:
	return [line["text"] for line in journal.timeline("Request", request.name) if line["kind"] == "Commented"]


def test_a_form_that_is_sent_again_makes_one_comment():
	request = kit.registered()
	for _each in range(3):
		commented(request, key="форма-1")
	assert said(request) == [TEXT]
	assert len(heard()["water"]) == 1


def test_two_forms_with_equal_words_make_two_comments():
	request = kit.registered()
	for key in ("форма-1", "форма-2"):
		commented(request, key=key)
	assert said(request) == [TEXT, TEXT]


def test_words_that_were_corrected_in_the_same_form_are_another_comment():
	request = kit.registered()
	commented(request, key="форма-1")
	commented(request, "Кран ще не перекрито", key="форма-1")
	assert said(request) == [TEXT, "Кран ще не перекрито"]


def test_one_key_of_two_people_or_of_two_documents_is_two():
	request, other = kit.registered(), kit.registered(building="14")
	commented(request, key="форма-1")
	commented(request, key="форма-1", by="supervisor")
	commented(other, key="форма-1")
	assert (len(said(request)), len(said(other))) == (2, 1)


def test_without_a_key_equal_words_within_a_minute_are_one_comment():
	request = kit.registered()
	for _each in range(2):
		commented(request)
	assert said(request) == [TEXT]


# To the applicant


def told(request) -> list[str]:
	"""The messages that are queued about the request for its applicant, of comments."""
	return [
		each.event
		for each in messages.pending()
		if each.event == messages.FOR_APPLICANT and each.name == request.name
	]


@pytest.mark.parametrize("person", ["operator", "water"])
@pytest.mark.parametrize("public", [0, 1])
def test_a_comment_for_the_applicant_reaches_them_and_no_other_does(person, public):
	"""R8.1.3: seen and told where it is marked so."""
	request = kit.registered()
	messages.forget()
	commented(kit.task_of(request), by=person, is_public=public)
	assert told(request) == [messages.FOR_APPLICANT] * public
	shown = [line["text"] for line in journal.public_timeline(request.name)]
	assert (TEXT in shown) is bool(public)


def test_what_the_applicant_adds_or_the_office_corrects_is_no_message_to_the_applicant():
	request = kit.registered()
	messages.forget()
	with kit.acting("citizen"):
		additions.supplement(request.name, kit.email("citizen"), "Кран тече сильніше")
	kit.corrected(request, building="14")
	assert told(request) == []


def test_the_letter_says_what_was_written_and_nothing_that_was_not_for_the_applicant(mailbox):
	request = kit.registered(notify_by="E-mail")
	commented(request, "Кран перекрито, буде о 18:00 & пізніше", is_public=1)
	commented(request, "Лише для своїх: Кран вкрали", for_executors=0)
	before = frappe.get_all("Email Queue", pluck="name")
	messages.send([("Request", request.name, messages.FOR_APPLICANT, "")])
	[letter] = frappe.get_all("Email Queue", {"name": ("not in", [*before, ""])}, ["name", "message"])
	[to] = frappe.get_all("Email Queue Recipient", {"parent": letter.name}, pluck="recipient")
	text = (
		email.message_from_string(letter.message, policy=email.policy.default)
		.get_body(("html",))
		.get_content()
	)
	assert to == kit.email("citizen") and request.number in text
	assert "Кран перекрито, буде о 18:00 &amp; пізніше" in text and "Лише для своїх" not in text


# What must not be seen, by role (D1)


@pytest.mark.parametrize(
	("by", "on", "options", "sees"),
	[
		("operator", "Request", {"for_executors": 0}, {"supervisor"}),
		("operator", "Request", {}, {"supervisor", "roads", "housing"}),
		("operator", "Request", {"for_executors": 0, "is_public": 1}, {"supervisor", "citizen"}),
		("roads", "Request Task", {}, {"operator", "supervisor"}),
		("roads", "Request Task", {"is_public": 1}, {"operator", "supervisor", "citizen"}),
		("operator", "Request Task", {}, {"supervisor", "roads"}),
	],
	ids=str,
)
def test_who_reads_a_comment(by, on, options, sees):
	"""The office all, an executor what is for it and never what another executor wrote, the applicant what is public."""
	request = kit.registered(classifier=kit.YARD)
	tasks = {person: kit.task_of(request, kit.EXECUTOR_OF[person]) for person in ("roads", "housing")}
	commented(request if on == "Request" else tasks["roads"], by=by, **options)
	found = {person for person, task in tasks.items() if TEXT in lines_of(task, person)}
	found |= {person for person in ("operator", "supervisor") if TEXT in lines_of(request, person)}
	found |= {"citizen"} if TEXT in str(journal.public_timeline(request.name)) else set()
	assert found - {by} == sees


def lines_of(doc, person: str) -> str:
	with kit.acting(person):
		return str(journal.timeline(doc.doctype, doc.name))


def test_colleagues_who_had_to_do_with_it_hear_of_a_comment_for_the_office():
	"""R8.1.3: without its words, which may name the applicant (D1)."""
	request = kit.registered(by="supervisor")
	commented(request, "Кран: Заявниченко просить не дзвонити", for_executors=0)
	rows = frappe.get_all("Notification Log", {"document_name": request.name}, ["for_user", "subject"])
	assert [row.for_user for row in rows] == [kit.email("supervisor")]
	assert "Заявниченко" not in rows[0].subject and request.number in rows[0].subject


def test_the_bell_rings_for_all_in_as_many_statements_as_for_one():
	request = kit.registered()
	asked = []
	for people in (["supervisor"], ["supervisor", "management", "water"]):
		users = [kit.email(person) for person in people]
		with kit.counting_queries() as queries:
			bell.ring(users, "Request", request.name, "Кран", "тече")
		asked.append(len(queries))
	assert asked[0] == asked[1]
	assert len(heard()["supervisor"]) == 2 and len(heard()["water"]) == 1
