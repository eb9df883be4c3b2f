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


SETTINGS = "Contact Center Settings"
CITY_ON_THE_MAP = {"center_latitude": 47.9105, "center_longitude": 33.3918, "city_radius_km": 45}
LETTERS_AND_TRIES = ("contact_center_letter:*", "contact_center_limit:*", "rl:*")


@pytest.fixture
def setting():
	"""Return `setting(doctype, field, value)`, which is undone at the end."""
	before = []

	def change(doctype: str, field: str, value) -> None:
		before.append((doctype, field, frappe.db.get_single_value(doctype, field)))
		frappe.db.set_single_value(doctype, field, value)
		frappe.db.commit()
		frappe.clear_cache()

	yield change
	frappe.db.rollback()
	for doctype, field, value in reversed(before):
		frappe.db.set_single_value(doctype, field, value)
	frappe.db.commit()
	frappe.clear_cache()


@pytest.fixture
def city_on_the_map(setting):
	"""Place the city, and say how great a building's number can be."""
	for field, value in {**CITY_ON_THE_MAP, "largest_building": 500}.items():
		setting(SETTINGS, field, value)


@pytest.fixture
def fresh_limits():
	"""Begin with limits of which nothing is used up, and leave them so."""
	forget_limits()
	yield
	forget_limits()


def forget_limits() -> None:
	"""Forget whom letters were sent to and how often this machine has asked."""
	for pattern in LETTERS_AND_TRIES:
		for key in frappe.cache.get_keys(pattern):
			frappe.cache.delete(key)


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
