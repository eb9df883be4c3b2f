"""Let a call in, or refuse it before it runs, by the kind of person who calls.

Citizens have the portal, guests its front pages: of the framework they may call what signing in, signing out and
passwords need, and nothing else, on whatever road. Executors and clerks have what their work needs (staff_doors.py).
Whoever has a role of another app or of the framework is none of these, nor are methods and doctypes of other apps ours
to refuse. Guests are refused where the website is the contact centre's.

The framework authenticates keys and tokens after it has called the hooks of a request, so that the door stands behind
that. What a call names further, a query or a document's method, is asked for by the guarded list (whitelist.py).
"""

import sys
from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

import frappe
from frappe import _, handler
from frappe.api import API_URL_MAP, v1, v2
from frappe.permissions import AUTOMATIC_ROLES
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request

from contact_center.access import roles
from contact_center.framework import scope, staff_doors

NEEDED_BY = (">=15", "<17")
FRAMEWORK = "frappe"
LOOK_UP = (v1.handle_rpc_call, v2.handle_rpc_call)
"""Endpoints that look their method up in the guarded list, which asks `may_call`."""

SIGNING_IN = frozenset(
	{
		"frappe.ping",
		"frappe.api.v2.login",
		"frappe.api.v2.logout",
		"frappe.handler.logout",
		"frappe.handler.web_logout",
		"frappe.core.doctype.user.user.update_password",
		"frappe.core.doctype.user.user.test_password_strength",
		"frappe.www.login.login_via_key",
		"frappe.realtime.get_user_info",
	}
)
"""What a citizen may call of the framework, and a guest, too."""
OF_GUESTS = (
	"frappe.integrations.oauth2.",
	"frappe.integrations.oauth2_logins.",
	"frappe.integrations.doctype.ldap_settings.ldap_settings.login",
)
"""How else one signs in, where the administrator has set it up."""
PORTAL = (
	"contact_center.portal.",
	"contact_center.access.files.download",
	"contact_center.framework.accounts.",
)
"""Our own methods that the portal's pages call. Each asks who calls, and a guest gets past few of them."""


class Caller(Enum):
	"""The kinds of person that a door tells apart."""

	GUEST = "guest"
	CITIZEN = "citizen"
	STAFF = "staff"
	OTHER = "other"


def caller() -> Caller:
	"""Return what kind of person the session's user is. Roles and settings come from caches."""
	user = frappe.session.user
	if user == "Administrator" or not scope.is_installed():
		return Caller.OTHER
	if user in (None, "", "Guest"):
		return Caller.GUEST if scope.owns_website() else Caller.OTHER
	named = set(frappe.get_roles(user)) - set(AUTOMATIC_ROLES)
	if named == {roles.APPLICANT} or (not named and scope.owns_website()):
		return Caller.CITIZEN
	return Caller.STAFF if named and all(name.startswith(scope.ROLES) for name in named) else Caller.OTHER


def may_call(method: Callable) -> bool:
	"""Return whether the session's user may call this method of the server at all; what it does is not asked."""
	name = f"{method.__module__}.{method.__qualname__}"
	app = name.partition(".")[0]
	kind = caller()
	if kind is Caller.OTHER or app not in (FRAMEWORK, scope.APP):
		return True
	if kind is Caller.STAFF:
		return staff_doors.may_call(method)
	if app == scope.APP:
		return name.startswith(PORTAL)
	return name in SIGNING_IN or (kind is Caller.GUEST and name.startswith(OF_GUESTS))


def may_reach(doctype: str) -> bool:
	"""Return whether the session's user may ask for documents of the doctype by their addresses (REST)."""
	kind = caller()
	if kind is Caller.OTHER or not _is_of_framework_or_ours(doctype):
		return True
	return kind is Caller.STAFF and staff_doors.may_reach(doctype)


def _is_of_framework_or_ours(doctype: str) -> bool:
	"""A doctype that does not exist, or that a site made for itself, is nobody else's."""
	module = frappe.get_meta(doctype).module if frappe.db.exists("DocType", doctype, cache=True) else ""
	app = frappe.local.module_app.get(frappe.scrub(module or "")) or FRAMEWORK
	return app in (FRAMEWORK, scope.APP)


def apply() -> None:
	"""Put the door behind the framework's own authentication, once a process."""
	app = sys.modules.get("frappe.app")
	if app and not hasattr(app.validate_auth, "__wrapped__"):
		app.validate_auth = _checking(app.validate_auth)


def _checking(validate_auth: Callable[[], None]) -> Callable[[], None]:
	@wraps(validate_auth)
	def authenticate_and_check() -> None:
		validate_auth()
		if not _lets_in(frappe.local.request):
			refuse()

	return authenticate_and_check


def refuse() -> None:
	"""Raise PermissionError, in words that fit a person who has come to a wrong door."""
	frappe.throw(_("This is not open to you."), frappe.PermissionError)


def _lets_in(request: Request) -> bool:
	if named := frappe.form_dict.cmd:
		return _lets_call(named)
	if not request.path.startswith("/api/"):
		return not request.path.startswith("/backups") or caller() in (Caller.OTHER, Caller.STAFF)
	try:
		endpoint, arguments = API_URL_MAP.bind_to_environ(request.environ).match()
	except HTTPException:  # the framework answers what it does not know
		return True
	if endpoint in LOOK_UP:
		return _lets_call(arguments["method"])
	if doctype := arguments.get("doctype"):
		return may_reach(doctype)
	return may_call(v2.run_doc_method if endpoint.__name__ == "<lambda>" else endpoint)


def _lets_call(named: str) -> bool:
	"""The guarded list is not asked for the method that calls documents' methods."""
	try:
		method: Any = handler.get_attr(named.split("/")[0])
	except Exception:  # the framework says what is wrong with it
		return True
	return method is not handler.run_doc_method or may_call(method)
