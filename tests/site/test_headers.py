"""Each answer says what a browser may do with it (D1)."""

import kit
import pytest
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from contact_center.framework import headers, scope

pytest_plugins = ["kit_city", "kit_rest"]
pytestmark = pytest.mark.usefixtures("world")
PAGES = ["/", "/home", "/repairs", "/login", "/update-password", "/contact", "/no-such-page", "/404"]
CALLS = [
	"/api/method/ping",
	"/api/method/frappe.client.get_list",
	"/api/resource/User",
	"/api/v2/doctype/ToDo/meta",
]


def kinds(answer) -> dict[str, str]:
	"""The answer's policy, each directive by its name."""
	policy = answer.headers.get("Content-Security-Policy", "")
	return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


@pytest.mark.parametrize("person", ["Guest", "citizen", "operator", "sysadmin"])
def test_every_answer_says_what_may_be_done_with_it(person, rest):
	client = rest(person)
	roads = [
		*PAGES,
		*CALLS,
		"/my-requests",
		"/submit-request",
		"/submit-appeal",
		"/my-appeals",
		"/my-details",
		"/phone-request",
		"/app",
		"/app/request",
	]
	for road in roads:
		answer = client.session.get(client.base + road, timeout=60, allow_redirects=False)
		for name in headers.FOR_ALL:
			assert answer.headers.get(name), (road, answer.status_code, name)
		assert answer.headers["X-Content-Type-Options"] == "nosniff"
		if answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code < 300:
			assert kinds(answer)["frame-ancestors"] == "'self'" and kinds(answer)["base-uri"], road
			assert "Permissions-Policy" in answer.headers
	print(f"{person}: {len(roads)} addresses")


def test_the_portals_pages_load_nothing_foreign_and_send_forms_home(rest):
	for road in ("/home", "/repairs", "/login", "/no-such-page"):
		found = kinds(rest("Guest").get(road))
		assert (found["object-src"], found["form-action"]) == ("'none'", "'self'"), road
	assert kinds(rest("operator").get("/app"))["form-action"] == "'self'"


def test_a_page_that_all_guests_share_bears_them_too(front, guest):
	"""From the process that keeps it, and from the front that does."""
	for _ in range(3):
		answer = guest.get(f"{front}/repairs", timeout=60)
		assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
		assert "frame-ancestors" in answer.headers["Content-Security-Policy"]


def test_who_comes_by_tls_is_told_to_stay_there(rest):
	"""The process believes its own proxy."""
	client = rest("Guest")
	for _ in range(2):
		safe = client.session.get(
			f"{client.base}/repairs", headers={"X-Forwarded-Proto": "https"}, timeout=60
		)
		assert "max-age" in safe.headers["Strict-Transport-Security"]
	assert "Strict-Transport-Security" not in client.get("/repairs").headers


def test_what_an_answer_says_itself_stays():
	response = Response("x", headers=Headers({"Content-Security-Policy": "sandbox"}), mimetype="text/html")
	headers.after_request(response, Request.from_values("/app"))
	assert response.headers["Content-Security-Policy"] == "sandbox"


def test_beside_other_apps_the_answers_to_their_people_stay_as_they_are(monkeypatch):
	monkeypatch.setattr(scope, "owns_website", lambda: False)
	for person, told in (("Administrator", False), ("operator", True), ("citizen", True)):
		response = Response("x", mimetype="text/html")
		with kit.acting(person):
			headers.after_request(response, Request.from_values("/"))
		assert ("X-Frame-Options" in response.headers) == told, person
