"""Applicants on the screens of desk and portal: marks, two addresses, earlier data (P1, R3.3, D2)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

from contact_center.intake import merging

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

BEFORE = "м. Бахмут, вул. Миру, 5, кв. 7"
WIDTHS = pytest.mark.parametrize("width", [390, 1280])


@pytest.fixture
def put_back(db):
	fields = ["surname", "phone", "street", "building", "flat", "is_displaced", "registered_residence"]
	before = frappe.db.get_value("Applicant", kit.applicant(), fields, as_dict=True)
	yield
	kit.put_back(before)
	frappe.db.delete("Version", {"ref_doctype": "Applicant", "docname": kit.applicant()})
	for card in frappe.get_all("Interaction", {"operator": kit.email("operator")}, pluck="name"):
		frappe.delete_doc("Interaction", card, force=True, ignore_permissions=True)
	frappe.db.commit()


@WIDTHS
def test_a_new_caller_who_was_displaced_is_written_with_two_addresses(width, put_back, sign_in, shoot):
	page = sign_in(kit.email("operator"), width)
	page.goto("/app/operator-desk")
	page.locator('[data-field="phone"]').fill("067 777 66 55")
	page.locator(".call-choices").get_by_text("Новий заявник").click()
	page.locator('[data-field="full_name"]').fill("Переїзденко Ольга Іванівна")
	page.locator('[data-field="home_street"]').fill(kit.STREET)
	assert page.locator('[data-field="registered_residence"]').is_hidden()
	page.locator('[data-field="is_displaced"]').check()
	page.locator('[data-field="registered_residence"]').fill(BEFORE)
	shoot(page, "operator-desk-displaced")
	page.locator('[data-field="consent"]').check()


@WIDTHS
def test_the_account_names_both_addresses(width, put_back, sign_in, shoot):
	page = sign_in(kit.email("citizen"), width)
	page.goto("/my-details")
	assert page.locator("#registered_residence").is_hidden()
	page.locator("#street").fill("Перевірочна")
	page.locator("#street-list").get_by_text(kit.STREET).first.click()
	page.locator("#building").fill("12")
	page.locator("#is_displaced").check()
	page.locator("#registered_residence").fill(BEFORE)
	shoot(page, "my-details-displaced")
	page.get_by_role("button", name="Зберегти").click()
	expect(page.locator(".cc-done")).to_be_visible()
	page.reload()
	expect(page.locator("#registered_residence")).to_have_value(BEFORE)
	expect(page.locator("#street")).to_have_value(kit.STREET)
	page.locator("#is_displaced").uncheck()
	page.get_by_role("button", name="Зберегти").click()
	expect(page.locator(".cc-done")).to_be_visible()
	frappe.db.rollback()
	stored = ["is_displaced", "registered_residence"]
	assert frappe.db.get_value("Applicant", kit.applicant(), stored) == (0, None)


@WIDTHS
def test_the_form_shows_what_was_before_a_correction(width, put_back, sign_in, shoot):
	applicant = frappe.get_doc("Applicant", kit.applicant())
	with kit.acting("supervisor"):
		applicant.update({"surname": "Перейменченко", "phone": "+380671118888"})
		applicant.save()
	frappe.db.commit()
	page = sign_in(kit.email("operator"), width)
	page.goto(f"/app/applicant/{applicant.name}")
	table = page.locator(".contact-center-earlier")
	expect(table).to_contain_text("Заявниченко")
	expect(table).to_contain_text(kit.PHONES["citizen"])
	shoot(page, "applicant-earlier")


@pytest.fixture
def twins(put_back):
	with kit.acting("operator"):
		pair = kit.twins()
	name = "-".join(pair)
	frappe.db.set_value(
		"Possible Duplicate", name, {"status": "Proposed", "decided_by": None, "decided_at": None}
	)
	frappe.db.commit()
	return pair


def test_possible_duplicates_are_listed_and_decided(twins, sign_in, shoot):
	page = sign_in(kit.email("operator"), 1280)
	page.goto("/app/possible-duplicate?status=Proposed")
	row = page.locator(".list-row", has_text="Двійниченко")
	expect(row).to_contain_text("Двийниченко")
	expect(row).to_contain_text("Той самий телефон")
	shoot(page, "possible-duplicates")
	page.goto(f"/app/possible-duplicate/{'-'.join(twins)}")
	expect(page.locator(".contact-center-compared")).to_contain_text("kit-twin-2@example.com")
	shoot(page, "possible-duplicate")
	page.get_by_role("button", name="Різні люди").click()
	page.locator(".modal.show .btn-primary").click()
	expect(page.locator(".form-message")).to_contain_text("Це різні люди")
	page.goto("/app/possible-duplicate?status=Proposed")
	expect(page.locator(".no-result").first).to_contain_text("Скиньте фільтри")


@pytest.fixture
def unmerged():
	"""The twins are two again, whatever a test left."""
	yield
	frappe.db.rollback()
	for name in frappe.get_all(
		"Applicant Merge", {"merged": ("in", kit.twins()), "status": "In Force"}, pluck="name"
	):
		merging.unmerge(name)
	frappe.db.commit()


def test_a_supervisor_merges_two_and_undoes_it(twins, unmerged, sign_in, shoot):
	page = sign_in(kit.email("supervisor"), 1280)
	page.goto(f"/app/possible-duplicate/{'-'.join(twins)}")
	page.get_by_role("button", name="Об’єднати…").click()
	dialog = page.locator(".modal.show")
	expect(dialog).to_contain_text("Залишиться")
	expect(dialog).to_contain_text("Телефони: 1")
	shoot(page, "merge-dialog")
	dialog.locator(".btn-modal-primary").click()
	page.wait_for_url(f"**/applicant/{twins[0]}")
	expect(page.locator(".contact-center-merges")).to_be_visible(timeout=15_000)
	shoot(page, "applicant-merged")
	page.goto(f"/app/applicant/{twins[1]}")
	page.wait_for_url(f"**/applicant/{twins[0]}")
	page.goto("/app/applicant-merge")
	expect(page.locator(".list-row", has_text="Діє").first).to_be_visible()
	shoot(page, "applicant-merges")
	page.goto(f"/app/applicant/{twins[0]}")
	page.locator(".contact-center-merges a").click()
	page.get_by_role("button", name="Скасувати об’єднання").click()
	page.locator(".modal.show .btn-primary").click()
	expect(page.locator("[data-fieldname=undone_by]").first).to_be_visible()
	expect(page.get_by_role("button", name="Скасувати об’єднання")).to_have_count(0)
	shoot(page, "applicant-merge")


def test_an_applicants_form_and_the_desk_name_possible_duplicates(twins, sign_in, shoot):
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/applicant/{twins[0]}")
	expect(page.locator(".contact-center-duplicates")).to_contain_text("той самий телефон")
	shoot(page, "applicant-duplicates")
	page.goto("/app/operator-desk")
	page.locator('[data-field="phone"]').fill("093 222 00 97")
	page.locator(".call-choices").get_by_text("Двійниченко").click()
	expect(page.locator(".call-details")).to_contain_text("Можливих дублікатів: 1")
	shoot(page, "operator-desk-duplicates")
