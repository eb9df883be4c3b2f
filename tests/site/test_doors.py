"""Citizens are no users of the desk: the portal is theirs, and a few calls of the framework; guests have fewer (D1)."""

import frappe
import frappe.realtime
import kit
import kit_methods
import pytest
from kit_rest import is_refused

import contact_center
from contact_center.framework import corrections, doors

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")
NOBODYS = ["citizen", "stranger", "Guest"]


@pytest.fixture(scope="module")
def methods() -> dict[str, object]:
	kit_methods.import_everything()
	corrections.apply()
	return kit_methods.whitelisted()


@pytest.mark.parametrize("person", NOBODYS)
def test_of_the_framework_a_citizen_may_call_what_signing_in_needs(person, methods):
	"""Every whitelisted method is asked for; a method of a later framework is refused on the day it comes."""
	with kit.acting(person):
		open_to = {path for path, method in methods.items() if method in frappe.whitelisted}
	of_framework = {path for path in open_to if path.startswith("frappe.")}
	print(f"{person}: {len(methods)} methods tried, {len(open_to)} open")
	assert len(methods) > 500
	extra = (
		{path for path in of_framework if path.startswith(doors.OF_GUESTS)} if person == "Guest" else set()
	)
	assert of_framework - extra <= doors.SIGNING_IN
	assert open_to - of_framework <= {path for path in methods if path.startswith(doors.PORTAL)}


@pytest.mark.parametrize("person", NOBODYS)
def test_no_document_is_reached_by_its_address(person, rest, world):
	"""All doctypes that there are, and some that are not, over both versions of REST."""
	client = rest(person)
	for doctype in (*frappe.get_all("DocType", pluck="name"), "Немає такого", "Request/x"):
		with kit.acting(person):
			assert not doors.may_reach(doctype), doctype
	for road in (
		"/api/resource/Request",
		"/api/v1/resource/User",
		"/api/v2/document/City Street",
		"/api/v2/doctype/ToDo/count",
	):
		assert is_refused(client.get(road)), road


def is_open(path: str) -> bool:
	"""Whether a method of the framework is for signing in, itself or by what of ours answers in its place."""
	answers = corrections.overrides().get(path, path)
	return answers in doors.SIGNING_IN or answers.startswith(doors.PORTAL)


@pytest.mark.parametrize("person", NOBODYS)
def test_what_is_not_open_is_refused_on_every_road_before_it_runs(person, methods, rest, world, untouched):
	"""A twentieth of all methods, and those that give most away; as a call of both versions, a form's, a search's query."""
	known = [
		"frappe.client.get_list",
		"frappe.client.get_value",
		"frappe.client.insert",
		"frappe.desk.search.search_link",
		"frappe.desk.search.get_names_for_mentions",
		"frappe.desk.reportview.get",
		"frappe.desk.query_report.run",
		"frappe.core.doctype.file.file.unzip_file",
		"frappe.handler.upload_file",
		"frappe.utils.print_format.download_pdf",
		"frappe.www.list.get",
		"frappe.share.add",
		"frappe.desk.form.assign_to.add",
		"frappe.core.doctype.user.user.get_all_roles",
		"frappe.core.doctype.user.user.verify_password",
		"frappe.website.doctype.web_form.web_form.accept",
		"frappe.realtime.get_user_info",
	]
	asked = [
		*known,
		*[path for path in sorted(methods)[::20] if path.startswith("frappe.") and not is_open(path)],
	]
	client, about = (
		rest(person),
		{"doctype": "Request", "name": world.own, "txt": "", "dt": "User", "dn": "Guest"},
	)
	tried = 0
	for path in asked:
		if person == "Guest" and path.startswith(doors.OF_GUESTS):
			continue
		for answer in (
			client.post(f"/api/method/{path}", about),
			client.get(f"/api/method/{path}", **about),
			client.post(f"/api/v2/method/{path}", about),
			client.post("/", {"cmd": path, **about}),
			client.post("/api/method/run_doc_method", {**about, "method": path.rpartition(".")[2]}),
		):
			assert is_refused(answer), (answer.request.method, answer.url, path, answer.text[:300])
			tried += 1
	print(f"{person}: {tried} calls")


