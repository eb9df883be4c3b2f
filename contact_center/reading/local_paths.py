"""Addresses within this site, as a link or a query names them: nobody is led elsewhere by what stands behind `?`."""

import re
import unicodedata
from urllib.parse import unquote

LONGEST = 500
CALL = re.compile(r"^/+api(/|$)|[?&;]cmd=", re.IGNORECASE)
"""What does something when it is opened: nobody is led there after signing in."""


def local_path(text: str | None) -> str:
	"""Return the path with its query and fragment, or "" where it is no page of this site, but a call or another site.

	Browsers read a backslash as a slash, drop tabs and line breaks, take `//name` for a host, and shorten `/.//name` and
	`/a/..//name` to it.
	"""
	text = text or ""
	page = re.split("[?#]", text)[0]
	# The address may be decoded twice: once in the query, once more where a link is made of it.
	read_as = (page, unquote(page), unquote(unquote(page)))
	if len(text) > LONGEST or not page.startswith("/") or _has_signs_that_browsers_drop(text):
		return ""
	if any(_may_lead_elsewhere(each) for each in read_as):
		return ""
	return "" if any(CALL.search(each) for each in (text, unquote(text), unquote(unquote(text)))) else text


def _may_lead_elsewhere(page: str) -> bool:
	has_steps = not {".", ".."}.isdisjoint(page.split("/"))
	return "\\" in page or "//" in page or has_steps or _has_signs_that_browsers_drop(page)


def _has_signs_that_browsers_drop(text: str) -> bool:
	return any(unicodedata.category(sign)[0] in "CZ" for sign in text)
