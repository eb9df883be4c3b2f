"""Test the desk of operators and administrators: unsaved changes are kept, each queue has its own order."""

import re
from urllib.parse import parse_qs

import frappe
import kit
import pytest
from kit import LIFT, MONDAY
from playwright.sync_api import expect

from contact_center.framework import versions
from contact_center.record import clock

pytest_plugins = ["kit_city"]
pytestmark = pytest.mark.usefixtures("city")
SORTED = "cur_list.sort_by + ' ' + cur_list.sort_order"


@pytest.fixture
def desk(sign_in):
	"""Return `desk(person, address)`, which opens that page of the desk."""

	def opened(person: str, address: str):
		page = sign_in(kit.email(person), 1280)
		page.goto(address)
		return page

	return opened


def committed(request):
	frappe.db.commit()
	return request


def test_what_was_typed_is_saved_before_a_dialog_reads_the_form_anew(desk):
	"""R8.1.3: adding a comment keeps a corrected wording."""
	request = committed(kit.registered())
	page = desk("operator", f"/app/request/{request.name}")
	page.locator('textarea[data-fieldname="wording"]').fill("Тече у другому під'їзді")
	page.get_by_role("button", name="Коментар", exact=True).click()
	dialog = page.locator(".modal.show")
	dialog.locator('textarea[data-fieldname="text"]').fill("Заявник чекає вдома")
	dialog.locator(".btn-modal-primary").click()
	expect(page.locator(".contact-center-journal")).to_contain_text("Заявник чекає вдома", timeout=15_000)
	frappe.db.rollback()
	assert kit.fresh(request).wording == "Тече у другому під'їзді"


def test_each_queue_opens_in_its_own_order(desk):
	"""R3.2: requests are moderated in order, whichever queue was open before, and at each load."""
	page = desk("operator", "/app/contact-center")
	for queue, order in (("Очікують", "executed_at asc"), ("На модерації", "moderate_from asc")):
		page.locator(".shortcut-widget-box", has_text=queue).click()
		page.wait_for_function(f"window.cur_list && {SORTED} === '{order}'")
		page.go_back()
	page.goto("/app/request?stage=Registered")
	page.wait_for_function(f"window.cur_list && {SORTED} === 'next_deadline asc'")


def test_who_looks_at_a_list_again_at_once_sees_no_error(desk):
	page = desk("operator", "/app/request")
	page.wait_for_function("window.cur_list && cur_list.doctype === 'Request'")
	page.wait_for_load_state("networkidle")
	page.evaluate("cur_list.show(); cur_list.show(); cur_list.show()")
	page.wait_for_load_state("networkidle")
	expect(page.locator(".list-skeleton:visible")).to_have_count(0)


def test_a_queue_asks_for_its_order_whatever_was_sorted_by_before(desk):
	"""R4.1: from the first load on."""
	page = desk("operator", "/app/request?stage=Registered")
	page.wait_for_function(f"window.cur_list && {SORTED} === 'next_deadline asc'")
	page.evaluate(
		"cur_list.sort_selector.set_value('title', 'desc'); cur_list.on_sort_change('title', 'desc')"
	)
	page.wait_for_function(f"{SORTED} === 'title desc'")
	page.wait_for_load_state("networkidle")
	page.goto("about:blank")  # what that list still asks for is not asked by the next one
	asked = []
	page.on(
		"request", lambda each: asked.append(each.post_data or "") if "reportview.get" in each.url else None
	)
	page.goto("/app/request?overdue_now=1")
	page.wait_for_function(f"window.cur_list && {SORTED} === 'due asc'")
	page.wait_for_load_state("networkidle")
	orders = [parse_qs(body).get("order_by", [""])[0] for body in asked if "order_by" in body]
	assert orders and all("comes_first` desc" in order for order in orders), orders


def test_what_has_no_term_stands_behind_what_has_one(desk):
	"""R4.5: a request without a fixed term comes last; the queue begins with the earliest deadline."""
	endless, urgent = kit.registered(classifier=LIFT), kit.registered()
	kit.accept(kit.task_of(endless), "housing")
	kit.accept(kit.task_of(urgent))
	committed(urgent)
	page = desk("operator", "/app/request?stage=In+Progress")
	page.wait_for_function(f"window.cur_list && {SORTED} === 'due asc' && cur_list.data.length > 1")
	# the list renders once before its queue is set
	page.wait_for_function(
		"""([first, last]) => {
			const names = cur_list.data.map((row) => row.name);
			return names.includes(first) && names.indexOf(first) < names.indexOf(last);
		}""",
		arg=[urgent.name, endless.name],
	)


