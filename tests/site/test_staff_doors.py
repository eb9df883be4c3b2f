"""Executors and clerks have of the framework's desk what their work needs; the rest is refused by the server (D1, P2-P5).

The attacks come over HTTP; the walks try every doctype and every method that the running framework has.
"""

import inspect
import json
from importlib import import_module

import frappe
import kit
import kit_methods
import pytest
from frappe import permissions as framework_permissions
from frappe.desk.doctype.workspace.workspace import update_page
from frappe.desk.form.utils import add_comment
from kit_rest import is_refused

import contact_center
from contact_center.framework import corrections, scope, staff_doors

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("city")

EVERYBODY_MAY = ("All", "Desk User", "Guest")
AT_WORK = ["operator", "supervisor", "water", "management"]


@pytest.fixture(scope="module", autouse=True)
def corrected(city):
	"""Correct the framework in this process too, as before every request."""
	corrections.apply()


@pytest.fixture(scope="module")
def every_method() -> dict[str, object]:
	kit_methods.import_everything()
	return kit_methods.whitelisted()


WIDGETS = {"new_widgets": "{}", "blocks": "[]"}
BLOCK = "<script>alert(1)</script>"


def new_page(for_user: str = "", public: int = 0) -> str:
	label = f"Kit-{for_user}" if for_user else "Kit"
	return json.dumps(
		{"title": "Kit", "label": label, "for_user": for_user, "public": public, "content": "[]"}
	)


def documents() -> list[dict]:
	"""Documents of the framework that show to others, send something, or run."""
	operator = kit.email("operator")
	return [
		{
			"doctype": "Workspace",
			"title": "Kit",
			"label": f"Kit-{operator}",
			"for_user": operator,
			"content": "[]",
		},
		{"doctype": "Custom HTML Block", "name": "Kit", "html": BLOCK, "script": "alert(1)"},
		{"doctype": "Note", "title": "Kit", "public": 1, "notify_on_login": 1, "content": BLOCK},
		{"doctype": "Event", "subject": "Kit", "starts_on": "2026-03-02 10:00:00", "event_type": "Public"},
		{"doctype": "ToDo", "description": "Kit", "allocated_to": operator},
		{
			"doctype": "Kanban Board",
			"kanban_board_name": "Kit",
			"reference_doctype": "Request Task",
			"field_name": "stage",
		},
		{"doctype": "Dashboard", "dashboard_name": "Kit"},
		{
			"doctype": "Number Card",
			"label": "Kit",
			"document_type": "Request Task",
			"function": "Count",
			"is_public": 1,
		},
		{
			"doctype": "Dashboard Chart",
			"chart_name": "Kit",
			"chart_type": "Count",
			"document_type": "Request Task",
		},
		{
			"doctype": "Report",
			"report_name": "Kit",
			"ref_doctype": "Request Task",
			"report_type": "Report Builder",
		},
		{"doctype": "Auto Email Report", "report": "Kit", "email_to": "x@example.org", "user": operator},
		{"doctype": "Auto Repeat", "reference_doctype": "City District", "reference_document": kit.NORTH},
		{
			"doctype": "Document Follow",
			"ref_doctype": "City District",
			"ref_docname": kit.NORTH,
			"user": kit.email("water"),
		},
		{
			"doctype": "DocShare",
			"share_doctype": "City District",
			"share_name": kit.NORTH,
			"user": operator,
			"read": 1,
		},
		{"doctype": "Email Template", "name": "Kit", "subject": "Kit", "response": BLOCK},
		{"doctype": "Letter Head", "letter_head_name": "Kit", "content": BLOCK},
		{"doctype": "Print Format", "name": "Kit", "doc_type": "Request Task", "html": BLOCK},
		{"doctype": "Client Script", "name": "Kit", "dt": "Request", "script": "alert(1)"},
		{"doctype": "Web Page", "title": "Kit", "main_section": BLOCK},
		{"doctype": "List View Settings", "name": "Request"},
		{"doctype": "List Filter", "filter_name": "Kit", "reference_doctype": "Request Task", "for_user": ""},
		{
			"doctype": "List Filter",
			"filter_name": "Kit",
			"reference_doctype": "Request Task",
			"for_user": operator,
		},
		{"doctype": "Reminder", "description": "Kit", "user": operator, "remind_at": "2036-03-02 10:00:00"},
		{"doctype": "Contact", "first_name": "Kit"},
		{
			"doctype": "Address",
			"address_title": "Kit",
			"address_line1": "x",
			"city": "x",
			"address_type": "Office",
		},
		{"doctype": "Google Calendar", "calendar_name": "Kit", "user": operator},
		{"doctype": "Google Contacts", "email_id": operator},
		{"doctype": "Tag", "name": "Kit"},
		{"doctype": "Tag Link", "document_type": "City District", "document_name": kit.NORTH},
		{"doctype": "Communication", "subject": "Kit", "content": BLOCK, "recipients": "x@example.org"},
		{"doctype": "Comment", "comment_type": "Comment", "reference_doctype": "Request", "content": BLOCK},
		{"doctype": "Notification Log", "subject": BLOCK, "for_user": operator},
		{"doctype": "Energy Point Log", "user": operator, "points": 1, "reason": "Kit"},
	]


