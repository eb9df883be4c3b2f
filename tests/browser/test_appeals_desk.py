"""A complaint, a proposal, thanks: taken in the call by the keyboard, answered in the form, read in the account (R3.3a)."""

import frappe
import kit
import pytest
from kit import PHONES
from kit_city import leaving_nothing
from playwright.sync_api import Page, expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

WORDS = "Майстер обіцяв прийти о десятій і не прийшов"


@pytest.fixture(autouse=True)
def nothing_left():
	frappe.db.rollback()
	consent = frappe.db.get_value("Applicant", kit.applicant(), "consent")
	frappe.db.set_value("Applicant", kit.applicant(), "consent", 1)
	frappe.db.commit()
	with leaving_nothing():
		yield
	frappe.db.set_value("Applicant", kit.applicant(), "consent", consent)
	frappe.db.commit()


def field(page: Page, name: str):
	return page.locator(f'[data-field="{name}"]')


def says(page: Page, words: str) -> None:
	expect(page.locator(".call-message")).to_contain_text(words, timeout=15_000)


def at_the_desk(sign_in) -> Page:
	"""The operator's desk with the citizen on the line, and what is said written down."""
	page = sign_in(kit.email("operator"), 1280)
	page.goto("/app/operator-desk")
	page.wait_for_load_state("networkidle")
	expect(field(page, "phone")).to_be_focused(timeout=15_000)
	page.keyboard.type(PHONES["citizen"])
	expect(page.locator(".call-choices .is-first")).to_contain_text("Заявниченко", timeout=15_000)
	page.keyboard.press("Enter")
	expect(field(page, "text")).to_be_focused(timeout=15_000)
	field(page, "description").focus()
	page.keyboard.type(WORDS)
	return page


def newest():
	frappe.db.rollback()
	return frappe.get_last_doc("Appeal")


def test_a_complaint_is_taken_in_the_call_without_a_mouse(sign_in, shoot):
	page = at_the_desk(sign_in)
	page.keyboard.press("Control+k")
	expect(field(page, "appeal-kind")).to_be_focused()
	for key in ("Tab", "ArrowDown", "Tab"):  # the complaint stands first; about an executor
		page.keyboard.press(key)
	expect(field(page, "whom")).to_be_focused()
	page.keyboard.type("Перевірочний виконавець 1")
	expect(page.locator(".call-appeal .call-choices .is-first")).to_be_visible(timeout=15_000)
	page.keyboard.press("Enter")
	expect(field(page, "appeal-answer_by")).to_be_focused()
	page.keyboard.press("ArrowDown")
	shoot(page, "operator-desk-appeal")
	page.keyboard.press("Control+k")
	says(page, "Прийнято: скарга ЗВ-")
	made = newest()
	assert (made.kind, made.about, made.executor) == ("Complaint", "Executor", "KIT-WATER")
	assert (made.text, made.answer_by, made.applicant) == (WORDS, "E-mail", kit.applicant())
	assert frappe.db.get_value("Interaction", made.interaction, "operator") == kit.email("operator")
	expect(page.locator(".call-items")).to_contain_text(made.number)
	expect(page.locator(".call-appeal")).to_be_hidden()
	page.keyboard.press("Control+e")
	says(page, "Дзвінок завершено")


def test_it_is_closed_by_escape_and_needs_words(sign_in):
	page = at_the_desk(sign_in)
	field(page, "description").fill("")
	page.keyboard.press("Control+k")
	page.keyboard.press("Control+k")
	says(page, "Спершу запишіть")
	field(page, "appeal-kind").focus()
	page.keyboard.press("Escape")
	expect(page.locator(".call-appeal")).to_be_hidden()
	assert not frappe.db.count("Appeal", {"owner": kit.email("operator")})


