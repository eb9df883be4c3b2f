"""Test the operator's card: what others decided meanwhile, the keyboard's way, the consent, unread comments."""

import frappe
import kit
import pytest
from kit import LONG_STREET, STREET
from playwright.sync_api import expect

from contact_center.control import comments, confirmation
from contact_center.control.redirect import redirect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
GROUND = "Не є заявкою"
FOCUSED = "document.activeElement?.closest('[data-fieldname]')?.dataset.fieldname"


@pytest.fixture
def desk(sign_in):
	"""`desk(person, address)`: that page of the desk, loaded."""

	def opened(person: str, address: str):
		page = sign_in(kit.email(person), 1280)
		page.goto(address)
		page.wait_for_load_state("networkidle")
		return page

	return opened


def committed(request):
	frappe.db.commit()
	return request


def moved(person: str = "citizen", **fields) -> None:
	"""Give the applicant a residence, or whatever else; committed, and taken back by nobody but the city's end."""
	frappe.db.set_value("Applicant", kit.applicant(person), fields)
	frappe.db.commit()


def test_an_open_dialog_does_not_overrule_what_was_decided_under_it(desk):
	"""P2, R6.1.5: two operators on one card; the second is told what the first one heard."""
	request = committed(kit.executed())
	page = desk("operator", f"/app/request/{request.name}")
	page.get_by_role("button", name="Контрольний дзвінок", exact=True).click()
	dialog = page.locator(".modal.show")
	dialog.locator('textarea[data-fieldname="text"]').fill("Дякує, усе зроблено")
	dialog.locator('textarea[data-fieldname="text"]').press("Tab")
	dialog.locator('select[data-fieldname="outcome"]').select_option("Confirmed")
	with kit.acting("supervisor"):
		confirmation.call_back(request.name, "Not Confirmed", "іржава вода")
	frappe.db.commit()
	dialog.locator(".btn-modal-primary").click()
	expect(dialog.get_by_role("alert")).to_contain_text("іржава вода", timeout=15_000)
	expect(dialog.get_by_role("alert")).to_contain_text("Тим часом")
	expect(page.locator(".msgprint")).to_have_count(0)
	frappe.db.rollback()
	assert kit.fresh(request).applicant_answer == "Disputed"
	# what was typed is still there, and holds once the operator has read what happened
	expect(dialog.locator('textarea[data-fieldname="text"]')).to_have_value("Дякує, усе зроблено")
	page.wait_for_load_state("networkidle")
	dialog.locator(".btn-modal-primary").click()
	expect(dialog).to_have_count(0)
	frappe.db.rollback()
	assert kit.fresh(request).applicant_answer == "Confirmed"


def test_a_refused_comment_stays_in_its_dialog(desk):
	"""D1: the executors would read the applicant's name."""
	request = committed(kit.registered())
	surname = frappe.db.get_value("Applicant", request.applicant, "surname")
	page = desk("operator", f"/app/request/{request.name}")
	page.get_by_role("button", name="Коментар", exact=True).click()
	dialog = page.locator(".modal.show")
	dialog.locator('textarea[data-fieldname="text"]').fill(f"{surname} чекає вдома")
	dialog.locator(".btn-modal-primary").click()
	expect(dialog.get_by_role("alert")).to_contain_text("заявник", timeout=15_000)
	expect(dialog.locator('textarea[data-fieldname="text"]')).to_have_value(f"{surname} чекає вдома")
	dialog.locator('input[data-fieldname="for_executors"]').uncheck()
	dialog.locator(".btn-modal-primary").click()
	expect(dialog).to_have_count(0)


SAYS = """() => contact_center.actions.hear([], async () => {
	const message = JSON.stringify({ message: "Виконавцю нікуди писати" });
	frappe.request.cleanup({}, { _server_messages: JSON.stringify([message]) });
})"""


def test_what_an_answer_says_beside_its_success_is_shown(desk):
	page = desk("operator", f"/app/request/{committed(kit.registered()).name}")
	page.wait_for_function("window.cur_frm?.doc?.stage")
	page.evaluate(SAYS)
	expect(page.locator(".msgprint")).to_contain_text("Виконавцю нікуди писати")


