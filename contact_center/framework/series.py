"""The next number of a series in one statement: the framework's own takes two, one of them with a lock of its own."""

import frappe
from frappe.model.naming import getseries

NEEDED_BY = (">=15", "<17")


def next_number(prefix: str) -> int:
	"""The number after the last one given under `prefix`, kept in the framework's table of series; 1 for a new prefix.

	Whoever asks meanwhile waits until the transaction ends, so that no number is given twice or left out.
	"""
	if frappe.db.db_type != "mariadb":
		return int(getseries(prefix, 1))
	[[number]] = frappe.db.sql(
		"""insert into `tabSeries` (name, current) values (%s, 1)
		on duplicate key update current = current + 1 returning current""",
		prefix,
	)
	return number
