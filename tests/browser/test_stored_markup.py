"""Nothing that an executor, an operator or a citizen writes runs as a script in a colleague's browser (D1).

Each attacker writes markup wherever the server takes a text from it, by REST and by the desk's methods; then its
victims open, in a real Chromium, all views where such a text may show.
"""

from itertools import count

import frappe
import kit
import pytest
import requests
from frappe.core.doctype.user.user import desk_properties
from frappe.utils.password import update_password
from kit_city import leaving_nothing
from kit_files import unique_photo
from kit_rest import event_fields
from playwright.sync_api import Page
from test_every_view import OPEN

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
PASSWORD = "Kvitka-na-vikni-1520"
VICTIMS = ["operator", "management", "sysadmin", "water"]
SHAPES = (
	'<img src=x onerror="{}">',
	'"<img src=x onerror={}>"',  # a text that reads as JSON passes the framework's filter
	"<svg onload={}>",
	"'\"><img src=x onerror={}>",
	"<details open ontoggle={}>x</details>",
	'<a href="javascript:{}">натисніть</a>',
)
NAMES = ("middle_name", "last_name", "first_name")
RAN = "(top.ran=top.ran||[]).push({})"


class Attacker:
	"""Write markup as a person, over HTTP; `tried` names what each payload was written into."""

	numbers = count()
	tried: dict[int, str]

	def __init__(self, base: str, person: str, tried: dict[int, str]):
		self.base, self.person, self.tried, self.session = base, person, tried, requests.Session()
		update_password(kit.email(person), PASSWORD)
		frappe.db.commit()
		self.post("/api/method/login", usr=kit.email(person), pwd=PASSWORD)

	def post(self, path: str, **body):
		return self.session.post(self.base + path, json=body, timeout=60)

	def call(self, method: str, **arguments):
		return self.post(f"/api/method/{method}", **arguments)

	def texts(self, what: str) -> list[str]:
		"""Return one payload a shape; each says what it was written into when it runs."""
		made = []
		for shape in SHAPES:
			number = next(self.numbers)
			self.tried[number] = f"{self.person}: {what}: {shape}"
			made.append(
				f"Так {shape.format(RAN.format(number))}"
				if not shape.startswith('"')
				else shape.format(RAN.format(number))
			)
		return made

	def write(self, doctype: str, name: str, *fields: str) -> None:
		for field in fields:
			for text in self.texts(f"{doctype}.{field}"):
				self.session.put(f"{self.base}/api/resource/{doctype}/{name}", json={field: text}, timeout=60)

	def hang(self, doctype: str, name: str) -> None:
		"""Tags, comments and files on a document."""
		for text in self.texts(f"{doctype} tag"):
			self.call("frappe.desk.doctype.tag.tag.add_tag", tag=text, dt=doctype, dn=name)
		for text in self.texts(f"{doctype} comment"):
			about = {"reference_doctype": doctype, "reference_name": name}
			by = {"comment_email": kit.email(self.person), "comment_by": self.texts("comment_by")[0]}
			self.call("frappe.desk.form.utils.add_comment", **about, content=text, **by)
		for text in self.texts(f"{doctype} file name"):
			about = {"doctype": doctype, "docname": name, "is_private": 1}
			files = {"file": (f"{text}.jpg".replace("/", "").replace('"', "'"), unique_photo())}
			self.session.post(f"{self.base}/api/method/upload_file", data=about, files=files, timeout=60)


