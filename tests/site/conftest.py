"""Every test here runs on the real test site as Administrator, and what it did not commit is rolled back."""

import pytest


@pytest.fixture(autouse=True)
def db(site, nothing_queued):
	"""frappe.db. To see what the web server has committed meanwhile, start anew with db.rollback()."""
	import frappe

	frappe.db.rollback()
	frappe.set_user("Administrator")
	frappe.clear_messages()
	yield frappe.db
	frappe.db.rollback()
	frappe.set_user("Administrator")
