"""A closed request is opened again in the account, on its form and at the operator's desk (R7.7)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
WORDS = "Після дощу знову тече"


def closed():
	request = kit.executed()
	kit.confirm_and_close(request)
	frappe.db.commit()
	return request


def is_open_again(request) -> bool:
	frappe.db.rollback()
	return kit.fresh(request).reopen_count == 1


def test_the_applicant_opens_it_again_with_a_photo(sign_in, shoot, photo):
	request = closed()
	page = sign_in(kit.email("citizen"), 390)
	page.goto(f"/my-requests/{request.name}")
	shoot(page, "reopen-offered-390")
	page.get_by_role("button", name="Відкрити знову").click()
	page.locator("#reopen-text").fill(WORDS)
	page.locator("#reopen-files").set_input_files(photo("течія.png"))
	expect(page.get_by_text("Завантажено")).to_be_visible()
	shoot(page, "reopen-form-390")
	page.locator("#reopen-form button[type=submit]").click()
	expect(page.locator("#page-done")).to_contain_text("Заявку знову відкрито")
	expect(page.locator(".cc-timeline")).to_contain_text(WORDS)
	shoot(page, "reopened-390")
	assert is_open_again(request)


def test_an_operator_opens_it_again_on_the_form_for_who_calls(sign_in, shoot):
	request = closed()
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{request.name}")
	page.get_by_role("button", name="Відкрити знову").click()
	dialog = page.locator(".modal-dialog:visible")
	dialog.locator("textarea").fill(WORDS)
	shoot(page, "reopen-dialog-1280")
	dialog.get_by_role("button", name="Відкрити знову").click()
	expect(page.locator(".form-message:visible")).to_contain_text("Повернуто на доопрацювання")
	shoot(page, "reopened-form-1280")
	assert is_open_again(request)


def test_an_operator_opens_it_again_while_the_caller_talks(sign_in, shoot):
	request = closed()
	page = sign_in(kit.email("operator"), 1280)
	page.goto("/app/operator-desk")
	page.get_by_label("Телефон").first.fill(kit.PHONES["citizen"])
	page.get_by_text("Заявниченко").first.click()
	row = page.locator("li", has_text=kit.fresh(request).number).last
	row.get_by_role("button", name="Відкрити знову").click()
	dialog = page.locator(".modal-dialog:visible")
	dialog.locator("textarea").fill(WORDS)
	shoot(page, "reopen-card-1280")
	dialog.get_by_role("button", name="Відкрити знову").click()
	expect(row.get_by_role("button", name="Відкрити знову")).to_have_count(0)
	assert is_open_again(request)
