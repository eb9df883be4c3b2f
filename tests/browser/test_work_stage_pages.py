"""Stages of long-term work: planned and reported by the executor, agreed by the operator, read by the applicant (R4.5)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def opened(page, task):
	page.goto(f"/app/request-task/{task.name}")
	expect(page.locator(".form-message:visible")).to_be_visible(timeout=20_000)
	return page


def step(page, name: str):
	page.get_by_role("button", name="Етапи робіт").click()
	page.get_by_role("link", name=name, exact=True).click()
	return page.locator(".modal-dialog:visible")


def test_a_stage_from_its_planning_to_the_applicants_page(sign_in, shoot):
	task = kit.accept(kit.task_of(kit.registered(classifier=kit.LIFT)), "housing")
	frappe.db.commit()
	page = opened(sign_in(kit.email("housing"), 1280), task)
	expect(page.locator(".form-message:visible")).to_contain_text("не має наступної дати")
	shoot(page, "stage-none-1280")
	dialog = step(page, "Запланувати етап")
	dialog.locator('[data-fieldname="title"] input').fill("Зняти стару кабіну")
	shoot(page, "stage-plan-1280")
	dialog.locator(".btn-modal-primary").click()
	expect(page.locator("[data-fieldname=work_stages] .grid-body")).to_contain_text("Зняти стару кабіну")
	shoot(page, "stage-planned-1280")
	far = frappe.utils.add_days(frappe.utils.nowdate(), 90)
	dialog = step(page, "Запланувати етап")
	dialog.locator('[data-fieldname="title"] input').fill("Поставити нову кабіну")
	day = dialog.locator('[data-fieldname="day"] input')
	day.fill(frappe.utils.getdate(far).strftime("%d.%m.%Y"))
	day.press("Tab")
	dialog.locator(".btn-modal-primary").click()
	expect(page.locator("[data-fieldname=work_stages] .grid-body")).to_contain_text("Поставити нову кабіну")
	operator = opened(sign_in(kit.email("operator"), 1280), task)
	dialog = step(operator, "Погодити етап")
	shoot(operator, "stage-agree-1280")
	dialog.locator(".btn-modal-primary").click()
	expect(operator.locator(".modal-dialog:visible")).to_have_count(0)
	page = opened(page, task)
	dialog = step(page, "Звітувати про етап")
	dialog.locator("textarea").fill("Стару кабіну знято, шахту огороджено.")
	shoot(page, "stage-report-1280")
	dialog.locator(".btn-modal-primary").click()
	expect(page.locator(".modal-dialog:visible")).to_have_count(0)
	frappe.db.rollback()
	stages = frappe.get_all("Work Stage", {"parent": task.name}, ["title", "due", "done_at"], order_by="idx")
	assert [bool(each.done_at) for each in stages] == [True, False] and all(each.due for each in stages)
	citizen = sign_in(kit.email("citizen"), 390)
	citizen.goto(f"/my-requests/{task.request}")
	expect(citizen.get_by_role("heading", name="Етапи робіт")).to_be_visible()
	expect(citizen.get_by_text("Стару кабіну знято, шахту огороджено.").first).to_be_visible()
	expect(citizen.get_by_text("Наступний етап до")).to_be_visible()
	shoot(citizen, "stages-390")
