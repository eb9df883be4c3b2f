"""Say in each answer what a browser may do with it: frame it, guess its kind, send its address on, load into it.

Where the website is the contact centre's this is so for every answer; beside other apps for our people's. A header that a
page or a file has of its own is stricter, and stays. Pages that all guests share bear theirs when they are made.
"""

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from contact_center.framework import doors, scope

FOR_ALL = {
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "SAMEORIGIN",
	"Referrer-Policy": "same-origin",
}
FOR_PAGES = {
	"Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
	"Content-Security-Policy": "frame-ancestors 'self'; base-uri 'self'",
}
"""A page of the administrator's or of another app may bring forms and players of its own."""
FOR_DESK = {
	**FOR_PAGES,
	"Content-Security-Policy": "frame-ancestors 'self'; base-uri 'self'; object-src 'self'; form-action 'self'",
}
"""The framework's desk is scripts in the page, so that none can be refused there; it shows a PDF as an object."""
FOR_PORTAL = {
	**FOR_ALL,
	**FOR_PAGES,
	"Content-Security-Policy": "frame-ancestors 'self'; base-uri 'self'; object-src 'none'; form-action 'self'",
}
"""What the portal's pages bear; their policy on scripts stands in each page (portal/frame.py)."""
ONLY_BY_TLS = "max-age=31536000"
DESK = ("/app", "/desk")
OURS = (doors.Caller.CITIZEN, doors.Caller.STAFF)


def after_request(response: Response | None, request: Request) -> None:
	"""after_request hook: add what the answer does not say itself."""
	if response is None or not (scope.owns_website() or doors.caller() in OURS):
		return
	add(response.headers, FOR_ALL)
	if response.mimetype == "text/html":
		add(response.headers, _of_page(response, request))
	add_by_tls(response.headers, request)


def _of_page(response: Response, request: Request) -> dict[str, str]:
	if response.status_code >= 400:
		return FOR_PORTAL
	return FOR_DESK if request.path.startswith(DESK) else FOR_PAGES


def add(headers: Headers, wanted: dict[str, str]) -> None:
	"""Add the headers that are not there yet."""
	for name, value in wanted.items():
		headers.setdefault(name, value)


def add_by_tls(headers: Headers, request: Request) -> None:
	"""Have a browser that came by TLS do so for a year; the process trusts its own proxy to say so, and nobody else."""
	if request.scheme == "https":
		headers.setdefault("Strict-Transport-Security", ONLY_BY_TLS)
