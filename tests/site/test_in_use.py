"""What something in use still needs is neither taken out of use, made a group nor deleted: the refusal names it (R5.11)."""

import frappe
import kit
import pytest
from kit import CHOICE, LEAK, NORTH, STREET
from kit_rest import knowledge_fields

from contact_center.policy.references import REFERENCES

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")
WATER, ROADS = "KIT-WATER", "KIT-ROADS"


def refusal(doctype: str, name: str, **fields) -> tuple[str, ...]:
	"""The values of the problem with which the administrator is refused; empty where the save goes through."""
	doc = frappe.get_doc(doctype, name)
	doc.update(fields)
	return _problem(doc.save)


def refused_deletion(doctype: str, name: str) -> tuple[str, ...]:
	return _problem(lambda: frappe.delete_doc(doctype, name))


def _problem(act) -> tuple[str, ...]:
	with kit.acting("administrator"):
		try:
			act()
		except frappe.ValidationError as error:
			assert str(error.problem.kind) == "Still In Use"
			return error.problem.values
	return ()


def freed(executor: str) -> None:
	"""No classifier entry names the executor any more."""
	frappe.db.delete("Classifier Executor", {"executor": executor})
	frappe.clear_cache()


@pytest.mark.parametrize("change", [{"is_active": 0}, {"is_group": 1}])
def test_an_executor_with_tasks_and_routes_stays_with_their_numbers(change, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "en")
	request = kit.registered()
	title, tasks, routes = refusal("Executor", WATER, **change)
	assert title == frappe.db.get_value("Executor", WATER, "title")
	count = frappe.db.count(
		"Request Task", {"executor": WATER, "stage": ("not in", ["Closed", "Rejected", "Cancelled"])}
	)
	assert tasks.startswith(f"tasks at work: {count} (") and tasks.endswith("Redirect them first")
	assert kit.task_of(request).name in tasks or count > 5
	assert routes.startswith("classifier entries that name it: 5 (") and LEAK in routes


@pytest.mark.parametrize("change", [{"is_active": 0}, {"is_group": 1}])
def test_an_executor_whom_nothing_needs_is_taken_out_of_use(change):
	freed(ROADS)
	frappe.db.set_value("Request Task", {"executor": ROADS}, "stage", "Closed")
	assert refusal("Executor", ROADS, **change) == ()


@pytest.mark.parametrize("doctype", ["Clarification", "Administrative Service"])
def test_who_answers_for_something_in_use_stays(doctype):
	"""RI2, RI4: else nobody would be reminded that it ends."""
	freed(ROADS)
	frappe.db.set_value("Request Task", {"executor": ROADS}, "stage", "Closed")
	doc = frappe.get_doc({"doctype": doctype, **knowledge_fields(doctype, ROADS)}).insert()
	[_title, answers] = refusal("Executor", ROADS, is_active=0)
	assert doc.title in answers and doc.name not in answers
	doc.update({"is_active": 0}).save()
	assert refusal("Executor", ROADS, is_active=0) == ()


def test_entries_out_of_use_hold_no_executor():
	freed(ROADS)
	row = {"parent": "KIT-RETIRED", "parenttype": "Classifier", "parentfield": "executors", "executor": ROADS}
	frappe.get_doc({"doctype": "Classifier Executor", **row}).db_insert()
	frappe.db.set_value("Request Task", {"executor": ROADS}, "stage", "Closed")
	assert refusal("Executor", ROADS, is_active=0) == ()


def test_whom_the_operator_chose_for_a_request_in_moderation_stays():
	request = kit.filed()
	frappe.db.set_value("Request", request.name, {"classifier": CHOICE, "chosen_executor": ROADS})
	freed(ROADS)
	frappe.db.set_value("Request Task", {"executor": ROADS}, "stage", "Closed")
	[_title, moderated] = refusal("Executor", ROADS, is_active=0)
	assert kit.fresh(request).title in moderated and request.name not in moderated


@pytest.mark.parametrize("change", [{"is_active": 0}, {"is_group": 1, "executors": []}])
def test_an_entry_of_a_request_in_moderation_stays(change):
	request = kit.filed()
	[_title, moderated] = refusal("Classifier", LEAK, **change)
	assert kit.fresh(request).title in moderated and request.name not in moderated


def test_an_entry_that_no_request_waits_for_is_taken_out_of_use_with_work_going_on():
	kit.registered(classifier="KIT-LIFT")
	frappe.db.set_value("Request", {"classifier": "KIT-LIFT", "stage": "Moderation"}, "stage", "Cancelled")
	assert refusal("Classifier", "KIT-LIFT", is_active=0) == ()


def test_what_was_out_of_use_is_edited_freely():
	assert refusal("Classifier", "KIT-RETIRED", title="Інша назва") == ()


@pytest.mark.parametrize(
	("doctype", "name"),
	[
		("Executor", WATER),
		("Request Type", "emergency"),
		("City District", NORTH),
		("City Street", STREET),
		("Classifier", LEAK),
	],
)
def test_what_is_needed_is_not_deleted(doctype, name):
	kit.registered()
	kit.filed()
	assert len(refused_deletion(doctype, name)) > 1
	assert frappe.db.exists(doctype, name)


@pytest.mark.parametrize("where", ["type", "settings"])
def test_a_calendar_that_terms_count_by_is_not_deleted(where):
	values = {
		"calendar_name": "Перевірочний календар",
		"week": [{"weekday": "Monday", "from_time": "08:00", "to_time": "17:00"}],
	}
	name = frappe.get_doc({"doctype": "Working Calendar", **values}).insert().name
	if where == "type":
		frappe.db.set_value("Request Type", "emergency", "working_calendar", name)
	else:
		frappe.db.set_single_value("Contact Center Settings", "working_calendar", name)
	assert len(refused_deletion("Working Calendar", name)) == 2
	frappe.db.set_value("Request Type", "emergency", "working_calendar", None)
	frappe.db.set_single_value("Contact Center Settings", "working_calendar", "Години роботи контакт-центру")
	assert refused_deletion("Working Calendar", name) == ()


@pytest.mark.parametrize("doctype", REFERENCES)
def test_every_reference_of_the_table_is_a_field_that_is_there(doctype):
	for each in REFERENCES[doctype]:
		if each.doctype != "Singles":
			field = frappe.get_meta(each.doctype).get_field(each.field)
			assert field.options == doctype, (each.doctype, each.field)


# Trees


@pytest.mark.parametrize(
	("doctype", "name", "parent"), [("Executor", WATER, ROADS), ("Classifier", LEAK, "KIT-SOS")]
)
def test_a_parent_that_is_no_group_is_refused_over_rest_too(rest, db, doctype, name, parent):
	field = "parent_executor" if doctype == "Executor" else "parent_classifier"
	answer = rest("administrator").put(f"/api/resource/{doctype}/{name}", {field: parent})
	assert answer.status_code == 417 and answer.json()["problem"]["kind"] == "Parent Is No Group"
	values = {"code": "KIT-CHILD", "title": "Дитина", "kind": "Utility", field: parent}
	assert rest("administrator").post(f"/api/resource/{doctype}", values).status_code == 417
	db.rollback()
	assert not frappe.db.get_value(doctype, name, field) and not frappe.db.exists(doctype, "KIT-CHILD")


@pytest.mark.parametrize("person", ["operator", "supervisor", "water", "management"])
def test_p7_only_an_administrator_takes_out_of_use(rest, person):
	answer = rest(person).put(f"/api/resource/Executor/{WATER}", {"is_active": 0})
	assert answer.status_code == 403
