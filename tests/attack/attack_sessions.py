"""Sessions, tokens of forms, passwords: fixed, forged, replayed, guessed."""

import re

import kit
import kit_rest
import requests
from attack_arena import Arena
from attack_tally import Tally

LOGIN = "/api/method/login"
GUESSES = 12


def control(arena: Arena, tally: Tally) -> None:
	"""A session that lives is seen, a token that is right lets the call in, and answers that differ are told apart."""
	client = kit_rest.Client(arena.base, "housing")
	tally.seen(
		kit.email("housing") in logged_in(arena, client.session.cookies.get_dict()), "a living session"
	)
	comment = {"doctype": "Request Task", "name": arena.world.own_task, "text": "kit"}
	said = arena.people["water"].call("contact_center.control.comments.comment", **comment)
	tally.seen(said.ok, f"a call with its token: {said.status_code}")
	tries = [sign_in(arena, "supervisor", password) for password in (kit_rest.PASSWORD, "guess")]
	tally.seen([each.ok for each in tries] == [True, False], "the right password signs in")
	tally.seen(answer_of(tries[0]) != answer_of(tries[1]), "an answer that tells accounts apart")


def attack(arena: Arena, tally: Tally) -> None:
	fixation(arena, tally)
	sign_out(arena, tally)
	for person in ("citizen", "water", "operator"):
		without_token(arena, tally, person)
	by_links(arena, tally)
	guesses(arena, tally)
	answers_alike(arena, tally)
	headers(arena, tally)


def sign_in(arena: Arena, person: str, password: str) -> requests.Response:
	return requests.post(arena.base + LOGIN, {"usr": kit.email(person), "pwd": password}, timeout=60)


def logged_in(arena: Arena, cookies: dict[str, str]) -> str:
	"""Return what the server says about who is signed in with these cookies."""
	path = "/api/method/frappe.auth.get_logged_user"
	return requests.get(arena.base + path, cookies=cookies, timeout=60).text


def answer_of(answer: requests.Response) -> tuple[int, str]:
	return answer.status_code, answer.text


def fixation(arena: Arena, tally: Tally) -> None:
	"""A session's name that somebody set beforehand is not the one that is signed in."""
	for given in ("Guest", "a" * 56, "fixed-by-an-attacker", arena.people["stranger"].session.cookies["sid"]):
		session = requests.Session()
		session.cookies.set("sid", given)
		session.post(arena.base + LOGIN, {"usr": kit.email("roads"), "pwd": kit_rest.PASSWORD}, timeout=60)
		names = [cookie.value for cookie in session.cookies if cookie.name == "sid"]
		tally.expect(names[-1] != given, f"the session {given[:20]} was kept at sign-in")
		shown = logged_in(arena, {"sid": given})
		tally.expect(kit.email("roads") not in shown, "who set the session is signed in with it")
	for query in (f"?sid={arena.people['operator'].session.cookies['sid']}",):
		shown = requests.get(f"{arena.base}/my-requests{query}", timeout=60)
		tally.expect("sid" not in shown.headers.get("Location", ""), "an address hands a session on")


def sign_out(arena: Arena, tally: Tally) -> None:
	client = kit_rest.Client(arena.base, "housing")
	kept = client.session.cookies.get_dict()
	client.call("logout")
	tally.expect(kit.email("housing") not in logged_in(arena, kept), "a session lives on after signing out")


def without_token(arena: Arena, tally: Tally, person: str) -> None:
	"""A form of another site posts with the reader's cookies and without the token."""
	cookies = arena.people[person].session.cookies.get_dict()
	fresh = requests.Session()
	fresh.post(arena.base + LOGIN, {"usr": kit.email(person), "pwd": kit_rest.PASSWORD}, timeout=60)
	for whose in (cookies, fresh.cookies.get_dict()):  # also before the session has opened a page
		for path, data in (
			("/api/method/contact_center.portal.api.cancel", {"name": arena.world.own, "reason": "x"}),
			(
				"/api/method/frappe.client.set_value",
				{"doctype": "User", "name": kit.email(person), "fieldname": "bio", "value": "x"},
			),
			(
				"/api/method/contact_center.control.comments.comment",
				{"doctype": "Request Task", "name": arena.world.own_task, "text": "x"},
			),
			("/api/method/upload_file", {"is_private": "1"}),
			(
				"/api/method/frappe.core.doctype.user.user.update_password",
				{"new_password": "x", "old_password": kit_rest.PASSWORD},
			),
		):
			for token in ({}, {"X-Frappe-CSRF-Token": "None"}, {"X-Frappe-CSRF-Token": "x" * 56}):
				forged = {**token, "Origin": "https://evil.example", "Referer": "https://evil.example/"}
				answer = requests.post(arena.base + path, data, cookies=whose, headers=forged, timeout=60)
				tally.expect(
					answer.status_code >= 400,
					f"{person}: {path} without a token answers {answer.status_code}",
				)


