"""Cards and consultations on the desk's own screens: list, form, the call that clears a request up (R5.2, R5.9)."""

import frappe
import kit
import pytest
from playwright.sync_api import expect

from contact_center.desk import call

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")


ASKED = {
	"classifier": kit.LEAK,
	"street": kit.STREET,
	"building": "12",
	"description": "З підвалу тече вода",
	"wording_agreed": 1,
}


@pytest.fixture
def talk(db):
	"""A talk with a request and a consultation, committed; and a request from the account."""
	with kit.acting("operator"):
		card = call.begin("views", phone=kit.PHONES["citizen"])["name"]
		call.identify(card, {"applicant": kit.applicant()})
		made = call.register(card, "r", ASKED)
		call.consult(card, "c", {"classifier": kit.LEAK, "text": "Воду ввімкнуть до 18:00"})
		call.end(card)
	waiting = kit.filed()
	frappe.db.commit()
	return card, made["request"], waiting.name


def test_a_card_shows_who_called_and_what_came_of_it(talk, sign_in, shoot):
	card, request, _waiting = talk
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/interaction/{card}")
	outcome = page.locator(".contact-center-outcome")
	expect(outcome.locator("a")).to_have_count(2)
	expect(page.locator("[data-fieldname=applicant]").first).to_contain_text("Заявниченко")
	expect(page.locator("[data-fieldname=ended_at]").first).to_be_visible()
	shoot(page, "card-form")
	outcome.locator("a").first.click()
	page.wait_for_url(f"**/request/{request}")


@pytest.mark.parametrize("place", ["interaction", "consultation"])
def test_the_lists_show_them_and_say_what_to_do_when_empty(place, talk, sign_in, shoot):
	page = sign_in(kit.email("supervisor"), 1280)
	page.goto(f"/app/{place}")
	expect(page.locator(".list-row").first).to_be_visible()
	shoot(page, f"{place}-list")
	page.goto(f"/app/{place}?operator=nobody@example.com")
	expect(page.locator(".no-result").first).to_contain_text("Скиньте фільтри")


def test_a_call_that_clears_a_request_up_is_recorded_from_its_form(talk, sign_in, shoot):
	_card, _request, waiting = talk
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{waiting}")
	page.get_by_role("button", name="Дзвінок для уточнення", exact=True).click()
	dialog = page.locator(".modal.show")
	dialog.locator('textarea[data-fieldname="text"]').fill("Під’їзд другий, підвал відчинено")
	shoot(page, "clearing-up-dialog")
	dialog.locator(".btn-modal-primary").click()
	expect(page.locator(".contact-center-calls")).to_contain_text("Під’їзд другий")
	shoot(page, "clearing-up")


def test_the_workspace_counts_consultations_of_today(talk, sign_in):
	page = sign_in(kit.email("operator"), 1280)
	page.goto("/app/contact-center")
	expect(page.get_by_text("Консультацій сьогодні")).to_be_visible()
