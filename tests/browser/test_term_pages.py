"""A new term on the screens: the executor asks, the contact centre decides, both see what holds (R6.2.2, R8.6)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def test_a_new_term_is_asked_for_and_agreed_to_another_day(sign_in, shoot):
	task = kit.accept(kit.task_of(kit.registered()))
	frappe.db.commit()
	executor = sign_in(kit.email("water"), 1280)
	executor.goto(f"/app/request-task/{task.name}")
	executor.get_by_role("button", name="Просити новий строк").click()
	dialog = executor.locator(".modal-dialog:visible")
	dialog.locator("textarea").fill("Чекаємо на засувку, постачальник привезе її в четвер")
	shoot(executor, "term-asked")
	dialog.get_by_role("button", name="Надіслати запит").click()
	expect(executor.locator(".contact-center-wish")).to_contain_text("Виконавець просить новий строк")
	expect(executor.get_by_role("button", name="Просити новий строк")).to_be_hidden()
	shoot(executor, "term-waits-at-executor")
	operator = sign_in(kit.email("operator"), 1280)
	operator.goto("/app/extension-request")
	expect(operator.locator(".list-row .indicator-pill", has_text="Очікує рішення").first).to_be_visible()
	shoot(operator, "term-requests")
	operator.goto(f"/app/request-task/{task.name}")
	expect(operator.locator(".contact-center-wish")).to_contain_text("постачальник")
	shoot(operator, "term-waits-at-operator")
	frappe.db.rollback()
	wish = frappe.db.get_value("Extension Request", {"task": task.name})
	operator.goto(f"/app/extension-request/{wish}")
	operator.get_by_role("button", name="Новий строк").click()
	operator.get_by_role("link", name="Погодити", exact=True).click()
	dialog = operator.locator(".modal-dialog:visible")
	dialog.locator("textarea").fill("Погоджено з управлінням")
	shoot(operator, "term-agreed")
	dialog.get_by_role("button", name="Погодити").click()
	expect(operator.get_by_role("button", name="Новий строк")).to_be_hidden()
	shoot(operator, "term-decided")
	frappe.db.rollback()
	assert kit.fresh(task).extension_count == 1
	executor.reload()
	expect(executor.get_by_role("button", name="Просити новий строк")).to_be_visible()
	operator.goto("/app/contact-center")
	expect(operator.get_by_text("Додатковий контроль")).to_be_visible()
