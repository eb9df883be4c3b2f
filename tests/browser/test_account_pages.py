"""Signing in, up and a new password, as somebody without sight or a mouse does it (DESIGN: how it looks and speaks)."""

import re

import frappe
import kit
import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from frappe import twofactor
from frappe.utils.password import update_password
from playwright.sync_api import expect

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city", "fresh_limits")

PASSWORD = "Kvitka-na-vikni-1520"
PAGES = {
	"sign-in": "/login",
	"sign-in-to-file": "/login?redirect-to=/submit-request",
	"sign-up": "/login?redirect-to=/submit-request#signup",
	"forgotten": "/login#forgot",
	"by-link": "/login#login-with-email-link",
	"dead-link": "/update-password?key=dead",
	"contacts": "/contact",
	"missing": "/about",
}


@pytest.fixture
def reset_link():
	"""The address of a page for a new password of the citizen."""
	link = frappe.get_doc("User", kit.email("citizen")).reset_password()
	frappe.db.commit()
	return re.search(r"/update-password.*", link)[0]


def violations(page) -> list[str]:
	return [f"{each['id']}: {each['help']}" for each in Axe().run(page).response["violations"]]


def test_signing_up_by_the_header_keeps_the_errand_too(new_page):
	page = new_page(1280)
	page.goto("/submit-request")
	page.get_by_role("banner").get_by_role("link", name="Зареєструватися").click()
	expect(page.get_by_text("Після цього відкриється форма заявки")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_an_account_hinders_anybody(new_page, shoot, setting, name, width):
	setting("System Settings", "login_with_email_link", 1)
	page = new_page(width)
	page.goto(PAGES[name])
	assert violations(page) == []
	assert page.locator("h1:visible").count() == 1
	if width == 390:
		shoot(page, f"account-{name}")


def test_the_page_for_a_password_tells_the_rules_first_and_judges_as_the_server_does(
	new_page, setting, reset_link, shoot
):
	setting("System Settings", "enable_password_policy", 1)
	page = new_page()
	page.goto(reset_link)
	rules = page.locator("#password-rules")
	assert page.locator("#new_password").get_attribute("aria-describedby").startswith("password-rules")
	assert rules.locator("li").count() >= 2 and violations(page) == []
	for password, judgement, verdict in (
		("12345678", "Поки що заслабкий", False),
		("Soniashnyk-bilia-tynu-26", "Пароль достатньо надійний", True),
	):
		page.fill("#new_password", password)
		expect(page.locator("[data-strength]")).to_contain_text(judgement)
		page.locator("#update").click()
		if not verdict:
			expect(page.locator("#new_password")).to_be_focused()
			expect(page.locator("#new_password-error")).to_contain_text(judgement)
			expect(page.locator("[data-strength]")).to_have_text("")
			shoot(page, "account-weak-password")
	page.wait_for_url("**/my-requests")
	page.goto(reset_link)
	expect(page.get_by_role("heading", name="Це посилання вже не діє")).to_be_visible()


def test_a_weak_password_sent_at_once_is_judged_once(new_page, setting, reset_link):
	setting("System Settings", "enable_password_policy", 1)
	page = new_page()
	page.clock.install(time=1_790_000_000)
	page.goto(reset_link)
	page.clock.pause_at(1_790_000_600)
	page.fill("#new_password", "12345678")
	page.locator("#update").click()
	expect(page.locator("#new_password-error")).to_contain_text("Поки що заслабкий")
	asked = []
	page.on("request", lambda request: asked.append(request.url))
	page.clock.run_for(2_000)
	page.wait_for_load_state("networkidle")
	assert not asked
	expect(page.locator("[data-strength]")).to_have_text("")


def test_a_keyboard_is_enough_to_sign_in_and_errors_are_announced(new_page):
	update_password(kit.email("citizen"), PASSWORD)
	frappe.db.commit()
	page = new_page()
	page.goto("/submit-request")
	page.locator("#login_email").focus()
	page.keyboard.type(kit.email("citizen"))
	page.keyboard.press("Tab")
	page.keyboard.type("Не той")
	page.keyboard.press("Enter")
	alert = page.get_by_role("alert")
	expect(alert).to_contain_text("Адреса або пароль не підходять")
	expect(alert).to_be_focused()
	assert violations(page) == []
	page.fill("#login_password", PASSWORD)
	page.keyboard.press("Enter")
	page.wait_for_url("**/submit-request")


def test_an_empty_form_names_its_field(new_page):
	page = new_page()
	page.goto("/login#signup")
	page.get_by_role("button", name="Надіслати листа").click()
	expect(page.locator("#signup_fullname")).to_be_focused()
	page.fill("#signup_fullname", "Новосел Оксана")
	page.fill("#signup_email", "оксана")
	page.keyboard.press("Enter")
	expect(page.locator("#signup_email")).to_be_focused()
	expect(page.locator("#signup_email")).to_have_attribute("aria-invalid", "true")


def test_a_part_of_the_page_is_opened_with_the_focus_on_its_heading(new_page):
	page = new_page()
	page.goto("/login")
	page.get_by_role("link", name="Забули пароль?").click()
	expect(page.get_by_role("heading", name="Новий пароль")).to_be_focused()
	page.go_back()
	expect(page.get_by_role("heading", name="Увійти")).to_be_focused()


def test_who_forgot_the_password_reads_the_same_with_an_account_and_without(new_page):
	read = set()
	for address in ("kit-nobody@example.com", kit.email("citizen")):
		page = new_page()
		page.goto("/login#forgot")
		page.fill("#forgot_email", address)
		page.keyboard.press("Enter")
		expect(page.get_by_role("heading", name="Перевірте пошту")).to_be_focused()
		read.add(page.locator('[data-part="sent"]').inner_text().replace(address, ""))
	assert len(read) == 1


def test_a_second_factor_is_asked_for_where_the_administrator_wants_it(new_page, setting):
	update_password(kit.email("operator"), PASSWORD)
	frappe.db.commit()
	setting("System Settings", "enable_two_factor_auth", 1)
	setting("System Settings", "two_factor_method", "OTP App")
	frappe.db.set_value("Role", "All", "two_factor_auth", 1)
	twofactor.set_default(kit.email("operator") + "_otplogin", 1)
	secret = twofactor.get_otpsecret_for_(kit.email("operator"))
	frappe.db.commit()
	try:
		page = new_page()
		page.goto("/login")
		page.fill("#login_email", kit.email("operator"))
		page.fill("#login_password", PASSWORD)
		page.keyboard.press("Enter")
		expect(page.locator("#login_token")).to_be_focused()
		assert violations(page) == []
		page.keyboard.type("000000")
		page.keyboard.press("Enter")
		expect(page.get_by_role("alert")).to_contain_text("Код не підходить")
		# the half minute of a code may end before the server reads it
		code = pyotp.TOTP(secret)
		with page.expect_response("**/api/method/login") as answer:
			page.fill("#login_token", code.now())
			page.keyboard.press("Enter")
		if not answer.value.ok:
			page.fill("#login_token", code.now())
			page.keyboard.press("Enter")
		page.wait_for_url(re.compile("/(app|desk)"))
	finally:
		frappe.db.set_value("Role", "All", "two_factor_auth", 0)
		frappe.db.commit()
