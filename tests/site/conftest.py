"""Run each test on the real test site as Administrator and leave nothing behind: uncommitted data is rolled back, and
committed requests, repair events and files are removed."""

from contextlib import suppress

import pytest


def leave_no_request() -> None:
	"""A test that plays a request leaves neither it nor its language to the next one."""
	import frappe

	with suppress(AttributeError):
		del frappe.local.request
	frappe.local.lang = frappe.local.conf.lang or "en"


@pytest.fixture(autouse=True)
def no_minute_ends(site, monkeypatch):
	"""What the search has read does not grow old in the midst of a test, which would cost queries then."""
	from contact_center.intake import finding

	monkeypatch.setattr(finding, "MOST_OLD", 10**9)


@pytest.fixture(autouse=True)
def db(site, nothing_queued):
	"""Yield frappe.db. Call db.rollback() to see what the web server has committed meanwhile."""
	import frappe
	from kit_city import leaving_nothing

	frappe.db.rollback()
	leave_no_request()
	frappe.set_user("Administrator")
	frappe.clear_messages()
	with leaving_nothing():
		yield frappe.db
