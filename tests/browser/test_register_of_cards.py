"""The operator's desk offers what the municipal card register knows of a new caller, and waits for no register (R5.6)."""

import json
from pathlib import Path

import frappe
import kit
import pytest
from kit import STREET
from playwright.sync_api import expect

from contact_center.integrations import card_register

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
SETTINGS = "Contact Center Settings"
METHOD = "**/api/method/contact_center.desk.card_register.find"
PHONE = "067 111 22 33"
HEAD = "card_number,surname,first_name,patronymic,phone,email,street,building,flat\n"
GANNA = f"123456,Ковальчук,Ганна,Петрівна,0671112233,kit-hanna@example.com,{STREET},12,4\n"


@pytest.fixture
def register(site):
	"""The site's own register, with one person in it."""
	folder = Path(frappe.get_site_path("private", card_register.FOLDER))
	folder.mkdir(exist_ok=True)
	path = folder / "kit-browser-register.csv"
	path.write_text(HEAD + GANNA, encoding="utf-8")
	_name(path.name)
	yield path
	path.unlink()
	_name("")


def _name(file: str) -> None:
	frappe.db.rollback()
	frappe.db.set_single_value(SETTINGS, "card_register_file", file)
	frappe.db.commit()
	frappe.clear_document_cache(SETTINGS, SETTINGS)


@pytest.fixture
def desk(register, sign_in):
	"""`desk(answer)`: the operator's desk; `answer` stands for the register's, where it is given."""

	def opened(answer=None, width: int = 1280):
		page = sign_in(kit.email("operator"), width)
		if answer:
			page.route(METHOD, answer)
		page.goto("/app/operator-desk")
		page.wait_for_load_state("networkidle")
		expect(page.locator('[data-field="phone"]')).to_be_focused(timeout=15_000)
		return page

	yield opened
	frappe.db.rollback()
	frappe.db.delete("Interaction", {"operator": kit.email("operator")})
	frappe.db.delete("Access Log", {"method": "Card Register"})
	frappe.db.commit()


def told(page):
	return page.locator(".call-register")


def value(page, field: str):
	return page.locator(f'[data-field="{field}"]')


def new_caller(page, phone: str = PHONE):
	page.keyboard.type(phone)
	expect(page.locator(".call-choices .is-first")).to_contain_text("Новий заявник", timeout=15_000)
	page.keyboard.press("Enter")
	expect(value(page, "full_name")).to_be_focused()


def answered(**message):
	return lambda route: route.fulfill(json={"message": {"person": None, "note": "", **message}})


def test_a_new_caller_is_filled_in_by_a_key(desk, shoot):
	page = desk()
	page.keyboard.type(PHONE)
	expect(told(page)).to_contain_text("Ковальчук Ганна Петрівна", timeout=15_000)
	shoot(page, "register-offer")
	page.keyboard.press("Control+KeyU")
	expect(value(page, "full_name")).to_have_value("Ковальчук Ганна Петрівна")
	expect(value(page, "home_street")).to_have_value(STREET)
	expect(value(page, "home_building")).to_have_value("12")
	expect(value(page, "email")).to_have_value("kit-hanna@example.com")
	expect(value(page, "consent")).not_to_be_checked()
	expect(value(page, "consent")).to_be_focused()
	expect(told(page)).to_be_empty()
	shoot(page, "register-filled-in")


def test_what_was_typed_stays(desk):
	page = desk()
	new_caller(page)
	page.keyboard.type("Ковальчук-Мороз Ганна")
	expect(told(page)).to_contain_text("Ковальчук Ганна", timeout=15_000)
	told(page).get_by_role("button", name="Заповнити").click()
	expect(value(page, "full_name")).to_have_value("Ковальчук-Мороз Ганна")
	expect(value(page, "home_flat")).to_have_value("4")


def test_the_number_of_a_card_is_asked_about_and_kept_nowhere(desk):
	page = desk()
	new_caller(page, "067 999 88 77")
	value(page, "city_card").fill("12-34 56")
	expect(told(page)).to_contain_text("Ковальчук Ганна", timeout=15_000)
	page.keyboard.press("Control+KeyU")
	expect(value(page, "full_name")).to_have_value("Ковальчук Ганна Петрівна")
	expect(value(page, "phone")).to_have_value("067 999 88 77")
	value(page, "city_card").fill("99999")
	expect(told(page)).to_contain_text("нікого немає")
	expect(page.locator(".call-saved")).to_contain_text("збережено", timeout=15_000)
	frappe.db.rollback()
	draft = frappe.db.get_value("Interaction", {"operator": kit.email("operator")}, "draft")
	assert "123456" not in draft and "99999" not in draft and "12-34" not in draft


@pytest.mark.parametrize("how", ["hangs", "gone", "broken"])
def test_a_register_that_does_not_answer_stops_no_talk(desk, how):
	ways = {
		"hangs": lambda route: None,
		"gone": lambda route: route.abort(),
		"broken": answered(note="Реєстр карток не відповідає."),
	}
	page = desk(ways[how])
	new_caller(page)
	page.keyboard.type("Мовчазна Марія")
	page.keyboard.press("Control+KeyU")
	expect(value(page, "full_name")).to_have_value("Мовчазна Марія")
	expect(told(page)).to_have_text("Реєстр карток не відповідає." if how == "broken" else "")
	value(page, "text").focus()
	page.keyboard.type("немає води")
	expect(page.locator(".call-saved")).to_contain_text("збережено", timeout=15_000)


def test_an_answer_about_another_number_is_not_shown(desk):
	waiting = []
	asked = "frappe.pages['operator-desk'].call_desk.who.register.asked"
	person = {"surname": "Чужа", "first_name": "Людина", "card_number": "1", "phone": "+380671112233"}
	page = desk(lambda route: waiting.append(route))
	with page.expect_request(METHOD):
		page.keyboard.type(PHONE)
	value(page, "phone").fill("")
	page.wait_for_function(f"{asked} === ''")
	for route in waiting:
		route.fulfill(body=json.dumps({"message": {"person": person, "note": "x"}}))
	expect(told(page)).to_be_empty()
	assert waiting


def test_markup_of_a_register_is_text(desk):
	person = {
		"surname": "<img src=x onerror=alert(1)>",
		"first_name": "Х",
		"card_number": "1",
		"phone": "+380671112233",
	}
	page = desk(answered(person=person, note="<b>з реєстру</b>"))
	page.keyboard.type(PHONE)
	expect(told(page)).to_contain_text("<img src=x", timeout=15_000)
	assert told(page).locator("img, b").count() == 0


def test_a_known_caller_is_not_asked_about(desk):
	asked = []
	page = desk(lambda route: (asked.append(route), route.abort()))
	page.keyboard.type(kit.PHONES["citizen"])
	expect(page.locator(".call-choices .is-first")).to_contain_text("Заявниченко", timeout=15_000)
	assert page.evaluate("frappe.pages['operator-desk'].call_desk.who.register.asked") == "" and asked == []


def test_a_site_without_a_register_shows_nothing_of_it(sign_in):
	page = sign_in(kit.email("operator"), 1280)
	page.goto("/app/operator-desk")
	page.wait_for_load_state("networkidle")
	new_caller(page, "067 999 88 66")
	expect(value(page, "city_card")).to_have_count(0)
	frappe.db.delete("Interaction", {"operator": kit.email("operator")})
	frappe.db.commit()
