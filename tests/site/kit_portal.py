"""Share among the tests of the portal: its users at a real web server, and one good request."""

import frappe
import kit
import pytest
from kit import LEAK, STREET
from kit_city import remove_requests

API = "/api/method/contact_center.portal.api."
GOOD = {
	"classifier": LEAK,
	"description": "З підвалу другий день тече вода, двір залито.",
	"street": STREET,
	"building": "12-а",
}


@pytest.fixture
def citizen(as_user):
	"""Return a requests.Session of the citizen."""
	return as_user(kit.email("citizen"))


@pytest.fixture
def neighbour(as_user):
	"""Return a requests.Session of another citizen."""
	return as_user(kit.email("neighbour"))


def post(session, method: str, **data):
	"""Call an endpoint of the portal by POST, as its pages do."""
	return session.post(session.url(API + method), data, timeout=60)


def ours(**filters) -> list[str]:
	"""Return the names of the requests of the two applicants."""
	applicants = [kit.applicant(), kit.applicant("neighbour")]
	return frappe.get_all("Request", {"applicant": ("in", applicants), **filters}, pluck="name")


@pytest.fixture
def clean():
	"""Remove the earlier requests of the applicants, for a test that counts requests."""
	remove_requests(ours())
	frappe.db.commit()


def committed(request):
	"""Commit, so that the web server sees the request too; return it."""
	frappe.db.commit()
	return request
