"""From the first day to the last a deputy acts for the executor in the place of an absent person; then no more (P5)."""

import json
from datetime import date, datetime, timedelta

import frappe
import kit
import pytest
from kit_rest import is_refused

from contact_center.access import permissions, standing
from contact_center.control import absences, bell
from contact_center.execution import addressee
from contact_center.record import messages, recipients

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")
WATER, ROADS = "KIT-WATER", "KIT-ROADS"
METHODS = "contact_center.control.absences."


@pytest.fixture
def executor():
	"""The water's: `water` answers for it, `idler` is its other person; both may act."""
	doc = frappe.get_doc("Executor", WATER)
	doc.append("users", {"user": kit.email("idler")})
	doc.save()
	messages.forget()
	return doc


@pytest.fixture
def apart():
	"""`roads`, whose executor stands beside the water's, is named by the administrator alone."""
	return away("water", "roads", by="administrator")


def day(ahead: int = 0) -> str:
	return str(standing.today() + timedelta(days=ahead))


def away(
	user: str, deputy: str, first: int = 0, last: int = 0, by: str = "water", executor: str = WATER
) -> str:
	"""Write that a person is absent from so many days ahead to so many; return the row."""
	if by == "administrator":
		doc = frappe.get_doc("Executor", executor)
		row = {
			"user": kit.email(user),
			"deputy": kit.email(deputy),
			"from_date": day(first),
			"until_date": day(last),
		}
		doc.append("absences", row)
		with kit.acting(by):
			doc.save()
		return doc.absences[-1].name
	with kit.acting(by):
		return absences.add_absence(
			executor, kit.email(user), kit.email(deputy), day(first), day(last), "відпустка"
		)


def said(answer) -> str:
	"""Return what the server answered, with its letters as people write them."""
	return json.dumps(answer.json(), ensure_ascii=False)


def kind(caught) -> str:
	return str(caught.value.problem.kind)


def sees(person: str, task) -> bool:
	with kit.acting(person):
		return task.name in frappe.get_list("Request Task", pluck="name", limit=0)


@pytest.mark.parametrize(
	("first", "last", "acts"), [(0, 0, True), (-3, 0, True), (0, 3, True), (1, 3, False), (-3, -1, False)]
)
def test_the_right_is_there_from_the_first_day_to_the_last(first, last, acts):
	task = kit.task_of(kit.registered())
	assert not sees("roads", task)
	away("water", "roads", first, last, by="administrator")
	assert sees("roads", task) is acts
	assert (WATER in permissions.executors_of(kit.email("roads"))) is acts
	assert kit.fresh(task).has_permission("write", user=kit.email("roads")) is acts


def test_the_day_is_the_citys(monkeypatch):
	"""At 23:30 of UTC it is the next day in Kyiv."""

	class Night(datetime):
		@classmethod
		def now(cls, tz=None):
			return datetime.fromisoformat("2026-03-02T23:30:00+00:00").astimezone(tz)

	monkeypatch.setattr(standing, "datetime", Night)
	assert standing.today() == date(2026, 3, 3)


def test_a_deputy_acts_and_the_journal_says_in_whose_place(apart):
	task = kit.task_of(kit.registered())
	task = kit.accept(task, "roads")
	line = frappe.get_last_doc("Request Journal", {"task": task.name, "kind": "Accepted"})
	assert (line.actor, line.in_place_of, line.through) == (kit.email("roads"), kit.email("water"), None)
	kit.report(task, "roads")
	assert kit.fresh(task).stage == "Awaiting Confirmation"
	own = kit.accept(kit.task_of(kit.registered(classifier=kit.POTHOLE)), "roads")
	line = frappe.get_last_doc("Request Journal", {"task": own.name, "kind": "Accepted"})
	assert not line.in_place_of


def test_who_is_absent_may_still_act(apart):
	assert sees("water", kit.task_of(kit.registered()))


def test_a_deputy_is_told_in_the_place_of_the_absent(apart):
	task = kit.task_of(kit.registered())
	assert bell.people_of([task]) == {task.name: [kit.email("roads")]}


