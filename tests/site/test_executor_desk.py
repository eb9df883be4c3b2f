"""The executor's desk: own tasks alone, what burns first on top, a fixed number of statements, each step done once (P4)."""

from datetime import timedelta

import frappe
import kit
import pytest
from kit import MONDAY, POTHOLE, SOS, YARD
from kit_files import unique_photo

from contact_center.access import standing
from contact_center.control import handing
from contact_center.control.redirect import redirect
from contact_center.desk import executor_desk
from contact_center.execution import work_list
from contact_center.record import clock, journal
from contact_center.regulation.facts import Kind

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

MOST_STATEMENTS = 5


def overview(person: str = "water", **asked) -> dict:
	with kit.acting(person):
		return executor_desk.overview(**asked)


def shown(among, person: str = "water", **asked) -> list[str]:
	"""Those of the tasks that the person's list shows, in its order."""
	names = {task.name for task in among}
	return [row["name"] for row in overview(person, length=100, **asked)["tasks"] if row["name"] in names]


def sent(hours: float = 0, **other):
	with clock.at(MONDAY + timedelta(hours=hours)):
		return kit.task_of(kit.registered(**other))


def returned():
	request = kit.executed()
	kit.return_for_rework(request)
	return kit.fresh(kit.task_of(request))


def lines(task, kind: Kind) -> int:
	return frappe.db.count("Request Journal", {"task": task.name, "kind": kind.value})


def photo(task, by: str = "water") -> dict:
	return {"kind": "Photo", "file": kit.hung_on(task, by, "яма.jpg", unique_photo()), "note": ""}


def report(task, seen: str, by: str = "water", **changes) -> None:
	with kit.acting(by):
		executor_desk.report(task.name, seen, **{**kit.result(), **changes})


def test_what_burns_first_is_on_top():
	"""R4.1, R7.1: the most urgent type, then what was returned, then what waits to be accepted, then what is at work."""
	later, sooner = sent(2), sent(1)
	at_work = sent(0)
	kit.accept(at_work)
	back, urgent = returned(), sent(3, classifier=SOS)
	made = [later, sooner, at_work, back, urgent]
	assert shown(made) == [each.name for each in (urgent, back, sooner, later, at_work)]


def test_a_task_without_a_term_comes_last():
	"""R4.5."""
	without = kit.task_of(kit.registered(classifier=kit.LIFT))
	with_term = kit.task_of(kit.registered(classifier=YARD), kit.EXECUTOR_OF["housing"])
	for task in (without, with_term):
		kit.accept(task, "housing")
	assert shown([without, with_term], "housing") == [with_term.name, without.name]


def test_pages_follow_each_other_by_key():
	made = [sent(hour) for hour in range(5)]
	found, after = [], ""
	while True:
		page = overview(length=2, after=after)
		found += [row["name"] for row in page["tasks"]]
		after = page["next"]
		if not after:
			break
	assert len(found) == len(set(found))
	assert [name for name in found if name in {task.name for task in made}] == [task.name for task in made]


def test_a_task_that_was_done_meanwhile_shifts_no_page():
	made = [sent(hour) for hour in range(4)]
	first = overview(length=2, view="to_accept")
	kit.accept(made[0])
	second = overview(length=100, view="to_accept", after=first["next"])
	names = [row["name"] for row in first["tasks"] + second["tasks"]]
	assert [name for name in names if name in {task.name for task in made}] == [task.name for task in made]


@pytest.mark.parametrize("key", ["", "x", "1|2|gestern|t", "0|0|9999-12-31|' or 1=1 --", "|||", "1|2"])
def test_a_key_that_is_none_shows_nothing_else(key):
	other = kit.task_of(kit.registered(classifier=POTHOLE), kit.EXECUTOR_OF["roads"])
	rows = overview(after=key, length=100)["tasks"]
	assert other.name not in [row["name"] for row in rows]
	assert {row["executor"] for row in rows} <= {kit.EXECUTOR_OF["water"]}


