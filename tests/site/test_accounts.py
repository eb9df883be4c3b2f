"""Signing up, signing in and new passwords: nobody learns who has an account, and the errand is kept (R3.3, D1)."""

import json
import re

import frappe
import kit
import pytest
from frappe.utils.password import update_password
from kit_portal import forget_limits
from passlib.context import CryptContext
from werkzeug.wrappers import Request, Response

from contact_center.framework import accounts, scope, sign_in, sign_in_limits

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city", "fresh_limits")

NEWCOMER, NOBODY = "kit-newcomer-here@example.com", "kit-nobody@example.com"
CLOSED = "kit-closed@example.com"
PASSWORD = "Kvitka-na-vikni-1520"


@pytest.fixture
def newcomer():
	yield NEWCOMER
	frappe.set_user("Administrator")
	frappe.delete_doc("User", NEWCOMER, force=True, ignore_missing=True)
	frappe.db.commit()


@pytest.fixture(scope="module")
def closed(city):
	"""An account that was closed, with a password."""
	person = {"doctype": "User", "email": CLOSED, "first_name": "Kit", "send_welcome_email": 0}
	frappe.get_doc(person).insert()
	update_password(CLOSED, PASSWORD)
	frappe.db.set_value("User", CLOSED, "enabled", 0)
	frappe.db.commit()
	yield CLOSED
	frappe.delete_doc("User", CLOSED, force=True)
	frappe.db.commit()


def answer(guest, method: str, **values) -> tuple[int, str]:
	answered = guest.post(guest.url(f"/api/method/{method}"), values, timeout=60)
	return answered.status_code, answered.text


def heads(guest, method: str, **values) -> dict[str, str]:
	"""The headers of an answer, but for those that differ each time; Frappe 16 sets no cookie that it was sent."""
	guest.cookies.clear()
	answered = guest.post(guest.url(f"/api/method/{method}"), values, timeout=60)
	told = {name: re.sub(r"expires=[^;]*", "", value, flags=re.I) for name, value in answered.headers.items()}
	return {name: value for name, value in told.items() if name not in ("Date", "X-Frappe-Request-Id")}


@pytest.mark.parametrize(
	("method", "field", "more"),
	[
		("frappe.core.doctype.user.user.sign_up", "email", {"full_name": "Новосел Оксана"}),
		("frappe.core.doctype.user.user.reset_password", "user", {}),
		("frappe.core.doctype.user.user.update_password", "key", {"new_password": "x", "old_password": "x"}),
		("frappe.core.doctype.user.user.test_password_strength", "user_data", {"new_password": "x"}),
		("login", "usr", {"pwd": "Неправильний"}),
	],
)
def test_no_header_tells_whether_an_address_has_an_account(guest, closed, method, field, more):
	addresses = (kit.email("operator"), NOBODY, closed)
	asked = [heads(guest, method, **{field: address, **more}) for address in addresses]
	assert all(each == asked[0] for each in asked), asked


@pytest.mark.parametrize("password", ["", "   ", "\u200b"])
def test_an_empty_new_password_is_refused_in_words(guest, password):
	method = "frappe.core.doctype.user.user.update_password"
	answered = guest.post(
		guest.url(f"/api/method/{method}"), {"key": "x", "new_password": password}, timeout=60
	)
	[said] = map(json.loads, json.loads(answered.json()["_server_messages"]))
	assert answered.status_code == 417 and "Напишіть новий пароль" in said["message"]


def sent(smtp) -> list:
	"""All letters. Frappe 16 sends them after the commit, as a job ends with one."""
	frappe.db.commit()
	return smtp.messages


def letters(smtp) -> str:
	"""The texts of all letters, addresses in them unbroken."""
	return "\n".join(each.get_body(("html", "plain")).get_content() for each in sent(smtp))


@pytest.mark.parametrize(
	("method", "field", "more"),
	[
		("frappe.core.doctype.user.user.sign_up", "email", {"full_name": "Новосел Оксана"}),
		("frappe.core.doctype.user.user.reset_password", "user", {}),
	],
)
def test_no_answer_tells_whether_an_address_has_an_account(guest, closed, method, field, more):
	asked = [
		answer(guest, method, **{field: address, **more})
		for address in (kit.email("citizen"), NOBODY, closed)
	]
	assert asked[0][0] == 200 and asked[0] == asked[1] == asked[2]


def test_a_link_to_sign_in_is_asked_for_alike_too(guest, closed):
	frappe.db.set_single_value("System Settings", "login_with_email_link", 1)
	frappe.db.commit()
	try:
		method = "frappe.www.login.send_login_link"
		asked = [answer(guest, method, email=address) for address in (kit.email("citizen"), NOBODY, closed)]
	finally:
		frappe.db.set_single_value("System Settings", "login_with_email_link", 0)
		frappe.db.commit()
	assert asked[0][0] == 200 and asked[0] == asked[1] == asked[2]


