"""A result is returned: grounds are ticked with the files that they are about, and the executor reads them (R6.3.3)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def test_grounds_are_ticked_and_the_executor_reads_them(sign_in, shoot):
	request = kit.executed()
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{request.name}")
	expect(page.locator(".form-message:visible")).to_be_visible()
	page.get_by_role("button", name="Дії").click()
	page.get_by_role("link", name="Повернути на доопрацювання").click()
	dialog = page.locator(".modal-dialog:visible")
	expect(dialog.get_by_text("Яких файлів це стосується").first).to_be_hidden()
	dialog.get_by_label(kit.SCAN).check()
	dialog.locator("li", has_text=kit.SCAN).get_by_label("готово").check()
	reason = dialog.locator("textarea")
	expect(reason).to_have_value(frappe.db.get_value("Return Ground", kit.SCAN, "text"))
	reason.fill("Перескануйте акт")
	dialog.get_by_label(kit.BLURRED).check()
	expect(reason).to_have_value("Перескануйте акт")
	shoot(page, "return-grounds")
	dialog.get_by_role("button", name="Повернути на доопрацювання").click()
	expect(page.locator(".form-message:visible")).to_contain_text("Повернуто на доопрацювання")
	expect(page.locator("[data-fieldname=returned_for] .grid-body")).to_contain_text(kit.SCAN)
	shoot(page, "return-on-record")
	frappe.db.rollback()
	assert {row.ground for row in kit.fresh(request).returned_for} == {kit.BLURRED, kit.SCAN}
	executor = sign_in(kit.email("water"), 1280)
	executor.goto(f"/app/request-task/{kit.task_of(request).name}")
	expect(executor.locator(".form-message:visible")).to_contain_text(kit.SCAN)
	shoot(executor, "return-read-by-executor")


def test_a_dispute_ticks_its_ground_by_itself(sign_in):
	from contact_center.control import confirmation

	request = kit.executed()
	with kit.acting("citizen"):
		confirmation.dispute(request.name, kit.email("citizen"), "Вода тече далі")
	frappe.db.commit()
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{request.name}")
	page.get_by_role("button", name="Повернути на доопрацювання").click()
	dialog = page.locator(".modal-dialog:visible")
	expect(dialog.get_by_label(kit.DISPUTED)).to_be_checked()
	expect(dialog.locator("textarea")).to_have_value("Заявник не підтвердив, що роботу виконано.")
