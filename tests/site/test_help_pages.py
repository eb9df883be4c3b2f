"""Citizens read, search, print and judge what is public and still holds, and nothing else (RI2, RI4)."""

import json
import re

import frappe
import kit
import pytest
from frappe.utils import add_days
from kit_city import leaving_nothing
from kit_portal import committed, forget_limits
from kit_rest import knowledge_fields

from contact_center.intake import knowledge, knowledge_use
from contact_center.portal import help_pages

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city", "fresh_limits")
CLARIFICATION, SERVICE = knowledge.KNOWLEDGE
METHODS = "/api/method/contact_center.portal.help_api."
HOSTILE = "</script><script>alert(1)</script>"


def make(doctype: str = CLARIFICATION, **fields):
	doc = frappe.get_doc({"doctype": doctype, **knowledge_fields(doctype), **fields})
	return committed(doc.insert())


def get(session, path: str):
	return session.get(session.url(path), timeout=60)


@pytest.fixture(scope="module", autouse=True)
def nothing_left(city):
	"""What the web server is to see is committed, and goes with the module; so does what this place has said."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	with leaving_nothing():
		yield
	forget_limits()


@pytest.fixture(scope="module")
def shown(city):
	"""Return what the pages show, and what they must not."""
	yesterday = add_days(knowledge.today(), -1)
	return {
		"public": make(
			title="Як прибрати сніг KIT?", answer="Пишіть:\n- **адресу**\n- час", keywords="замети"
		),
		"over": make(title="Минуле KIT", valid_until=yesterday),
		"internal": make(title="Внутрішнє KIT", is_public=0),
		"retired": make(title="Недіюче KIT", is_active=0),
		"service": make(SERVICE, title="Посвідчення KIT", how_long="10 днів", link="https://kr.example/x"),
	}


def test_help_lists_what_is_public_by_groups(guest, shown):
	text = get(guest, "/help").text
	assert f'href="/help/{shown["public"].slug}"' in text
	for name in ("over", "internal", "retired"):
		assert shown[name].slug not in text
	assert f'href="/services/{shown["service"].slug}"' in get(guest, "/services").text


def test_an_answer_is_a_page_of_its_own(guest, shown):
	answer = get(guest, f"/help/{shown['public'].slug}")
	assert answer.status_code == 200
	assert "<li><strong>адресу</strong></li>" in answer.text
	assert kit.executor_title("KIT-WATER") in answer.text


def test_an_answer_for_one_district_says_so(guest):
	doc = make(title="Лише на півночі KIT", district=kit.NORTH)
	title = frappe.db.get_value("City District", kit.NORTH, "title")
	assert f"Для району: {title}" in get(guest, f"/help/{doc.slug}").text


@pytest.mark.parametrize("name", ["over", "internal", "retired"])
def test_what_is_not_for_citizens_has_no_page(guest, shown, name):
	answer = get(guest, f"/help/{shown[name].slug}")
	assert answer.status_code == 404 and shown[name].title not in answer.text
	assert "public" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize("slug", ["nothing", "x" * 500, "%3Cscript%3E", "%00", "a/b", "%D1%8F"])
@pytest.mark.parametrize("path", ["help", "services"])
def test_an_address_of_nothing_is_not_found(guest, path, slug):
	assert get(guest, f"/{path}/{slug}").status_code in (400, 404, 417)


@pytest.mark.parametrize("path", ["/help", "/services", "/help?q=сніг"])
def test_the_pages_are_shared_among_guests(guest, shown, path):
	assert get(guest, path).headers["Cache-Control"].startswith("public")


def test_what_is_taken_back_is_gone_at_once(guest):
	doc = make(title="Тимчасове KIT")
	path = f"/help/{doc.slug}"
	assert get(guest, path).status_code == 200
	doc.is_public = 0
	committed(doc.save())
	assert get(guest, path).status_code == 404


def structured(text: str) -> dict:
	return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])


def test_machines_read_the_answer(guest, shown):
	found = structured(get(guest, f"/help/{shown['public'].slug}").text)
	assert found["@type"] == "FAQPage"
	[question] = found["mainEntity"]
	assert question["name"] == shown["public"].title
	assert "<strong>адресу</strong>" in question["acceptedAnswer"]["text"]


def test_machines_read_the_service(guest, shown):
	found = structured(get(guest, f"/services/{shown['service'].slug}").text)
	assert found["@type"] == "GovernmentService" and found["name"] == shown["service"].title
	assert found["availableChannel"][0]["serviceLocation"]["address"] == "пл. Молодіжна, 1"
	assert found["provider"]["name"] == kit.executor_title("KIT-WATER")


@pytest.mark.parametrize("doctype", knowledge.KNOWLEDGE)
def test_no_text_leaves_its_place(guest, doctype):
	field = "answer" if doctype == CLARIFICATION else "summary"
	doc = make(doctype, title=f"KIT {HOSTILE}", **{field: f"Так {HOSTILE}"})
	for name in ("title", field):  # as an import or a forgotten door would leave it
		frappe.db.set_value(doctype, doc.name, name, f"KIT {HOSTILE}", update_modified=False)
	frappe.db.commit()
	for path in (knowledge.PAGES[doctype], f"{knowledge.PAGES[doctype]}/{doc.slug}"):
		assert "<script>alert(1)" not in get(guest, path).text
	assert structured(get(guest, f"{knowledge.PAGES[doctype]}/{doc.slug}").text)


# ---- searching ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["сніг", "СНЕГ", "замети", "прибрати снг", "сніг KIT"])
def test_searching_as_one_types(guest, shown, text):
	found = get(guest, f"{METHODS}find?text={text}").json()["message"]
	assert f"/help/{shown['public'].slug}" in [each["url"] for each in found]
	assert set(found[0]) == {"title", "url", "kind"}


def test_the_form_searches_without_scripts(guest, shown):
	assert shown["public"].slug in get(guest, "/help?q=замети").text
	assert "Нічого не знайдено" in get(guest, "/help?q=щщщщщщ").text


@pytest.mark.parametrize("text", ["минуле", "внутрішнє", "недіюче"])
def test_nothing_else_is_found(guest, shown, text):
	urls = {each["url"] for each in get(guest, f"{METHODS}find?text={text}").json()["message"]}
	assert not urls & {f"/help/{shown[name].slug}" for name in ("over", "internal", "retired")}


@pytest.mark.parametrize("text", ["", " ", "%", "' or 1=1 --", "(" * 200, "а" * 5000, "{{7*7}}"])
def test_odd_words_find_nothing_or_something(guest, text):
	answer = guest.get(guest.url(METHODS + "find"), params={"text": text}, timeout=60)
	assert answer.status_code in (200, 400, 414, 417) and "Traceback" not in answer.text


def test_searching_takes_the_same_queries_whatever_there_is(shown):
	help_pages.found("сніг")  # what is cached once is cached now
	counts = []
	for _round in range(2):
		for _each in range(4):
			make(title="Ще сніг KIT")
		with kit.counting_queries() as queries:
			help_pages.found("сніг")
		counts.append(len(queries))
	assert counts[0] == counts[1]


# ---- it did not help ------------------------------------------------------------------------------------------


def say(session, slug: str, **headers):
	return session.post(session.url(METHODS + "not_helped"), json={"slug": slug}, headers=headers, timeout=60)


def count(doc) -> int:
	frappe.db.rollback()
	return knowledge_use.count_marks(doc.name)


def test_a_guest_says_once_that_it_did_not_help(guest, citizen):
	doc = make(title="Без користі KIT")
	assert say(guest, doc.slug).ok and say(guest, doc.slug).ok
	assert count(doc) == 1
	assert say(citizen, doc.slug).ok and say(citizen, doc.slug).ok
	assert count(doc) == 2


def test_a_link_says_nothing(guest):
	doc = make(title="За посиланням KIT")
	assert not get(guest, f"{METHODS}not_helped?slug={doc.slug}").ok
	assert count(doc) == 0


def test_a_session_says_it_with_its_token_alone(citizen):
	doc = make(title="З токеном KIT")
	assert not say(citizen, doc.slug, **{"X-Frappe-CSRF-Token": "x"}).ok
	assert count(doc) == 0


@pytest.mark.parametrize("name", ["over", "internal", "retired"])
def test_of_what_citizens_do_not_see_nothing_is_said(guest, shown, name):
	assert not say(guest, shown[name].slug).ok
	assert not say(guest, "").ok
	assert count(shown[name]) == 0


def test_one_place_says_so_much_an_hour(guest):
	doc = make(title="Забагато KIT")
	answers = [say(guest, doc.slug, **{"User-Agent": f"kit/{number}"}) for number in range(32)]
	assert [answer.status_code for answer in answers[-2:]] == [429, 429]
	assert count(doc) == 30