def by_links(arena: Arena, tally: Tally) -> None:
	"""GET does nothing: a picture's address in a letter must not act."""
	for person, path in (
		(
			"operator",
			f"/api/method/contact_center.control.redirect.redirect?task={arena.world.own_task}&executor=KIT-ROADS&reason=x",
		),
		(
			"operator",
			f"/api/method/frappe.client.set_value?doctype=Request&name={arena.world.waiting}&fieldname=place&value=x",
		),
		("citizen", f"/api/method/contact_center.portal.api.cancel?name={arena.world.own}&reason=x"),
		("operator", f"/api/method/frappe.client.delete?doctype=Request&name={arena.world.waiting}"),
	):
		answer = arena.people[person].session.get(arena.base + path, timeout=60)
		tally.expect(not answer.ok, f"{person}: GET {path} acts")


def guesses(arena: Arena, tally: Tally) -> None:
	"""Guessing is bounded, and locks nobody else out."""
	tries = [sign_in(arena, "supervisor", f"guess-{n}") for n in range(GUESSES)]
	tally.expect(not any(each.ok for each in tries), "a wrong password signs in")
	tally.expect(
		len({each.text for each in tries if each.status_code == 401}) <= 1, "answers to guesses differ"
	)
	for bad in ("", "x" * 100_000, "\x00", "' or 1=1 -- ", "{{7*7}}"):
		answer = sign_in(arena, "supervisor", bad)
		tally.expect(
			400 <= answer.status_code < 500, f"the password {bad[:10]!r} is answered by {answer.status_code}"
		)
	for usr in (["a"], {"a": 1}, None, 7, "x" * 5000, "\ud800", "a\r\nBcc: x@example.com"):
		answer = requests.post(arena.base + LOGIN, json={"usr": usr, "pwd": "x"}, timeout=60)
		tally.expect(
			400 <= answer.status_code < 500,
			f"the account {str(usr)[:20]!r} is answered by {answer.status_code}",
		)


def answers_alike(arena: Arena, tally: Tally) -> None:
	"""Nobody learns who has an account."""
	for path, field in (
		(LOGIN, "usr"),
		("/api/method/frappe.core.doctype.user.user.reset_password", "user"),
		("/api/method/frappe.core.doctype.user.user.sign_up", "email"),
	):
		known, unknown = (
			requests.post(
				arena.base + path,
				{field: user, "pwd": "x", "full_name": "Ім’я", "redirect_to": ""},
				timeout=60,
			)
			for user in (kit.email("management"), "kit-nobody-here@example.com")
		)
		tally.expect(
			answer_of(known) == answer_of(unknown),
			f"{path} tells accounts apart: {known.status_code} {known.text[:80]} / {unknown.status_code} {unknown.text[:80]}",
		)


def headers(arena: Arena, tally: Tally) -> None:
	for page in ("/", "/login", "/my-requests", "/app", "/nothing-here"):
		answer = arena.people["citizen"].session.get(arena.base + page, timeout=60)
		for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
			tally.expect(name in answer.headers, f"{page} has no {name}")
		frames = answer.headers.get("X-Frame-Options", "") + answer.headers.get("Content-Security-Policy", "")
		tally.expect(
			bool(re.search("DENY|SAMEORIGIN|frame-ancestors", frames, re.I)), f"{page} may be framed"
		)
		for cookie in (
			answer.raw.headers.getlist("Set-Cookie") if hasattr(answer.raw.headers, "getlist") else []
		):
			tally.expect(
				"sid=" not in cookie or "HttpOnly" in cookie, f"{page}: a script may read the session"
			)
