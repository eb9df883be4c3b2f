"""One request from its applicant's sign-up to the confirmed end, everything done in a browser by its own person.

R3.3, R3.4, R5.11, R5.12, R7.1, R7.5 - R7.7, R6.1.5, RI1, R8.2.3, P1 - P5.
"""

import re

import frappe
import kit
import pytest
from kit import LEAK, STREET
from playwright.sync_api import Page, TimeoutError, expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

NEWCOMER = "kit-newcomer@example.com"
SECRET = "Soniashnyk-bilia-tynu-26"
DESCRIPTION = "Біля третього під'їзду другий день тече вода з-під асфальту, двір залито."
RESULT = "Пошкоджену ділянку труби замінено, двір прибрано, воду подано."


def test_a_request_goes_its_whole_way(new_page, sign_in, shoot, photo, smtp, work_off):
	citizen = new_page()
	sign_up(citizen, smtp, shoot, work_off)
	name = file_request(citizen, photo("двір.jpg"), shoot)
	follow(citizen, name, "Moderation", shoot, "citizen-1-moderation")

	operator = sign_in(kit.email("operator"), 1280)
	register(operator, name, shoot)
	work_off()
	number = stored(name).number
	assert number in letters_to(NEWCOMER, smtp)
	assert number in letters_to("kit-water@example.com", smtp)
	follow(citizen, name, "Registered", shoot, "citizen-2-registered", number)

	executor = sign_in(kit.email("water"), 1280)
	task = kit.task_of(stored(name)).name
	accept(executor, task, shoot)
	follow(citizen, name, "In Progress", shoot, "citizen-3-in-progress")
	report(executor, task, photo("готово.jpg"), shoot)
	follow(citizen, name, "Awaiting Confirmation", shoot, "citizen-4-awaiting", RESULT)
	assert loaded_pictures(citizen) == 2

	confirm_and_close(operator, name, shoot)
	follow(citizen, name, "Closed", shoot, "citizen-5-closed", RESULT)
	find_in_archive(citizen, name, number, shoot)
	work_off()
	assert kit.kinds(stored(name)) == EXPECTED_JOURNAL


EXPECTED_JOURNAL = [
	"Received",
	"Registered",
	"Sent",
	"Accepted",
	"Executed",
	"Called Back",
	"Confirmed",
	"Closed",
]


def stored(name: str):
	"""Return the request as the web server committed it."""
	frappe.db.rollback()
	return frappe.get_doc("Request", name)


def letters_to(email: str, smtp) -> str:
	"""Return the texts of all letters to this address, with links, in any order."""
	letters = [letter for letter in smtp.messages if email in str(letter["To"])]
	return "\n".join(letter.get_body(("html", "plain")).get_content() for letter in letters)


# The citizen


def sign_up(page: Page, smtp, shoot, work_off) -> None:
	"""R3.3: sign up on the page to which «Подати заявку» leads a guest."""
	page.goto("/submit-request")
	page.get_by_role("main").get_by_role("link", name="Зареєструватися").click()
	page.fill("#signup_fullname", "Новосел Оксана")
	page.fill("#signup_email", NEWCOMER)
	shoot(page, "way-sign-up")
	page.get_by_role("button", name="Надіслати листа").click()
	expect(page.get_by_role("heading", name="Перевірте пошту")).to_be_focused()
	shoot(page, "way-sign-up-done")
	work_off()
	[key] = set(re.findall(r"update-password\?key=(\w+)", letters_to(NEWCOMER, smtp)))
	page.goto(f"/update-password?key={key}")
	page.fill("#new_password", SECRET)
	expect(page.get_by_text("Пароль достатньо надійний")).to_be_visible()
	shoot(page, "way-set-password")
	page.locator("#update").click()
	page.wait_for_url("**/submit-request")  # what the guest had asked for
	page.goto("/my-requests")
	shoot(page, "way-first-look")


def file_request(page: Page, picture, shoot) -> str:
	"""R3.4, R5.2: classifier entry, description, address, photo, personal data, consent."""
	page.locator('.cc-empty a[href="/submit-request"]').click()
	page.fill("#classifier-search", "перевірочна справа")
	title = frappe.db.get_value("Classifier", LEAK, "title")
	page.locator("#classifier-results .cc-option", has_text=title).click()
	page.fill("#description", DESCRIPTION)
	page.locator("#street").press_sequentially("перевірочн")
	page.locator("#street-list li", has_text=STREET).click()
	page.fill("#building", "12а")
	page.set_input_files("#files", picture)
	expect(page.locator(".cc-uploads progress")).to_have_count(0)
	assert page.input_value("#surname") == "Новосел"
	page.fill("#phone", "067 111 00 03")
	page.check("#consent")
	shoot(page, "way-file-a-request")
	page.locator("#request-form [type=submit]").click()
	page.wait_for_selector("#thanks-part", state="visible")
	shoot(page, "way-thanks")
	page.locator("#thanks-link").click()
	page.wait_for_url("**/my-requests/*")
	return page.url.rsplit("/", 1)[1]


def follow(page: Page, name: str, stage: str, shoot, picture: str, *texts: str) -> None:
	"""R3.4: assert that the citizen's page shows the stage and these texts."""
	page.goto(f"/my-requests/{name}")
	css = "cc-stage-" + stage.lower().replace(" ", "-")
	expect(page.locator(f".cc-request-head .cc-badge.{css}")).to_be_visible()
	for text in (DESCRIPTION, *texts):
		expect(page.get_by_text(text).first).to_be_visible()
	shoot(page, picture)


