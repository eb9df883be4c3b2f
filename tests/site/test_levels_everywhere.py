"""What a level hides of a document is hidden in everything that is kept beside it (D1).

A request's applicant, e-mail and letters are written where the framework writes them; then everybody who may read the
request or its task, but not who filed it, asks by every road that shows something beside a document.
"""

import json
from types import SimpleNamespace

import frappe
import kit
import pytest
from frappe.desk.form import document_follow
from kit_city import leaving_nothing

from contact_center.framework import corrections
from contact_center.record import messages

pytest_plugins = ["kit_city", "kit_rest"]

BEFORE, AFTER = kit.email("citizen"), kit.email("neighbour")
IN_LETTER = "Шановна пані Таємничо"
SECRETS = [BEFORE, AFTER, IN_LETTER, *kit.SURNAMES.values(), *kit.PHONES.values()]
READERS = {"management": "Request", "administrator": "Request", "water": "Request Task"}


@pytest.fixture(scope="module")
def world(city):
	"""Commit a request whose history and letters name its applicant."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	corrections.apply()  # as before every request
	with leaving_nothing():
		with messages.quiet():
			request = kit.registered()
			whose = kit.applicant("neighbour")
			kit.corrected(request, applicant=whose, description="З підвалу тече вода, вже другий день")
		task = kit.task_of(request)
		for doc in (request, task):
			letter(doc, AFTER)
		letter(task, kit.email("water"), "Вам завдання")
		frappe.db.commit()
		yield SimpleNamespace(names={"Request": request.name, "Request Task": task.name})


def letter(doc, to: str, content: str = IN_LETTER) -> None:
	about = {"reference_doctype": doc.doctype, "reference_name": doc.name}
	written = {
		"communication_type": "Automated Message",
		"recipients": to,
		"subject": "Лист",
		"content": content,
	}
	frappe.get_doc({"doctype": "Communication", "communication_medium": "Email", **about, **written}).insert()


def roads(doctype: str, name: str) -> list[tuple[str, dict]]:
	"""Methods that show a document or what is kept beside it."""
	both = {"doctype": doctype, "name": name}
	about = {"reference_doctype": doctype, "reference_name": name}
	return [
		("frappe.desk.form.load.getdoc", both),
		("frappe.desk.form.load.get_docinfo", both),
		("frappe.desk.form.load.get_communications", {**both, "limit": 100}),
		("frappe.client.get", both),
		("frappe.client.get_value", {"doctype": doctype, "filters": {"name": name}, "fieldname": ["*"]}),
		("frappe.client.get_list", {"doctype": "Version", "filters": {"docname": name}, "fields": ["*"]}),
		("frappe.client.get_list", {"doctype": "Communication", "filters": about, "fields": ["*"]}),
		("frappe.desk.reportview.get", {"doctype": doctype, "filters": {"name": name}, "fields": ["*"]}),
		("frappe.desk.reportview.export_query", export(doctype, name)),
		("frappe.desk.link_preview.get_preview_data", {"doctype": doctype, "docname": name}),
		("frappe.desk.form.linked_with.get", {"doctype": doctype, "docname": name}),
		(
			"frappe.www.printview.get_html_and_style",
			{"doc": doctype, "name": name, "print_format": "Standard"},
		),
		("frappe.utils.diff.version_query", {"doctype": "Version", "txt": "", "filters": both}),
		("frappe.desk.form.document_follow.get_follow_users", {"doctype": doctype, "doc_name": name}),
		("frappe.utils.global_search.search", {"text": kit.SURNAMES["citizen"], "doctype": doctype}),
	]


def export(doctype: str, name: str) -> dict:
	fields = ["name", "owner", "title"] + ["applicant", "applicant_email"] * (doctype == "Request")
	asked = {
		"doctype": doctype,
		"filters": {"name": name},
		"fields": [f"`tab{doctype}`.`{each}`" for each in fields],
	}
	return {**asked, "title": doctype, "file_format_type": "CSV"}


def shown(answer) -> list[str]:
	is_json = "json" in answer.headers.get("Content-Type", "")
	text = json.dumps(answer.json(), ensure_ascii=False) if is_json else answer.text
	if is_json:  # the framework nests JSON in JSON
		text += text.encode().decode("unicode_escape", "ignore")
	return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("person", READERS)
def test_no_road_shows_beside_a_document_what_it_hides(person, rest, world):
	doctype = READERS[person]
	asked = roads(doctype, world.names[doctype])
	leaks = {method: found for method, sent in asked if (found := shown(rest(person).call(method, **sent)))}
	assert leaks == {}, f"{len(leaks)} of {len(asked)} roads"


def test_the_history_shows_what_the_reader_sees(rest, world):
	"""The operator sees both changes, management only that of the description."""
	both = {"doctype": "Request", "name": world.names["Request"]}

	def fields(person: str) -> set[str]:
		versions = (
			rest(person)
			.get("/api/method/frappe.desk.form.load.get_docinfo", **both)
			.json()["docinfo"]["versions"]
		)
		return {change[0] for version in versions for change in json.loads(version["data"])["changed"]}

	assert {"applicant_email", "description"} <= fields("operator")
	assert "description" in fields("management") and "applicant_email" not in fields("management")


def test_everybody_sees_the_letters_to_oneself(rest, world):
	both = {"doctype": "Request Task", "name": world.names["Request Task"]}

	def letters(person: str) -> int:
		answer = rest(person).get("/api/method/frappe.desk.form.load.get_docinfo", **both)
		return len(answer.json()["docinfo"]["automated_messages"])

	assert (letters("water"), letters("operator")) == (1, 2)


@pytest.mark.parametrize("person", ["water", "roads", "management", "idler"])
def test_no_follower_is_sent_what_the_document_hides(person, world):
	"""Whoever follows a document gets its changes by mail; the framework asks nobody what he may read."""
	for doctype, name in world.names.items():
		for frequency in ("Hourly", "Daily", "Weekly"):
			news = document_follow.get_message(name, doctype, frequency, kit.email(person))
			assert [secret for secret in SECRETS if secret in str(news)] == []


def test_a_follower_is_sent_what_he_may_read(world):
	news = document_follow.get_message(world.names["Request"], "Request", "Hourly", kit.email("management"))
	assert "description" in str(news)
	assert document_follow.get_message(world.names["Request"], "Request", "Hourly", kit.email("water")) == []


def test_a_new_letter_is_not_sent_to_open_forms(world, monkeypatch):
	sent = []
	monkeypatch.setattr(frappe, "publish_realtime", lambda event, message=None, **more: sent.append(message))
	letter(frappe.get_doc("Request", world.names["Request"]), AFTER)
	assert [secret for secret in SECRETS if secret in str(sent)] == []


@pytest.mark.parametrize("person", ["water", "idler", "management", "administrator"])
def test_no_list_of_any_doctype_shows_an_applicant(person, world):
	"""A walk over all doctypes, as whoever reads lists by DatabaseQuery: 15 roads do."""
	frappe.set_user(kit.email(person))
	leaks, tried = {}, 0
	for doctype in frappe.get_all("DocType", {"istable": 0, "issingle": 0, "is_virtual": 0}, pluck="name"):
		tried += 1
		try:
			rows = frappe.get_list(doctype, fields=["*"], limit=0)
		except frappe.PermissionError:
			continue
		if found := [secret for secret in SECRETS if secret in str(rows)]:
			leaks[doctype] = found
	print(f"{person}: {tried} doctypes tried")
	assert leaks == {}