def there_are(named: list[dict]) -> list[dict]:
	"""Those of the documents whose doctype the running framework has; 16 has no points of energy."""
	found = [each for each in named if frappe.db.exists("DocType", each["doctype"])]
	assert len(found) >= len(named) - 1
	return found


@pytest.mark.parametrize("person", ["operator", "water"])
def test_nothing_is_made_that_shows_to_others(person, rest):
	made, before = [], {each["doctype"]: frappe.db.count(each["doctype"]) for each in there_are(documents())}
	client, tried = rest(person), 0
	for each in there_are(documents()):
		if each.get("for_user") == kit.email(person):
			continue
		doctype = each["doctype"]
		answers = [
			client.post(f"/api/resource/{doctype}", {**each, "doctype": doctype}),
			client.post(f"/api/v2/document/{doctype}", each),
			client.call("frappe.client.insert", doc=json.dumps(each)),
			client.call(
				"frappe.desk.form.save.savedocs",
				doc=json.dumps({"name": "new-kit-1", **each, "__islocal": 1}),
				action="Save",
			),
		]
		tried += len(answers)
		made += [(doctype, answer.status_code) for answer in answers if not is_refused(answer)]
	frappe.db.rollback()
	after = {doctype: frappe.db.count(doctype) for doctype in before}
	print(f"{person}: {tried} tries")
	assert made == [] and after == before


def methods() -> list[tuple[str, dict]]:
	"""Methods of the framework that change what others see, look beside documents, or send letters."""
	operator, workspace = kit.email("operator"), "frappe.desk.doctype.workspace.workspace"
	request = {"doctype": "Request", "name": "x"}
	return [
		(f"{workspace}.new_page", {"new_page": new_page(operator)}),
		(f"{workspace}.save_page", {"title": "Contact Center", "public": "1", **WIDGETS}),
		(
			f"{workspace}.update_page",
			{
				"name": "Contact Center",
				"title": "Kit",
				"icon": "",
				"indicator_color": "",
				"parent": "",
				"public": "0",
			},
		),
		(f"{workspace}.duplicate_page", {"page_name": "Contact Center", "new_page": new_page()}),
		(f"{workspace}.delete_page", {"page": json.dumps({"name": "Contact Center", "public": 0})}),
		(f"{workspace}.hide_page", {"page_name": "Contact Center"}),
		(f"{workspace}.sort_pages", {"sb_public_items": "[]", "sb_private_items": "[]"}),
		(
			"frappe.desk.form.document_follow.follow_document",
			{"doctype": "Request", "doc_name": "x", "user": operator},
		),
		(
			"frappe.desk.form.assign_to.add",
			{"doctype": "Request", "name": "x", "assign_to": json.dumps([operator])},
		),
		("frappe.share.add", {**request, "user": operator, "write": 1}),
		("frappe.share.set_permission", {**request, "user": operator, "permission_to": "write"}),
		(
			"frappe.desk.reportview.save_report",
			{"name": "Kit", "doctype": "Request", "report_settings": "{}"},
		),
		("frappe.desk.reportview.delete_items", {"items": "[]", "doctype": "Request"}),
		("frappe.desk.listview.set_list_settings", {"doctype": "Request", "values": "{}"}),
		(
			"frappe.desk.doctype.kanban_board.kanban_board.quick_kanban_board",
			{"doctype": "Request", "board_name": "Kit", "field_name": "stage"},
		),
		("frappe.desk.doctype.dashboard_chart.dashboard_chart.create_dashboard_chart", {"args": "{}"}),
		(
			"frappe.desk.doctype.custom_html_block.custom_html_block.get_custom_blocks_for_user",
			{"doctype": "x", "txt": "", "searchfield": "", "start": 0, "page_len": 9, "filters": {}},
		),
		("frappe.desk.page.user_profile.user_profile.update_profile_info", {"profile_info": "{}"}),
		(
			"frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat",
			{"doctype": "Request", "docname": "x"},
		),
		("frappe.core.doctype.sms_settings.sms_settings.send_sms", {"receiver_list": "[]", "msg": "x"}),
		("frappe.core.doctype.user.user.get_all_roles", {}),
		("frappe.core.api.file.create_new_folder", {"file_name": "Kit", "folder": "Home"}),
		("frappe.utils.diff.get_version_diff", {"from_version": "x", "to_version": "y"}),
		(
			"frappe.model.rename_doc.update_document_title",
			{"doctype": "Request", "docname": "x", "name": "y"},
		),
		("frappe.client.get_password", {"doctype": "User", "name": operator, "fieldname": "api_secret"}),
	]


