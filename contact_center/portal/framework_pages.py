"""Answer at the framework's own addresses where the website is the contact centre's.

Signing in, passwords, messages and errors have the portal's looks; what has no use for citizens is not there. A page that
the administrator has made at such an address wins, and staff keep the framework's pages.
"""

from typing import Any

import frappe
from frappe.website.page_renderers.base_renderer import BaseRenderer
from frappe.website.page_renderers.document_page import DocumentPage
from frappe.website.page_renderers.template_page import TemplatePage
from frappe.website.page_renderers.web_form import WebFormPage

from contact_center.access import permissions
from contact_center.framework import doors, scope, web_forms
from contact_center.portal import account_pages, error_pages, pages, templates

HEADERS = {**pages.HEADERS, "Referrer-Policy": "no-referrer"}  # an address may have a key in it
ACCOUNT = {
	"login": ("templates/portal/sign_in.html", account_pages.sign_in),
	"update-password": ("templates/portal/password.html", account_pages.set_password),
	"contact": ("templates/portal/contact.html", account_pages.contact),
}
"""{address of the framework's: our template and what fills it}."""
ERRORS = ("message", "error")
"""What the framework shows instead of a page; no addresses of their own."""
KEPT = frozenset({"robots.txt", "sitemap.xml", "website_script.js"})
"""Addresses of the framework's that scripts and search engines use. Each checks who asks."""
PRINT = "printview"
OF_LETTERS = {"qrcode": "k", "complete_signup": "key", "unsubscribe": "email", PRINT: "key"}
"""{address of the framework's that a letter, a provider of accounts or a shared print leads to: what it brings then}."""
SETTINGS = {
	"about": ("About Us Settings", "company_introduction"),
	"contact": web_forms.CONTACT,
}
"""{address: the framework's settings that fill it, and the field that shows that somebody has}."""


class FrameworkPage(BaseRenderer):
	"""page_renderer hook: see above."""

	def can_render(self) -> bool:
		if not scope.owns_website():
			return False
		if self.path in ERRORS:
			return True
		if is_an_answer() or has_own_page(self.path):
			return False
		return self.path in ACCOUNT or is_leftover(self.path)

	def render(self) -> Any:
		if self.path in ERRORS and is_an_answer():
			return error_page(
				self.path, frappe.local.response.get("http_status_code") or self.http_status_code
			)
		if self.path == "me":
			account_pages.lead_to("/my-requests")  # where a link that signs in leads, too
		if self.path in ACCOUNT:
			template, fill = ACCOUNT[self.path]
			return made(self.path, template, 200, fill())
		return missing(self.path)


def is_an_answer() -> bool:
	"""Return whether the framework shows this page in place of another, not because somebody went to its address."""
	return frappe.local.response.get("type") == "page"


def has_own_page(path: str) -> bool:
	"""Return whether the administrator has made a page or a form at the address, or filled the framework's."""
	if path in SETTINGS and frappe.db.get_single_value(*SETTINGS[path]):
		return True
	form = WebFormPage(path)
	if form.can_render():
		return not web_forms.is_leftover(form.docname)
	return bool(DocumentPage(path).can_render())


def is_leftover(path: str) -> bool:
	"""Return whether a citizen has no use for what the framework shows at the address."""
	if not path or permissions.is_staff(frappe.session.user) or path in KEPT or _comes_from_letter(path):
		return False
	form = WebFormPage(path)
	if form.can_render():
		return web_forms.is_leftover(form.docname)
	template = TemplatePage(path)
	if template.can_render():
		return template.app == "frappe" and path not in ("app", "desk")
	return is_doctype(path.split("/", 1)[0])


def _comes_from_letter(path: str) -> bool:
	"""Whether somebody is led there, or prints what is another app's; a print of ours takes the key that was shared."""
	if path not in OF_LETTERS:
		return False
	if path == PRINT:
		doctype = frappe.form_dict.get("doctype")
		return bool(frappe.form_dict.get("key") or (isinstance(doctype, str) and doors.may_reach(doctype)))
	return frappe.local.request.method == "POST" or bool(frappe.form_dict.get(OF_LETTERS[path]))


def is_doctype(name: str) -> bool:
	"""Return whether the framework would list a doctype here, or print one of its documents."""
	found = frappe.db.exists("DocType", name, True)
	return bool(found) and not _has_published(found)


def _has_published(doctype: str) -> bool:
	meta = frappe.get_meta(doctype)
	field = meta.is_published_field or ("published" if meta.has_field("published") else "")
	return bool(meta.has_web_view and field and frappe.db.exists(doctype, {field: 1}))


def made(path: str, template: str, status: int, values: dict) -> Any:
	"""Return the response of a whole page of ours."""
	html = pages.citizen_page(template, path=path, **values)
	return BaseRenderer(path, status).build_response(html, status, HEADERS)


def missing(path: str) -> Any:
	"""Return the page for an address where there is nothing."""
	return made(path, "templates/portal/not_found.html", 404, {"title": frappe._("There is no such page")})


def error_page(path: str, status: int) -> Any:
	"""Return the page that says what went wrong; a bare one where header and footer cannot be filled."""
	if status == error_pages.UPDATING:
		_nobody_in_particular()
	if status == error_pages.MISSING:
		return missing(path)
	found = error_pages.words(status)
	try:
		return made(path, "templates/portal/message.html", status, {**found, "heading": found["title"]})
	except Exception:
		frappe.logger().exception("An error page failed")
		html = templates.render("templates/portal/bare_message.html", {**found, "lang": frappe.local.lang})
		return BaseRenderer(path, status).build_response(html, status, HEADERS)


def _nobody_in_particular() -> None:
	"""While a site is being renewed the framework opens no session, acts as Administrator and knows no language."""
	frappe.set_user("Guest")
	frappe.local.lang = frappe.db.get_default("lang") or frappe.local.lang
