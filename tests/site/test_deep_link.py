"""Test links from the city's other pages that open the citizen's form filled in (R3.3)."""

import frappe
import kit
import pytest
from kit import LEAK, SOS, STREET
from kit_portal import GOOD, post

from contact_center.portal import deep_link

pytest_plugins = ["kit_city", "kit_portal"]
pytestmark = pytest.mark.usefixtures("city")


@pytest.mark.parametrize(
	("given", "filled"),
	[
		({"entry": LEAK, "at": f"{STREET}, 12"}, {"classifier": LEAK, "street": STREET, "building": "12"}),
		({"at": "перевірочна 12"}, {"street": STREET, "building": "12"}),
		({"at": "47.909800, 33.391700"}, {"latitude": "47.909800", "longitude": "33.391700"}),
		({"at": "парк біля озера, якого немає"}, {"place": "парк біля озера, якого немає"}),
		({"source": "map.kr.gov.ua"}, {"source": "map.kr.gov.ua"}),
		({}, {}),
		# not open to citizens, retired, a group, not there
		({"entry": SOS}, {}),
		({"entry": "KIT-RETIRED"}, {}),
		({"entry": "KIT-GROUP"}, {}),
		({"entry": "' or 1=1 --"}, {}),
		({"at": "95.1, 200.1"}, {}),
		({"at": "-47.9098, 33.3917"}, {"latitude": "-47.9098", "longitude": "33.3917"}),
		({"source": "<script>"}, {}),
		({"source": "a" * 41}, {}),
		({"source": ".."}, {}),
		({"entry": [LEAK], "at": {"x": 1}, "source": None}, {}),
		({"at": "x" * 100_000}, {"place": "x" * 140}),
	],
)
def test_what_a_link_fills_in(given, filled):
	assert deep_link.read(given) == filled


def test_a_guest_comes_back_to_the_filled_form_after_signing_in(guest):
	answer = guest.get(
		guest.url(f"/submit-request?entry={LEAK}&at=%D0%BF%D0%B0%D1%80%D0%BA&junk=1"), allow_redirects=False
	)
	assert answer.status_code == 302
	back = answer.headers["Location"]
	assert back.startswith("/login?redirect-to=/submit-request%3Fentry%3D") and "junk" not in back
	assert "%25D0" in back  # the value is encoded once for the form's address, once for that of signing in


def test_a_request_says_where_it_came_from(citizen, clean):
	made = post(citizen, "submit", **GOOD, source="map.kr.gov.ua", key="from a map").json()["message"]
	other = {**GOOD, "building": "14"}
	none = post(citizen, "submit", **other, source="<b>x</b>", key="from nowhere").json()["message"]
	frappe.db.rollback()
	assert frappe.db.get_value("Request", made["name"], "source") == "map.kr.gov.ua"
	assert not frappe.db.get_value("Request", none["name"], "source")


def test_nobody_writes_where_a_request_came_from():
	request = kit.filed()
	with kit.acting("operator"):
		doc = kit.fresh(request)
		doc.source = "somewhere"
		doc.save()
	assert not kit.fresh(request).source
