"""A good neighbour: on the site of another app its people do not notice that ours came, nor that it went.

One site is made, with that app alone (kit_foreign_app). What its people see is read three times: before, with ours
installed, and after ours was uninstalled; the database is compared row by row.
"""

import json
import re

import pytest
from kit_foreign_app import CUSTOMER, OURS, SELLER, ForeignSite

pytest_plugins = ["kit_foreign_app"]
pytestmark = pytest.mark.usefixtures("site")

PAGES = ("/", "/login", "/me", "/kit-shop", "/kit-page", "/no/such/page", "/contact", "/Kit Order")
ORDERS = {"doctype": "Kit Order", "fields": json.dumps(["name", "amount", "state"])}
PHOTO = ("kit.png", bytes.fromhex("89504e470d0a1a0a") + bytes(40), "image/png")
CALLS: dict[str, tuple[str, dict]] = {
	"list": ("frappe.desk.reportview.get_list", ORDERS),
	"view": ("frappe.desk.reportview.get", {**ORDERS, "view": "Report"}),
	"count": ("frappe.desk.reportview.get_count", {"doctype": "Kit Order", "fields": "[]"}),
	"people": ("frappe.client.get_list", {"doctype": "User", "fields": '["name", "user_type"]'}),
	"phones": (
		"frappe.client.get_list",
		{"doctype": "Contact Phone", "parent": "Contact", "fields": '["phone"]'},
	),
	"document": ("frappe.client.get", {"doctype": "Kit Order", "name": "Стіл"}),
	"title": ("frappe.desk.search.get_link_title", {"doctype": "Kit Order", "docname": "Стіл"}),
	"link": (
		"frappe.desk.search.search_link",
		{"doctype": "Kit Order", "txt": "Ст", "reference_doctype": "ToDo"},
	),
	"search": ("frappe.utils.global_search.search", {"text": "Стіл", "doctype": "Kit Order"}),
	"export": (
		"frappe.desk.reportview.export_query",
		{**ORDERS, "title": "Kit", "file_format_type": "CSV"},
	),
	"print": ("frappe.www.printview.get_html_and_style", {"doc": "Kit Order", "name": "Стіл"}),
}
"""What the desk and the pages ask for: {name: (method, arguments)}."""
THE_DESK = "the desk"
"""A page that is the desk, as the first one is to staff in Frappe 16: what it begins with is compared (`boot`)."""
VOLATILE = re.compile(
	r"[0-9a-f]{40,64}|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?|127\.0\.0\.1:\d+|\.bundle\.\w+|build_version[^,]+"
)
LOGS = frozenset(
	f"tab{doctype}"
	for doctype in (
		*("Access Log", "Activity Log", "Error Log", "Route History", "Scheduled Job Log", "View Log"),
		*("Installed Application", "Sessions"),
	)
)
"""What the framework itself writes down meanwhile."""
OF_ANY_APP = re.compile("""Installed Applications|'installed_apps'|"field": "modified""")
TIMES = (
	"_comments",
	"modified",
	"modified_by",
	"creation",
	"idx",
	"last_execution",
	"last_active",
	"last_login",
	"last_ip",
)
BOOT_OF_TIME = (
	"metadata_version",
	"server_date",
	"frequently_visited_links",
	"user_info",
	"notification_settings",
	"versions",
	"csrf_token",
)


def seen_by_people(foreign: ForeignSite) -> dict[str, object]:
	"""{who and what: the answer, without what changes by itself}."""
	found: dict[str, object] = {}
	for user in ("Guest", CUSTOMER, SELLER):
		person = foreign.person(user)
		for path in PAGES:
			answer = person.get(foreign.url + path, timeout=120, allow_redirects=False)
			text = THE_DESK if "frappe.boot = " in answer.text else plain(answer.text)
			found[f"{user} {path}"] = (answer.status_code, answer.headers.get("Location"), text)
		for name, (method, arguments) in CALLS.items():
			answer = person.get(f"{foreign.url}/api/method/{method}", params=arguments, timeout=120)
			found[f"{user} {name}"] = (answer.status_code, plain(answer.text) if answer.ok else "")
		found |= {f"{user} {name}": value for name, value in acts(foreign, person).items()}
	found |= {f"boot {name}": value for name, value in boot(foreign).items()}
	return found


def acts(foreign: ForeignSite, person) -> dict[str, object]:
	"""Upload a public file on a document, and write a letter about it."""
	token = re.search(r'csrf_token = "(\w+)"', person.get(foreign.url + "/me", timeout=120).text)
	headers = {"X-Frappe-CSRF-Token": token[1]} if token else {}
	form = {"doctype": "Kit Order", "docname": "Стіл", "is_private": "0"}
	sent = person.post(
		f"{foreign.url}/api/method/upload_file", form, files={"file": PHOTO}, headers=headers, timeout=120
	)
	letter = {"doctype": "Kit Order", "name": "Стіл", "subject": "Kit", "content": "Kit", "send_email": 0}
	letter = {**letter, "recipients": "kit@example.com"}
	wrote = person.post(
		f"{foreign.url}/api/method/frappe.core.doctype.communication.email.make",
		letter,
		headers=headers,
		timeout=120,
	)
	is_public = sent.ok and sent.json()["message"]["file_url"].startswith("/files/")
	return {"upload": (sent.status_code, is_public), "letter": wrote.status_code}


