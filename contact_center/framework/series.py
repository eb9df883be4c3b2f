"""Take the next number of a series in one statement; the framework needs two, one of them a locking read."""

import frappe
from frappe.model.naming import getseries

NEEDED_BY = (">=15", "<17")


def next_number(prefix: str) -> int:
	"""Return the number after the last one of `prefix`, from the framework's table of series; 1 for a new prefix.

	Other transactions wait until this one ends, so no number is given twice or left out.
	"""
	if frappe.db.db_type != "mariadb":
		return int(getseries(prefix, 1))
	[[number]] = frappe.db.sql(
		"""insert into `tabSeries` (name, current) values (%s, 1)
		on duplicate key update current = current + 1 returning current""",
		prefix,
	)
	return number
