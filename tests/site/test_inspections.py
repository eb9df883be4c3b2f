"""An inspection is asked for, called, moved, called off and recorded; who is called hears of it and sees it (R7.3, R9.2.4)."""

import json
from datetime import timedelta

import frappe
import kit
import pytest

from contact_center import notifications
from contact_center.control import inspection_acts, inspections, reopening, rework
from contact_center.desk import forms, inspection_form
from contact_center.record import checking, clock, journal, messages
from contact_center.regulation.problems import Problem
from contact_center.regulation.problems import ProblemKind as Kind
from contact_center.words import journal_words, problems

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city", "db")

OUTSIDE = {"full_name": "Мостова Ганна", "email": "bridge@example.org", "represents": "Проєктний інститут"}


def refused(expected: Kind, act, /, *given, **named) -> None:
	with pytest.raises(frappe.ValidationError) as refusal:
		act(*given, **named)
	assert refusal.value.problem.kind is expected


def acted(name: str, inspection, by: str = "operator", **values):
	with kit.acting(by):
		return getattr(inspection_acts, name)(inspection.name, **values)


def disputed():
	"""A request whose only executor says that it is not its competence."""
	request = kit.registered()
	kit.act(kit.task_of(request), "Not My Competence", "water", reason="Не наша мережа")
	return kit.fresh(request)


def kinds(request) -> list[str]:
	return [kind for kind in kit.kinds(request) if kind.startswith("Inspection")]


def waiting(event: str) -> list[str]:
	"""The members' rows to whom a letter about it waits."""
	return [each.clock for each in messages.pending() if (each.doctype, each.event) == ("Inspection", event)]


def test_a_dispute_over_competence_is_inspected_and_the_operator_decides():
	"""R7.3: the task that was declined is there, its executor is called; the outcome proposes the redirect."""
	request = disputed()
	called = kit.call_inspection(request, members=json.dumps([{"user": kit.email("supervisor")}, OUTSIDE]))
	assert called.number.startswith("ОБ-") and called.stage == "Called"
	assert [(row.executor, row.user, row.email) for row in called.members] == [
		("KIT-WATER", None, "kit-water@example.com"),
		(None, kit.email("supervisor"), kit.email("supervisor")),
		(None, None, "bridge@example.org"),
	]
	found = kit.record_inspection(
		called, "Competent Executor Found", competent="KIT-ROADS", came=json.dumps([called.members[2].name])
	)
	assert (found.stage, found.competent) == ("Held", "KIT-ROADS")
	assert [row.came for row in found.members] == ["Did Not Come", "Did Not Come", "Came"]
	with kit.acting("operator"):
		assert inspection_form.shown(found)["next_step"] == "Redirect"
	assert kit.fresh(request).lead_executor == request.lead_executor, "recording decides nothing"
	assert kinds(request) == ["Inspection Called", "Inspection Held"]
	assert checking.check(request.name) == []


def test_control_goes_on_and_no_clock_changes():
	"""R6.3.4."""
	request = kit.registered()
	task = kit.accept(kit.task_of(request))
	before = [kit.fresh(doc) for doc in (request, task)]
	called = kit.call_inspection(request, kind="Work That Drags On")
	kit.record_inspection(called, "Work Not Done")
	for doc in before:
		after = kit.fresh(doc)
		for field in ("stage", "due", "overdue"):
			assert after.get(field) == doc.get(field)
		assert after.get("next_deadline") == doc.get("next_deadline")


def test_an_executor_asks_the_operator_calls_or_refuses():
	task = kit.task_of(kit.registered())
	name = kit.ask_for_inspection(task)
	asked = frappe.get_doc("Inspection", name)
	assert (asked.stage, asked.asked_by, asked.starts_at) == ("Asked For", "KIT-WATER", None)
	refused(Kind.INSPECTION_OPEN_ALREADY, kit.ask_for_inspection, task, reason="Ще раз")
	called = kit.call_inspection(frappe.get_doc("Request", task.request))
	assert called.name == name, "the one that was asked for"
	assert [row.step for row in called.steps] == ["Asked For", "Called"]
	assert called.steps[0].taken_by == kit.email("water")

	other = kit.task_of(kit.registered())
	asked = frappe.get_doc("Inspection", kit.ask_for_inspection(other))
	refused(Kind.INSPECTION_REASON_NEEDED, acted, "call_off_inspection", asked, reason=" ")
	acted("call_off_inspection", asked, reason="На місці вже були вчора")
	assert kit.fresh(asked).stage == "Cancelled"
	assert "На місці вже були вчора" in journal.timeline("Request Task", other.name)[-1]["text"]