def test_letters_for_the_responsible_person_go_to_the_deputy(executor, apart, monkeypatch):
	executor.reload()
	executor.official_email = ""
	executor.save()
	task = kit.task_of(kit.registered())
	assert addressee.email_of(kit.fresh(executor)) == task.executor_email == kit.email("roads")
	tomorrow = standing.today() + timedelta(days=1)
	monkeypatch.setattr(standing, "today", lambda: tomorrow)
	recipients.address(task)  # written on the day after the last
	assert task.executor_email == kit.email("water")
	assert kit.fresh(task).executor_email == kit.email("roads")


def test_a_deputy_with_a_disabled_account_is_passed_over(executor, apart):
	executor.reload()
	executor.official_email = ""
	frappe.db.set_value("User", kit.email("roads"), "enabled", 0)
	frappe.clear_document_cache("User", kit.email("roads"))
	assert addressee.email_of(executor) == kit.email("water")
	task = kit.task_of(kit.registered())
	assert bell.people_of([task])[task.name] == [kit.email("water"), kit.email("idler")]


def test_a_deputy_of_the_crew_sees_what_is_handed_to_it_alone(executor):
	executor.users[-1].only_handed = 1
	executor.save()
	handed, other = (kit.task_of(kit.registered()) for _each in range(2))
	kit.hand_over(handed, "idler")
	away("idler", "roads", by="administrator")
	assert sees("roads", handed) and not sees("roads", other)
	handed = kit.fresh(handed)
	assert bell.people_of([handed, other]) == {
		handed.name: [kit.email("water"), kit.email("roads")],
		other.name: [kit.email("water")],
	}
	recipients.address(handed)
	assert handed.handed_to == kit.email("roads")
	kit.accept(handed, "roads")
	line = frappe.get_last_doc("Request Journal", {"task": handed.name, "kind": "Accepted"})
	assert line.in_place_of == kit.email("idler")


def test_a_crew_that_is_a_deputy_too_is_on_record_as_what_it_acts(executor):
	executor.users[-1].only_handed = 1
	executor.save()
	handed, other = (kit.task_of(kit.registered()) for _each in range(2))
	kit.hand_over(handed, "idler")
	away("water", "idler")
	for task, absent in ((handed, None), (other, kit.email("water"))):
		kit.accept(task, "idler")
		line = frappe.get_last_doc("Request Journal", {"task": task.name, "kind": "Accepted"})
		assert line.in_place_of == absent


def test_a_responsible_person_names_a_colleague(executor):
	row = away("water", "idler", 0, 5)
	found = frappe.get_doc("Executor Absence", row)
	assert (found.user, found.deputy, found.note) == (kit.email("water"), kit.email("idler"), "відпустка")
	version = frappe.get_last_doc("Version", {"docname": WATER})
	assert version.owner == kit.email("water") and "absences" in version.data


def test_both_are_told(executor):
	away("idler", "water", 0, 5)
	assert frappe.db.exists("Notification Log", {"for_user": kit.email("idler"), "document_name": WATER})


def test_sent_twice_it_is_one(executor):
	assert away("water", "idler", 0, 5) == away("water", "idler", 0, 5)


@pytest.mark.parametrize(
	("user", "deputy", "first", "last", "problem"),
	[
		("water", "water", 0, 1, "Own Deputy"),
		("water", "idler", 3, 2, "Absence Ends Before It Starts"),
		("roads", "idler", 0, 1, "Absent Is No Person of the Executor"),
		("water", "roads", 0, 1, "No Deputy"),
		("water", "operator", 0, 1, "No Deputy"),
		("water", "citizen", 0, 1, "No Deputy"),
		("water", "administrator", 0, 1, "No Deputy"),
	],
)
def test_what_a_responsible_person_is_refused(user, deputy, first, last, problem, executor):
	with pytest.raises(frappe.ValidationError) as caught:
		away(user, deputy, first, last)
	assert kind(caught) == problem
	assert not [row for row in kit.fresh(executor).absences if row.note == "відпустка"]


