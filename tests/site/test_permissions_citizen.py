"""A citizen has the portal, and there what is the citizen's own; a guest has its front page (P1, R3.3, R3.4, D1)."""

import importlib
import re
import sys
from contextlib import suppress
from pathlib import Path

import frappe
import kit
import pytest
from kit_rest import PNG, is_refused

import contact_center
from contact_center.framework import accounts, whitelist

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")
API = "contact_center.portal.api"
FOR_GUESTS = {
	f"contact_center.framework.accounts.{name}"
	for name in ("sign_up", "reset_password", "send_login_link", "update_password")
}
"""The way to an account. What may be learned there, and written, is tried in test_accounts.py."""
FOR_GUESTS |= {f"contact_center.portal.help_api.{name}" for name in ("find", "not_helped")}
"""The pages of help, which show what is public: tried in test_help_pages.py."""

PUBLIC = FOR_GUESTS | {
	"contact_center.framework.web_comments.add_web_comment",
	"contact_center.framework.web_likes.like_web_page",
}
"""What a guest may call; comments and likes of web pages are refused on everything else."""


def whitelisted() -> dict[str, object]:
	"""Every method of the app that the web server would run, by its path."""
	root = Path(contact_center.__file__).parent
	for file in root.rglob("*.py"):
		if "frappe.whitelist" in file.read_text(encoding="utf-8"):
			importlib.import_module(".".join(file.relative_to(root.parent).with_suffix("").parts))
	functions = [getattr(function, "__wrapped__", function) for function in frappe.whitelisted]
	own = [function for function in functions if function.__module__.startswith("contact_center.")]
	return {f"{function.__module__}.{function.__qualname__}": function for function in own}


def is_for_guests(method) -> bool:
	return any(each is method for each in map(frappe.get_attr, accounts.REPLACES))


@pytest.fixture(scope="module")
def names_of_the_guarded() -> list[str]:
	"""Every path to a method that framework/ corrects: under a module that imports one it has a second name."""
	homes = "|".join({method.__module__.split(".")[-1] for method in whitelist.guarded()})
	for package in (frappe, contact_center):
		root = Path(package.__file__).parent
		for file in root.rglob("*.py"):
			text = file.read_text(encoding="utf-8")
			if "test" not in file.name and re.search(rf"from [\w.]*\b({homes}) import", text):
				with suppress(ImportError):
					importlib.import_module(".".join(file.relative_to(root.parent).with_suffix("").parts))
	modules = [
		each for name, each in sys.modules.items() if name.split(".")[0] in ("frappe", "contact_center")
	]
	return sorted(
		f"{module.__name__}.{name}"
		for module in modules
		for name, each in vars(module).items()
		if any(each is method for method in whitelist.guarded()) and not is_for_guests(each)
	)


@pytest.mark.parametrize("person", ["Guest", "citizen"])
def test_a_guarded_method_is_guarded_under_each_of_its_names(
	person, names_of_the_guarded, rest, world, untouched
):
	"""D1: by REST of both versions, as a form's command, and as the query of a search."""
	known = "frappe.automation.doctype.auto_repeat.auto_repeat.make"
	assert {known, "frappe.desk.like.toggle_like"} <= set(names_of_the_guarded)
	about = {"doctype": "Request", "name": world.own, "dt": "Request", "dn": world.own, "docs": [world.own]}
	about |= {"reference_doctype": "Request", "reference_name": world.own, "comment": "Так", "like": 1}
	letter = {"recipients": "somebody@example.com", "subject": "x", "content": "x", "send_email": 1}
	about |= {
		"type": "coordinates",
		"filters": "[]",
		"tag": "x",
		"tags": ["x"],
		"attachments": "[]",
		**letter,
	}
	about |= {"comment_email": "a@example.com", "comment_by": "x", "route": "", "add": "Yes"}
	about |= {"current_filters": "[]", "field": "stage", "docname": world.own}
	about |= {"page": '{"name": "Contact Center", "title": "Contact Center"}'}
	client = rest(person)
	for path in names_of_the_guarded:
		answers = [
			client.call(path, **about),
			client.post(f"/api/v2/method/{path}", about),
			client.post("/", {"cmd": path, **about}),
			client.call("frappe.desk.search.search_link", doctype="Request", txt=world.own, query=path),
		]
		assert all(is_refused(answer) for answer in answers), (path, [each.text[:300] for each in answers])


