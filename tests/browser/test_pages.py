"""Test the citizen's pages on a cheap phone (DESIGN: how it looks and speaks)."""

import re
import time

import frappe
import kit
import pytest
from playwright.sync_api import expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")

PUBLIC = {
	"home": "/home",
	"repairs": "/repairs",
	"help": "/help",
	"help-not-found": "/help/nothing-of-this-name",
	"services": "/services",
	"sign-in": "/login",
	"sign-up": "/login#signup",
	"forgot-password": "/login#forgot",
	"new-password": "/update-password?key=x",
	"not-found": "/nowhere",
}
OWN = {
	"file-a-request": "/submit-request",
	"my-requests": "/my-requests",
	"archive": "/my-requests?archive=1",
	"my-details": "/my-details",
	"request-filed-by-phone": "/phone-request",
	"write-an-appeal": "/submit-appeal",
	"my-appeals": "/my-appeals",
	"not-mine": "/my-requests/nobodys",
}
PASSWORD = "Kvitka-na-vikni-1520"
SMALLEST_TEXT, SMALLEST_TARGET = 16, 44

# Returns the visible texts with their size and the targets with their smaller side, without links inside a sentence.
LOOK = """() => {
	const seen = (element) => {
		const box = element.getBoundingClientRect();
		return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width > 1 && box.height > 1;
	};
	const texts = new Map();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const parent = walker.currentNode.parentElement;
		if (!walker.currentNode.textContent.trim() || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(parent.tagName) || !seen(parent)) continue;
		texts.set(walker.currentNode.textContent.trim().slice(0, 40), parseFloat(getComputedStyle(parent).fontSize));
	}
	const targets = new Map();
	for (const target of document.querySelectorAll("button, nav a, .cc-button, .cc-card-title a, select, textarea, summary, input:not([type=hidden])")) {
		if (!seen(target)) continue;
		const box = (target.closest("label.cc-choice, label.cc-button") || target).getBoundingClientRect();
		targets.set((target.id || target.textContent).trim().slice(0, 40), Math.round(box.height));
	}
	const page = document.documentElement;
	return { texts: [...texts], targets: [...targets], wider: page.scrollWidth - page.clientWidth, language: page.lang };
}"""


def check(page) -> None:
	"""Assert that texts and targets are large enough, nothing overflows sideways, and the page is in Ukrainian."""
	look = page.evaluate(LOOK)
	assert look["wider"] == 0
	assert look["language"] == "uk"
	assert [each for each in look["texts"] if each[1] < SMALLEST_TEXT] == []
	assert [each for each in look["targets"] if each[1] < SMALLEST_TARGET] == []


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_legible_on_a_phone(new_page, shoot, name):
	page = new_page()
	page.goto(PUBLIC[name])
	page.wait_for_load_state("networkidle")
	check(page)
	shoot(page, name)


@pytest.mark.parametrize("name", OWN)
def test_an_own_page_is_legible_on_a_phone(sign_in, shoot, name):
	page = sign_in(kit.email("neighbour"))
	page.goto(OWN[name])
	page.wait_for_load_state("networkidle")
	check(page)
	shoot(page, name)


def test_each_stage_is_told_in_words_and_colour(sign_in, shoot):
	"""R3.4: the list and one request of each stage."""
	stages = {
		"moderation": kit.filed(),
		"registered": kit.registered(),
		"in-progress": _in_progress(),
		"awaiting": kit.executed(),
		"rework": _rework(),
		"closed": _closed(),
		"cancelled": _cancelled(),
	}
	page = sign_in(kit.email("citizen"))
	for name, request in stages.items():
		page.goto(f"/my-requests/{request.name}")
		assert page.locator(".cc-badge").first.inner_text()
		check(page)
		shoot(page, f"request-{name}")
	page.goto("/my-requests")
	shoot(page, "my-requests-full")
	page.goto("/my-requests?archive=1")
	shoot(page, "archive-full")


def _in_progress():
	request = kit.registered()
	kit.accept(kit.task_of(request))
	return request


