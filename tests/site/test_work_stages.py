"""R4.5 on a real site: stages of long-term work, with days of their own; it never drops out of control."""

from datetime import timedelta

import frappe
import kit
import pytest
from kit import LIFT, MONDAY

from contact_center.access import files
from contact_center.control import sweep, work_stages
from contact_center.desk import queues
from contact_center.execution import work_list
from contact_center.patches import work_without_a_date
from contact_center.portal import queries
from contact_center.record import checking, clock
from contact_center.regulation.problems import ProblemKind as Kind

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SOON, LATER, FAR = (str((MONDAY + days * DAY).date()) for days in (10, 20, 200))
DONE = "Стару кабіну знято"


def lift():
	"""A long-term request whose executor has accepted it; its task."""
	with clock.at(MONDAY):
		return kit.accept(kit.task_of(kit.registered(classifier=LIFT)), "housing")


def plan(task, day=SOON, title="Зняти стару кабіну", by="housing", at=MONDAY, seen="", **values) -> None:
	with clock.at(at), kit.acting(by):
		work_stages.plan_stage(task.name, day, title, seen=seen or kit.version(task), **values)


def report(task, stage: str, text=DONE, by="housing", at=MONDAY + DAY, **values) -> None:
	with clock.at(at), kit.acting(by):
		work_stages.report_stage(task.name, stage, text, seen=kit.version(task), **values)


def decide(name: str, task, by="operator", at=MONDAY, seen="", **values) -> None:
	with clock.at(at), kit.acting(by):
		getattr(work_stages, name)(task.name, seen=seen or kit.version(task), **values)


def rows(task) -> list:
	fields = ["name", "title", "due", "first_due", "wished", "done_at", "moves", "missed", "result", "files"]
	return frappe.get_all("Work Stage", {"parent": task.name}, fields, order_by="idx")


def end_of(day: str):
	return frappe.utils.get_datetime(f"{day} 23:59:59")


def refused_with(kind: Kind) -> bool:
	return frappe.local.response.get("problem", {}).get("kind") == kind.value


def sweep_at(moment) -> None:
	with clock.at(moment):
		while sweep.sweep_batch() == sweep.BATCH:
			pass


def to_agree(task) -> bool:
	"""Whether the queue «stages to agree» has the task."""
	queue = next(each for each in queues.QUEUES if each.name == "stages to agree")
	return bool(frappe.get_all(queue.doctype, {**queue.when, "name": task.name}))


def waits(task) -> bool:
	"""Whether the queue «without a next date» has the task."""
	queue = next(each for each in queues.QUEUES if each.name == "without a date")
	return bool(frappe.get_all(queue.doctype, {**queue.when, "name": task.name}))


def test_accepted_work_without_a_stage_is_in_the_queue_and_its_people_are_warned():
	task = lift()
	assert waits(task) and kit.fresh(task).due is None
	with kit.acting("housing"):
		found = work_list.overview(work_list.Asked(view="without_date"))
	assert task.name in [row["name"] for row in found["tasks"]] and found["counters"]["without_date"] >= 1
	work_stages.remind()
	warned = {"document_name": task.name, "for_user": kit.email("housing")}
	assert frappe.db.count("Notification Log", warned) == 1
	plan(task)
	assert not waits(task)


def test_all_are_reminded_however_many_in_a_few_statements(monkeypatch):
	tasks = [lift() for _each in range(3)]
	monkeypatch.setattr(work_stages, "REMINDED_AT_ONCE", 2)
	work_stages.remind()
	told = {"document_name": ("in", [task.name for task in tasks]), "for_user": kit.email("housing")}
	assert frappe.db.count("Notification Log", told) == 3
	monkeypatch.setattr(work_stages, "REMINDED_AT_ONCE", 500)
	with kit.counting_queries() as queries_:
		work_stages.remind()
	inserted = [query for query in queries_ if "insert into `tabnotification log`" in query.lower()]
	assert len(inserted) <= frappe.db.count("Executor"), (
		"one for the people of an executor, none for each task"
	)
	assert frappe.db.count("Notification Log", told) == 6


