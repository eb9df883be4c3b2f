"""An executor sees and acts on its own tasks, and nothing else, whatever it tries (P4, D1)."""

import frappe
import kit
import pytest
from kit_rest import PNG, is_refused

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")
TASK, EVIDENCE, EVENT = (
	"/api/resource/Request Task",
	"/api/resource/Request Evidence",
	"/api/resource/Repair Event",
)


def none_went_through(answers) -> bool:
	return not any(answer.ok for answer in answers)


def test_an_executor_lists_its_own_tasks_only(rest, world):
	for path in (TASK, "/api/v2/document/Request Task"):
		for person, executor in (("water", "KIT-WATER"), ("roads", "KIT-ROADS")):
			rows = (
				rest(person).get(path, fields=["executor"], limit_page_length="0", limit="500").json()["data"]
			)
			assert rows and {row["executor"] for row in rows} == {executor}


@pytest.mark.parametrize(
	"filters",
	[
		[["executor", "=", "KIT-ROADS"]],
		[["Request Task", "executor", "in", ["KIT-ROADS", "KIT-WATER"]]],
		[["executor", "like", "%"], ["executor", "!=", "KIT-WATER"]],
	],
)
def test_no_filter_widens_the_list(filters, rest, world):
	client = rest("water")
	rows = client.get(TASK, filters=filters, fields=["name", "executor"], limit_page_length="0").json()[
		"data"
	]
	assert all(row["executor"] == "KIT-WATER" for row in rows)
	either = client.get(TASK, or_filters=filters, fields=["executor"], limit_page_length="0").json()["data"]
	assert all(row["executor"] == "KIT-WATER" for row in either)
	count = client.call(
		"frappe.desk.reportview.get_count",
		doctype="Request Task",
		filters=filters,
		fields=[],
		distinct="false",
	)
	assert count.json()["message"] == len(rows)
	answer = client.call(
		"frappe.desk.reportview.get",
		doctype="Request Task",
		fields=["executor"],
		filters=filters,
		page_length="200",
	)
	assert "KIT-ROADS" not in answer.text


@pytest.mark.parametrize(
	("method", "arguments"),
	[
		("frappe.client.get", {"doctype": "Request Task", "name": "{other_task}"}),
		(
			"frappe.client.get_value",
			{"doctype": "Request Task", "filters": "{other_task}", "fieldname": "address"},
		),
		("frappe.client.get_count", {"doctype": "Request Task", "filters": {"name": "{other_task}"}}),
		(
			"frappe.client.validate_link",
			{"doctype": "Request Task", "docname": "{other_task}", "fields": ["address"]},
		),
		("frappe.desk.form.load.getdoc", {"doctype": "Request Task", "name": "{other_task}"}),
		("frappe.desk.form.load.get_docinfo", {"doctype": "Request Task", "name": "{other_task}"}),
		("frappe.desk.link_preview.get_preview_data", {"doctype": "Request Task", "docname": "{other_task}"}),
		("frappe.desk.search.search_link", {"doctype": "Request Task", "txt": "{other_task}"}),
		("frappe.desk.search.search_widget", {"doctype": "Request Task", "txt": "{other_task}"}),
		("frappe.desk.form.linked_with.get", {"doctype": "Request Task", "docname": "{other_task}"}),
		("frappe.desk.notifications.get_open_count", {"doctype": "Request Task", "name": "{other_task}"}),
		("frappe.utils.global_search.search", {"text": "{other_task}"}),
		(
			"frappe.model.workflow.get_transitions",
			{"doc": {"doctype": "Request Task", "name": "{other_task}"}},
		),
		("frappe.www.printview.get_html_and_style", {"doc": "Request Task", "name": "{other_task}"}),
		("frappe.share.get_users", {"doctype": "Request Task", "name": "{other_task}"}),
		(
			"frappe.core.doctype.file.file.get_attached_images",
			{"doctype": "Request Task", "names": ["{other_task}"]},
		),
		(
			"frappe.client.get_list",
			{"doctype": "Request Evidence", "parent": "Request Task", "fields": ["*"]},
		),
		(
			"frappe.client.get_list",
			{"doctype": "Work Stage", "parent": "Request Task", "fields": ["*"]},
		),
		(
			"frappe.client.get_list",
			{"doctype": "Workflow Action", "fields": ["reference_name"], "limit_page_length": 0},
		),
		("frappe.client.get_list", {"doctype": "File", "fields": ["*"], "limit_page_length": 0}),
		("frappe.client.get_list", {"doctype": "ToDo", "fields": ["*"]}),
	],
	ids=lambda value: value if isinstance(value, str) else "",
)
def test_anothers_task_is_not_to_be_read_in_any_way(method, arguments, rest, world, untouched):
	"""D1: never another's; not its address, its evidence, nor that there is one."""
	texts = frappe.as_json(arguments)
	asked = frappe.parse_json(texts.replace("{other_task}", world.other_task))
	client = rest("water")
	for answer in (client.call(method, **asked), client.get(f"/api/method/{method}", **asked)):
		message = answer.json().get("message") if answer.ok else None
		shown = frappe.as_json(answer.json()) if answer.ok else ""
		for secret in ("Доказ-сусіда", "kit-secret", kit.STREET, kit.email("neighbour")):
			assert secret not in shown
		if (
			"validate_link" not in method
		):  # it says that a name exists, which names in a row let one guess anyway
			assert world.other_task not in shown.replace(f'"txt": "{world.other_task}"', "")
		assert not message or method.endswith(
			("get_list", "search_widget", "get_open_count", "validate_link")
		)


