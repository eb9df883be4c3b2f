"""Send a stranger one letter an hour, whoever asks for it and by whatever spelling of the address.

A guest can name any address: in a form, a sign-up, a subscription. Whoever has never signed in here has asked for nothing,
for all that the site knows. So of the letters that guests bring about, each address gets one an hour.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _

from contact_center.framework import limits, scope

MOST = 1
ADDRESS = re.compile(r"[^\s<>,;\"']+@[^\s<>,;\"']+")


def canonical(email: str) -> str:
	"""Return one spelling for all that reach one mailbox: of case, width, blanks, dots and what follows a plus."""
	plain = "".join(unicodedata.normalize("NFKC", email).casefold().split())
	name, _sign, host = plain.rpartition("@")
	return f"{name.partition('+')[0].replace('.', '')}@{host.rstrip('.')}"


def is_stranger(email: str) -> bool:
	"""Return whether nobody with this address has ever signed in."""
	return not frappe.db.get_value("User", {"email": email.strip()}, "last_login")


def may_get_one(email: str, kind: str = "letter") -> bool:
	"""Count a letter to the stranger, and return whether it may be sent."""
	return limits.count(f"stranger_{kind}", canonical(email)) <= MOST


def before_insert(doc, method: str | None = None) -> None:
	"""doc_events hook of Email Queue: leave out strangers who have had their letter, of those that a guest names."""
	if frappe.session.user != "Guest" or not frappe.request or not scope.owns_website():
		return
	named = set(_addresses(dict(frappe.form_dict)))
	left = [row for row in doc.recipients if _may_get(row.recipient, named)]
	if len(left) < len(doc.recipients):
		doc.recipients = left
	if not left:
		doc.status = "Error"
		doc.error = _("An address that nobody has signed in with gets one letter an hour.")


def _may_get(address: str, named: set[str]) -> bool:
	"""Whether it is no address of the guest's choice, as the office's own, or may have a letter."""
	return canonical(address) not in named or not is_stranger(address) or may_get_one(address)


def _addresses(value: Any) -> Iterator[str]:
	"""Yield the addresses in what a form brings, which may be JSON in JSON."""
	if isinstance(value, dict | list):
		for each in value.values() if isinstance(value, dict) else value:
			yield from _addresses(each)
	elif isinstance(value, str):
		try:
			yield from _addresses(json.loads(value))
		except (ValueError, RecursionError):
			yield from map(canonical, ADDRESS.findall(unicodedata.normalize("NFKC", value)))
