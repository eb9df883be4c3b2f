"""Test that a form opens with one answer: what it shows comes with the document, not by later calls."""

import frappe
import kit
import pytest
from playwright.sync_api import Page, expect

from contact_center.control import comments

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

# The framework's own calls when a form opens; their number depends on its version.
FRAMEWORKS = ("frappe.desk.form.",)


@pytest.fixture
def desk(sign_in):
	"""Return `desk(person, doc)`, which opens the document's form once, so that its doctype is loaded."""

	def opened(person: str, doc) -> Page:
		page = sign_in(kit.email(person), 1280)
		page.goto(f"/app/{doc.doctype.lower().replace(' ', '-')}/{doc.name}")
		rest(page, doc)
		return page

	return opened


def rest(page: Page, doc) -> None:
	page.wait_for_function("name => window.cur_frm?.docname === name && cur_frm.doc.stage", arg=doc.name)
	page.locator(".contact-center-journal").last.wait_for(state="attached")
	page.wait_for_timeout(500)  # long enough for a debounced call
	page.wait_for_function("!frappe.request.ajax_count")


def open_form(page: Page, doc) -> list[str]:
	"""Open the document's form inside the desk; return the methods that were called until the network was idle."""
	asked: list[str] = []

	def note(request) -> None:
		if "/api/method/" in request.url and request.resource_type in ("xhr", "fetch"):
			asked.append(request.url.split("/api/method/")[1].split("?")[0])

	page.on("request", note)
	page.evaluate("([doctype, name]) => frappe.set_route('Form', doctype, name)", [doc.doctype, doc.name])
	rest(page, doc)
	page.remove_listener("request", note)
	return asked


def assert_whole(asked: list[str]) -> None:
	assert [method for method in asked if not method.startswith(FRAMEWORKS)] == []
	assert len(asked) <= 2, asked


def test_a_request_in_progress_opens_by_the_document_and_the_frameworks_own_question(desk, shoot):
	"""P2: executors, journal, contact and files are there without a call of ours."""
	first, second = kit.registered(), kit.registered()
	for request in (first, second):
		kit.accept(kit.task_of(request))
	frappe.db.commit()
	page = desk("operator", first)
	assert_whole(open_form(page, second))
	form = page.locator(".contact-center-form:visible")
	expect(form.locator(".contact-center-tasks")).to_contain_text(
		frappe.db.get_value("Executor", "KIT-WATER", "title")
	)
	expect(form.locator('[data-fieldname="applicant"] a[href^="tel:"]')).to_have_attribute(
		"href", f"tel:{kit.PHONES['citizen']}"
	)
	shoot(page, "form-request")


def test_a_task_opens_by_the_document_and_the_frameworks_own_question(desk, shoot):
	"""P4, R7.5: the evidence that is needed, the next step; the contact is asked for by its own button."""
	first, second = kit.registered(), kit.registered()
	for request in (first, second):
		kit.accept(kit.task_of(request))
	frappe.db.commit()
	page = desk("water", kit.task_of(first))
	assert_whole(open_form(page, kit.task_of(second)))
	form = page.locator(".contact-center-form:visible")
	expect(form.locator(".contact-center-needed")).to_contain_text("Фото")
	expect(
		page.locator(".page-head:visible .btn-primary:visible", has_text=frappe._("Report Result", "uk"))
	).to_be_visible()
	shoot(page, "form-task")


def test_a_card_to_be_moderated_brings_what_it_leads_to(desk):
	"""R5.11."""
	first, second = kit.filed(), kit.filed()
	frappe.db.commit()
	page = desk("operator", first)
	assert_whole(open_form(page, second))
	expect(page.locator('.form-layout:visible [data-fieldname="classifier"]').first).to_contain_text(
		frappe.db.get_value("Executor", "KIT-WATER", "title")
	)


def test_a_form_that_is_shown_again_is_read_anew(desk):
	"""R8.1.3: the journal has what happened meanwhile."""
	first, second = kit.registered(), kit.registered()
	frappe.db.commit()
	page = desk("operator", first)
	open_form(page, second)
	comments.comment("Request", first.name, "Дзвонив мешканець")
	frappe.db.commit()
	page.evaluate("cur_frm.refresh_if_stale_for = 0")
	page.go_back()
	expect(page.locator(".contact-center-journal:visible, .contact-center-journal").last).to_contain_text(
		"Дзвонив мешканець"
	)


def test_a_redirected_request_shows_its_new_executor(desk):
	"""R6.2.1: a request that was open before its task was redirected is reloaded."""
	request = kit.registered()
	frappe.db.commit()
	page = desk("operator", request)
	open_form(page, kit.task_of(request))
	page.locator(".page-head:visible").get_by_role("button", name="Переадресувати", exact=True).click()
	page.wait_for_function("window.cur_dialog")
	page.evaluate("cur_dialog.set_values({executor: 'KIT-HOUSING', reason: 'Не їхній будинок'})")
	page.wait_for_function(
		"cur_dialog.get_values(true)?.executor === 'KIT-HOUSING'"
	)  # the link asks the server first
	page.locator(".modal.show .btn-modal-primary").click()
	title = frappe.db.get_value("Executor", "KIT-HOUSING", "title")
	expect(page.locator(".contact-center-tasks:visible")).to_contain_text(title)