def test_a_declined_request_says_so_and_is_redirected_from_its_card(desk):
	"""R7.2, R6.2.1."""
	with clock.at(MONDAY):
		request = kit.registered()
		kit.act(kit.task_of(request), "Not My Competence", "water", reason="Мережа відомча")
	page = desk("operator", f"/app/request/{committed(request).name}")
	expect(page.locator(".form-message")).to_contain_text("Мережа відомча")
	page.get_by_role("button", name="Переадресувати", exact=True).click()
	expect(page.locator('.modal.show textarea[data-fieldname="reason"]')).to_have_value("Мережа відомча")


@pytest.fixture
def renamed_street():
	"""A street that the web server sees, whatever it is called at the end."""
	names = ["вул. Перейменовна", "вул. Перейменована"]
	row = {"district": kit.NORTH, "parity": "All"}
	doc = {"doctype": "City Street", "street_type": "вул.", "street_name": "Перейменовна", "ranges": [row]}
	yield committed(frappe.get_doc(doc).insert()).name
	frappe.db.rollback()
	for name in names:
		frappe.delete_doc("City Street", name, force=True, ignore_missing=True)
	frappe.db.commit()


def test_a_street_is_renamed_in_its_form_and_keeps_its_old_name(desk, renamed_street):
	page = desk("administrator", f"/app/city-street/{renamed_street}")
	box = page.locator('input[data-fieldname="street_name"]').first
	expect(box).to_have_value("Перейменовна")
	box.fill("Перейменована")
	page.keyboard.press("Tab")
	page.get_by_role("button", name="Зберегти").first.click()
	page.wait_for_function("cur_frm && cur_frm.doc.name === 'вул. Перейменована' && !cur_frm.is_dirty()")
	assert page.evaluate("cur_frm.doc.former_names") == "Перейменовна"
	page.reload()
	expect(page.locator('input[data-fieldname="street_name"]').first).to_have_value("Перейменована")


def search_on_top(page, text: str) -> None:
	# the framework's search fails on a page whose address it has not read yet
	page.wait_for_function("window.frappe?.get_route?.()")
	opener = page.locator("#navbar-modal-search")  # Frappe 16 opens its search first
	if opener.count():
		opener.click()
	page.locator("#navbar-search").fill(text)
	page.locator(".awesomplete li", has_text="Знайти заявку").first.click()


@pytest.mark.parametrize("address", ["/app/contact-center", "/app/request?stage=Closed"])
def test_the_search_on_top_finds_the_requests_of_a_street(desk, address):
	"""From the list of requests too: its address stays the same there, and the list itself has to follow."""
	committed(kit.registered(street=kit.LONG_STREET))
	page = desk("operator", address)
	search_on_top(page, "довгий перевірочний")
	page.wait_for_url(re.compile(r"/(app|desk)/request\?street"))
	expect(page.locator(".list-row").first).to_contain_text(kit.LONG_STREET)


def test_a_report_view_shows_no_names_from_the_database(desk):
	request = kit.fresh(committed(kit.registered()))
	page = desk("operator", f"/app/request/view/report?name={request.name}")
	row = page.locator(".dt-row:not(.dt-row-header):not(.dt-row-filter)").first
	expect(row).to_contain_text(frappe.db.get_value("Classifier", request.classifier, "title"))
	for raw in (request.name, request.classifier, request.district, "Registered"):
		expect(row.get_by_text(raw, exact=True)).to_have_count(0)


def test_the_search_on_top_finds_a_request_by_its_number(desk):
	request = committed(kit.registered())
	page = desk("operator", "/app/contact-center")
	search_on_top(page, request.number.rsplit("-", 1)[1])
	page.wait_for_url(re.compile(f"/(app|desk)/request/{request.name}"))


def test_a_refused_workflow_keeps_what_was_typed(desk):
	"""P7: a state without a stage is refused and stays in the form."""
	page = desk("sysadmin", "/app/workflow")
	page.locator(".list-row a", has_text="Contact Center Request Task").first.click()
	page.wait_for_function("window.cur_frm && cur_frm.doctype === 'Workflow' && !cur_frm.is_new()")
	page.wait_for_load_state("networkidle")
	page.evaluate(
		"cur_frm.add_child('states', {state: 'Closed', doc_status: '0', allow_edit: 'Contact Center Executor'});"
		"cur_frm.dirty(); cur_frm.save().catch(() => 1)"
	)
	expect(page.locator(".msgprint")).to_contain_text("Closed", timeout=15_000)
	assert page.evaluate("cur_frm.doc.states.filter((row) => !row.update_value).length") == 1