def is_there(path: str) -> bool:
	"""Whether the running framework has the method: 16 has other ones for workspaces and profiles."""
	module, name = path.rsplit(".", 1)
	try:
		return hasattr(import_module(module), name)
	except ModuleNotFoundError:
		return False


@pytest.mark.parametrize("person", AT_WORK)
def test_methods_beside_the_work_are_refused(person, rest):
	workspaces = frappe.get_all("Workspace", ["name", "public", "for_user", "title"], order_by="name")
	open_ = {
		name: answer.status_code
		for name, sent in methods()
		if is_there(name) and (answer := rest(person).call(name, **sent)).status_code != 403
	}
	frappe.db.rollback()
	assert open_ == {}
	assert frappe.get_all("Workspace", ["name", "public", "for_user", "title"], order_by="name") == workspaces


@pytest.mark.parametrize("person", AT_WORK)
def test_what_stands_in_no_table_is_neither_listed_nor_counted(person, rest):
	"""A walk: its doctype's own code makes the list, as that of the server's jobs."""
	open_ = {}
	for doctype in (doctypes := frappe.get_all("DocType", {"is_virtual": 1, "istable": 0}, pluck="name")):
		asked = {"doctype": doctype, "fields": '["name"]', "filters": "[]", "stats": "[]"}
		for road in ("get", "get_list", "get_count", "get_sidebar_stats"):
			answer = rest(person).call(f"frappe.desk.reportview.{road}", **asked)
			if not is_refused(answer):
				open_[doctype, road] = answer.text[:200]
	assert "RQ Job" in doctypes and open_ == {}


@pytest.mark.parametrize("person", AT_WORK)
def test_of_the_methods_of_the_framework_those_of_the_table_are_open(person, every_method):
	"""A walk over all methods that the running framework lets anybody call."""
	frappe.set_user(kit.email(person))
	open_ = {name for name, method in every_method.items() if method in frappe.whitelisted}
	of_framework = {name for name in open_ if name.startswith("frappe.")}
	print(f"{person}: {len(every_method)} methods tried, {len(of_framework)} of the framework open")
	assert len(every_method) > 500
	assert of_framework <= {name for names in staff_doors.METHODS.values() for name in names}
	ours = {name for name in every_method if name.startswith(scope.APP) and ".framework." not in name}
	assert ours and ours <= open_


@pytest.mark.parametrize("person", AT_WORK)
def test_of_the_doctypes_of_the_framework_those_of_the_table_are_open(person):
	"""A walk over all doctypes and rights. What our roles name is as our doctypes say."""
	frappe.set_user(kit.email(person))
	wrong, tried = {}, 0
	for doctype in frappe.get_all("DocType", {"istable": 0}, pluck="name"):
		meta = frappe.get_meta(doctype)
		named = {row.role for row in meta.permissions} & set(frappe.get_roles()) - set(EVERYBODY_MAY)
		rights = framework_permissions.get_role_permissions(meta)
		have = {right for right in framework_permissions.rights if rights.get(right)}
		tried += len(framework_permissions.rights)
		if not named and not have <= set(staff_doors.DOCTYPES.get(doctype, ())):
			wrong[doctype] = have
		assert bool(have) <= staff_doors.may_reach(doctype), doctype
	print(f"{person}: {tried} rights tried")
	assert wrong == {}


def test_a_method_or_doctype_of_a_later_framework_is_closed():
	def tomorrows() -> None: ...

	tomorrows.__module__ = "frappe.desk.tomorrow"
	with kit.acting("water"):
		assert not staff_doors.may_call(tomorrows)
	row = frappe._dict(role="Desk User", permlevel=0, read=1, write=1)
	assert list(staff_doors._rows_at_work("Tomorrow", [row])) == []


@pytest.mark.parametrize("person", ["administrator", "sysadmin", "Administrator"])
def test_administrators_keep_the_framework(person):
	frappe.set_user(kit.email(person))
	assert staff_doors.may_call(frappe.get_attr("frappe.desk.doctype.workspace.workspace.new_page"))
	assert frappe.has_permission("Note", "create")