def _rework():
	request = kit.executed()
	kit.return_for_rework(request)
	return request


def _closed():
	request = kit.executed()
	kit.confirm_and_close(request)
	return request


def _cancelled():
	from contact_center.intake import filing

	request = kit.filed()
	filing.withdraw(request.name, kit.email("citizen"), "Уже полагодили")
	return request


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(sign_in, shoot, photo):
	"""R3.4: errors are worded in the summary and at each field; photos stay too."""
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	page.fill("#description", "Тече")
	page.fill("#street", "вул. Вигадана")
	fake = photo("двір.jpg").with_name("лист.jpg")
	fake.write_text("<html>")
	page.set_input_files("#files", [photo("двір.jpg"), fake])
	page.wait_for_selector(".cc-uploads li.cc-has-error")
	page.click("#request-form [type=submit]")
	page.wait_for_selector(".cc-summary ul li")
	fields = page.locator("[data-field].cc-has-error").evaluate_all(
		"all => all.map((each) => each.dataset.field)"
	)
	assert fields == ["classifier", "description", "street"]
	assert page.evaluate("document.activeElement.classList.contains('cc-summary')")
	assert page.input_value("#description") == "Тече"
	assert page.locator(".cc-uploads li:not(.cc-has-error)").count() == 1
	check(page)
	shoot(page, "errors")
	page.fill("#description", "Тече труба у дворі, вода йде на дорогу")
	assert page.locator(".cc-summary li").evaluate_all("all => all.map((each) => each.dataset.for)") == [
		"classifier",
		"street",
	]
	page.reload()
	assert page.input_value("#description") == "Тече труба у дворі, вода йде на дорогу"


def sign_out(page) -> None:
	"""Sign out in another tab, without the page noticing."""
	token = page.input_value("[name=csrf_token]")
	assert page.request.post("/?cmd=web_logout", form={"csrf_token": token}).ok


def test_who_signs_out_is_out(sign_in):
	"""One click is enough, on a page that made the session create its token."""
	page = sign_in(kit.email("citizen"), 1280)
	page.goto("/my-requests")
	page.get_by_role("button", name="Вийти", exact=True).click()
	expect(page.get_by_role("heading", name="Ви вийшли")).to_be_visible()
	page.goto("/my-requests")
	assert "/login" in page.url


def sign_in_by_the_page(page, email: str) -> None:
	page.fill("#login_email", email)
	page.fill("#login_password", PASSWORD)
	page.keyboard.press("Enter")


def test_a_lost_session_loses_nothing(sign_in, photo):
	"""R3.4: a link signs in and returns to the form with everything in it, in the same tab."""
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	page.fill("#description", "Тече труба у дворі")
	page.set_input_files("#files", photo("двір.jpg"))
	expect(page.locator(".cc-upload-status")).to_have_text("Завантажено")
	page.check("[name=notify_by][value=Phone]")
	sign_out(page)
	page.set_input_files("#files", photo("вулиця.jpg"))
	expect(page.locator(".cc-uploads li.cc-has-error")).to_contain_text("щойно ви увійдете")
	page.click("#request-form [type=submit]")
	expect(page.get_by_role("alert")).to_contain_text("Сеанс завершився")
	page.get_by_role("link", name="Увійти й продовжити").click()
	sign_in_by_the_page(page, kit.email("citizen"))
	page.wait_for_url("**/submit-request")
	assert page.input_value("#description") == "Тече труба у дворі"
	assert page.is_checked("[name=notify_by][value=Phone]")
	expect(page.locator(".cc-uploads li")).to_contain_text(["двір.jpg", "вулиця.jpg"])
	expect(page.locator(".cc-upload-status")).to_have_text(["Завантажено", "Завантажено"])
	page.click("#request-form [type=submit]")
	expect(page.locator(".cc-summary li").first).to_be_visible()


