"""The citizen's pages stand alone: nothing of the framework's, every value escaped, the site's settings honoured."""

import re

import frappe
import kit
import pytest
from kit_portal import committed

from contact_center.portal import pages, templates

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")

OWN = [
	"/home",
	"/repairs",
	"/submit-request",
	"/my-requests",
	"/my-details",
	"/phone-request",
	"/submit-appeal",
	"/my-appeals",
]
EVIL = "<script>alert('зло')</script>"
ESCAPED = "&lt;script&gt;"


def linked(html: str) -> set[str]:
	"""Return the addresses that a browser asks for by itself to show the page."""
	return set(re.findall(r'(?:src|href)="(/assets/[^"?]*)', html))


def page(session, path: str) -> str:
	"""Return the HTML of a page."""
	answer = session.get(session.url(path), timeout=60)
	assert answer.ok, answer.text
	return answer.text


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_ours_asks_for_nothing_of_the_frameworks(citizen, path):
	html = page(citizen, path)
	assert [address for address in linked(html) if not address.startswith("/assets/contact_center/")] == []
	assert "bundle" not in html and "icon-" not in html
	assert len(html.encode()) < 60_000


def test_a_page_that_is_missing_is_ours_too(guest):
	answer = guest.get(guest.url("/nowhere-at-all"), timeout=60)
	assert (answer.status_code, "Такої сторінки немає" in answer.text) == (404, True)
	assert "frappe" not in answer.text


def test_the_stylesheet_fights_nobody():
	css = (templates.ROOT / "public/css/portal.css").read_text("utf-8")
	assert "!important" not in css
	assert "font-face" not in css and "url(" not in css


def test_every_template_for_citizens_is_ours_and_escapes():
	assert pages.own_pages() >= {path.strip("/") for path in OWN}
	assert templates.environment().autoescape is True
	for folder in ("www", "templates/portal"):
		for file in (templates.ROOT / folder).glob("*.html"):
			templates.environment().get_template(f"{folder}/{file.name}")
			assert "autoescape" not in file.read_text("utf-8")


def test_what_staff_write_for_everybody_is_shown_and_never_run(guest):
	"""A title of works, a street that was searched, the city's name: text on every page."""
	fields = {"title": f"Роботи {EVIL}", "description": EVIL, "kind": "Emergency", "executor": "KIT-WATER"}
	now = frappe.utils.now_datetime()
	times = {"starts_at": now, "ends_at": frappe.utils.add_to_date(now, hours=3)}
	rows = [{"street": kit.STREET, "buildings": "1"}]
	event = frappe.get_doc(
		{"doctype": "Repair Event", "status": "Open", "addresses": rows, **fields, **times}
	).insert()
	frappe.db.set_value("Repair Event", event.name, "title", fields["title"])  # as an import would
	committed(event)
	for path in ("/repairs", f"/repairs?street={kit.STREET}"):
		html = page(guest, path)
		assert EVIL not in html and ESCAPED in html
	assert EVIL not in page(guest, f"/repairs?street={EVIL}")


def test_a_citizens_own_words_are_shown_and_never_run(citizen):
	before = frappe.db.get_value("Applicant", kit.applicant(), "surname")
	try:
		frappe.db.set_value("Applicant", kit.applicant(), "surname", EVIL)
		frappe.db.commit()
		for path in ("/my-details", "/submit-request"):
			html = page(citizen, path)
			assert EVIL not in html and ESCAPED in html
	finally:
		frappe.db.set_value("Applicant", kit.applicant(), "surname", before)
		frappe.db.commit()


def test_texts_for_scripts_cannot_end_their_element():
	html = templates.environment().from_string("{{ data | tojson }}").render(data={"name": "</script><b>"})
	assert "</script>" not in html


@pytest.fixture
def website():
	"""Yield `change(**fields)` for the website settings, which are as they were after the test."""
	settings = frappe.get_doc("Website Settings")
	before = settings.as_dict()

	def change(**fields):
		settings.update(fields)
		settings.save()
		frappe.db.commit()

	yield change
	names = ("head_html", "top_bar_items", "footer_items", "copyright", "hide_login", "title_prefix")
	settings.reload()
	change(**{name: before.get(name) for name in names})


def test_the_administrators_menu_and_head_are_on_the_pages(guest, website):
	"""Low-code: Website Settings. A label is text, the code for the head is code."""
	website(
		head_html='<meta name="kit-head" content="1">',
		top_bar_items=[{"label": "Новини & події", "url": "/news"}, {"label": "Розділ без адреси"}],
		footer_items=[{"label": "Доступність", "url": "https://kr.example/a", "open_in_new_tab": 1}],
		copyright="Місто, 2026",
		hide_login=1,
	)
	html = page(guest, "/home")
	assert '<meta name="kit-head" content="1">' in html and "Content-Security-Policy" not in html
	assert '<a href="/news">Новини &amp; події</a>' in html and "Розділ без адреси" not in html
	assert '<a href="https://kr.example/a" target="_blank" rel="noopener">Доступність</a>' in html
	assert "Місто, 2026" in html
	assert 'href="/login"' not in html


@pytest.fixture
def web_page():
	"""Publish a Web Page of the site at the address of ours, for the time of the test."""
	own = {"doctype": "Web Page", "title": "Власна", "route": "repairs", "published": 1}
	page = frappe.get_doc({**own, "content_type": "HTML", "main_section_html": "<p>Наше місто</p>"}).insert()
	frappe.db.commit()
	yield
	page.delete()
	frappe.db.commit()


def test_the_sites_own_web_page_comes_first(citizen, web_page):
	"""Low-code: an administrator may put a page in the place of ours. The framework renders it, with our header."""
	html = page(citizen, "/repairs")
	assert "Наше місто" in html and "website.bundle" in html and 'class="cc-header"' in html


def test_beside_other_apps_header_and_sign_in_are_the_frameworks(citizen, guest, web_page):
	"""A good neighbour: where the website is not ours, only our own pages have our looks."""
	settings = frappe.get_doc("Contact Center Settings")
	before = settings.owns_website
	settings.db_set("owns_website", "No", commit=True)
	try:
		for html in (page(citizen, "/repairs"), page(guest, "/login")):
			assert "cc-header" not in html and "cc-footer" not in html and "website.bundle" in html
		assert 'class="cc-header"' in page(guest, "/home")
	finally:
		settings.db_set("owns_website", before, commit=True)


@pytest.mark.parametrize(
	("path", "most"), [("home", 4), ("my-requests", 5), ("my-appeals", 5), ("my-details", 4)]
)
def test_a_signed_in_page_asks_the_database_a_few_times(path, most):
	"""DESIGN: a page takes little of a worker; what is asked does not grow with what is shown."""
	kit.filed("citizen")
	frappe.local.path = path
	with kit.acting("citizen"):
		frappe.session.data.csrf_token = "kit"
		templates.render(f"www/{path}.html", pages.context_of(path))  # what is cached once is cached now
		with kit.counting_queries() as seen:
			templates.render(f"www/{path}.html", pages.context_of(path))
	assert len(seen) <= most, seen


def test_a_template_is_compiled_once_a_process():
	assert templates.environment().get_template("www/home.html") is templates.environment().get_template(
		"www/home.html"
	)