def test_a_failed_sign_in_is_answered_alike_after_many_tries_too(guest, closed):
	update_password(kit.email("citizen"), PASSWORD)
	frappe.db.commit()
	tries = [
		answer(guest, "login", usr=address, pwd="x" * 9)
		for address in (kit.email("citizen"), NOBODY, closed, *[kit.email("citizen")] * 12)
	]
	for key in ("login_failed_count", "login_failed_time"):
		frappe.cache.delete_value(key)
	assert tries[0][0] == 401 and len(set(tries)) == 1
	assert answer(guest, "login", usr=closed, pwd=PASSWORD) == tries[0]


@pytest.mark.parametrize(
	("told", "status"),
	[
		({"message": "User disabled or missing", "exc_type": "AuthenticationError"}, 401),
		({"exc_type": "SecurityException", "_server_messages": "locked"}, 500),
		("<h1>Server Error</h1>", 500),
	],
)
def test_the_first_request_of_a_process_is_answered_alike_too(told, status):
	"""The framework signs in before any hook."""
	body = told if isinstance(told, str) else json.dumps(told)
	response = Response(body, status, mimetype="text/html" if isinstance(told, str) else "application/json")
	sign_in.after_request(response, Request.from_values("/api/method/login", method="POST"))
	assert (response.status_code, response.get_json()) == (
		401,
		{"message": sign_in.FAILED, "exc_type": "AuthenticationError"},
	)


NO_TEXTS = [["a"], {"a": 1}, 7, True]


@pytest.mark.parametrize("field", ["usr", "pwd"])
@pytest.mark.parametrize("value", NO_TEXTS, ids=str)
def test_a_name_or_password_that_is_no_text_is_a_failed_sign_in(guest, field, value):
	sent = {"usr": kit.email("citizen"), "pwd": "x", field: value}
	answered = guest.post(guest.url("/api/method/login"), json=sent, timeout=60)
	assert (answered.status_code, answered.json()["message"]) == (401, sign_in.FAILED)


@pytest.mark.parametrize("value", NO_TEXTS, ids=str)
def test_it_is_one_as_the_first_request_of_a_process_too(value):
	frappe.local.form_dict = frappe._dict(usr=value, pwd="x")
	response = Response(json.dumps({"exc_type": "DataError"}), 500, mimetype="application/json")
	sign_in.after_request(response, Request.from_values("/api/method/login", method="POST"))
	assert (response.status_code, response.get_json()["message"]) == (401, sign_in.FAILED)


def test_what_is_refused_after_the_right_password_keeps_its_words():
	told = {"exc_type": "AuthenticationError", "_server_messages": "Access not allowed from this IP Address"}
	response = Response(json.dumps(told), 401, mimetype="application/json")
	sign_in.after_request(response, Request.from_values("/api/method/login", method="POST"))
	assert response.get_json() == told


@pytest.mark.parametrize("user", [kit.email("citizen"), NOBODY, "kit-without-password@example.com"])
def test_a_failed_sign_in_takes_the_time_of_one_password_in_any_case(monkeypatch, user):
	"""A hash is checked for whoever has none; a minute or so of tries would tell otherwise."""
	sign_in.apply()
	person = {"doctype": "User", "email": "kit-without-password@example.com", "first_name": "Kit"}
	frappe.get_doc({**person, "send_welcome_email": 0}).insert()
	update_password(kit.email("citizen"), PASSWORD)
	checked, verify = [], CryptContext.verify
	monkeypatch.setattr(CryptContext, "verify", lambda *given: checked.append(given) or verify(*given))
	accounts.accounts.User.find_by_credentials(user, "Неправильний-пароль")
	assert len(checked) == 1


def test_who_signs_up_is_led_to_the_form_once_the_password_is_set(newcomer, guest, smtp):
	"""R3.3: the errand outlives letter and password page."""
	accounts.write_to_newcomer(newcomer, "Новосел Оксана", "/submit-request")
	frappe.db.commit()
	[key] = set(re.findall(r"update-password\?key=(\w+)", letters(smtp)))
	status, text = answer(
		guest,
		"frappe.core.doctype.user.user.update_password",
		key=key,
		new_password="Soniashnyk-bilia-tynu-26",
		logout_all_sessions=1,
	)
	assert status == 200 and '"/submit-request"' in text


def test_who_signs_up_again_before_the_password_is_set_gets_a_fresh_letter(newcomer, smtp, fresh_limits):
	accounts.write_to_newcomer(newcomer, "Новосел Оксана", "/submit-request")
	frappe.db.commit()
	forget_limits()  # an hour later
	accounts.write_to_newcomer(newcomer, "Новосел Оксана", "")
	assert len(set(re.findall(r"update-password\?key=(\w+)", letters(smtp)))) == 2