def test_an_update_finds_the_work_of_before_that_has_no_day():
	task, with_a_day = lift(), lift()
	plan(with_a_day)
	frappe.db.set_value("Request Task", {"name": ("like", "%")}, "without_date", 0, update_modified=False)
	frappe.db.commit()
	work_without_a_date.execute()
	kept = [frappe.db.get_value("Request Task", each.name, "without_date") for each in (task, with_a_day)]
	assert kept == [1, 0]


def test_a_near_stage_is_agreed_by_itself_and_its_day_is_the_term_of_both():
	task = lift()
	plan(task)
	[row] = rows(task)
	request = frappe.get_doc("Request", task.request)
	assert (row.title, row.due, row.first_due, row.wished) == (
		"Зняти стару кабіну",
		end_of(SOON),
		end_of(SOON),
		None,
	)
	assert kit.fresh(task).due == request.due == request.first_due == end_of(SOON)
	assert kit.kinds(request)[-2:] == ["Stage Planned", "Stage Agreed"]
	assert kit.fresh(task).next_deadline
	assert checking.check(request.name) == []


def test_a_far_stage_waits_for_the_operators_word():
	task = lift()
	plan(task, FAR)
	[row] = rows(task)
	assert (row.due, row.wished) == (None, end_of(FAR)) and waits(task)
	decide("agree_stage", task, stage=row.name)
	assert (rows(task)[0].due, rows(task)[0].wished) == (end_of(FAR), None) and not waits(task)


def test_the_operator_agrees_to_another_day_or_refuses():
	task = lift()
	plan(task, FAR)
	[row] = rows(task)
	decide("agree_stage", task, stage=row.name, day=LATER)
	assert rows(task)[0].due == end_of(LATER)
	plan(task, FAR, "", stage=row.name)
	decide("refuse_stage", task, stage=row.name, reason="Задовго")
	assert (rows(task)[0].due, rows(task)[0].wished) == (end_of(LATER), None)
	assert kit.fresh(task).extension_count == 0
	with pytest.raises(frappe.ValidationError):
		decide("agree_stage", task, stage=row.name)
	assert refused_with(Kind.STAGE_DECIDED)


def test_a_moved_stage_keeps_its_first_day_and_is_under_additional_control():
	task = lift()
	plan(task)
	[row] = rows(task)
	plan(task, LATER, "", stage=row.name)
	assert rows(task)[0].wished == end_of(LATER) and kit.fresh(task).due == end_of(SOON)
	decide("agree_stage", task, stage=row.name)
	[row] = rows(task)
	assert (row.first_due, row.due, row.moves) == (end_of(SOON), end_of(LATER), 1)
	task, request = kit.fresh(task), frappe.get_doc("Request", task.request)
	assert (task.extension_count, request.extension_count) == (1, 1)
	assert (request.first_due, request.due) == (end_of(SOON), end_of(LATER))


def test_the_second_after_its_day_a_stage_is_missed_and_that_stays():
	task = lift()
	plan(task)
	due = clock.from_site(end_of(SOON))
	sweep_at(due)
	assert kit.fresh(task).overdue == 0
	sweep_at(due + SECOND)
	task = kit.fresh(task)
	assert (task.overdue, task.overdue_now, task.stages_missed, rows(task)[0].missed) == (1, 1, 1, 1)
	report(task, rows(task)[0].name, at=due + DAY)
	task = kit.fresh(task)
	assert (task.overdue, task.overdue_now, task.stages_missed) == (1, 0, 1) and waits(task)
	assert checking.check(task.request) == []


