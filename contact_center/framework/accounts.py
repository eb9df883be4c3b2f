"""Let guests ask for an account, a new password or a link to sign in, without learning who has an account.

The framework answers «Already Registered», «disabled» or «not found», and takes longer where it writes a letter. Here the
answer is one and the same, and a job does what the address allows: whoever reads its letters learns the rest there.
"""

import re
from typing import Any
from urllib.parse import quote

import frappe
from frappe import _
from frappe.core.doctype.user import user as accounts
from frappe.utils import cint, get_url, validate_email_address
from frappe.utils.password import get_password_reset_limit
from frappe.website.utils import is_signup_disabled
from frappe.www import login

from contact_center import policy
from contact_center.framework import limits, origins, scope, strangers
from contact_center.reading.local_paths import local_path
from contact_center.reading.visible import is_blank

NEEDED_BY = (">=15", "<17")
REPLACES = {
	"frappe.core.doctype.user.user.sign_up": "sign_up",
	"frappe.core.doctype.user.user.reset_password": "reset_password",
	"frappe.core.doctype.user.user.update_password": "update_password",
	"frappe.www.login.send_login_link": "send_login_link",
}
LONGEST_NAME, LONGEST_ADDRESS = 140, 140
SECONDS_BETWEEN_LETTERS = 120
LETTERS_AN_HOUR = 5  # of one kind to one address, whoever asks
LINK = re.compile(r"[a-z0-9-]\.[a-z]{2}|\w{2}\.\w{2}|www\.", re.IGNORECASE)
"""What a reader of letters makes a link of: «evil.example»; not «О.П.Іваненко»."""
MOST_NEW_ACCOUNTS = 300  # within an hour, where the site's settings name no number
LINKS_AN_HOUR = 5
SIGN_UPS_AN_HOUR = 60  # from one address of the network, which a whole house may share


@frappe.whitelist(allow_guest=True, methods=["POST"])
def sign_up(email: str = "", full_name: str = "", redirect_to: str = "") -> tuple[int, str]:
	"""Ask for an account; return (1, what happens next) whether the address has one or not.

	`redirect_to` is the page of this site that opens once the password is set. ValidationError where signing up is
	disabled, or name or address are none; RateLimitExceededError where too many were asked for from one place, or made, within an hour.
	"""
	if not scope.owns_website():
		return accounts.sign_up(email, full_name, redirect_to)
	if is_signup_disabled():
		frappe.throw(_("Sign Up is disabled"), title=_("Not Allowed"))
	return _ask_for_account(email, full_name, redirect_to)


def _ask_for_account(email: str, full_name: str, redirect_to: str) -> tuple[int, str]:
	limits.check(SIGN_UPS_AN_HOUR, "sign_up", origins.place())
	email, full_name = _address(email), _name(full_name)
	_check_new_accounts()
	_later("write_to_newcomer", email=email, full_name=full_name, errand=local_path(redirect_to))
	return 1, _(
		"We have sent a letter that says how to go on. It comes within minutes; look among unwanted mail too."
	)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def reset_password(user: str = "", redirect_to: str = "") -> str | None:
	"""Ask for a letter with which to set a new password; one answer, whether there is an account or not.

	Who may change the account has the framework's button: it writes at once.
	"""
	if not scope.owns_website() or _may_change(user):
		return accounts.reset_password(user=user)
	return _ask_for_reset(user, redirect_to)


def _may_change(user: str) -> bool:
	if frappe.session.user == "Guest" or not frappe.db.exists("User", {"name": user}):
		return False
	return frappe.has_permission("User", "write", user)


def _ask_for_reset(user: str, redirect_to: str) -> str:
	limits.check(get_password_reset_limit(), "password", origins.place())
	_later("write_to_forgetful", email=_address(user), errand=local_path(redirect_to))
	return _letter_comes_if()


@frappe.whitelist(allow_guest=True, methods=["POST"])
def update_password(
	new_password: str = "",
	logout_all_sessions: int = 0,
	key: str | None = None,
	old_password: str | None = None,
) -> Any:
	"""Set a new password by a letter's key or the old one; an empty one is refused in words, where the framework fails."""
	if scope.is_installed() and scope.is_our_person() and is_blank(new_password):
		frappe.throw(_("Write a new password."), title=_("Password Needed"))
	return accounts.update_password(new_password, cint(logout_all_sessions), key, old_password)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def send_login_link(email: str = "") -> str | None:
	"""Ask for a letter whose link signs in, where the site's settings allow it; one answer as above."""
	if not scope.owns_website():
		return login.send_login_link(email)
	if not frappe.get_system_settings("login_with_email_link"):
		return None
	return _ask_for_link(email)


