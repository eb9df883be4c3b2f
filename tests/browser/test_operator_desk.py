"""Test the operator's desk: a call from the number to the registered request, by the keyboard alone (R5.2 - R5.12)."""

import frappe
import kit
import pytest
from kit import LEAK, PHONES, STREET
from playwright.sync_api import Page, expect

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
WORDS = "У квартирі з учора тече труба, вода стоїть на підлозі"
KNOWN_AT_MOST, NEW_AT_MOST = 12, 25


class Call:
	"""The desk in a browser. Counts keys beyond the text: a key with Ctrl is two."""

	def __init__(self, page: Page):
		self.page = page
		self.keys = 0

	def text(self, words: str) -> None:
		"""Type where the focus is."""
		self.page.keyboard.type(words)

	def key(self, name: str) -> None:
		"""Press a key where the focus is."""
		self.keys += len(name.split("+"))
		self.page.keyboard.press(name)

	def focus(self, field: str):
		"""Wait until the keyboard is in this field."""
		expect(self.page.locator(f'[data-field="{field}"]')).to_be_focused(timeout=15_000)

	def offered(self, words: str):
		"""Wait until this line is the one that Enter takes."""
		expect(self.page.locator(".call-choices .is-first")).to_contain_text(words, timeout=15_000)

	def says(self, words: str):
		expect(self.page.locator(".call-message")).to_contain_text(words, timeout=15_000)


@pytest.fixture
def call(sign_in):
	"""`call()`: the desk, opened by the operator; `call(person, width)` by somebody else."""

	def opened(person: str = "operator", width: int = 1280) -> Call:
		page = sign_in(kit.email(person), width)
		page.goto("/app/operator-desk")
		page.wait_for_load_state("networkidle")
		return Call(page)

	yield opened
	frappe.db.rollback()
	for card in frappe.get_all("Interaction", {"operator": kit.email("operator")}, pluck="name"):
		frappe.db.delete("Consultation", {"interaction": card})
		frappe.delete_doc("Interaction", card, force=True, ignore_permissions=True)
	frappe.db.commit()


@pytest.fixture
def at_home():
	"""The citizen lives in the tests' street and has consented."""
	applicant = frappe.get_doc("Applicant", kit.applicant())
	before = {field: applicant.get(field) for field in ("street", "building", "flat", "consent")}
	applicant.update({"street": STREET, "building": "7", "flat": "12", "consent": 1}).save()
	frappe.db.commit()
	yield applicant
	frappe.db.rollback()
	applicant.reload()
	applicant.update(before).save()
	frappe.db.commit()


def known_caller(call: Call) -> None:
	call.focus("phone")
	call.text(PHONES["citizen"])
	call.offered("Заявниченко")
	call.key("Enter")
	call.focus("text")


def entry(call: Call, code: str = LEAK) -> None:
	call.text(code)
	call.offered(code)
	call.key("Enter")


def newest():
	frappe.db.rollback()
	return frappe.get_last_doc("Request", {"owner": kit.email("operator")})


def test_no_two_acts_have_the_same_key(call):
	page = call().page
	keys = page.evaluate("Object.values(contact_center.call.KEYS).map(({ code, label }) => [code, label])")
	assert len(keys) > 5
	for values in zip(*keys, strict=True):
		assert len(set(values)) == len(keys)


def test_a_known_callers_request_takes_no_mouse_and_few_keys(call, at_home, shoot):
	"""R5.2, R5.5, R5.11, R5.12."""
	desk = call()
	known_caller(desk)
	entry(desk)
	desk.focus("street")
	desk.key("Enter")  # at the residence
	desk.focus("description")
	desk.text(WORDS)
	desk.key("Control+y")
	desk.key("Control+Enter")
	desk.says("Номер вашої заявки")
	assert desk.keys <= KNOWN_AT_MOST, desk.keys
	shoot(desk.page, "operator-desk-registered")
	made = newest()
	assert (made.applicant, made.stage, made.channel) == (at_home.name, "Registered", "Phone")
	assert (made.street, made.building, made.flat, made.description) == (STREET, "7", "12", WORDS)
	assert made.wording_agreed and made.interaction
	assert made.number in desk.page.locator(".call-message").inner_text()
	# nobody joins what was filed a moment ago
	expect(desk.page.locator(".call-items")).to_contain_text(made.number)
	expect(desk.page.get_by_role("button", name="Теж стосується")).to_have_count(0)