def test_only_the_tasks_executor_asks():
	task = kit.task_of(kit.registered())
	for person in (
		"roads",
		"idler",
		"operator",
		"supervisor",
		"management",
		"administrator",
		"citizen",
		"stranger",
	):
		with pytest.raises(frappe.PermissionError):
			kit.ask_for_inspection(task, person)
	refused(Kind.INSPECTION_REASON_NEEDED, kit.ask_for_inspection, task, reason=" ")
	kit.report(kit.accept(task))
	refused(Kind.INSPECTION_OF_WHAT, kit.ask_for_inspection, task)


def test_only_the_contact_centre_calls_moves_records_and_calls_off():
	request = kit.registered()
	called = kit.call_inspection(request)
	soon = str(clock.to_site(clock.now() + timedelta(days=3)))
	for person in ("water", "roads", "idler", "management", "administrator", "citizen", "stranger"):
		with pytest.raises(frappe.PermissionError):
			kit.call_inspection(request, person)
		for name, values in (
			("move_inspection", {"starts_at": soon, "reason": "Злива"}),
			("call_off_inspection", {"reason": "Злива"}),
			("record_inspection", {"outcome": "Work Done", "findings": "Є"}),
		):
			with pytest.raises(frappe.PermissionError):
				acted(name, called, person, **values)
	assert kit.fresh(called).stage == "Called" and len(kit.fresh(called).steps) == 1


def test_what_is_incomplete_is_refused():
	request = kit.registered()
	call = lambda **values: kit.call_inspection(request, **values)  # noqa: E731
	yesterday = str(clock.to_site(clock.now() - timedelta(days=1)))
	refused(Kind.INSPECTION_MOMENT, call, starts_at=yesterday)
	refused(Kind.INSPECTION_WITHOUT_MOMENT, call, starts_at="колись")
	refused(Kind.INSPECTION_REASON_NEEDED, call, reason=" ")
	refused(Kind.INSPECTION_PLACE_NEEDED, call, place=" ")
	refused(Kind.NOT_ONE_OF, call, kind="Пікнік")
	refused(Kind.INSPECTION_WITHOUT_TASK, call, tasks='["KIT-NONE"]')
	refused(Kind.INSPECTION_MEMBER, call, members='[{"full_name": "Хтось", "email": "не адреса"}]')
	refused(Kind.INSPECTION_MEMBER, call, members=json.dumps([{"user": kit.email("citizen")}]))
	refused(Kind.INSPECTION_MEMBER, call, members='[{"email": "nobody@example.org"}]')
	refused(Kind.BAD_VALUES, call, members='{"user": "x"}')
	refused(Kind.BAD_VALUES, call, members='[{"task": "KIT"}]')
	refused(Kind.INSPECTION_NAMES_APPLICANT, call, reason="Заявниченко скаржиться")
	refused(Kind.INSPECTION_OF_WHAT, kit.call_inspection, kit.filed())
	assert not frappe.db.exists("Inspection", {"request": request.name})


def test_a_request_has_one_open_inspection_and_twice_is_once():
	request = kit.registered()
	shown = kit.version(request)
	given = {"seen": shown, "starts_at": str(clock.to_site(clock.now() + timedelta(days=2)))}
	first = kit.call_inspection(request, **given)
	assert kit.call_inspection(request, **given).name == first.name, "a double click"
	refused(Kind.INSPECTION_OPEN_ALREADY, kit.call_inspection, request, reason="Інше")
	kit.record_inspection(first)
	assert kit.call_inspection(request).name != first.name


def test_a_move_keeps_its_history_and_everybody_is_told():
	called = kit.call_inspection(kit.registered())
	later = clock.now() + timedelta(days=4)
	messages.forget()
	acted(
		"move_inspection",
		called,
		starts_at=str(clock.to_site(later)),
		reason="Злива",
		place="вул. Перевірочна, 14",
	)
	moved = kit.fresh(called)
	assert (moved.starts_at, moved.place, moved.sequence) == (clock.to_site(later), "вул. Перевірочна, 14", 1)
	note = moved.steps[-1].note
	assert "вул. Перевірочна, 12" in note and note.endswith("Злива")
	assert waiting("moved") == [row.name for row in moved.members]
	task = moved.members[0].task
	assert journal.timeline("Request Task", task)[-1]["kind"] == "Inspection Moved"


