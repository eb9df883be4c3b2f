"""Queues: one order each, what burns first on top, requests of the most urgent type above all (R3.2, R4.1)."""

import json
from datetime import timedelta

import frappe
import kit
import pytest
from frappe.desk import reportview
from kit import LEAK, MONDAY, POTHOLE, SOS

from contact_center.desk import boot, queues
from contact_center.patches import most_urgent_first
from contact_center.record import clock
from contact_center.regulation.stages import FINISHED, Stage

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")


def queue(name: str) -> dict:
	return next(row for row in queues.for_desk()["queues"] if row["name"] == name)


def listed(name: str, among: list[str], person: str = "operator") -> list[str]:
	"""Those of the documents that the person's list of this queue shows, in its order."""
	row = queue(name)
	filters = [[row["doctype"], field, *condition] for field, condition in row["when"].items()]
	fields = [f"`tab{row['doctype']}`.`name`", *row["columns"]]
	with kit.acting(person):
		frappe.local.form_dict = frappe._dict(
			doctype=row["doctype"],
			fields=json.dumps(fields),
			filters=json.dumps([*filters, [row["doctype"], "name", "in", among]]),
			order_by=", ".join(row["order"]),
			start=0,
			page_length=100,
			view="List",
		)
		found = reportview.get()
	place = found["keys"].index("name") if found else 0
	return [value[place] for value in found["values"]] if found else []


def names(*docs) -> list[str]:
	return [doc.name for doc in docs]


def at(hours: float, make, *given, **other):
	with clock.at(MONDAY + timedelta(hours=hours)):
		return make(*given, **other)


def phoned(**other):
	"""A card that an operator saved and did not register."""
	with kit.acting("operator"):
		return frappe.get_doc({"doctype": "Request", **kit.values(**other)}).insert()


def test_moderation_goes_by_the_regulation():
	"""R3.2: what is to be moderated first, of the night's requests the first that came; SOS above all."""
	second = at(11, kit.filed, classifier=POTHOLE)  # 21:00, for the next morning
	third = at(13, kit.filed)
	first = at(1, kit.filed)
	burning = at(14, kit.filed, classifier=LEAK)
	kit.fresh(burning).db_set({"classifier": SOS, "comes_first": 1})
	made = names(second, third, first, burning)
	assert listed("moderation", made) == names(burning, first, second, third)


def test_cards_of_the_telephone_have_a_queue_of_their_own():
	"""R5.12: they wait for their operator, the oldest first; no web request stands among them, nor they among those."""
	newer, older = at(2, phoned), at(1, phoned, channel="In Person")
	burning, web = at(3, phoned, classifier=SOS), at(0, kit.filed)
	made = names(newer, older, burning, web)
	assert listed("cards", made) == names(burning, older, newer)
	assert listed("moderation", made) == names(web)


def test_the_overdue_begin_with_what_is_overdue_longest():
	later, longest, burning = (
		at(2, kit.registered),
		at(0, kit.registered),
		at(3, kit.registered, classifier=SOS),
	)
	for request in (later, longest, burning):
		frappe.db.set_value("Request", request.name, "overdue_now", 1)
	made = names(later, longest, burning)
	assert listed("overdue requests", made) == names(burning, longest, later)


def test_what_was_not_accepted_in_time_has_its_queue():
	"""R7.1."""
	late, later, fine = at(0, kit.registered), at(1, kit.registered), at(2, kit.registered)
	for request in (late, later):
		frappe.db.set_value("Request", request.name, "accepted_late", 1)
	assert listed("missed acceptance", names(fine, later, late)) == names(late, later)


def test_an_executor_begins_with_what_burns():
	"""P4, R4.1, R4.5: what has no term comes last."""
	tasks = [
		kit.task_of(at(hours, kit.registered, classifier=code))
		for hours, code in ((0, LEAK), (1, SOS), (-1, LEAK))
	]
	usual, burning, older = tasks
	assert listed("Request Task Registered", names(*tasks), "water") == names(burning, older, usual)
	assert listed("open tasks", names(*tasks), "water") == names(burning, older, usual)


def test_where_nothing_is_waited_for_the_newest_task_comes_first():
	"""What is over and all together: an executor looks up what was done, in tens of thousands."""
	tasks = [kit.task_of(kit.registered()) for _each in range(3)]
	frappe.db.set_value("Request Task", tasks[0].name, {"stage": "Closed", "comes_first": 1, "overdue": 1})
	assert listed("tasks", names(*tasks), "water") == names(*reversed(tasks))
	assert queue("tasks")["order"] == ["`tabRequest Task`.`creation` desc", "`tabRequest Task`.`name` desc"]


