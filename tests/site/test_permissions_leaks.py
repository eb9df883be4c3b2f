"""Personal data do not show anywhere to those who have no business with them (D1, D2).

Every address that is known to list or search something is asked by everybody who might try; what comes back must
not hold an applicant's name, phone or e-mail.
"""

import json

import frappe
import kit
import pytest

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")

OF_CITIZEN = [kit.SURNAMES["citizen"], kit.PHONES["citizen"], kit.email("citizen")]
OF_NEIGHBOUR = [kit.SURNAMES["neighbour"], kit.PHONES["neighbour"], kit.email("neighbour")]
HIDDEN_FROM = {
	"Guest": [*OF_CITIZEN, *OF_NEIGHBOUR, kit.STREET],
	"stranger": [*OF_CITIZEN, *OF_NEIGHBOUR, kit.STREET],
	"citizen": OF_NEIGHBOUR,
	"water": [*OF_CITIZEN, *OF_NEIGHBOUR],
	"idler": [*OF_CITIZEN, *OF_NEIGHBOUR],
	"management": [*OF_CITIZEN, *OF_NEIGHBOUR],
	"administrator": [*OF_CITIZEN, *OF_NEIGHBOUR],
}
DOCTYPES = [
	*(
		"Request",
		"Request Task",
		"Request Journal",
		"Joined Applicant",
		"Request Evidence",
		"Work Stage",
		"Applicant",
		"Repair Event",
		"User",
		"Contact",
	),
	*(
		"Communication",
		"Comment",
		"Version",
		"File",
		"Access Log",
		"Activity Log",
		"View Log",
		"Workflow Action",
		"ToDo",
	),
	*(
		"Notification Log",
		"Email Queue",
		"Email Queue Recipient",
		"Has Role",
		"DocShare",
		"Deleted Document",
		"Error Log",
	),
	*(
		"Prepared Report",
		"Route History",
		"Contact Email",
		"Contact Phone",
		"Executor User",
		"Executor Absence",
		"Email Group Member",
	),
]
PARENTS = {
	"Request Evidence": "Request Task",
	"Work Stage": "Request Task",
	"Contact Email": "Contact",
	"Contact Phone": "Contact",
	"Executor User": "Executor",
	"Executor Absence": "Executor",
	"Has Role": "User",
	"Email Queue Recipient": "Email Queue",
}


def lists(doctype: str) -> list[tuple[str, dict]]:
	"""Ways of the framework to list a doctype, as (method, arguments)."""
	parent = {"parent": PARENTS[doctype]} if doctype in PARENTS else {}
	everything = {"doctype": doctype, "fields": ["*"], **parent}
	return [
		("frappe.client.get_list", {**everything, "limit_page_length": 0}),
		(
			"frappe.client.get_value",
			{"doctype": doctype, "fieldname": ["*"], "filters": {"name": ["!=", ""]}, **parent},
		),
		("frappe.desk.reportview.get", {**everything, "start": 0, "page_length": 500}),
		("frappe.desk.reportview.get_list", {**everything, "limit_page_length": 0}),
		(
			"frappe.desk.reportview.get_stats",
			{"doctype": doctype, "stats": ["owner", "modified_by"], "filters": []},
		),
		(
			"frappe.desk.listview.get_group_by_count",
			{"doctype": doctype, "current_filters": [], "field": "owner"},
		),
		("frappe.desk.search.search_link", {"doctype": doctype, "txt": "", "page_length": 500}),
		(
			"frappe.desk.search.search_widget",
			{"doctype": doctype, "txt": "kit", "page_length": 500, "filters": {"ignore_user_type": 1}},
		),
		("frappe.www.list.get", {"doctype": doctype, "txt": "", "limit_start": 0, "limit": 500}),
		("frappe.www.list.get_list_data", {"doctype": doctype}),
	]


SEARCHES = [
	(
		"frappe.desk.search.search_link",
		{"doctype": "User", "txt": "kit", "filters": {"ignore_user_type": 1}, "page_length": 500},
	),
	(
		"frappe.desk.search.search_link",
		{
			"doctype": "User",
			"txt": "",
			"query": "frappe.core.doctype.user.user.user_query",
			"filters": {"ignore_user_type": 1},
		},
	),
	(
		"frappe.desk.search.search_link",
		{"doctype": "Contact", "txt": "", "query": "frappe.contacts.doctype.contact.contact.contact_query"},
	),
	("frappe.desk.search.get_names_for_mentions", {"search_term": "kit"}),
	("frappe.email.get_contact_list", {"txt": "", "page_length": 500}),
	("frappe.utils.global_search.search", {"text": "Заявниченко", "limit": 100}),
	("frappe.utils.global_search.web_search", {"text": "Заявниченко"}),
	("frappe.desk.treeview.get_children", {"doctype": "Request"}),
	("frappe.desk.listview.get_user_assignments_and_count", {"doctype": "Request", "current_filters": []}),
	("frappe.core.doctype.user.user.get_all_roles", {}),
	("frappe.desk.notifications.get_notifications", {}),
	("frappe.sessions.get", {}),
]


