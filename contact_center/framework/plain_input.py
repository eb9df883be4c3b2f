"""Refuse what nobody writes: NUL and halves of characters, nesting without end, a list where a word belongs.

The framework finds out at the database, or anywhere before, and answers with an error 500: a bare page to a citizen, a
line in the log for each. So the door of a request looks at all texts that came, and an error that only a value can cause
is answered as a refusal. NUL and half characters are refused to everybody: no database can hold them. What a document of
ours takes is asked in plain_values.py.
"""

import json
import re
import sys
from binascii import Error as Base64Error
from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from frappe import _
from frappe.utils import typing_validations

from contact_center.framework import doors, scope, wrapped
from contact_center.reading.visible import is_blank

NEEDED_BY = (">=15", "<17")
DEEPEST = 40
LONGEST = 20_000
"""Signs of a text of a guest or a citizen: several times what any field of theirs takes."""
MISSING = re.compile(r"\(\) missing \d+ required ")
ESCAPED = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)
ONLY_BY_A_VALUE = (json.JSONDecodeError, UnicodeError, RecursionError, OverflowError, Base64Error)
"""Errors that what was sent has caused, wherever it was noticed."""


def check_request() -> None:
	"""before_request hook: raise ValidationError for a request with a text that nothing can hold."""
	sent = frappe.local.form_dict
	if not (_is_plain(sent) and _is_text(frappe.local.request.path)) or (
		_is_long(sent) and _is_of_the_portal()
	):
		_refuse()
	if _is_call_of_ours():
		_empty_the_unseen(sent)


def apply() -> None:
	"""Put the other checks in place, once a process."""
	if not wrapped.by_us(typing_validations.raise_type_error):
		typing_validations.raise_type_error = _worded(typing_validations.raise_type_error)
	app = sys.modules.get("frappe.app")
	if app and not wrapped.by_us(app.handle_exception):
		app.handle_exception = _answering(app.handle_exception)


def _is_long(sent: dict[str, Any]) -> bool:
	return any(isinstance(each, str) and len(each) > LONGEST for each in sent.values())


def _is_of_the_portal() -> bool:
	return doors.caller() in (doors.Caller.GUEST, doors.Caller.CITIZEN)


def _is_call_of_ours() -> bool:
	return f"{scope.APP}." in frappe.local.request.path or f"{scope.APP}." in str(frappe.local.form_dict.cmd)


def _empty_the_unseen(sent: dict[str, Any]) -> None:
	"""Take an argument of which nothing can be seen for an empty one: each act then asks for the words that it needs."""
	for name, value in sent.items():
		if isinstance(value, str) and value and is_blank(value):
			sent[name] = ""


def _refuse() -> None:
	frappe.throw(
		_(
			"What was sent cannot be read: it is too long, or has signs that are no text. Please correct it and try again."
		)
	)


def _is_plain(value: Any, depth: int = 0) -> bool:
	if isinstance(value, str):
		return _is_text(value, depth)
	if not isinstance(value, dict | list) or not value:
		return True
	if depth > DEEPEST:
		return False
	parts = [*value, *value.values()] if isinstance(value, dict) else value
	return all(_is_plain(each, depth + 1) for each in parts)


def _is_text(text: str, depth: int = 0) -> bool:
	"""Return whether a database can hold the text, and what it holds where it is JSON."""
	if "\0" in text or not _is_encodable(text):
		return False
	return "\\u" not in text or not ESCAPED.search(text) or _is_plain(_json(text), depth + 1)


def _is_encodable(text: str) -> bool:
	try:
		return text.isascii() or bool(text.encode())
	except UnicodeEncodeError:
		return False


def _json(text: str) -> Any:
	try:
		return json.loads(text)
	except (ValueError, RecursionError):
		return None


def _worded(raise_type_error: Callable[..., None]) -> Callable[..., None]:
	"""Say what is wrong in the user's words; kind and status stay the framework's."""

	@wraps(raise_type_error)
	def refuse(arg_name: str, *args: Any, **kwargs: Any) -> None:
		if scope.is_installed() and scope.is_our_person():
			frappe.throw(
				_("What was sent as «{0}» cannot be read.").format(arg_name),
				frappe.exceptions.FrappeTypeError,
			)
		raise_type_error(arg_name, *args, **kwargs)

	return refuse


def _answering(handle: Callable[[Exception], Any]) -> Callable[[Exception], Any]:
	"""Answer an error that a value has caused as a refusal. It stays in the log: it may be a fault of ours after all."""

	@wraps(handle)
	def answer(error: Exception) -> Any:
		if not (_is_of_a_value(error) and frappe.db and scope.is_installed() and _concerns_us()):
			return handle(error)
		frappe.logger().warning("Refused as unreadable", exc_info=error)
		try:
			_refuse()
		except frappe.ValidationError as refused:
			return handle(refused)

	return answer


def _is_of_a_value(error: Exception) -> bool:
	if not _is_known_who_calls():  # the body, or name and password
		return isinstance(
			error, frappe.ValidationError | AttributeError | TypeError | ValueError | RecursionError
		)
	return isinstance(error, (*ONLY_BY_A_VALUE, frappe.db.DataError)) or (
		isinstance(error, TypeError) and bool(MISSING.search(str(error)))
	)


def _is_known_who_calls() -> bool:
	"""Return whether the session has begun, and with it the language; later frameworks call everybody a guest before."""
	user = frappe.session.user
	return bool(user) and (user != "Guest" or bool(getattr(frappe.local, "http_request", None)))


def _concerns_us() -> bool:
	"""Return whether a person of ours has sent it; a body that is no JSON fails before it is known who calls."""
	if not _is_known_who_calls():
		frappe.session.user = "Guest"
		frappe.local.lang = frappe.db.get_default("lang") or frappe.local.lang
		frappe.clear_messages()
	return scope.is_our_person()
