"""The sheet of call-backs at the desk: a call by the keyboard, and the end without an answer (R6.1.5)."""

from datetime import timedelta

import frappe
import kit
import pytest
from playwright.sync_api import expect

from contact_center.control import call_backs, confirmation
from contact_center.record import clock

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
SHEET = "/app/call-back-sheet"


@pytest.fixture(autouse=True)
def marks():
	yield
	for phone in kit.PHONES.values():
		frappe.cache.delete(call_backs._key(phone))


def opened(sign_in, person: str, width: int = 1280):
	page = sign_in(kit.email(person), width)
	page.goto(SHEET)
	page.wait_for_load_state("networkidle")
	return page


def test_a_caller_is_rung_and_answered_by_the_keyboard(sign_in, shoot):
	first, second = kit.executed(), kit.executed(building="14")
	kit.executed(applicant=kit.applicant("neighbour"))
	frappe.db.commit()
	page = opened(sign_in, "operator")
	shoot(page, "call-backs")
	callers = page.locator(".call-backs-list button")
	expect(callers).to_have_count(2)
	callers.first.focus()
	page.keyboard.press("Enter")
	expect(page.locator(".call-backs-talk article")).to_have_count(2)
	expect(page.locator(".call-backs-talk article").first).to_be_focused()
	shoot(page, "call-backs-talk")
	page.keyboard.press("1")
	expect(page.locator(".call-backs-talk article")).to_have_count(1)
	page.keyboard.press("2")
	page.locator(".modal.show textarea").fill("Знову тече з підвалу")
	page.locator(".modal.show .btn-modal-primary").click()
	expect(callers).to_have_count(1)
	frappe.db.rollback()
	answers = sorted(kit.fresh(each).applicant_answer for each in (first, second))
	assert answers == ["Confirmed", "Disputed"]


def test_a_call_in_vain_is_one_for_all_requests_of_the_caller(sign_in):
	requests = [kit.executed(), kit.executed(building="14")]
	frappe.db.commit()
	page = opened(sign_in, "operator")
	page.locator(".call-backs-list button").first.click()
	expect(page.locator(".call-backs-talk article").first).to_be_focused()
	page.keyboard.press("3")
	expect(page.locator(".call-backs-talk article")).to_have_count(0)
	expect(page.locator(".call-backs-list button")).to_contain_text("наступна спроба")
	frappe.db.rollback()
	assert [kit.fresh(each).callback_count for each in requests] == [1, 1]


def test_a_supervisor_closes_what_an_operator_may_not(sign_in, shoot):
	with clock.at(clock.now() - timedelta(days=3)):
		request = kit.executed()
	for days in (3, 2, 1):
		with clock.at(clock.now() - timedelta(days=days)), kit.acting("operator"):
			confirmation.call_back(request.name, "Not Reached", f"раз {days}", kit.version(request))
	frappe.db.commit()
	page = opened(sign_in, "operator")
	page.locator(".call-backs-list button").first.click()
	expect(page.locator(".call-backs-talk article")).to_have_count(1)
	expect(page.locator('[data-key="4"]')).to_have_count(0)
	page.keyboard.press("Escape")
	expect(page.locator(".call-backs-talk article")).to_have_count(0)
	page = opened(sign_in, "supervisor")
	page.locator(".call-backs-list button").first.click()
	expect(page.locator(".call-backs-talk article").first).to_be_focused()
	shoot(page, "call-backs-close")
	page.keyboard.press("4")
	page.locator(".modal.show .btn-modal-primary").click()
	expect(page.locator(".call-backs-list")).to_contain_text("Телефонувати нікому")
	shoot(page, "call-backs-empty")
	frappe.db.rollback()
	assert (kit.fresh(request).stage, kit.fresh(request).confirmation) == ("Closed", "Not Reached")


def test_the_form_opens_no_call_to_whom_a_colleague_rings(sign_in):
	request = kit.executed()
	with kit.acting("supervisor"):
		call_backs.take(kit.PHONES["citizen"])
	frappe.db.commit()
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{request.name}")
	page.wait_for_function("name => window.cur_frm?.docname === name", arg=request.name)
	page.evaluate("contact_center.actions.call_back(cur_frm)")
	expect(page.locator(".modal-dialog:visible")).to_contain_text("На цей номер зараз телефонує")
	expect(page.locator(".modal-dialog:visible select")).to_have_count(0)
	with kit.acting("supervisor"):
		call_backs.release(kit.PHONES["citizen"])
	page.reload()
	page.wait_for_function("name => window.cur_frm?.docname === name", arg=request.name)
	page.evaluate("contact_center.actions.call_back(cur_frm)")
	expect(page.locator(".modal-dialog:visible select")).to_have_count(1)
	assert call_backs.taken([kit.PHONES["citizen"]]) == {kit.PHONES["citizen"]: kit.email("operator")}
	with page.expect_response(lambda answer: "let_go" in answer.url):
		page.get_by_role("button", name="Назад").click()
	assert call_backs.taken([kit.PHONES["citizen"]]) == {}


def test_words_that_were_refused_stay_in_their_dialog(sign_in):
	request = kit.executed()
	frappe.db.commit()
	page = opened(sign_in, "operator")
	page.locator(".call-backs-list button").first.click()
	expect(page.locator(".call-backs-talk article").first).to_be_focused()
	page.keyboard.press("2")
	box = page.locator(".modal.show textarea")
	box.fill("я" * 10_001)
	page.locator(".modal.show .btn-modal-primary").first.click()
	expect(page.locator(".msgprint")).to_contain_text("не більше 10000")
	assert len(box.first.input_value()) == 10_001
	frappe.db.rollback()
	assert kit.fresh(request).callback_count == 0