def test_overlaps_are_refused_by_both_doors(executor):
	away("water", "idler", 0, 5)
	for by in ("water", "administrator"):
		with pytest.raises(frappe.ValidationError) as caught:
			away("water", "idler", 5, 9, by=by)
		assert kind(caught) == "Absences Overlap"
		with pytest.raises(frappe.ValidationError) as caught:
			away("idler", "water", 3, 4, by=by)
		assert kind(caught) == "Deputy Is Absent"


@pytest.mark.parametrize("deputy", ["operator", "stranger", "citizen"])
def test_the_administrator_names_nobody_who_cannot_work_on_tasks(deputy):
	with pytest.raises(frappe.ValidationError) as caught:
		away("water", deputy, by="administrator")
	assert kind(caught) == "No Deputy"


def test_an_absence_is_ended_and_the_right_ends_at_once(executor):
	executor.users[-1].only_handed = 1
	executor.save()
	task = kit.task_of(kit.registered())
	row = away("water", "idler", 0, 5)
	frappe.db.set_value("Executor Absence", row, "from_date", day(-2))
	assert sees("idler", task)
	with kit.acting("water"):
		absences.end_absence(WATER, row)
		absences.end_absence(WATER, row)
	assert not sees("idler", task) and str(frappe.db.get_value("Executor Absence", row, "until_date")) == day(
		-1
	)


def test_what_has_not_begun_is_taken_back(executor):
	row = away("water", "idler", 2, 5)
	with kit.acting("water"):
		absences.end_absence(WATER, row)
	assert not frappe.db.exists("Executor Absence", row)


def test_who_leaves_takes_the_absence_along(executor):
	row = away("idler", "water", 0, 5)
	executor.reload()
	executor.users = [each for each in executor.users if each.user != kit.email("idler")]
	executor.save()
	assert not frappe.db.exists("Executor Absence", row)


def test_a_responsible_person_answers_for_all(executor):
	executor.users[0].only_handed = 1
	with pytest.raises(frappe.ValidationError) as caught:
		executor.save()
	assert kind(caught) == "Responsible Person Sees All"


@pytest.mark.parametrize("person", ["idler", "roads", "operator", "supervisor", "management", "citizen"])
def test_nobody_else_writes_or_reads_absences(person, executor):
	for call in (
		lambda: absences.absences(WATER),
		lambda: absences.add_absence(WATER, kit.email("water"), kit.email("idler"), day(), day()),
		lambda: absences.end_absence(WATER, "any"),
	):
		with kit.acting(person), pytest.raises(frappe.PermissionError):
			call()


def test_a_deputy_of_a_responsible_person_names_no_further_one(executor, apart):
	with pytest.raises(frappe.PermissionError):
		away("idler", "roads", by="roads")


def test_a_responsible_person_of_another_executor_is_refused(executor):
	with pytest.raises(frappe.PermissionError):
		away("water", "idler", by="roads")


def test_over_rest_an_executor_writes_absences_by_the_method_alone(rest, world):
	row = frappe.db.get_value("Executor Absence", {"parent": WATER})
	whole = {"doctype": "Executor", "name": WATER}
	for person in ("water", "roads", "idler", "management"):
		client = rest(person)
		assert is_refused(client.get(f"/api/resource/Executor Absence/{row}"))
		assert "Таємниця-відсутності" not in said(client.get(f"/api/resource/Executor/{WATER}"))
		listed = client.call(
			"frappe.client.get_list", doctype="Executor Absence", parent="Executor", fields=["*"]
		)
		assert "Таємниця" not in said(listed)
		assert not client.put(f"/api/resource/Executor/{WATER}", {"absences": []}).ok
		answer = client.call("frappe.client.save", doc=frappe.as_json({**whole, "absences": []}))
		assert not answer.ok
	frappe.db.rollback()
	assert frappe.db.exists("Executor Absence", row)
	assert "Таємниця-відсутності" in said(rest("operator").get(f"/api/resource/Executor/{WATER}"))


