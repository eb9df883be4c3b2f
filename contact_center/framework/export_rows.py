"""The report view writes the first row again and again in every language but English: 20 requests are 210 lines.

Frappe 15.44 (reportview.export_query) adds all rows translated so far for each row. What comes twice is the same list,
so each is taken once.
"""

from functools import wraps
from typing import Any

from frappe.desk import reportview

from contact_center.framework import scope

NEEDED_BY = (">=15", "<15.103")


def apply() -> None:
	"""Put the correction where the framework has all rows together, once a process."""
	original = reportview.handle_duration_fieldtype_values
	if hasattr(original, "contact_center_rows"):
		return

	@wraps(original)
	def handle(doctype: str, data: list[list], fields: Any) -> list[list]:
		if scope.is_installed() and scope.concerns_us(doctype):
			data = list({id(row): row for row in data}.values())
		return original(doctype, data, fields)

	handle.contact_center_rows = True
	reportview.handle_duration_fieldtype_values = handle