def test_nothing_is_recorded_before_it_began_nor_twice():
	called = kit.call_inspection(kit.registered())
	refused(Kind.INSPECTION_TO_COME, acted, "record_inspection", called, outcome="Work Done", findings="Є")
	refused(Kind.NOT_ONE_OF, acted, "record_inspection", called, outcome="Гаразд", findings="Є")
	acted("record_inspection", called, outcome="Could Not Take Place", findings="Двір замкнено")
	assert kit.fresh(called).stage == "Cancelled"
	acted("record_inspection", called, outcome="Could Not Take Place", findings="Двір замкнено")
	assert len(kit.fresh(called).steps) == 2, "a double click"
	refused(Kind.INSPECTION_IS_OVER, acted, "call_off_inspection", called, reason="Ні")


def test_who_decides_on_an_outdated_inspection_is_refused():
	called = kit.call_inspection(kit.registered())
	shown = kit.version(called)
	soon = str(clock.to_site(clock.now() + timedelta(days=3)))
	acted("move_inspection", called, "supervisor", starts_at=soon, reason="Злива", seen=shown)
	with pytest.raises(frappe.ValidationError):
		acted("call_off_inspection", called, reason="Не треба", seen=shown)
	assert kit.fresh(called).stage == "Called"


def test_the_applicant_reads_of_it_only_where_invited():
	request = kit.registered()
	kit.record_inspection(kit.call_inspection(request))
	assert "Inspection Called" not in [line["kind"] for line in journal.public_timeline(request.name)]
	invited = kit.registered()
	kit.call_inspection(invited, applicant_invited=1)
	line = journal.public_timeline(invited.name)[-1]
	assert line["kind"] == "Inspection Called" and "сперечаються" not in line["text"]
	anonymous = kit.registered(anonymous=1, anonymous_warned=1)
	assert kit.call_inspection(anonymous, applicant_invited=1).applicant_invited == 0


def test_the_applicant_is_not_told_that_a_place_was_seen_which_was_not(monkeypatch):
	request = kit.registered()
	kit.record_inspection(kit.call_inspection(request, applicant_invited=1), "Could Not Take Place")
	monkeypatch.setattr(frappe.local, "lang", "uk")
	label = journal_words.for_applicant(journal.public_timeline(request.name)[-1]["kind"])
	assert label == "Підсумок обстеження на місці"


def test_executors_see_what_they_are_called_to_and_members_of_the_office_theirs():
	own = kit.call_inspection(kit.registered())
	other = kit.call_inspection(
		kit.registered(classifier=kit.POTHOLE), members=json.dumps([{"user": kit.email("housing")}])
	)
	expected = {"water": {own.name}, "roads": {other.name}, "housing": {other.name}, "idler": set()}
	for person, names in expected.items():
		with kit.acting(person):
			named = {"name": ("in", [own.name, other.name])}
			assert set(frappe.get_list("Inspection", named, pluck="name")) == names
			for each in (own, other):
				assert bool(kit.fresh(each).has_permission("read")) == (each.name in names)
				assert not kit.fresh(each).has_permission("write")
	for person in ("operator", "supervisor", "management", "administrator"):
		with kit.acting(person):
			assert kit.fresh(own).has_permission("read")
	for person in ("citizen", "stranger"):
		with kit.acting(person):
			assert not kit.fresh(own).has_permission("read")


def test_addresses_of_members_are_the_offices():
	"""D1: an outside person's e-mail is no business of the executors, and management reads none either."""
	called = kit.call_inspection(kit.registered(), members=json.dumps([OUTSIDE]))
	for person, shown in (("operator", True), ("water", False), ("management", False)):
		with kit.acting(person):
			doc = frappe.get_doc("Inspection", called.name)
			doc.apply_fieldlevel_read_permissions()
			assert bool(doc.members[1].get("email")) == shown, person


def test_nobody_writes_or_deletes_one_by_its_form():
	called = kit.call_inspection(kit.registered())
	for person in ("operator", "supervisor", "water", "sysadmin"):
		with kit.acting(person):
			doc = kit.fresh(called)
			doc.findings = "Усе гаразд"
			with pytest.raises(frappe.PermissionError):
				doc.save()
			with pytest.raises(frappe.PermissionError):
				frappe.delete_doc("Inspection", called.name)
	with kit.acting("operator"), pytest.raises(frappe.PermissionError):
		frappe.get_doc({"doctype": "Inspection", "request": called.request}).insert()