SUBMIT = "**/contact_center.portal.api.submit"
CHOOSE = """(entry) => {
	const list = document.getElementById("classifier");
	list.value = entry;
	list.dispatchEvent(new Event("change", { bubbles: true }));
}"""
NOTE_BUTTON = """() => {
	const button = document.querySelector("#request-form [type=submit]");
	new MutationObserver(() => console.log(button.textContent)).observe(button, { childList: true });
}"""
QUICK = "{ const wait = setTimeout; window.setTimeout = (act, time) => wait(act, Math.min(time, 300)); }"


def body_of(request) -> str:
	return request.post_data_buffer.decode(errors="replace")


def fill_in(page) -> None:
	page.goto("/submit-request")
	page.evaluate(CHOOSE, "other")
	page.fill("#description", "Тече труба у дворі, вода йде на дорогу")
	page.fill("#street", kit.STREET)
	page.fill("#building", "12")


def test_a_lost_answer_is_asked_for_again_by_the_page_itself(sign_in, shoot, db):
	"""R3.4: the citizen presses once, reads «ще раз», gets the thanks, and there is one request."""
	page = sign_in(kit.email("citizen"))
	page.add_init_script(QUICK)
	tries = []

	def lose_first(route):
		tries.append(route.fetch())  # the server has done it
		if len(tries) == 1:
			route.abort()
		else:
			route.fulfill(response=tries[-1])

	fill_in(page)
	page.route(SUBMIT, lose_first)
	before, shown = db.count("Request"), []
	page.on("console", lambda message: shown.append(message.text))
	page.evaluate(NOTE_BUTTON)
	page.click("#request-form [type=submit]")
	page.wait_for_url("**/filed")
	db.rollback()
	assert shown[:2] == ["Надсилаємо…", "Надсилаємо ще раз…"]
	assert (len(tries), db.count("Request")) == (2, before + 1)


def test_without_a_connection_nothing_typed_is_lost_and_the_next_try_files(sign_in, shoot, db):
	"""R3.4: bounded tries, then what to do; also after the browser was closed in between."""
	page = sign_in(kit.email("citizen"))
	page.add_init_script(QUICK)
	fill_in(page)
	tries = []
	page.route(SUBMIT, lambda route: (tries.append(body_of(route.request)), route.abort()))
	page.click("#request-form [type=submit]")
	expect(page.locator(".cc-summary[role=alert]:visible")).to_contain_text(
		"Написане залишилося на цьому пристрої"
	)
	assert len(tries) == 5 and "Надіслати" in page.locator("#request-form [type=submit]").inner_text()
	check(page)
	shoot(page, "no-connection")
	page.unroute(SUBMIT)
	page.reload()
	assert page.input_value("#description") == "Тече труба у дворі, вода йде на дорогу"
	with page.expect_request(SUBMIT) as sent:
		page.click("#request-form [type=submit]")
	key = re.compile(r'name="key"\s+(\w+)')
	assert key.search(body_of(sent.value))[1] == key.search(tries[0])[1]
	page.wait_for_url("**/filed")


def test_a_draft_outlives_its_tab_for_a_day(sign_in):
	"""R3.4: what the city asks in fields of its own too."""
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	page.fill("#description", "Тече труба у дворі")
	page.evaluate(
		"""() => {
			const own = document.createElement("input");
			own.name = "custom_entrance";
			document.getElementById("request-form").append(own);
			own.value = "третій";
			own.dispatchEvent(new Event("input", { bubbles: true }));
		}"""
	)
	other = page.context.new_page()
	page.close()
	other.goto("/submit-request")
	assert other.input_value("#description") == "Тече труба у дворі"
	assert "третій" in other.evaluate("JSON.stringify(localStorage)")
	other.evaluate(
		"""() => {
			const key = Object.keys(localStorage).find((each) => each.startsWith("cc-draft:"));
			const draft = JSON.parse(localStorage.getItem(key));
			localStorage.setItem(key, JSON.stringify({ ...draft, at: draft.at - 25 * 3600 * 1000 }));
		}"""
	)
	other.reload()
	assert other.input_value("#description") == ""