def test_a_supervisor_answers_in_the_form(sign_in, shoot):
	appeal = kit.appeal(answer_by="E-mail")
	frappe.db.commit()
	page = sign_in(kit.email("supervisor"), 1280)
	page.goto("/app/appeal")
	expect(page.locator(".list-row").filter(has_text=appeal.number)).to_be_visible(timeout=15_000)
	shoot(page, "appeal-list")
	page.goto(f"/app/appeal/{appeal.name}")
	button = page.get_by_role("button", name="Відповісти", exact=True)
	expect(button).to_be_visible(timeout=15_000)
	shoot(page, "appeal-form")
	button.click()
	page.locator(".modal.show [data-fieldname=text] textarea").fill("Майстра попереджено")
	shoot(page, "appeal-answer")
	page.locator(".modal.show .btn-primary").last.click()
	expect(page.get_by_text("Відповідь дано.").first).to_be_visible(timeout=15_000)
	frappe.db.rollback()
	assert kit.fresh(appeal).answer == "Майстра попереджено"


def test_a_new_one_is_taken_in_the_form(sign_in, shoot):
	page = sign_in(kit.email("operator"), 1280)
	page.goto("/app/appeal/new")
	expect(page.locator("[data-fieldname=kind] select").first).to_be_visible(timeout=15_000)
	shoot(page, "appeal-new")


def test_an_executor_sees_the_thanks_and_no_more(sign_in, shoot):
	thanks = kit.passed_on(kit.appeal("Gratitude"), text="Дякую за світло")
	complaint = kit.appeal()
	frappe.db.commit()
	page = sign_in(kit.email("water"), 1280)
	page.goto("/app/appeal")
	expect(page.locator(".list-row").filter(has_text=thanks.number)).to_be_visible(timeout=15_000)
	expect(page.locator(".list-row").filter(has_text=complaint.number)).to_have_count(0)
	page.goto(f"/app/appeal/{thanks.name}")
	expect(page.get_by_text("Дякую за світло").first).to_be_visible(timeout=15_000)
	shoot(page, "appeal-of-an-executor")
	assert "Заявниченко" not in page.content() and WORDS not in page.content()


def test_a_citizen_complains_and_reads_the_answer(sign_in, shoot):
	page = sign_in(kit.email("citizen"), 390)
	page.goto("/my-appeals")
	shoot(page, "my-appeals-empty")
	page.goto("/submit-appeal")
	page.get_by_label("Скарга:").check()
	page.get_by_role("button", name="Надіслати").click()
	expect(page.locator("#about-error, [data-error-for=about]")).to_be_visible()
	shoot(page, "submit-appeal-errors")
	page.get_by_label("Посадова особа").check()
	page.get_by_label("Хто саме").fill("Іваненко, ЖЕД № 4")
	page.locator("#text").fill(WORDS)
	shoot(page, "submit-appeal")
	page.get_by_role("button", name="Надіслати").click()
	page.wait_for_url("**/my-appeals/*")
	expect(page.locator("#page-done")).to_contain_text("Дякуємо")
	shoot(page, "my-appeal")
	made = newest()
	assert (made.kind, made.person, made.text, made.answer_by) == (
		"Complaint",
		"Іваненко, ЖЕД № 4",
		WORDS,
		"Account",
	)
	answered(made)
	page.reload()
	expect(page.get_by_text("Майстра попереджено")).to_be_visible()
	shoot(page, "my-appeal-answered")
	page.goto("/my-appeals")
	shoot(page, "my-appeals")


def answered(appeal) -> None:
	from contact_center.intake import appeal_acts

	with kit.acting("supervisor"):
		appeal_acts.answer(appeal.name, "Майстра попереджено", kit.version(appeal))
	frappe.db.commit()


def test_a_photo_goes_with_what_is_written_in_the_account(sign_in, shoot, photo):
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-appeal?kind=complaint")
	page.check("[name=about][value='Contact Center']")
	page.fill("#text", WORDS)
	page.set_input_files("#files", photo("двір.jpg"))
	expect(page.locator(".cc-upload-status")).to_have_text("Завантажено")
	shoot(page, "appeal-with-a-photo")
	page.click("#appeal-form [type=submit]")
	page.wait_for_url("**/my-appeals/*")
	expect(page.get_by_text("Файли: двір.jpg")).to_be_visible()
