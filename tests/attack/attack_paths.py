"""Ask for files of the server by paths that lead out of where files may be had (raw sockets: no client tidies them)."""

import socket
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import frappe
from attack_arena import Arena
from attack_tally import Tally, at_once

ENTRIES = (
	"/files/",
	"/assets/",
	"/assets/frappe/",
	"/private/files/",
	"/backups/",
	"/",
	"/assets/contact_center/",
)
UPS = (
	"../",
	"..%2f",
	"%2e%2e/",
	"%2e%2e%2f",
	"..%252f",
	"..\\",
	"..%5c",
	"....//",
	"..;/",
	"./../",
	"%c0%ae%c0%ae/",
	"/../",
)
WANTED = (
	*(
		(1, "site_config.json"),
		(2, "site_config.json"),
		(2, "{site}/site_config.json"),
		(3, "common_site_config.json"),
	),
	*((4, "logs/frappe.log"), (9, "etc/passwd")),
)
MARKS = ("db_password", "encryption_key", "root:x:0", "db_name")


def control(arena: Arena, tally: Tally) -> None:
	"""A file with such words that anybody may have is seen, at the front and behind it."""
	for words in (MARKS[0], arena.secrets[0].text):
		path = Path(frappe.get_site_path("public", "files", "kit-words.txt"))
		path.write_text(words, encoding="utf-8")
		for base in (arena.base, arena.web):
			shown = ask(base, f"GET /files/{path.name} HTTP/1.1")
			tally.seen(gives_away(arena, shown), f"a public file at {base}")
		path.unlink()


def attack(arena: Arena, tally: Tally) -> None:
	lines = [
		f"GET {entry}{up * depth}{wanted.format(site=arena.site)} HTTP/1.1"
		for entry, up, (depth, wanted) in product(ENTRIES, UPS, WANTED)
	]
	lines += [
		f"GET {arena.base}/files/../../site_config.json HTTP/1.1",
		"GET /files/%00../../site_config.json HTTP/1.1",
	]
	tries = list(product((arena.base, arena.web), lines))
	for (base, line), shown in zip(tries, at_once(lambda each: ask(*each), tries), strict=True):
		tally.expect(not gives_away(arena, shown), f"{line} at {base}: {shown[-150:]}")


def gives_away(arena: Arena, shown: str) -> bool:
	return any(mark in shown for mark in MARKS) or bool(arena.leaks("Guest", shown))


def ask(base: str, line: str, *headers: str) -> str:
	"""Send one request as it stands; return the whole answer."""
	place = urlsplit(base)
	with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
		lines = [line, "Host: localhost", "Connection: close", *headers, "", ""]
		connection.sendall("\r\n".join(lines).encode("utf-8", "surrogateescape"))
		return read_all(connection).decode("utf-8", "replace")


def read_all(connection: socket.socket) -> bytes:
	parts = []
	try:
		while part := connection.recv(65536):
			parts.append(part)
	except (ConnectionResetError, TimeoutError):
		pass
	return b"".join(parts)
