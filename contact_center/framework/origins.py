"""Name the place that a request comes from by what its sender cannot choose; limits are counted by it.

The framework takes the first address of X-Forwarded-For, which whoever asks may write: a proxy adds its own word behind it
(nginx as the framework's bench sets it up does). Here the word of the nearest proxy counts, and the header counts only
where a proxy can have written it, on this machine or in its private network. `trusted_proxies` in the site's settings
says how many stand in a row, where there are more than one.
"""

from functools import wraps
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import frappe
from frappe.auth import HTTPRequest
from frappe.utils import cint

from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
MARK = "contact_center_true_address"
UNKNOWN = "127.0.0.1"
HOME = 64  # bits of an IPv6 address that one household or one server has to itself


def apply() -> None:
	"""Let the framework's own limits and its lists of allowed addresses use the true address, once a process."""
	original = HTTPRequest.set_request_ip
	if hasattr(original, MARK):
		return

	@wraps(original)
	def set_request_ip(request: Any) -> None:
		original(request)
		if scope.owns_website():
			frappe.local.request_ip = address_of(frappe.request)

	setattr(set_request_ip, MARK, True)
	HTTPRequest.set_request_ip = set_request_ip


def place() -> str:
	"""Return the place of this request: its address, of an IPv6 address the part that is not its sender's to choose."""
	address = address_of(frappe.request) if frappe.request else UNKNOWN
	read = ip_address(address)
	return str(ip_network((read, HOME), strict=False)) if isinstance(read, IPv6Address) else address


def address_of(request: Any) -> str:
	"""Return the address of the client, as the nearest proxy saw it."""
	peer = _read(request.remote_addr or "")
	if peer and peer.is_global:
		return str(peer)  # no proxy of ours stands there
	said = [_read(each) for each in request.headers.get("X-Forwarded-For", "").split(",")]
	steps = max(cint(frappe.conf.get("trusted_proxies")), 1)
	return str((said[-steps] if len(said) >= steps else said[0]) or peer or UNKNOWN)


def _read(text: str) -> IPv4Address | IPv6Address | None:
	try:
		read = ip_address(text.strip().strip("[]"))
	except ValueError:
		return None
	return getattr(read, "ipv4_mapped", None) or read
