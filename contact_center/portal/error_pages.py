"""Word what a page answers where it cannot show itself: plainly, with the next step, without the framework's terms."""

import frappe
from bs4 import BeautifulSoup
from frappe import _

NOT_SIGNED_IN, FORBIDDEN, MISSING, OUTDATED, UPDATING, TOO_OFTEN = 401, 403, 404, 400, 503, 429
LONGEST = 500


def words(status: int) -> dict:
	"""Return {title, text, action}: what happened, what to do, and the page {url, label} that helps.

	Titles and texts that an endpoint chose for people are kept; what the framework writes about errors is not.
	"""
	if status < 400 or _was_chosen():
		return {
			"title": _plain(frappe.local.message_title),
			"text": _plain(frappe.local.message),
			"action": _home(),
		}
	if status == FORBIDDEN:
		return _forbidden()
	title, text = _known().get(status) or _broken()
	return {"title": title, "text": text, "action": _sign_in() if status == NOT_SIGNED_IN else _home()}


def _known() -> dict[int, tuple[str, str]]:
	return {
		OUTDATED: (
			_("This page has grown old"),
			_(
				"It was open for long, or you have signed in anew meanwhile. Go back, reload the page and try again."
			),
		),
		NOT_SIGNED_IN: (
			_("You are not signed in"),
			_("Your visit was over after a long pause. Sign in again."),
		),
		MISSING: (
			_("There is no such page"),
			_("It was moved or removed, or the address has a mistake in it."),
		),
		TOO_OFTEN: (_("Too many questions at once"), _("Wait a few minutes and try again.")),
		UPDATING: (
			_("The site is being renewed"),
			_("Try again in a few minutes. If something burns, leaks or sparks, do not wait: call."),
		),
	}


def _broken() -> tuple[str, str]:
	return (
		_("Something broke on our side"),
		_("It is not your fault. Try again in a few minutes, or call."),
	)


def _forbidden() -> dict:
	if frappe.session.user == "Guest":
		text = _("Only those who are signed in see this page.")
		return {"title": _("Sign in to see this page"), "text": text, "action": _sign_in()}
	text = _("Your account has no right to see it. If you think it should, call us.")
	return {"title": _("This page is not for your account"), "text": text, "action": _home()}


def _was_chosen() -> bool:
	"""Whether a called method answers with words of its own, rather than the framework about an error."""
	title, text = getattr(frappe.local, "message_title", None), getattr(frappe.local, "message", None)
	named = ("Server Error", "Not Permitted", "Not Found", "Session Expired", "Updating", "Invalid Request")
	# While a site is renewed its language is known only after the framework has named the page.
	of_the_framework = {*named, *(_(each) for each in named)}
	return bool(title and text) and str(title) not in of_the_framework


def _plain(html: str | None) -> str:
	return BeautifulSoup(str(html or ""), "html5lib").get_text(" ", strip=True)[:LONGEST]


def _home() -> dict[str, str]:
	return {"url": "/home", "label": _("To the home page")}


def _sign_in() -> dict[str, str]:
	path = frappe.local.request.path if frappe.local.request.method == "GET" else ""
	if path.startswith("/api/"):
		path = ""
	return {"url": "/login" + (f"?redirect-to={path}" if path else ""), "label": _("Sign in")}