def test_a_refused_redirect_stays_in_its_dialog(desk):
	"""R6.2.1: another operator has redirected the task meanwhile."""
	request = committed(kit.registered())
	page = desk("operator", f"/app/request-task/{kit.task_of(request).name}")
	page.get_by_role("button", name="Переадресувати", exact=True).click()
	dialog = page.locator(".modal.show")
	dialog.locator('textarea[data-fieldname="reason"]').fill("Не їхня мережа")
	page.wait_for_function("window.cur_dialog")
	page.evaluate("cur_dialog.set_value('executor', 'KIT-ROADS')")
	with kit.acting("supervisor"):
		redirect(kit.task_of(request).name, "KIT-ROADS", "Мережа доріг")
	frappe.db.commit()
	dialog.locator(".btn-modal-primary").click()
	expect(dialog.get_by_role("alert")).to_contain_text("Тим часом", timeout=15_000)
	expect(dialog.locator('textarea[data-fieldname="reason"]')).to_have_value("Не їхня мережа")


def choose(page, action: str) -> None:
	"""Choose a step in the menu of the form."""
	page.locator(".actions-btn-group:visible > button").click()
	label = page.evaluate("label => __(label)", action)
	page.locator(".actions-btn-group:visible .menu-item-label").get_by_text(label, exact=True).click()


def test_who_goes_back_from_the_reason_of_a_rejection_can_go_on_working(desk):
	"""P2: nothing is saved, the form is not frozen; the next try takes along what was typed meanwhile."""
	request = committed(kit.filed())
	page = desk("operator", f"/app/request/{request.name}")
	choose(page, "Reject")
	dialog = page.locator(".modal.show")
	dialog.locator(".btn-modal-secondary").click()
	expect(dialog).to_have_count(0)
	expect(page.locator("#freeze")).to_have_count(0)
	choose(page, "Reject")
	page.evaluate("cur_frm.set_value('wording', 'Тече у підвалі')")
	dialog.locator('textarea[data-fieldname="reason"]').fill("Не місто")
	dialog.locator('select[data-fieldname="refusal_ground"]').select_option(GROUND)
	dialog.locator(".btn-modal-primary").click()
	page.wait_for_function("cur_frm.doc?.stage === 'Rejected' && !cur_frm.is_dirty()")
	frappe.db.rollback()
	stored = kit.fresh(request)
	# what was written stands, whatever the ground's own words are
	assert (stored.stage, stored.reason, stored.wording) == ("Rejected", "Не місто", "Тече у підвалі")


def test_a_step_whose_answers_are_refused_is_not_taken(desk):
	"""P2: another operator changed the card under the open dialog."""
	request = committed(kit.filed())
	page = desk("operator", f"/app/request/{request.name}")
	choose(page, "Reject")
	dialog = page.locator(".modal.show")
	dialog.locator('textarea[data-fieldname="reason"]').fill("Не місто")
	dialog.locator('select[data-fieldname="refusal_ground"]').select_option(GROUND)
	with kit.acting("supervisor"):
		kit.fresh(request).update({"wording": "Тече у підвалі"}).save()
	frappe.db.commit()
	dialog.locator(".btn-modal-primary").click()
	expect(dialog.get_by_role("alert")).to_contain_text("Тим часом", timeout=15_000)
	page.wait_for_load_state("networkidle")
	expect(page.locator("#freeze")).to_have_count(0)
	expect(dialog.locator('textarea[data-fieldname="reason"]')).to_have_value("Не місто")
	frappe.db.rollback()
	assert kit.fresh(request).stage == "Moderation"
	dialog.locator(".btn-modal-primary").click()
	page.wait_for_function("cur_frm.doc?.stage === 'Rejected' && !cur_frm.is_dirty()")
	frappe.db.rollback()
	stored = kit.fresh(request)
	assert (stored.stage, stored.reason, stored.wording) == ("Rejected", "Не місто", "Тече у підвалі")


SCRIPT = """
window.heard = [];
const note = (event) => (frm) => window.heard.push([event, frm.selected_workflow_action, frm.doc.stage]);
frappe.ui.form.on("Request", {
	before_workflow_action: note("before"),
	after_workflow_action: note("after"),
});
"""


