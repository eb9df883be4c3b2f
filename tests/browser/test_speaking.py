"""The citizen's pages say what happened and ask before they send, to eyes and ears alike (R3.4, RE3, P1)."""

import frappe
import kit
import pytest
from kit import LEAK, LONG_STREET, STREET
from kit_portal import SETTINGS
from playwright.sync_api import expect

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")


def focused(page) -> str:
	return page.evaluate("document.activeElement.id")


def begin(page) -> None:
	page.goto("/submit-request")
	page.fill("#classifier-search", "перевірочна справа")
	page.locator(
		"#classifier-results .cc-option", has_text=frappe.db.get_value("Classifier", LEAK, "title")
	).click()
	page.fill("#description", "З підвалу другий день тече вода, двір залито.")


def test_an_unknown_street_is_said_before_anything_is_sent(sign_in):
	page = sign_in(kit.email("citizen"))
	begin(page)
	page.fill("#street", "перевірочн")
	page.keyboard.press("Tab")
	expect(page.locator("#street-error")).to_be_visible()
	page.locator("#street-offered button", has_text=LONG_STREET).click()
	expect(page.locator("#street-error")).to_be_hidden()
	assert page.input_value("#street") == LONG_STREET


def test_an_odd_place_is_asked_about_and_the_thanks_survive_a_reload(
	sign_in, shoot, setting, city_on_the_map
):
	"""R3.4: the focus is led to the question; a reload of the thanks sends nothing again."""
	setting(SETTINGS, "tile_server", "/tiles/{z}/{x}/{y}.png")
	page = sign_in(kit.email("citizen"))
	page.context.grant_permissions(["geolocation"])
	page.context.set_geolocation({"latitude": 50.45, "longitude": 30.52})
	begin(page)
	page.fill("#street", STREET)
	page.fill("#building", "9999")
	page.click("#here")
	expect(page.locator("#here-says")).to_contain_text("км на північний захід від центру міста")
	expect(page.locator("#here-map")).to_be_visible()
	page.click("#request-form [type=submit]")
	expect(page.locator("#ask-part li")).to_have_count(2)
	assert focused(page) == "ask-part"
	shoot(page, "asked")
	page.click("#ask-no")
	assert focused(page) == "here-off"
	page.click("#here-off")
	page.click("#request-form [type=submit]")
	expect(page.locator("#ask-part li")).to_have_count(1)
	page.click("#ask-yes")
	page.wait_for_url("**/filed")
	assert focused(page) == "thanks-title"
	shoot(page, "thanks")
	mine = {"applicant": kit.applicant()}
	frappe.db.rollback()
	filed = frappe.db.count("Request", mine)
	page.reload()
	expect(page.locator(".cc-reference-code")).to_be_visible()
	frappe.db.rollback()
	assert frappe.db.count("Request", mine) == filed


def test_no_other_server_is_asked_for_a_map_that_nobody_set(sign_in):
	"""D1: where the citizen is stays between the citizen and the city."""
	page = sign_in(kit.email("citizen"))
	asked: list[str] = []
	page.on("request", lambda request: asked.append(request.url))
	page.context.grant_permissions(["geolocation"])
	page.context.set_geolocation({"latitude": 47.91, "longitude": 33.39})
	page.goto("/submit-request")
	page.click("#here")
	expect(page.locator("#here-off")).to_be_visible()
	expect(page.locator("#here-says")).to_contain_text("Місце позначено")
	home = page.url.removesuffix("/submit-request")
	assert [url for url in asked if not url.startswith(home) or "leaflet" in url] == []
	expect(page.locator("#here-map")).to_be_hidden()


def test_after_a_confirmation_words_say_so_and_have_the_focus(sign_in, shoot):
	"""R7.7, P1: once; a reload does not say it again."""
	request = kit.executed()
	frappe.db.commit()
	page = sign_in(kit.email("citizen"))
	page.goto(f"/my-requests/{request.name}")
	page.get_by_label("5 – дуже добре").check()
	page.get_by_role("button", name="Так, виконано").click()
	expect(page.locator("#page-done")).to_contain_text("Ви підтвердили роботу")
	assert focused(page) == "page-done"
	shoot(page, "confirmed")
	frappe.db.rollback()
	assert kit.fresh(request).rating == 5
	page.reload()
	expect(page.locator("#page-done")).to_be_hidden()


def test_what_is_added_is_announced_and_an_empty_addition_refused(sign_in):
	request = kit.registered()
	frappe.db.commit()
	page = sign_in(kit.email("citizen"))
	page.goto(f"/my-requests/{request.name}")
	page.get_by_role("button", name="Доповнити заявку").click()
	page.locator("#supplement-form [type=submit]").click()
	expect(page.locator("#comment-error")).to_be_visible()
	assert focused(page) == "comment"
	page.fill("#comment", "Вода дійшла до під’їзду")
	page.locator("#supplement-form [type=submit]").click()
	expect(page.locator("#page-done")).to_contain_text("Надіслано")
	expect(page.get_by_text("Ви додали", exact=True)).to_be_visible()
