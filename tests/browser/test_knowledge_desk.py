"""Clarifications in the browser: citizens find and judge them, the supplier confirms with one click, texts are ready."""

import re

import frappe
import kit
import pytest
from frappe.utils import add_days
from kit_rest import knowledge_fields
from playwright.sync_api import expect

from contact_center.intake import knowledge, knowledge_use

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")
CLARIFICATION, SERVICE = knowledge.KNOWLEDGE
SUBSIDY = """Субсидію призначає **Пенсійний фонд України**. Заяву й декларацію подають:

- на вебпорталі Пенсійного фонду або в застосунку «Дія»;
- у сервісному центрі фонду;
- у Центрі «Віза».

Докладніше: https://portal.pfu.gov.ua"""


def make(doctype: str, **fields):
	doc = frappe.get_doc({"doctype": doctype, **knowledge_fields(doctype), **fields}).insert()
	frappe.db.commit()
	return doc


@pytest.fixture
def shown(db):
	make(CLARIFICATION, title="Не горить ліхтар на вулиці. Що повідомити KIT?", answer="Номер опори.")
	make(
		SERVICE,
		title="Житлова субсидія KIT",
		how_long="До 10 днів",
		how_much="Безоплатно",
		legal_ground="Постанова Кабінету Міністрів України від 21.10.1995 № 848",
		documents=[{"title": "Заява", "note": "форму дають на місці"}, {"title": "Паспорти членів родини"}],
		places=[
			{
				"title": "Центр «Віза»",
				"address": "пл. Молодіжна, 1",
				"hours": "пн–пт 08:00–18:00",
				"phone": "0 800 500 509",
			}
		],
	)
	return make(
		CLARIFICATION, title="Як оформити субсидію KIT?", answer=SUBSIDY, keywords="комуналка, пільга"
	)


def test_a_citizen_finds_reads_and_judges(new_page, shown, shoot, fresh_limits):
	page = new_page(390)
	page.goto("/help")
	shoot(page, "help")
	page.fill("#q", "субсид")
	found = page.locator("#found")
	expect(found.get_by_role("link", name=shown.title)).to_be_visible()
	expect(page.locator("#all")).to_be_hidden()
	shoot(page, "help-found")
	page.fill("#q", "щщщщщ")
	expect(found).to_contain_text("Нічого не знайдено")
	page.fill("#q", "субсид")
	found.get_by_role("link", name=shown.title).click()
	expect(page.locator("article li").first).to_contain_text("на вебпорталі")
	shoot(page, "help-answer")
	page.get_by_role("button", name="Не допомогло").click()
	expect(page.locator("#helped")).to_contain_text("Дякуємо")
	frappe.db.rollback()
	assert knowledge_use.count_marks(shown.name) == 1


def test_services_are_read_and_printed(new_page, shown, shoot):
	page = new_page(390)
	page.goto("/services")
	shoot(page, "services")
	page.get_by_role("link", name="Житлова субсидія KIT").click()
	expect(page.locator("article")).to_contain_text("пл. Молодіжна, 1")
	shoot(page, "service")
	page.emulate_media(media="print")
	expect(page.get_by_role("button", name="Друкувати")).to_be_hidden()
	expect(page.locator("article")).to_be_visible()


@pytest.mark.parametrize("address", ["/help/nothing", "/services/nothing"])
def test_what_is_not_there_says_where_to_go(new_page, shoot, address):
	page = new_page(390)
	page.goto(address)
	shoot(page, f"no{address.replace('/', '-')}")
	expect(page.locator(".cc-empty a")).to_be_visible()


def test_the_supplier_confirms_with_one_click(sign_in, shoot):
	doc = make(CLARIFICATION, title="Чи чинне KIT?", valid_until=add_days(knowledge.today(), -2))
	page = sign_in(kit.email("water"), 1280)
	page.goto("/app/my-tasks")
	expect(page.locator(".shortcut-widget-box", has_text="Підтвердити роз’яснення")).to_contain_text("1")
	shoot(page, "executor-workspace")
	page.goto("/app/clarification")
	expect(page.locator(".list-row", has_text="Чи чинне KIT?")).to_contain_text("Термін дії минув")
	shoot(page, "clarification-list")
	page.goto(f"/app/clarification/{doc.name}")
	expect(page.locator(".form-message")).to_contain_text("Термін дії минув")
	shoot(page, "clarification-outdated")
	page.get_by_role("button", name="Підтверджую: чинне").click()
	expect(page.locator(".form-message")).to_be_hidden()
	frappe.db.rollback()
	assert kit.stored(CLARIFICATION, doc.name)["confirmed_by"] == kit.email("water")