def test_an_account_that_exists_gets_a_letter_that_leads_to_sign_in(smtp):
	frappe.db.set_value("User", kit.email("citizen"), "last_login", "2026-03-02 10:00:00")
	accounts.write_to_newcomer(kit.email("citizen"), "Хтось Інший", "/submit-request")
	text = letters(smtp)
	assert "/login?redirect-to=/submit-request" in text and "update-password" not in text
	assert "Хтось Інший" not in text


def test_letters_about_accounts_are_signed_with_the_phone(smtp):
	frappe.get_doc("Contact Center Settings").update({"city_name": "Кривий Ріг", "phone": "1520"}).save()
	accounts.write_to_forgetful(kit.email("citizen"), "")
	assert "Кривий Ріг" in letters(smtp) and "1520" in letters(smtp)


@pytest.fixture
def job_of(monkeypatch):
	"""Do an endpoint's work for a Ukrainian page, and then its job as a worker does, who knows English only."""

	def do(endpoint, *given) -> None:
		jobs = []
		monkeypatch.setattr(frappe, "enqueue", lambda path, **values: jobs.append((path, values)))
		monkeypatch.setattr(frappe.local, "lang", "uk")
		endpoint(*given)
		monkeypatch.undo()
		monkeypatch.setattr(frappe.local, "lang", "en")
		[(path, values)] = jobs
		for option in ("queue", "enqueue_after_commit"):
			values.pop(option)
		frappe.get_attr(path)(**values)

	return do


def test_letters_are_in_the_language_of_the_page_on_which_they_were_asked_for(
	newcomer, smtp, job_of, fresh_limits
):
	job_of(accounts.sign_up, newcomer, "Новосел Оксана", "/submit-request")
	assert [str(each["Subject"]) for each in sent(smtp)] == ["Завершіть реєстрацію в контакт-центрі"]
	assert "Щоб завершити" in letters(smtp)
	assert "З повагою," in letters(smtp)


def test_a_closed_account_hears_whom_to_call(closed, smtp):
	accounts.write_to_newcomer(closed, "Хтось Інший", "")
	accounts.write_to_forgetful(closed, "")
	assert len(sent(smtp)) == 1
	assert "1520" in letters(smtp) and "update-password" not in letters(smtp)


def test_nobody_fills_anothers_mailbox(smtp):
	for _ in range(3):
		accounts.write_to_forgetful(kit.email("citizen"), "")
	assert len(sent(smtp)) == 1


def test_who_learns_of_the_own_account_gets_a_new_password_at_once(smtp):
	"""The letter «you have an account» leads to the form for a forgotten password."""
	frappe.db.set_value("User", kit.email("citizen"), "last_login", "2026-03-02 10:00:00")
	accounts.write_to_newcomer(kit.email("citizen"), "Хтось Інший", "")
	accounts.write_to_forgetful(kit.email("citizen"), "")
	assert len(sent(smtp)) == 2 and "update-password" in letters(smtp)


def test_who_opens_links_too_often_reads_so(guest):
	"""A link in a letter is opened by a browser: it gets a page, not a bare error 500."""
	link = guest.url("/api/method/frappe.www.login.login_via_key?key=none")
	headers = {"Accept": "text/html", "Accept-Language": "uk"}
	asked = [guest.get(link, headers=headers, timeout=60) for _ in range(12)]
	assert asked[-1].status_code == 429
	assert "Зачекайте кілька хвилин" in asked[-1].text


def test_patience_fills_nobodys_mailbox_either(smtp):
	for _ in range(accounts.LETTERS_AN_HOUR + 3):
		accounts.write_to_forgetful(kit.email("citizen"), "")
		for key in frappe.cache.get_keys("contact_center_letter:*"):
			if frappe.cache.ttl(key) <= accounts.SECONDS_BETWEEN_LETTERS:
				frappe.cache.delete(key)
	assert len(sent(smtp)) == accounts.LETTERS_AN_HOUR


def test_one_place_asks_for_so_many_accounts_an_hour(guest):
	sign_up = "frappe.core.doctype.user.user.sign_up"
	asked = [
		answer(guest, sign_up, email="-", full_name="-")[0] for _ in range(accounts.SIGN_UPS_AN_HOUR + 1)
	]
	assert asked == [417] * accounts.SIGN_UPS_AN_HOUR + [429]


@pytest.mark.parametrize(
	"name",
	[
		"",
		"Виграйте на evil.example/prize",
		"www.evil.example",
		"Ваш приз на evil.example",
		"Ваш приз на x.example",
		"Ваш приз на виграй.укр",
		"<b>Оксана</b>",
		"я" * 200,
	],
)
def test_no_stranger_writes_letters_in_the_sites_name(guest, name):
	status, text = answer(guest, "frappe.core.doctype.user.user.sign_up", email=NOBODY, full_name=name)
	assert status == 417 and "evil" not in text