def test_a_late_report_is_on_record_before_the_sweep_comes():
	task = lift()
	plan(task)
	report(task, rows(task)[0].name, at=clock.from_site(end_of(SOON)) + SECOND)
	assert kit.kinds(frappe.get_doc("Request", task.request))[-2:] == ["Term Broken", "Stage Done"]
	assert rows(task)[0].missed == 1


def test_a_stage_is_reported_with_words_and_a_photo_that_the_applicant_sees_at_once():
	task = lift()
	plan(task)
	plan(task, LATER, "Поставити нову")
	photo = kit.hung_on(task, "housing", "кабіна.png")
	first, second = rows(task)
	file = frappe.get_doc("File", {"file_url": photo})
	assert not files.may_see(file, kit.email("citizen"))
	report(task, first.name, documents=photo)
	with clock.at(MONDAY + 2 * DAY):
		shown = queries.my_request(kit.email("citizen"), task.request)["work_stages"]
	assert [(each["title"], each["is_done"], each["result"]) for each in shown] == [
		("Зняти стару кабіну", True, DONE),
		("Поставити нову", False, None),
	]
	assert [each["file_url"] for each in shown[0]["files"]] == [photo]
	assert kit.fresh(task).due == end_of(LATER) == rows(task)[1].due and second.name == rows(task)[1].name
	assert files.may_see(file, kit.email("citizen")) and not files.may_see(file, kit.email("neighbour"))
	with kit.acting("housing"), pytest.raises(frappe.PermissionError):
		frappe.delete_doc("File", file.name)


@pytest.mark.parametrize("answer", ["agree_stage", "refuse_stage"])
def test_a_stage_that_waits_for_the_centre_is_in_a_queue_until_it_is_answered(answer):
	"""R4.5: also where another stage gives the work its next day; a bell alone may be missed."""
	task = lift()
	plan(task)
	assert not to_agree(task)
	plan(task, FAR, "Поставити нову")
	assert to_agree(task) and not waits(task)
	decide(
		answer, task, stage=rows(task)[1].name, **({"reason": "Зарано"} if answer == "refuse_stage" else {})
	)
	assert not to_agree(task) and checking.check(task.request) == []


def test_stages_of_several_executors_say_whose_they_are():
	"""R4.5: where all are of one executor, the page names it above and nowhere else."""
	entry = frappe.get_doc("Classifier", LIFT)
	entry.executors[0].is_lead = 1
	entry.append("executors", {"executor": kit.EXECUTOR_OF["water"]})
	entry.save()
	with clock.at(MONDAY):
		request = kit.registered(classifier=LIFT)
		for person in ("housing", "water"):
			task = kit.accept(kit.task_of(request, kit.EXECUTOR_OF[person]), person)
			plan(task, by=person)
			shown = queries.my_request(kit.email("citizen"), request.name)["work_stages"]
			if person == "housing":
				assert [each["executor"] for each in shown] == [""]
	codes = [kit.EXECUTOR_OF[person] for person in ("housing", "water")]
	titles = [frappe.db.get_value("Executor", code, "title") for code in codes]
	assert sorted(each["executor"] for each in shown) == sorted(titles)


def test_a_double_click_plans_and_reports_once():
	task = lift()
	seen = kit.version(task)
	for _again in range(2):
		plan(task, seen=seen)
	assert len(rows(task)) == 1
	seen = kit.version(task)
	with clock.at(MONDAY + DAY), kit.acting("housing"):
		for _again in range(2):
			work_stages.report_stage(task.name, rows(task)[0].name, DONE, seen=seen)
	assert kit.kinds(frappe.get_doc("Request", task.request)).count("Stage Done") == 1


def test_the_whole_work_is_reported_whatever_stages_are_left():
	task = lift()
	plan(task)
	with clock.at(MONDAY + 2 * DAY):
		kit.report(task, "housing")
	assert kit.fresh(task).stage == "Awaiting Confirmation" and not waits(task)


