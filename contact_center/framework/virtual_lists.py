"""What stands in no table is listed and counted by its doctype's own code, which the desk calls without a permission.

So everybody at a desk counted the jobs of the server. Other lists ask for the permission where their query is made.
"""

from functools import wraps

import frappe
from frappe.desk import reportview

from contact_center.framework import scope, wrapped

NEEDED_BY = (">=15", "<16")


def apply() -> None:
	"""Ask before the desk's lists reach for a doctype's code, once a process; they do so for those without a table alone."""
	original = reportview.get_controller
	if wrapped.by_us(original):
		return

	@wraps(original)
	def get_controller(doctype: str) -> type:
		if scope.is_installed() and scope.is_our_person():
			frappe.has_permission(doctype, throw=True)
		return original(doctype)

	reportview.get_controller = get_controller