def assert_hides(answer, secrets: list[str], asked: object) -> None:
	is_json = "json" in answer.headers.get("Content-Type", "")
	text = json.dumps(answer.json(), ensure_ascii=False) if is_json else answer.text
	assert [secret for secret in secrets if secret in text] == [], (asked, text[:2000])


@pytest.mark.parametrize("person", HIDDEN_FROM)
@pytest.mark.parametrize("doctype", DOCTYPES)
def test_no_list_shows_an_applicant(doctype, person, rest, world):
	client = rest(person)
	secrets = HIDDEN_FROM[person]
	for method, arguments in lists(doctype):
		assert_hides(client.call(method, **arguments), secrets, (method, arguments))
	for path, limit in (
		(f"/api/resource/{doctype}", "limit_page_length"),
		(f"/api/v2/document/{doctype}", "limit"),
	):
		assert_hides(client.get(path, fields=["*"], **{limit: "500"}), secrets, doctype)


@pytest.mark.parametrize("person", HIDDEN_FROM)
def test_no_search_finds_an_applicant(person, rest, world):
	client = rest(person)
	for method, arguments in SEARCHES:
		asked = {key: value for key, value in arguments.items() if key not in ("text", "txt")}
		answer = client.call(method, **arguments)
		assert_hides(answer, HIDDEN_FROM[person], (method, asked))


@pytest.mark.parametrize("person", ["Guest", "stranger", "citizen", "water", "idler"])
@pytest.mark.parametrize(
	("doctype", "filters"),
	[
		("Applicant", {"phone": kit.PHONES["neighbour"]}),
		("User", {"last_name": kit.SURNAMES["neighbour"]}),
		("Request", {"applicant_email": kit.email("neighbour")}),
		("Request", {"street": kit.STREET}),
		("Contact", {"email_id": kit.email("neighbour")}),
	],
)
def test_counts_leave_out_what_the_user_may_not_see(doctype, filters, person, rest, world):
	"""A number is an answer: "is this phone an applicant's?"."""
	for method in ("frappe.client.get_count", "frappe.desk.reportview.get_count"):
		answer = rest(person).call(method, doctype=doctype, filters=filters, fields=[], distinct="false")
		assert not answer.ok or not answer.json()["message"], (method, answer.text)


@pytest.mark.parametrize("person", ["Guest", "stranger", "citizen", "water", "idler"])
def test_the_map_shows_no_requests(person, rest, world):
	for way in ("coordinates", "location_field"):
		for filters in ([], [["Request", "name", "!=", ""]]):
			answer = rest(person).call(
				"frappe.geo.utils.get_coords", doctype="Request", filters=frappe.as_json(filters), type=way
			)
			assert not answer.ok or world.own not in answer.text


@pytest.mark.parametrize("person", HIDDEN_FROM)
def test_no_form_shows_an_applicant(person, rest, world):
	"""The document with everything that a form loads beside it: versions, comments, letters, titles of links, viewers."""
	client = rest(person)
	for doctype, name in (
		("Request", world.other),
		("Request Task", world.other_task),
		("Request Task", world.done_task),
	):
		for method in ("frappe.desk.form.load.getdoc", "frappe.desk.form.load.get_docinfo"):
			assert_hides(client.call(method, doctype=doctype, name=name), OF_NEIGHBOUR, (method, name))
		for path in (f"/api/resource/{doctype}/{name}", f"/printview?doctype={doctype}&name={name}"):
			assert_hides(client.get(path), OF_NEIGHBOUR, path)
	for field in ("applicant", "applicant.full_name", "applicant.phone", "applicant_email", "notify_by"):
		answer = client.get("/api/resource/Request", fields=["name", field], limit_page_length="0")
		assert_hides(answer, HIDDEN_FROM[person], field)
	for field in ("request.applicant", "request.applicant_email", "request.description"):
		answer = client.get("/api/resource/Request Task", fields=["name", field], limit_page_length="0")
		assert_hides(answer, HIDDEN_FROM[person], field)


