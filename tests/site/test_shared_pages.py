"""A page that is the same for all guests is made once, and is nobody's in particular (D1)."""

import time
from datetime import timedelta

import frappe
import kit
import pytest
import requests
from kit_portal import committed
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from contact_center.framework import shared_pages
from contact_center.record import clock

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")

SHARED = "public, max-age=0, s-maxage=5"


def get(session, path: str, **headers):
	"""Return the answer to a GET."""
	return session.get(session.url(path), headers=headers, timeout=60)


@pytest.fixture
def works():
	"""Return an open repair event that everybody sees."""
	now = clock.to_site(clock.now())
	fields = {"doctype": "Repair Event", "executor": "KIT-WATER", "kind": "Emergency", "status": "Open"}
	times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
	rows = [{"street": kit.STREET, "buildings": "1–9"}]
	return committed(
		frappe.get_doc({**fields, **times, "title": "Порив біля школи", "addresses": rows}).insert()
	)


@pytest.mark.parametrize("path", ["/", "/home", "/repairs", f"/repairs?street={kit.STREET}"])
def test_a_shared_page_is_nobodys(guest, citizen, path):
	"""D1: neither a cookie nor a token nor a name, whoever asked before; who signed in gets their own."""
	own = get(citizen, path if path != "/" else "/home")
	shared = [get(guest, path) for _ in range(3)]
	again = get(citizen, path if path != "/" else "/home")
	for answer in shared:
		assert answer.headers["Cache-Control"] == SHARED
		assert answer.headers["Vary"] == "Accept-Language, Cookie"
		assert "Set-Cookie" not in answer.headers
		assert "csrf_token" not in answer.text and "Вийти" not in answer.text
		assert "Увійти" in answer.text
	for answer in (own, again):
		assert answer.headers["Cache-Control"] == "private, no-store"
		assert 'name="csrf_token" value="' in answer.text and "Увійти" not in answer.text


@pytest.mark.parametrize("path", ["/login", "/repairs?page=2", "/repairs?_lang=en", "/nowhere"])
def test_what_may_differ_from_guest_to_guest_is_not_shared(guest, path):
	assert "public" not in get(guest, path).headers.get("Cache-Control", "")


@pytest.mark.parametrize("body", [{"data": {"street": "Вигадана"}}, {"json": {"street": "Вигадана"}}])
@pytest.mark.parametrize("chunked", [False, True])
def test_what_a_guest_sends_in_a_body_is_shown_to_nobody_else(guest, body, chunked):
	"""The framework reads it as parameters, even of a GET."""
	prepared = guest.prepare_request(requests.Request("GET", guest.url("/repairs"), **body))
	if chunked:
		prepared.body = iter([prepared.body.encode() if isinstance(prepared.body, str) else prepared.body])
		del prepared.headers["Content-Length"]
		prepared.headers["Transfer-Encoding"] = "chunked"
	answer = guest.send(prepared, timeout=60)
	assert answer.headers["Cache-Control"] == "private, no-store"
	assert all("Вигадана" not in get(guest, "/repairs").text for _ in range(3))


def test_nobody_chooses_the_language_of_others(guest):
	"""Whoever asks for a page in another language by a parameter leaves the header's language as it was."""
	for language in ("uk", "en"):
		get(guest, "/repairs", **{"Accept-Language": language})
	get(guest, "/repairs?_lang=en", **{"Accept-Language": "uk"})
	assert all('lang="uk"' in get(guest, "/repairs", **{"Accept-Language": "uk"}).text for _ in range(3))


def test_a_dead_session_is_answered_by_itself_and_ended(guest):
	"""Its cookies name a user who is signed in no more; the answer takes them back."""
	get(guest, "/home")
	answer = get(guest, "/home", Cookie="sid=0123456789abcdef; user_id=citizen%40example.com")
	assert answer.headers["Cache-Control"] == "private, no-store"
	assert "sid=Guest" in answer.headers["Set-Cookie"]