def test_counters_count_what_their_lists_show():
	"""Each counter is the length of its own list."""
	before = overview()["counters"]
	late, at_work = sent(), sent()
	kit.accept(at_work)
	back = returned()
	waiting = kit.task_of(kit.executed())
	asked = kit.task_of(kit.registered())
	kit.ask_for_term(kit.accept(asked))
	now = overview()["counters"]
	grown = {name: now[name] - before[name] for name in now}
	assert grown == {
		"open": 4,
		"to_accept": 1,
		"late_to_accept": 1,
		"at_work": 2,
		"overdue": 2,
		"due_today": grown["due_today"],  # by the hour at which the test runs
		"without_date": 0,
		"returned": 1,
		"waiting": 1,
		"term_asked": 1,
		"handed_to_me": 0,
	}
	for view, count in now.items():
		assert len(overview(view=view, length=100)["tasks"]) == min(count, 100)
	assert waiting.name in shown([waiting, back, late], view="waiting")


def test_what_is_due_today_is_due_before_midnight():
	with clock.at(MONDAY):
		task = kit.task_of(kit.registered(classifier=SOS))
		kit.accept(task)
		assert overview(view="due_today")["counters"]["due_today"] >= 1
		assert shown([task], view="due_today") == [task.name]
	with clock.at(MONDAY + timedelta(days=1)):
		assert shown([task], view="due_today") == []
		assert shown([task], view="overdue") == [task.name]


def test_filters_are_those_of_own_tasks():
	north = kit.task_of(kit.registered())
	page = overview()
	assert {"value": kit.NORTH, "title": frappe.db.get_value("City District", kit.NORTH, "title")} in page[
		"choices"
	]["district"]
	assert [each["value"] for each in page["choices"]["executor"]] == [kit.EXECUTOR_OF["water"]]
	assert shown([north], district=kit.NORTH, entry=kit.LEAK) == [north.name]
	assert shown([north], district=kit.SOUTH) == [] and shown([north], entry=SOS) == []
	assert overview(district=kit.SOUTH)["counters"]["open"] == 0


def test_nobody_sees_anothers_tasks():
	"""P4, D1: whatever filter or key they name."""
	own = kit.task_of(kit.registered())
	for asked in ({}, {"executor": kit.EXECUTOR_OF["water"]}, {"view": "waiting"}, {"entry": kit.LEAK}):
		assert shown([own], "roads", **asked) == []
	assert overview("roads", executor=kit.EXECUTOR_OF["water"])["counters"]["open"] == 0
	nothing = overview("idler")
	assert nothing["tasks"] == [] and not any(nothing["counters"].values())


@pytest.mark.parametrize(
	"person", ["operator", "supervisor", "management", "administrator", "citizen", "stranger"]
)
def test_the_desk_is_for_executors_alone(person):
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		executor_desk.overview()


def test_who_also_works_at_the_office_sees_the_own_executors_tasks(db):
	"""An operator who acts for an executor besides oversees all tasks, but has only those to do."""
	other = kit.task_of(kit.registered(classifier=POTHOLE))
	own = kit.task_of(kit.registered())
	frappe.get_doc("User", kit.email("water")).add_roles("Contact Center Operator")
	assert shown([own, other]) == [own.name]


def test_what_is_handed_to_one_person_is_a_list_of_its_own():
	task, other = kit.task_of(kit.registered()), kit.task_of(kit.registered(building="14"))
	before = overview()["counters"]["handed_to_me"]
	kit.hand_over(task, "water")
	assert overview()["counters"]["handed_to_me"] == before + 1
	assert shown([task, other], view="handed_to_me") == [task.name]
	[row] = [row for row in overview(length=100)["tasks"] if row["name"] == task.name]
	assert row["handed_to"].startswith("Water") and row["handed_note"] == ""


def test_what_was_written_at_the_hand_over_is_read_at_the_desk_and_above_the_fields():
	"""P4: the last note alone, in a statement for the whole page."""
	tasks = [kit.task_of(kit.registered()), kit.task_of(kit.registered(building="14"))]
	kit.hand_over(tasks[0], "water", note="Раніша")
	kit.hand_over(tasks[0], None)
	kit.hand_over(tasks[0], "water", note="Вентиль у підвалі,\nключ у двірника")
	kit.hand_over(tasks[1], "water", note="Візьміть насос")
	overview()
	with kit.counting_queries() as many:
		rows = {row["name"]: row["handed_note"] for row in overview(length=100)["tasks"]}
	assert (
		rows[tasks[0].name] == "Вентиль у підвалі,\nключ у двірника"
		and rows[tasks[1].name] == "Візьміть насос"
	)
	assert len(many) <= MOST_STATEMENTS + 1
	with kit.acting("water"):
		form = handing.of_task(kit.fresh(tasks[1]), standing.standings_of(kit.email("water")))
	assert form["note"] == "Візьміть насос"