@pytest.mark.parametrize("name", ["О.П.Іваненко", "Нечуй-Левицький І. С.", "Мар’яна О'Коннор", "J.R. Smith"])
def test_points_in_a_name_are_no_link(name):
	assert accounts._name(name) == name


@pytest.mark.parametrize(
	"address", ["", "оксана", "a@b", "x@example.com, y@example.com", "Оксана <x@example.com>"]
)
def test_what_is_no_address_is_named_at_once(guest, address):
	assert answer(guest, "frappe.core.doctype.user.user.sign_up", email=address, full_name="Оксана")[0] == 417


@pytest.mark.parametrize(
	"errand", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:1"]
)
def test_no_errand_leads_to_another_site(newcomer, monkeypatch, errand):
	jobs = []
	monkeypatch.setattr(frappe, "enqueue", lambda *job, **values: jobs.append(values))
	accounts.sign_up(newcomer, "Новосел Оксана", errand)
	assert [job["errand"] for job in jobs] == [""]


def test_beside_other_apps_the_framework_answers(monkeypatch):
	"""A good neighbour: the administrator's word decides where other apps are installed."""
	monkeypatch.setattr(frappe, "get_installed_apps", lambda *_, **__: ["frappe", "erpnext", scope.APP])
	settings = frappe.get_doc("Contact Center Settings")
	settings.owns_website = ""
	settings.save()
	assert not scope.owns_website()
	assert accounts.sign_up(kit.email("citizen"), "Хтось", "")[0] == 0
	settings.owns_website = "Yes"
	settings.save()
	assert scope.owns_website()


@pytest.mark.parametrize("person", ["citizen", "stranger"])
def test_who_is_signed_in_learns_of_no_other_account_either(person, as_user, closed):
	session = as_user(kit.email(person))
	reset = "frappe.core.doctype.user.user.reset_password"
	asked = [answer(session, reset, user=address) for address in (kit.email("management"), NOBODY, closed)]
	assert asked[0][0] == 200 and asked[0] == asked[1] == asked[2]


def test_the_administrator_keeps_the_frameworks_button(smtp):
	"""The desk's «Reset Password» writes at once."""
	accounts.reset_password(kit.email("citizen"))
	assert "update-password" in letters(smtp)


def wrong(guest, times: int, place: str, user: str = "citizen") -> list[int]:
	"""Try a wrong password from a place; return the statuses."""
	tries = {"usr": kit.email(user), "pwd": "Неправильний"}
	headers = {"X-Forwarded-For": place}
	login = guest.url("/api/method/login")
	return [guest.post(login, tries, headers=headers, timeout=60).status_code for _ in range(times)]


def right(guest, place: str) -> int:
	tries = {"usr": kit.email("citizen"), "pwd": PASSWORD}
	login = guest.url("/api/method/login")
	return guest.post(login, tries, headers={"X-Forwarded-For": place}, timeout=60).status_code


@pytest.fixture
def own_password():
	update_password(kit.email("citizen"), PASSWORD)
	frappe.db.commit()
	yield
	forget_tries()


def forget_tries() -> None:
	"""Forget the failed tries of the minute."""
	for key in ("login_failed_count", "login_failed_time"):
		frappe.cache.delete_value(key)


def test_a_stranger_does_not_lock_the_owner_out(guest, own_password):
	"""However often a wrong password comes from elsewhere; the stranger is refused, with the right one too."""
	assert wrong(guest, 13, "203.0.113.5") == [401] * 13
	assert right(guest, "203.0.113.5") == 401
	assert right(guest, "203.0.113.6") == 200


def test_one_place_has_so_many_guesses_an_hour(guest, own_password):
	"""A household has one place, whatever address it takes next."""
	for number in range(sign_in_limits.MOST_HERE):
		wrong(guest, 1, f"2a02:2378:1:2::{number}")
		forget_tries()
	assert right(guest, "2a02:2378:1:2:9::1") == 401
	assert right(guest, "2a02:2378:1:3::1") == 200


def test_guesses_from_many_places_leave_the_owner_the_places_known_already(guest, own_password):
	"""And the letter with which a new password is set."""
	assert right(guest, "203.0.113.6") == 200
	for number in range(sign_in_limits.MOST // sign_in_limits.MOST_HERE):
		wrong(guest, 10, f"198.51.100.{number}")
		forget_tries()
		wrong(guest, 10, f"198.51.100.{number}")
		forget_tries()
	assert right(guest, "192.0.2.9") == 401
	assert right(guest, "203.0.113.6") == 200