def test_r6_3_5_what_is_returned_has_its_stages_and_a_rest():
	task = lift()
	plan(task)
	with clock.at(MONDAY + 2 * DAY):
		kit.report(task, "housing")
	with clock.at(MONDAY + 12 * DAY):
		kit.return_for_rework(frappe.get_doc("Request", task.request))
	task = kit.fresh(task)
	assert task.due > end_of(SOON) and rows(task)[0].due == task.due and task.overdue == 0


def test_work_without_a_stage_stays_under_control_after_a_return():
	task = lift()
	kit.report(task, "housing")
	kit.return_for_rework(frappe.get_doc("Request", task.request))
	assert waits(task)


def test_a_wish_for_a_longer_term_lapses_with_its_stage():
	task = lift()
	plan(task)
	with clock.at(MONDAY + DAY), kit.acting("housing"):
		wish = kit.ask_for_term(task, by="housing")
	report(task, rows(task)[0].name)
	assert frappe.db.get_value("Extension Request", wish, "status") == "Lapsed"


def test_an_agreed_term_moves_the_stage():
	task = lift()
	plan(task)
	with clock.at(MONDAY + DAY):
		kit.extend(kit.ask_for_term(task, by="housing"))
	[row] = rows(task)
	assert (row.due, row.first_due, row.moves) == (kit.fresh(task).due, end_of(SOON), 1)
	assert row.due > end_of(SOON)


def test_a_fixed_term_has_no_stages():
	task = kit.accept(kit.task_of(kit.registered()))
	with pytest.raises(frappe.ValidationError):
		plan(task, by="water", at=clock.now(), day=str(frappe.utils.add_days(frappe.utils.nowdate(), 3)))
	assert refused_with(Kind.STAGES_OF_A_FIXED_TERM)


@pytest.mark.parametrize("person", ["water", "operator", "management", "citizen", "stranger", "Guest"])
def test_its_executor_alone_plans_and_reports(person):
	task = lift()
	with pytest.raises(frappe.PermissionError):
		plan(task, by=person)
	plan(task)
	with pytest.raises(frappe.PermissionError):
		report(task, rows(task)[0].name, by=person)


@pytest.mark.parametrize("person", ["housing", "management", "administrator", "citizen", "Guest"])
def test_operators_alone_decide(person):
	task = lift()
	plan(task, FAR)
	for name, values in (("agree_stage", {}), ("refuse_stage", {"reason": "Ні"})):
		with pytest.raises(frappe.PermissionError):
			decide(name, task, by=person, stage=rows(task)[0].name, **values)
	assert rows(task)[0].due is None


def test_no_form_writes_a_stage():
	task = lift()
	plan(task)
	with kit.acting("housing"):
		doc = kit.fresh(task)
		doc.work_stages[0].due = end_of(FAR)
		doc.append("work_stages", {"title": "Чужий"})
		doc.save()
	assert [row.due for row in rows(task)] == [end_of(SOON)]


def test_days_that_are_none_and_stages_that_are_not_there_are_refused():
	task = lift()
	for day, kind in (("2020-01-01", Kind.STAGE_DAY), ("завтра", Kind.NOT_A_DATE)):
		with pytest.raises(frappe.ValidationError):
			plan(task, day)
		assert refused_with(kind)
	other = lift()
	plan(other)
	with pytest.raises(frappe.ValidationError):
		report(task, rows(other)[0].name)
	assert refused_with(Kind.STAGE_GONE) and rows(task) == []


def test_the_form_offers_what_may_be_done():
	task = lift()
	for person, expected in (
		("housing", (True, False)),
		("operator", (False, False)),
		("management", (False, False)),
	):
		assert offered(task, person) == expected
	plan(task, FAR)
	assert offered(task, "operator") == (False, True)


def offered(task, person: str) -> tuple[bool, bool]:
	with kit.acting(person):
		doc = kit.fresh(task)
		doc.run_method("onload")
		found = doc.get_onload("contact_center")["stages"]
	return found["may_plan"], found["may_decide"]