def test_a_crew_sees_and_does_what_is_handed_to_it_alone():
	"""P4, D1."""
	executor = frappe.get_doc("Executor", kit.EXECUTOR_OF["water"])
	executor.append("users", {"user": kit.email("idler"), "only_handed": 1})
	executor.save()
	task, other = kit.task_of(kit.registered()), kit.task_of(kit.registered(building="14"))
	kit.hand_over(task, "idler")
	page = overview("idler")
	assert [row["name"] for row in page["tasks"]] == [task.name] and page["counters"]["open"] == 1
	with kit.acting("idler"):
		executor_desk.accept(task.name, kit.version(task))
		with pytest.raises(frappe.PermissionError):
			executor_desk.accept(other.name, kit.version(other))
	assert (kit.fresh(task).stage, kit.fresh(other).stage) == ("In Progress", "Registered")


def test_the_applicant_is_on_no_row():
	"""D1."""
	kit.registered()
	said = frappe.as_json(overview())
	assert kit.SURNAMES["citizen"] not in said and kit.PHONES["citizen"] not in said


def test_the_number_of_statements_does_not_grow_with_the_tasks():
	for _each in range(3):
		kit.registered()
	overview()
	with kit.counting_queries() as few:
		overview()
	for entry in (kit.LEAK, SOS):
		for building in ("1", "2", "3"):
			kit.registered(classifier=entry, building=building)
	with kit.counting_queries() as many:
		overview(length=100, district=kit.NORTH)
	assert len(many) == len(few) <= MOST_STATEMENTS


@pytest.mark.parametrize(
	"asked", [{}, {"view": "overdue"}, {"after": "1|2|2026-03-02 10:00:00|x"}, {"entry": kit.LEAK}]
)
def test_each_statement_goes_by_an_index(asked, monkeypatch):
	"""However many tasks are stored: those of one executor that are not finished yet are one range of an index."""
	asked_for = []
	original = work_list._sql

	def noted(query, own, values):
		asked_for.append((query, own, values))
		return original(query, own, values)

	monkeypatch.setattr(work_list, "_sql", noted)
	kit.registered()
	overview(**asked)
	assert len(asked_for) == 2
	for query, own, values in asked_for:
		for plan in original("explain " + query, own, values):
			if plan.table == "t":
				assert "executor_stage_next_deadline_index" in plan.possible_keys, plan
			elif plan.table:
				assert plan.key == "PRIMARY" or plan.rows <= 60, plan  # a small table may be read whole
	[plan] = frappe.db.sql(
		"explain select parent, kind from `tabClassifier Evidence` where parent in ('a', 'b') and parenttype = 'Classifier'",
		as_dict=True,
	)
	assert plan.key == "parent"


def test_a_task_is_accepted_once_however_often_it_is_sent():
	"""R7.1: a second tap, or a phone that never heard the answer."""
	task = kit.task_of(kit.registered())
	seen = kit.version(task)
	with kit.acting("water"):
		for _time in range(2):
			executor_desk.accept(task.name, seen)
	assert kit.fresh(task).stage == "In Progress" and lines(task, Kind.ACCEPTED) == 1


def test_what_others_decided_meanwhile_is_named():
	task = kit.task_of(kit.registered())
	seen = kit.version(task)
	with kit.acting("operator"):
		redirect(task.name, kit.EXECUTOR_OF["roads"], "Мережа дорожників", seen=seen)
	with kit.acting("water"), pytest.raises(frappe.TimestampMismatchError) as refused:
		executor_desk.accept(task.name, seen)
	assert "Operator" in str(refused.value)


def test_a_step_that_the_stage_does_not_allow_is_refused():
	task = kit.task_of(kit.registered())
	kit.accept(task)
	with kit.acting("water"), pytest.raises(frappe.ValidationError):
		executor_desk.accept(task.name, kit.version(task))
	assert lines(task, Kind.ACCEPTED) == 1