def test_methods_of_the_app_need_a_session():
	"""And they are found by this test: an empty list would prove nothing."""
	paths = set(whitelisted())
	assert {
		f"{API}.submit",
		"contact_center.control.redirect.redirect",
		"contact_center.execution.contact.applicant_contact",
	} <= paths
	for_guests = {path for path in paths if frappe.get_attr(path) in frappe.guest_methods}
	assert for_guests <= PUBLIC


def test_no_method_of_the_app_answers_a_guest(rest, world, untouched):
	"""Whatever it is, with whatever arguments, by either verb."""
	arguments = {
		"doctype": "Request",
		"name": world.own,
		"request": world.own,
		"task": world.own_task,
		"file": world.file,
	}
	arguments |= {
		"executor": "KIT-ROADS",
		"reason": "Так",
		"outcome": "Confirmed",
		"text": "Так",
		"description": "Тече вода",
	}
	guest = rest("Guest")
	for path in set(whitelisted()) - FOR_GUESTS:
		for answer in (guest.call(path, **arguments), guest.get(f"/api/method/{path}", **arguments)):
			assert answer.status_code in (401, 403), (path, answer.status_code, answer.text)


def test_what_changes_something_is_not_to_be_had_by_a_link(rest, world, untouched):
	"""GET is for reading; a picture in somebody's letter must not act in the reader's name."""
	for person, task, request in (
		("operator", world.own_task, world.waiting),
		("water", world.own_task, world.own),
	):
		arguments = {
			"doctype": "Request Task",
			"name": task,
			"request": request,
			"task": task,
			"file": world.file,
		}
		arguments |= {
			"executor": "KIT-HOUSING",
			"reason": "Так",
			"outcome": "Confirmed",
			"text": "Так",
			"street": "Перев",
		}
		for path in whitelisted():
			rest(person).get(f"/api/method/{path}", **arguments)


@pytest.mark.parametrize("person", ["neighbour", "stranger", "water", "operator", "Guest"])
def test_anothers_request_is_out_of_reach_in_the_portal(person, rest, world, untouched):
	"""D1: nobody acts in another's account, the operator neither."""
	client = rest(person)
	for name in (world.own, world.waiting, world.result):
		answers = [
			client.call(f"{API}.cancel", name=name, reason="Не треба"),
			client.call(f"{API}.confirm", name=name),
			client.call(f"{API}.dispute", name=name, text="Не зроблено"),
			client.call(f"{API}.supplement", name=name, comment="Ще одне"),
			client.call(f"{API}.supplement", name=name, files=frappe.as_json([world.file])),
		]
		assert all(is_refused(answer) for answer in answers), [answer.text for answer in answers]


@pytest.mark.parametrize("name", ["", "немає", "' or 1=1 -- ", "%", "../Applicant", "1520-2026-000001"])
def test_no_name_opens_a_request(name, rest, world, untouched):
	client = rest("citizen")
	for method in ("cancel", "confirm", "dispute", "reopen", "supplement"):
		assert not client.call(f"{API}.{method}", name=name, text="Так", reason="Так", comment="Так").ok
	assert kit.SURNAMES["neighbour"] not in client.get(f"/my-requests/{name}").text


@pytest.mark.parametrize("person", ["neighbour", "stranger", "water", "Guest"])
def test_anothers_page_shows_nothing(person, rest, world):
	"""The same answer for what is another's and for what does not exist."""
	client = rest(person)
	# nobody has joined this one: whoever has is shown a page of its own
	shown, absent = client.get(f"/my-requests/{world.waiting}"), client.get("/my-requests/abcdefghij")
	assert shown.status_code == absent.status_code
	assert kit.STREET not in shown.text and "З підвалу" not in shown.text


def test_the_archive_and_the_list_are_ones_own(rest, world):
	"""R3.4."""
	page = rest("citizen").get("/my-requests").text
	assert world.own in page
	for name in (world.other, world.neighbours_waiting, world.done):
		assert name not in page
	assert world.done not in rest("citizen").get("/my-requests", archive="1", archived="1").text