@pytest.mark.parametrize(
	("where", "index"),
	[
		("executor in ('KIT-WATER')", "executor_creation_index"),
		("stage = 'Closed' and executor in ('KIT-WATER')", "executor_stage_creation_index"),
		("stage = 'Closed'", "stage_creation_index"),
	],
)
def test_a_list_of_the_newest_is_read_in_the_order_of_an_index(where, index):
	"""Nothing is sorted: with 31,000 tasks of one executor that took a second."""
	order = "order by creation desc, name desc limit 20"
	[plan] = frappe.db.sql(
		f"explain select title from `tabRequest Task` force index ({index}) where {where} {order}",
		as_dict=True,
	)
	assert plan.key == index and "filesort" not in (plan.Extra or "")


@pytest.mark.parametrize("row", queues.QUEUES, ids=lambda row: row.name)
@pytest.mark.parametrize("person", ["operator", "supervisor", "management", "water"])
def test_each_queue_opens_for_who_may_see_its_documents(row, person):
	if person == "water" and row.doctype == "Request":
		with pytest.raises(frappe.PermissionError):
			listed(row.name, ["x"], person)
		return
	with kit.acting(person):
		theirs = [each["name"] for each in queues.for_desk()["queues"]]
	if person == "water" and row.doctype == "Appeal":
		assert row.name not in theirs
		return
	assert row.name in theirs and listed(row.name, ["x"], person) == []


def test_every_stage_of_work_has_its_queue():
	shown = {queue.when.get("stage") for queue in queues.QUEUES if queue.doctype == "Request"}
	assert {stage.value for stage in Stage if stage not in FINISHED} <= shown


def test_the_desk_knows_the_queues_from_the_start():
	bootinfo = frappe._dict()
	boot.extend(bootinfo)
	shown = bootinfo.contact_center["queues"]
	assert shown["first"] == [
		["stage", "=", "Moderation"],
		["channel", "=", "Web"],
		["asked_at", "is", "not set"],  # waits for its applicant
	]
	json.dumps(shown)


def test_the_type_decides_what_stands_first_and_its_administrator_changes_that():
	"""R4.6: types are records."""
	request = kit.registered(classifier=SOS)
	usual = kit.registered()
	assert (request.comes_first, kit.task_of(request).comes_first, usual.comes_first) == (1, 1, 0)
	rtype = frappe.get_doc("Request Type", request.request_type)
	rtype.urgency = 2
	rtype.save()
	assert (kit.fresh(request).comes_first, kit.task_of(request).comes_first) == (0, 0)


def test_older_requests_find_their_place():
	request, waiting = kit.registered(classifier=SOS), kit.filed()
	task = kit.task_of(request)
	kit.fresh(waiting).db_set({"classifier": SOS})
	for doc in (request, task, waiting):
		frappe.db.set_value(doc.doctype, doc.name, "comes_first", 0)
	for _twice in range(2):
		most_urgent_first.execute()
	assert [kit.fresh(doc).comes_first for doc in (request, task, waiting)] == [1, 1, 1]


def test_whom_to_ring_up_is_shown_with_the_attempts():
	"""R6.1.5."""
	from contact_center.control import confirmation

	request = kit.executed()
	with kit.acting("operator"):
		confirmation.call_back(request.name, "Not Reached")
		shown = queues.contacts(json.dumps([request.name, "немає такої"]))
	assert shown == {request.name: {"phone": kit.PHONES["citizen"], "attempts": 1}}


@pytest.mark.parametrize("person", ["water", "management", "administrator", "citizen", "stranger"])
def test_phones_are_for_operators_alone(person):
	"""D1."""
	request = kit.executed()
	with kit.acting(person), pytest.raises(frappe.PermissionError):
		queues.contacts(json.dumps([request.name]))


@pytest.mark.parametrize("name", ["inspections", "inspections to come"])
def test_inspections_go_by_when_they_are(name):
	"""R7.3: what is only asked for waits for a word and stands first; then the soonest, whichever was called last."""
	days = [str(clock.to_site(MONDAY + timedelta(days=ahead))) for ahead in (9, 2)]
	with clock.at(MONDAY):
		far, near = (kit.call_inspection(kit.registered(), starts_at=day).name for day in days)
		asked = kit.ask_for_inspection(kit.task_of(kit.registered()))
	expected = [asked, near, far] if name == "inspections" else [near, far]
	assert listed(name, [far, near, asked]) == expected