def test_a_task_is_declined_with_its_reason_once():
	"""R7.2."""
	task = kit.task_of(kit.registered())
	seen = kit.version(task)
	with kit.acting("water"):
		with pytest.raises(frappe.ValidationError):
			executor_desk.decline(task.name, seen)
		for _time in range(2):
			executor_desk.decline(task.name, seen, "Не наша мережа", kit.EXECUTOR_OF["roads"])
	now = kit.fresh(task)
	assert (now.stage, now.reason, now.proposed_executor) == (
		"Rejected",
		"Не наша мережа",
		kit.EXECUTOR_OF["roads"],
	)
	assert lines(task, Kind.NOT_COMPETENT) == 1


def test_a_result_is_reported_in_one_call_once():
	"""R7.5, R7.6."""
	task = kit.task_of(kit.registered())
	kit.accept(task)
	seen, evidence = kit.version(task), [photo(task)]
	for _time in range(2):
		report(task, seen, evidence=evidence)
	now = kit.fresh(task)
	assert (now.stage, now.result, len(now.evidence)) == ("Awaiting Confirmation", kit.RESULT["result"], 1)
	assert lines(task, Kind.EXECUTED) == 1


def test_what_a_result_lacks_is_named_and_nothing_is_written():
	task = kit.task_of(kit.registered())
	kit.accept(task)
	with pytest.raises(frappe.ValidationError):
		report(task, kit.version(task), result_unit="")
	frappe.clear_messages()
	with pytest.raises(frappe.ValidationError):
		report(task, kit.version(task))  # the entry wants a photo
	assert kit.fresh(task).stage == "In Progress"


def test_evidence_is_a_file_of_the_task():
	task, other = kit.task_of(kit.registered()), kit.task_of(kit.registered(classifier=POTHOLE, building="1"))
	kit.accept(task)
	for row in (photo(other, "roads"), {"kind": "Photo", "file": "/private/files/nobody.png"}):
		with pytest.raises(frappe.ValidationError):
			report(task, kit.version(task), evidence=[row])
	assert not kit.fresh(task).evidence


def test_earlier_evidence_stays_after_a_return():
	"""R6.3.3: a further photo is added to what was returned."""
	task = returned()
	before = len(task.evidence)
	report(task, kit.version(task), evidence=[photo(task)], result="Перезнято зблизька")
	assert len(kit.fresh(task).evidence) == before + 1


@pytest.mark.parametrize("person", ["roads", "idler", "operator", "citizen", "management"])
def test_nobody_takes_a_step_of_anothers_task(person):
	"""P4."""
	task = kit.task_of(kit.registered())
	seen = kit.version(task)
	with kit.acting(person):
		for step in (executor_desk.accept, executor_desk.decline, executor_desk.report):
			with pytest.raises(frappe.PermissionError):
				step(task.name, seen)
		with pytest.raises(frappe.PermissionError):
			executor_desk.attach(task.name, "k")
	assert kit.fresh(task).stage == "Registered"


def test_a_photo_is_stored_once_with_what_its_camera_noted(as_user):
	"""R7.6: what a phone sends again is the same file; place and time stay in it."""
	task = kit.task_of(kit.registered())
	frappe.db.commit()
	session = as_user(kit.email("water"))
	url = session.url("/api/method/contact_center.desk.executor_desk.attach")
	content = unique_photo()
	answers = [
		session.post(url, {"task": task.name, "key": "p1"}, files={"file": ("яма.jpg", content)}).json()[
			"message"
		]
		for _time in range(2)
	]
	assert answers[0] == answers[1]
	files = {"attached_to_doctype": "Request Task", "attached_to_name": task.name}
	assert frappe.get_all("File", files, pluck="file_url") == [answers[0]["file"]]
	assert frappe.db.get_value("File", files, "is_private") == 1
	refused = session.post(url, {"task": task.name, "key": "p2"}, files={"file": ("x.exe", b"MZ\0\0")})
	assert refused.status_code == 417
	nothing = session.post(url, {"task": task.name, "key": "p3"})
	assert nothing.status_code == 417 and nothing.json()["problem"]["kind"] == "No Upload"
	other = as_user(kit.email("roads")).post(
		url, {"task": task.name, "key": "p1"}, files={"file": ("a.jpg", content)}
	)
	assert other.status_code == 403


def test_the_journal_names_who_reported():
	task = kit.task_of(kit.registered())
	with kit.acting("water"):
		executor_desk.accept(task.name, kit.version(task))
	last = journal.timeline("Request", task.request)[-1]
	assert last["kind"] == Kind.ACCEPTED.value and last["actor_name"].startswith("Water")