@pytest.mark.parametrize("person", NOBODYS)
def test_the_shortcuts_of_rest_are_doors_too(person, rest, world, untouched):
	client = rest(person)
	asked = [
		client.post("/api/v2/method/upload_file", {"doctype": "User"}),
		client.post("/api/method/upload_file", {"doctype": "User"}),
		client.post(
			"/api/v2/method/run_doc_method", {"document": {"doctype": "User", "name": "Guest"}, "method": "x"}
		),
		client.post("/api/method/runserverobj", {"dt": "User", "dn": "Guest", "method": "get_fullname"}),
		client.post("/", {"cmd": "frappe.handler.runserverobj", "dt": "User", "dn": "Guest", "method": "x"}),
		client.post("/api/v2/document/User/Guest/method/get_fullname", {}),
		client.get("/api/v2/method/User/get_all_roles"),
		client.get(f"/api/resource/Request/{world.own}", run_method="move"),
		client.get("/backups/x.sql.gz"),
		client.get("/printview", doctype="Request", name=world.own),
		client.post("/printview", {"doctype": "Request", "name": world.own}),
	]
	assert all(is_refused(answer) for answer in asked), [
		(answer.url, answer.status_code, answer.text[:200]) for answer in asked if not is_refused(answer)
	]


def test_a_key_is_no_other_door(guest, db, world):
	"""The framework reads a key in a header after it has called the hooks of a request."""
	from frappe.core.doctype.user.user import generate_keys

	secret = generate_keys(kit.email("stranger"))["api_secret"]
	key = db.get_value("User", kit.email("stranger"), "api_key")
	db.commit()
	header = {"Authorization": f"token {key}:{secret}"}
	for road in ("/api/resource/User", "/api/method/frappe.desk.search.get_names_for_mentions?search_term=a"):
		assert is_refused(guest.get(guest.url(road), headers=header, timeout=60)), road


def test_nobody_who_is_no_user_of_the_desk_enters_the_rooms_of_realtime(rest):
	"""The realtime server asks this method who connects, and knows nobody of whom it is not told."""
	for person, may in (*((each, False) for each in NOBODYS), ("water", True), ("operator", True)):
		answer = rest(person).get("/api/method/frappe.realtime.get_user_info")
		assert answer.ok == may, person


def test_a_guest_signs_in_for_another_program_where_one_is_known_alone(guest, monkeypatch, world):
	road = guest.url("/api/method/frappe.integrations.oauth2.authorize")
	assert is_refused(guest.get(road, timeout=60))
	monkeypatch.setattr(frappe.db, "count", lambda doctype: 1 if doctype == "OAuth Client" else 0)
	assert doors._is_open("frappe.integrations.oauth2.authorize", doors.Caller.GUEST)


def test_people_with_roles_of_the_framework_or_another_app_are_left_alone(methods, world):
	with kit.acting("sysadmin"):
		assert all(map(doors.may_call, methods.values())) and doors.may_reach("User")


def test_beside_other_apps_guests_and_people_without_roles_are_the_frameworks(methods, monkeypatch, world):
	"""Who has the applicant's role alone is a citizen there, too."""
	monkeypatch.setattr(doors.scope, "owns_website", lambda: False)
	method = frappe.get_attr("frappe.client.get_list")
	for person, kind in (
		("Guest", doors.Caller.OTHER),
		("stranger", doors.Caller.OTHER),
		("citizen", doors.Caller.CITIZEN),
	):
		with kit.acting(person):
			assert doors.caller() is kind
			assert doors.may_call(method) == (kind is doors.Caller.OTHER)


def test_methods_and_documents_of_other_apps_are_not_ours_to_refuse(monkeypatch, world):
	def pay() -> None: ...

	pay.__module__ = "payments.api"
	monkeypatch.setitem(frappe.local.module_app, "core", "payments")
	for person in NOBODYS:
		with kit.acting(person):
			assert doors.may_call(pay) and doors.may_reach("User")


def test_a_web_form_of_the_administrators_stays_open(db, guest, world):
	"""Whatever the framework ships as a form does not."""
	form = {
		"doctype": "Web Form",
		"title": "Опитування",
		"route": "kit-survey",
		"doc_type": "ToDo",
		"published": 1,
	}
	form |= {
		"module": "Website",
		"anonymous": 1,
		"login_required": 0,
		"web_form_fields": [{"fieldname": "description", "fieldtype": "Text Editor", "label": "x"}],
	}
	name = frappe.get_doc(form).insert().name
	db.commit()
	try:
		accept = guest.url("/api/method/frappe.website.doctype.web_form.web_form.accept")
		sent = {"web_form": name, "data": '{"doctype": "ToDo", "description": "Добре"}'}
		assert guest.post(accept, sent, timeout=60).ok
		assert not guest.post(accept, {**sent, "web_form": "edit-profile"}, timeout=60).ok
	finally:
		frappe.delete_doc("Web Form", name, force=True)
		frappe.db.delete("ToDo", {"description": ("like", "%Добре%")})
		db.commit()
