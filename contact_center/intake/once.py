"""File each form once, however often it is sent: by a double tap, or again because the answer was lost.

A form brings a key of its own. The key of the request that it files is made of account and form, and is unique in the
database; whoever sends the form again gets that request.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

LONGEST = 140


def key_of(user: str, form: str, written: Mapping[str, Any] | None = None) -> str | None:
	"""Return the key of what `user` files by a form that calls itself `form`; None where it has no name.

	What is `written` is part of it: whoever corrects the words before sending them again files what they mean now.
	"""
	if not form:
		return None
	parts = [user, str(form)[:LONGEST], written or {}]
	return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def key_of_desk_form(request: Document) -> str | None:
	"""Return the key of a request that is saved from a desk form, which names each new document by chance."""
	return key_of(frappe.session.user, request.get("localname") or "")


def first_of(key: str | None) -> str | None:
	"""Return the name of the request that was filed with this key."""
	return frappe.db.get_value("Request", {"filing_key": key}) if key else None


def become(request: Document, first: str) -> Document:
	"""Let a new document show the request that its form has filed already; return it."""
	for mark in ("__islocal", "__unsaved"):
		request.__dict__.pop(mark, None)
	request.name = first
	return request.reload()
