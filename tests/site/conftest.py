"""Every test here runs on the real test site as Administrator, and leaves nothing: what it did not commit is rolled back,
and requests, repair events and files that it did are removed."""

import pytest


@pytest.fixture(autouse=True)
def db(site, nothing_queued):
	"""frappe.db. To see what the web server has committed meanwhile, start anew with db.rollback()."""
	import frappe
	from kit_city import leaving_nothing

	frappe.db.rollback()
	frappe.set_user("Administrator")
	frappe.clear_messages()
	with leaving_nothing():
		yield frappe.db
