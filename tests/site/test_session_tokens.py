"""No page of another site acts in anybody's name: a session has its token from its beginning, and is asked for it (D1)."""

import frappe
import kit
import pytest
import requests
from frappe.utils.password import update_password
from kit_rest import PASSWORD

from contact_center.framework import session_tokens

pytest_plugins = ["kit_city", "kit_rest", "kit_portal"]
pytestmark = pytest.mark.usefixtures("world")
SAVE = "/api/method/contact_center.portal.api.save_details"


@pytest.fixture
def just_signed_in(http, db):
	"""Return `just_signed_in(person)`: a session that has opened no page."""

	def begin(person: str) -> requests.Session:
		update_password(kit.email(person), PASSWORD)
		db.commit()
		session = requests.Session()
		session.url = http.__add__
		answer = session.post(
			f"{http}/api/method/login", {"usr": kit.email(person), "pwd": PASSWORD}, timeout=60
		)
		assert answer.ok, answer.text
		return session

	return begin


def token_of(session) -> str:
	return session.get(session.url("/api/method/contact_center.portal.api.token"), timeout=60).json()[
		"message"
	]


@pytest.mark.parametrize("person", ["citizen", "stranger", "water", "operator", "sysadmin"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_session_that_has_opened_no_page_changes_nothing_without_its_token(
	person, method, just_signed_in, untouched
):
	session = just_signed_in(person)
	for road in (
		SAVE,
		"/api/resource/ToDo",
		"/?cmd=contact_center.portal.api.save_details",
		"/api/v2/document/ToDo",
	):
		answer = getattr(session, method)(session.url(road), data={"patronymic": "Чужа"}, timeout=60)
		assert answer.status_code in (400, 403, 404), (road, answer.status_code, answer.text[:200])
		assert "CSRFTokenError" in answer.text or answer.status_code != 200


def test_the_token_that_its_pages_name_lets_it_act(just_signed_in):
	session = just_signed_in("citizen")
	assert session.post(session.url(SAVE), {"patronymic": "Петрівна"}, timeout=60).status_code == 400
	session.headers["X-Frappe-CSRF-Token"] = token_of(session)
	assert session.post(session.url(SAVE), {"patronymic": "Петрівна"}, timeout=60).ok


@pytest.mark.parametrize(
	"headers",
	[
		{"Origin": "https://evil.example"},
		{"Sec-Fetch-Site": "cross-site"},
		{"Sec-Fetch-Site": "same-site", "Origin": "null"},
	],
)
def test_another_sites_page_is_refused_though_it_had_the_token(headers, just_signed_in, untouched):
	session = just_signed_in("citizen")
	session.headers["X-Frappe-CSRF-Token"] = token_of(session)
	answer = session.post(session.url(SAVE), {"patronymic": "Чужа"}, headers=headers, timeout=60)
	assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(
	"headers",
	[{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none", "Origin": "null"}, {"Origin": "null"}],
)
def test_the_sites_own_pages_are_let_in(headers, just_signed_in):
	"""A form on a page that hides its address names no origin."""
	session = just_signed_in("citizen")
	session.headers["X-Frappe-CSRF-Token"] = token_of(session)
	assert session.post(session.url(SAVE), {"patronymic": "Петрівна"}, headers=headers, timeout=60).ok


def test_a_key_in_a_header_needs_no_token(guest, db):
	"""A program signs each call itself."""
	from frappe.core.doctype.user.user import generate_keys

	secret = generate_keys(kit.email("sysadmin"))["api_secret"]
	key = db.get_value("User", kit.email("sysadmin"), "api_key")
	db.commit()
	header = {"Authorization": f"token {key}:{secret}"}
	answer = guest.post(
		guest.url("/api/resource/ToDo"), json={"description": "x"}, headers=header, timeout=60
	)
	assert answer.ok, answer.text
	frappe.delete_doc("ToDo", answer.json()["data"]["name"])
	db.commit()


def test_who_is_signed_in_may_sign_in_again(just_signed_in):
	session = just_signed_in("citizen")
	again = {"usr": kit.email("citizen"), "pwd": PASSWORD}
	assert session.post(session.url("/api/method/login"), again, timeout=60).ok


def test_beside_other_apps_the_sessions_of_their_people_stay_as_they_are(monkeypatch):
	monkeypatch.setattr(session_tokens.scope, "owns_website", lambda: False)
	monkeypatch.setattr(session_tokens.scope, "is_our_person", lambda: False)
	assert not session_tokens._is_concerned()
