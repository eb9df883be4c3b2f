"""An inspection recorded on the spot, on a phone whose line breaks (R7.3, R9.2.4)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

FORM = ".on-the-spot"


def begun(**other):
	"""An inspection whose moment has come."""
	inspection = kit.call_inspection(kit.registered(), **other)
	earlier = frappe.utils.add_to_date(inspection.starts_at, days=-2)
	inspection.db_set(
		{"starts_at": earlier, "starts_utc": frappe.utils.add_to_date(inspection.starts_utc, days=-2)}
	)
	frappe.db.commit()
	return kit.fresh(inspection)


def opened(sign_in, inspection, width: int = 390):
	page = sign_in(kit.email("operator"), width)
	page.goto(f"/app/inspection-on-the-spot/{inspection.name}")
	expect(page.locator(f"{FORM} #on-the-spot-findings")).to_be_visible()
	page.wait_for_load_state("networkidle")
	return page


def fill(page, findings: str = "Люк закрито, асфальт відновлено") -> None:
	page.locator('[name="on-the-spot-came"]').first.check()
	page.locator("#on-the-spot-findings").fill(findings)
	page.locator('[name="on-the-spot-outcome"][value="Work Done"]').check()


def recorded(inspection):
	frappe.db.rollback()
	return kit.fresh(inspection)


def test_on_a_phone_with_a_photo(sign_in, shoot):
	inspection = begun()
	page = opened(sign_in, inspection)
	fill(page)
	page.locator('input[type="file"][capture]').set_input_files(
		{"name": "люк.png", "mimeType": "image/png", "buffer": kit.PNG}
	)
	expect(page.locator(".on-the-spot-photos img")).to_have_count(1)
	assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
	shoot(page, "on-the-spot")
	page.locator(f"{FORM} .btn-primary").click()
	page.wait_for_url(f"**/inspection/{inspection.name}")
	found = recorded(inspection)
	assert (found.stage, found.outcome, found.members[0].came) == ("Held", "Work Done", "Came")
	attached = {"attached_to_doctype": "Inspection", "attached_to_name": inspection.name}
	assert frappe.get_all("File", attached, pluck="is_private") == [1]


def test_what_is_written_without_a_line_goes_out_with_it_and_once(sign_in):
	inspection = begun()
	page = opened(sign_in, inspection)
	page.context.set_offline(True)
	fill(page)
	page.locator(f"{FORM} .btn-primary").click()
	expect(page.locator(f"{FORM} .alert-info")).to_be_visible()
	assert recorded(inspection).stage == "Called"
	page.context.set_offline(False)
	page.wait_for_url(f"**/inspection/{inspection.name}")
	found = recorded(inspection)
	assert found.stage == "Held" and [row.step for row in found.steps] == ["Called", "Held"]


def test_a_draft_outlives_the_page(sign_in):
	inspection = begun()
	page = opened(sign_in, inspection)
	fill(page, "Люк відкрито")
	page.wait_for_timeout(300)
	page.reload()
	expect(page.locator("#on-the-spot-findings")).to_have_value("Люк відкрито")
	expect(page.locator('[name="on-the-spot-outcome"][value="Work Done"]')).to_be_checked()


def test_the_servers_refusal_is_said_and_the_words_stay(sign_in):
	inspection = begun()
	page = opened(sign_in, inspection)
	fill(page, "Заявниченко каже, що все гаразд")
	page.locator(f"{FORM} .btn-primary").click()
	expect(page.locator(f"{FORM} .alert-danger")).to_be_visible()
	expect(page.locator("#on-the-spot-findings")).to_have_value("Заявниченко каже, що все гаразд")
	assert recorded(inspection).stage == "Called"


def test_without_one_named_the_called_ones_are_offered(sign_in):
	inspection = begun()
	page = sign_in(kit.email("operator"), 390)
	page.goto("/app/inspection-on-the-spot")
	page.get_by_role("button", name=inspection.number).click()
	expect(page.locator("#on-the-spot-findings")).to_be_visible()


def test_forms_and_dialogs_fit(sign_in, shoot):
	inspection = kit.call_inspection(kit.registered())
	request = kit.registered()
	frappe.db.commit()
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/inspection/{inspection.name}")
	page.wait_for_selector(".form-message")
	shoot(page, "inspection")
	page.goto(f"/app/request/{request.name}")
	page.locator(".page-actions .menu-btn-group:visible > button").first.click()
	page.locator(".dropdown-menu:visible").get_by_text("Призначити обстеження").click()
	dialog = page.locator(".modal-dialog:visible")
	shoot(page, "inspection-call")
	dialog.locator("[data-fieldname='reason'] textarea").fill("Дві служби сперечаються")
	dialog.get_by_role("button", name="Призначити").click()
	expect(page.locator(".contact-center-inspections")).to_contain_text("Призначено")
