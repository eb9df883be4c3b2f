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

import frappe
from frappe import _, handler
from frappe.api import API_URL_MAP, v1, v2
from frappe.core.doctype.server_script.server_script_utils import get_server_script_map
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request

from contact_center.access import permissions, roles
from contact_center.framework import scope, session_tokens, staff_doors, web_forms, wrapped

NEEDED_BY = (">=15", "<17")
FRAMEWORK = "frappe"
OF_OURS = (FRAMEWORK, scope.APP)
LOOK_UP = (v1.handle_rpc_call, v2.handle_rpc_call)
"""Endpoints that look their method up in the guarded list, which asks `may_call`."""

SIGN_IN = "login"  # which the framework has done by now
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
	}
)
"""What a citizen may call of the framework, and a guest, too. The realtime server asks who connects, and lets nobody in
who may not be told: the portal has no need of it, and it has rooms that it lets everybody into."""
OAUTH = "frappe.integrations.oauth2."
"""Open to guests where some other program is known to the site, which sends people here to sign in."""
OF_GUESTS = (
	"frappe.integrations.oauth2_logins.",
	"frappe.integrations.doctype.ldap_settings.ldap_settings.login",
	"frappe.core.api.user_invitation.accept_invitation",
	"frappe.email.queue.unsubscribe",
	"frappe.workflow.doctype.workflow_action.workflow_action.apply_action",
	"frappe.workflow.doctype.workflow_action.workflow_action.confirm_action",
)
"""How else one signs in, where the administrator has set it up, and what letters lead to by a link that the site signed."""
WEB_FORM = "frappe.website.doctype.web_form.web_form."
OPENED = {
	**dict.fromkeys(
		(
			f"{WEB_FORM}{name}"
			for name in ("accept", "delete", "get_form_data", "get_link_options", "get_web_form_filters")
		),
		web_forms.asks_for_own,
	),
	"frappe.www.contact.send_message": web_forms.has_contact_form,
}
"""What the administrator opens by making a form: {method: whether it is open to this call}."""
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
	named = permissions.named_roles(user)
	if named == {roles.APPLICANT} or (not named and scope.owns_website()):
		return Caller.CITIZEN
	return Caller.STAFF if named and all(name.startswith(roles.PREFIX) for name in named) else Caller.OTHER


def may_call(method: Callable) -> bool:
	"""Return whether the session's user may call this method of the server at all; what it does is not asked."""
	kind = caller()
	name = f"{method.__module__}.{method.__qualname__}"
	if kind is Caller.STAFF and _app_of(name) in OF_OURS:
		return staff_doors.may_call(method)
	return _is_open(name, kind)


def _is_open(name: str, kind: Caller) -> bool:
	"""Return whether a guest or a citizen may call the method of this path; to others all are open here."""
	if kind not in (Caller.GUEST, Caller.CITIZEN) or _app_of(name) not in OF_OURS:
		return True
	if name.startswith(PORTAL) or name in SIGNING_IN:
		return True
	if kind is Caller.GUEST and name.startswith(OAUTH):
		return bool(frappe.db.count("OAuth Client"))
	return (kind is Caller.GUEST and name.startswith(OF_GUESTS)) or (name in OPENED and OPENED[name]())


def _app_of(path: str) -> str:
	return path.partition(".")[0]


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
	return app in OF_OURS


def apply() -> None:
	"""Put the door behind the framework's own authentication, once a process."""
	app = sys.modules.get("frappe.app")
	if app and not wrapped.by_us(app.validate_auth):
		app.validate_auth = _checking(app.validate_auth)


def _checking(validate_auth: Callable[[], None]) -> Callable[[], None]:
	@wraps(validate_auth)
	def authenticate_and_check() -> None:
		validate_auth()
		session_tokens.check(frappe.local.request)
		if not _lets_in(frappe.local.request):
			refuse()

	return authenticate_and_check


def refuse() -> None:
	"""Raise PermissionError, in words that fit a person who has come to a wrong door."""
	frappe.throw(_("This is not open to you."), frappe.PermissionError)


def _lets_in(request: Request) -> bool:
	if request.method == "OPTIONS":  # which asks what may be asked, and runs nothing
		return True
	if named := frappe.form_dict.cmd:
		return _lets_call(named)
	if not request.path.startswith("/api/"):
		return not request.path.startswith("/backups") or caller() in (Caller.OTHER, Caller.STAFF)
	try:
		endpoint, arguments = API_URL_MAP.bind_to_environ(request.environ).match()
	except HTTPException:  # the framework answers what it does not know
		return True
	if endpoint in LOOK_UP and not arguments.get("doctype"):
		return _lets_call(arguments["method"].split("/")[0])
	if doctype := arguments.get("doctype"):
		return may_reach(doctype)
	return may_call(v2.run_doc_method if endpoint.__name__ == "<lambda>" else endpoint)


def _lets_call(named: str) -> bool:
	"""Whether a method may be called by this name. What a citizen or a guest names is looked for in no module before.

	The guarded list is not asked for the method that calls documents' methods.
	"""
	kind = caller()
	if kind is Caller.STAFF:
		return not _calls_documents(named) or may_call(handler.run_doc_method)
	if kind is Caller.OTHER or named == SIGN_IN:
		return True
	if not isinstance(named, str):
		return False
	path = (frappe.get_hooks("override_whitelisted_methods", {}).get(named) or [named])[-1]
	if "." not in path and (short := vars(handler).get(path)):
		path = f"{short.__module__}.{getattr(short, '__qualname__', '')}"
	return ("." in path and _is_open(path, kind)) or named in get_server_script_map().get("_api", {})


def _calls_documents(named: str) -> bool:
	try:
		return handler.get_attr(named) is handler.run_doc_method
	except Exception:  # the framework says what is wrong with the name
		return False
