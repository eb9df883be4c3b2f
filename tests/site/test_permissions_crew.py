"""Who sees only what is handed to them sees nothing else of their executor, by any door (P4, D1)."""

import json

import frappe
import kit
import pytest
from kit_rest import is_refused

pytest_plugins = ["kit_city", "kit_rest"]
TASK = "/api/resource/Request Task"
SECRETS = (kit.STREET, "Прорив усунуто")


@pytest.fixture(scope="module")
def crew(world):
	"""`idler` has one task of the water's, which has several; the rest of the city is as it is."""
	executor = frappe.get_doc("Executor", "KIT-WATER")
	executor.append("users", {"user": kit.email("idler"), "only_handed": 1})
	executor.save()
	task = frappe.get_doc("Request Task", world.own_task)
	kit.hand_over(task, "idler")
	frappe.db.commit()
	yield task.name
	frappe.db.rollback()
	frappe.set_user("Administrator")
	executor.reload()
	executor.users = [row for row in executor.users if not row.only_handed]
	executor.save()
	frappe.db.commit()


def test_the_list_has_what_was_handed_over_alone(rest, crew):
	for path in (TASK, "/api/v2/document/Request Task"):
		rows = rest("idler").get(path, fields=["name"], limit_page_length="0", limit="500").json()["data"]
		assert [row["name"] for row in rows] == [crew]


@pytest.mark.parametrize(
	"filters",
	[
		[["executor", "=", "KIT-WATER"]],
		[["handed_to", "is", "not set"]],
		[["handed_to", "!=", "nobody"]],
		[["name", "like", "%"]],
	],
)
def test_no_filter_widens_the_list(filters, rest, crew):
	for given in ({"filters": filters}, {"or_filters": filters}):
		rows = rest("idler").get(TASK, fields=["name"], limit_page_length="0", **given).json()["data"]
		assert {row["name"] for row in rows} <= {crew}


@pytest.mark.parametrize(
	("method", "arguments"),
	[
		("frappe.client.get", {"doctype": "Request Task", "name": "{task}"}),
		("frappe.client.get_value", {"doctype": "Request Task", "filters": "{task}", "fieldname": "address"}),
		("frappe.desk.form.load.getdoc", {"doctype": "Request Task", "name": "{task}"}),
		("frappe.desk.form.load.get_docinfo", {"doctype": "Request Task", "name": "{task}"}),
		("frappe.desk.search.search_link", {"doctype": "Request Task", "txt": "{task}"}),
		("frappe.www.printview.get_html_and_style", {"doc": "Request Task", "name": "{task}"}),
		(
			"frappe.client.get_list",
			{"doctype": "Request Evidence", "parent": "Request Task", "fields": ["*"]},
		),
		("frappe.client.get_list", {"doctype": "Workflow Action", "fields": ["reference_name"]}),
		("frappe.client.get_list", {"doctype": "File", "fields": ["*"], "limit_page_length": 0}),
		("frappe.client.get_list", {"doctype": "Extension Request", "fields": ["*"]}),
		("frappe.client.get_list", {"doctype": "Repair Event", "fields": ["*"]}),
		("contact_center.execution.contact.applicant_contact", {"task": "{task}"}),
		(
			"contact_center.control.comments.comment",
			{"doctype": "Request Task", "name": "{task}", "text": "так"},
		),
		(
			"contact_center.control.extension_requests.ask_for_term",
			{"task": "{task}", "reason": "так", "day": "2027-01-01"},
		),
		("contact_center.control.handing.hand_over", {"task": "{task}", "person": "kit-idler@example.com"}),
	],
	ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_task_of_the_same_executor_is_not_to_be_reached(method, arguments, rest, world, crew):
	name = frappe.db.get_value("Extension Request", world.wish, "task")
	for task in (name, world.done_task):
		asked = frappe.parse_json(frappe.as_json(arguments).replace("{task}", task))
		answer = rest("idler").call(method, **asked)
		shown = json.dumps(answer.json(), ensure_ascii=False).replace(crew, "") if answer.ok else ""
		assert not any(secret in shown for secret in SECRETS) and world.wish not in shown
		assert is_refused(answer) or task not in shown.replace(f'"txt": "{task}"', "")


@pytest.mark.parametrize("forged", [{"handed_to": "kit-idler@example.com"}, {"executor": "KIT-ROADS"}])
def test_a_task_is_not_handed_over_by_saying_so(forged, rest, world, crew):
	"""The row in the database counts, and no door but the act writes it."""
	path = f"{TASK}/{world.done_task}"
	assert is_refused(rest("idler").put(path, forged))
	document = {**frappe.get_doc("Request Task", world.done_task).as_dict(), **forged}
	saved = rest("idler").call("frappe.desk.form.save.savedocs", doc=frappe.as_json(document), action="Save")
	assert not saved.ok
	rest("water").put(path, forged)
	frappe.db.rollback()
	assert not frappe.db.get_value("Request Task", world.done_task, "handed_to")


def test_the_task_that_was_handed_over_is_read_with_its_journal(rest, crew):
	answer = rest("idler").call("frappe.desk.form.load.getdoc", doctype="Request Task", name=crew)
	assert answer.ok and "Handed Over" in answer.text


def test_anothers_file_is_not_opened_and_ones_own_is(rest, world, crew):
	done = frappe.get_all("File", {"attached_to_name": world.done_task}, pluck="name")
	download = "/api/method/contact_center.access.files.download"
	assert done and all(is_refused(rest("idler").get(download, file=name)) for name in done)
	assert rest("idler").get(download, file=world.file).ok
	assert is_refused(rest("idler").get(download, file=world.other_file))


def test_other_roles_hand_nothing_over(rest, crew):
	for person in ("roads", "operator", "supervisor", "management", "citizen", "stranger", "Guest"):
		answer = rest(person).call("contact_center.control.handing.hand_over", task=crew, person="")
		assert is_refused(answer), (person, answer.text)
	assert (
		rest("water").get("/api/method/contact_center.control.handing.hand_over", task=crew).status_code
		== 403
	)
