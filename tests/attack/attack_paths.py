"""Ask for files of the server by paths that lead out of where files may be had (raw sockets: no client tidies them)."""

import socket
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from urllib.parse import urlsplit

from attack_arena import Arena
from attack_tally import Tally

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
	with ThreadPoolExecutor(6) as pool:
		for (base, line), shown in zip(tries, pool.map(lambda each: ask(*each), tries), strict=True):
			held = not any(mark in shown for mark in MARKS) and not arena.leaks("Guest", shown)
			tally.expect(held, f"{line} at {base}: {shown[-150:]}")


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
