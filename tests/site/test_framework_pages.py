"""The framework's own addresses on the contact centre's site: pages of ours, a plain 404, or what the administrator made."""

import base64
import os
import re
from urllib.parse import quote, unquote

import frappe
import kit
import pytest
from frappe.installer import update_site_config
from frappe.utils import set_request
from frappe.website.page_renderers.template_page import get_start_folders

from contact_center.framework import scope
from contact_center.portal import frame, framework_pages

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")

MACHINES = {"robots.txt", "sitemap.xml", "website_script.js"}
"""What search engines and scripts read; no pages."""
FRAMEWORK_MARKS = (
	"frappe-web.bundle",
	"website.bundle",
	"web-footer",
	"navbar-brand",
	"frappe.ready",
	"erpnext",
)
MISSING = "Такої сторінки немає"


def routes_of_the_framework() -> list[str]:
	"""Every address that the framework's folders and hooks give to a page, of the version that runs."""
	found = set()
	for folder in get_start_folders():
		root = frappe.get_app_path("frappe", folder)
		for place, _folders, files in os.walk(root):
			for name in files:
				path = os.path.relpath(os.path.join(place, name), root)
				stem, ending = os.path.splitext(path)
				if ending in (".html", ".md", ".xml", ".txt", ".js"):
					found.add(stem if ending in (".html", ".md") else path)
	forms = frappe.get_all("Web Form", {"is_standard": 1}, pluck="route")
	rules = [
		rule["from_route"].split("<")[0].strip("/")
		for rule in frappe.get_hooks("website_route_rules", app_name="frappe")
	]
	lists = [
		"user",
		"todo",
		"blog-post",
		"Request",
		"request",
		"request-task",
		"File",
		"blog",
		"kb",
		"newsletters",
	]
	return sorted({*found, *forms, *rules, *lists})


def walk(session) -> dict[str, str]:
	"""{address: what is wrong with its answer} of all the framework's addresses."""
	wrong = {}
	for route in routes_of_the_framework():
		answer = session.get(session.url("/" + quote(route)), timeout=60)
		if complaint := complaint_about(route, answer):
			wrong[route] = complaint
	return wrong


def complaint_about(route: str, answer) -> str:
	if route in MACHINES:
		return "" if answer.status_code in (200, 404) else f"status {answer.status_code}"
	if answer.status_code not in (200, 403, 404):
		return f"status {answer.status_code}"
	marks = [mark for mark in FRAMEWORK_MARKS if mark in answer.text]
	return f"shows the framework's {marks}" if marks else ""


def test_a_guest_meets_our_pages_at_every_address_of_the_framework(guest):
	assert walk(guest) == {}


def test_a_citizen_meets_our_pages_at_every_address_of_the_framework(citizen):
	assert walk(citizen) == {}


@pytest.mark.parametrize(
	"route",
	"about list request user message error third_party_apps search printview files files/none.jpg".split(),
)
def test_what_has_no_use_for_citizens_is_not_there(guest, citizen, route):
	for session in (guest, citizen):
		answer = session.get(session.url(f"/{route}"), timeout=60)
		assert answer.status_code == 404 and MISSING in answer.text


def test_no_address_tells_whether_a_document_exists(citizen):
	"""D1: the framework's pages for printing answer 403 for what is there and 404 for what is not."""
	request = kit.registered()
	frappe.db.commit()
	pages = [citizen.get(citizen.url(f"/Request/{name}"), timeout=60) for name in (request.name, "nothing")]
	assert [page.status_code for page in pages] == [404, 404]


def test_the_phone_and_the_hours_are_at_the_usual_address(guest):
	page = guest.get(guest.url("/contact"), timeout=60)
	assert page.ok and "tel:1520" in page.text and "пн" in page.text


@pytest.fixture
def web_page():
	made = []

	def publish(route: str) -> None:
		page = {"doctype": "Web Page", "title": route, "route": route, "published": 1, "content_type": "HTML"}
		made.append(frappe.get_doc({**page, "main_section_html": "<p>Сторінка міста</p>"}).insert())
		frappe.db.commit()
		frappe.clear_cache()

	yield publish
	for page in made:
		page.delete()
	frappe.db.commit()
	frappe.clear_cache()


@pytest.mark.parametrize("route", ["about", "contact", "list"])
def test_a_page_of_the_administrator_wins(guest, web_page, route):
	web_page(route)
	page = guest.get(guest.url(f"/{route}"), timeout=60)
	assert page.ok and "Сторінка міста" in page.text


def test_the_frameworks_contact_page_stays_where_somebody_filled_it(guest):
	settings = frappe.get_doc("Contact Us Settings")
	settings.update({"heading": "Пишіть нам"}).save()
	frappe.db.commit()
	try:
		assert "Пишіть нам" in guest.get(guest.url("/contact"), timeout=60).text
	finally:
		settings.reload().update({"heading": ""}).save()
		frappe.db.commit()


def test_staff_keep_the_frameworks_pages(as_user):
	operator = as_user(kit.email("operator"))
	page = operator.get(operator.url("/third_party_apps"), timeout=60)
	assert page.ok and MISSING not in page.text


def test_beside_other_apps_nothing_is_taken_away(monkeypatch):
	monkeypatch.setattr(scope, "owns_website", lambda: False)
	for path in ("login", "about", "contact", "message", "list", "update-password"):
		assert not framework_pages.FrameworkPage(path).can_render()


