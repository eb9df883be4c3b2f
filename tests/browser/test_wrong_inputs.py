"""What is written wrongly into a real page is refused in words at its place, and stays written there."""

import frappe
import kit
import pytest
from playwright.sync_api import Page, expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
RUNS = '=1+1 {{ 7*7 }} <img src=x onerror="document.title=1520">'


def refused(page: Page, field: str, words: str) -> None:
	expect(page.locator(f'[data-error-for="{field}"]')).to_contain_text(words)


@pytest.mark.parametrize(
	("field", "value", "words"),
	[
		("street", "вул. Неіснуюча Зовсім", "Такої вулиці немає"),
		("building", "будинок", "це не номер будинку"),
		("flat", "!", "це не номер квартири"),
		("description", "тече", "трохи докладніше"),
		("place", "я" * 140, "Виберіть вулицю"),
	],
)
def test_the_form_of_a_request_keeps_all_that_was_typed(sign_in, field, value, words):
	page = sign_in(kit.email("neighbour"))
	before = frappe.db.count("Request")
	page.goto("/submit-request")
	typed = {
		"description": "З підвалу другий день тече вода",
		"flat": "5",
		"place": "біля школи",
		field: value,
	}
	for name, text in typed.items():
		page.locator(f"#{name}").fill(text)
	page.get_by_role("button", name="Надіслати заявку").click()
	expect(page.locator(".cc-summary:visible")).to_contain_text("Виправте")
	if field != "place":
		refused(page, field, words)
	refused(page, "classifier", "Виберіть, чого стосується заявка")
	for name, text in typed.items():
		expect(page.locator(f"#{name}")).to_have_value(text)
	frappe.db.rollback()
	assert frappe.db.count("Request") == before


def test_an_own_request_asks_for_words_and_keeps_them(sign_in):
	own = kit.executed()
	page = sign_in(kit.email("citizen"))
	page.goto(f"/my-requests/{own.name}")
	page.get_by_role("button", name="Ні, не виконано").click()
	page.locator("#dispute-form").get_by_role("button", name="Надіслати до контакт-центру").click()
	expect(page.locator('#dispute-form [data-error-for="text"]')).to_contain_text(
		"Напишіть, що саме не виконано"
	)
	page.locator("#dispute-form textarea").fill("я" * 5001)
	page.locator("#dispute-form").get_by_role("button", name="Надіслати до контакт-центру").click()
	expect(page.locator('#dispute-form [data-error-for="text"]')).to_contain_text("не більше 5000")
	assert len(page.locator("#dispute-form textarea").input_value()) == 5001
	page.locator("#dispute-form textarea").fill("\u200b\u2060")
	page.locator("#dispute-form").get_by_role("button", name="Надіслати до контакт-центру").click()
	expect(page.locator('#dispute-form [data-error-for="text"]')).to_contain_text(
		"Напишіть, що саме не виконано"
	)
	frappe.db.rollback()
	assert "Disputed" not in kit.kinds(own)


def test_own_data_stay_written_and_unsaved(sign_in):
	page = sign_in(kit.email("citizen"))
	page.goto("/my-details")
	page.locator("#phone").fill("подзвоню сам")
	page.get_by_role("button", name="Зберегти").click()
	refused(page, "phone", "це не номер телефону. Напишіть так")
	expect(page.locator("#phone")).to_have_value("подзвоню сам")
	page.locator("#phone").fill("067 111 00 01")
	page.locator("#surname").fill("\u200b\u2060")
	page.get_by_role("button", name="Зберегти").click()
	refused(page, "surname", "Прізвище прибрати не можна")
	frappe.db.rollback()
	assert frappe.db.get_value("Applicant", kit.applicant(), "surname") == "Заявниченко"


def test_who_signs_up_is_asked_for_a_name(new_page):
	page = new_page()
	page.goto("/login#signup")
	page.locator("#signup_email").fill("kit-wrong@example.com")
	for name in ("", "\u200b", RUNS, "evil.example"):
		page.locator("#signup_fullname").fill(name)
		page.locator("[data-form=signup] [type=submit]").click()
		expect(page.locator("[data-part=signup]")).to_contain_text("Напишіть прізвище та ім’я")
		expect(page.locator("#signup_fullname")).to_have_value(name)
		expect(page.locator("#signup_email")).to_have_value("kit-wrong@example.com")


def test_the_search_of_help_runs_nothing(new_page):
	page = new_page()
	page.goto("/help")
	page.locator("#q").fill(RUNS)
	page.locator("#q").press("Enter")
	expect(page.locator("#q")).to_have_value(RUNS)
	assert page.title() != "1520"


FORMS = {
	"Applicant": ("operator", "building", "дім", "це не номер будинку"),
	"Text Module": ("supervisor", "text", "Вул. {вулиця}", "немає що підставити"),
	"Administrative Service": ("supervisor", "link", "javascript:alert(1)", "не адреса сторінки"),
	"Repair Event": ("water", "title", "я" * 141, "Що роблять"),
	"Refusal Ground": ("administrator", "text", "\u200b", "Текст для заявника"),
	"Contact Center Settings": ("administrator", "phone", "подзвоніть", "це не номер телефону"),
}
FILLED = {
	"Applicant": {"surname": "Новенко", "phone": "067 222 33 44"},
	"Text Module": {"title": "Шаблон", "purpose": "Answer"},
	"Administrative Service": {"title": "Послуга"},
	"Repair Event": {
		"executor": "KIT-WATER",
		"kind": "Emergency",
		"starts_at": "2026-03-02 10:00:00",
		"ends_at": "2030-03-02 10:00:00",
	},
	"Refusal Ground": {"title": "Підстава-перевірка"},
	"Contact Center Settings": {},
}


@pytest.mark.parametrize("doctype", FORMS)
def test_a_form_of_the_desk_says_what_is_wrong_and_keeps_it(sign_in, doctype):
	person, field, value, words = FORMS[doctype]
	page = sign_in(kit.email(person), 1280)
	slug = doctype.lower().replace(" ", "-")
	page.goto(f"/app/{slug}" if frappe.get_meta(doctype).issingle else f"/app/{slug}/new")
	page.wait_for_function(
		"doctype => window.cur_frm?.doctype === doctype && cur_frm.is_new !== undefined", arg=doctype
	)
	before = frappe.db.count(doctype) if not frappe.get_meta(doctype).issingle else 0
	page.evaluate("async values => { await cur_frm.set_value(values) }", {**FILLED[doctype], field: value})
	page.keyboard.press("Control+s")
	expect(page.locator(".modal-dialog:visible, .msgprint").first).to_contain_text(words)
	assert page.evaluate("field => cur_frm.doc[field]", field) == value
	assert page.evaluate("cur_frm.is_dirty()")
	frappe.db.rollback()
	assert before == (frappe.db.count(doctype) if not frappe.get_meta(doctype).issingle else 0)


@pytest.mark.parametrize("value", ["\u200b\u2060", "я" * 5001])
def test_a_dialog_of_the_desk_says_what_is_wrong_and_keeps_it(sign_in, value):
	request = kit.registered()
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{request.name}")
	page.wait_for_function("name => window.cur_frm?.docname === name", arg=request.name)
	page.evaluate("contact_center.actions.comment(cur_frm)")
	dialog = page.locator(".modal-dialog:visible")
	dialog.locator("textarea").fill(value)
	dialog.get_by_role("button", name="Додати коментар").click()
	expect(dialog.get_by_role("alert")).to_contain_text("не довший за 5000")
	expect(dialog.locator("textarea")).to_have_value(value)
	frappe.db.rollback()
	assert "Commented" not in kit.kinds(request)