@pytest.mark.parametrize("field", ["executor", "parent", "owner", "doctype"])
def test_a_task_does_not_become_ones_own_by_saying_so(field, rest, world, untouched):
	"""The permission is checked for the row in the database, not for the values sent."""
	claim = {"executor": "KIT-WATER", "parent": "", "owner": kit.email("water"), "doctype": "Repair Event"}[
		field
	]
	fields = {field: claim, "result": "Моє", "executor": "KIT-WATER"}
	document = {**frappe.get_doc("Request Task", world.other_task).as_dict(), **fields}
	client = rest("water")
	answers = [
		client.put(f"{TASK}/{world.other_task}", fields),
		client.put(f"{TASK}/{world.other_task}", {**fields, "__islocal": 1}),
		client.put(f"/api/v2/document/Request Task/{world.other_task}/", fields),
		client.call("frappe.client.save", doc=frappe.as_json(document)),
		client.call(
			"frappe.client.set_value", doctype="Request Task", name=world.other_task, fieldname=fields
		),
		client.call("frappe.desk.form.save.savedocs", doc=frappe.as_json(document), action="Save"),
		client.call(
			"frappe.desk.form.save.savedocs", doc=frappe.as_json({**document, "__islocal": 1}), action="Save"
		),
	]
	assert none_went_through(answers), [answer.text for answer in answers if answer.ok]


@pytest.mark.parametrize("action", ["Accept", "Report Result", "Not My Competence"])
def test_no_button_of_anothers_task_works(action, rest, world, untouched):
	client = rest("water")
	document = {
		**frappe.get_doc("Request Task", world.other_task).as_dict(),
		"executor": "KIT-WATER",
		"reason": "Ні",
	}
	for doc in (document, {"doctype": "Request Task", "name": world.other_task, "executor": "KIT-WATER"}):
		answer = client.call("frappe.model.workflow.apply_workflow", doc=frappe.as_json(doc), action=action)
		assert not answer.ok
	names = frappe.as_json([world.other_task])
	client.call(
		"frappe.model.workflow.bulk_workflow_approval", docnames=names, doctype="Request Task", action=action
	)


def test_nothing_can_be_hung_on_anothers_task(rest, world, untouched):
	"""Files, comments, assignments, shares, tags, likes, evidence rows."""
	client, name = rest("water"), world.other_task
	document = {
		"reference_doctype": "Request Task",
		"reference_name": name,
		"content": "Так",
		"comment_by": "x",
	}
	file = {"doctype": "Request Task", "docname": name, "is_private": 1}
	row = {
		"parent": name,
		"parenttype": "Request Task",
		"parentfield": "evidence",
		"kind": "Photo",
		"file": "/private/files/x.png",
	}
	answers = [
		client.call("frappe.desk.form.utils.add_comment", **document, comment_email=kit.email("water")),
		client.call(
			"frappe.desk.form.assign_to.add",
			doctype="Request Task",
			name=name,
			assign_to=[kit.email("water")],
		),
		client.call("frappe.share.add", doctype="Request Task", name=name, user=kit.email("water"), write=1),
		client.call("frappe.desk.doctype.tag.tag.add_tag", tag="моє", dt="Request Task", dn=name),
		client.call("frappe.desk.like.toggle_like", doctype="Request Task", name=name, add="Yes"),
		client.call(
			"frappe.core.doctype.communication.email.make",
			doctype="Request Task",
			name=name,
			content="x",
			recipients="a@b.c",
		),
		client.call("contact_center.control.comments.comment", doctype="Request Task", name=name, text="Так"),
		client.call("contact_center.execution.contact.applicant_contact", task=name),
		client.call(
			"contact_center.control.redirect.redirect", task=name, executor="KIT-WATER", reason="Хочу"
		),
		client.call(
			"frappe.client.attach_file",
			filename="x.png",
			filedata="eA==",
			doctype="Request Task",
			docname=name,
		),
		client.post(EVIDENCE, row),
		client.call("frappe.client.insert", doc={"doctype": "Request Evidence", **row}),
		client.session.post(
			client.base + "/api/method/upload_file", data=file, files={"file": ("x.png", PNG)}, timeout=60
		),
		client.post(
			"/api/resource/File",
			{
				"file_name": "x.png",
				"content": "eA==",
				"attached_to_doctype": "Request Task",
				"attached_to_name": name,
			},
		),
	]
	assert none_went_through(answers), [answer.request.url for answer in answers if answer.ok]