def test_a_draft_is_its_writers_alone(sign_in, sign_in_anew):
	"""D1: on a shared computer the next user gets an empty form."""
	sign_in(kit.email("neighbour"))
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	page.fill("#description", "Про що нікому не слід знати")
	sign_out(page)
	sign_in_anew(page, kit.email("neighbour"))
	page.goto("/submit-request")
	assert page.input_value("#description") == ""
	assert "нікому" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")


KEPT_PHOTOS = """async () => {
	const name = "cc-draft-files";
	if (!(await indexedDB.databases()).some((each) => each.name === name)) return 0;
	return new Promise((resolve) => {
		const opening = indexedDB.open(name, 1);
		opening.onsuccess = () => {
			const count = opening.result["transaction"]("files").objectStore("files").count();
			count.onsuccess = () => { opening.result.close(); resolve(count.result); };
		};
	});
}"""


def expect_kept_photos(page, number: int) -> None:
	"""The page keeps and forgets them beside what it shows: look again for ten seconds."""
	ends = time.monotonic() + 10
	while (kept := page.evaluate(KEPT_PHOTOS)) != number and time.monotonic() < ends:
		page.wait_for_timeout(50)
	assert kept == number


def test_a_kept_photo_is_its_takers_alone(sign_in, photo):
	"""D1: it goes as soon as somebody else signs in, whatever page they open."""
	sign_in(kit.email("neighbour"))
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	sign_out(page)
	page.set_input_files("#files", photo("двір.jpg"))
	expect(page.locator(".cc-uploads li.cc-has-error")).to_contain_text("щойно ви увійдете")
	expect_kept_photos(page, 1)
	page.goto("/login")
	sign_in_by_the_page(page, kit.email("neighbour"))
	page.wait_for_url("**/my-requests")
	expect_kept_photos(page, 0)


def test_nothing_is_left_of_a_draft_after_signing_out(sign_in):
	"""D1."""
	page = sign_in(kit.email("citizen"), 1280)
	page.goto("/submit-request")
	page.fill("#description", "Про що нікому не слід знати")
	page.goto("/my-requests")
	assert "нікому" in page.evaluate("JSON.stringify(localStorage)")
	page.get_by_role("button", name="Вийти", exact=True).click()
	expect(page.get_by_role("heading", name="Ви вийшли")).to_be_visible()
	assert "нікому" not in page.evaluate("JSON.stringify(localStorage)")


def test_the_question_is_found_by_ordinary_words_and_by_keyboard_alone(sign_in, shoot):
	"""R5.11: search box, list, choice; the focus is always visible."""
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	page.focus("#classifier-search")
	page.keyboard.type("перевірочну справу")
	page.wait_for_selector("#classifier-results .cc-option strong")
	shoot(page, "question-search")
	page.keyboard.press("Tab")
	assert page.evaluate("getComputedStyle(document.activeElement).boxShadow") != "none"
	page.keyboard.press("Enter")
	assert (
		page.locator(".cc-picked strong").inner_text()
		== page.locator("#classifier option:checked").inner_text()
	)


def test_the_street_list_is_worked_by_keys_and_tells_the_district(sign_in):
	"""R5.11: the district follows from the address; the form asks for it only if it does not."""
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	assert not page.is_visible("#district")
	page.focus("#street")
	page.keyboard.type("довгий перев")
	page.wait_for_selector("#street-list li")
	page.keyboard.press("ArrowDown")
	page.keyboard.press("Enter")
	assert page.input_value("#street") == kit.LONG_STREET
	page.wait_for_selector("#district", state="visible")
	page.fill("#building", "8")
	page.keyboard.press("Tab")
	page.wait_for_selector(".cc-found-district:visible")
	assert page.input_value("#district") == kit.SOUTH
	assert not page.is_visible("#district")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_street_that_is_none_comes_back_with_those_to_choose_from(sign_in, shoot, width):
	"""R5.11: nothing that was typed is lost, and nothing is filed on the street next door."""
	page = sign_in(kit.email("citizen"), width)
	page.goto("/submit-request")
	page.fill("#description", "Тече труба у дворі, вода йде на дорогу")
	page.fill("#street", "вул. Довга Перевірочна")
	page.click("#request-form [type=submit]")
	offered = page.locator("#street-offered button")
	expect(offered.first).to_be_visible()
	assert page.input_value("#street") == "вул. Довга Перевірочна"
	page.locator("#street").scroll_into_view_if_needed()
	check(page)
	shoot(page, f"street-offered-{width}")
	offered.get_by_text(kit.LONG_STREET, exact=True).click()
	assert page.input_value("#street") == kit.LONG_STREET
	assert page.input_value("#description") == "Тече труба у дворі, вода йде на дорогу"
	expect(page.locator('[data-error-for="street"]')).to_be_hidden()
	expect(page.locator("#street-offered")).to_be_hidden()