def test_the_scripts_of_an_administrator_hear_of_a_step(desk):
	"""P7: before and after it, with its name."""
	request = committed(kit.filed())
	page = desk("operator", f"/app/request/{request.name}")
	page.evaluate(SCRIPT)
	page.locator(".page-head:visible .btn-primary:visible", has_text="Зареєструвати").click()
	page.wait_for_function("window.heard.length === 2")
	assert page.evaluate("window.heard") == [
		["before", "Register", "Moderation"],
		["after", "Register", "Registered"],
	]


def test_the_keyboard_goes_from_the_street_to_the_building(desk):
	"""R5.2: the flat does not become the building."""
	page = desk("operator", "/app/request/new")
	street = page.locator('.form-layout input[data-fieldname="street"]')
	street.press_sequentially(LONG_STREET.split(maxsplit=1)[1])
	option = page.locator(
		'[data-fieldname="street"] .awesomplete [role="option"]', has_text=LONG_STREET
	).first
	option.click()
	page.wait_for_function("street => cur_frm.doc.street === street", arg=LONG_STREET)
	street.focus()
	expect(page.locator('[data-fieldname="street"] .btn-open')).to_be_visible()
	page.keyboard.press("Tab")
	assert page.evaluate(FOCUSED) == "building"


def test_the_residence_is_taken_as_the_place_by_one_key(desk):
	moved(street=STREET, building="12", flat="5")
	page = desk("operator", "/app/request/new")
	page.evaluate("name => cur_frm.set_value('applicant', name)", kit.applicant())
	offer = page.locator(".contact-center-residence")
	expect(offer).to_contain_text(STREET)
	page.keyboard.press("Alt+l")
	page.wait_for_function("cur_frm.doc.flat === '5'")
	assert page.evaluate("[cur_frm.doc.street, cur_frm.doc.building]") == [STREET, "12"]
	expect(offer).to_have_count(0)


def test_the_consent_is_recorded_where_it_is_missed(desk):
	"""R5.2, D2."""
	moved(consent=0, consent_at=None)
	request = committed(kit.registered())
	page = desk("operator", f"/app/request/{request.name}")
	page.locator(".contact-center-consent").click()
	expect(page.locator(".contact-center-consent")).to_have_count(0)
	frappe.db.rollback()
	assert frappe.db.get_value("Applicant", kit.applicant(), "consent_at")


def test_after_a_new_applicant_the_keyboard_goes_on(desk):
	page = desk("operator", "/app/request/new")
	box = page.locator('.form-layout input[data-fieldname="applicant"]')
	box.press_sequentially("Новенька Оксана")
	page.locator('[data-fieldname="applicant"] .awesomplete .link-option').first.click()
	dialog = page.locator(".modal.show")
	dialog.locator('input[data-fieldname="phone"]').fill("067 111 00 88")
	dialog.locator(".btn-primary", has_text="Зберегти").click()
	page.wait_for_function("cur_frm.doc.applicant")
	page.wait_for_function(f"({FOCUSED}) && ({FOCUSED}) !== 'applicant'")
	assert page.evaluate(FOCUSED) == "classifier"
	frappe.db.rollback()
	for name in frappe.get_all("Applicant", {"phone": "+380671110088"}, pluck="name"):
		frappe.delete_doc("Applicant", name, force=True)
	frappe.db.commit()


def test_a_comment_is_marked_in_the_list_until_it_is_read(desk):
	"""R8.1.3."""
	request = kit.registered()
	task = kit.task_of(request)
	with kit.acting("operator"):
		comments.comment("Request", request.name, "Кран перекрито")
	committed(request)
	page = desk("water", "/app/request-task")
	row = page.locator(".list-row", has=page.locator(f'[data-name="{task.name}"]'))
	expect(row.locator(".contact-center-unread")).to_be_visible()
	page.goto(f"/app/request-task/{task.name}")
	expect(page.locator(".contact-center-journal")).to_contain_text("Кран перекрито")
	page.wait_for_load_state("networkidle")
	page.goto("/app/request-task")
	page.wait_for_load_state("networkidle")
	expect(page.locator(f'.list-row [data-name="{task.name}"]').first).to_be_visible()
	expect(row.locator(".contact-center-unread")).to_have_count(0)
