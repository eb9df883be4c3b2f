"""Fill the header, menu, footer and head of the citizen's pages, from the centre's and the website's settings."""

from collections.abc import Iterable, Iterator

import frappe
from frappe import _
from frappe.sessions import get_csrf_token
from frappe.utils.jinja_globals import is_rtl
from frappe.website.website_components.metatags import MetaTags

from contact_center.portal import context as portal_context

OURS = {"favicon": "/assets/contact_center/images/logo.svg", "logo": "/assets/contact_center/images/logo.svg"}
CONTENT_POLICY = "; ".join(
	(
		"default-src 'self'",
		"img-src 'self' data: blob: https:",
		"media-src 'self' blob:",
		"object-src 'none'",
		"base-uri 'self'",
		"form-action 'self'",
	)
)
"""What a browser may load and run on our pages: no script that stands in the page, whoever wrote it there."""
PARTS_OF = {
	**dict.fromkeys(("/my-request", "/my-appeal", "/my-appeals"), "/my-requests"),
	**dict.fromkeys(("/request-filed", "/phone-request"), "/my-requests"),
	"/submit-appeal": "/submit-request",
	"/services": "/help",
}
"""{address of a page without an item of its own: the item under which it is found}."""


def fill(context) -> None:
	"""Add to a page's context what templates/portal/page.html shows around the page."""
	portal_context.fill(context)
	website = frappe.get_cached_doc("Website Settings")
	context.update(lang=frappe.local.lang or "uk", direction="rtl" if is_rtl() else "ltr", **OURS)
	_add_head(context, website)
	_add_menus(context, website)
	if context.signed_in:
		# Frappe creates it for the desk only, and checks it only if the session has one.
		context.csrf_token = get_csrf_token()
	elif context.is_public:
		context.meta_tags = MetaTags(context.path or "", context).tags


def _add_head(context, website) -> None:
	context.title = " – ".join(part for part in (context.title, context.city_name) if part)
	if website.title_prefix:
		context.title = f"{website.title_prefix} – {context.title}"
	if website.favicon and website.favicon != "attach_files:":
		context.favicon = website.favicon
	context.logo = website.banner_image or context.logo
	context.head_html, context.banner_html = website.head_html, website.banner_html
	context.has_website_script = bool(website.google_analytics_id or frappe.conf.google_analytics_id)
	if not (context.head_html or context.banner_html or context.has_website_script):
		context.content_policy = CONTENT_POLICY  # what the administrator brings may need anything
	if context.is_public and frappe.conf.host_name:
		# Not the host of the request: whoever asks chooses it, and others are shown the same page.
		context.canonical = (
			f"{frappe.conf.host_name.rstrip('/')}{context.canonical_path or f'/{context.path}'}"
		)


def _add_menus(context, website) -> None:
	here = PARTS_OF.get(context.here, context.here)
	context.menu = [*context.menu, *_links(website.top_bar_items)]
	context.account_menu = list(_account_items(context, website))
	for item in (*context.menu, *context.account_menu):
		item["is_here"] = item["url"] == here
	context.footer_menu = list(_links(website.footer_items))
	context.footer_address, context.copyright = website.address, website.copyright


def _account_items(context, website) -> Iterator[dict]:
	if context.is_staff:
		yield {"url": "/app", "label": _("Work desk")}
	if context.signed_in:
		yield {"url": "/my-details", "label": _("My details")}
		return
	if not website.hide_login:
		yield {"url": "/login", "label": _("Sign in")}
		if not website.disable_signup:
			yield {"url": "/login#signup", "label": _("Sign up", context="portal")}


def _links(rows: Iterable) -> Iterator[dict]:
	"""Yield the rows of a menu of the website settings that lead somewhere; a heading of a submenu does not."""
	for row in rows:
		if row.url:
			yield {"url": row.url, "label": _(row.label), "in_new_tab": row.open_in_new_tab}