@pytest.mark.parametrize("person", ["neighbour", "stranger", "roads", "Guest"])
def test_anothers_files_are_not_handed_out(person, rest, world, untouched):
	"""D1: the request's photo belongs to its applicant, its executor and the operators."""
	client, file = rest(person), frappe.get_doc("File", world.file)
	url, photo = file.file_url, Path(file.get_full_path()).read_bytes()
	answers = [
		client.get("/api/method/contact_center.access.files.download", file=world.file),
		client.get("/api/method/contact_center.access.files.download", file=world.file, small="1"),
		client.get(url),
		client.get("/api/method/frappe.core.doctype.file.file.download_file", file_url=url),
		client.get("/api/method/download_file", file_url=url),
		client.get(f"/api/resource/File/{world.file}"),
		client.delete(f"/api/resource/File/{world.file}"),
		client.put(f"/api/resource/File/{world.file}", {"attached_to_name": world.other, "is_private": 0}),
		client.call(f"{API}.discard", file=world.file),
	]
	assert all(photo not in answer.content for answer in answers)
	assert all(is_refused(answer) for answer in answers[:-1]), [
		(answer.request.url, answer.status_code) for answer in answers
	]


@pytest.mark.parametrize("person", ["citizen", "neighbour", "roads", "water"])
def test_a_files_second_record_is_no_key_to_it(person, rest, world):
	"""D1: who attaches another's file to something of one's own still may not open it."""
	client = rest(person)
	name, url = world.other_task_file, frappe.db.get_value("File", world.other_task_file, "file_url")
	own = kit.email(person)
	client.call(
		"frappe.utils.file_manager.add_attachments",
		doctype="User",
		name=own,
		attachments=frappe.as_json([name]),
	)
	client.call(
		"frappe.core.doctype.communication.email.make",
		content="x",
		subject="x",
		attachments=frappe.as_json([name]),
	)
	client.post(
		"/api/resource/File",
		{"file_url": url, "attached_to_doctype": "User", "attached_to_name": own, "is_private": 1},
	)
	client.post("/api/resource/File", {"file_url": url, "file_name": "x.png", "is_private": 1})
	client.session.post(
		client.base + "/api/method/upload_file", data={"file_url": url, "is_private": 1}, timeout=60
	)
	if person != "roads":
		assert is_refused(client.get(url)), person
		assert is_refused(client.get("/api/method/contact_center.access.files.download", file=name))


STAFF_FIELDS = {
	**{"number": "1520-2026-999999", "stage": "Closed", "workflow_state": "Closed", "channel": "Phone"},
	**{"due": "2030-01-01 00:00:00", "overdue": 0, "request_type": "sos", "lead_executor": "KIT-ROADS"},
	**{"chosen_executor": "KIT-ROADS", "anonymous": 1, "wording": "Терміново", "confirmation": "By Phone"},
	**{
		"owner": kit.email("operator"),
		"docstatus": 1,
		"import_key": "x",
		"result_for_applicant": "Зроблено",
		"name": "kit-mine",
	},
	**{"doctype": "Applicant", "user": "Administrator", "applicant_answer": "Confirmed", "reason": "Так"},
}


def test_staff_fields_do_not_pass_with_a_request(rest, world):
	"""R3.4: they are in no argument list, and an applicant's name is not taken from the form."""
	fields = {
		"classifier": kit.LEAK,
		"street": kit.STREET,
		"building": "3",
		"description": "Тече стояк у під'їзді",
		"consent": 1,
	}
	answer = rest("citizen").call(
		f"{API}.submit", **STAFF_FIELDS, applicant=kit.applicant("neighbour"), **fields
	)
	assert answer.ok, answer.text
	frappe.db.rollback()
	request = frappe.get_doc("Request", answer.json()["message"]["name"])
	assert (request.stage, request.workflow_state, request.number, request.channel) == (
		"Moderation",
		"Moderation",
		None,
		"Web",
	)
	assert (request.applicant, request.owner) == (world.applicant, "Administrator")
	for field in (
		"due",
		"request_type",
		"lead_executor",
		"chosen_executor",
		"wording",
		"import_key",
		"reason",
	):
		assert not request.get(field), field
	assert not (request.anonymous or request.confirmation or request.applicant_answer or request.docstatus)


