"""Keep a text of the app's own among the framework's defaults, where no user sees or changes it.

As a row of its own: the framework's way to set a default clears every cache each time.
"""

import frappe

PARENT = "contact_center"


def read(key: str) -> str | None:
	"""Return the text; None where there is none."""
	return frappe.db.get_value("DefaultValue", {"parent": PARENT, "defkey": key}, "defvalue")


def write(key: str, text: str) -> None:
	"""Keep the text; an empty one removes the row."""
	place = {"parent": PARENT, "defkey": key}
	if not text:
		frappe.db.delete("DefaultValue", place)
	elif frappe.db.exists("DefaultValue", place):
		frappe.db.set_value("DefaultValue", place, "defvalue", text)
	else:
		row = {"parenttype": "__default", "parentfield": "system_defaults", "defvalue": text}
		frappe.get_doc({"doctype": "DefaultValue", **place, **row}).db_insert()
