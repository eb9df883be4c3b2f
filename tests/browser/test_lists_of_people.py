"""Lists and cards at the desk show people by name, plain tooltips, and no box that nobody reads."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

from contact_center.desk import call

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def card():
	with kit.acting("operator"):
		name = call.begin("names")["name"]
		call.identify(name, {"applicant": kit.applicant()})
		call.consult(name, "names", {"classifier": kit.LEAK, "text": "Воду ввімкнуть увечері"})
		call.end(name)
	frappe.db.commit()
	return name


@pytest.mark.parametrize("slug", ["interaction", "consultation"])
def test_a_list_names_the_operator(sign_in, shoot, card, slug):
	name = frappe.db.get_value("User", kit.email("operator"), "full_name")
	page = sign_in(kit.email("supervisor"), 1280)
	page.goto(f"/app/{slug}")
	expect(page.locator(".list-row").first).to_contain_text(name)
	expect(page.locator(".list-row").first).not_to_contain_text("@example.com")
	shoot(page, f"list-of-{slug}")


def test_the_tooltip_of_a_journal_line_is_plain(sign_in):
	kit.registered()
	frappe.db.commit()
	page = sign_in(kit.email("supervisor"), 1280)
	page.goto("/app/request-journal")
	expect(page.locator(".list-row").first).to_be_visible()
	expect(page.locator('.list-row [title*="<"]')).to_have_count(0)


def test_a_card_has_no_box_for_comments_that_nobody_reads(sign_in, card):
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/interaction/{card}")
	page.wait_for_function("name => window.cur_frm?.docname === name", arg=card)
	expect(page.locator(".form-layout:visible").first).to_be_visible()
	expect(page.locator(".comment-box:visible")).to_have_count(0)