def test_over_rest_a_responsible_person_reads_adds_and_ends(rest, world):
	client = rest("water")
	known = client.get(f"/api/method/{METHODS}absences", executor=WATER).json()["message"]
	assert [row["note"] for row in known["absences"]] == ["Таємниця-відсутності"]
	assert {each["value"] for each in known["people"]} == {kit.email("water")}
	for person in ("roads", "operator", "citizen", "Guest"):
		assert is_refused(rest(person).get(f"/api/method/{METHODS}absences", executor=WATER))
		asked = {"executor": WATER, "user": kit.email("water"), "deputy": kit.email("roads")}
		days = {"from_date": day(), "until_date": day()}
		assert is_refused(rest(person).call(f"{METHODS}add_absence", **asked, **days))
	bad = client.call(
		f"{METHODS}add_absence",
		executor=WATER,
		user=kit.email("water"),
		deputy=kit.email("roads"),
		from_date="завтра",
		until_date=day(),
	)
	assert bad.status_code == 417 and bad.json()["problem"]["kind"] == "Not a Date"
	assert client.get(f"/api/method/{METHODS}add_absence", executor=WATER).status_code == 403


def test_boot_says_for_whom_one_answers(executor):
	assert absences.responsible_for(kit.email("water")) == [{"value": WATER, "label": executor.title}]
	assert absences.responsible_for(kit.email("idler")) == []


def test_who_acts_for_whom_is_one_query(apart):
	with kit.counting_queries() as asked:
		standing.standings_of(kit.email("roads"))
	assert len(asked) == 1
	with kit.counting_queries() as asked:
		standing.people_of([WATER, ROADS])
	assert len(asked) == 1


def test_who_is_taken_from_the_people_deputises_no_longer(executor):
	"""Whoever went elsewhere keeps no right to the tasks until the last day that was written once."""
	task = kit.task_of(kit.registered())
	begun = away("water", "idler", -2, 5, by="administrator")
	ahead = away("water", "idler", 7, 9, by="administrator")
	frappe.db.set_value("Executor Absence", begun, "from_date", day(-2))
	assert sees("idler", task)
	executor = frappe.get_doc("Executor", WATER)
	executor.users = [row for row in executor.users if row.user != kit.email("idler")]
	executor.save()
	assert not sees("idler", task)
	assert str(frappe.db.get_value("Executor Absence", begun, "until_date")) == day(-1)
	assert not frappe.db.exists("Executor Absence", ahead)
	assert {row.name: str(row.until_date) for row in executor.absences}[begun] == day(-1)
	assert ahead not in [row.name for row in executor.absences]
	executor.save()
	assert not sees("idler", task)


def test_a_person_of_the_organisation_above_deputises_on(executor):
	above = kit.organisation("idler", WATER)
	task = kit.task_of(kit.registered())
	row = away("water", "idler", 0, 5)
	executor = frappe.get_doc("Executor", WATER)
	executor.users = [row for row in executor.users if row.user != kit.email("idler")]
	executor.save()
	assert str(frappe.db.get_value("Executor Absence", row, "until_date")) == day(5)
	frappe.get_doc("Executor", above).update({"users": []}).save()
	assert not frappe.db.exists("Executor Absence", row)  # it had just begun: nothing of it is left
	assert not sees("idler", task)


class _Request:
	"""Something asked over HTTP."""

	path, method = "/", "GET"


def test_for_whom_one_acts_is_asked_once_in_a_request(executor):
	"""Lists, the form and every step ask it; who is named meanwhile counts at once, and nothing outlives the transaction."""
	user = kit.email("idler")

	def asked() -> int:
		with kit.counting_queries() as queries:
			permissions.executors_of(user)
			permissions.task_conditions(user)
		return sum("tabExecutor Absence" in query for query in queries)

	assert asked() == 2  # a job keeps nothing
	frappe.local.request = _Request()
	assert (asked(), asked()) == (1, 0)
	assert permissions.executors_of(user) == [WATER]
	executor.users = [row for row in executor.users if row.user != user]
	executor.save()
	assert permissions.executors_of(user) == []
	frappe.local.request = _Request()
	assert asked() == 1
	standing.forget()
	assert asked() == 1
