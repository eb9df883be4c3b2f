"""Fill the context of every page: its header and footer, and the texts that its scripts show."""

import re
from datetime import time
from urllib.parse import quote

import frappe
from frappe import _

from contact_center import __version__, policy
from contact_center.access import permissions
from contact_center.framework import own_words, scope
from contact_center.portal import queries
from contact_center.words import speech

EMERGENCY_PHONE = "112"  # the whole country's
FRAMEWORK_TEXTS = (
	*("Message", "Error", "Connection Lost", "You are not connected to Internet. Retry after sometime."),
	*("Not found", "Not permitted", "Server Error", "Request Timeout", "Session Expired"),
)
STYLES = f"/assets/contact_center/css/website.css?v={__version__}"


def update(context) -> None:
	"""update_website_context hook, for the header and footer of pages that the framework renders."""
	context.owns_website = scope.owns_website()
	if context.owns_website:
		fill(context)
		context.web_include_css = [*(context.web_include_css or ()), STYLES]
		context.framework_texts = framework_texts()


def fill(context) -> None:
	"""Add the city's name, the centre's phone and hours, the menu, the user's state."""
	settings = policy.settings()
	context.city_name, context.center_phone = settings.city_name, settings.phone
	context.emergency_phones = re.findall(r"[^\s,;][^,;]*", settings.emergency_phones or EMERGENCY_PHONE)
	context.working_hours = hours_words()
	context.signed_in = frappe.session.user != "Guest"
	context.is_staff = permissions.is_staff(frappe.session.user)
	context.menu = [
		{"url": "/submit-request", "label": _("File a request")},
		{"url": "/my-requests", "label": _("My requests")},
		{"url": "/repairs", "label": _("Repair works")},
		{"url": "/help", "label": _("Help", context="portal")},
	]
	# For an address that it knows to be missing the framework answers before it stores the path.
	context.here = "/" + (getattr(frappe.local, "path", None) or "").strip("/").split("/")[0]


def page(context, title: str) -> None:
	"""Prepare one of our pages. It is not cached: its header depends on who is signed in."""
	context.no_cache = 1
	context.title = title


def only_signed_in(path: str) -> None:
	"""Redirect a guest to the login page and from there back to `path`."""
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = f"/login?redirect-to={quote(path)}"
		raise frappe.Redirect(302)


def own_counts() -> dict:
	"""Return {current, archived}: how many requests the signed-in user has."""
	return queries.counts(frappe.session.user)


def hours_words() -> str:
	"""Word the operators' working week in one line: «пн–пт 08:00–17:00, сб 09:00–14:00»."""
	return speech.week_words(policy.calendar())


def framework_texts() -> dict[str, str]:
	"""Translate the texts of the framework's web script, which it translates on the desk only."""
	return {text: _(text, context=own_words.CONTEXT) for text in FRAMEWORK_TEXTS}


def script_texts() -> dict[str, str]:
	"""Translate the texts of the portal's scripts."""
	return {
		"failed": _("This did not work. Check the connection and try again."),
		"unreachable": _(
			"There is no connection to the contact center. What you wrote stays on this device. Check the internet and press the button again: nothing is sent twice."
		),
		"session": _("You are signed out. Sign in again: what you wrote comes back here."),
		"sign_in": _("Sign in and go on"),
		"sent_later": _("This device keeps it and sends it once you have signed in."),
		"other_account": _(
			"You are signed in under another account now. Copy what you wrote and reload the page."
		),
		"mend": _("Please correct what is marked:"),
		"too_many": _("No more than {0} files can be attached. Remove one to add another."),
		"too_large": _("Larger than {0} MB. Attach a smaller file."),
		"wrong_kind": _("Files of this kind are not accepted. Attach one of these: {0}."),
		"still_uploading": _("Files are still being uploaded. Wait a little."),
		"not_uploaded": _("Not uploaded"),
		"uploaded": _("Uploaded"),
		"uploading": _("Uploading, {0}%"),
		"remove": _("Remove", context="Contact Center"),
		"remove_file": _("Remove the file {0}"),
		"change": _("Choose another"),
		"whole_list": _("Show the whole list"),
		"nothing_found": _("Nothing found. Try other words, or choose “My question is not in the list”."),
		"found": _("Found: {0}"),
		"chosen": _("Chosen: {0}"),
		"likely": _("Similar requests were about this. Choose it if it fits:"),
		"formerly": _("formerly {0}"),
		"district_is": _("District by the address: {0}"),
		"locating": _("Finding the place…"),
		"located": _("The place is marked."),
		"located_at": _("The place is marked: {0}."),
		"mark_removed": _("The mark is removed."),
		"not_located": _("The place could not be found. Write the address instead."),
		"done_confirm": _("Thank you. You confirmed the work; an operator closes the request now."),
		"done_dispute": _("You said that the work is not done. An operator looks into it."),
		"done_reopen": _(
			"The request is open again. Its executor and the supervisor of the contact center know of it."
		),
		"done_supplement": _("Sent. The operator will read what you added."),
		"done_answer": _("Thank you. The request is with the operator again."),
		"done_appeals.file": _("Thank you. We have received it and keep you informed in the way you chose."),
		"done_appeals.withdraw": _("You took it back: nothing more happens to it."),
		"done_cancel": _("The request is cancelled."),
		"done_joining.join": _("You have joined. We write to you at each stage."),
		"done_joining.leave": _("You have left the request."),
		"done_joining.confirm": _("Thank you. The operator sees your answer."),
		"done_joining.dispute": _("You said that the work is not done. An operator looks into it."),
		"done_taking_in": _("The request is in your account now."),
		"similar_number": _("request {0}"),
		"similar_since": _("since {0}"),
		"similar_count": _("people: {0}"),
		"similar_join": _("This concerns me too"),
		"saving": _("Saving…"),
		"sending": _("Sending…"),
		"sending_again": _("Sending again…"),
	}


def welcome_subject() -> str | None:
	"""welcome_email hook: return the subject of a new account's letter; another app's where the letters are not ours."""
	if scope.owns("owns_letters"):
		return _("Finish signing up at the contact center")
	others = [path for path in frappe.get_hooks("welcome_email") if not path.startswith(f"{scope.APP}.")]
	return frappe.get_attr(others[-1])() if others else None