def test_a_street_without_its_type_is_shown_by_its_name(sign_in):
	page = sign_in(kit.email("citizen"))
	page.goto("/submit-request")
	page.fill("#street", "перевірочна")
	page.fill("#building", "12 кв 5")
	page.keyboard.press("Tab")
	expect(page.locator("#street")).to_have_value(kit.STREET)
	expect(page.locator(".cc-found-district")).to_be_visible()


def test_without_scripts_the_questions_are_a_plain_list(browser, http, sign_in):
	"""The page still shows the list and the phone number."""
	state = sign_in(kit.email("citizen")).context.storage_state()
	context = browser.new_context(base_url=http, java_script_enabled=False, storage_state=state)
	page = context.new_page()
	page.goto("/submit-request")
	assert page.locator("#classifier optgroup option").count() > 1
	assert (
		frappe.db.get_single_value("Contact Center Settings", "phone")
		in page.locator("noscript").first.inner_text()
	)
	context.close()


def test_targets_of_header_and_footer_are_large_enough(new_page, sign_in):
	"""44 px: whatever may be touched in header and footer, in both widths, with the menu open."""
	small = """() => Array.from(document.querySelectorAll("header a, header summary, header button, footer a"))
		.filter((each) => each.checkVisibility())
		.map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
		.filter(([, box]) => box.height < 44 || box.width < 44)
		.map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
	for width in (390, 1280):
		for page in (new_page(width), sign_in(kit.email("citizen"), width)):
			page.goto("/home")
			if width == 390:
				page.locator(".cc-menu summary").click()
			assert page.evaluate(small) == []


def test_the_menu_works_without_scripts(browser, http, sign_in):
	"""On a phone it opens by its summary, and who signs out is out."""
	state = sign_in(kit.email("citizen")).context.storage_state()
	context = browser.new_context(
		base_url=http, java_script_enabled=False, storage_state=state, viewport={"width": 390, "height": 844}
	)
	page = context.new_page()
	page.goto("/home")
	nav = page.locator(".cc-nav")
	expect(nav).to_be_hidden()
	page.locator(".cc-menu summary").click()
	expect(nav.get_by_role("link", name="Ремонтні роботи")).to_be_visible()
	nav.get_by_role("button", name="Вийти").click()
	page.goto("/my-requests")
	assert "/login" in page.url
	context.close()


@pytest.mark.parametrize(
	"path", ["/home", "/submit-request", "/my-requests", "/my-details", "/phone-request", "/repairs"]
)
def test_a_script_that_got_into_a_page_does_not_run(sign_in, path):
	"""A second wall behind the escaping; our own scripts pass it without a complaint."""
	page, complaints = sign_in(kit.email("citizen")), []
	page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
	page.goto(path)
	page.wait_for_load_state("networkidle")
	assert complaints == []
	page.evaluate(
		"""() => {
			document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.ran = 1">');
			const script = document.createElement("script");
			script.textContent = "window.ran = 1";
			document.body.append(script);
		}"""
	)
	page.wait_for_load_state("networkidle")
	assert page.evaluate("window.ran") is None
	assert any("Content Security Policy" in text for text in complaints)