def test_each_guest_gets_the_page_in_their_language(guest):
	languages = ["uk", "en", "uk-UA,uk;q=0.9", "en-GB"]
	pages = [get(guest, "/repairs", **{"Accept-Language": language}).text for language in languages * 2]
	assert ['lang="uk"' in page for page in pages] == [True, False] * 4
	cookie = get(guest, "/repairs", Cookie="preferred_language=en", **{"Accept-Language": "uk"})
	assert 'lang="en"' in cookie.text


def test_what_was_saved_is_shown_at_once(guest, works):
	"""RE3: nobody waits for an old page to expire."""
	assert "Порив біля школи" in get(guest, "/repairs").text
	works.title = "Порив біля лікарні"
	committed(works.save())
	assert "Порив біля лікарні" in get(guest, "/repairs").text
	works.status = "Closed"
	committed(works.save())
	assert "Порив" not in get(guest, "/repairs").text + get(guest, f"/repairs?street={kit.STREET}").text


def test_what_is_not_committed_is_not_shown_and_does_not_stay(guest, works):
	works.title = "Ще не збережено"
	works.save()
	assert "Ще не збережено" not in get(guest, "/repairs").text
	frappe.db.commit()
	assert "Ще не збережено" in get(guest, "/repairs").text


def test_a_page_that_has_not_changed_is_not_sent_again(guest):
	first = get(guest, "/repairs")
	second = get(guest, "/repairs", **{"If-None-Match": first.headers["ETag"]})
	assert (second.status_code, second.content) == (304, b"")


def test_what_messengers_add_to_a_link_is_no_other_page(guest, works):
	plain, counted = get(guest, "/repairs"), get(guest, "/repairs?fbclid=IwAR1&utm_source=viber")
	assert counted.headers["Cache-Control"] == SHARED
	assert counted.headers["ETag"] == plain.headers["ETag"]
	searched = get(guest, f"/repairs?street={kit.LONG_STREET}")
	assert searched.headers["ETag"] != plain.headers["ETag"]


@pytest.fixture
def kept_page(monkeypatch):
	"""Keep one page in this process; yield `ask(seconds_later)`, which returns what such a request gets then."""
	monkeypatch.setattr(shared_pages, "_pages", {})
	monkeypatch.setattr(shared_pages, "_languages", {})
	monkeypatch.setattr(shared_pages, "_parameters", {})
	start = time.monotonic()

	def request() -> Request:
		return Request(EnvironBuilder("/kit", headers={"Accept-Language": "uk"}).get_environ())

	def ask(later: float):
		monkeypatch.setattr(shared_pages.time, "monotonic", lambda: start + later)
		return shared_pages.kept(request(), frappe.local.site)

	shared_pages.remember(request(), frappe.local.site, "uk", Response(b"<html>"), ())
	shared_pages._put(shared_pages._languages, (frappe.local.site, "uk", ""), ("uk", start + 5))
	return ask


def test_a_page_is_never_older_than_half_a_minute(kept_page):
	"""Whatever changed it: time, a rename, a row written past the documents."""
	assert kept_page(1).data == b"<html>"
	assert kept_page(shared_pages.STALE + 1) is None
	assert shared_pages.STALE + shared_pages.FRESH + shared_pages.AT_FRONT <= 30


def test_one_request_makes_it_anew_while_others_get_the_older_page(kept_page):
	"""Ten thousand at once do not make it ten thousand times."""
	later = shared_pages.FRESH + 1
	assert [kept_page(later) is None for _ in range(4)] == [True, False, False, False]


def test_what_is_kept_is_bounded(kept_page):
	for number in range(shared_pages.MOST * 2):
		street = EnvironBuilder("/kit", query_string={"street": str(number)}).get_environ()
		shared_pages.remember(Request(street), frappe.local.site, "uk", Response(b""), ("street",))
	assert len(shared_pages._pages) <= shared_pages.MOST