def test_personal_data_are_changed_in_ones_own_record_only(rest, world):
	"""R3.3."""
	before = kit.stored("Applicant", kit.applicant("neighbour"))
	answer = rest("citizen").call(
		f"{API}.save_details",
		patronymic="Петрівна",
		name=before["name"],
		user=kit.email("neighbour"),
		applicant=before["name"],
	)
	assert answer.ok, answer.text
	frappe.db.rollback()
	assert kit.stored("Applicant", before["name"]) == before
	assert frappe.db.get_value("Applicant", world.applicant, ["patronymic", "user"]) == (
		"Петрівна",
		kit.email("citizen"),
	)


@pytest.mark.parametrize(
	"field", ["stage", "number", "workflow_state", "due", "result_for_applicant", "reason", "description"]
)
def test_ones_own_request_is_not_to_be_written_past_the_portal(field, rest, world, untouched):
	"""A citizen has no permission on any doctype."""
	client = rest("citizen")
	answers = [
		client.put(f"/api/resource/Request/{world.waiting}", {field: "Closed"}),
		client.put(f"/api/v2/document/Request/{world.waiting}/", {field: "Closed"}),
		client.call(
			"frappe.client.set_value", doctype="Request", name=world.waiting, fieldname=field, value="Closed"
		),
		client.call(
			"frappe.model.workflow.apply_workflow",
			doc={"doctype": "Request", "name": world.waiting},
			action="Register",
		),
		client.post(f"/api/resource/Request/{world.waiting}", {"run_method": "move", "stage": "Closed"}),
		client.post(
			"/api/method/run_doc_method",
			{"dt": "Request", "dn": world.waiting, "method": "move", "args": {"stage": "Closed"}},
		),
	]
	assert not any(answer.ok for answer in answers), [answer.text for answer in answers if answer.ok]


def test_nothing_is_hung_on_a_request_past_the_portal(rest, world, untouched):
	"""Comments, likes, tags, files: to one's own request as to any other."""
	client = rest("citizen")
	for name in (world.own, world.other):
		about = {"reference_doctype": "Request", "reference_name": name}
		file = {"doctype": "Request", "docname": name, "is_private": 1}
		answers = [
			client.call(
				"frappe.desk.form.utils.add_comment",
				**about,
				content="x",
				comment_email="a@b.c",
				comment_by="x",
			),
			client.call(
				"frappe.templates.includes.comments.comments.add_comment",
				**about,
				comment="Привіт",
				comment_email=kit.email("citizen"),
				comment_by="x",
				route="",
			),
			client.call("frappe.templates.includes.likes.likes.like", **about, like=1),
			client.call("frappe.desk.like.toggle_like", doctype="Request", name=name, add="Yes"),
			client.call("frappe.desk.doctype.tag.tag.add_tag", tag="моє", dt="Request", dn=name),
			client.call("frappe.desk.doctype.tag.tag.add_tags", tags=["моє"], dt="Request", docs=[name]),
			client.call(
				"frappe.desk.form.assign_to.add",
				doctype="Request",
				name=name,
				assign_to=[kit.email("citizen")],
			),
			client.call("frappe.share.add", doctype="Request", name=name, user=kit.email("citizen")),
			client.call("contact_center.control.comments.comment", doctype="Request", name=name, text="Так"),
			client.call(
				"frappe.utils.file_manager.add_attachments",
				doctype="Request",
				name=name,
				attachments=[world.file],
			),
			client.session.post(
				client.base + "/api/method/upload_file", data=file, files={"file": ("x.png", PNG)}, timeout=60
			),
		]
		assert not any(answer.ok for answer in answers), [
			answer.request.url for answer in answers if answer.ok
		]


@pytest.mark.parametrize("person", ["Guest", "stranger", "citizen", "water", "management"])
def test_letters_cannot_be_sent_in_the_citys_name(person, rest, untouched):
	letter = {
		"recipients": "somebody@example.com",
		"subject": "Сплатіть рахунок",
		"content": "Негайно",
		"send_email": 1,
	}
	answer = rest(person).call("frappe.core.doctype.communication.email.make", **letter)
	assert is_refused(answer), answer.text
