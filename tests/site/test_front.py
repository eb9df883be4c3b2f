"""The front of `make run` compresses, keeps what may be kept, and mixes up nobody (DESIGN: light pages; D1)."""

import http.client
import time
from datetime import timedelta
from urllib.parse import urlsplit

import frappe
import kit
import pytest
import requests
from kit_portal import committed

from contact_center.framework import shared_pages
from contact_center.portal import templates
from contact_center.record import clock

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def ask(front):
	"""Return `ask(path, session=None, **headers)`, which asks the front, as a guest or with a session's cookies."""

	def get(path: str, session: requests.Session | None = None, **headers):
		cookies = session.cookies if session else None
		return requests.get(front + path, cookies=cookies, headers=headers, timeout=60)

	return get


@pytest.mark.parametrize(("accepted", "used"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", None)])
def test_what_is_text_is_compressed_as_the_browser_can_read_it(front, accepted, used):
	path = templates.asset("css/portal.css")
	answer = requests.get(front + path, headers={"Accept-Encoding": accepted}, timeout=60, stream=True)
	assert answer.headers.get("Content-Encoding") == used
	whole = len((templates.ROOT / "public/css/portal.css").read_bytes())
	assert len(answer.raw.read()) < whole / 3 if used else len(answer.raw.read()) == whole


def test_an_asset_named_by_its_content_stays_in_the_browser_for_ever(ask):
	path = templates.asset("js/portal_core.js")
	assert ask(path).headers["Cache-Control"] == "public, max-age=31536000, immutable"
	plain = ask(path.split("?")[0])
	assert "immutable" not in plain.headers["Cache-Control"]
	assert ask(path).text == plain.text


def test_a_page_that_the_browser_has_is_not_sent_again(ask):
	first = ask("/home")
	again = ask("/home", **{"If-None-Match": first.headers["ETag"]})
	assert (again.status_code, again.content) == (304, b"")


def test_nobody_gets_what_another_was_shown(ask, citizen, neighbour):
	"""D1: guest, citizen, neighbour in any order; no cookie of one comes to another."""
	request = committed(kit.filed("citizen", description="Таємниця двору номер сім"))
	path = f"/my-requests/{request.name}"
	for _ in range(2):
		guest, mine, theirs = ask("/home"), ask("/home", citizen), ask("/home", neighbour)
		assert "Увійти" in guest.text and "csrf_token" not in guest.text
		assert "Set-Cookie" not in guest.headers
		tokens = {answer.text.split('name="csrf_token" value="')[1][:20] for answer in (mine, theirs)}
		assert len(tokens) == 2
		assert "Таємниця двору" in ask(path, citizen).text
		assert "Таємниця двору" not in ask(path, neighbour).text + ask(path).text


def test_what_a_guest_sends_in_a_body_is_shown_to_nobody_else(front, ask):
	requests.get(front + "/repairs", data={"street": "Вигадана"}, timeout=60)
	assert all("Вигадана" not in ask("/repairs").text for _ in range(3))


def test_languages_are_kept_apart(ask):
	pages = [ask("/repairs", **{"Accept-Language": language}).text for language in ("uk", "en") * 2]
	assert ['lang="uk"' in page for page in pages] == [True, False, True, False]


def test_works_announced_now_are_on_the_page_within_half_a_minute(ask):
	"""RE3."""
	assert "Порив біля вокзалу" not in ask("/repairs").text
	now = clock.to_site(clock.now())
	event = {"doctype": "Repair Event", "executor": "KIT-WATER", "kind": "Emergency", "status": "Open"}
	times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
	rows = [{"street": kit.STREET, "buildings": "1–9"}]
	committed(frappe.get_doc({**event, **times, "title": "Порив біля вокзалу", "addresses": rows}).insert())
	start = time.monotonic()
	while "Порив біля вокзалу" not in ask("/repairs").text:
		assert time.monotonic() - start < 30
	assert time.monotonic() - start < shared_pages.STALE + 2 * shared_pages.AT_FRONT


def test_no_path_leads_out_of_the_assets(front):
	"""Raw paths, which clients usually tidy."""
	connection = http.client.HTTPConnection(urlsplit(front).netloc, timeout=60)
	for path in ("/assets/../site_config.json", "/assets/%2e%2e/common_site_config.json", "//etc/passwd"):
		connection.request("GET", path)
		answer = connection.getresponse()
		body = answer.read()
		assert b"db_password" not in body and b"root:" not in body
	connection.close()


def test_one_connection_serves_a_page_and_all_its_parts(front):
	"""On a slow line each new connection costs a round trip."""
	connection = http.client.HTTPConnection(urlsplit(front).netloc, timeout=60)
	for path in ("/home", templates.asset("css/portal.css"), "/login"):
		connection.request("GET", path)
		answer = connection.getresponse()
		answer.read()
		assert not answer.will_close
	connection.close()