def test_who_is_chosen_by_a_part_of_the_number_is_shown_with_residence_and_consent(call, at_home):
	"""D2."""
	desk = call()
	desk.focus("phone")
	desk.text(PHONES["citizen"][:-4])
	desk.offered("Заявниченко")
	assert "7" not in desk.page.locator(".call-choices .is-first").inner_text()
	desk.key("Enter")
	desk.focus("text")
	expect(desk.page.locator(".call-details")).to_contain_text("7, кв. 12")
	expect(desk.page.locator(".call-details")).to_contain_text("Згода")
	frappe.db.rollback()
	card = frappe.get_last_doc("Interaction", {"operator": kit.email("operator")})
	assert card.applicant == at_home.name


def test_a_number_that_is_whole_after_the_card_began_is_the_cards(call):
	desk = call()
	desk.focus("phone")
	desk.text("067 765")
	expect(desk.page.locator(".call-saved")).to_contain_text("збережено", timeout=15_000)
	with desk.page.expect_response(lambda response: "desk.call.begin" in response.url):
		desk.text(" 43 21")
	frappe.db.rollback()
	[card] = frappe.get_all("Interaction", {"operator": kit.email("operator"), "status": "Open"}, ["phone"])
	assert card.phone == "+380677654321"


def test_a_new_callers_request(call):
	"""R5.2: name, residence and the consent with its moment."""
	desk = call()
	desk.focus("phone")
	desk.text("067 765 43 21")
	desk.offered("Новий заявник")
	desk.key("Enter")
	desk.text("Новенко Олена Іванівна")
	desk.key("Enter")
	desk.text("перевірочна")
	desk.offered(STREET)
	desk.key("Enter")
	desk.text("9")
	desk.key("Enter")
	desk.text("4")
	desk.key("Enter")
	desk.focus("consent")
	desk.key("Space")
	desk.key("Enter")
	entry(desk)
	desk.focus("street")
	desk.key("Enter")
	desk.text(WORDS)
	desk.key("Control+y")
	desk.key("Control+Enter")
	desk.says("Номер вашої заявки")
	assert desk.keys <= NEW_AT_MOST, desk.keys
	applicant = frappe.get_doc("Applicant", newest().applicant)
	assert (applicant.full_name, applicant.phone) == ("Новенко Олена Іванівна", "+380677654321")
	assert applicant.consent and applicant.consent_at
	assert (applicant.street, applicant.building, applicant.flat) == (STREET, "9", "4")


def test_several_matters_on_one_card_and_nothing_agreed_is_copied(call, at_home):
	"""R5.3, R5.5, R5.10."""
	desk = call()
	known_caller(desk)
	entry(desk)
	desk.key("Enter")
	desk.text("Питав, коли буде вода")
	desk.key("Control+d")
	desk.says("Консультацію записано")
	for words in (WORDS, "І ще на сходах"):
		entry(desk)
		desk.focus("description")  # the place stays
		desk.text(words)
		expect(desk.page.locator('[data-field="agreed"]')).not_to_be_checked()
		expect(desk.page.locator(".call-missing")).not_to_contain_text("слова заявника")
		desk.key("Control+Enter")
		desk.says("бракує: згода з текстом")
		desk.key("Control+y")
		desk.key("Control+Enter")
		desk.says("Номер вашої заявки")
	expect(desk.page.locator(".call-items li")).to_have_count(3)
	desk.key("Control+e")
	desk.says("Дзвінок завершено")
	desk.focus("phone")
	frappe.db.rollback()
	card = frappe.get_last_doc("Interaction", {"operator": kit.email("operator")})
	assert card.status == "Ended" and card.applicant == at_home.name
	assert frappe.db.count("Request", {"interaction": card.name}) == 2
	assert frappe.db.count("Consultation", {"interaction": card.name}) == 1


def test_a_caller_joins_an_open_request_instead_of_filing_it_again(call, at_home):
	"""«Мене це теж стосується»: told at each stage, and no second request."""
	other = kit.registered(applicant=kit.applicant("neighbour"), building="7")
	frappe.db.commit()
	desk = call()
	known_caller(desk)
	entry(desk)
	desk.key("Enter")
	expect(desk.page.get_by_text("Схожі відкриті заявки")).to_be_visible(timeout=15_000)
	desk.key("Control+j")
	desk.says("приєднано")
	desk.key("Control+e")
	desk.says("Дзвінок завершено")
	frappe.db.rollback()
	card = frappe.get_last_doc("Interaction", {"operator": kit.email("operator")})
	joined = frappe.get_all("Joined Applicant", {"interaction": card.name}, ["request", "applicant"])
	assert [(row.request, row.applicant) for row in joined] == [(other.name, at_home.name)]
	assert not frappe.db.exists("Request", {"interaction": card.name})
	frappe.db.delete("Joined Applicant", {"interaction": card.name})
	frappe.db.commit()


