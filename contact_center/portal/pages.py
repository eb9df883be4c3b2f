"""Answer for the citizen's pages: whole pages of ours, without the framework's stylesheet, scripts and icons."""

from functools import cache
from typing import Any

import frappe
from frappe.website.page_renderers.base_renderer import BaseRenderer
from frappe.website.page_renderers.template_page import TemplatePage

from contact_center.framework import headers, shared_pages
from contact_center.portal import frame, templates

PUBLIC: dict[str, tuple[str, ...]] = {
	"home": (),
	"repairs": ("street",),
	"help": ("q",),
	"help-answer": (),
	"services": (),
	"service": (),
}
"""{page that is the same for all guests: the parameters of the address that it reads}."""

PARENT = '{% extends "templates/portal/page.html" %}'
HEADERS = {**headers.FOR_PORTAL, "Cache-Control": "private, no-store"}


class CitizenPage(BaseRenderer):
	"""page_renderer hook: a page of this app's www/ folder, unless the site has its own at the same address."""

	def can_render(self) -> bool:
		return self.path in own_pages() and _is_ours(self.path)

	def render(self):
		if self.path in PUBLIC and frappe.session.user == "Guest":
			shared_pages.begin()
			kept = shared_pages.kept(frappe.request, frappe.local.site)
			return kept or self._kept(self._made())
		return self._made()

	def _kept(self, made):
		"""What is not there is not kept: of such addresses there is no end."""
		return made if made.status_code == 404 else shared_pages.keep(made, PUBLIC[self.path])

	def _made(self):
		context = context_of(self.path)
		html = templates.render(f"www/{self.path}.html", context)
		return self.build_response(html, context.get("http_status_code"), HEADERS)


@cache
def own_pages() -> frozenset[str]:
	"""Return the paths of the pages in www/ that extend the citizen's page."""
	files = (templates.ROOT / "www").glob("*.html")
	return frozenset(file.stem for file in files if PARENT in file.read_text("utf-8"))


def _is_ours(path: str) -> bool:
	"""Whether neither an app that was installed later nor a Web Page of the site took the address."""
	taken = frappe.db.exists("Web Page", {"route": path, "published": 1})
	return not taken and getattr(TemplatePage(path), "app", None) == templates.APP


def context_of(path: str) -> dict[str, Any]:
	"""Return what a page of www/ shows: its own module's context, and the header's and footer's."""
	context = frappe._dict(path=path, is_public=path in PUBLIC)
	frappe.get_module(f"{templates.APP}.www.{path.replace('-', '_')}").get_context(context)
	frame.fill(context)
	return context


def citizen_page(template: str, **values: Any) -> str:
	"""Return the HTML of a whole page of ours."""
	context = frappe._dict(values)
	frame.fill(context)
	return templates.render(template, context)
