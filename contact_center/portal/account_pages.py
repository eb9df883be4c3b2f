"""Fill the pages on which people sign in, sign up and set a password. What may be done there is the framework's to decide."""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.apps import get_default_path
from frappe.core.doctype.user import user as accounts
from frappe.utils import cint
from frappe.website.utils import get_home_page
from frappe.www import login as framework_login

from contact_center.access import permissions
from contact_center.reading.local_paths import local_path

FORM, OWN_PAGES = "/submit-request", ("/my-requests", "/my-details")


def sign_in() -> dict:
	"""Return the context of the page for signing in, up and for a forgotten password. Redirect whoever is signed in."""
	errand = local_path(frappe.form_dict.get("redirect-to"))
	if frappe.session.user != "Guest":
		lead_to(errand or start_of(frappe.session.user))
	allowed = _allowed(errand)
	return {
		"title": _("Sign in"),
		"page_class": "cc-account",
		"errand": errand,
		"to_file": errand.startswith(FORM),
		"to_look": errand.startswith(OWN_PAGES),
		"account_script": {
			"page": "sign_in",
			"errand": errand,
			"home": get_home_page(),
			"ldap": allowed["ldap"],
			"texts": _sign_in_texts(),
		},
		**allowed,
	}


def lead_to(path: str) -> None:
	"""Redirect to a page of this site."""
	frappe.local.flags.redirect_location = path
	raise frappe.Redirect(302)


def start_of(user: str) -> str:
	"""Return where an account begins its work."""
	return get_default_path() or ("/app" if permissions.is_staff(user) else f"/{get_home_page().strip('/')}")


def _allowed(errand: str) -> dict:
	"""What the administrator has opened, as the framework's own page finds it: its settings decide."""
	asked, given = frappe.local.request.args, frappe._dict()
	# The framework passes the address on to the providers of accounts, and looks at its host only.
	frappe.local.request.args = {"redirect-to": errand} if errand else {}
	try:
		framework_login.get_context(given)
	finally:
		frappe.local.request.args = asked
	by_password = not given.disable_user_pass_login
	directory = given.ldap_settings or {}
	return {
		"by_password": by_password,
		"ldap": directory.get("method", "") if directory.get("enabled") else "",
		"login_label": given.login_label.strip() if given.login_label else _("Email"),
		"providers": [
			{"name": each["provider_name"], "url": each["auth_url"]} for each in given.provider_logins
		],
		"by_link": cint(given.login_with_email_link),
		"may_sign_up": by_password and not given.disable_signup,
	}


def _sign_in_texts() -> dict[str, str]:
	return {
		"failed": _("This did not work. Check the connection and try again."),
		"empty_login": _("Write your e-mail address and the password."),
		"refused": _(
			"Address and password do not fit. Look at the letters and the keyboard's language. After several failed tries signing in is closed for a while."
		),
		"busy": _("One moment…"),
		"no_address": _("This is no e-mail address. Write it like oksana@example.com."),
		"no_name": _("Write your surname and first name, without signs and links."),
		"too_often": _("You have asked too often. Try again in an hour, or call."),
		"no_code": _("Write the code."),
		"code_by": {
			"OTP App": _("Write the code that your app for codes shows now."),
			"SMS": _("We have sent a code to your phone. Write it here."),
			"Email": _("We have sent a code to your e-mail address. Write it here; do not close this page."),
		},
		"no_code_came": _("The code could not be sent. Call the contact center or the administrator."),
		"wrong_code": _("The code does not fit or is too old. Sign in anew to get another."),
		"signed_in": _("You are signed in. The page opens now."),
	}


def set_password() -> dict:
	"""Return the context of the page for a new password; `dead` is why its link does not work any more."""
	key = str(frappe.form_dict.get("key") or "")
	guest = frappe.session.user == "Guest"
	found = accounts._get_user_for_update_password(key, None) if key else frappe._dict()
	return {
		"title": _("Set a password"),
		"page_class": "cc-account",
		"dead": bool(found.message) if key else guest,
		"expired": bool(key and cint(frappe.form_dict.get("password_expired") == "true")),
		"asks_old": not key,
		"account_name": found.user if key else frappe.session.user,
		"rules": list(_rules()),
		"account_script": {"page": "password", "key": key, "texts": _password_texts()},
	}


def _rules() -> Iterator[str]:
	"""Word what the server asks of a password, before anybody types one."""
	if cint(frappe.get_system_settings("enable_password_policy")):
		yield _(
			"Three or four words that do not belong together are strong and easy to keep: “sunflower by the fence 26”."
		)
		yield _("Names, birthdays, telephone numbers and rows of the keyboard are too weak.")
		yield _("While you type we tell whether it is strong enough.")
	else:
		yield _("Take one that others do not guess: no name, no birthday, no telephone number.")


def _password_texts() -> dict[str, str]:
	return {
		"failed": _("This did not work. Check the connection and try again."),
		"empty": _("Write a new password."),
		"empty_old": _("Write the password that you have now."),
		"wrong_old": _("The present password does not fit."),
		"same": _("Write another one than the present password."),
		"strong": _("The password is strong enough."),
		"weak": _("Still too weak."),
		"busy": _("One moment…"),
		"saved": _("The password is set. The page opens now."),
	}


def contact() -> dict:
	"""Return the context of the page that names the centre's phone and hours."""
	return {"title": _("Contacts", context="Contact Center")}
