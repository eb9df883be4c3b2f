"""Requests that became appeals before are left out of the figures of requests as later ones are (R3.3a)."""

import frappe

from contact_center.framework import deadlocks


@deadlocks.repeated
def execute() -> None:
	"""Mark them by the appeals that name them; running it again changes nothing."""
	appeal, request = frappe.qb.DocType("Appeal"), frappe.qb.DocType("Request")
	query = frappe.qb.update(request).join(appeal).on(appeal.came_from == request.name)
	query.set(request.became_appeal, 1).where(request.became_appeal == 0).run()
