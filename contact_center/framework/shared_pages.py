"""Keep pages that are the same for all guests, and answer with them before the framework opens site and session.

When the water goes, ten thousand people open one page. Each process makes it once a language, and shows it until
something that it shows is saved (`forget`), at most some seconds: while one request makes it anew, others get the older.
A session, a login in a header or a parameter that no page reads leads past all this, to a page made for that request.
"""

import hashlib
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from threading import Lock
from typing import Any

import frappe
from frappe.utils import CallbackManager, get_site_name
from redis.exceptions import RedisError
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from contact_center.framework import headers

FRESH, STALE, AT_FRONT = 5, 15, 5
"""Seconds: after which a page is made anew, for which others get the older meanwhile, for which a proxy may show it."""
MOST = 500  # pages in one process
LONGEST_QUERY = 300
HEADERS = {
	# A browser asks each time, and mostly hears that nothing has changed.
	"Cache-Control": f"public, max-age=0, s-maxage={AT_FRONT}",
	"Vary": "Accept-Language, Cookie",
}
COUNTERS = ("fbclid", "gclid", "_ga", "mc_cid", "mc_eid")
"""What links in messengers and letters carry for counting visits, beside utm_…: no page reads it."""


@dataclass
class Page:
	"""A page as it was made. Moments are of time.monotonic()."""

	body: bytes
	headers: Headers
	version: bytes | None
	made: float
	renewed: float


_lock = Lock()
_pages: dict[tuple, Page] = {}
_parameters: dict[tuple, tuple[str, ...]] = {}
_languages: dict[tuple, tuple[str, float]] = {}
_version_keys: dict[str, bytes] = {}


def begin() -> None:
	"""Call it before a page is made for a guest: what is saved from now on will not be in it."""
	request, site = frappe.request, frappe.local.site
	_version_keys[site] = frappe.cache.make_key("contact_center_pages")
	request.pages_version = _version(site)


def keep(response: Response, parameters: tuple[str, ...] = ()) -> Response:
	"""Keep the page made since `begin`, and let browsers and proxies keep it. Pages of sessions stay as they are.

	`parameters`: what the page reads of the address. The answer to a request with any other is not kept.
	"""
	request = frappe.request
	if frappe.session.user != "Guest" or not is_for_all(request, parameters) or _is_off():
		return response
	response.headers.update(HEADERS)
	response.set_etag(hashlib.sha256(response.data).hexdigest()[:20], weak=True)
	# Proxies keep no answer that sets a cookie.
	frappe.local.cookie_manager.cookies, frappe.local.cookie_manager.to_delete = {}, []
	remember(request, frappe.local.site, frappe.local.lang, response, parameters)
	return response.make_conditional(request)


def _is_off() -> bool:
	"""Whether the site wants no page kept. The framework's own `can_cache` refuses every page with a parameter too."""
	conf = frappe.conf
	return bool(conf.disable_website_cache or conf.developer_mode or getattr(frappe.local, "no_cache", False))


def is_for_all(request: Request, parameters: tuple[str, ...]) -> bool:
	"""Whether nothing makes the answer one person's: no session, no login, no form, no parameter but the page's own.

	The framework reads parameters of a body too, even of a GET: what they change would be shown to all.
	"""
	return (
		request.method in ("GET", "HEAD")
		and not _has_body(request)
		and request.cookies.get("sid") in (None, "", "Guest")
		and "Authorization" not in request.headers
		and len(request.query_string) <= LONGEST_QUERY
		and all(name in parameters or _is_counter(name) for name in request.args)
	)


def _has_body(request: Request) -> bool:
	return bool(request.content_length) or "Transfer-Encoding" in request.headers


def remember(request: Request, site: str, language: str, page: Response, parameters: tuple[str, ...]) -> None:
	"""Keep a page of this process for requests like this one."""
	now = time.monotonic()
	version = getattr(request, "pages_version", None)
	_put(_languages, _language_key(request, site), (language, now))
	_put(_parameters, (site, request.path), parameters)
	made = Page(page.data, Headers(page.headers), version, now, now)
	_put(_pages, _page_key(request, site, parameters, language), made)


def kept(request: Request, site: str) -> Response | None:
	"""Return the page that was kept for such requests. None where it is to be made now."""
	parameters = _parameters.get((site, request.path))
	if parameters is None or not is_for_all(request, parameters):
		return None
	language, learned = _languages.get(_language_key(request, site), ("", 0.0))
	page = _pages.get(_page_key(request, site, parameters, language))
	if page is None or time.monotonic() - learned > STALE or not _may_be_shown(page, site, request):
		return None
	response = Response(page.body, headers=Headers(page.headers))
	headers.add_by_tls(response.headers, request)
	return response.make_conditional(request)


def _may_be_shown(page: Page, site: str, request: Request) -> bool:
	"""Whether the page is young enough. Of several requests for an older one, the first is to make it anew."""
	now = time.monotonic()
	if now - page.made > STALE or page.version != _version(site):
		return False
	if now - page.made > FRESH and now - page.renewed > FRESH:
		page.renewed, request.makes_anew = now, True
	return not getattr(request, "makes_anew", False)


def forget(doc=None, method: str | None = None) -> None:
	"""Let no process show what it kept, once this is committed. doc_events hook of what the pages show."""
	key = frappe.cache.make_key("contact_center_pages")
	frappe.db.after_commit.add(lambda: frappe.cache.set(key, frappe.generate_hash(length=10)))


def _version(site: str) -> bytes | None:
	"""Return what each `forget` of the site changes. Without Redis the pages' age decides alone."""
	try:
		return frappe.cache.get(_version_keys[site]) if site in _version_keys else None
	except RedisError:
		return None


def _put(store: dict, key: Any, value: Any) -> None:
	"""Put the newest last; what was put first goes when the store is full."""
	with _lock:
		store.pop(key, None)
		if len(store) >= MOST:
			del store[next(iter(store))]
		store[key] = value


def _page_key(request: Request, site: str, parameters: tuple[str, ...], language: str) -> tuple:
	return site, request.path, language, *(request.args.get(name, "") for name in parameters)


def _language_key(request: Request, site: str) -> tuple:
	"""Return what the framework chooses a guest's language by."""
	wanted = request.headers.get("Accept-Language", ""), request.cookies.get("preferred_language", "")
	return site, *wanted


def _is_counter(name: str) -> bool:
	return name in COUNTERS or name.startswith("utm_")


@cache
def apply() -> None:
	"""before_request hook: put `kept` before the framework's own beginning of a request, once a process."""
	if app := sys.modules.get("frappe.app"):
		app.init_request = _answering_first(app, app.init_request)


def _answering_first(app, init_request: Callable) -> Callable:
	@wraps(init_request)
	def answer_or_init(request: Request) -> None:
		site = app._site or request.headers.get("X-Frappe-Site-Name") or get_site_name(request.host)
		response = kept(request, site)
		if response is None:
			return init_request(request)
		# What the framework looks at after each answer.
		frappe.local.request, frappe.local.conf = request, frappe._dict()
		frappe.local.response_headers = Headers()
		request.after_response = CallbackManager()
		raise HTTPException(response=response)

	return answer_or_init
