"""The moderator's walk: the next request is taken, held against a colleague, asked about, answered and registered."""

import re
from datetime import timedelta

import frappe
import kit
import pytest
from playwright.sync_api import expect

from contact_center.record import clock

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def test_two_operators_at_one_queue(sign_in, shoot):
	frappe.db.delete("Moderation Hold")
	request = kit.filed(description="У підвалі тече, і вже другий день.", wording_agreed=1)
	first, second = (sign_in(kit.email(person), 1280) for person in ("operator", "supervisor"))
	first.goto(f"/app/request/{request.name}")
	expect(first.locator(".form-message:visible")).to_contain_text(re.compile("модерації з|розглянути з"))
	first.goto("/app/request")
	shoot(first, "moderation-queue")
	first.get_by_role("button", name="Взяти наступну").click()
	expect(first.locator(".form-message:visible")).to_contain_text("Ви працюєте з нею до")
	shoot(first, "moderation-taken")
	second.goto(f"/app/request/{request.name}")
	expect(second.locator(".form-message:visible")).to_contain_text("Із заявкою працює")
	shoot(second, "moderation-held-by-another")
	expect(second.get_by_role("button", name="Зареєструвати")).to_be_hidden()
	second.get_by_role("button", name="Взяти наступну").click()
	expect(second.locator(".desk-alert")).to_contain_text("Черга порожня")
	first.get_by_role("button", name="Розгляд").click()
	first.get_by_role("link", name="Запитати заявника").click()
	dialog = first.locator(".modal-dialog:visible")
	dialog.locator("textarea").fill("У якому під’їзді?")
	shoot(first, "moderation-question")
	dialog.get_by_role("button", name="Запитати", exact=True).click()
	expect(first.locator(".form-message:visible")).to_contain_text("заявка чекає на відповідь")
	shoot(first, "moderation-waits")
	page = sign_in(kit.email("citizen"))
	page.goto("/my-requests")
	expect(page.get_by_text("Чекаємо на вашу відповідь")).to_be_visible()
	page.goto(f"/my-requests/{request.name}")
	expect(page.locator("#question")).to_contain_text("У якому під’їзді?")
	shoot(page, "question-of-the-operator")
	page.locator("#answer-text").fill("У другому")
	page.get_by_role("button", name="Надіслати відповідь").click()
	expect(page.locator("#page-done")).to_contain_text("Дякуємо")
	second.goto("/app/request")
	second.get_by_role("button", name="Взяти наступну").click()
	expect(second.locator(".form-message:visible")).to_contain_text("Ви працюєте з нею до")
	second.get_by_role("button", name="Зареєструвати").click()
	expect(
		second.get_by_text("Очікує виконавця").or_(second.locator(".form-message:visible"))
	).to_be_visible()


def of_moderation(page, label: str):
	"""Open an act of the menu «Розгляд» and return its dialog."""
	page.get_by_role("button", name="Розгляд").click()
	page.get_by_role("link", name=label).click()
	return page.locator(".modal-dialog:visible")


def test_one_request_becomes_two_and_the_second_joins_an_open_one(sign_in, shoot):
	into = kit.registered(classifier=kit.POTHOLE)
	request = kit.filed("neighbour", description="У підвалі тече, а біля дому яма на дорозі.")
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{request.name}")
	dialog = of_moderation(page, "Розділити на дві")
	dialog.locator("textarea").fill("Біля дому яма на дорозі")
	shoot(page, "moderation-split")
	dialog.get_by_role("button", name="Розділити на дві").click()
	page.wait_for_url(lambda url: request.name not in url)
	expect(dialog).to_be_hidden()
	expect(page.locator("[data-fieldname=description] textarea:visible")).to_have_value(
		"Біля дому яма на дорозі"
	)
	dialog = of_moderation(page, "Приєднати до відкритої")
	dialog.locator("select").select_option(into.name)
	shoot(page, "moderation-join-to")
	dialog.get_by_role("button", name="Приєднати", exact=True).click()
	expect(page.locator(".form-message:visible")).to_contain_text(into.number)
	frappe.db.rollback()
	assert kit.fresh(into).joined_count == 1


def test_a_refusal_begins_with_the_words_of_its_ground(sign_in, shoot):
	request = kit.filed(description="Проведіть мені лекцію про космос.")
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{request.name}")
	page.get_by_role("button", name="Дії").click()
	page.get_by_role("link", name="Відхилити").click()
	dialog = page.locator(".modal-dialog:visible")
	dialog.locator("select").select_option("Не є заявкою")
	expect(dialog.locator("textarea")).to_have_value("Звернення не потребує робіт виконавця.")
	shoot(page, "moderation-refusal")
	dialog.get_by_role("button", name="Відхилити").click()
	expect(page.locator(".form-message:visible")).to_contain_text("Звернення не потребує")
	frappe.db.rollback()
	assert kit.fresh(request).refusal_ground == "Не є заявкою"


def test_a_hold_goes_on_with_the_keys_and_its_loss_is_told(sign_in, shoot):
	request = kit.filed(description="У підвалі тече, і вже третій день.")
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{request.name}")
	page.get_by_role("button", name="Розгляд").click()
	page.get_by_role("link", name="Взяти собі").click()
	expect(page.locator(".form-message:visible")).to_contain_text("Ви працюєте з нею до")
	soon = clock.to_utc(clock.now() + timedelta(minutes=1))
	frappe.db.set_value("Moderation Hold", request.name, "until_utc", soon)
	frappe.db.commit()
	page.evaluate("cur_frm.contact_center_watch.asked_at = 0")
	with page.expect_response(re.compile("holds.prolong")):
		page.keyboard.press("Shift")
	frappe.db.rollback()
	assert frappe.db.get_value("Moderation Hold", request.name, "until_utc") > soon
	page.evaluate("cur_frm.set_value('wording', 'Тече у підвалі')")
	frappe.db.set_value("Moderation Hold", request.name, "operator", kit.email("supervisor"))
	frappe.db.commit()
	page.evaluate("cur_frm.contact_center_watch.asked_at = 0")
	page.keyboard.press("Shift")
	told = page.locator(".modal-dialog:visible")
	expect(told).to_contain_text("Заявка вже не за вами: над нею працює")
	expect(told).to_contain_text("Введене лишається на екрані")
	shoot(page, "moderation-hold-lost")
	assert page.evaluate("cur_frm.doc.wording") == "Тече у підвалі"
	frappe.db.delete("Moderation Hold", {"name": request.name})
	frappe.db.commit()