@pytest.mark.parametrize(
	("path", "status", "words"),
	[
		("/app", 403, "не для вашого облікового запису"),
		("/api/method/frappe.desk.reportview.get", 403, "не для вашого облікового запису"),
		("/api/method/frappe.no.such.method", 417, ""),
		("/nothing/here", 404, MISSING),
		("/api/method/frappe.www.login.login_via_key?key=dead", 403, ""),
	],
)
def test_errors_are_worded_in_ukrainian_with_the_next_step(citizen, path, status, words):
	answer = citizen.get(citizen.url(path), headers={"Accept": "text/html"}, timeout=60)
	assert words in answer.text and "Traceback" not in answer.text
	assert 'class="cc-header"' in answer.text and "frappe-web.bundle" not in answer.text
	assert "Not Permitted" not in answer.text and "Server Error" not in answer.text


def test_an_outdated_page_is_worded_plainly(citizen):
	"""The framework says «Invalid Request»."""
	citizen.get(citizen.url("/my-requests"), timeout=60)
	del citizen.headers["X-Frappe-CSRF-Token"]
	answer = citizen.post(
		citizen.url("/?cmd=web_logout"), {"csrf_token": "old"}, headers={"Accept": "text/html"}, timeout=60
	)
	assert answer.status_code == 400 and "Ця сторінка застаріла" in answer.text


@pytest.mark.skipif(
	frappe.__version__ >= "16",
	reason="a process of Frappe 16 reads the site's settings once a minute: a test cannot wait for it",
)
def test_who_comes_while_the_site_is_renewed_hears_so(guest):
	update_site_config("maintenance_mode", 1)
	try:
		answers = [guest.get(guest.url(path), timeout=60) for path in ("/my-requests", "/home?x=1")]
	finally:
		update_site_config("maintenance_mode", 0)
	for answer in answers:
		assert answer.status_code == 503 and "Сайт оновлюється" in answer.text and "tel:1520" in answer.text
		assert "Administrator" not in answer.text and "Вийти" not in answer.text


def test_an_error_is_worded_where_nothing_of_the_site_can_be_asked(monkeypatch):
	set_request(path="/home")
	monkeypatch.setattr(frappe.local, "lang", "uk")
	monkeypatch.setattr(frame, "fill", lambda context: 1 / 0)
	try:
		answer = framework_pages.error_page("error", 500)
	finally:
		del frappe.local.request  # as outside a request
	assert answer.status_code == 500 and "Сталася помилка на нашому боці" in answer.get_data(as_text=True)


def test_a_guest_is_led_to_sign_in_from_what_is_closed(guest):
	answer = guest.get(guest.url("/apps"), timeout=60)
	assert answer.status_code in (200, 403, 404) and "frappe-web.bundle" not in answer.text


@pytest.mark.parametrize(
	"errand", ["//evil.example", "https://evil.example/", "/%5Cevil.example", "/\\evil.example"]
)
def test_signing_in_leads_nowhere_else(guest, citizen, errand):
	location = citizen.get(
		citizen.url("/login"), params={"redirect-to": errand}, allow_redirects=False, timeout=60
	)
	assert location.status_code == 302 and "evil" not in location.headers["Location"]
	assert (
		"evil.example" not in guest.get(guest.url("/login"), params={"redirect-to": errand}, timeout=60).text
	)


def test_a_dead_link_is_named_when_it_is_opened(guest):
	page = guest.get(guest.url("/update-password?key=0123456789"), timeout=60)
	assert page.ok and "Це посилання вже не діє" in page.text and "new_password" not in page.text


def test_the_key_of_a_letter_is_given_to_no_other_site(guest):
	page = guest.get(guest.url("/update-password?key=0123456789"), timeout=60)
	assert page.headers["Referrer-Policy"] == "no-referrer" and "no-store" in page.headers["Cache-Control"]


@pytest.fixture
def provider():
	"""A provider of accounts that the administrator has opened."""
	key = frappe.get_doc({"doctype": "Social Login Key", "social_login_provider": "GitHub"})
	key.get_social_login_provider("GitHub", initialize=True)
	key.update({"enable_social_login": 1, "client_id": "kit", "client_secret": "kit-secret"}).insert()
	frappe.db.commit()
	yield key
	key.delete()
	frappe.db.commit()


def test_what_the_administrator_opens_for_signing_in_is_offered(guest, setting, provider):
	setting("System Settings", "login_with_email_link", 1)
	setting("Website Settings", "disable_signup", 1)
	setting("LDAP Settings", "enabled", 1)
	page = guest.get(guest.url("/login"), timeout=60).text
	assert "login_with_email_link_email" in page and "signup_email" not in page
	assert "ldap_settings.login" in page and "data-ldap" in page
	assert "https://github.com/login/oauth/authorize?" in page and "GitHub" in page


def test_no_provider_leads_to_another_site_afterwards(guest, provider):
	page = guest.get(guest.url("/login"), params={"redirect-to": "//evil.example"}, timeout=60).text
	state = re.search(r"state=([\w%]+)", page)[1]
	assert "evil" not in base64.b64decode(unquote(state)).decode()


def test_without_passwords_no_password_is_asked_for(guest, setting):
	setting("System Settings", "login_with_email_link", 1)
	setting("System Settings", "disable_user_pass_login", 1)
	page = guest.get(guest.url("/login"), timeout=60).text
	assert "login_password" not in page and "login_with_email_link_email" in page
