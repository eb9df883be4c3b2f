"""Forge headers and cookies: nobody becomes another, no link leads elsewhere, nothing falls over."""

from itertools import product
from urllib.parse import urlencode

from attack_arena import Arena
from attack_paths import ask
from attack_sql import console
from attack_tally import Tally

HOSTS = (
	"evil.example",
	"localhost:1@evil.example",
	"evil.example:80/../..",
	"",
	"a" * 5000,
	"127.0.0.1\tevil.example",
)
FORWARDED = (
	*("X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "X-Forwarded-For: 127.0.0.1, 10.0.0.1"),
	*("X-Forwarded-For: " + "1.1.1.1, " * 500, "Forwarded: host=evil.example", "X-Original-URL: /app"),
	*(
		"X-Rewrite-URL: /api/resource/User",
		"X-HTTP-Method-Override: DELETE",
		"X-Frappe-Site-Name: evil.example",
	),
	*(
		"X-Frappe-Site-Name: ../../etc",
		"Authorization: token Administrator:x",
		"Authorization: Basic QWRtaW46eA==",
	),
	*(
		"Authorization: Bearer \x7f",
		"Authorization: ",
		"X-Frappe-CSRF-Token: x",
		"X-Use-Session: 1",
		"Range: bytes=0-99999999999",
	),
	*(
		"Accept-Language: ../../../etc/passwd",
		"Accept-Language: uk;q=nan",
		"Accept-Encoding: " + "gzip, " * 400,
	),
	*(
		"If-None-Match: " + '"x", ' * 800,
		"Transfer-Encoding: chunked",
		"Content-Length: -1",
		"Content-Length: abc",
	),
	*(
		"Expect: 100-continue",
		"Upgrade: h2c",
		"Via: 1.1 " + "x" * 900,
		"Accept: text/../html",
		"Content-Type: application/json",
	),
)
COOKIES = (
	*(
		"sid=Administrator",
		"sid=Guest",
		"sid=",
		"sid=' or 1=1 -- ",
		"sid=%00",
		"sid=\xff\xfe",
		"sid=" + "a" * 6000,
	),
	*(
		"sid=x; sid=Administrator",
		"user_id=Administrator; system_user=yes",
		"full_name={{7*7}}",
		"preferred_language=../../x",
	),
	*(
		"preferred_language=<script>",
		"sid=../../x",
		'sid="\\073"',
		";;;;=",
		"sid=x\u2028y",
		"__proto__=1",
		"sid[]=x",
	),
)
PAGES = (
	"/",
	"/login",
	"/app",
	"/my-requests",
	"/api/method/frappe.auth.get_logged_user",
	"/api/resource/User",
)
MARKS = ("Traceback (most", "/home/", "apps/frappe")


def control(arena: Arena, tally: Tally) -> None:
	"""Who sends the Administrator's own cookie is the Administrator, and sees the traceback of what fails there."""
	sid = arena.session_of(arena.administrator)
	asked = "GET /api/method/frappe.auth.get_logged_user HTTP/1.1"
	tally.seen(
		became_another(ask(arena.base, asked, f"Cookie: sid={sid}")), "the Administrator's own session"
	)
	path, arguments = console("select no_such_column")
	failing = ask(arena.base, f"GET {path}?{urlencode(arguments)} HTTP/1.1", f"Cookie: sid={sid}")
	tally.seen(MARKS[0] in failing, "a traceback in the Administrator's console")


def attack(arena: Arena, tally: Tally) -> None:
	for page, line in product(PAGES, (*FORWARDED, *(f"Cookie: {cookie}" for cookie in COOKIES))):
		check(arena, tally, f"GET {page} HTTP/1.1", line)
	for page, host in product(PAGES, HOSTS):
		answer = ask(arena.base, f"GET {page} HTTP/1.1", f"Host: {host}", f"X-Forwarded-Host: {host}")
		head, _, body = answer.partition("\r\n\r\n")
		tally.expect(
			"evil.example" not in head and "//evil.example" not in body,
			f"Host {host[:40]!r} comes back from {page}",
		)
	for line in (
		"GET / HTTP/9.9",
		"BREW / HTTP/1.1",
		"GET /\x00 HTTP/1.1",
		"GET /" + "a" * 70000 + " HTTP/1.1",
		"\x16\x03\x01",
	):
		check(arena, tally, line, "X-Nothing: 1")


def check(arena: Arena, tally: Tally, line: str, header: str) -> None:
	answer = ask(arena.base, line, header)
	status = answer[9:12]
	shown = [mark for mark in MARKS if mark in answer] + arena.leaks("Guest", answer)
	tally.expect(
		not status.startswith("5") and not shown and not became_another(answer),
		f"{line[:60]} with {header[:60]!r}: {status} {shown}",
	)


def became_another(answer: str) -> bool:
	return '"message":"Administrator"' in answer.replace(" ", "")