def test_photos_and_the_act_are_attached_by_the_office_and_stay_once_it_is_recorded():
	from contact_center.access import files

	called = kit.call_inspection(kit.registered())
	with kit.acting("operator"):
		file = frappe.get_doc(
			{
				"doctype": "File",
				"attached_to_doctype": "Inspection",
				"attached_to_name": called.name,
				"file_name": "акт.png",
				"content": kit.PNG,
			}
		).insert()
	assert file.is_private
	with kit.acting("water"), pytest.raises(frappe.PermissionError):
		files.attach("Inspection", called.name, "чуже.png", kit.PNG).save()
		frappe.get_doc({**file.as_dict(), "name": None, "file_url": None, "content": kit.PNG}).insert()
	assert files.may_see(file, kit.email("water"))
	for person in ("roads", "idler", "citizen"):
		assert not files.may_see(file, kit.email(person))
	kit.record_inspection(called)
	with kit.acting("operator"), pytest.raises(frappe.PermissionError):
		frappe.delete_doc("File", file.name)


def test_the_forms_of_request_and_task_show_their_inspections():
	request = kit.registered()
	task = kit.task_of(request)
	with kit.acting("operator"):
		doc = kit.fresh(request)
		forms.load_request(doc)
		assert doc.get_onload("contact_center")["may_call_inspection"]
	called = kit.call_inspection(request)
	with kit.acting("operator"):
		doc = kit.fresh(request)
		forms.load_request(doc)
		shown = doc.get_onload("contact_center")
		assert [row["name"] for row in shown["inspections"]] == [called.name]
		assert not shown["may_call_inspection"]
	with kit.acting("water"):
		doc = kit.fresh(task)
		forms.load_task(doc)
		shown = doc.get_onload("contact_center")
		assert [row["number"] for row in shown["inspections"]] == [called.number]
		assert not shown["may_ask_inspection"]


def test_a_closed_request_is_inspected_too():
	"""R9.2.4: what was reported done; the outcome proposes the return."""
	request = kit.executed()
	kit.confirm_and_close(request)
	found = kit.record_inspection(kit.call_inspection(request, kind="Reported Work"), "Work Not Done")
	with kit.acting("operator"):
		shown = inspection_form.shown(found)
	assert (shown["next_step"], shown["returns"]) == ("Return for Rework", kit.version(request))
	assert kit.fresh(request).stage == "Closed"
	with kit.acting("water"):
		assert not inspection_form.shown(found)["returns"]
	late = clock.now() + timedelta(days=400)
	with clock.at(late), kit.acting("operator"):
		refused(Kind.REOPENING_OVER, reopening.reopen_for, request.name, "Не зроблено", shown["returns"])
		refused(Kind.BAD_VALUES, rework.return_closed, request.name, "Не зроблено", "[", shown["returns"])
		rework.return_closed(request.name, "Не зроблено", [kit.BLURRED], shown["returns"])
		assert kit.fresh(request).stage == "Rework"
		assert not inspection_form.shown(found)["returns"], "it is returned"


def test_who_came_is_a_list():
	called = kit.call_inspection(kit.registered())
	for came in ("[", "5"):
		refused(Kind.BAD_VALUES, kit.record_inspection, called, came=came)
	assert kit.fresh(called).stage == "Called"


def test_refusals_name_the_stage_in_the_words_of_the_reader(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "uk")
	for kind, stage, words in (
		(Kind.RETURN_OF_WHAT, "Closed", "Виконано"),
		(Kind.INSPECTION_OF_WHAT, "In Progress", "У роботі"),
		(Kind.INSPECTION_IS_OVER, "Held", "Проведено"),
		(Kind.EXTENSION_DECIDED, "Refused", "Відмовлено"),
	):
		assert words in problems.sentence(Problem(kind, (stage,)))


def test_an_invited_applicant_is_told_what_came_of_it(monkeypatch):
	invited, other = kit.registered(), kit.registered()
	for request, wanted in ((invited, 1), (other, 0)):
		called = kit.call_inspection(request, applicant_invited=wanted)
		messages.forget()
		kit.record_inspection(called, "Work Done")
		told = [
			each.name
			for each in messages.pending()
			if each.event == "inspection_held" and each.doctype == "Request"
		]
		assert told == [request.name] * wanted
	shipped = notifications.shipped()["applicant_inspection_held"]
	message = frappe.get_doc("Notification", shipped["name"])
	assert (message.document_type, message.method) == ("Request", "inspection_held")
	monkeypatch.setattr(frappe.local, "lang", "uk")
	assert "Роботу виконано" in frappe.render_template(message.message, {"doc": kit.fresh(invited)})
