"""Who had it how long, the supervisor's redirect and proposals of routes on the screens (R7.2, R7.3)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

from contact_center.control import route_proposals
from contact_center.control.redirect import redirect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


def test_after_two_redirects_the_supervisor_decides(sign_in, shoot):
	request = kit.registered()
	for executor in ("KIT-ROADS", "KIT-HOUSING"):
		with kit.acting("operator"):
			redirect(kit.task_of(request).name, executor, "Не їхнє")
	kit.act(kit.task_of(request), "Not My Competence", "housing", reason="І не наше")
	frappe.db.commit()
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{request.name}")
	expect(page.locator(".form-message:visible")).to_contain_text("Далі переадресовує керівник")
	expect(page.locator(".contact-center-tasks")).to_contain_text("передано далі")
	expect(page.get_by_role("button", name="Переадресувати")).to_be_hidden()
	shoot(page, "redirect-is-the-supervisors")
	supervisor = sign_in(kit.email("supervisor"), 1280)
	supervisor.goto(f"/app/request/{request.name}")
	expect(supervisor.get_by_role("button", name="Переадресувати")).to_be_visible()


def test_a_route_is_proposed_and_left_as_it_is(sign_in, shoot):
	for _number in range(3):
		kit.act(kit.task_of(kit.registered()), "Not My Competence", "water", reason="Не наша вулиця")
	route_proposals.propose()
	page = sign_in(kit.email("administrator"), 1280)
	page.goto("/app/route-proposal")
	page.locator(".list-row .indicator-pill", has_text="Розглянути").first.wait_for()
	shoot(page, "route-proposals")
	page.locator(".list-row .list-subject a", has_text=kit.STREET).first.click()
	expect(page.locator(".form-message:visible")).to_contain_text("Перевірте, хто відповідає за це місце")
	shoot(page, "route-proposal")
	page.get_by_role("button", name="Залишити маршрут").click()
	dialog = page.locator(".modal-dialog:visible")
	dialog.locator("textarea").fill("Мережа їхня за договором")
	dialog.get_by_role("button", name="Залишити маршрут").click()
	expect(dialog).to_be_hidden()
	expect(page.get_by_role("button", name="Залишити маршрут")).to_be_hidden()
	frappe.db.rollback()
	assert frappe.db.count("Route Proposal", {"classifier": kit.LEAK, "status": "Dismissed"}) == 1