def test_the_supplier_corrects_the_answer(sign_in, shoot):
	doc = make(CLARIFICATION, title="Що змінилося KIT?", valid_until=add_days(knowledge.today(), 5))
	page = sign_in(kit.email("water"), 1280)
	page.goto(f"/app/clarification/{doc.name}")
	page.get_by_role("button", name="Виправити відповідь").click()
	dialog = page.locator(".modal.show")
	dialog.locator('textarea[data-fieldname="answer"]').fill("Нова відповідь")
	shoot(page, "clarification-correct")
	dialog.locator(".btn-modal-primary").click()
	expect(dialog).to_be_hidden()
	frappe.db.rollback()
	assert kit.stored(CLARIFICATION, doc.name)["answer"] == "Нова відповідь"


def test_a_supervisor_writes_one(sign_in, shoot):
	doc = make(CLARIFICATION, title="Повне KIT", answer=SUBSIDY)
	page = sign_in(kit.email("supervisor"), 1280)
	page.goto(f"/app/clarification/{doc.name}")
	expect(page.get_by_role("button", name="Підтверджую: чинне")).to_be_visible()
	shoot(page, "clarification-form")
	service = make(SERVICE, title="Послуга KIT")
	page.goto(f"/app/administrative-service/{service.name}")
	expect(page.get_by_role("button", name="Сторінка для мешканців")).to_be_visible()
	shoot(page, "service-form")


def test_a_text_module_is_put_into_the_wording(sign_in, shoot):
	make(
		"Text Module", title="Немає води KIT", shortcut="вода", purpose="Wording", text="Немає води: {адреса}"
	)
	request = kit.filed()
	frappe.db.commit()
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{request.name}")
	page.locator('[data-fieldname="wording"] .contact-center-module').click()
	dialog = page.locator(".modal.show")
	dialog.locator('input[data-fieldname="wanted"]').fill("вода")
	expect(dialog.locator(".contact-center-module-row")).to_have_count(1)
	shoot(page, "text-module")
	dialog.locator('input[data-fieldname="wanted"]').press("Enter")
	wording = page.locator('textarea[data-fieldname="wording"]')
	expect(wording).to_have_value(re.compile(f"Немає води: {re.escape(kit.STREET)}"))


@pytest.mark.parametrize("how", ["comment", "call_back", "redirect"])
def test_a_text_module_is_put_into_a_dialog_by_the_keyboard(sign_in, how):
	make(
		"Text Module",
		title="Немає води KIT",
		shortcut="вода",
		purpose="Answer",
		text="Воду ввімкнуть: {адреса}",
	)
	request = kit.executed() if how == "call_back" else kit.registered()
	frappe.db.commit()
	page = sign_in(kit.email("operator"), 1280)
	page.goto(f"/app/request/{request.name}")
	page.wait_for_function("name => window.cur_frm?.docname === name", arg=request.name)
	task = {"name": kit.task_of(request).name, "executor": "KIT-WATER"}
	page.evaluate(
		"([how, ...args]) => { contact_center.actions[how](...(how == 'redirect' ? args : [cur_frm])) }",
		[how, request.name, task],
	)
	words = page.locator(".modal.show textarea").last
	words.focus()
	page.keyboard.press("Shift+Tab")
	expect(page.locator(".modal.show .contact-center-module")).to_be_focused()
	page.keyboard.press("Enter")
	wanted = page.locator('.modal.show input[data-fieldname="wanted"]')
	expect(wanted).to_be_focused()
	wanted.fill("вода")
	expect(page.locator(".contact-center-module-row")).to_have_count(1)
	page.keyboard.press("Enter")
	expect(words).to_have_value(re.compile(f"Воду ввімкнуть: {re.escape(kit.STREET)}"))
	expect(words).to_be_focused()