@pytest.mark.parametrize("person", ["Guest", "stranger", "citizen", "water"])
@pytest.mark.parametrize(
	"path",
	[
		*(
			"/request",
			"/Request",
			"/request-task",
			"/Request%20Task",
			"/applicant",
			"/request-journal",
			"/repair-event",
			"/user",
		),
		*(
			"/contact",
			"/communication",
			"/list?doctype=Request",
			"/list/Request",
			"/request/{own}",
			"/Request/{own}",
			"/request-task/{own_task}",
		),
		*(
			"/printview?doctype=Request&name={own}",
			"/app/request/{own}",
			"/form/Request/{own}",
			"/me",
			"/update-profile",
			"/tree/Executor",
		),
		"/api/method/frappe.utils.print_format.download_pdf?doctype=Request&name={own}",
		"/api/method/frappe.utils.print_format.download_multi_pdf?doctype=Request&name=%5B%22{own}%22%5D",
	],
)
def test_no_page_of_the_framework_shows_a_request(path, person, rest, world):
	"""In Frappe any doctype's name is a page: it lists nothing here, one's own requests neither."""
	answer = rest(person).get(path.format(own=world.own, own_task=world.own_task))
	secrets = (
		[*OF_CITIZEN, "З підвалу тече вода"]
		if person != "citizen"
		else ["З підвалу тече вода", *OF_NEIGHBOUR]
	)
	if person == "water" and "task" in path:
		secrets = OF_CITIZEN
	assert [secret for secret in secrets if secret in answer.text] == []


def test_the_executor_does_not_see_who_cancelled(rest, world):
	"""D1: the applicant's account changes the task, its name does not show on it."""
	request = kit.registered()
	with kit.acting("citizen"):
		from contact_center.intake import filing

		filing.withdraw(request.name, kit.email("citizen"), "Вже не треба")
	frappe.db.commit()
	name = kit.task_of(request).name
	client = rest("water")
	for answer in (
		client.get(f"/api/resource/Request Task/{name}"),
		client.call("frappe.desk.form.load.getdoc", doctype="Request Task", name=name),
	):
		assert_hides(answer, OF_CITIZEN, answer.request.url)


@pytest.mark.parametrize("person", ["management", "administrator"])
def test_management_does_not_see_who_acted_in_the_account(person, rest, world):
	"""D1: what the applicant did is on record as the applicant's, without a name; of the staff it is named."""
	request = kit.filed("neighbour")
	kit.act(request, "Register", "operator")
	kit.report(kit.accept(kit.task_of(request)))
	with kit.acting("neighbour"):
		from contact_center.control import confirmation

		confirmation.confirm(request.name, kit.email("neighbour"))
	frappe.db.commit()
	client = rest(person)
	form = client.call("frappe.desk.form.load.getdoc", doctype="Request", name=request.name)
	about = {"request": request.name}
	for answer in (
		form,
		client.get(f"/api/resource/Request/{request.name}"),
		client.get("/api/resource/Request Journal", filters=about, fields=["*"], limit_page_length="0"),
	):
		assert answer.ok, answer.text
		assert_hides(answer, OF_NEIGHBOUR, answer.request.url)
	lines = form.json()["docs"][0]["__onload"]["contact_center"]["journal"]
	actors = {line["kind"]: line["actor_name"] for line in lines}
	assert actors["Received"] == actors["Confirmed"] == "Заявник"
	assert actors["Registered"] == "Operator Тестова"
	assert kit.email("operator") not in frappe.as_json(lines)


def test_what_was_recorded_before_loses_its_name_too(world):
	"""D1: the patch, however often it runs."""
	from contact_center.patches import leave_no_name

	request, whose = kit.filed("neighbour"), kit.email("neighbour")
	frappe.db.set_value("Request", request.name, {"owner": whose, "modified_by": whose})
	frappe.db.set_value("Request Journal", {"request": request.name}, {"owner": whose, "actor": whose})
	other = kit.registered()
	for _each in range(2):
		leave_no_name.execute()
	fields = ["owner", "modified_by", "actor"]
	lines = frappe.get_all("Request Journal", {"request": ("in", [request.name, other.name])}, fields)
	rows = frappe.get_all("Request", {"name": ("in", [request.name, other.name])}, fields[:2])
	assert whose not in {value for row in (*lines, *rows) for value in row.values()}
	assert kit.email("operator") in {line.actor for line in lines}


def test_letters_to_executors_name_no_applicant(world):
	"""R8.2.3, D1: the executor's e-mail."""
	from contact_center.record import messages

	messages.send([("Request Task", world.own_task, "sent"), ("Request Task", world.own_task, "returned")])
	letters = frappe.get_all("Email Queue", {"reference_name": world.own_task}, pluck="message")
	assert letters
	from email import message_from_string

	for letter in letters:
		parts = [part.get_payload(decode=True) or b"" for part in message_from_string(letter).walk()]
		text = b" ".join(parts).decode(errors="replace")
		assert [secret for secret in (*OF_CITIZEN, *OF_NEIGHBOUR) if secret in text] == []