def test_what_was_typed_survives_the_browser(call, at_home):
	desk = call()
	known_caller(desk)
	entry(desk)
	desk.key("Enter")
	desk.text(WORDS)
	expect(desk.page.locator(".call-saved")).to_contain_text("збережено", timeout=15_000)
	desk.page.context.close()
	again = call()
	again.says("Продовжуємо картку")
	expect(again.page.locator('[data-field="description"]')).to_have_value(WORDS)
	expect(again.page.locator('[data-field="building"]')).to_have_value("7")
	expect(again.page.locator(".call-name")).to_contain_text("Заявниченко")
	expect(again.page.locator(".call-entry")).to_contain_text(LEAK)


def test_an_anonymous_request_needs_the_warning(call):
	"""R5.7."""
	desk = call()
	desk.focus("phone")
	desk.text(PHONES["citizen"])
	desk.offered("Заявниченко")
	desk.key("Control+i")
	expect(desk.page.locator('[data-field="phone"]')).to_have_value("")
	desk.focus("warned")
	desk.key("Space")
	desk.key("Enter")
	entry(desk)
	desk.text("перевірочна")
	desk.offered(STREET)
	desk.key("Enter")
	desk.text("7")
	desk.key("Enter")
	desk.key("Enter")
	desk.text(WORDS)
	desk.key("Control+y")
	desk.key("Control+Enter")
	desk.says("Номер вашої заявки")
	made = newest()
	assert made.anonymous and made.anonymous_warned and not made.applicant


@pytest.mark.parametrize("act", ["consult", "end"])
def test_a_number_typed_before_the_caller_stayed_anonymous_is_forgotten(call, act):
	"""R5.7: also where nothing is registered."""
	desk = call()
	desk.focus("phone")
	desk.text("067 555 88 77")
	desk.offered("Новий заявник")
	expect(desk.page.locator(".call-saved")).to_contain_text("збережено", timeout=15_000)
	frappe.db.rollback()
	assert card_of_the_operator().phone == "+380675558877"
	desk.key("Control+i")
	if act == "consult":
		desk.page.locator('[data-field="text"]').focus()
		entry(desk)
	desk.key("Control+d" if act == "consult" else "Control+e")
	desk.says("Попередьте, що")
	desk.focus("warned")
	desk.key("Space")
	desk.key("Control+d" if act == "consult" else "Control+e")
	if act == "consult":
		desk.says("Консультацію записано")
	else:
		desk.page.locator(".modal.show textarea").fill("Спитав, коли ми працюємо")
		desk.page.locator(".modal.show .btn-primary").click()
		desk.says("Дзвінок завершено")
	frappe.db.rollback()
	card = card_of_the_operator()
	assert (card.phone, card.anonymous, card.anonymous_warned) == (None, 1, 1)
	assert card.status == ("Open" if act == "consult" else "Ended")
	assert "5558877" not in (card.draft or "").replace(" ", "")


def card_of_the_operator():
	return frappe.get_last_doc("Interaction", {"operator": kit.email("operator")})


def test_what_is_refused_stays_with_all_that_was_typed(call, at_home):
	desk = call()
	known_caller(desk)
	entry(desk)
	desk.key("Enter")
	desk.text(WORDS)
	frappe.db.set_value("Classifier", LEAK, "is_active", 0)
	frappe.db.commit()  # first: the server reads the entry for the preview at any moment
	frappe.clear_document_cache("Classifier", LEAK)
	try:
		desk.key("Control+y")
		desk.key("Control+Enter")
		expect(desk.page.locator(".call-red")).not_to_be_empty(timeout=15_000)
		expect(desk.page.locator(".msgprint")).to_have_count(0)
		expect(desk.page.locator('[data-field="description"]')).to_have_value(WORDS)
	finally:
		frappe.db.rollback()
		frappe.db.set_value("Classifier", LEAK, "is_active", 1)
		frappe.db.commit()
		frappe.clear_document_cache("Classifier", LEAK)


@pytest.mark.parametrize("person", ["water", "management"])
def test_the_desk_is_for_operators_alone(call, person):
	"""P2, P4, P6."""
	desk = call(person)
	expect(desk.page.locator(".call-desk")).to_have_count(0)


@pytest.mark.parametrize("address", ["/app/operator-desk", "/app/call-back-sheet"])
def test_a_phone_shows_the_whole_title_and_nothing_beside_the_screen(sign_in, shoot, address):
	page = sign_in(kit.email("operator"), 390)
	page.goto(address)
	page.wait_for_load_state("networkidle")
	title = page.locator(".page-head:visible .title-text").first
	expect(title).to_be_visible()
	assert title.evaluate("element => element.scrollWidth - element.clientWidth") <= 0
	assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
	shoot(page, f"on-a-phone{address.replace('/', '-')}")
