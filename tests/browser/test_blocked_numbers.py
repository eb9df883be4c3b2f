"""The whole way of a memo at the desk, and what a citizen reads whose number is blocked (R5.8)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def choose(page, button: str) -> None:
	page.get_by_role("button", name=button, exact=True).click()


def answer(page, field: str, text: str) -> None:
	"""Fill in the open dialog and confirm it; it closes once the step is taken."""
	dialog = page.locator(".modal.show")
	dialog.locator(f'[data-fieldname="{field}"] :is(input, textarea)').fill(text)
	dialog.locator(".btn-modal-primary").click()
	expect(dialog).to_have_count(0)


def desk(sign_in, person: str, address: str, width: int = 1280):
	page = sign_in(kit.email(person), width)
	page.goto(address)
	page.wait_for_load_state("networkidle")
	return page


def test_a_memo_goes_from_the_operator_to_the_block_and_back(sign_in, shoot):
	page = desk(sign_in, "operator", "/app/block-memo/new-block-memo-1")
	page.locator('[data-fieldname="phone"] input').fill("067 111 00 01")
	page.locator('select[data-fieldname="ground"]').select_option("Insults")
	page.locator('[data-fieldname="what_was_said"] textarea').fill("Двічі назвав оператора негідними словами")
	shoot(page, "memo-new")
	choose(page, "Зберегти")
	expect(page.locator(".form-message:visible")).to_contain_text("Керівник погоджує або відхиляє")
	frappe.db.rollback()
	memo = frappe.get_last_doc("Block Memo")
	form = f"/app/block-memo/{memo.name}"

	page = desk(sign_in, "supervisor", form)
	shoot(page, "memo-to-decide")
	choose(page, "Погодити записку")
	expect(page.locator(".form-message:visible")).to_contain_text("номер блокує адміністратор")

	page = desk(sign_in, "administrator", form)
	choose(page, "Заблокувати номер")
	expect(page.locator('.modal.show [data-fieldname="days"] input')).to_have_value("30")
	answer(page, "days", "5")
	expect(page.locator(".form-message:visible")).to_contain_text("Номер заблоковано")
	shoot(page, "memo-blocked")
	choose(page, "Показати блокування")
	expect(page.locator(".list-row")).to_have_count(1)
	shoot(page, "blocks")
	frappe.db.rollback()
	block = frappe.get_last_doc("Phone Block")
	page.goto(f"/app/phone-block/{block.name}")
	choose(page, "Зняти блокування")
	answer(page, "reason", "Номер тепер у іншої людини")
	expect(page.locator(".form-message:visible")).to_contain_text("Номер тепер у іншої людини")
	shoot(page, "block-lifted")


def test_the_lists_say_what_to_do_where_nothing_is(sign_in, shoot):
	page = desk(sign_in, "operator", "/app/block-memo")
	expect(page.locator(".no-result:visible").first).to_contain_text("Доповідних записок ще немає")
	page.goto("/app/phone-block")
	expect(page.locator(".no-result:visible").first).to_contain_text("заблокованих номерів немає")
	shoot(page, "no-blocks")
	page.goto("/app/contact-center")
	expect(page.get_by_text("Доповідні записки на розгляді")).to_be_visible()


def test_a_citizen_reads_until_when_and_where_to_complain(sign_in, shoot):
	kit.block(kit.memo(), days=3)
	frappe.db.commit()
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	expect(page.locator(".cc-note[role=alert]")).to_contain_text("Ваш номер заблоковано до")
	expect(page.locator(".cc-note[role=alert]")).to_contain_text("скаргу до міської ради")
	shoot(page, "blocked-citizen")