def test_a_person_of_another_app_keeps_the_framework():
	kit.add_person_of_another_app("kit-sales@example.com", "Kit Salesman", desk_access=1)
	frappe.get_doc("User", "kit-sales@example.com").add_roles("Contact Center Executor")
	frappe.set_user("kit-sales@example.com")
	assert not staff_doors.is_at_work() and frappe.has_permission("Note", "create")


def test_nobody_is_given_a_workspace_by_another_account():
	"""Of whichever app: its blocks run in the browser of whom it is for. One's own can be made."""
	kit.add_person_of_another_app("kit-sales@example.com", "Kit Salesman", desk_access=1)
	frappe.set_user("kit-sales@example.com")
	for user in (kit.email("operator"), ""):
		made = {"title": "Kit", "label": "Kit", "for_user": user, "content": "[]"}
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc({"doctype": "Workspace", **made}).insert()
	with pytest.raises(frappe.PermissionError):
		update_page("Contact Center", "Kit", "", "", "", "0")
	own = {"title": "Kit", "label": "Kit", "for_user": "kit-sales@example.com", "content": "[]"}
	assert frappe.get_doc({"doctype": "Workspace", **own}).insert().name


def test_a_workspace_of_ones_own_is_nobody_elses():
	made = {"title": "Kit", "label": "Kit", "for_user": kit.email("operator"), "content": "[]"}
	name = frappe.get_doc({"doctype": "Workspace", **made}).insert().name
	with kit.acting("operator"):
		assert name in frappe.get_list("Workspace", pluck="name", limit=0)
	with kit.acting("water"):
		listed = frappe.get_list("Workspace", pluck="name", limit=0)
		assert name not in listed and "My Tasks" in listed
		assert not frappe.has_permission("Workspace", "read", name)


def test_what_the_administrator_gives_to_our_role_counts():
	framework_permissions.add_permission("Note", "Contact Center Operator")
	with kit.acting("operator"):
		assert frappe.has_permission("Note", "read") and not frappe.has_permission("Note", "create")
	with kit.acting("water"):
		assert not frappe.has_permission("Note", "read")


def test_who_asks_to_follow_what_one_makes_works_on_and_follows_nothing(rest):
	"""Anybody may set it in the own account; the framework follows in the midst of a save."""
	wishes = {"document_follow_notify": 1, "follow_created_documents": 1, "follow_commented_documents": 1}
	user = kit.email("operator")
	frappe.db.set_value("User", user, wishes)
	frappe.clear_document_cache("User", user)
	try:
		with kit.acting("operator"):
			request = kit.registered()
			add_comment(request.doctype, request.name, "Дзвонили", user, "Оператор")
		assert not frappe.db.exists("Document Follow", {"user": user})
	finally:
		frappe.db.rollback()
		frappe.clear_document_cache("User", user)


def test_a_list_is_kept_by_a_filter_of_ones_own(rest):
	mine = {
		"filter_name": "Kit",
		"reference_doctype": "Request Task",
		"for_user": kit.email("water"),
		"filters": "[]",
	}
	made = rest("water").post("/api/resource/List Filter", mine)
	assert made.ok, made.text
	path = f"/api/resource/List Filter/{made.json()['data']['name']}"
	try:
		for_user = {"for_user": kit.email("operator")}
		assert is_refused(rest("water").put(path, for_user)) and is_refused(rest("operator").get(path))
		assert is_refused(rest("operator").put(path, for_user)) and is_refused(rest("operator").delete(path))
		listed = rest("operator").call("frappe.client.get_list", doctype="List Filter").json()["message"]
		assert made.json()["data"]["name"] not in [row["name"] for row in listed]
	finally:
		assert rest("water").delete(path).ok


def test_the_boot_offers_what_is_open(rest):
	boot = rest("water").get("/api/method/frappe.client.get_list", doctype="Workspace", limit_page_length=1)
	assert boot.ok
	with kit.acting("water"):
		user = frappe.utils.user.UserPermissions(kit.email("water"))
		user.build_permissions()
	assert not {"Note", "Event", "ToDo", "Kanban Board", "Contact"} & {*user.can_create, *user.can_write}
	assert {"Request Task", "Repair Event"} <= set(user.can_read)


def test_asking_at_the_door_costs_little():
	"""What runs at every call: under a tenth of a millisecond, without a query."""
	method = frappe.get_attr("frappe.client.get_list")
	with kit.acting("water"), kit.counting_queries() as queries:
		staff_doors.may_call(method)
		queries.clear()
		for _ in range(100):
			staff_doors.may_call(method)
	assert queries == []
	assert scope.is_installed() and inspect.isfunction(method)
