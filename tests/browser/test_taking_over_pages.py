"""Two operators and one card: who takes it over goes on with it, who had it is told and loses no words (P2, P3)."""

import frappe
import kit
import pytest
from kit import PHONES
from playwright.sync_api import expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city", "no_cards")


@pytest.fixture
def no_cards(city):
	_drop()
	yield
	_drop()


def _drop() -> None:
	frappe.db.rollback()
	for person in ("operator", "supervisor"):
		frappe.db.delete("Interaction", {"operator": kit.email(person)})
	frappe.db.delete("Moderation Hold")
	frappe.db.commit()


def desk_of(page):
	page.goto("/app/operator-desk")
	page.wait_for_load_state("networkidle")
	expect(page.locator('[data-field="phone"]')).to_be_visible(timeout=15_000)
	return page


def field(page, name: str):
	return page.locator(f'[data-field="{name}"]')


def begun(page, words: str = "немає води"):
	"""A known caller, and what the call is about; the draft is on the server."""
	page.keyboard.type(PHONES["citizen"])
	expect(page.locator(".call-choices .is-first")).to_contain_text("Заявниченко", timeout=15_000)
	page.keyboard.press("Enter")
	field(page, "description").fill(words)
	expect(page.locator(".call-saved")).to_have_text("Чернетку збережено", timeout=15_000)


def test_a_card_is_taken_over_from_the_shift_and_its_first_operator_begins_a_new_one(sign_in, shoot):
	first = desk_of(sign_in(kit.email("operator"), 1280))
	begun(first)
	kit.filed(description="У підвалі тече, і вже четвертий день.")
	frappe.db.commit()
	second = sign_in(kit.email("supervisor"), 1280)
	second.goto("/app/shift-overview")
	cards = second.locator(".shift .call-cards").first
	expect(cards).to_contain_text("Заявниченко", timeout=15_000)
	expect(cards).to_contain_text("немає води")
	expect(second.locator(".shift-figures")).to_contain_text("Чекають модерації")
	shoot(second, "shift-overview")
	cards.get_by_role("button", name="Перейняти").click()
	second.locator(".modal-dialog:visible .btn-modal-primary").click()
	expect(second.locator(".call-message")).to_contain_text("Далі цю картку ведете ви", timeout=15_000)
	expect(field(second, "description")).to_have_value("немає води")
	expect(second.locator(".call-name")).to_contain_text("Заявниченко")
	shoot(second, "card-taken-over")
	field(first, "description").fill("немає води третій день")
	told = first.locator(".modal-dialog:visible")
	expect(told).to_contain_text("Цю картку перейняв", timeout=15_000)
	shoot(first, "card-lost")
	told.get_by_role("button", name="Почати нову картку з написаним").click()
	expect(first.locator(".call-saved")).to_have_text("Чернетку збережено", timeout=15_000)
	expect(field(first, "description")).to_have_value("немає води третій день")
	frappe.db.rollback()
	rows = frappe.get_all(
		"Interaction", {"status": "Open"}, ["operator", "draft", "applicant"], order_by="started_at"
	)
	assert [row.operator for row in rows] == [kit.email("supervisor"), kit.email("operator")]
	assert "третій день" not in rows[0].draft and "третій день" in rows[1].draft
	assert rows[1].applicant == kit.applicant()


def test_an_operator_finds_an_open_card_of_a_colleague_at_the_desk(sign_in, shoot):
	page = desk_of(sign_in(kit.email("supervisor"), 1280))
	begun(page, "тече кран")
	page.close()
	page = desk_of(sign_in(kit.email("operator"), 1280))
	page.get_by_role("button", name="Відкриті картки колег").click()
	dialog = page.locator(".modal-dialog:visible")
	expect(dialog).to_contain_text("тече кран", timeout=15_000)
	expect(dialog.get_by_role("button", name="Перейняти")).to_have_count(0)
	shoot(page, "open-cards")
	page.keyboard.press("Escape")
	frappe.db.set_value("Interaction", {"status": "Open"}, "kept_utc", "2026-01-01 00:00:00")
	frappe.db.commit()
	page.get_by_role("button", name="Відкриті картки колег").click()
	page.locator(".modal-dialog:visible").get_by_role("button", name="Перейняти").click()
	expect(field(page, "description")).to_have_value("тече кран", timeout=15_000)


def test_the_shift_of_nobody_says_so(sign_in, shoot):
	page = sign_in(kit.email("supervisor"), 1280)
	page.goto("/app/shift-overview")
	expect(page.locator(".shift")).to_contain_text("Зараз ніхто не має відкритої картки", timeout=15_000)
	expect(page.locator(".shift")).to_contain_text("Зараз ніхто не взяв заявки")
	shoot(page, "shift-empty")
