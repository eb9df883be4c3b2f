"""Give each session its token when it begins, and let nothing be changed by a session that names none.

The framework makes the token when the desk is opened, and does not ask for it before: another site's page could have a
citizen's browser act until then. A login in a header is no matter of browsers, and is asked for nothing. Beside other
apps the sessions of their people stay as they are: a program of theirs may sign in with a password and open no page.
"""

from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.sessions import generate_csrf_token
from werkzeug.wrappers import Request, Response

from contact_center.framework import scope

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def after_request(response: Response | None, request: Request) -> None:
	"""after_request hook: give the session that has begun its token, once what was asked is done."""
	if _is_by_cookie() and not frappe.session.data.csrf_token and _is_concerned():
		generate_csrf_token()


def check(request: Request) -> None:
	"""Raise CSRFTokenError where a session's cookie alone would change something, or another site's page asks for it.

	The framework has compared the token by now, of a session that has one.
	"""
	if (
		request.method in CHANGING
		and not frappe.conf.ignore_csrf
		and _is_by_cookie()
		and _is_resumed()
		and (not frappe.session.data.csrf_token or _comes_from_elsewhere(request))
		and _is_concerned()
	):
		frappe.flags.disable_traceback = True
		frappe.throw(_("Invalid Request"), frappe.CSRFTokenError)


def _is_by_cookie() -> bool:
	"""Whether a browser's session asks; a key or token in a header makes a session of the request's own."""
	begun = getattr(frappe.local, "session_obj", None)
	return begun is not None and begun.sid != "Guest" and frappe.session.sid == begun.sid and _has_user()


def _has_user() -> bool:
	return frappe.session.user not in (None, "", "Guest")


def _is_resumed() -> bool:
	return bool(getattr(frappe.local.login_manager, "resume", False))


def _is_concerned() -> bool:
	return scope.owns_website() or (scope.is_installed() and scope.is_our_person())


def _comes_from_elsewhere(request: Request) -> bool:
	"""Whether a browser says that the page of another site asks, and the site's settings name no friends."""
	if frappe.conf.allow_cors or frappe.conf.allowed_referrers:
		return False
	if said := request.headers.get("Sec-Fetch-Site"):
		return said in ("cross-site", "same-site")
	origin = request.headers.get("Origin", "null")
	return origin != "null" and urlsplit(origin).netloc != request.host
