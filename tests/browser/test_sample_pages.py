"""A random sample of closed requests on the screens: drawn, checked, what failed returned (R9.2.4)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def test_a_sample_is_drawn_checked_and_what_failed_returned(sign_in, shoot):
	request = kit.executed()
	kit.confirm_and_close(request)
	frappe.db.commit()
	page = sign_in(kit.email("supervisor"), 1280)
	page.goto("/app/inspection-sample")
	page.get_by_role("button", name="Зробити вибірку").first.click()
	dialog = page.locator(".modal-dialog:visible")
	expect(dialog.locator("[data-fieldname='size'] input")).to_have_value("50")
	shoot(page, "sample-draw")
	dialog.get_by_role("button", name="Обрати", exact=True).click()
	page.wait_for_url("**/inspection-sample/*")
	row = page.locator(".contact-center-sampled", has_text=kit.fresh(request).number)
	expect(row).to_be_visible()
	shoot(page, "sample")
	row.get_by_role("button", name="Записати результат").click()
	dialog = page.locator(".modal-dialog:visible")
	dialog.locator("select").select_option("Not Passed")
	dialog.locator("textarea").fill("Заявниця каже: яму не засипано")
	dialog.get_by_role("button", name="Записати результат").click()
	expect(row).to_contain_text("Не пройшла")
	row.get_by_role("button", name="Повернути на доопрацювання").click()
	dialog = page.locator(".modal-dialog:visible")
	dialog.get_by_label(kit.BLURRED).check()
	shoot(page, "sample-return")
	dialog.get_by_role("button", name="Повернути на доопрацювання").click()
	expect(row.get_by_role("button", name="Повернути на доопрацювання")).to_be_hidden()
	shoot(page, "sample-checked")
	frappe.db.rollback()
	assert kit.fresh(request).stage == "Rework"
	page.get_by_role("button", name="Повторити вибір").click()
	expect(page.locator(".msgprint")).to_contain_text("Вибір повторюється")


def test_management_reads_and_draws_nothing(sign_in):
	name = kit.executed()
	kit.confirm_and_close(name)
	sample = kit.sample()
	frappe.db.commit()
	page = sign_in(kit.email("management"), 390)
	page.goto(f"/app/inspection-sample/{sample}")
	expect(page.locator(".contact-center-sampled").first).to_be_visible()
	assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
	expect(page.get_by_role("button", name="Записати результат")).to_have_count(0)


def test_what_an_inspection_found_undone_is_returned_from_its_form(sign_in, shoot):
	request = kit.executed()
	kit.confirm_and_close(request)
	found = kit.record_inspection(kit.call_inspection(request, kind="Reported Work"), "Work Not Done")
	frappe.db.commit()
	page = sign_in(kit.email("operator"), 390)
	page.goto(f"/app/inspection/{found.name}")
	page.get_by_role("button", name="Повернути на доопрацювання").locator("visible=true").first.click()
	dialog = page.locator(".modal-dialog:visible")
	dialog.get_by_label(kit.BLURRED).check()
	expect(dialog.locator("textarea")).to_have_value(found.findings)
	shoot(page, "inspection-return")
	dialog.get_by_role("button", name="Повернути на доопрацювання").click()
	expect(page.locator(".modal-dialog:visible")).to_have_count(0)
	expect(
		page.get_by_role("button", name="Повернути на доопрацювання").locator("visible=true")
	).to_have_count(0)
	frappe.db.rollback()
	assert kit.fresh(request).stage == "Rework"


def test_from_a_sample_an_inspection_is_called_at_its_request(sign_in):
	request = kit.executed()
	kit.confirm_and_close(request)
	sample = kit.sample()
	frappe.db.commit()
	page = sign_in(kit.email("supervisor"), 1280)
	page.goto(f"/app/inspection-sample/{sample}")
	row = page.locator(".contact-center-sampled", has_text=kit.fresh(request).number)
	row.get_by_role("button", name="Призначити обстеження").click()
	page.wait_for_url("**/request/*")
	expect(page.locator(".modal-dialog:visible [data-fieldname='reason'] textarea")).to_be_visible()