def loaded_pictures(page: Page) -> int:
	"""Count the photos that the browser has loaded."""
	for picture in page.locator(".cc-files img").all():
		picture.scroll_into_view_if_needed()
	page.wait_for_load_state("networkidle")
	return page.locator(".cc-files img").evaluate_all(
		"all => all.filter((each) => each.naturalWidth > 0).length"
	)


def find_in_archive(page: Page, name: str, number: str, shoot) -> None:
	"""R3.4: assert that the finished request is in the account's archive."""
	page.goto("/my-requests")
	expect(page.locator(f'a[href="/my-requests/{name}"]')).to_have_count(0)
	shoot(page, "citizen-6-no-current")
	page.locator(".cc-tabs").get_by_role("link", name="Архів").click()
	expect(page.locator(f'a[href="/my-requests/{name}"]')).to_be_visible()
	expect(page.get_by_text(number)).to_be_visible()
	shoot(page, "citizen-7-archive")


# The desk


def open_form(page: Page, doctype: str, name: str) -> None:
	page.goto(f"/app/{doctype}/{name}")
	page.wait_for_function(
		"name => window.cur_frm && cur_frm.docname === name && cur_frm.doc.stage", arg=name
	)
	page.wait_for_load_state("networkidle")


def press(page: Page, action: str) -> None:
	"""Press the form's button of a workflow action or dialog, by its label in the user's language."""
	label = page.evaluate("label => __(label)", action)
	page.locator(
		".page-head .custom-actions button:visible", has_text=re.compile(f"^\\s*{re.escape(label)}\\s*$")
	).click()


def wait_for_stage(page: Page, stage: str) -> None:
	page.wait_for_function("stage => cur_frm.doc.stage === stage && !cur_frm.is_dirty()", arg=stage)
	page.wait_for_load_state("networkidle")


def register(page: Page, name: str, shoot) -> None:
	"""R5.9, R5.11, R5.12: register as the operator; number, deadline and executor are set by the rules."""
	page.goto("/app/request?stage=Moderation")  # otherwise the list may open with its last filter
	page.wait_for_selector(f'.list-row a[data-name="{name}"]')
	shoot(page, "operator-1-list")
	open_form(page, "request", name)
	shoot(page, "operator-2-moderation")
	press(page, "Register")
	wait_for_stage(page, "Registered")
	shoot(page, "operator-3-registered")


def confirm_and_close(page: Page, name: str, shoot) -> None:
	"""R6.1.5, R7.7: closing asks for a call-back first; record it and close."""
	open_form(page, "request", name)
	shoot(page, "operator-4-awaiting")
	press(page, "Close")
	dialog = page.locator(".modal.show")
	dialog.locator('a[href^="tel:+380"]').wait_for()
	dialog.locator('select[data-fieldname="outcome"]').select_option("Confirmed")
	dialog.locator('textarea[data-fieldname="text"]').fill("Дякує, воду дали, двір чистий")
	shoot(page, "operator-5-call-back")
	dialog.locator(".btn-modal-primary").click()
	page.wait_for_function("cur_frm.doc.confirmation && !cur_frm.is_dirty()")
	page.wait_for_load_state("networkidle")
	press(page, "Close")
	wait_for_stage(page, "Closed")
	shoot(page, "operator-6-closed")


def accept(page: Page, task: str, shoot) -> None:
	"""R7.1, P4: accept the task from the executor's list."""
	page.goto("/app/request-task")
	page.wait_for_selector(f'.list-row a[data-name="{task}"]')
	shoot(page, "executor-1-list")
	open_form(page, "request-task", task)
	shoot(page, "executor-2-new")
	press(page, "Accept")
	wait_for_stage(page, "In Progress")


def report(page: Page, task: str, picture, shoot) -> None:
	"""R7.5, R7.6: report what was done, by whom, how the applicant was informed, with a photo."""
	open_form(page, "request-task", task)
	texts = {
		"result": RESULT,
		"result_unit": "Аварійна бригада 3",
		"result_person": "Майстренко Петро Іванович",
	}
	for field, text in {**texts, "result_phone": "+380 56 440 15 21"}.items():
		page.locator(f'.form-layout [data-fieldname="{field}"] :is(input, textarea):visible').first.fill(text)
	today = frappe.utils.formatdate(frappe.utils.nowdate(), "dd.mm.yyyy")
	date = page.locator('.form-layout input[data-fieldname="result_date"]')
	date.fill(today)
	date.press("Tab")
	page.locator('.form-layout select[data-fieldname="informed_by"]').select_option("Phone")
	attach_evidence(page, picture)
	# the framework saves the form together with the file
	page.wait_for_function("!cur_frm.is_dirty() && !frappe.ui.form.is_saving")
	page.wait_for_load_state("networkidle")
	shoot(page, "executor-3-report")
	press(page, "Report Result")
	wait_for_stage(page, "Awaiting Confirmation")
	shoot(page, "executor-4-reported")


def attach_evidence(page: Page, picture) -> None:
	"""Add a row of evidence with a photo from this machine, by the framework's upload."""
	grid = page.locator('.form-layout [data-fieldname="evidence"]')
	grid.locator(".grid-add-row").click()
	row = grid.locator('.grid-row[data-idx="1"]').last
	row.locator('[data-fieldname="kind"]').first.click()
	row.locator('select[data-fieldname="kind"]').select_option("Photo")
	row.locator('[data-fieldname="file"]').first.click()
	uploader = page.locator(".modal.show", has=page.locator(".file-uploader"))
	try:  # Frappe 16 opens it with the cell
		uploader.wait_for(timeout=1000)
	except TimeoutError:
		row.locator(".btn-attach").click()
	uploader.locator('input[type="file"]').first.set_input_files(picture)
	uploader.locator(".btn-modal-primary").click()
	page.wait_for_function("cur_frm.doc.evidence.length === 1 && cur_frm.doc.evidence[0].file")
