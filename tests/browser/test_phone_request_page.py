"""A citizen who called writes the number of the request, gets a code by e-mail and finds the request in the account."""

import re

import frappe
import kit
import pytest
from kit_city import remove_requests
from playwright.sync_api import expect

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city", "fresh_limits")
EMAIL = "kit-phone-request@example.com"


@pytest.fixture
def called(city):
	"""A request of somebody who called and has an e-mail."""
	values = {"surname": "Телефонна", "first_name": "Марія", "phone": "+380671110078", "email": EMAIL}
	caller = frappe.get_doc({"doctype": "Applicant", **values}).insert()
	request = kit.registered(applicant=caller.name)
	frappe.db.commit()
	yield request
	frappe.db.rollback()
	remove_requests([request.name])
	frappe.delete_doc("Applicant", caller.name, force=True)
	frappe.db.commit()


def test_a_request_filed_by_phone_comes_into_the_account(called, sign_in, work_off, smtp, shoot):
	page = sign_in(kit.email("neighbour"))
	page.goto("/my-requests")
	shoot(page, "phone-request-link")
	page.get_by_role("link", name="Додайте її до кабінету").click()
	expect(page.locator("#code-form")).to_be_hidden()
	page.get_by_role("button", name="Надіслати код").click()
	expect(page.locator("#number-error")).to_contain_text("Напишіть номер заявки")
	shoot(page, "phone-request-error")
	page.get_by_label("Номер заявки").fill(called.number)
	shoot(page, "phone-request")
	page.get_by_role("button", name="Надіслати код").click()
	expect(page.locator("#code-sent")).to_be_focused()
	work_off()
	[letter] = [each for each in smtp.messages if EMAIL in each["To"]]
	text = letter.get_body(("html", "plain")).get_content()
	code = re.search(r"(?<![\d#-])\d{6}\b", text).group()
	page.get_by_label("Код із листа").fill("000000" if code != "000000" else "111111")
	page.get_by_role("button", name="Додати заявку").click()
	expect(page.locator("#code-error")).to_contain_text("Код не підходить")
	shoot(page, "phone-request-wrong-code")
	page.get_by_label("Код із листа").fill(f"{code[:3]} {code[3:]}")
	page.get_by_role("button", name="Додати заявку").click()
	page.wait_for_url(f"**/my-requests/{called.name}")
	expect(page.locator("#page-done")).to_contain_text("Заявка тепер у вашому кабінеті")
	expect(page.locator("body")).to_contain_text("Ви додали заявку до свого кабінету")
	shoot(page, "phone-request-taken-in")


def test_the_page_at_a_wide_screen_and_another_number_begins_anew(sign_in, shoot):
	page = sign_in(kit.email("neighbour"), 1280)
	page.goto("/phone-request")
	page.get_by_label("Номер заявки").fill("1520-1999-000001")
	page.get_by_role("button", name="Надіслати код").click()
	expect(page.locator("#code-form")).to_be_visible()
	shoot(page, "phone-request-wide")
	page.get_by_label("Номер заявки").fill("1520-1999-000002")
	expect(page.locator("#code-form")).to_be_hidden()
