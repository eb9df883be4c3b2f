"""Ask the site's page renderers for what the framework shows instead of a page: «not found», «not permitted», errors.

The framework takes its own templates for them, whatever renderers the site has. Where a browser asked too often it has no
page at all, and the process answers with a bare error 500.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from frappe import rate_limiter
from frappe.website.page_renderers.error_page import ErrorPage
from frappe.website.page_renderers.not_found_page import NotFoundPage
from frappe.website.page_renderers.not_permitted_page import NotPermittedPage
from frappe.website.path_resolver import PathResolver
from werkzeug.wrappers import Response

from contact_center.framework import scope

NEEDED_BY = (">=15", "<17")
MARK = "contact_center_asks_renderers"
PAGES = ((NotPermittedPage, "message", 403), (ErrorPage, "error", 500), (NotFoundPage, "message", 404))
TOO_OFTEN = frappe.RateLimitExceededError.http_status_code


def apply() -> None:
	"""Wrap these pages and the answer to who asks too often, once a process."""
	for page, path, status in PAGES:
		if not hasattr(page.render, MARK):
			page.render = _asking_first(page.render, path, status)
	if not hasattr(rate_limiter.respond, MARK):
		rate_limiter.respond = _with_a_page(rate_limiter.respond)


def _asking_first(render: Callable[..., Any], path: str, status: int) -> Callable[..., Any]:
	@wraps(render)
	def answer(page: Any) -> Any:
		_note_missing(page)
		return _from_the_site(path, _status_of(page) or status) or render(page)

	setattr(answer, MARK, True)
	return answer


def _note_missing(page: Any) -> None:
	"""As the framework does: it looks for such an address once."""
	if isinstance(page, NotFoundPage) and page.can_cache_404():
		frappe.cache.hset("website_404", page.request_url, True)


def _with_a_page(respond: Callable[[], Response | None]) -> Callable[[], Response]:
	@wraps(respond)
	def answer() -> Response:
		plain = Response(frappe._("Too Many Requests", context="Contact Center"), status=TOO_OFTEN)
		return respond() or _from_the_site("message", TOO_OFTEN) or plain

	setattr(answer, MARK, True)
	return answer


def _status_of(page: Any) -> int | None:
	"""What the page answers with: of the error, or as Frappe 16 names it; a page that is not told so has 200."""
	named = getattr(page, "http_status_code", None) or 0
	return getattr(getattr(page, "exception", None), "http_status_code", None) or (
		named if named >= 400 else None
	)


def _from_the_site(path: str, status: int) -> Any:
	"""The page of the site's own renderer; None where it has none, or fails itself."""
	if not scope.is_installed():
		return None
	before = dict(frappe.local.response)
	frappe.local.response.update(type="page", http_status_code=status)
	try:
		pages = (renderer(path, status) for renderer in PathResolver.get_custom_page_renderers())
		return next((page.render() for page in pages if page.can_render()), None)
	except Exception:
		frappe.logger().exception("An error page failed")
		return None
	finally:
		frappe.local.response = frappe._dict(before)