def test_evidence_rows_are_written_through_their_task_only(rest, world, untouched):
	"""A row of a child table has an address of its own in the API: it is no way into another's task or a finished one."""
	client = rest("water")
	steal = {"parent": world.own_task, "note": "моє"}
	answers = [
		client.get(f"{EVIDENCE}/{world.other_evidence}"),
		client.put(f"{EVIDENCE}/{world.other_evidence}", {"note": "моє"}),
		client.put(f"{EVIDENCE}/{world.other_evidence}", steal),
		client.call(
			"frappe.client.set_value", doctype="Request Evidence", name=world.other_evidence, fieldname=steal
		),
		client.delete(f"{EVIDENCE}/{world.other_evidence}"),
		client.put(f"{EVIDENCE}/{world.done_evidence}", {"note": "інше"}),
		client.delete(f"{EVIDENCE}/{world.done_evidence}"),
		client.call("frappe.client.delete", doctype="Request Evidence", name=world.done_evidence),
	]
	assert none_went_through(answers), [
		(answer.request.method, answer.request.url) for answer in answers if answer.ok
	]


def test_an_executors_own_task_gives_way_in_the_executors_fields_only(rest, world):
	"""Staff fields and projections are ignored: they follow from acts."""
	before = frappe.get_doc("Request Task", world.own_task)
	fields = {
		**dict.fromkeys(
			("stage", "number", "address", "wording", "executor_email", "reviewer_comment", "title"), "Closed"
		),
		**{
			"due": "2030-01-01 00:00:00",
			"first_due": "2030-01-01 00:00:00",
			"accept_by": "2030-01-01 00:00:00",
		},
		**{"is_lead": 0, "overdue": 0, "accepted_late": 0, "return_count": 5, "anonymous": 1},
		**{"request": world.other, "swept_until_utc": "2030-01-01 00:00:00", "next_deadline_utc": None},
		"result_unit": "Дільниця 7",
	}
	answer = rest("water").put(f"{TASK}/{world.own_task}", fields)
	assert answer.ok, answer.text
	frappe.db.rollback()
	after = frappe.get_doc("Request Task", world.own_task)
	assert after.result_unit == "Дільниця 7"
	for field in set(fields) - {"result_unit"}:
		assert after.get(field) == before.get(field), field


@pytest.mark.parametrize("state", ["Awaiting Confirmation", "Closed", "Cancelled", "Rework", "Немає такого"])
def test_a_state_is_not_to_be_typed(state, rest, world, untouched):
	answer = rest("water").put(
		f"{TASK}/{world.own_task}", {"workflow_state": state, "reason": "Так", "stage": state}
	)
	assert not answer.ok


def test_the_way_to_the_request_is_closed(rest, world):
	"""An executor's task does not lead to the request, its applicant, nor its whole journal."""
	client = rest("water")
	task = client.get(f"{TASK}/{world.own_task}").json()["data"]
	assert "request" not in task
	fields = ["name", "request", "request.applicant_email", "request.description", "request.applicant"]
	for field in fields[1:]:
		answer = client.get(TASK, fields=["name", field], limit_page_length="0")
		assert not answer.ok or all(set(row) == {"name"} for row in answer.json()["data"]), answer.text
	for doctype, name in (
		("Request", world.own),
		("Applicant", world.applicant),
		("Request Journal", world.line),
	):
		answers = [
			client.get(f"/api/resource/{doctype}/{name}"),
			client.call("frappe.desk.form.load.getdoc", doctype=doctype, name=name),
			client.call("frappe.client.get_value", doctype=doctype, filters=name, fieldname="owner"),
			client.call("frappe.client.get_count", doctype=doctype, filters={"name": name}),
			client.call("frappe.client.validate_link", doctype=doctype, docname=name),
			client.call("frappe.desk.search.search_link", doctype=doctype, txt=""),
			client.call("frappe.desk.reportview.get", doctype=doctype, fields=["name"]),
			client.call(
				"frappe.desk.reportview.get_count", doctype=doctype, fields=[], filters=[], distinct="false"
			),
		]
		assert all(
			is_refused(answer) or answer.json().get("message") in ([], 0, None) for answer in answers
		), [(answer.request.url, answer.text) for answer in answers if not is_refused(answer)]


def test_repair_events_are_the_executors_own(rest, world, untouched):
	"""RE1, RE4: another's works are neither announced nor closed."""
	client = rest("water")
	steal = {"executor": "KIT-WATER", "status": "Closed"}
	answers = [
		client.get(f"{EVENT}/{world.other_event}"),
		client.put(f"{EVENT}/{world.other_event}", {"status": "Closed"}),
		client.put(f"{EVENT}/{world.other_event}", steal),
		client.call(
			"frappe.client.set_value", doctype="Repair Event", name=world.other_event, fieldname=steal
		),
		client.put(f"{EVENT}/{world.event}", {"executor": "KIT-ROADS"}),
		client.delete(f"{EVENT}/{world.event}"),
		client.delete(f"{EVENT}/{world.other_event}"),
	]
	assert all(is_refused(answer) for answer in answers), [answer.text for answer in answers]