def test_days_and_moments_are_worded_as_the_server_words_them(desk):
	"""The desk's own words for a term follow the plural forms of the language, as contact_center.words.speech does."""
	page = desk("operator", "/app/request")
	page.wait_for_function("window.contact_center && contact_center.speech")
	counts = [0, 1, 2, 5, 11, 12, 21, 22, 25, 101, 111]
	words = "0 днів|1 день|2 дні|5 днів|11 днів|12 днів|21 день|22 дні|25 днів|101 день|111 днів".split("|")
	assert (
		page.evaluate("(counts) => counts.map((each) => contact_center.speech.days(each))", counts) == words
	)
	assert page.evaluate("contact_center.speech.moment('2026-11-22 14:30:00')") == "22.11.2026, 14:30"
	english = "(count) => { frappe.boot.lang = 'en'; return contact_center.speech.plural_form(count); }"
	forms = [page.evaluate(english, count) for count in counts]
	assert forms == ["one" if count == 1 else "other" for count in counts]


def test_the_buttons_above_a_form_have_names_on_a_phone(sign_in):
	request = committed(kit.registered())
	page = sign_in(kit.email("operator"), 390)
	page.goto(f"/app/request/{request.name}")
	expect(page.locator(".actions-btn-group-label:visible")).to_have_text("Дії", timeout=15_000)
	buttons = page.locator(".page-head button:visible")
	names = buttons.evaluate_all(
		"found => found.map(e => (e.innerText || e.ariaLabel || e.title || '').trim())"
	)
	assert all(names), names
	page.goto("/app/request")
	expect(page.locator(".primary-action .hidden-xs:visible")).to_have_text("Додати: Заявка", timeout=15_000)


def test_the_date_picker_has_ukrainian_names(desk):
	page = desk("operator", "/app/request")
	page.wait_for_function("window.$ && $.fn.datepicker && $.fn.datepicker.language.uk")
	names = page.evaluate("$.fn.datepicker.language.uk")
	assert names["days"][0] == "Неділя" and names["days"][5] == "П’ятниця" and names["daysMin"][1] == "Пн"
	assert names["months"][0] == "Січень" and names["months"][10] == "Листопад"


LINES = """([place, word]) => {
	const cell = document.querySelector(`.list-row .list-row-col:nth-child(${place}) .ellipsis`);
	cell.textContent = word;
	const range = document.createRange();
	range.selectNodeContents(cell);
	return new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
}"""


def test_a_word_of_a_list_stands_on_one_line(desk):
	"""The longest words of the demo city, in the columns of type, executor and district."""
	committed(kit.registered())
	page = desk("operator", "/app/request?stage=Registered")
	page.locator(".list-row .list-row-col:nth-child(7) .ellipsis").first.wait_for()
	words = {5: "Середньострокова", 6: "«Криворіжліфтсервіс»", 7: "Металургійний"}
	assert {word: page.evaluate(LINES, [place, word]) for place, word in words.items()} == dict.fromkeys(
		words.values(), 1
	)


def test_an_administrators_workspace_warns_of_an_old_framework(desk, shoot):
	"""And no other page."""
	page = desk("administrator", "/app/contact-center")
	expect(page.locator(".shortcut-widget-box").first).to_be_visible()
	warning = page.locator(".contact-center-warning")
	expect(warning).to_have_count(1 if versions.floor_missed() else 0)
	if versions.floor_missed():
		expect(warning).to_contain_text("bench update")
		shoot(page, "old_framework")
	wait_for_charts(page)
	page.evaluate("frappe.set_route('List', 'Request')")
	page.wait_for_function("window.cur_list?.doctype === 'Request'")
	expect(warning).to_have_count(0)
	page.go_back()
	expect(warning).to_have_count(1 if versions.floor_missed() else 0)
	wait_for_charts(page)


def wait_for_charts(page) -> None:
	"""The framework's script fails where a page is left while its charts are half drawn; no request tells when they are."""
	page.wait_for_function(
		"""() => {
			const boxes = [...document.querySelectorAll(".dashboard-widget-box")];
			const shown = (box) => [...box.querySelectorAll("svg.frappe-chart, .chart-loading-state:nth-child(2)")];
			return boxes.length && boxes.every((box) => shown(box).some((part) => part.getClientRects().length));
		}"""
	)


def test_an_operators_workspace_warns_of_nothing(desk):
	page = desk("operator", "/app/contact-center")
	expect(page.locator(".shortcut-widget-box").first).to_be_visible()
	expect(page.locator(".contact-center-warning")).to_have_count(0)
