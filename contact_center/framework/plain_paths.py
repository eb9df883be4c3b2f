"""Refuse an address that leads up and out of the folders that pages are looked for in.

Frappe 15 joins the address to each app's folder `www` (StaticPage): `/x/../../../../sites/…` of a client that does not
tidy addresses is a database's backup, for everybody. nginx tidies what it passes on; nothing else has to.
"""

import frappe

from contact_center.access import served_files

NEEDED_BY = (">=15", "<15.103")


def check() -> None:
	"""before_request hook: answer such an address as one where there is nothing, before anything looks at it."""
	if served_files.leads_out(frappe.request.path):
		raise frappe.PageDoesNotExistError