def boot(foreign: ForeignSite) -> dict[str, object]:
	"""What the seller's desk begins with, translations and modules among it."""
	html = foreign.person(SELLER).get(foreign.url + "/app", timeout=120).text
	text = re.search(r"frappe\.boot = (.*?);\n", html, re.DOTALL)[1]
	found = json.loads(json.loads(text[len("JSON.parse(") : -1]) if text.startswith("JSON.parse") else text)
	return {name: in_any_order(value) for name, value in found.items() if name not in BOOT_OF_TIME}


def in_any_order(value):
	"""What Frappe 16 makes of a module's documents is ordered by their creation, which many share."""
	if isinstance(value, dict):
		return {name: in_any_order(each) for name, each in value.items()}
	if isinstance(value, list):
		return sorted(map(in_any_order, value), key=lambda each: json.dumps(each, sort_keys=True))
	return value


def plain(text: str) -> str:
	return VOLATILE.sub("*", text)


def rows(foreign: ForeignSite) -> dict[str, object]:
	"""{table and record: its row}, without times and what the framework notes of every app that comes and goes."""
	return {
		(table, key): timeless(row)
		for table, records in foreign.rows().items()
		if table not in LOGS and not table.startswith("__")
		for key, row in records.items()
		if not OF_ANY_APP.search(f"{key} {row}") and owner_of(row) not in (SELLER, CUSTOMER)
	}


def owner_of(row) -> str | None:
	"""Whose record it is: what the other app's people do meanwhile is theirs."""
	return row.get("owner") if hasattr(row, "items") else None


def timeless(row):
	return {name: row[name] for name in row if name not in TIMES} if hasattr(row, "items") else row


def differences(before: dict, after: dict) -> dict:
	return {
		key: (before.get(key), after.get(key))
		for key in before.keys() | after.keys()
		if before.get(key) != after.get(key)
	}


@pytest.fixture(scope="module")
def told(foreign_site):
	"""{before, installed, gone: what people see}, and the database before and after."""
	found = {"before": seen_by_people(foreign_site), "rows before": rows(foreign_site)}
	foreign_site.run("install-app", "contact_center")
	foreign_site.use()
	found["installed"] = seen_by_people(foreign_site)
	foreign_site.run("uninstall-app", "contact_center", "--yes", "--no-backup")
	found["rows gone"], found["files gone"] = rows(foreign_site), foreign_site.files()
	found["gone"] = seen_by_people(foreign_site)
	return found


def test_people_of_the_other_app_see_what_they_saw_before(told):
	"""What the desk begins with has more in it: our doctypes for a System Manager, strings that nobody else has."""
	changed = differences(told["before"], told["installed"])
	print(len(told["before"]), "answers compared")
	other = {key: both for key, both in changed.items() if not key.startswith("boot") or lacks(*both)}
	assert {key: short(*both) for key, both in other.items()} == {}


def lacks(before, after) -> bool:
	"""Whether something of `before` is not in `after`, or is other there."""
	if isinstance(before, dict) and isinstance(after, dict):
		return any(key not in after or lacks(value, after[key]) for key, value in before.items())
	if isinstance(before, list) and isinstance(after, list):
		return any(each not in after for each in before)
	return before is not None and before != after


def short(before, after) -> tuple[str, str]:
	"""The two answers from where they differ on."""
	one, other = (
		json.dumps(each, ensure_ascii=False, default=str, sort_keys=True) for each in (before, after)
	)
	place = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
	return one[max(0, place - 80) : place + 160], other[max(0, place - 80) : place + 160]


def test_nothing_of_ours_is_shown_to_them(told):
	pages = {key: value for key, value in told["installed"].items() if not key.startswith("boot")}
	assert [key for key, value in pages.items() if OURS.search(json.dumps(value, ensure_ascii=False))] == []


def test_after_uninstalling_they_see_what_they_saw_before(told):
	assert {key: short(*both) for key, both in differences(told["before"], told["gone"]).items()} == {}


def test_uninstalling_leaves_every_row_as_it_was(told):
	changed = differences(told["rows before"], told["rows gone"])
	print(len(told["rows before"]), "rows compared")
	assert {key: short(*both) for key, both in changed.items()} == {}
	assert not {name for name in told["files gone"] if name.startswith("kit-ours")}


def test_it_can_be_installed_again(told, foreign_site):
	foreign_site.run("install-app", "contact_center")
	person = foreign_site.person("Guest")
	assert person.get(foreign_site.url + "/submit-request", timeout=120).ok
