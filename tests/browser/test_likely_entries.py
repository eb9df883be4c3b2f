"""Under a description the portal offers what such requests were mostly about (R5.11)."""

import kit
import pytest
from playwright.sync_api import expect

from contact_center.intake import entry_learning
from contact_center.reading import entry_model_file, entry_training

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

CHOOSE = """(entry) => {
	const list = document.getElementById("classifier");
	list.value = entry;
	list.dispatchEvent(new Event("change", { bubbles: true }));
}"""
TEXT = "знову капає і тече зі стелі, другий день"


@pytest.fixture
def learned():
	"""Let the site have learned of two entries."""
	said = [("знову капає і тече", kit.LEAK), ("провалля посеред дороги", kit.POTHOLE)]
	examples = [(f"{text} {day}", code, day) for day in range(30) for text, code in said]
	entry_model_file.write(entry_training.train(examples), entry_learning.path())
	yield
	entry_learning.path().unlink()


def test_what_such_requests_were_about_is_one_tap_away(sign_in, shoot, learned):
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	page.fill("#description", TEXT)
	offered = page.locator("[data-likely] .cc-option")
	expect(offered.first).to_be_visible()
	expect(page.locator("[data-likely] [role=status]")).to_have_text(
		"Схожі заявки були про це. Оберіть, якщо підходить:"
	)
	shoot(page, "likely")
	title = offered.first.locator("strong").text_content()
	offered.first.click()
	expect(page.locator("[data-likely] [role=status]")).to_have_text(f"Обрано: {title}")
	assert page.input_value("#classifier") == kit.LEAK
	assert page.evaluate("document.activeElement.id") == "description"
	expect(page.locator(".cc-picked")).to_contain_text(title)
	shoot(page, "likely-chosen")


def test_nothing_is_offered_once_an_entry_is_chosen(sign_in, learned):
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	page.fill("#description", TEXT)
	offered = page.locator("[data-likely] .cc-option")
	expect(offered.first).to_be_visible()
	page.evaluate(CHOOSE, kit.POTHOLE)
	expect(page.locator("[data-likely]")).to_be_hidden()
	page.evaluate(CHOOSE, "other")
	expect(offered.first).to_be_visible()


def test_without_what_was_learned_the_form_is_as_before(sign_in):
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	with page.expect_response("**/contact_center.portal.api.likely_entries"):
		page.fill("#description", TEXT)
	expect(page.locator("[data-likely]")).to_be_hidden()
