"""«Мене це теж стосується»: a citizen finds out that it was reported already, joins, answers and leaves; the office sees it."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

from contact_center.intake import joining

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
WORDS = "Мій підвал, я Заявниченко, кв. 7"


def test_a_citizen_joins_instead_of_filing_again(sign_in, shoot):
	request = kit.registered(description=WORDS, flat="7")
	page = sign_in(kit.email("neighbour"))
	page.goto("/submit-request")
	similar = page.locator("#similar-here")
	page.get_by_role("searchbox").fill("Leak")
	page.get_by_role("button", name="Перевірочна справа Leak").click()
	expect(similar).to_be_hidden()
	page.get_by_label("Вулиця").fill(kit.STREET)
	page.get_by_label("Будинок").fill("12")
	page.get_by_label("Місце словами").focus()
	expect(similar).to_contain_text(f"заявка {request.number}")
	expect(similar).to_contain_text("стосується людей: 1")
	expect(similar).not_to_contain_text("підвал")
	shoot(page, "similar-requests")
	similar.get_by_role("button", name="Мене це теж стосується").click()
	expect(page.locator("#page-done")).to_contain_text("Ви приєдналися")
	expect(page.locator("body")).not_to_contain_text("Заявниченко")
	shoot(page, "joined-request")
	page.goto("/my-requests")
	expect(page.locator(".cc-joined")).to_have_text("Ви приєдналися")
	shoot(page, "joined-in-the-list")
	page.goto("/submit-request")
	expect(page.get_by_label("Будинок")).to_have_value("")
	page.goto(f"/my-requests/{request.name}")
	page.get_by_role("button", name="Мене це більше не стосується").click()
	page.get_by_role("button", name="Так, відмовляюся").click()
	page.wait_for_url("**/my-requests")
	frappe.db.rollback()
	assert kit.fresh(request).joined_count == 0


def test_the_joined_are_asked_and_the_operator_reads_it_before_closing(sign_in, shoot):
	request = kit.executed()
	joining.join(request.name, kit.applicant("neighbour"))
	page = sign_in(kit.email("neighbour"))
	page.goto(f"/my-requests/{request.name}")
	shoot(page, "joined-is-asked")
	page.get_by_role("button", name="Ні, не виконано").click()
	page.locator("#dispute-form textarea").fill("У дворі досі калюжа")
	page.get_by_role("button", name="Надіслати до контакт-центру").click()
	expect(page.locator("#page-done")).to_be_visible()
	desk = sign_in(kit.email("operator"), 1280)
	frappe.db.set_value(
		"Request", request.name, {"applicant_answer": "Confirmed", "confirmation": "By Phone"}
	)
	frappe.db.commit()
	desk.goto(f"/app/request/{request.name}")
	part = desk.locator("[data-fieldname=joined_html]")
	expect(part).to_contain_text("підтвердили 0 із 1, не підтвердили: 1")
	expect(part).to_contain_text("Сусідчук")
	shoot(desk, "request-with-joined")
	desk.get_by_role("button", name="Закрити", exact=True).first.click()
	expect(desk.locator(".modal-dialog:visible")).to_contain_text("У дворі досі калюжа")
	shoot(desk, "closing-against-the-joined")
