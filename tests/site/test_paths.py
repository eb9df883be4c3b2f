"""No address leads to a file that is not meant to be served (D1). Clients tidy addresses; a raw socket does not."""

import os
import socket
from pathlib import Path
from urllib.parse import quote, urlsplit

import frappe
import pytest

from contact_center.access import served_files

SECRET = b"kit-secret-of-the-server"
UPS = ("..", "%2e%2e", ".%2e", "%2E.")
SLASHES = ("/", "%2f", "//", "/./", "%5c", "\\")
ODD_UPS = (
	"%252e%252e",
	"%25252e%25252e",
	"..%00",
	"....",
	"..;",
	"%c0%ae%c0%ae",
	".%00.",
	"%uff0e%uff0e",
	"．．",
)
ODD_SLASHES = ("%252f", "%25252f")
ROOTS = ("/files", "/private/files", "/assets", "/assets/frappe", "/assets/contact_center/js", "/backups", "")
SCHEMES = ("", "http://localhost", "file://", "//localhost")


def answered(base: str, target: bytes, method: bytes = b"GET") -> bytes:
	"""Return all that the server sends to a request for exactly this target; nothing where it closes at once."""
	place = urlsplit(base)
	with socket.create_connection((place.hostname, place.port), timeout=60) as line:
		line.sendall(method + b" " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		parts = []
		while part := line.recv(65536):
			parts.append(part)
	return b"".join(parts)


def status_of(answer: bytes) -> int:
	return int(answer.split(b" ", 2)[1]) if answer else 0


@pytest.fixture
def kept():
	"""Files that must not be served: {what it is: path}; a link out of the public folder leads to one of them."""
	public, private = (Path(frappe.get_site_path(each, "files")).resolve() for each in ("public", "private"))
	site = public.parents[1]
	places = {
		"settings": site / "kit-secret.json",
		"backup": site / "private" / "backups" / "kit-secret.sql.gz",
		"private": private / "kit-secret.png",
		"bench": site.parent / "kit-secret.json",
		"hidden": public / ".kit-secret.png",
		"hidden folder": public / ".kit" / "kit-secret.png",
	}
	for place in places.values():
		place.parent.mkdir(exist_ok=True)
		place.write_bytes(bytes(range(256)) + SECRET)
	link = public / "kit-link.png"
	link.symlink_to(places["private"])
	shown = public / "kit-shown.png"
	shown.write_bytes(b"kit-shown")
	yield places
	for place in (*places.values(), link, shown):
		place.unlink()
	places["hidden folder"].parent.rmdir()


def wanted(places: dict[str, Path]) -> list[bytes]:
	"""Return the addresses to try: each way up and each way to write a slash, from each folder to each file."""
	found = []
	for root in ROOTS:
		for place in places.values():
			base = _folder_of(root)
			relative = os.path.relpath(place, base)
			ways = [(up, slash) for up in UPS for slash in SLASHES]
			if place == places["private"] and root in ("/files", ""):
				ways += [(up, "/") for up in ODD_UPS] + [(up, slash) for up in UPS for slash in ODD_SLASHES]
			found += [f"{root}/" + relative.replace("..", up).replace("/", slash) for up, slash in ways]
			found += [f"{root}/{place}", f"{root}{quote(str(place), safe='')}", f"{root}/x/..%2f{place}"]
	found += [f"{scheme}/files/../../kit-secret.json" for scheme in SCHEMES]
	found += [
		"/files/.kit-secret.png",
		"/files/.kit/kit-secret.png",
		"/files/kit-link.png",
		"/files/",
		"/assets",
	]
	found += [f"/files{slash}.{slash}.kit-secret.png" for slash in SLASHES]
	return [each.encode() for each in dict.fromkeys(found)]


def _folder_of(root: str) -> Path:
	"""Return the folder that the server joins such an address to."""
	sites = Path(frappe.get_site_path()).resolve().parent
	if root.startswith("/files"):
		return Path(frappe.get_site_path("public", "files")).resolve()
	if root.startswith("/private"):
		return Path(frappe.get_site_path("private", "files")).resolve()
	if root.startswith("/assets"):
		return (sites / root[1:]).resolve()
	return Path(frappe.get_app_path("frappe", "www"))


@pytest.mark.parametrize("server", ["http", "front"])
def test_no_address_leads_to_a_file_outside(request, server, kept):
	"""By gunicorn alone and behind the front: what nginx would tidy arrives here as it was sent."""
	base = request.getfixturevalue(server)
	targets = wanted(kept)
	some = targets if server == "http" else targets[::5]
	leaks = [target for target in some if SECRET in answered(base, target)]
	print(f"{len(some)} addresses tried at {server}")
	assert leaks == []
	assert b"kit-shown" in answered(base, b"/files/kit-shown.png")


@pytest.mark.parametrize("method", [b"HEAD", b"POST", b"PUT", b"DELETE", b"OPTIONS", b"PROPFIND"])
def test_no_method_leads_out_either(http, kept, method):
	for target in (
		b"/files/../../kit-secret.json",
		b"/files/..%2f..%2fkit-secret.json",
		b"/files/kit-link.png",
	):
		answer = answered(http, target, method)
		assert SECRET not in answer and status_of(answer) != 500


def test_an_address_that_leads_up_is_one_where_there_is_nothing(http, front):
	for base in (http, front):
		for target in (b"/files/../../site_config.json", b"/x/..%2f..%2fsite_config.json", b"/home/../home"):
			assert status_of(answered(base, target)) == 404


@pytest.mark.parametrize(
	"path",
	[
		"/assets/frappe/images/frappe-framework-logo.svg",
		"/assets/contact_center/css/portal.css",
		"/assets/assets.json",
	],
)
def test_assets_are_served_through_the_apps_links(http, path):
	assert status_of(answered(http, path.encode())) == 200


@pytest.mark.parametrize(
	("path", "leads"),
	[
		("/files/двір.png", False),
		("/files/акт..2026.pdf", False),
		("/files/...png", False),
		("/app/request/view/list", False),
		("/api/resource/ToDo/a\\b", False),
		("/files/../x", True),
		("/files/..", True),
		("/files/..\\..\\x", True),
		("/files/x.png\0.html", True),
	],
)
def test_only_what_leads_up_is_refused(path, leads):
	assert served_files.leads_out(path) is leads
