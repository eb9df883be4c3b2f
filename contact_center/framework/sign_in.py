"""Answer each failed sign-in alike, in words, status and time: nobody learns whether an address has an account.

The framework names an account that is disabled, or locked after failed tries, and it takes the time to check a password
only where there is an account that has one. A name or a password that is no text is an error 500 there, and so are two
sign-ins of one account at once where the database refuses a row that changed since it was read: ours are tried again.
"""

import json
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import frappe
from frappe.auth import LoginManager
from frappe.core.doctype.user.user import User
from frappe.utils.password import passlibctx
from pypika import Table
from werkzeug.wrappers import Request, Response

from contact_center.framework import deadlocks, scope

NEEDED_BY = (">=15", "<17")
FAILED = "Invalid login credentials"  # the framework's own words for a wrong password
MARK = "contact_center_answers_alike"


def apply() -> None:
	"""Wrap the framework's check of name and password, once a process."""
	if not hasattr(LoginManager.authenticate, MARK):
		LoginManager.login = _reading_first(LoginManager.login)
		LoginManager.authenticate = _answering_alike(LoginManager.authenticate)
		User.find_by_credentials = classmethod(_taking_equal_time(User.find_by_credentials.__func__))


def after_request(response: Response, request: Request) -> None:
	"""after_request hook: answer alike in a process whose first request is a sign-in, too.

	The framework signs in before it calls any hook, so that no correction is in place then.
	"""
	from contact_center.framework import corrections  # which lists this module

	corrections.apply()
	if (
		response.status_code >= 400
		and _is_sign_in(request)
		and (_tells_more(response) or not _are_texts())
		and scope.owns_website()
	):
		answer = {"message": FAILED, "exc_type": "AuthenticationError"}
		response.status_code = frappe.AuthenticationError.http_status_code
		response.set_data(json.dumps(answer, separators=(",", ":")))
		response.mimetype = "application/json"


def _is_sign_in(request: Request) -> bool:
	return request.path == "/api/method/login" or frappe.form_dict.get("cmd") == "login"


def _tells_more(response: Response) -> bool:
	answer = response.get_json(silent=True) if response.is_json else {"exc_type": "SecurityException"}
	return (
		answer.get("exc_type") == "SecurityException" or answer.get("message") == "User disabled or missing"
	)


def _are_texts() -> bool:
	"""Return whether name and password, where they were sent, are texts."""
	sent = (frappe.form_dict.get(field) for field in ("usr", "pwd"))
	return all(value is None or isinstance(value, str) for value in sent)


def _reading_first(login: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(login)
	def sign_in(manager: LoginManager, *args: Any, **kwargs: Any) -> Any:
		if _are_texts() or not scope.owns_website():
			return deadlocks.repeated(login)(manager, *args, **kwargs)
		frappe.local.response["message"] = FAILED
		raise frappe.AuthenticationError

	return sign_in


def _answering_alike(authenticate: Callable[..., None]) -> Callable[..., None]:
	@wraps(authenticate)
	def answer(manager: LoginManager, *args: Any, **kwargs: Any) -> None:
		if not scope.owns_website():
			return authenticate(manager, *args, **kwargs)
		try:
			authenticate(manager, *args, **kwargs)
		except (frappe.AuthenticationError, frappe.SecurityException):
			frappe.clear_messages()
			frappe.local.response["message"] = FAILED
			raise frappe.AuthenticationError from None

	setattr(answer, MARK, True)
	return answer


def _taking_equal_time(find: Callable[..., Any]) -> Callable[..., Any]:
	@wraps(find)
	def find_by_credentials(
		cls: type, user_name: str, password: str, validate_password: bool = True
	) -> dict | None:
		found = find(cls, user_name, password, validate_password)
		if (
			validate_password
			and scope.owns_website()
			and not _has_password(found["name"] if found else user_name)
		):
			passlibctx.verify(password, _hash_of_nothing())
		return found

	return find_by_credentials


def _has_password(user: str) -> bool:
	auth = Table("__Auth")
	rows = frappe.qb.from_(auth).select(auth.name).where(auth.doctype == "User").where(auth.name == user)
	return bool(rows.where(auth.fieldname == "password").limit(1).run())


@cache
def _hash_of_nothing() -> str:
	return passlibctx.hash(frappe.generate_hash())
