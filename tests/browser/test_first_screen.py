"""What a form says without scrolling, at a desk and on a phone; what an empty list and a chart say."""

import re

import frappe
import kit
import pytest
from playwright.sync_api import Locator, Page, expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

# Buttons on the page that are visible and have no name for who does not see it.
NAMELESS = """() => [...document.querySelectorAll(".page-container:not([style*='none']) button, .page-container:not([style*='none']) [role=button]")]
	.filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && each.offsetWidth > 1)
	.filter((each) => !(each.getAttribute("aria-label") || each.title || each.innerText.trim()))
	.map((each) => each.outerHTML.slice(0, 200))"""


@pytest.fixture
def opened(sign_in):
	"""`opened(person, doc, width)`: the person's page with the document's form, loaded."""

	def form(person: str, doc, width: int) -> Page:
		frappe.db.commit()
		page = sign_in(kit.email(person), width)
		page.goto(f"/app/{doc.doctype.lower().replace(' ', '-')}/{doc.name}")
		page.wait_for_function("name => window.cur_frm?.docname === name && cur_frm.doc.stage", arg=doc.name)
		page.wait_for_function("!frappe.request.ajax_count")
		return page

	return form


def field(page: Page, name: str) -> Locator:
	return page.locator(f'.form-layout:visible [data-fieldname="{name}"]:visible').first


def assert_on_first_screen(page: Page, *parts: Locator) -> None:
	"""Each part lies wholly between the bar on top and the lower edge, and nothing was scrolled for it."""
	assert page.evaluate("scrollY") == 0
	height = page.viewport_size["height"]
	for part in parts:
		expect(part).to_be_visible()
		box = part.bounding_box()
		assert box["y"] >= 0 and box["y"] + box["height"] <= height, (part, box)


def next_step(page: Page, label: str) -> Locator:
	return page.locator(
		".page-head:visible .btn-primary:visible", has_text=re.compile(f"^\\s*{frappe._(label, 'uk')}\\s*$")
	)


def test_a_card_tells_what_where_who_and_by_when_at_once(opened, shoot):
	"""P2: the operator who is rung answers without scrolling."""
	request = kit.executed(flat="7")
	page = opened("operator", request, 1280)
	names = (
		"classifier",
		"description",
		"street",
		"building",
		"flat",
		"district",
		"applicant",
		"result_for_applicant",
	)
	phone = page.locator(f'a[href="tel:{kit.PHONES["citizen"]}"]:visible').first
	assert_on_first_screen(page, *(field(page, name) for name in names), phone, page.locator(".form-message"))
	assert_on_first_screen(page, next_step(page, "Close"), page.locator(".contact-center-tasks"))
	cut = "(all) => all.filter((each) => each.scrollHeight > each.clientHeight || each.scrollWidth > each.clientWidth).length"
	# Frappe 16 has the title as the last of the breadcrumbs
	title = page.locator(".page-head:visible :is(h3.title-text, .title-text-form)")
	expect(title).to_contain_text(request.number)
	assert title.evaluate_all(cut) == 0
	shoot(page, "first-screen-request")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("step", ["Accept", "Report Result"])
def test_a_task_tells_what_where_and_what_is_needed_at_once(opened, shoot, width, step):
	"""P4, R7.5: on a phone in the street as well as at a desk."""
	task = kit.task_of(kit.registered())
	if step != "Accept":
		kit.accept(task)
	page = opened("water", task, width)
	headline = page.locator(".form-message")
	expect(headline).to_contain_text(frappe._("Photo", "uk"))
	expect(headline).to_contain_text(re.compile(r"\d\d\.\d\d\.\d{4}"))
	parts = [field(page, name) for name in ("classifier", "wording", "address")]
	assert_on_first_screen(page, headline, next_step(page, step), *parts)


@pytest.mark.parametrize("width", [390, 1280])
def test_each_button_of_a_form_and_of_a_list_has_a_name(opened, width):
	page = opened("operator", kit.filed(), width)
	page.wait_for_function(f"!({NAMELESS})().length")
	page.evaluate("frappe.set_route('List', 'Request', 'List')")
	page.wait_for_function(
		"window.cur_list?.doctype === 'Request' && cur_list.data.length && !frappe.request.ajax_count"
	)
	page.wait_for_function(f"!({NAMELESS})().length")


def test_an_empty_queue_says_what_to_do_next(sign_in):
	page = sign_in(kit.email("operator"), 1280)
	page.goto("/app/request?stage=Rejected")
	expect(page.locator(".no-result:visible").first).to_contain_text("приберіть фільтри")


def test_works_end_after_one_question(sign_in):
	"""RE2: nobody takes them off the citizens' page by a slip of the finger; the button has its words on a phone."""
	from kit_rest import event_fields

	event = frappe.get_doc({"doctype": "Repair Event", **event_fields("KIT-WATER")}).insert()
	frappe.db.commit()
	page = sign_in(kit.email("operator"), 390)
	page.goto(f"/app/repair-event/{event.name}")
	page.wait_for_function("name => window.cur_frm?.docname === name", arg=event.name)
	next_step(page, "Work Is Finished").click()
	page.locator(".modal.show .btn-modal-primary").click()
	page.wait_for_function(
		"cur_frm.doc.status !== frappe.boot.contact_center.repairs.open && !cur_frm.is_dirty()"
	)
	frappe.db.rollback()
	assert kit.fresh(event).status == "Closed"


def test_a_chart_spells_out_the_names_on_its_axis(sign_in):
	"""R9.3: «Очікує підтвердження», not «Очікує підтв ...»."""
	kit.executed()
	frappe.db.commit()
	page = sign_in(kit.email("management"), 390)
	page.goto("/app/contact-center")
	chart = page.locator(".dashboard-widget-box", has_text=frappe._("Under Control by Stage", "uk"))
	expect(chart.locator(".x.axis")).to_contain_text("підтвердження", timeout=30_000)
	expect(chart.locator(".x.axis")).not_to_contain_text("...")
