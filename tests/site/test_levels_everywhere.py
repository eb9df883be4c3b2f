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
from contact_center.framework import tags as framework_tags
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


def by_fields(name: str) -> list[tuple[str, dict]]:
	"""Methods that take a field's name, each with each field of a request that a level hides."""
	fields = [
		df.fieldname for df in frappe.get_meta("Request").get_high_permlevel_fields() if df.permlevel == 2
	]
	filters = [["Request", "name", "=", name]]
	of = {"doctype": "Request"}
	card = {"document_type": "Request", "type": "Document Type", "filters_json": json.dumps(filters)}
	asked = []
	for field in fields:
		column = f"`tabRequest`.`{field}`"
		chart = {**card, "chart_type": "Group By", "group_by_type": "Count", "group_by_based_on": field}
		number = {**card, "function": "Max", "aggregate_function_based_on": field}
		asked += [
			("frappe.client.validate_link", {**of, "docname": name, "fields": [field]}),
			("frappe.client.validate_link_and_fetch", {**of, "docname": name, "fields_to_fetch": [field]}),
			("frappe.client.get_value", {**of, "filters": filters, "fieldname": field}),
			("frappe.client.get_list", {**of, "fields": ["name", f"{field} as x"], "filters": filters}),
			("frappe.desk.search.search_link", {**of, "txt": "kit", "searchfield": field}),
			(
				"frappe.desk.search.search_widget",
				{**of, "txt": "", "filter_fields": [field], "searchfield": field},
			),
			("frappe.desk.reportview.get_stats", {**of, "stats": [field], "filters": filters}),
			(
				"frappe.desk.reportview.get",
				{**of, "fields": [column], "group_by": column, "filters": filters},
			),
			("frappe.desk.listview.get_group_by_count", {**of, "field": field, "current_filters": filters}),
			("frappe.desk.calendar.get_events", calendar(field)),
			("frappe.desk.treeview.get_children", {**of, "parent": "", "include_disabled": field}),
			(
				"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
				{"chart": json.dumps(chart), "no_cache": 1},
			),
			(
				"frappe.desk.doctype.number_card.number_card.get_result",
				{"doc": json.dumps(number), "filters": filters},
			),
			(
				"frappe.desk.reportview.get_filter_dashboard_data",
				{"stats": json.dumps([{"name": field, "type": "Data"}]), **of},
			),
		]
	return asked


def calendar(field: str) -> dict:
	fields = {"start": "creation", "end": "creation", "id": "name", "title": field}
	return {"doctype": "Request", "start": "2020-01-01", "end": "2036-01-01", "field_map": json.dumps(fields)}


@pytest.mark.parametrize("person", ["management", "administrator", "sysadmin"])
def test_no_road_that_takes_a_fields_name_shows_a_hidden_field(person, rest, world):
	asked = by_fields(world.names["Request"])
	leaks = [
		(method, sent, found) for method, sent in asked if (found := shown(rest(person).call(method, **sent)))
	]
	print(f"{person}: {len(asked)} calls tried")
	assert leaks == []


@pytest.mark.parametrize("person", ["administrator", "sysadmin"])
def test_nobody_reads_a_history_as_it_is_stored_who_may_not_read_all_of_it(person, rest, world):
	name = frappe.get_all("Version", {"docname": world.names["Request"]}, pluck="name")[0]
	of_district = {"doctype": "Version", "ref_doctype": "City District", "docname": kit.NORTH, "data": "{}"}
	frappe.get_doc(of_district).insert()
	assert rest(person).get(f"/api/resource/Version/{name}").status_code == 403
	with kit.acting(person):
		if frappe.has_permission("Version"):
			assert frappe.get_list("Version", {"ref_doctype": "City District", "docname": kit.NORTH})
			assert not frappe.get_list("Version", {"docname": world.names["Request"]})


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


def test_a_tag_names_no_document_that_one_may_not_read(rest, world):
	"""Tags keep the titles of their documents: an applicant's is the name."""
	tag = "kit-мітка"
	with kit.acting("operator"):
		for doctype, name in {**world.names, "Applicant": kit.applicant()}.items():
			framework_tags.add_tag(tag, doctype, name)
	frappe.db.commit()
	try:
		seen = {person: tagged(rest(person), tag) for person in ("operator", "management", "water", "roads")}
	finally:
		frappe.db.delete("Tag Link", {"tag": tag})
		frappe.db.delete("Tag", {"name": tag})
		frappe.db.commit()
	assert seen["operator"] == {"Request", "Request Task", "Applicant"}
	assert seen["management"] == {"Request", "Request Task"}
	assert (seen["water"], seen["roads"]) == ({"Request Task"}, set())


def tagged(client, tag: str) -> set[str]:
	found = client.call("frappe.desk.doctype.tag.tag.get_documents_for_tag", tag=f"#{tag}").json()["message"]
	listed = client.call("frappe.client.get_list", doctype="Tag Link", fields=["*"]).json()["message"]
	names = client.call("frappe.desk.doctype.tag.tag.get_tags_list_for_awesomebar").json()["message"]
	assert {row["doctype"] for row in found} == {row["document_type"] for row in listed if row["tag"] == tag}
	assert (tag in names) == bool(found)
	return {row["doctype"] for row in found}


@pytest.mark.parametrize("person", ["water", "management"])
def test_who_has_a_document_open_hears_of_colleagues_alone(person, rest, world):
	users = json.dumps([kit.email("citizen"), kit.email("operator")])
	named = (
		rest(person).call("frappe.desk.form.load.get_user_info_for_viewers", users=users).json()["message"]
	)
	assert set(named) == {kit.email("operator")}