def _ask_for_link(email: str) -> str:
	limits.check(LINKS_AN_HOUR, "link", origins.place())
	_later("write_login_link", email=_address(email))
	return _letter_comes_if()


def _address(email: str) -> str:
	address = email.strip().lower()
	if (
		not address
		or len(address) > LONGEST_ADDRESS
		or "," in address
		or validate_email_address(address) != address
	):
		frappe.throw(_("This is no e-mail address. Write it like oksana@example.com."))
	return address


def _name(full_name: str) -> str:
	"""The name as a letter greets it: no link that a stranger would have sent in the site's name."""
	name = " ".join(full_name.split())
	if (
		is_blank(name)
		or len(name) > LONGEST_NAME
		or any(sign in name for sign in "/@<>\\")
		or LINK.search(name)
	):
		frappe.throw(_("Write your surname and first name, without signs and links."))
	return name


def _check_new_accounts() -> None:
	most = cint(frappe.get_system_settings("max_signups_allowed_per_hour")) or MOST_NEW_ACCOUNTS
	if frappe.db.get_creation_count("User", 60) >= most:
		frappe.throw(
			_("Too many people have signed up within this hour. Try again later, or call {0}.").format(
				policy.settings().phone
			),
			frappe.RateLimitExceededError,
		)


def _letter_comes_if() -> str:
	return _("If this address has an account, a letter comes within minutes. Look among unwanted mail too.")


def _later(job: str, **values: Any) -> None:
	"""Queue a job that writes in the language of the page on which it was asked for; a job itself knows English only."""
	values["lang"] = frappe.local.lang
	frappe.enqueue(f"{__name__}.{job}", queue="short", enqueue_after_commit=True, **values)


def _write_in(lang: str) -> None:
	frappe.local.lang = lang or frappe.local.lang


def write_to_newcomer(email: str, full_name: str, errand: str, lang: str = "") -> None:
	"""Job: make the account and send its letter; an account that exists gets the letter that fits it."""
	_write_in(lang)
	if not _may_write("account", email):
		return
	if not frappe.db.exists("User", {"email": email}):
		accounts.sign_up(email, full_name, "")
		return _lead_on(email, errand)
	account = frappe.get_doc("User", {"email": email})
	if account.enabled and _never_signed_in(account):
		account.send_welcome_mail_to_user()
		return _lead_on(account.name, errand)
	_send(account, _("You have an account at the contact center"), "account_exists", errand=errand)


def write_to_forgetful(email: str, errand: str, lang: str = "") -> None:
	"""Job: send the framework's letter with which to set a new password, where the account may get one."""
	_write_in(lang)
	name = frappe.db.get_value("User", {"email": email, "enabled": 1})
	if not name or name == "Administrator" or not _may_write("password", email):
		return
	account = frappe.get_doc("User", name)
	account.validate_reset_password()
	account.reset_password(send_email=True)
	_lead_on(name, errand)


def write_login_link(email: str, lang: str = "") -> None:
	"""Job: send the framework's link that signs in."""
	_write_in(lang)
	if frappe.db.exists("User", {"name": email, "enabled": 1}) and _may_write("link", email):
		login.send_login_link(email)


def _lead_on(user: str, errand: str) -> None:
	"""Open this page once the password is set: the framework's update_password reads it from the account."""
	frappe.db.set_value("User", user, "redirect_url", errand or None, update_modified=False)


def _never_signed_in(account: Any) -> bool:
	return not (account.last_login or account.last_password_reset_date)


def _may_write(kind: str, email: str) -> bool:
	"""Whether the address may get another letter of this kind: nobody fills another's mailbox from here.

	A stranger gets one an hour, of whatever kind. To whom the address has shown to belong, kinds are counted apart: the
	letter «you have an account» leads to the one for a new password.
	"""
	if strangers.is_stranger(email):
		return strangers.may_get_one(email, "account")
	key = frappe.cache.make_key(f"contact_center_letter:{kind}:{limits.digest(email)}")
	if not frappe.cache.set(key, 1, nx=True, ex=SECONDS_BETWEEN_LETTERS):
		return False
	return limits.count(f"letter_{kind}", email) <= LETTERS_AN_HOUR


def _send(account: Any, subject: str, template: str, errand: str) -> None:
	links = {
		"enabled": account.enabled,
		"login": get_url("/login" + (f"?redirect-to={quote(errand)}" if errand else "")),
		"forgot": get_url("/login#forgot"),
		"phone": policy.settings().phone,
	}
	account.send_login_mail(subject, template, links, now=True)