@pytest.fixture(scope="module")
def attacked(city, http):
	"""A task, a request and an event full of markup, with their writers' names, which are put back at the end."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	names = {person: kit.stored("User", kit.email(person)) for person in ("water", "operator")}
	with leaving_nothing():
		request = kit.registered()
		task = kit.accept(kit.task_of(request))
		event = frappe.get_doc({"doctype": "Repair Event", **event_fields("KIT-WATER")}).insert()
		frappe.db.commit()
		tried: dict[int, str] = {}
		_by_executor(Attacker(http, "water", tried), task, event)
		_by_operator(Attacker(http, "operator", tried), request)
		frappe.db.rollback()
		yield request, task, event, tried
	for person, row in names.items():
		kept = ("full_name", "bio", "interest", "location", "phone", *NAMES)
		frappe.db.set_value("User", kit.email(person), {field: row[field] for field in kept})
	frappe.db.delete("List Filter", {"for_user": ("like", "kit-%")})
	frappe.db.delete("Tag", {"name": ("like", "%top.ran%")})
	frappe.db.delete("Tag Link", {"tag": ("like", "%top.ran%")})
	frappe.db.commit()
	frappe.clear_cache()


def _by_executor(attacker: Attacker, task, event) -> None:
	attacker.write(
		"Request Task", task.name, "result", "result_unit", "result_person", "result_phone", "reason"
	)
	attacker.write("Repair Event", event.name, "title", "description", "reason", "street", "building")
	attacker.hang("Request Task", task.name)
	for text in attacker.texts("our comment"):
		attacker.call(
			"contact_center.control.comments.comment", doctype="Request Task", name=task.name, text=text
		)
	for text in attacker.texts("filter"):
		of_list = {"reference_doctype": "Request Task", "filters": "[]", "for_user": kit.email("water")}
		attacker.post("/api/resource/List Filter", filter_name=text, **of_list)
	attacker.write("User", kit.email("water"), "bio", "interest", "location", "phone", *NAMES)


def _by_operator(attacker: Attacker, request) -> None:
	fields = ("wording", "description", "landmark", "building", "flat", "caller_name", "operator_note")
	attacker.write("Request", request.name, *fields)
	attacker.hang("Request", request.name)
	attacker.write("User", kit.email("operator"), *NAMES)


def walk(page: Page, request, task, event) -> list[str]:
	"""Open all views where a colleague's text may show; return what could not be opened."""
	views = [
		("List", "Request Task", None),
		("Form", "Request Task", task.name),
		("print", "Request Task", task.name),
		("Report", "Request Task", None),
		("List", "Repair Event", None),
		("Form", "Repair Event", event.name),
		("List", "Request", None),
		("Form", "Request", request.name),
		("Report", "Request", None),
		("print", "Request", request.name),
		("List", "Request Journal", None),
	]
	faults = []
	for view in views:
		if page.evaluate("doctype => frappe.model.can_read(doctype)", view[1]):
			faults += [f"{view}: {fault}" for fault in page.evaluate(OPEN, list(view))]
	return faults


def is_script_free(page: Page) -> list:
	return page.evaluate("window.ran || []")


@pytest.fixture
def visitor(browser, http, sign_in_anew):
	"""Return `visitor(person)`: a page signed in as this person. What goes wrong on it is not this test's business."""
	contexts = []

	def enter(person: str) -> Page:
		update_password(kit.email(person), PASSWORD)
		frappe.db.set_value("User", kit.email(person), dict.fromkeys(desk_properties, 1))
		frappe.clear_document_cache("User", kit.email(person))
		frappe.db.commit()
		contexts.append(
			browser.new_context(base_url=http, locale="uk-UA", viewport={"width": 1280, "height": 900})
		)
		page = contexts[-1].new_page()
		sign_in_anew(page, kit.email(person))
		return page

	yield enter
	for context in contexts:
		context.close()


@pytest.mark.parametrize("person", VICTIMS)
def test_nothing_that_colleagues_wrote_runs(attacked, visitor, person):
	request, task, event, tried = attacked
	page = visitor(person)
	dialogs = []
	page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
	page.goto("/app/request-type")
	page.wait_for_function("window.frappe?.boot && frappe.router?.current_route")
	faults = walk(page, request, task, event)
	page.evaluate("$(\"a[href^='javascript:']:visible\").each((_, link) => link.click())")
	page.evaluate("$('.dropdown-notifications [data-toggle=dropdown]').first().click()")
	page.wait_for_function("!frappe.request.ajax_count && !frappe.dom.freeze_count")
	ran = [tried[number] for number in is_script_free(page)]
	print(f"{person}: {len(tried)} texts tried; {faults}")
	assert (ran, dialogs) == ([], [])


def test_the_walk_would_notice(attacked, visitor):
	"""The payloads do run where a page takes them for markup."""
	page = visitor("operator")
	page.goto("/app/request-type")
	page.wait_for_function("window.frappe?.boot")
	for number, shape in enumerate(SHAPES[:5]):
		page.evaluate("html => $('body').append(`<div>${html}</div>`)", shape.format(RAN.format(number)))
	page.wait_for_function("window.ran?.length >= 3")
